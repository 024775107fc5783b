"""How far two claims are about the same thing, and what keeps them apart. Pure; nothing is searched here.

Two claims meet when their words do: each side's own clause and sentence have to be found on the other side, in its
sentence or in what it inherits. Anything stated that differs (a name, a generation, a case) keeps them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from corpus.claims.extract import Claim
from corpus.claims.words import generation_of, stem

Weight = Callable[[str], float]  # of a word key: the rarer, the heavier

FRAME = 0.45  # what a word of the rest of the sentence counts, against 1 for one of the value's own clause
STRANGE = 0.85  # what is left of a likeness where one side's clause names something that the other side does not know
UNMET = 0.5  # what is left of that where the other side lacks it: the rest of a sentence is often beside the point
ELSEWHERE = 0.7  # how well a word is met that the other side has elsewhere in its sentence, or a name that it inherits
RIVAL = 0.35  # how well a name is met where the other side's own clause is about another name
INHERITED = 0.45  # how well a common word is met that the other side only inherits

# Words that divide one thing into cases. Two claims that name different cases are not about the same thing.
_CASES = (
    ("serverless", "provis", "demand", "spot", "reserv"),
    ("read", "write"),
    ("befor", "after"),
    ("min", "max", "averag", "median", "peak", "p50", "p95", "p99"),
    ("cpu", "gpu", "memori", "disk", "network"),
    ("small", "medium", "big"),
    ("elit", "high", "medium", "low"),
    ("junior", "senior", "mid"),
    ("daili", "weekli", "monthli"),
    ("input", "output"),
    ("upload", "download"),
    ("inbound", "outbound"),
    ("ingress", "egress"),
    ("infer", "train"),
    ("free", "enterpris", "pro", "starter", "busi"),
    ("success", "failur", "fail"),
    ("public", "privat"),
    ("preview", "ga"),
    ("request", "limit"),
    ("hot", "warm", "cold", "archiv"),
    ("raw", "adjust"),
    ("north", "south", "east", "west"),
)
# Words that make a value another one when only one side has them: what is hoped for, the whole of several, an extreme.
_MARKS = (
    frozenset({"target", "goal", "aim"}),
    frozenset({"predict", "forecast", "expect"}),
    frozenset({"plan", "estim", "schedul", "budget"}),
    frozenset({"total", "combin"}),
    frozenset({"hottest", "warmest", "coldest", "coolest", "wettest", "driest", "busiest", "quietest"}),
)
_PRONOUN = re.compile(r"^\W{0,3}(?:and |but |so |now )?(?:it|they|he|she)(?:['’]\w+)?\b", re.I)
_CASE_OF = {word: number for number, group in enumerate(_CASES) for word in group}


class Stated(NamedTuple):
    """A claim made ready for comparing: its words as sets, with what they weigh."""

    claim: Claim
    own: frozenset[str]
    frame: frozenset[str]
    about: frozenset[str]  # its own clause without the thing counted
    near: frozenset[str]
    far: frozenset[str]
    names: frozenset[str]  # of its own clause
    known: frozenset[str]  # the names among all its words
    weights: dict[str, float]  # of the words of its sentence
    generations: dict[str, frozenset[str]]
    cases: dict[int, frozenset[str]]
    pronoun: bool  # the sentence begins with one: its subject is inherited


def stated(claim: Claim, weight: Weight, names: frozenset[str]) -> Stated:
    """`claim`, ready. `names` are the words that any claim of the collection takes for a name."""
    own, frame, far = frozenset(claim.own), frozenset(claim.frame), frozenset(claim.context)
    near = own | frame
    return Stated(
        claim,
        own,
        frame - own,
        own - {stem(claim.quantity.unit)} if claim.quantity and claim.quantity.unit else own,
        near,
        far,
        own & names,
        (near | far) & names,
        {word: weight(word) for word in near},
        _generations(near, far),
        _cases(own),
        bool(_PRONOUN.match(claim.text)),
    )


def may_inherit(claim: Claim, words: frozenset[str], beside: Iterable[Claim] = ()) -> bool:
    """Whether a claim can be of what words say, if there are some: "It has …" is of what was named before it, or where
    others say the same."""
    known = {word for one in (claim, *beside) for word in (*one.own, *one.frame, *one.context)}
    return not (words and _PRONOUN.match(claim.text)) or not words.isdisjoint(known)


def likeness(one: Stated, other: Stated) -> float:
    """How far two claims are about the same thing, 0..1: the smaller of the two shares found on the other side."""
    shares = min(_share(one, other), _share(other, one))
    if _strange(one, other) or _strange(other, one) or one.pronoun != other.pronoun:
        shares *= STRANGE
    return shares


def _share(one: Stated, other: Stated) -> float:
    """How much of a claim's words the other one has."""
    weights = one.weights
    total = met = 0.0
    for word in one.own:
        heavy = weights[word]
        total += heavy
        if word in other.own:
            met += heavy
        else:
            met += heavy * _elsewhere(word, other)
    for word in one.frame:
        heavy = weights[word] * FRAME
        if word in other.near:
            met += heavy
        elif found := _elsewhere(word, other):
            met += heavy * found
        else:
            heavy *= UNMET
        total += heavy
    return met / total if total else 0.0


def _elsewhere(word: str, other: Stated) -> float:
    """How well a word is met that is not in the other side's own clause."""
    if word in other.known and (other.names or (other.pronoun and word in other.near)):
        return RIVAL
    if word in other.near or word in other.known or _same_base(word, other.near):
        return ELSEWHERE
    return INHERITED if word in other.far else 0.0


def _same_base(word: str, others: Iterable[str]) -> bool:
    """Whether `word` is a name with a generation and the other side has the bare name."""
    generation = generation_of(word)
    return generation is not None and generation[0] in others


def common(one: Stated, other: Stated) -> float:
    """What the words weigh that both sentences have: how much there is to stand on."""
    return sum(one.weights[word] for word in one.near & other.near)


def apart(one: Stated, other: Stated) -> bool:
    """Whether something that both state keeps them apart: a generation, a case, a name; or nothing joins them."""
    if one.own.isdisjoint(other.near) and other.own.isdisjoint(one.near):
        return True
    if one.about and other.about and one.about.isdisjoint(other.near) and other.about.isdisjoint(one.own):
        return True
    return are_cases_apart(one, other) or (_strange(one, other) and _strange(other, one))


def are_cases_apart(one: Stated, other: Stated) -> bool:
    """Whether the two are of different generations, of different cases of one division, or only one of a mark."""
    for base in one.generations.keys() & other.generations.keys():
        if one.generations[base].isdisjoint(other.generations[base]):
            return True
    if _cases_apart(one, other) or _cases_apart(other, one):
        return True
    return any(one.own.isdisjoint(marks) != other.own.isdisjoint(marks) for marks in _MARKS)


def _cases_apart(one: Stated, other: Stated) -> bool:
    """Whether the two are of different cases of one division, or the other names the case only in passing."""
    for group, mine in one.cases.items():
        theirs = other.cases.get(group) or frozenset(word for word in other.frame if _CASE_OF.get(word) == group)
        if theirs and (group not in other.cases or mine.isdisjoint(theirs)):
            return True
    return False


def _strange(one: Stated, other: Stated) -> bool:
    """Whether a claim's clause names something that the other side does not know at all."""
    return any(
        name not in other.near and name not in other.far and not _same_base(name, other.near) for name in one.names
    )


def _generations(near: Iterable[str], far: Iterable[str]) -> dict[str, frozenset[str]]:
    """The generations of each name that has some: those of the sentence, or else the inherited ones."""
    found: dict[str, set[str]] = {}
    for ring in (near, far):
        nearer = set(found)
        for word in ring:
            if (generation := generation_of(word)) and generation[0] not in nearer:
                found.setdefault(generation[0], set()).add(generation[1])
    return {base: frozenset(numbers) for base, numbers in found.items()}


def _cases(words: Iterable[str]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for word in words:
        if word in _CASE_OF:
            found.setdefault(_CASE_OF[word], set()).add(word)
    return {group: frozenset(words) for group, words in found.items()}
