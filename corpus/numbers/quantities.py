"""Quantities in running text: how much of what, with its bound, its rate and the direction of a change.

A number is read only where the text says what is counted; versions, years, ordinals, slugs and addresses are
no quantities, and neither are vague amounts ("hundreds of"). All of it is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.numbers.around import ABOUT_AFTER, PLUS_AFTER, bound_of, direction_of, is_change, per_of, role_of
from corpus.numbers.counted import counted_at, is_alone, is_label, is_money, is_open, is_part, unit_at
from corpus.numbers.numeral import ONES, SCALES, TEENS, Numeral, NumeralRole
from corpus.numbers.numerals import numerals
from corpus.numbers.parts import article_times, one_in, parts_of_measures, parts_of_one
from corpus.numbers.quantity import SMALLEST_BARE, Bound, Direction, Quantity
from corpus.numbers.smaller import begun_by_article, hours_glued, with_smaller
from corpus.numbers.units import COUNT, MONEY_BEFORE, RATIO, SIGN, SIGNS, TEMPERATURE, UNITS, Unit

__all__ = ["SMALLEST_BARE", "Bound", "Direction", "Quantity", "quantities"]

_BETWEEN = re.compile(rf"(?:-plus)?\+?\s?(?:-|–|—|→|->|to|through|and|or)\s?[~+−-]?(?:{SIGN} ?)?")
_FROM = re.compile(rf"\bfrom ~?(?:{SIGN} ?)?$")
_BELOW = re.compile(r"(?:(?<![\w)])[-−–]|\bminus )$", re.I)
_SCALE_AT_END = re.compile(r"(?:hundred|thousand)$")
_MINUTES = {"five": 5, "ten": 10, "twenty": 20, "twenty five": 25}
_HOURS = (*ONES[1:], *TEENS[:3])
_TIME_OF_DAY = re.compile(
    rf"\b(?P<minutes>five|ten|twenty(?:[ -]five)?) (?P<joint>to|past) (?P<hour>{'|'.join(_HOURS)})\b"
    r"(?![ -](?:hundred|thousand))",
    re.I,
)
_OF_THEM = re.compile(r" of (?:them|us)\b")
LEAST_MONEY = 100_000  # a smaller number beside "paid" may count anything


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order of where it starts; a number too long to mean anything is none."""
    told = list(_times_of_day(text))
    read = (n for n in numerals(text) if not any(start <= n.start < end for start, end in told))
    cardinals = [n for n in _closed(text, list(read)) if n.role is NumeralRole.CARDINAL]
    numbers = [n for n in cardinals if not is_label(text, n) and not is_part(text, n.start, n.end)]
    parts = (*parts_of_one(text), *article_times(text), *parts_of_measures(text))
    found = [*_numbered(text, numbers), *parts, *hours_glued(text)]
    ordered: list[Quantity] = []
    for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if not ordered or quantity.start >= ordered[-1].end:  # "two dollars and ten cents" is one amount
            ordered.append(quantity)
    return tuple(ordered)


def _closed(text: str, numbers: list[Numeral]) -> Iterator[Numeral]:
    """The numbers without those that range to or from one that is open: "one fifty-six to a hundred" states neither."""
    is_open = [number.role is NumeralRole.OPEN for number in numbers]
    ranges = [bool(_BETWEEN.fullmatch(text, a.end, b.start)) for a, b in pairwise(numbers)]
    for at, number in enumerate(numbers):
        from_open = at > 0 and ranges[at - 1] and is_open[at - 1]
        to_open = at < len(ranges) and ranges[at] and is_open[at + 1]
        if not (is_open[at] or from_open or to_open):
            yield number


def _times_of_day(text: str) -> Iterator[tuple[int, int]]:
    """Where times of day are said in words: "twenty to seven", "ten past four"; "five to seven" may be a range."""
    for match in _TIME_OF_DAY.finditer(text):
        minutes, hour = _MINUTES[match["minutes"].lower().replace("-", " ")], _HOURS.index(match["hour"].lower()) + 1
        if match["joint"].lower() == "past" or minutes > hour:
            yield match.span()


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
        quantity = one_in(text, first) or begun_by_article(text, first) or _single(text, first)
        if quantity and second and (both := with_smaller(text, quantity, second)):
            position += 1
            quantity = both
        if quantity:
            yield quantity


def _joint(text: str, first: Numeral, second: Numeral) -> str:
    """How two numbers belong together: "range", "change" or not at all."""
    unit = unit_at(text, first.end)
    before = text[max(0, first.start - 14) : first.start].lower()
    end = unit[1] if unit else first.end
    if unit is None and _FROM.search(before) and unit_at(text, second.end) is None:
        things, behind = counted_at(text, first.end)
        end = behind if counted_at(text, second.end)[0] in ("", things) else end  # "from five nodes to seven"
    between = text[end : second.start]
    if len(between) > 10 or not (joint := _BETWEEN.fullmatch(between)):
        return ""
    if "and" in joint[0]:
        return "range" if "between" in before else ""
    if "or" in joint[0] and not _are_alike(text, first, second, joint[0]):
        return ""
    if joint[0].endswith("+") or "→" in joint[0] or ">" in joint[0] or _FROM.search(before):
        return "change"
    return "range" if second.value > first.value else ""


def _are_alike(text: str, first: Numeral, second: Numeral, joint: str) -> bool:
    """Whether two alternatives are of one thing: "two or three hours", not "5 € or 20 crowns"."""
    unit, other = unit_at(text, first.end), unit_at(text, second.end)
    is_same = unit is None or (other is not None and unit[0].dimension == other[0].dimension)
    return is_same and first.spoken == second.spoken and joint.strip() == "or"


def _range(text: str, first: Numeral, second: Numeral, joint: str) -> Iterator[Quantity]:
    """Two numbers as one range, or as the two ends of a change."""
    high = _single(text, second)
    if high is None or (high.dimension == COUNT and not high.unit):
        high = _as_counted(text, first, second) or high
    if high is None:
        return
    own = unit_at(text, first.end) or unit_at(text, second.end)
    scale = second.value and (high.high / second.value)
    low = first.value * scale
    if own and own[0].dimension == high.dimension:
        low = _sign(text, first, own[0]) * first.value * own[0].factor + own[0].offset
    low *= _scale_left_out(text, first, second)
    if _money_before(text, second.start) is None and (money := _money_before(text, first.start)):
        high = high.model_copy(update={"dimension": money.dimension, "unit": money.name})
    if joint == "change":
        yield high.model_copy(update={"start": first.start, "end": first.end, "low": low, "high": low, "role": "from"})
        yield high.model_copy(update={"role": "to"})
        return
    bound = bound_of(text, first.start, high.end)
    low, top = min(low, high.high), max(low, high.high)
    yield high.model_copy(update={"start": first.start, "low": low, "high": top, "bound": bound})


def _as_counted(text: str, first: Numeral, second: Numeral) -> Quantity | None:
    """The second of two numbers as one of the things that the first counts, if it counts some."""
    low = _single(text, first)
    if low is None or low.dimension != COUNT or not low.unit:
        return None
    return low.model_copy(update={"start": second.start, "end": second.end, "low": second.value, "high": second.value})


def _scale_left_out(text: str, first: Numeral, second: Numeral) -> float:
    """What the lower end of a range leaves to the upper one: "two to three hundred", "five to six million"."""
    if "million" in second.digits and first.value < 1000 and "million" not in first.digits:
        return 1e6
    scale = _SCALE_AT_END.search(text[second.start : second.end].lower())
    factor = SCALES[scale[0]] if scale and not _SCALE_AT_END.search(text[first.start : first.end].lower()) else 1.0
    return factor if 1 < first.value < second.value / factor else 1.0


def _single(text: str, numeral: Numeral) -> Quantity | None:
    """One number with its unit or what it counts; None where it counts nothing."""
    end = numeral.end
    if more := PLUS_AFTER.match(text, end) or ABOUT_AFTER.match(text, end):
        end = more.end()
    unit = _unit_of(text, numeral, end)
    if (unit is None and text[end : end + 1].isalpha()) or is_open(text, end):
        return None  # "4HANA", "3D"
    before = text[max(0, numeral.start - 32) : numeral.start]
    changes = is_change(before)
    if unit:
        kind, end = unit
        value, name, dimension = _sign(text, numeral, kind) * numeral.value * kind.factor, kind.name, kind.dimension
        value += 0.0 if changes else kind.offset
    else:
        name, end_of_noun = counted_at(text, end)
        some = _OF_THEM.match(text, end) if numeral.value > 1 else None
        if not name and numeral.value < SMALLEST_BARE and not some and not is_alone(text, numeral, end):
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


def _sign(text: str, numeral: Numeral, unit: Unit) -> float:
    """Whether a temperature is below nought; a dash before anything else is mostly none of its own."""
    before = text[max(0, numeral.start - 7) : numeral.start]
    return -1.0 if unit.dimension == TEMPERATURE and _BELOW.search(before) else 1.0


def _unit_of(text: str, numeral: Numeral, end: int) -> tuple[Unit, int] | None:
    """The unit of a number: the sign of money before it, what stands behind it, or money by the words beside it."""
    unit = unit_at(text, end, numeral.value)
    if money := _money_before(text, numeral.start):
        return money, unit[1] if unit and unit[0].dimension == money.dimension and unit[0].factor == 1.0 else end
    if unit is None and numeral.value >= LEAST_MONEY and is_money(text, numeral.start, end):
        return UNITS["dollars"], end
    return unit


def _money_before(text: str, start: int) -> Unit | None:
    match = MONEY_BEFORE.search(text[max(0, start - 6) : start])
    return UNITS[SIGNS[match["sign"]]] if match else None
