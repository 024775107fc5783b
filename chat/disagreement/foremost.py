"""The two sentences that answer best, of two sources: set against each other by the question alone.

A reply ("Thirty-five hours, about.") and a line of notes ("A coffin takes 50 hours") share no word by which claims, or
rivals, would meet; that both answer is known by how far they are ahead of all others. So nothing of their kind may
stand between them, and nothing in either may say that it is of something else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chat.disagreement.cases import are_given_apart, is_of_some, states
from chat.disagreement.findings import Finding, findings_of
from chat.disagreement.matching import Pair
from chat.disagreement.pairing import are_cases_apart, may_inherit
from chat.disagreement.parts import are_of_two, knows
from chat.disagreement.relevance import is_of_another_generation
from chat.disagreement.rivals import (
    Asked,
    Side,
    are_told_apart,
    cannot_both_be,
    each_says_more,
    holds,
    leans,
    says_itself,
    thing_counted,
)
from chat.disagreement.values import agree, comparable
from chat.disagreement.wanted import LIGHT, is_of_sort, things_counted, words_beside
from chat.evidence import Candidate
from chat.replies import asks
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.words import stem as key_of
from corpus.claims.words import words_of
from corpus.models import Form
from corpus.numbers.units import COUNT, MONIES, UNITS

AHEAD, BEHIND = 0.7, 6.0  # log-odds that the first of the two, and the second, may be behind the best
BEST = 6  # candidates among which both are
MOST_STRANGE = 3  # words of both clauses that neither the question nor the other side knows
ALIKE = 2  # words asked for that the clauses of figures of two episodes share
UNEVEN = 0.34  # share of the question that only one of those says, the other not even by its place
MOST_UNMET = 0.6  # share of the question that neither has, from which two such words are too many
ALONE = 1.0  # log-odds that any other value is behind two that stand alone
MOST_STRANGE_ALONE, MOST_UNMET_ALONE = 5, 0.8  # the same for these

_FIGURES = (ClaimKind.QUANTITY, ClaimKind.DATE)
_PUT = 3  # sentences back to the question that a bare reply counts by
_DIMENSIONS = {key_of(name): unit.dimension for name, unit in UNITS.items()}
_HOW_MANY = re.compile(r"\bhow many\b", re.I)
_REPLY = 6  # words of one that is a number only
_EXTREME = re.compile(r"\b(?:first|last|only|\w{3,12}est)\b")
_YEAR = re.compile(r"\b(?:year|since when)\b", re.I)
_DAY = re.compile(r"\b(?:day|date)\b", re.I)


class _Answer(NamedTuple):
    """A candidate by its value of the sort that is asked for."""

    side: Side
    behind: float  # log-odds that it is behind the best of them
    is_plain: bool  # has no other such value, and is of all that is asked for


def foremost(asked: Asked) -> list[Finding]:
    """The two best answers where they have different values, or none."""
    if asked.kind not in _FIGURES:
        return []
    last = len(asked.candidates)
    first = _answers(asked, range(min(BEST, last)))
    near = [answer for answer in first if answer.behind <= BEHIND]
    every = [*first, *_answers(asked, range(BEST, last))] if len(near) > 1 else first
    for n, other in enumerate(near):
        for one in near[:n]:
            if _are_two_answers(asked, one, other, every) and not any(_is_third(a, one, other) for a in near[:n]):
                if are_told_apart(one.side.claim, other.side.claim, _of_the_same(one.side, other.side, every)):
                    return []
                return findings_of([Pair(one.side.stated, other.side.stated, 1.0, 1.0, agrees=False)], [])
    return []


def _answers(asked: Asked, places: Iterable[int]) -> list[_Answer]:
    return [answer for n in places if (answer := _answer(asked, n))]


def _of_the_same(one: Side, other: Side, answers: Iterable[_Answer]) -> Iterator[Side]:
    """The sides that may have the values of two; of two episodes those that have a word of the clauses of both."""
    shared = one.stated.own & other.stated.own
    afar = one.claim.episode != other.claim.episode
    return (a.side for a in answers if not (afar and a.side.stated.own.isdisjoint(shared)))


def _answer(asked: Asked, n: int) -> _Answer | None:
    """What a sentence answers, or None where it has no value of the sort that is asked for."""
    candidate = asked.candidates[n]
    if not says_itself(candidate.sentence):
        return None
    stated = [claim for claim in asked.claims(n) if states(claim, asked.keys) and not is_of_some(claim, asked.text)]
    found = [claim for claim in stated if is_of_sort(asked.text, claim)]
    fits = [(thing_counted(claim) in asked.things, len(asked.keys & words_beside(claim))) for claim in found]
    fitting = [claim for claim, fit in zip(found, fits, strict=True) if fit == max(fits)]
    if not fitting:
        return None
    claim = fitting[0]
    is_plain = (
        len({one.value for one in fitting}) == 1
        and _counts(candidate, claim, asked.things)
        and not _is_of_a_sort(claim, asked)
        and _is_as_fine(claim, asked.text)
        and asked.anew <= words_beside(claim).union(claim.frame)
    )
    behind, side = asked.candidates[0].score - candidate.score, asked.side_with(n, claim)
    is_about = bool(side.covered or side.stated.own) or leans(claim)
    return _Answer(side, behind, is_plain and is_about)


def _counts(candidate: Candidate, claim: Claim, things: frozenset[str]) -> bool:
    """Whether a bare number is one of the things asked for: by its sentence, or by the question that it replies to."""
    thing, quantity = thing_counted(claim), claim.quantity
    if not things:  # "How old is …?": not the number in a row of a table
        return claim.form is not Form.ROW or quantity is None or quantity.dimension != COUNT or bool(thing)
    if thing:
        return thing in things
    if quantity and quantity.dimension != COUNT and quantity.dimension in map(_DIMENSIONS.get, things):
        return True  # "How many days …?": six weeks
    sentences, at = candidate.passage.sentences, candidate.at
    put = [s.text for s in sentences[max(at - _PUT, 0) : at] if asks(s.text)]
    if put and _HOW_MANY.search(put[-1]) and not things_counted(put[-1]) and len(claim.text.split()) <= _REPLY:
        return True  # "How many did you see to?" "Two hundred and six."
    return any(not things.isdisjoint(w.key for w in words_of(text, frozenset())) for text in (claim.text, *put[-1:]))


def _is_of_a_sort(claim: Claim, asked: Asked) -> bool:
    """Whether the value itself says which of the things asked for: "512 neuron cores"."""
    if claim.quantity is None:
        return False
    within = [word.key for word in words_of(claim.value, asked.names)]
    return any(key not in asked.keys and key != key_of(claim.quantity.unit) for key in within[:-1])


def _is_as_fine(claim: Claim, text: str) -> bool:
    """Whether a date has the year, or the day, that is asked for."""
    if claim.date is None:
        return True
    return not (_YEAR.search(text) and claim.date.year is None) and not (_DAY.search(text) and claim.date.day is None)


def _is_third(answer: _Answer, one: _Answer, other: _Answer) -> bool:
    """Whether an answer ahead of the second of two has yet another value."""
    a, b, c = one.side.claim, other.side.claim, answer.side.claim
    near = c.episode == a.episode or c.quantity is None or a.episode != b.episode or answer.behind < one.behind
    return near and _has_another(answer, one, other)


def _has_another(answer: _Answer, one: _Answer, other: _Answer) -> bool:
    """Whether an answer has a value of the sort of two others that neither of them has."""
    a, b, c = one.side.claim, other.side.claim, answer.side.claim
    return c not in (a, b) and comparable(c, a) and not agree(c, a) and not agree(c, b)


def _are_two_answers(asked: Asked, one: _Answer, other: _Answer, every: Iterable[_Answer]) -> bool:
    """Whether two sources answer, each as well as can be, and cannot both be right; `every` are all the answers."""
    if one.behind > AHEAD or not (one.is_plain and other.is_plain):
        return False
    a, b = one.side.claim, other.side.claim
    afar = a.episode != b.episode and _are_worded_alike(asked, one.side, other.side)
    if a.path == b.path or not cannot_both_be(a, b, afar=afar) or holds(one.side, b) or holds(other.side, a):
        return False
    rest = (answer.behind for answer in every if _has_another(answer, one, other))
    alone = min(rest, default=math.inf) - other.behind > ALONE
    return not _are_apart(asked, one.side, other.side) and not _say_more(asked, one.side, other.side, alone=alone)


def _are_worded_alike(asked: Asked, one: Side, other: Side) -> bool:
    """Whether the clauses of two values share words that are asked for, and neither says what the other does not."""
    both = (one.stated.own & other.stated.own & asked.keys) - LIGHT
    uneven = asked.weight((one.said - other.covered) | (other.said - one.covered)) > UNEVEN
    named = all(may_inherit(side.claim, asked.keys - LIGHT - side.stated.near) for side in (one, other))
    return named and len(both) >= ALIKE and not (uneven or asked.strange(one, other) or asked.strange(other, one))


def _are_apart(asked: Asked, one: Side, other: Side) -> bool:
    """Whether two values are of two cases, of two things, or of one and what it is a rate of."""
    a, b = one.claim, other.claim
    if are_cases_apart(one.stated, other.stated) or are_given_apart(a, b, asked.text) or _rate(a) != _rate(b):
        return True
    two = are_of_two(one.stated, other.stated) or knows(a, b) or knows(b, a)
    return two or asked.one_lacks_name(one, other) or is_of_another_generation(asked.keys, (a, b))


def _rate(claim: Claim) -> tuple[str, ...]:
    return claim.quantity.per if claim.quantity else ()


def _say_more(asked: Asked, one: Side, other: Side, *, alone: bool) -> bool:
    """Whether the clauses of two values are about more than what is asked, by words that only one of them has.

    Where no other value comes near them (`alone`), more of such words are taken for another way to say it.
    """
    if each_says_more(one, other) or _extremes(one, asked) != _extremes(other, asked):
        return True
    mine, theirs = asked.strange(one, other), asked.strange(other, one)
    unmet = 1.0 - asked.weight(one.covered | other.covered)
    if alone and unmet <= MOST_UNMET_ALONE and len(mine) + len(theirs) <= MOST_STRANGE_ALONE:
        return False
    if one.claim.quantity is not None and one.claim.quantity.dimension in MONIES and (mine or theirs):
        return True  # two amounts of money are mostly paid for two things
    return len(mine) + len(theirs) > (1 if unmet > MOST_UNMET else MOST_STRANGE)


def _extremes(side: Side, asked: Asked) -> set[str]:
    """What makes a value that of one among many: for a date always, for a figure where the question has it, too."""
    found = set(_EXTREME.findall(side.claim.text.lower()))
    return found if side.claim.date else found.intersection(_EXTREME.findall(asked.text.lower()))
