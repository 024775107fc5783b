"""Rival answers: two of the sentences that answer a question best, alike but for the value.

Claims find each other by their own words, and that takes much in common: a bell that rings for nothing is worse than
silence. A question says itself what it is about. Where two sentences hold the same words of it, and neither makes it
another case, their values are set against each other with far less in common.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import combinations
from typing import NamedTuple

from chat.disagreement.cases import are_two_cases, is_of_some, may_differ, states
from chat.disagreement.findings import Finding, findings_of
from chat.disagreement.matching import Pair
from chat.disagreement.pairing import Stated, are_cases_apart, may_inherit, stated
from chat.disagreement.parts import are_of_two, knows
from chat.disagreement.soundness import is_far_off
from chat.disagreement.values import agree, comparable, same_value
from chat.disagreement.wanted import (
    LIGHT,
    LIGHT_WORDS,
    is_wanted,
    kind_wanted,
    text_before,
    things_counted,
    words_beside,
)
from chat.evidence import Candidate
from chat.intents import Intent
from chat.question import Question
from chat.wants import Want
from chat.words import stem, term_set
from corpus.claims.clauses import COMPARED, clause_of
from corpus.claims.extract import Claim, ClaimKind, claims_of_sentence, in_order
from corpus.claims.words import stem as key_of
from corpus.claims.words import words_of
from corpus.models import Form, Passage, Sentence
from corpus.numbers.units import COUNT, MONIES, RATIO

Rarity = Callable[[str], float]  # of a word: how rare it is in the material
Passages = Callable[[str], Iterable[Passage]]  # of a path: those of the source

BEST = 10  # candidates looked at
FIRST = 3  # of the sides, best first: one of two is among them
COVERED = 0.5  # share of the question's weight that both sentences hold, or what they stand under
UNEVEN = 0.15  # share that only one of them says, the other not even by its place: beyond it they answer two questions
UNEVEN_NAMES = 0.5  # the same of names and versions: two that share a part are hardly of two things
MOST_STRANGE = 3  # words of a value's clause that neither the question nor the other side knows
QUOTED_ALIKE = 2  # words of weight that two quotations of one person share

_LITTLE = 2  # words, marks among them
_KINDS_OF = {Intent.QUOTE: {ClaimKind.QUOTE}}
_CALENDAR = frozenset(map(key_of, [*calendar.day_name, *calendar.month_name[1:]]))
_LIGHT_TERMS = frozenset(map(stem, LIGHT_WORDS))
_PRONOUN = re.compile(r"\b(?:it|its|they|their|them|he|his|she|her|we|our)\b", re.I)
_WHO_DID = re.compile(r"\bwho (?:(?:has|have|had|will|first|also) )*(?!ma[kd]e)(?P<deed>\w+)", re.I)
_HOW = re.compile(r"\bhow (\w+)", re.I)
_UNIT_ASKED = re.compile(
    r"\b(?:what|which|how (?:many|much))(?: \w+){0,1} (?P<unit>days?|years?|months?|dates?|weeks?|hours?|minutes?|"
    r"times?|versions?|parts?|shares?|percent|percentage|portion|number)\b",
    re.I,
)


class Side(NamedTuple):
    """A sentence with the value that fits the question best."""

    stated: Stated
    said: AbstractSet[str]  # terms of the question that it holds itself
    covered: AbstractSet[str]  # those that it holds, or what it stands under
    all: tuple[Claim, ...]  # every value of the sentence

    @property
    def claim(self) -> Claim:
        return self.stated.claim


def rivals(asked: Asked) -> list[Finding]:
    """The best pair of sentences that answer the question with different values, or none."""
    sides = [side for n in range(len(asked.candidates)) if (side := asked.side(n))]
    for one, other in sorted(combinations(range(len(sides)), 2), key=sum):
        if one < FIRST and asked.are_rivals(sides[one], sides[other], sides):
            same = [_paired(sides[n], side) for n in (one, other) for side in sides if _says(side, sides[n].claim)]
            return findings_of([_paired(sides[one], sides[other])], same)
    return []


class Asked:
    """One question: which values of its best candidates answer it, and whether two of them do so alike."""

    def __init__(
        self,
        question: Question,
        candidates: Sequence[Candidate],
        names: frozenset[str],
        rarity: Rarity,
        passages: Passages,
    ) -> None:
        self.question, self.candidates = question, candidates[:BEST]
        self.text = question.text
        self.kind = kind_wanted(question.text)
        self.is_price = question.want is Want.MONEY
        self.kinds = _KINDS_OF.get(question.intent, {ClaimKind.POLARITY, ClaimKind.LIST})
        self.names = _but_calendar(names)
        measures = (*_UNIT_ASKED.findall(question.text), *_HOW.findall(question.text))
        light = _LIGHT_TERMS.union(map(stem, measures))
        self.weights = {term: rarity(term) for term in question.terms if term not in light}
        self._passages = passages
        self._sentences: dict[str, list[Sentence]] = {}  # by path; a passage may end between a reply and its question
        self._claims: dict[int, tuple[Claim, ...]] = {}
        self._titles: dict[str | None, frozenset[str]] = {}  # by episode
        for c in self.candidates:
            known = self._titles.get(c.passage.episode, frozenset())
            self._titles[c.passage.episode] = known | term_set(c.passage.title)
        words_asked = words_of(question.text, names)
        self.keys = frozenset(word.key for word in words_asked)
        self.anew = {w.key for w in words_asked if stem(question.text[w.start : w.end]) in question.own}

    @cached_property
    def things(self) -> frozenset[str]:
        """Keys of the words for what is counted, or measured out."""
        return frozenset(map(key_of, self.question.counted)) or things_counted(self.text)

    @cached_property
    def deed(self) -> AbstractSet[str]:
        """The term for what somebody did, where it is asked who: "Who sails the Gull?" is not who made her sails."""
        asked = _WHO_DID.search(self.text)
        return self.weights.keys() & {stem(asked["deed"])} if asked else frozenset()

    def side(self, n: int) -> Side | None:
        """What the candidate at `n` answers; None where it holds too little of the question, no value, or two alike."""
        if self.weight(self._covered(n)) < COVERED or not says_itself(self.candidates[n].sentence):
            return None
        fits = [(self._fit(claim), claim) for claim in self.claims(n) if self._may_answer(claim)]
        best = max((fit for fit, _ in fits), default=())
        found = [claim for fit, claim in fits if fit == best]
        if len({claim.value for claim in found}) != 1 or not self.anew <= words_beside(found[0]).union(found[0].frame):
            return None
        return self.side_with(n, found[0])

    def side_with(self, n: int, claim: Claim) -> Side:
        """The candidate at `n` by one of its values."""
        covered = self._covered(n)
        said = covered & term_set(self.candidates[n].sentence.search_text)
        return Side(stated(claim, lambda _: 1.0, self.names), said, covered, self.claims(n))

    def claims(self, n: int) -> tuple[Claim, ...]:
        """Every value of the candidate at `n`."""
        if n not in self._claims:
            passage, sentence = self.candidates[n].passage, self.candidates[n].sentence
            if passage.path not in self._sentences:
                self._sentences[passage.path] = in_order(self._passages(passage.path))
            sentences = self._sentences[passage.path]
            at = next(at for at, each in enumerate(sentences) if each.start == sentence.start)
            self._claims[n] = tuple(claims_of_sentence(passage, sentences, at, self.names))
        return self._claims[n]

    def _covered(self, n: int) -> AbstractSet[str]:
        """The terms of the question that a candidate holds, or what it stands under, or the title of its episode."""
        candidate = self.candidates[n]
        return self.weights.keys() & (candidate.near | self._titles[candidate.passage.episode])

    def are_rivals(self, one: Side, other: Side, sides: Sequence[Side]) -> bool:
        """Whether two values answer the question alike and cannot both be true."""
        a, b = one.claim, other.claim
        if not cannot_both_be(a, b):
            return False
        uneven = UNEVEN_NAMES if a.kind is ClaimKind.NAME else UNEVEN
        said_by_one = (one.said - other.covered) | (other.said - one.covered)
        if self.weight(said_by_one) > uneven or self.weight(one.covered & other.covered) < COVERED:
            return False
        if each_says_more(one, other) or not self.deed <= one.said & other.said:
            return False
        if self._are_apart(one, other) or self._are_strange(one, other):
            return False
        return not are_told_apart(a, b, sides) and not holds(one, b) and not holds(other, a)

    def _are_apart(self, one: Side, other: Side) -> bool:
        """Whether two values are of two cases, of two things, or of two episodes that share no name."""
        a, b = one.claim, other.claim
        if a.episode != b.episode and not (one.stated.known & other.stated.known or self._are_named(one, other)):
            return True
        if are_cases_apart(one.stated, other.stated) or are_two_cases(a, b, self.text):
            return True
        return are_of_two(one.stated, other.stated) or knows(a, b) or knows(b, a)

    def weight(self, terms: AbstractSet[str]) -> float:
        """The share of the question that some of its terms are."""
        return sum(self.weights[term] for term in terms) / sum(self.weights.values())

    def _may_answer(self, claim: Claim) -> bool:
        if (
            not states(claim, self.keys)
            or is_of_some(claim, self.text)
            or not is_wanted(self.text, [claim])
            or (self.kind is None and claim.kind not in self.kinds)
        ):
            return False
        others = self.keys - LIGHT - words_beside(claim)
        return may_inherit(claim, others) and not self.keys.isdisjoint(
            (*words_beside(claim), *filter(None, [claim.person]))
        )

    def _fit(self, claim: Claim) -> tuple[bool | int, ...]:
        """How well a value fits: money for a price, no share for an amount; then by the question's words beside it, by
        whether it counts what is asked for, and whether it is more than an aside in brackets."""
        dimension = claim.quantity.dimension if claim.quantity else ""
        fitting = dimension in MONIES if self.is_price else dimension != RATIO
        before = text_before(claim)
        return (
            fitting,
            len(self.keys & words_beside(claim)),
            thing_counted(claim) in self.keys | {""},
            before.count("(") <= before.count(")"),
        )

    def _are_strange(self, one: Side, other: Side) -> bool:
        """Whether the clauses of both values, or a name in one, say what the question and the other side do not."""
        if one.claim.kind is ClaimKind.QUOTE:
            return len(one.stated.own & other.stated.own) < QUOTED_ALIKE
        mine, theirs = self.strange(one, other), self.strange(other, one)
        if one.claim.path == other.claim.path and (mine or theirs or not self._are_named(one, other)):
            return True
        if one.claim.kind is not ClaimKind.NAME and (
            (mine and self._unmet(other, one)) or (theirs and self._unmet(one, other))
        ):
            return True  # "the hour hand", asked for, and "the minute hand"
        if self.one_lacks_name(one, other):
            return True
        named = any(self._is_of_another(side.claim, strange) for side, strange in ((one, mine), (other, theirs)))
        inherited = one.stated.known and other.stated.known and one.stated.known.isdisjoint(other.stated.known)
        apart = bool(mine and theirs) and not self._count_alike(one, other)
        return apart or named or bool(inherited) or len(mine | theirs) > MOST_STRANGE

    def _count_alike(self, one: Side, other: Side) -> bool:
        """Whether two sources count the very things that are asked for: "1,900 accounts affected", "2,300 accounts"."""
        things = {thing_counted(one.claim), thing_counted(other.claim)}
        return len(things) == 1 and things <= self.keys and one.claim.path != other.claim.path

    def _are_named(self, one: Side, other: Side) -> bool:
        """Whether the clauses of both say of what: by name, or by two words asked for."""
        both = one.stated.own & other.stated.own
        if one.claim.kind is ClaimKind.QUANTITY and one.stated.about - LIGHT != other.stated.about - LIGHT:
            return False
        return bool(both & self.names) or len(both & self.keys) > 1

    def one_lacks_name(self, one: Side, other: Side) -> bool:
        """Whether one of two sentences lacks a name asked for that the other has."""
        return self._lacks_name(one, other) or self._lacks_name(other, one)

    def _lacks_name(self, one: Side, other: Side) -> bool:
        """Whether a name asked for is in the other sentence only, and this one has no pronoun or heading for it, and is
        no bare reply."""
        claim, asked = one.claim, self.keys & self.names & other.stated.near
        says_of_what = leans(claim) or claim.form is not Form.SPEECH
        return not (says_of_what or asked <= one.stated.near | one.stated.far)

    def strange(self, one: Side, other: Side) -> frozenset[str]:
        """Words of a value's clause that neither the question nor the other side knows."""
        return one.stated.about - self.keys - LIGHT - other.stated.near - other.stated.far

    def _unmet(self, one: Side, other: Side) -> frozenset[str]:
        """Words asked for that stand beside the one value and nowhere about the other."""
        return (one.stated.own & self.keys) - LIGHT - other.stated.near - other.stated.far

    def _is_of_another(self, claim: Claim, strange: frozenset[str]) -> bool:
        """Whether a strange name says of what; behind all words asked for, it says where or by whom it was done."""
        words = words_of(claim.text, self.names)
        last = max((word.end for word in words if word.key in self.keys), default=0)
        names = [word for word in words if word.key in strange & self.names]
        return any(claim.kind is not ClaimKind.DATE or word.start < last for word in names)


@lru_cache(maxsize=2)  # of an index there are thousands, and what is read with them is remembered by them
def _but_calendar(names: frozenset[str]) -> frozenset[str]:
    return names - _CALENDAR


def cannot_both_be(a: Claim, b: Claim, *, afar: bool = False) -> bool:
    """Whether two values are of one sort, well enough apart to be at odds, and not to be brought together; figures of
    two episodes only where `afar` says so."""
    return may_differ(a, b, afar=afar) and comparable(a, b) and not agree(a, b) and not is_far_off(a, b)


def each_says_more(one: Side, other: Side) -> bool:
    """Whether each says of what in words of the question that the other does not even inherit."""
    return bool(one.said - other.covered and other.said - one.covered)


def are_told_apart(a: Claim, b: Claim, sides: Iterable[Side]) -> bool:
    """Whether the source of one value has the other one, too: then it speaks of two things."""
    return any((_says(s, a) and s.claim.path == b.path) or (_says(s, b) and s.claim.path == a.path) for s in sides)


def thing_counted(claim: Claim) -> str:
    """What a value is a number of, as a key; empty where it is no bare number of things."""
    quantity = claim.quantity
    return key_of(quantity.unit) if quantity and quantity.dimension == COUNT and quantity.unit else ""


def leans(claim: Claim) -> bool:
    """Whether a sentence leaves it to others to say of what its value is: a reply that is little else, a pronoun."""
    return len(claim.text.replace(claim.value, "").split()) <= _LITTLE or bool(_PRONOUN.search(claim.text))


def says_itself(sentence: Sentence) -> bool:
    """Whether a sentence says a thing of its own: no copy, and no line that announces what follows."""
    return sentence.copy_of is None and not sentence.text.rstrip("*_ ").endswith(":")


def _paired(one: Side, other: Side) -> Pair:
    return Pair(one.stated, other.stated, 1.0, 1.0, agree(one.claim, other.claim))


def _says(side: Side, claim: Claim) -> bool:
    """Whether another sentence answers with the same value."""
    return side.claim is not claim and comparable(side.claim, claim) and same_value(side.claim, claim)


def holds(side: Side, claim: Claim) -> bool:
    """Whether a sentence has a value, of whatever: then it knows both, and they are of two things. One of what it is
    set against ("vs Foo at 90 %") does not count."""
    alike = (c for c in side.all if c.kind is claim.kind and comparable(c, claim) and same_value(c, claim))
    return not all(COMPARED.match(clause_of(c.text, c.value)) for c in alike)
