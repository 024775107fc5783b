"""Whether two claims are about the same thing, and whether their values can both be true. Pure; nothing is searched here.

Two claims meet when their words do: each side's own clause and sentence have to be found on the other side, in its
sentence or in what it inherits. Anything stated that differs (a name, a generation, a rate, a scope word) stops it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from corpus.claims import Claim
from corpus.moments import same_date
from corpus.quantities import Bound, Direction, Quantity
from corpus.units import RATIO
from corpus.words import generation_of

Weight = Callable[[str], float]  # of a word key: the rarer, the heavier

OWN, FRAME = 1.0, 0.45  # how much a word counts that the value's clause, or the rest of its sentence, has
INHERITED = 0.7  # how well a word is met that the other side only inherits
ROUNDING = 0.03  # relative difference up to which a rounder number is the same number

# Words that divide one thing into cases. Two claims that name different cases are not about the same thing.
_CASES = (
    ("serverless", "provision", "demand", "spot", "reserv"),
    ("read", "write"),
    ("befor", "after"),
    ("min", "max", "averag", "median", "peak", "p50", "p95", "p99"),
    ("cpu", "gpu", "memori", "disk", "network"),
    ("start", "end"),
    ("small", "medium", "big", "larg"),
    ("elit", "high", "medium", "low"),
    ("junior", "senior"),
    ("daili", "weekli", "monthli", "year"),
    ("input", "output"),
    ("upload", "download"),
    ("train", "infer"),
    ("self", "manag"),
    ("free", "enterpris", "team", "pro"),
    ("plan", "actual"),
    ("success", "failur", "fail"),
    ("public", "privat"),
    ("north", "south", "east", "west"),
)
_CASE_OF = {word: number for number, group in enumerate(_CASES) for word in group}


def likeness(one: Claim, other: Claim, weight: Weight) -> float:
    """How far two claims are about the same thing, 0..1: the smaller of the two shares that are found on the other side."""
    return min(_share(one, other, weight), _share(other, one, weight))


def _share(claim: Claim, other: Claim, weight: Weight) -> float:
    """How much of a claim's own words the other one has."""
    own, near, far = set(other.own), {*other.own, *other.frame}, set(other.context)
    total = met = 0.0
    for words, ring in ((claim.own, OWN), (claim.frame, FRAME)):
        for word in words:
            heavy = ring * weight(word)
            if word in own or (ring == FRAME and word in near):
                met += heavy
            elif word in near or word in far or _same_base(word, near):
                met += heavy * INHERITED
            elif ring == FRAME:
                heavy *= 0.5  # what the rest of a sentence adds is often beside the point
            total += heavy
    return met / total if total else 0.0


def _same_base(word: str, others: Iterable[str]) -> bool:
    """Whether `word` is a name with a generation and the other side has the bare name."""
    generation = generation_of(word)
    return generation is not None and generation[0] in others


def apart(one: Claim, other: Claim) -> bool:
    """Whether something that both state keeps them apart: a generation, a case, a rate, the thing counted, a role."""
    return (
        _generations_differ(one, other)
        or _cases_differ(one, other)
        or (one.quantity is not None and other.quantity is not None and _counts_differ(one, other))
    )


def _generations_differ(one: Claim, other: Claim) -> bool:
    """Whether one is about Foo3 and the other about Foo2: own words first, inherited ones where there are none."""
    mine, theirs = _generations(one), _generations(other)
    return any(mine[base].isdisjoint(theirs[base]) for base in mine.keys() & theirs.keys())


def _generations(claim: Claim) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for ring in ((*claim.own, *claim.frame), claim.context):
        nearer = set(found)
        for word in ring:
            if (generation := generation_of(word)) and generation[0] not in nearer:
                found.setdefault(generation[0], set()).add(generation[1])
    return found


def _cases_differ(one: Claim, other: Claim) -> bool:
    """Whether the two name different cases of the same division."""
    mine, theirs = _cases(one.own), _cases(other.own)
    return any(mine[group].isdisjoint(theirs[group]) for group in mine.keys() & theirs.keys())


def _cases(words: Iterable[str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for word in words:
        if word in _CASE_OF:
            found.setdefault(_CASE_OF[word], set()).add(word)
    return found


def _counts_differ(one: Claim, other: Claim) -> bool:
    """Whether two quantities count different things, at another rate, or in another direction."""
    mine, theirs = one.quantity, other.quantity
    if mine is None or theirs is None:
        return False
    if mine.dimension != theirs.dimension or mine.role != theirs.role:
        return True
    if mine.per and theirs.per and mine.per != theirs.per:
        return True
    if mine.dimension == "count" and mine.unit and theirs.unit and mine.unit != theirs.unit:
        return True
    return bool(mine.direction and theirs.direction and mine.direction is not theirs.direction)


def names_apart(one: Claim, other: Claim) -> bool:
    """Whether each side's clause names something that the other side does not know at all."""
    mine, theirs = _own_names(one), _own_names(other)
    all_of_one, all_of_other = _all_words(one), _all_words(other)
    strange_to_other = {n for n in mine if n not in all_of_other and not _base_in(n, all_of_other)}
    strange_to_one = {n for n in theirs if n not in all_of_one and not _base_in(n, all_of_one)}
    return bool(strange_to_other and strange_to_one)


def _own_names(claim: Claim) -> set[str]:
    return set(claim.own) & set(claim.names)


def _all_words(claim: Claim) -> set[str]:
    return {*claim.own, *claim.frame, *claim.context}


def _base_in(name: str, words: set[str]) -> bool:
    generation = generation_of(name)
    return generation is not None and generation[0] in words


def agree(one: Claim, other: Claim) -> bool:
    """Whether both values can be true of the same thing."""
    if one.quantity is not None and other.quantity is not None:
        return quantities_agree(one.quantity, other.quantity)
    if one.date is not None and other.date is not None:
        return same_date(one.date, other.date) is not False
    return one.value == other.value


def quantities_agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one dimension can both hold: bounds are intervals, a rounder number is the same number."""
    one, other = _as_gain(one, other), _as_gain(other, one)
    same_side = one.bound is other.bound and one.bound in (Bound.AT_LEAST, Bound.AT_MOST)
    if same_side:
        return _near(one.low, other.low) and _near(one.high, other.high)
    (low, high), (floor, ceiling) = one.interval(), other.interval()
    if low <= ceiling and floor <= high:
        return True
    return _near(one.low, other.high) or _near(one.high, other.low)


def _as_gain(quantity: Quantity, other: Quantity) -> Quantity:
    """"Four times" as +300 %, where the other side speaks in percent."""
    mixed = {quantity.unit, other.unit} == {"times", "percent"} and quantity.dimension == RATIO
    if not mixed or quantity.unit == "percent":
        return quantity
    if quantity.direction is Direction.DOWN:
        change = {"low": 1 - 1 / max(quantity.low, 1.0), "high": 1 - 1 / max(quantity.high, 1.0)}
    else:
        change = {"low": quantity.low - 1, "high": quantity.high - 1}
    return quantity.model_copy(update=change)


def _near(a: float, b: float) -> bool:
    """Whether one number is the other, written with fewer digits; equally round numbers have to be equal."""
    if math.isclose(a, b, rel_tol=1e-6):
        return True
    if not a or not b or math.isinf(a) or math.isinf(b) or abs(a - b) > ROUNDING * max(abs(a), abs(b)):
        return False
    return _digits(a) != _digits(b)


def _digits(value: float) -> int:
    """How many digits a number is given with, trailing noughts left out."""
    return len(f"{value:.6g}".replace(".", "").split("e")[0].strip("0").rstrip("0"))
