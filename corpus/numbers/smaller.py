"""Amounts in two units: "2 h 30 min", "three pounds fifty", "five feet ten", "two dollars and ten cents"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers.around import per_of
from corpus.numbers.counted import counted_at, unit_at
from corpus.numbers.numeral import Numeral
from corpus.numbers.quantity import SMALLEST_BARE, Quantity
from corpus.numbers.units import TIME, UNITS

_JOINT = re.compile(r" ?(?P<and>and )?")
_GLUED = re.compile(r"(?<![\w.,:-])(?P<hours>\d) ?h ?(?P<minutes>[0-5]\d)(?![\w:])")
_WHEN = re.compile(r"\b(?:at|from|until|till|to|by|before|after|[àa]) $", re.I)
_SMALLER = {  # what follows an amount and is part of it: the units that do, how many make one, which stand without it
    "hour": (("minute",), 60, 0), "minute": (("second",), 60, None), "lb": (("ounce", "oz"), 16, None),
    **dict.fromkeys(("feet", "foot", "ft"), (("inch", "inches"), 12, 0)),
    **dict.fromkeys(("dollars", "euros"), (("cents",), 100, SMALLEST_BARE)),
    "pounds": (("pence",), 100, SMALLEST_BARE),
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
    units, most, least = _SMALLER[first.unit]
    unit = unit_at(text, second.end)
    if unit is None:
        after = text[second.end : second.end + 1].isalpha() or counted_at(text, second.end)[0]
        fits = not joint["and"] and not after and least is not None and second.value >= least
    else:
        fits = unit[0].name in units
    factor = UNITS[first.unit].factor
    whole = (first.low / factor).is_integer() and second.value.is_integer() and second.value < most
    if not (fits and whole):
        return None
    value, end = first.low + second.value * factor / most, unit[1] if unit else second.end
    return first.model_copy(update={"low": value, "high": value, "end": end, "per": per_of(text, first.start, end)})
