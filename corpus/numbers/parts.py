"""Parts and multiples without a number of their own: half of, two thirds, one in eight, twice, half an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers.around import bound_of, is_change, per_of
from corpus.numbers.counted import is_part, unit_at
from corpus.numbers.numeral import ONES, Numeral
from corpus.numbers.quantity import Bound, Direction, Quantity
from corpus.numbers.units import RATIO, SECONDS, TIME, UNITS

ROUGH_PART = 0.04  # "half of them" is said of 46 % and more
MOST_ONE_IN = 1000
_UNDERS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_UNDER = "|".join(_UNDERS[1:])
_PART = re.compile(
    rf"\b(?:(?P<one>(?<!and a )half|(?:an?|one)[- ](?:{_UNDER}))"
    r" (?P<of>(?:of )?(?:all|the|its|their|our|your|my|as|those|these|(?!past\b|time\b)[a-z]{3,20}))"
    rf"|(?P<several>(?P<top>{'|'.join(ONES[2:])})[- ](?:{_UNDER})s)\b)",
    re.I,
)
_SMALL_UNDERS = {"hundredth": 100, "thousandth": 1000, "millionth": 1_000_000}
# What is measured in halves and tenths of one; money is left out: "half a crown" is a coin of another worth.
_MEASURED = "|".join(
    word
    for word, unit in UNITS.items()
    if len(word) > 2
    and word.isalpha()
    and word[-1] != "s"
    and unit.dimension in ("length", "mass", "volume", "area", TIME)
)
_OF_MEASURE = re.compile(
    rf"\b(?P<part>half|(?:an?|one) (?:{_UNDER}|{'|'.join(_SMALL_UNDERS)})|two[ -]thirds|three[ -]quarters)(?: of)?"
    rf" (?:an?|one) (?P<unit>{_MEASURED}|degree|percent|per cent)\b(?!-)"
    rf"|\b(?:an?|one) (?P<whole>{_MEASURED}) and a (?P<more>half|quarter)\b(?!-)",
    re.I,
)
_FOLD = re.compile(r"\b(?P<fold>double[sd]?|twice|triple[sd]?|quadruple[sd]?)\b(?! [dc]ig)", re.I)
_FOLDS = {"d": 2.0, "tw": 2.0, "tr": 3.0, "q": 4.0}
_ONE_IN = re.compile(
    r"(?:^|[.;:(|,–—]\s?|\b(?:about|around|nearly|almost|roughly|only|just|than|are|is|a|every) )(?P<one>one|1) in $",
    re.I,
)
_ARTICLE_TIME = re.compile(
    r"\b(?:(?P<lead>up to|for|over|under|about|nearly|within|at least|more than|less than|almost|every) )?"
    r"(?P<part>half |a quarter of |three[ -]quarters of )?(?:a|an|one)"
    r"(?: full| entire| whole)? (?P<unit>second|minute|hour|day|week|fortnight|month|quarter|year|decade)\b"
    r"(?P<half> and a half\b(?!-))?",
    re.I,
)
_OF_ARTICLE = {"h": 0.5, "a": 0.25, "t": 0.75}  # half, a quarter of, three quarters of


def parts_of_one(text: str) -> Iterator[Quantity]:
    """Half of, two thirds; twice, triple."""
    for match in _FOLD.finditer(text):
        value = next(factor for head, factor in _FOLDS.items() if match["fold"].lower().startswith(head))
        yield _ratio(text, match.span(), (value, value), "times", Direction.UP)
    for match in _PART.finditer(text):
        if match["one"] and match["of"].lower() in SECONDS:
            continue  # "half hour"
        value = _part(match["one"] or match["several"])
        if match["several"] and (value >= 1 or not is_part(text, *match.span("top"))):
            continue  # "the last three quarters"
        yield _ratio(text, match.span("one" if match["one"] else "several"), (value - ROUGH_PART, value))


def one_in(text: str, number: Numeral) -> Quantity | None:
    """One in eight."""
    before = text[max(0, number.start - 24) : number.start]
    match = _ONE_IN.search(before)
    if match is None or unit_at(text, number.end) or not 2 <= number.value <= MOST_ONE_IN:
        return None
    share = 1 / number.value
    found = _ratio(text, (number.start - len(before) + match.start("one"), number.end), (share, share))
    return found.model_copy(update={"bound": bound_of(text, found.start, found.end)})


def _ratio(
    text: str,
    span: tuple[int, int],
    ends: tuple[float, float],
    unit: str = "percent",
    direction: Direction = Direction.SHARE,
) -> Quantity:
    """A ratio in words, which is mostly a rough one."""
    bound = bound_of(text, *span)
    return Quantity(
        start=span[0],
        end=span[1],
        low=ends[0],
        high=ends[1],
        dimension=RATIO,
        unit=unit,
        bound=Bound.ABOUT if bound is Bound.EXACT else bound,
        direction=direction,
    )


def _part(words: str) -> float:
    """What a part of one in words says: "a third", "three quarters"."""
    top, _, under = words.lower().replace("-", " ").rpartition(" ")
    if under in _SMALL_UNDERS:
        return 1 / _SMALL_UNDERS[under]
    return (ONES.index(top) if top in ONES else 1) / (2 + _UNDERS.index(under.rstrip("s")))


def parts_of_measures(text: str) -> Iterator[Quantity]:
    """Half a mile, a tenth of a millimetre, a metre and a half."""
    if not ("alf" in text or " of " in text or "and a " in text):
        return  # as most
    for match in _OF_MEASURE.finditer(text):
        unit = UNITS[(match["unit"] or match["whole"]).lower()]
        value = unit.factor * (_part(match["part"]) if match["part"] else 1 + _part(match["more"]))
        bound = bound_of(text, *match.span())
        yield Quantity(
            start=match.start(),
            end=match.end(),
            low=value,
            high=value,
            dimension=unit.dimension,
            unit=unit.name,
            bound=Bound.ABOUT if bound is Bound.EXACT else bound,
            per=per_of(text, *match.span()),
            role="change" if is_change(text[max(0, match.start() - 32) : match.start()]) else "",
        )


def article_times(text: str) -> Iterator[Quantity]:
    """Up to a year, for an entire year, a year and a half."""
    for match in _ARTICLE_TIME.finditer(text):
        if not (match["lead"] or match["half"] or match["part"]):
            continue
        value = SECONDS[match["unit"].lower()] * (1.5 if match["half"] else 1.0)
        value *= _OF_ARTICLE[match["part"][0].lower()] if match["part"] else 1.0
        start = match.end("lead") + 1 if match["lead"] else match.start()
        bound = bound_of(text, start, match.end())
        yield Quantity(
            start=start, end=match.end(), low=value, high=value, dimension=TIME, unit=match["unit"].lower(), bound=bound
        )
