"""The quantities and dates that a sentence or a table row states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.claims.clauses import rings
from corpus.claims.models import Claim, ClaimKind, Site, Value, claim_at
from corpus.claims.words import Word, words_of
from corpus.models import Form, SourceKind
from corpus.numbers.counted import unit_at
from corpus.numbers.moments import Date, dates
from corpus.numbers.quantities import Quantity, quantities
from corpus.numbers.units import COUNT, RATIO, SIGN, TIME, UNITS, Unit

MOST_VALUES = 24  # of one sentence; more is a table without its lines
_SOURCE_COLUMN = re.compile(r"(?:source|reference|link|notes?)s?$", re.I)
_TIMING_COLUMN = re.compile(r"(?:min(?:ute)?s?|sec(?:ond)?s?|duration|running time|timing|words)$", re.I)  # of the show
_VALUE_COLUMN = re.compile(r"(?:value|figure|number|stat|statistic|data|amount)s?$", re.I)
_TIMING = re.compile(r"~?\d[\d.:]*(?:\s?(?:-|–|to)\s?\d[\d.:]*)?\s?(?:min(?:ute)?s?|sec(?:ond)?s?|words)\b", re.I)
_TIMED_BEFORE = re.compile(
    r"(?:[\d\s~.,:;/–-]|\b(?:to|about|(?:min(?:ute)?|sec(?:ond)?)s?|words)\b)*", re.I
)  # in brackets
_SHOWN_BEFORE = re.compile(
    r"(?:(?:(?<!\w)(?:up to|over|above|under|below|(?:more|less|fewer) than|at least|nearly|almost|about)|[~<>≤≥])\s?)?"
    rf"(?:{SIGN} ?|(?<![\w)] )[-−])?$",
    re.I,
)
# What a row's label or column says that its numbers are in: "Weight (kg)", "Depth in metres", "Years shut".
_UNIT_AT_END = re.compile(r"(?:\((?:in )?|, |\bin |\bnumber of )(?P<unit>[^()\s]{1,20}(?: [^()\s]{1,12})?)\)?$", re.I)
_PLURAL = re.compile(r"(?<!per )(?<!a )(?<!an )(?<!each )(?<!every )\b(?P<unit>[a-z]{3,20}s)\b")


def figure_claims(site: Site) -> Iterator[Claim]:
    """The quantities and dates of one sentence; of a row, those of its cells under their column's name."""
    sentence = site.sentence
    if sentence.form is Form.ROW and len(sentence.cells) > 1:
        yield from _of_row(site)
        return
    found = _values(sentence.text)[:MOST_VALUES]
    if site.document.kind is SourceKind.OUTLINE:
        found = [value for value in found if not _is_timing(sentence.text, value)]
    if not found:
        return
    words = words_of(sentence.text, site.names)
    spans = [(value.start, value.end) for value in found if isinstance(value, Quantity) or not value.is_month]
    for value in found:
        free = [w for w in words if not _is_of_value(w, value)]
        own, frame = rings(sentence.text, free, (value.start, value.end), spans)
        if not frame and all(value.start <= w.start < value.end for w in own):  # no more than the value
            own += [word for word in site.question if not _is_how(word, value)]
        for subject in _subjects(own):
            yield _claim(site, value, sentence.text, subject, frame)


def _is_of_value(word: Word, value: Quantity | Date) -> bool:
    """Whether a word is part of a value itself, and no thing that it counts: the pounds of "fourteen pounds"."""
    inside = value.start <= word.start < value.end
    return inside and (isinstance(value, Date) or value.dimension != COUNT)


def _is_how(word: Word, value: Quantity | Date) -> bool:
    """Whether a word of a question only asks for a stretch of time: "how long"."""
    return word.key == "long" and isinstance(value, Quantity) and value.dimension == TIME


def _values(text: str) -> list[Quantity | Date]:
    """The quantities and dates of a text."""
    return [*quantities(text), *dates(text)]


def _subjects(own: list[Word]) -> list[list[Word]]:
    """A value of several names ("Oslo, Bergen, above eighty percent") is a claim about each; else it is one claim."""
    return [[word] for word in own] if len(own) > 1 and all(word.name for word in own) else [own]


def _of_row(site: Site) -> Iterator[Claim]:
    """A table row: the first cell says what it is about, the others give values; a ragged row has what it has."""
    sentence = site.sentence
    label, *cells = sentence.cells
    about = words_of(label, site.names)
    for position, cell in enumerate(cells, start=1):
        header = sentence.header[position].strip() if position < len(sentence.header) else ""
        timing = site.document.kind is SourceKind.OUTLINE and _TIMING_COLUMN.match(header)
        if timing or _SOURCE_COLUMN.match(header):
            continue
        for found in _values(cell):
            value = _in_unit_of(label, header, found) if isinstance(found, Quantity) else found
            counts = isinstance(value, Quantity) and value.dimension == COUNT  # then what is counted says of what
            inside = words_of(cell, site.names)
            here = [w for w in inside if counts or w.end <= value.start or w.start >= value.end]
            column = [] if _VALUE_COLUMN.match(header) else words_of(header, site.names)
            told = f"{label.strip()}, {header}" if header and not _VALUE_COLUMN.match(header) else label.strip()
            yield _claim(site, value, cell, [*about, *here, *column], []).model_copy(update={"label": told})


def _in_unit_of(label: str, header: str, quantity: Quantity) -> Quantity:
    """A bare number in the unit that its row's label or its column names: "petaflops per rack | 362"."""
    if quantity.dimension != COUNT or quantity.unit:
        return quantity
    unit = _unit_named(label) or _unit_named(header)
    if unit is None or unit.dimension == COUNT or (unit.dimension == RATIO and unit.factor == 1.0):
        return quantity
    scaled = {end: getattr(quantity, end) * unit.factor + unit.offset for end in ("low", "high")}
    return quantity.model_copy(update={**scaled, "dimension": unit.dimension, "unit": unit.name})


def _unit_named(label: str) -> Unit | None:
    """The unit that a label names as such; one of time only where nothing else can be meant ("in the first year")."""
    if end := _UNIT_AT_END.search(label):
        counted = f"{label[: end.start()]} 1"
        if found := unit_at(f"{counted} {end['unit']}", len(counted)):
            return found[0]
    for match in _PLURAL.finditer(label.lower()):
        unit = UNITS.get(match["unit"])
        if unit and (unit.dimension != TIME or match.start() == 0):
            return unit
    return None


def _is_timing(text: str, value: Quantity | Date) -> bool:
    """Whether a value in an outline times the episode itself: "Act 2 (3-4 min, ~450 words)", "Duration: 12 minutes";
    "Star it (takes 2 seconds)" does not."""
    if text[max(0, value.start - 12) : value.start].lower().endswith(("duration: ", "duration ", "length: ")):
        return True
    before = text[: value.start]
    bracket = before.rfind("(")
    inside = bracket > before.rfind(")") and bool(_TIMED_BEFORE.fullmatch(before, bracket + 1))
    return inside and bool(_TIMING.match(text, value.start))


def _claim(site: Site, value: Quantity | Date, written: str, own: list[Word], frame: list[Word]) -> Claim:
    """The claim of one quantity or date."""
    shown = _shown(written, value)
    if isinstance(value, Date):
        return claim_at(site, Value(ClaimKind.DATE, shown, date=value), own, frame)
    return claim_at(site, Value(ClaimKind.QUANTITY, shown, quantity=value), own, frame)


def _shown(text: str, value: Quantity | Date) -> str:
    """The value as it stands, with the words that bound it."""
    bound = _SHOWN_BEFORE.search(text[: value.start][-20:]) if isinstance(value, Quantity) else None
    start = value.start - len(bound[0]) if bound else value.start
    end = value.end + (text[value.end : value.end + 1] == "+")
    return text[start:end].strip()
