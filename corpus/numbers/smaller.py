"""Amounts in two units: "2 h 30 min", "a pound ninety", "three metres forty", "two dollars and ten cents"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers.around import bound_of, per_of
from corpus.numbers.counted import counted_at, unit_at
from corpus.numbers.numeral import Numeral
from corpus.numbers.quantity import SMALLEST_BARE, Quantity
from corpus.numbers.units import TIME, UNITS

_JOINT = re.compile(r" ?(?P<and>and )?")
_GLUED = re.compile(r"(?<![\w.,:-])(?P<hours>\d) ?h ?(?P<minutes>[0-5]\d)(?![\w:])")
_ARTICLE = re.compile(
    r"(?<![\w-])an? (?P<unit>pound|dollar|euro|metre|meter|kilometre|kilometer|kilo|hour|minute) (?:and )?$", re.I
)
_OF_ONE = {
    "dollar": "dollars",
    "euro": "euros",
    "pound": "pounds",
}  # the unit's name where one of it is called otherwise
# What counts nothing behind the smaller amount; without it the amount goes on, ends, or is what the sentence is about.
_HOW = re.compile(r" (?:tall|high|thick|long|wide|deep|across|apart|away)\b(?! [a-z]+s\b)", re.I)
_ANEW = re.compile(
    r" (?:of (?:them|those|these|us|you)|was|were|is|are|am|has|have|had|do|does|did|will|would|can|could|may|might"
    r"|must|who|which)\b",
    re.I,
)
_WHEN = re.compile(r"\b(?:at|from|until|till|to|by|before|after|[àa]) $", re.I)
_SMALLER = {  # what follows an amount and is part of it: the units that do, how many make one, which stand without it
    "hour": (("minute",), 60, 0), "minute": (("second",), 60, SMALLEST_BARE), "lb": (("ounce", "oz"), 16, None),
    **dict.fromkeys(("feet", "foot", "ft"), (("inch", "inches"), 12, 0)),
    **dict.fromkeys(("dollars", "euros"), (("cents",), 100, SMALLEST_BARE)),
    **dict.fromkeys(("pounds", "pound"), (("pence",), 100, SMALLEST_BARE)),
    **dict.fromkeys(("metre", "meter"), (("centimetre", "centimeter", "cm"), 100, SMALLEST_BARE)),
    **dict.fromkeys(("kilometre", "kilometer"), (("metre", "meter"), 1000, 100)),
    **dict.fromkeys(("kilo", "kilogram"), (("gram", "g"), 1000, 100)),
}  # fmt: skip


def hours_glued(text: str) -> Iterator[Quantity]:
    """Durations such as "1h30"; longer ones, and those with a word before them that says when, are times of day."""
    for match in _GLUED.finditer(text):
        value = 3600.0 * int(match["hours"]) + 60.0 * int(match["minutes"])
        if not _WHEN.search(text[max(0, match.start() - 8) : match.start()]):
            yield Quantity(start=match.start(), end=match.end(), low=value, high=value, dimension=TIME, unit="hour")


def with_smaller(text: str, first: Quantity, second: Numeral) -> Quantity | None:
    """An amount with the smaller one that follows it; None where the next number is another amount."""
    joint = _JOINT.fullmatch(text, first.end, second.start)
    if first.unit not in _SMALLER or joint is None or first.low != first.high:
        return None
    if first.unit == "pound":  # singular, and no weight with what follows: "two pound fifty"
        first = first.model_copy(update={"dimension": "pounds", "unit": "pounds"})
    units, most, least = _SMALLER[first.unit]
    unit = unit_at(text, second.end)
    if unit is None:
        after = text[second.end : second.end + 1].isalpha() or _counts(text, second.end)
        fits = not joint["and"] and not after and least is not None and second.value >= least
    else:
        fits = unit[0].name in units
    factor = UNITS[first.unit].factor
    whole = (first.low / factor).is_integer() and second.value.is_integer() and second.value < most
    if not (fits and whole):
        return None
    value, end = first.low + second.value * factor / most, unit[1] if unit else second.end
    return first.model_copy(update={"low": value, "high": value, "end": end, "per": per_of(text, first.start, end)})


def begun_by_article(text: str, second: Numeral) -> Quantity | None:
    """The whole of an amount whose first part is one of something: "a pound ninety", "an hour and ten minutes"."""
    match = _ARTICLE.search(text, max(0, second.start - 24), second.start)
    if match is None or (second.value < SMALLEST_BARE and unit_at(text, second.end) is None):
        return None
    unit = UNITS[_OF_ONE.get(name := match["unit"].lower(), name)]
    one = Quantity(
        start=match.start(),
        end=match.end("unit"),
        low=unit.factor,
        high=unit.factor,
        dimension=unit.dimension,
        unit=unit.name,
        bound=bound_of(text, match.start(), second.end),
    )
    return with_smaller(text, one, second)


def _counts(text: str, end: int) -> bool:
    """Whether a number without a unit is an amount of its own, by what stands behind it."""
    return not _HOW.match(text, end) and bool(counted_at(text, end)[0] or _ANEW.match(text, end))
