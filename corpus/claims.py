"""What the sentences of a source state: quantities, dates, names, lists, quotations and polarity, with what they are about.

A claim is one value with three rings of words around it: its own clause, the rest of its sentence, and what it
inherits (the headings above, a row's label, the sentence before). Which claims meet is decided elsewhere; here
nothing is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from corpus.moments import Date, dates
from corpus.models import Document, Form, Frozen, Passage, Sentence, SourceKind
from corpus.quantities import Quantity, quantities
from corpus.words import Word, names_of, words_of

CLAIMS_VERSION = 1
_SILENT = frozenset({Form.CODE, Form.TASK, Form.HEADING, Form.DATA})  # nothing in these states a fact of the subject
_ABOUT_SOURCES = re.compile(
    r"\b(?:sources|references|resources|further reading|cross-?(?:links|references?)|related|links|production notes|"
    r"checklist|timestamps|chapters?(?: markers)?|dialogue notes)\b",
    re.I,
)


class ClaimKind(StrEnum):
    """What sort of value a claim has."""

    QUANTITY = "quantity"
    DATE = "date"
    NAME = "name"
    LIST = "list"
    QUOTE = "quote"
    POLARITY = "polarity"


class Claim(Frozen):
    """One value that a source states, and where: `text` is the reading of `file[start:end]`.

    `own`, `frame` and `context` are word keys (`corpus.words`): the value's clause, the rest of its sentence, what it
    inherits. `names` are those of all three that are names.
    """

    version: int = CLAIMS_VERSION
    kind: ClaimKind
    path: str
    source: SourceKind
    episode: str | None = None
    published: str | None = None
    speaker: str | None = None
    start: int
    end: int
    text: str
    value: str
    own: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    quantity: Quantity | None = None
    date: Date | None = None
    rank: float | None = None  # of a quantifier: 0 none … 1 all
    person: str | None = None  # who is quoted
    asked: bool = False  # stands in a question: it can agree, it states nothing
    imagined: bool = False  # an example, a hypothetical case


def extract_claims(document: Document, passages: Sequence[Passage]) -> list[Claim]:
    """Every claim of one source, in order. Sentences that repeat another source word for word state nothing new."""
    sentences = _in_order(passages)
    names = names_of(s.text for s in sentences if s.form not in (Form.HEADING, Form.ROW, Form.CODE))
    claims: list[Claim] = []
    before: list[Sentence] = []
    for sentence in sentences:
        if sentence.copy_of is None and sentence.form not in _SILENT and not _ABOUT_SOURCES.search(_heading(sentence)):
            context = _context(sentence, before, names)
            claims.extend(_of_sentence(document, sentence, context, names))
        before = [*before[-5:], sentence]
    return claims


def _heading(sentence: Sentence) -> str:
    return sentence.section[-1] if sentence.section else ""


def _in_order(passages: Iterable[Passage]) -> list[Sentence]:
    """Each sentence of the passages once, by its place."""
    places = {(s.start, s.end): s for passage in passages for s in passage.sentences}
    return [places[place] for place in sorted(places)]


def _context(sentence: Sentence, before: Sequence[Sentence], names: frozenset[str]) -> list[Word]:
    """The words that a sentence inherits: from its headings, and from what was said just before."""
    if sentence.form is Form.SPEECH:
        texts = [s.text for s in before[-2:]]
        named = [word for s in before if s.speaker == sentence.speaker for word in words_of(s.text, names) if word.name]
        return [*(word for text in texts for word in words_of(text, names)), *named]
    texts = list(sentence.section[-2:])
    if sentence.form in (Form.PROSE, Form.QUOTE):
        texts += [s.text for s in before[-2:] if s.section == sentence.section]
    elif sentence.form is Form.ITEM:
        texts += [s.text for s in before[-1:] if s.section == sentence.section and s.text.rstrip("*_ ").endswith(":")]
    return [word for text in texts for word in words_of(text, names)]


def _of_sentence(document: Document, sentence: Sentence, context: list[Word], names: frozenset[str]) -> Iterator[Claim]:
    """The quantities and dates of one sentence or row."""
    if sentence.form is Form.ROW and len(sentence.cells) > 1:
        yield from _of_row(document, sentence, context, names)
        return
    found = [*quantities(sentence.text), *dates(sentence.text)]
    if document.kind is SourceKind.OUTLINE:
        found = [value for value in found if not _is_timing(sentence.text, value)]
    words = words_of(sentence.text, names)
    spans = [(value.start, value.end) for value in found]
    for value in found:
        free = [w for w in words if isinstance(value, Quantity) or not value.start <= w.start < value.end]
        own, frame = _rings(sentence.text, free, (value.start, value.end), spans)
        for subject, rest in _each_subject(own, frame):
            yield _claim(document, sentence, value, sentence.text, subject, rest, context)


def _each_subject(own: list[Word], frame: list[Word]) -> list[tuple[list[Word], list[Word]]]:
    """A value of several names ("Oslo, Bergen, above eighty percent") is a claim about each; else it is one claim."""
    if len(own) > 1 and all(word.name for word in own):
        return [([word], frame) for word in own]
    return [(own, frame)]


def _of_row(document: Document, sentence: Sentence, context: list[Word], names: frozenset[str]) -> Iterator[Claim]:
    """A table row: the first cell says what it is about, the others give values under their column's name."""
    label, *cells = sentence.cells
    about = words_of(label, names)
    for position, cell in enumerate(cells, start=1):
        header = sentence.header[position] if position < len(sentence.header) else ""
        if _SOURCE_COLUMN.match(header.strip()):
            continue
        for value in [*quantities(cell), *dates(cell)]:
            here = [w for w in words_of(cell, names) if w.end <= value.start or w.start >= value.end]
            column = [] if _VALUE_COLUMN.match(header.strip()) else words_of(header, names)
            yield _claim(document, sentence, value, cell, [*about, *here, *column], [], context)


_SOURCE_COLUMN = re.compile(r"(?:source|reference|link|notes?)s?$", re.I)
_VALUE_COLUMN = re.compile(r"(?:value|figure|number|stat|statistic|data|amount)s?$", re.I)
_TIMING = re.compile(r"~?\d[\d.:]*(?:\s?(?:-|–|to)\s?\d[\d.:]*)?\s?(?:min(?:ute)?s?|sec(?:ond)?s?|words)\b", re.I)


def _is_timing(text: str, value: Quantity | Date) -> bool:
    """Whether a value in an outline times the episode itself: "Act 2 (3-4 min, ~450 words)", "Duration: 12 minutes"."""
    if text[max(0, value.start - 12) : value.start].lower().endswith(("duration: ", "duration ", "length: ")):
        return True
    inside = text[: value.start].rfind("(") > text[: value.start].rfind(")")
    return inside and bool(_TIMING.match(text, value.start))


_BORDER = re.compile(
    r"[,;()\[\]—–|\n!?]|:(?=\s)|\.\s|\s-\s|\s(?:versus|vs\.?|compared (?:to|with)|while|whereas|but|and|with|because|so|which|who|that)\s",
    re.I,
)
_LED_IN = re.compile(r"\b(?:by|in|on|since|until|from|during|as of) (?:early |late |mid-?)?$", re.I)
_IMAGINED = re.compile(
    r"\b(?:imagine|picture|let's say|say you|suppose|for example|for instance|scenario|hypothetical|if you(?:r|'re)?|"
    r"e\.g\.|what if|consider a)\b",
    re.I,
)


def _rings(
    text: str, words: list[Word], value: tuple[int, int], spans: list[tuple[int, int]]
) -> tuple[list[Word], list[Word]]:
    """The words of the value's own clause, and the others of its sentence; the words of any value left out."""
    left, right = _clause(text, value, spans)
    free = [w for w in words if not any(w.start >= s and w.end <= e for s, e in spans if (s, e) != value)]
    own = [w for w in free if left <= w.start and w.end <= right]
    if not own and _LED_IN.search(text[left : value[0]]) and text[value[1] : value[1] + 1] == ",":  # "By April 2031, Foo had paid": the clause follows
        right = _clause(text, (right + 1, right + 2), spans)[1]
        own = [w for w in free if left <= w.start and w.end <= right]
    while not own and left > 0:  # "Sweden, Norway, above eighty percent": the subject stands before the comma
        borders = [m.end() for m in _BORDER.finditer(text, 0, left - 1)]
        left = borders[-1] if borders else 0
        own = [w for w in free if left <= w.start and w.end <= right]
    inside = {(w.start, w.end) for w in own}
    return own, [w for w in free if (w.start, w.end) not in inside]


def _clause(text: str, value: tuple[int, int], spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Where the clause of a value starts and ends; borders inside a value ("35, 40") do not count."""
    borders = [m for m in _BORDER.finditer(text) if not any(s < m.end() and m.start() < e for s, e in spans)]
    starts = [m.end() for m in borders if m.end() <= value[0] + 1]
    if len(starts) > 0 and text[starts[-1] - 1] == "(":  # "Foo (under 200 people)" is said of Foo
        starts.pop()
    left = starts[-1] if starts else 0
    right = min((m.start() for m in borders if m.start() >= value[1]), default=len(text))
    return left, right


def _claim(
    document: Document,
    sentence: Sentence,
    value: Quantity | Date,
    written: str,
    own: list[Word],
    frame: list[Word],
    context: list[Word],
) -> Claim:
    """The claim of one quantity or date."""
    is_date = isinstance(value, Date)
    return Claim(
        kind=ClaimKind.DATE if is_date else ClaimKind.QUANTITY,
        path=document.path,
        source=document.kind,
        episode=document.episode,
        published=document.published,
        speaker=sentence.speaker,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        value=_shown(written, value),
        own=_keys(own),
        frame=_keys(frame),
        context=_keys(context),
        names=_keys(word for word in (*own, *frame, *context) if word.name),
        quantity=None if isinstance(value, Date) else value,
        date=value if isinstance(value, Date) else None,
        asked=sentence.text.rstrip(" \"”'’").endswith("?"),
        imagined=bool(_IMAGINED.search(sentence.text)),
    )


def _shown(text: str, value: Quantity | Date) -> str:
    """The value as it stands, with the words that bound it."""
    bound = re.search(
        r"(?:up to|over|above|under|below|more than|less than|at least|nearly|almost|about|~)\s?[$€£]?$",
        text[: value.start],
        re.I,
    )
    start = bound.start() if bound else value.start
    if not bound and value.start and text[value.start - 1] in "$€£":
        start -= 1
    plus = re.match(r"\+", text[value.end :])
    return text[start : value.end + (1 if plus else 0)].strip()


def _keys(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.key for word in words))
