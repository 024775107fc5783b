"""Whether two values can both be true: bounds are intervals, a rounder number is the same, times and percent meet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from difflib import SequenceMatcher

from chat.disagreement.wanted import LIGHT
from corpus.claims.agenda import PLAN, PLANNED, TOLD
from corpus.claims.common import EMPTY
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.versions import VERSION
from corpus.claims.words import stem
from corpus.numbers.moments import Date, same_date
from corpus.numbers.numerals import numerals
from corpus.numbers.quantities import Bound, Direction, Quantity
from corpus.numbers.units import COUNT, DEGREE, FAHRENHEIT, MONIES, RATIO, SECONDS, TIME, UNITS

NONE, SOME, HALF, ALL = 0.1, 0.3, 0.4, 0.9  # ranks of quantifiers: none, some; up to "some", and from "nearly all"
_NO_LISTS = frozenset({PLANNED, TOLD, PLAN})
ROUNDING = 0.03  # relative difference up to which a number with fewer digits is the same number
COARSE = 0.12  # up to which two different numbers may be one number, told roughly


def agree(one: Claim, other: Claim) -> bool:
    """Whether both values can be true of the same thing."""
    if one.quantity is not None and other.quantity is not None:
        return (
            quantities_agree(one.quantity, other.quantity) or _make_up_a_whole(one, other) or _is_for_each(one, other)
        )
    if one.date is not None and other.date is not None:
        return dates_agree(one.date, other.date)
    if one.rank is not None and other.rank is not None:
        low, high = sorted((one.rank, other.rank))
        return not ((low <= NONE and high >= SOME) or (low <= HALF and high >= ALL))
    if one.kind is ClaimKind.QUOTE:
        return not differing_words(one.items, other.items)
    return _within(one.items, other.items) or _within(other.items, one.items)


def _make_up_a_whole(one: Claim, other: Claim) -> bool:
    """Whether two shares in other words are the two parts of one thing: 60 % replaced, 40 % kept."""
    mine, theirs = one.quantity, other.quantity
    if mine is None or theirs is None or {mine.unit, theirs.unit} != {"percent"}:
        return False
    own, others = set(one.own) - LIGHT, set(other.own) - LIGHT
    return math.isclose(mine.high + theirs.high, 1.0) and bool(own - others) and bool(others - own)


def _is_for_each(one: Claim, other: Claim) -> bool:
    """Whether one value is so many times the other, and so many are told with it: "twelve in each of three", "36"."""
    if one.quantity is None or other.quantity is None or one.quantity.dimension != other.quantity.dimension:
        return False
    low, high = sorted((one.quantity.high, other.quantity.high))
    times = high / low if low > 0 else 0.0
    if times < 2 or not math.isclose(times, round(times), rel_tol=1e-3):
        return False
    return any(round(times) == number.value for claim in (one, other) for number in numerals(claim.text))


def same_value(one: Claim, other: Claim) -> bool:
    """Whether both state one value, bounds and slack aside."""
    if one.quantity is not None and other.quantity is not None:
        mine, theirs = _as_gain(one.quantity, other.quantity), _as_gain(other.quantity, one.quantity)
        return _near(mine.low, theirs.low, mine, theirs) and _near(mine.high, theirs.high, mine, theirs)
    return agree(one, other)


def comparable(one: Claim, other: Claim) -> bool:
    """Whether the two values are of one sort at all: a stretch of time is no date, a share is no gain."""
    return one.kind is other.kind and _of_one_sort(one, other)


def _of_one_sort(one: Claim, other: Claim) -> bool:
    if one.date is not None and other.date is not None:
        return bool(one.date.stretch) == bool(other.date.stretch) and same_date(one.date, other.date) is not None
    if one.quantity is not None and other.quantity is not None:
        unlike = _counted_apart(one.quantity, other.quantity) or _uncounted(one, other)
        return not (unlike or _rate_unknown(one, other) or _rate_unknown(other, one))
    if one.kind is ClaimKind.LIST:
        plain = not {one.items[0], other.items[0]} & _NO_LISTS
        return plain and any(_same_item(a, b) for a in one.items for b in other.items)
    if one.kind is ClaimKind.NAME:
        # A version has as many parts as the other, or one is a score, a date, a patch among several.
        exact = VERSION not in one.items or len(one.items) == len(other.items) or agree(one, other)
        return exact and not set(one.items).isdisjoint(other.items)
    if one.kind is ClaimKind.QUOTE:
        return bool(one.person or other.person) and not (one.person and other.person and one.person != other.person)
    return True


def _within(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each member of a list is in another, in as many words or fewer."""
    return all(any(_same_item(a, b) for b in others) for a in some)


def _same_item(one: str, other: str) -> bool:
    mine, theirs = set(one.split()), set(other.split())
    return mine <= theirs or theirs <= mine


def differing_words(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The words of weight in which two quotations differ where they overlap, not what one leaves off."""
    mine, theirs = _expanded(one), _expanded(other)
    codes = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    inner = [code for position, code in enumerate(codes) if code[0] == "replace" or 0 < position < len(codes) - 1]
    changed = [word for tag, a, b, c, d in inner if tag != "equal" for word in (*mine[a:b], *theirs[c:d])]
    negated = mine.count("not") != theirs.count("not") and "not" in changed
    return tuple(word for word in changed if word not in EMPTY or (word == "not" and negated))


def _expanded(words: Sequence[str]) -> list[str]:
    """Words with contractions written out: "doesn't" is "does not"."""
    return [part for word in words for part in word.replace("n't", " not").replace("'", " ").split()]


def _rate_unknown(one: Claim, other: Claim) -> bool:
    """Whether one is a rate, and the other is none and does not even mention what it is a rate of."""
    if one.quantity is None or other.quantity is None or other.quantity.per:
        return False
    known = {*other.own, *other.frame, *other.context}
    return any(stem(noun) not in known for noun in one.quantity.per if noun not in SECONDS)


def _uncounted(one: Claim, other: Claim) -> bool:
    """Whether one counts a thing that the other, a bare number, does not even mention."""
    if one.quantity is None or other.quantity is None or one.quantity.dimension != COUNT:
        return False
    unit = one.quantity.unit or other.quantity.unit
    bare = other if one.quantity.unit else one
    both = one.quantity.unit and other.quantity.unit
    return bool(unit) and not both and stem(unit) not in (*bare.own, *bare.frame)


def dates_agree(one: Date, other: Date) -> bool:
    """Whether two dates agree in every part that both give."""
    return same_date(one, other) is not False


def quantities_agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one dimension can both hold."""
    one, other = _as_gain(one, other), _as_gain(other, one)
    if _of_another_rate(one, other) or _on_two_sides(one, other):
        return False
    if one.bound is other.bound and one.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        return _near(one.low, other.low, one, other) and _near(one.high, other.high, one, other)
    (low, high), (floor, ceiling) = one.interval(), other.interval()
    if low <= ceiling and floor <= high:
        return True
    if Bound.ABOUT in (one.bound, other.bound) or Bound.NEARLY in (one.bound, other.bound):
        return roughly_agree(one, other)  # "around fifty thousand" and 48,350
    return _near(one.low, other.high, one, other) or _near(one.high, other.low, one, other)


def roughly_agree(one: Quantity, other: Quantity) -> bool:
    """Whether the two may be one number, once told more roughly: a difference of rounding, or of opposite bounds."""
    one, other = _as_gain(one, other), _as_gain(other, one)
    if {one.bound, other.bound} == {Bound.AT_LEAST, Bound.AT_MOST}:
        return True
    gap = max(0.0, other.low - one.high, one.low - other.high)
    return gap <= COARSE * max(abs(one.high), abs(other.high)) and _digits(one.low) != _digits(other.low)


def _counted_apart(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count different things, at another rate, in another direction or role."""
    if one.dimension != other.dimension or one.role != other.role:
        return True
    if one.per and other.per and one.per != other.per and not _of_another_rate(one, other):
        return True
    if one.dimension == "count" and one.unit and other.unit and one.unit != other.unit:
        return True
    return bool(one.direction and other.direction and one.direction is not other.direction)


def _of_another_rate(one: Quantity, other: Quantity) -> bool:
    """Whether one amount is told of two stretches of time: "£1,200 a month", "£1,200 a year"."""
    rates = {one.per, other.per}
    timed = len(rates) == 2 and all(len(per) == 1 and per[0] in SECONDS for per in rates)
    return timed and one.dimension in MONIES and (one.low, one.high) == (other.low, other.high)


def _on_two_sides(one: Quantity, other: Quantity) -> bool:
    """Whether one is said to be above the very number that the other is said to be below."""
    return {one.bound, other.bound} == {Bound.AT_LEAST, Bound.AT_MOST} and one.low == other.low


def _as_gain(quantity: Quantity, other: Quantity) -> Quantity:
    """Four times as +300 %, where the other side speaks in percent; bare degrees in Fahrenheit, where that fits it."""
    if quantity.unit == DEGREE and other.unit == FAHRENHEIT.name:
        low, high = (value * FAHRENHEIT.factor + FAHRENHEIT.offset for value in (quantity.low, quantity.high))
        fits = abs(low - other.low) < abs(quantity.low - other.low)
        return quantity.model_copy(update={"low": low, "high": high}) if fits else quantity
    mixed = {quantity.unit, other.unit} == {"times", "percent"} and quantity.dimension == RATIO
    if not mixed or quantity.unit == "percent":
        return quantity
    if quantity.direction is Direction.DOWN:
        change = {"low": 1 - 1 / max(quantity.low, 1.0), "high": 1 - 1 / max(quantity.high, 1.0)}
    else:
        change = {"low": quantity.low - 1, "high": quantity.high - 1}
    return quantity.model_copy(update=change)


def _near(a: float, b: float, one: Quantity, other: Quantity) -> bool:
    """Whether one number is the other, written with fewer digits or converted; equally round ones have to be equal."""
    if math.isclose(a, b, rel_tol=1e-6):
        return True
    if not a or not b or math.isinf(a) or math.isinf(b) or abs(a - b) > ROUNDING * max(abs(a), abs(b)):
        return False
    return _digits(a) != _digits(b) or _is_converted(one, other)


def _is_converted(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are in units of two systems: miles and kilometres, not metres and kilometres."""
    mine, theirs = UNITS.get(one.unit), UNITS.get(other.unit)
    if mine is None or theirs is None or mine.dimension != theirs.dimension or mine.dimension == TIME:
        return False
    powers = math.log10(mine.factor / theirs.factor)
    return not math.isclose(powers, round(powers), abs_tol=1e-9) or mine.offset != theirs.offset


def _digits(value: float) -> int:
    """How many digits a number is given with, noughts at its ends left out."""
    return len(f"{value:.6g}".partition("e")[0].replace(".", "").strip("0"))
