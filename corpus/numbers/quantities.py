"""Quantities in running text: how much of what, with its bound, its rate and the direction of a change.

A number is read only where the text says what is counted; versions, years, ordinals, slugs and addresses are
no quantities, and neither are vague amounts ("hundreds of"). All of it is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers.around import PLUS_AFTER, bound_of, direction_of, is_change, per_of, role_of
from corpus.numbers.counted import counted_at, is_alone, is_label, is_money, is_open, is_part, unit_at
from corpus.numbers.numeral import ONES, Numeral, NumeralRole
from corpus.numbers.numerals import numerals
from corpus.numbers.quantity import Bound, Direction, Quantity
from corpus.numbers.units import (
    COUNT,
    DEGREE,
    MONEY_BEFORE,
    RATIO,
    SECONDS,
    SIGN,
    SIGNS,
    TEMPERATURE,
    TIME,
    UNITS,
    Unit,
)

__all__ = ["Bound", "Direction", "Quantity", "quantities"]

_BETWEEN = re.compile(rf"(?:-plus)?\+?\s?(?:-|–|—|→|->|to|through|and)\s?[~+]?(?:{SIGN} ?)?")
_AND = re.compile(r" ?(?P<joint>and |, )?")
_SMALLER = {  # what follows an amount and is part of it: the units that do, and how many make one
    "hour": (("minute", "min"), 60), "minute": (("second",), 60), "lb": (("ounce", "oz"), 16),
    "feet": (("inch", "inches"), 12), "foot": (("inch", "inches"), 12), "ft": (("inch", "inches"), 12),
    "dollars": (("cents",), 100), "euros": (("cents",), 100), "pounds": (("pence", "cents"), 100),
}  # fmt: skip
_FROM = re.compile(rf"\bfrom ~?(?:{SIGN} ?)?$")
_HOURS_GLUED = re.compile(r"h(?P<minutes>[0-5]\d)(?![\w:])")  # "1h30"
_CLOCK_BEFORE = re.compile(r"\b(?:at|from|until|till|by|before|after|[àa]) $", re.I)
_BELOW = re.compile(r"(?:(?<![\w)])[-−–]|\bminus )$", re.I)
_ONE_IN = re.compile(
    r"(?:(?:^|[.;:(|,–—]\s?|\b(?:about|around|nearly|almost|roughly|only|just|than|are|is|a|every) )(?P<one>one|1)) in $", re.I
)
SMALLEST_BARE = 10  # a lone smaller number is too often "one of three", "step 2" to be an amount
MOST_ONE_IN = 1000
LEAST_MONEY = 100_000  # a smaller number beside "paid" may count anything
_UNDER = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_HALVES = re.compile(
    rf"\b(?P<word>(?<!and a )half|(?:an?|one)[- ](?:{'|'.join(list(_UNDER)[1:])}))"
    r" (?P<of>(?:of )?(?:all|the|its|their|our|your|my|as|those|these|(?!past\b|time\b)[a-z]{3,20}))|"
    rf"\b(?P<words>(?:{'|'.join(ONES[2:])})[- ](?:{'|'.join(list(_UNDER)[1:])})s)\b|"
    r"\b(?P<fold>double[sd]?|twice|triple[sd]?|quadruple[sd]?)\b(?! [dc]ig)",
    re.I,
)
ROUGH_PART = 0.04  # "half of them" is said of 46 % and more
_FOLDS = {"d": 2.0, "tw": 2.0, "tr": 3.0, "q": 4.0}
_ARTICLE_TIME = re.compile(
    r"\b(?:(?P<lead>up to|for|over|under|about|nearly|within|at least|more than|less than|almost|every) )?"
    r"(?P<part>half |a quarter of |three[ -]quarters of )?(?:a|an|one)"
    r"(?: full| entire| whole)? (?P<unit>second|minute|hour|day|week|fortnight|month|quarter|year|decade)\b"
    r"(?P<half> and a half\b(?!-))?",
    re.I,
)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order of where it starts; a number too long to mean anything is none."""
    cardinals = [n for n in numerals(text) if n.role is NumeralRole.CARDINAL]
    numbers = [n for n in cardinals if not is_label(text, n) and not is_part(text, n.start, n.end)]
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
            continue
        position += 1
        quantity = _one_in(text, first) or _single(text, first)
        if quantity and second and (both := _compound(text, quantity, second)):
            position += 1
            quantity = both
        if quantity:
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
    if joint[0].endswith("+") or "→" in joint[0] or ">" in joint[0] or _FROM.search(before):
        return "change"
    return "range" if second.value > first.value else ""


def _range(text: str, first: Numeral, second: Numeral, joint: str) -> Iterator[Quantity]:
    """Two numbers as one range, or as the two ends of a change."""
    high = _single(text, second)
    if high is None:
        return
    own = unit_at(text, first.end) or unit_at(text, second.end)
    scale = second.value and (high.high / second.value)
    low = first.value * scale
    if own and own[0].dimension == high.dimension:
        low = first.value * own[0].factor + own[0].offset
    if "million" in second.digits and first.value < 1000 and "million" not in first.digits:
        low *= 1e6
    if _money_before(text, second.start) is None and (money := _money_before(text, first.start)):
        high = high.model_copy(update={"dimension": money.dimension, "unit": money.name})
    if joint == "change":
        yield high.model_copy(update={"start": first.start, "end": first.end, "low": low, "high": low, "role": "from"})
        yield high.model_copy(update={"role": "to"})
        return
    bound = bound_of(text, first.start, high.end)
    low, top = min(low, high.high), max(low, high.high)
    yield high.model_copy(update={"start": first.start, "low": low, "high": top, "bound": bound})


def _single(text: str, numeral: Numeral) -> Quantity | None:
    """One number with its unit or what it counts; None where it counts nothing."""
    end = numeral.end
    if plus := PLUS_AFTER.match(text, end):
        end = plus.end()
    unit = _unit_of(text, numeral, end)
    if (unit is None and text[end : end + 1].isalpha()) or is_open(text, end):
        return None  # "4HANA", "3D"
    before = text[max(0, numeral.start - 32) : numeral.start]
    changes = is_change(before)
    if unit:
        kind, end = unit
        sign = -1.0 if kind.dimension == TEMPERATURE and _BELOW.search(before) else 1.0
        value, name, dimension = sign * numeral.value * kind.factor, kind.name, kind.dimension
        value += 0.0 if changes else kind.offset
        if name == "hour" and text[numeral.end : end] == "h" and (minutes := _HOURS_GLUED.match(text, end - 1)):
            value, end = value + 60.0 * int(minutes["minutes"]), minutes.end()
    else:
        name, end_of_noun = counted_at(text, end)
        if not name and numeral.value < SMALLEST_BARE and not is_alone(text, numeral, end):
            return None
        value, dimension, end = numeral.value, COUNT, max(end, end_of_noun)
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
        role="change" if dimension != RATIO and changes else role_of(before, text[end : end + 32]),
    )


def _unit_of(text: str, numeral: Numeral, end: int) -> tuple[Unit, int] | None:
    """The unit of a number: the sign of money before it, what stands behind it, or money by the words beside it."""
    unit = unit_at(text, end, numeral.value)
    if money := _money_before(text, numeral.start):
        return money, unit[1] if unit and unit[0].dimension == money.dimension and unit[0].factor == 1.0 else end
    if unit is None and (glued := _HOURS_GLUED.match(text, end)) and numeral.value < 10:
        return None if _CLOCK_BEFORE.search(text[:numeral.start][-8:]) else (UNITS["hour"], glued.start() + 1)
    if unit is None and numeral.value >= LEAST_MONEY and is_money(text, numeral.start, end):
        return UNITS["dollars"], end
    return unit


def _compound(text: str, first: Quantity, second: Numeral) -> Quantity | None:
    """An amount with the smaller one that follows: "2 h 30 min", "three pounds fifty", "five feet ten"."""
    if first.unit not in _SMALLER or not (joint := _AND.fullmatch(text, first.end, second.start)):
        return None
    units, most = _SMALLER[first.unit]
    unit = unit_at(text, second.end)
    if unit is None:
        bare = not joint["joint"] and not counted_at(text, second.end)[0] and not text[second.end : second.end + 1].isalpha()
        cents = first.unit not in ("dollars", "euros", "pounds") or second.value >= SMALLEST_BARE
        if not (bare and cents) or first.unit in ("minute", "lb"):
            return None
    elif unit[0].name not in units or joint["joint"] == ", ":
        return None
    whole = first.low == first.high and second.value == int(second.value) and second.value < most
    factor = UNITS[first.unit].factor
    if not whole or first.low / factor != int(first.low / factor):
        return None
    value, end = first.low + second.value * factor / most, unit[1] if unit else second.end
    return first.model_copy(update={"low": value, "high": value, "end": end, "per": per_of(text, first.start, end)})


def _one_in(text: str, number: Numeral) -> Quantity | None:
    """One in eight: a share."""
    match = _ONE_IN.search(text[max(0, number.start - 24) : number.start])
    if match is None or unit_at(text, number.end) or not 2 <= number.value <= MOST_ONE_IN:
        return None
    start, share = number.start - len(match.string) + match.start("one"), 1 / number.value
    return Quantity(
        start=start,
        end=number.end,
        low=share,
        high=share,
        dimension=RATIO,
        unit="percent",
        bound=bound_of(text, start, number.end),
        direction=Direction.SHARE,
    )


def _money_before(text: str, start: int) -> Unit | None:
    match = MONEY_BEFORE.search(text[max(0, start - 6) : start])
    return UNITS[SIGNS[match["sign"]]] if match else None


def _halves(text: str) -> Iterator[Quantity]:
    """Half of, two thirds of, twice, triple: ratios without a numeral."""
    for match in _HALVES.finditer(text):
        if match["fold"]:
            value = next(factor for head, factor in _FOLDS.items() if match["fold"].lower().startswith(head))
            unit, direction = "times", Direction.UP
        else:
            value = _part(match["word"] or match["words"])
            unit, direction = "percent", Direction.SHARE
        if (match["word"] and match["of"].lower() in SECONDS) or value >= 1 and not match["fold"]:
            continue
        if match["words"] and not is_part(text, match.start(), match.start() + re.search(r"[- ]", match["words"]).start()):
            continue  # "the last three quarters"
        end = match.end("fold") if match["fold"] else match.end("word" if match["word"] else "words")
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


def _part(words: str) -> float:
    """What a part of one in words says: "a third", "three quarters"."""
    top, _, under = words.lower().replace("-", " ").rpartition(" ")
    return (ONES.index(top) if top in ONES else 1) / _UNDER[under.rstrip("s")]


def _article_times(text: str) -> Iterator[Quantity]:
    """Up to a year, for an entire year, a year and a half."""
    for match in _ARTICLE_TIME.finditer(text):
        if not (match["lead"] or match["half"] or match["part"]):
            continue
        value = SECONDS[match["unit"].lower()] * (1.5 if match["half"] else 1.0)
        if match["part"]:
            value *= {"h": 0.5, "a": 0.25, "t": 0.75}[match["part"][0].lower()]
        start = match.end("lead") + 1 if match["lead"] else match.start()
        bound = bound_of(text, start, match.end())
        yield Quantity(
            start=start, end=match.end(), low=value, high=value, dimension=TIME, unit=match["unit"].lower(), bound=bound
        )
