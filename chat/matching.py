"""Which claims meet: every claim finds its best partner, and only best partners with different values are set against each other.

Between two sources, pairs are taken best first, and a claim that has met an equal value is spoken for: that is why "5 % less"
here and "7 % more" there do not meet when each has its own counterpart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from chat.pairing import Stated, apart, common, likeness, stated
from chat.values import agree, comparable
from corpus.claims import Claim

MEETS = 0.25  # likeness from which two claims are looked at at all
AGREES = 0.12  # how much more an equal value speaks for a pair


class Pair(NamedTuple):
    """Two claims that are each other's best partner."""

    one: Stated
    other: Stated
    likeness: float
    common: float
    agrees: bool


def prepare(claims: Sequence[Claim]) -> list[Stated]:
    """The claims made ready, words weighed by how few sentences of the collection have them."""
    counts: Counter[str] = Counter()
    sentences: dict[tuple[str, int], set[str]] = defaultdict(set)
    for claim in claims:
        sentences[claim.path, claim.start].update(claim.own, claim.frame)
    for words in sentences.values():
        counts.update(words)
    rarest = math.log(1 + len(sentences) / 2)
    weights = {word: math.log(1 + len(sentences) / (1 + count)) / rarest for word, count in counts.items()}
    named = Counter(name for claim in claims for name in claim.names)
    met = Counter(word for claim in claims for word in {*claim.own, *claim.frame, *claim.context})
    names = frozenset(name for name, count in named.items() if 2 * count > met[name])
    return [stated(claim, weights.__getitem__, names) for claim in claims]


def candidates(ready: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Pairs of claims of comparable values that share a word, each pair once; not two of one sentence."""
    buckets: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(ready):
        claim = one.claim
        for word in one.near:  # an empty clause ("None.") meets nothing
            buckets[claim.kind, claim.quantity.dimension if claim.quantity else "", word].append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in buckets.values():
        for first, second in combinations(numbers, 2):
            one, other = ready[first].claim, ready[second].claim
            if (first, second) not in seen and not (one.path == other.path and one.start == other.start):
                seen.add((first, second))
                if comparable(one, other):
                    yield ready[first], ready[second]


def across_episodes(ready: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Pairs of claims of two episodes whose own clauses share two names, each pair once."""
    buckets: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for one in ready:
        for names in combinations(sorted(one.names), 2):
            dimension = one.claim.quantity.dimension if one.claim.quantity else ""
            buckets[one.claim.kind, dimension, names].append(one)
    seen: set[tuple[int, int]] = set()
    for group in buckets.values():
        for one, other in combinations(group, 2):
            if one.claim.episode != other.claim.episode and (id(one), id(other)) not in seen:
                seen.add((id(one), id(other)))
                if comparable(one.claim, other.claim):
                    yield one, other


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


def _order(pair: Pair) -> tuple[float, str, int, str, int]:
    """Best first; equal ones by place, so that two runs give the same."""
    one, other = pair.one.claim, pair.other.claim
    return -(pair.likeness + AGREES * pair.agrees), one.path, one.start, other.path, other.start


def best_partners(found: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs that are left when each claim, in each other source, keeps to the best partner it has there.

    A claim may meet several equal values (a fact is often stated more than once), and one different value.
    """
    agreed: set[tuple[int, str]] = set()
    taken: set[tuple[int, str]] = set()
    for pair in found:
        one, other = (id(pair.one), pair.other.claim.path), (id(pair.other), pair.one.claim.path)
        if pair.agrees:
            if not (one in taken or other in taken):
                agreed |= {one, other}
                yield pair
        elif not ({one, other} & (agreed | taken)):
            taken |= {one, other}
            yield pair
