"""Which claims meet: each finds its best partner; only best partners with different values are set against each other.

Between two sources, pairs are taken best first, and a claim that has met an equal value is spoken for: that is why
"5 % less" here and "7 % more" there do not meet when each has its own counterpart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from chat.disagreement.pairing import Stated, apart, common, likeness, stated
from chat.disagreement.values import agree, comparable, same_value
from corpus.claims.extract import Claim, ClaimKind

MEETS = 0.25  # likeness from which two claims are looked at at all
COMMON = 0.06  # how much each rare word in common speaks for it
ORPHAN = 0.5  # likeness from which a value without an equal is set against one that has one
ORPHAN_STANDS_ON = 2.0  # and the common weight from which
AGREES = 0.12  # how much more an equal value speaks for a pair


class Pair(NamedTuple):
    """Two claims that are each other's best partner."""

    one: Stated
    other: Stated
    likeness: float
    common: float
    agrees: bool


class Vocabulary:
    """What the words of a collection's claims weigh, by how few sentences have them; add all claims, then ask."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._sentences = 0
        self._named: Counter[str] = Counter()
        self._met: Counter[str] = Counter()

    def add(self, claims: Iterable[Claim]) -> None:
        """Count the words of some sources' claims; all claims of a source at once."""
        sentences: dict[tuple[str, int], set[str]] = defaultdict(set)
        for claim in (claim for claim in claims if claim.kind is not ClaimKind.STATEMENT):
            sentences[claim.path, claim.start].update(claim.own, claim.frame)
            self._named.update(claim.names)
            self._met.update({*claim.own, *claim.frame, *claim.context})
        for words in sentences.values():
            self._counts.update(words)
        self._sentences += len(sentences)

    @cached_property
    def _weights(self) -> dict[str, float]:
        rarest = math.log(1 + self._sentences / 2)
        return {word: math.log(1 + self._sentences / (1 + count)) / rarest for word, count in self._counts.items()}

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for name, count in self._named.items() if 2 * count > self._met[name])

    def ready(self, claims: Iterable[Claim]) -> list[Stated]:
        """Claims of the collection, ready for comparing."""
        return [stated(claim, self._weights.__getitem__, self._names) for claim in claims]


def candidates(ready: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Pairs of claims of comparable values that share a word, each pair once; not two of one sentence."""
    buckets: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(ready):
        claim = one.claim
        for word in one.near:  # an empty clause ("None.") meets nothing
            buckets[claim.kind, claim.quantity.dimension if claim.quantity else "", word].append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in buckets.values():
        for pair in combinations(numbers, 2):
            if pair in seen:
                continue
            seen.add(pair)
            one, other = ready[pair[0]], ready[pair[1]]
            elsewhere = one.claim.path != other.claim.path or one.claim.start != other.claim.start
            if elsewhere and comparable(one.claim, other.claim):
                yield one, other


def by_two_names(ready: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Pairs of claims, of whatever episode, whose own clauses share two names and another word, each pair once."""
    buckets: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for one in ready:
        for names in names_by_two(one):
            buckets[names].append(one)
    seen: set[tuple[int, int]] = set()
    for group in buckets.values():
        for one, other in combinations(group, 2):
            if one.claim.path != other.claim.path and (id(one), id(other)) not in seen:
                seen.add((id(one), id(other)))
                if (one.own & other.own) - one.names - other.names and comparable(one.claim, other.claim):
                    yield one, other


def names_by_two(one: Stated) -> Iterator[tuple[object, ...]]:
    """What a claim of another episode has to share with one to meet it: two names of its clause, and the dimension."""
    dimension = one.claim.quantity.dimension if one.claim.quantity else ""
    return ((one.claim.kind, dimension, names) for names in combinations(sorted(one.names), 2))


BySentence = dict[tuple[str, int], list[Claim]]  # by path and start of the sentence


def by_sentence(claims: Iterable[Claim]) -> BySentence:
    """The claims of each sentence."""
    found: BySentence = defaultdict(list)
    for claim in claims:
        found[claim.path, claim.start].append(claim)
    return found


def says_both(pair: Pair, sentences: BySentence) -> bool:
    """Whether one sentence has the other's value as well: then it knows both, and they are of two things."""
    one, other = pair.one.claim, pair.other.claim
    if same_value(one, other):  # two bounds, or two rates
        return False
    return _has(sentences[one.path, one.start], other) or _has(sentences[other.path, other.start], one)


def _has(claims: Iterable[Claim], value: Claim) -> bool:
    dimension = value.quantity.dimension if value.quantity else ""
    alike = (c for c in claims if c.kind is value.kind and (c.quantity.dimension if c.quantity else "") == dimension)
    return any(same_value(c, value) and not set(c.own).isdisjoint(value.own) for c in alike)


def pairs(sides: Iterable[tuple[Stated, Stated]]) -> list[Pair]:
    """Those of the pairs that are about the same thing to some degree, best first."""
    found = []
    for one, other in sides:
        if apart(one, other):
            continue
        how = likeness(one, other)
        if how >= MEETS:
            found.append(Pair(one, other, how, common(one, other), agree(one.claim, other.claim)))
    return sorted(found, key=_order)


def _order(pair: Pair) -> tuple[float, str, int, str, int, tuple[str, ...], tuple[str, ...]]:
    """Best first; equal ones by place and words, so that two runs give the same."""
    one, other = pair.one.claim, pair.other.claim
    strength = pair.likeness + COMMON * min(pair.common, 4.0) + AGREES * pair.agrees
    return -round(strength, 9), one.path, one.start, other.path, other.start, one.own, other.own


def best_partners(found: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs that are left when each claim, in each other source, keeps to the best partner it has there.

    A claim may meet several equal values (a fact is often stated more than once), and one different value.
    """
    agreed: dict[tuple[int, str], float] = {}  # with the likeness of the best equal value
    taken: set[tuple[int, str]] = set()
    for pair in found:
        one, other = (id(pair.one), pair.other.claim.path), (id(pair.other), pair.one.claim.path)
        if pair.agrees:
            if not (one in taken or other in taken):
                agreed.setdefault(one, pair.likeness)
                agreed.setdefault(other, pair.likeness)
                yield pair
        elif not {one, other} & taken and _is_free(pair, [agreed[side] for side in (one, other) if side in agreed]):
            taken |= {one, other}
            yield pair


def _is_free(pair: Pair, equals: list[float]) -> bool:
    """Whether no side has an equal value over there, or only one has, and a worse one: its source says both."""
    if not equals:
        return True
    return len(equals) == 1 and pair.likeness >= max(ORPHAN, equals[0]) and pair.common >= ORPHAN_STANDS_ON
