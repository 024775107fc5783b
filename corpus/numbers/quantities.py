"""Quantities in running text: how much of what, with its bound, its rate and the direction of a change.

A number is read only where the text says what is counted; versions, years, ordinals, slugs and addresses are
no quantities, and neither are vague amounts ("hundreds of"). All of it is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers.around import PLUS_AFTER, bound_of, direction_of, is_change, per_of, role_of
from corpus.numbers.counted import counted_at, is_alone, is_label, is_money, unit_at
from corpus.numbers.numeral import Numeral, NumeralRole
from corpus.numbers.numerals import numerals
from corpus.numbers.quantity import Bound, Direction, Quantity
from corpus.numbers.units import COUNT, MONEY, RATIO, SECONDS, TIME, Unit

__all__ = ["Bound", "Direction", "Quantity", "quantities"]

_BETWEEN = re.compile(r"(?:-plus)?\+?\s?(?:-|–|—|→|->|to|through|and)\s?[$€£~+]?")
_CENTS = re.compile(r" and (?P<cents>[a-z0-9-]{1,15}) (?:cents?|pence)\b")
_SIGNS = {"$": MONEY, "€": "euros", "£": "pounds"}
SMALLEST_BARE = 10  # a lone smaller number is too often "one of three", "step 2" to be an amount
LEAST_MONEY = 100_000  # a smaller number beside "paid" may count anything
_HALVES = re.compile(
    r"\b(?P<word>half|two[- ]thirds|(?:a|one)[- ]third|(?:a|one)[- ]quarter|three[- ]quarters)"
    r" (?P<of>(?:of )?(?:all|the|its|their|our|your|my|as|those|these|[a-z]{3,20}))|"
    r"\b(?P<fold>double[sd]?|twice|triple[sd]?|quadruple[sd]?)\b(?! [dc]ig)",
    re.I,
)
_PARTS = {"half": 0.5, "two thirds": 2 / 3, "a third": 1 / 3, "one third": 1 / 3, "a quarter": 0.25}
_PARTS |= {"one quarter": 0.25, "three quarters": 0.75}
ROUGH_PART = 0.04  # "half of them" is said of 46 % and more
_FOLDS = {"d": 2.0, "tw": 2.0, "tr": 3.0, "q": 4.0}
_ARTICLE_TIME = re.compile(
    r"\b(?:(?P<lead>up to|for|over|under|about|nearly|within|at least|more than|less than|almost|every) )?(?:a|an|one)"
    r"(?: full| entire| whole)? (?P<unit>second|minute|hour|day|week|month|quarter|year|decade)\b"
    r"(?P<half> and a half\b(?!-))?",
    re.I,
)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order of where it starts; a number too long to mean anything is none."""
    numbers = [n for n in numerals(text) if n.role is NumeralRole.CARDINAL and not is_label(text, n)]
    found = [*_numbered(text, numbers), *_halves(text), *_article_times(text)]
    ordered: list[Quantity] = []
    for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if not ordered or quantity.start >= ordered[-1].end:  # "two dollars and ten cents" is one amount
            ordered.append(quantity)
    return tuple(ordered)


def _numbered(text: str, numbers: list[Numeral]) -> Iterator[Quantity]:
    """Single numbers and ranges."""
    position = 0
    while position < len(numbers):
        first = numbers[position]
        second = numbers[position + 1] if position + 1 < len(numbers) else None
        if second and (joint := _joint(text, first, second)):
            position += 2
            yield from _range(text, first, second, joint)
        else:
            position += 1
            if quantity := _single(text, first):
                yield quantity


def _joint(text: str, first: Numeral, second: Numeral) -> str:
    """How two numbers belong together: "range", "change" or not at all."""
    unit = unit_at(text, first.end)
    between = text[unit[1] if unit else first.end : second.start]
    if len(between) > 10 or not (joint := _BETWEEN.fullmatch(between)):
        return ""
    before = text[max(0, first.start - 14) : first.start].lower()
    if "and" in joint[0]:
        return "range" if "between" in before else ""
    if joint[0].endswith("+") or "→" in joint[0] or ">" in joint[0] or re.search(r"\bfrom [$€£~]?$", before):
        return "change"
    return "range" if second.value > first.value else ""


def _range(text: str, first: Numeral, second: Numeral, joint: str) -> Iterator[Quantity]:
    """Two numbers as one range, or as the two ends of a change."""
    high = _single(text, second)
    if high is None:
        return
    scale = second.value and (high.high / second.value)
    own = unit_at(text, first.end)
    low = first.value * (own[0].factor if own and own[0].dimension == high.dimension else scale)
    if "million" in second.digits and first.value < 1000 and "million" not in first.digits:
        low *= 1e6
    if _money_before(text, second.start) is None and (sign := _money_before(text, first.start)):
        high = high.model_copy(update={"dimension": _SIGNS[sign], "unit": "dollars" if sign == "$" else _SIGNS[sign]})
    if joint == "change":
        yield high.model_copy(update={"start": first.start, "end": first.end, "low": low, "high": low, "role": "from"})
        yield high.model_copy(update={"role": "to"})
        return
    bound = bound_of(text, first.start, high.end)
    low, top = min(low, high.high), max(low, high.high)
    yield high.model_copy(update={"start": first.start, "low": low, "high": top, "bound": bound})


def _single(text: str, numeral: Numeral) -> Quantity | None:
    """One number with its unit or what it counts; None where it counts nothing."""
    sign = _money_before(text, numeral.start)
    end = numeral.end
    if plus := PLUS_AFTER.match(text, end):
        end = plus.end()
    unit = unit_at(text, end, numeral.value)
    if sign:
        unit = (Unit("dollars" if sign == "$" else _SIGNS[sign], _SIGNS[sign], 1.0), end)
    if unit is None and numeral.value >= LEAST_MONEY and is_money(text, numeral.start, end):
        unit = (Unit("dollars", MONEY, 1.0), end)
    if unit is None and text[end : end + 1].isalpha():
        return None  # "4HANA", "3D"
    if unit:
        kind, end = unit
        value, name, dimension = numeral.value * kind.factor, kind.name, kind.dimension
        if kind.dimension in _SIGNS.values() and (cents := _CENTS.match(text, end)):
            small = numerals(cents["cents"])
            value, end = value + (small[0].value / 100 if small else 0.0), cents.end()
    else:
        name, end_of_noun = counted_at(text, end)
        if not name and numeral.value < SMALLEST_BARE and not is_alone(text, numeral, end):
            return None
        value, dimension, end = numeral.value, COUNT, max(end, end_of_noun)
    before = text[max(0, numeral.start - 24) : numeral.start]
    return Quantity(
        start=numeral.start,
        end=end,
        low=value,
        high=value,
        dimension=dimension,
        unit=name,
        bound=bound_of(text, numeral.start, end),
        per=per_of(text, numeral.start, end),
        direction=direction_of(text, numeral.start, end) if dimension == RATIO else Direction.NONE,
        role="change" if dimension != RATIO and is_change(before) else role_of(before, text[end : end + 16]),
    )


def _money_before(text: str, start: int) -> str | None:
    sign = text[max(0, start - 2) : start].rstrip()[-1:]
    return sign if sign in _SIGNS and sign else None


def _halves(text: str) -> Iterator[Quantity]:
    """Half of, two thirds of, twice, triple: ratios without a numeral."""
    for match in _HALVES.finditer(text):
        if match["fold"]:
            value = next(factor for head, factor in _FOLDS.items() if match["fold"].lower().startswith(head))
            unit, direction = "times", Direction.UP
        else:
            value = _PARTS[match["word"].lower().replace("-", " ")]
            unit, direction = "percent", Direction.SHARE
        if match["word"] and match["of"].lower() in SECONDS:
            continue
        end = match.end("fold") if match["fold"] else match.end("word")
        bound = bound_of(text, match.start(), end)
        bound = Bound.ABOUT if bound is Bound.EXACT else bound
        yield Quantity(
            start=match.start(),
            end=end,
            low=value if match["fold"] else value - ROUGH_PART,
            high=value,
            dimension=RATIO,
            unit=unit,
            bound=bound,
            direction=direction,
        )


def _article_times(text: str) -> Iterator[Quantity]:
    """Up to a year, for an entire year, a year and a half."""
    for match in _ARTICLE_TIME.finditer(text):
        if not (match["lead"] or match["half"]):
            continue
        value = SECONDS[match["unit"].lower()] * (1.5 if match["half"] else 1.0)
        start = match.end("lead") + 1 if match["lead"] else match.start()
        bound = bound_of(text, start, match.end())
        yield Quantity(
            start=start, end=match.end(), low=value, high=value, dimension=TIME, unit=match["unit"].lower(), bound=bound
        )
