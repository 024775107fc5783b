"""Where sources, or two places of one, give different answers: over all claims, and for one question.

For an answer only what was asked about counts: the disagreement touches a cited place, and the question has its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from chat.disagreement.book import worked_out
from chat.disagreement.findings import Finding
from chat.disagreement.pairing import may_inherit
from chat.disagreement.stories import STORY_WORDS
from chat.disagreement.wanted import LIGHT, asks_whether, is_wanted, kind_wanted, words_beside
from chat.models import Disagreement, DisagreementKind
from chat.wants import Want, want_of
from chat.words import term_set
from corpus.claims.agenda import EPISODE, OF_THE_SHOW
from corpus.claims.clauses import clause_of
from corpus.claims.common import EMPTY
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.words import Word, generation_of, stem, words_of
from corpus.letters import LOWER, unaccented
from corpus.numbers.written import written
from corpus.numbers.years import old_years

ASKED = 0.34  # share of a disagreement's words that a question has when it asks about it
ASKED_AFAR = 0.66  # the same for such a question where no place of it is cited
ASKED_DIFFERENCE = 0.25  # the same for a question that asks about a difference
LEAST = 0.1  # how far a disagreement is about a question with other words, whose answer it is
MOST = 3  # disagreements shown with one answer

_FIGURES = (ClaimKind.QUANTITY, ClaimKind.DATE)
_EMPTY = frozenset(map(stem, EMPTY))
_DIFFERENCE = re.compile(
    r"\b(?:agree|disagree|differ|difference|conflict|contradict|consistent|inconsistent|match|matches|tally|same)\b"
    r"|\bback(?:s|ed)?(?: \w+){0,6} up\b|\bback(?:s|ed)? up\b|\bconfirm(?:s|ed)?\b"
    r"|\bsupport(?:s|ed)?\b.{0,60}\b(?:figure|claim|number|said|gave)"
    r"|\b(?:is|was) that (?:also|what|right|true)\b"
    r"|\balso (?:what|say|says|have|has|give|gives)\b|\bline up\b|\bcorrect\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SMALL = re.compile(rf"\b[{LOWER}]\w+")
_TWO_SIDES = re.compile(
    r"\b(?:outline|transcript|script|page|show notes|article|captions|episode|sources?|recording|plan|on air|said|"
    r"say|says|"
    r"both|two|gave|with|and)\b",
    re.I,
)
_WOULD = re.compile(r"\bwould\b", re.I)
_ASKS_HOW = re.compile(r"^\W*(?:and |so |but )?how (?:do|does|did|can|to|should) (?:you|one|i|we|they|he|she)\b", re.I)
_SUPPOSED = re.compile(r"\bwould\b.{1,60}\bhave\b", re.I)  # "What would it have cost?"
_NUMBER_ASKED = re.compile(
    r"\b(?:number of (?:the|that|this|our) (?:episode|show)|(?:episode|show)(?:'s)? number|numbered)\b", re.I
)
_STORIES_ASKED = re.compile(
    r"\b(?:which|what(?! about)|list|name)\b.{0,40}\b(?:stories|headlines|news(?: items?| segment)?)\b", re.I
)
_QUOTE_ASKED = re.compile(
    r"\b(?:exact|exactly|verbatim|wording|word for word|quote (?:from|of|by))\b"
    r"|\bwhat (?:did|does|exactly did)\b.{1,60}\bsay\b",
    re.I,
)


class Book(Protocol):
    """The claims of an index, as far as one question needs them."""

    @property
    def names(self) -> frozenset[str]:
        """The names that the material knows."""
        ...

    def findings_for(self, paths: Iterable[str]) -> list[Finding]:
        """The disagreements that the episodes of these sources have, and those with other episodes."""
        ...

    def is_quiet(self, finding: Finding) -> bool:
        """Whether a finding is marked, or one that has both its places."""
        ...

    def claims_beside(self, claim: Claim) -> Sequence[Claim]:
        """The claims of the sentence of a finding's claim, itself included."""
        ...


class Placed(Protocol):
    """Anything with a place: a citation, a sentence's position."""

    @property
    def path(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def find_disagreements(claims: Iterable[Claim]) -> list[Disagreement]:
    """Every disagreement among the claims, episode by episode, then those between episodes."""
    every = list(claims)
    return [found.disagreement for found in worked_out(lambda: every).findings()]


def difference_question(question: str) -> bool:
    """Whether a question asks if two sources, or two people, say the same."""
    return bool(_DIFFERENCE.search(question) and _TWO_SIDES.search(question))


def relevant(
    question: str, cited: Sequence[Placed], book: Book, *, best: Iterable[str] = (), own: Iterable[str] = ()
) -> tuple[Disagreement, ...]:
    """The disagreements about what was asked, best first, at most three.

    `cited` are the places the answer stands on, the most important first; `best` are the sentences nearest to the
    question, `own` the stems of what a follow-up asks anew.
    """
    asked = frozenset(word.key for word in _asked_words(question, book))
    known = asked.difference(_EMPTY, LIGHT).intersection(
        word.key for text in best for word in words_of(text, book.names)
    )
    anew = known.intersection(own)
    home = {place.path.rpartition("/")[0] for place in cited[:1]}
    scored = []
    for finding in book.findings_for(place.path for place in cited):
        score = _relevance(question, asked, finding, cited, book)
        # What other sentences have of the question, this has too, or it is about something else.
        afar = home.isdisjoint(claim.path.rpartition("/")[0] for claim in finding.claims)
        if score > 0 and _has(finding, known if afar or score <= LEAST else anew, book.names):
            first = next((n for n, place in enumerate(cited) if any(covers(place, c) for c in finding.claims)), MOST)
            scored.append((-score, first, finding.disagreement.id, finding.disagreement))
    ordered = sorted(scored, key=lambda found: found[:3])
    plain = [found for found in ordered if -found[0] > LEAST]
    return tuple(disagreement for *_, disagreement in (plain or ordered[:1])[:MOST])


def _asked_words(question: str, book: Book) -> list[Word]:
    """The words of a question; names are known however they are written."""
    titled = _SMALL.sub(lambda m: m[0].capitalize() if unaccented(m[0].lower()) in book.names else m[0], question)
    return words_of(titled, book.names)


def _relevance(question: str, asked: frozenset[str], finding: Finding, cited: Sequence[Placed], book: Book) -> float:
    """How far a disagreement is about what was asked; 0 where it is not."""
    if finding.shared == STORY_WORDS or finding.claims[0].items[:1] == (EPISODE,):
        about = _STORIES_ASKED if finding.shared == STORY_WORDS else _NUMBER_ASKED
        return 1.0 if about.search(question) else 0.0
    elsewhere = is_of_another_generation(asked, finding.claims) or _is_of_another_year(question, finding)
    if elsewhere or _is_of_what_was_not(question, finding) or not _is_wanted(question, finding):
        return 0.0
    words = finding.shared
    share = len(words & asked) / len(words) if words else 0.0
    figure = finding.claims[0].kind in _FIGURES
    if (words - book.names and asked.isdisjoint(words - book.names)) or (figure and words & asked <= LIGHT):
        share = 0.0  # the same thing, and something else of it; or something else that costs, or lasts
    touched = [claim for claim in finding.claims if any(covers(place, claim) for place in cited)]
    if difference_question(question):
        near = touched or _shares_name(asked, finding, book)
        return share if share >= (ASKED_DIFFERENCE if near else ASKED_AFAR) else 0.0
    others = asked - words - _EMPTY - LIGHT if figure else frozenset()
    named = all(may_inherit(claim, others, finding.claims) for claim in touched)
    if not named or not all(_is_best_of_kind(claim, question, book) for claim in touched):
        return 0.0
    if share >= ASKED and any(_is_best_there(claim, asked, book) for claim in touched):
        return share
    return _as_the_answer(question, asked, touched, cited, book)


def _as_the_answer(
    question: str, asked: frozenset[str], touched: Sequence[Claim], cited: Sequence[Placed], book: Book
) -> float:
    """How far a disagreement with other words than the question is about it: where it is the answer."""
    if touched and touched[0].kind is ClaimKind.QUOTE:
        return ASKED if _is_of_one_asked_for(touched, asked) else 0.0
    if not kind_wanted(question):
        return 0.0
    # A price is of what the answer is of: "What does bread cost?", "They charge €3 a loaf".
    places = cited[:3] if _is_of_a_subject(asked, touched) else cited[: want_of(question) is Want.MONEY]
    return LEAST if _is_the_answer(touched, places, book) else 0.0


def _is_of_a_subject(asked: frozenset[str], touched: Sequence[Claim]) -> bool:
    """Whether the place where the answer stands has a word of weight that is asked about."""
    subject = asked.difference(_EMPTY, LIGHT)
    return any(not subject.isdisjoint((*claim.own, *claim.frame)) for claim in touched)


def _is_wanted(question: str, finding: Finding) -> bool:
    """Whether the disagreement is of the sort that the question asks for."""
    if finding.disagreement.kind is DisagreementKind.QUOTE:
        return bool(_QUOTE_ASKED.search(question))
    unmeasured = asks_whether(question) or _ASKS_HOW.search(question)
    if finding.claims[0].kind in _FIGURES and unmeasured and not difference_question(question):
        return False
    return is_wanted(question, finding.claims)


def _shares_name(asked: frozenset[str], finding: Finding, book: Book) -> bool:
    """Whether the question has a name that a side of the disagreement has or inherits."""
    names = asked & book.names
    return any(not names.isdisjoint((*claim.own, *claim.frame, *claim.context)) for claim in finding.claims)


def is_of_another_generation(asked: frozenset[str], claims: Iterable[Claim]) -> bool:
    """Whether the question names one generation of a thing, and the claims are about others only."""
    wanted = dict(found for word in asked if (found := generation_of(word)))
    stated = [found for claim in claims for w in (*claim.own, *claim.frame) if (found := generation_of(w))]
    return any(
        base in wanted and all(number != wanted[base] for other, number in stated if other == base)
        for base, _ in stated
    )


def _is_of_what_was_not(question: str, finding: Finding) -> bool:
    """Whether the question supposes what the disagreement does not: "What would it have cost?"."""
    return bool(_SUPPOSED.search(question)) and not any(_WOULD.search(claim.text) for claim in finding.claims)


def _is_of_another_year(question: str, finding: Finding) -> bool:
    """Whether the question names a year, and every side of a disagreement about a figure another one."""
    asked = _years(question)
    if not asked or finding.claims[0].kind is not ClaimKind.QUANTITY:
        return False
    stated = [_years(written(claim.text)) for claim in finding.claims[:2]]
    return all(years and asked.isdisjoint(years) for years in stated)


def _years(text: str) -> set[str]:
    return {*_YEAR.findall(text), *(str(old.year) for old in old_years(text))}


def covers(place: Placed, other: Placed) -> bool:
    """Whether two places of one source overlap."""
    return place.path == other.path and place.start < other.end and other.start < place.end


def _is_best_there(claim: Claim, asked: frozenset[str], book: Book) -> bool:
    """Whether no other value of the claim's sentence fits the question better."""
    fits = [len(asked & words_beside(other)) for other in _beside(claim, book)]
    return len(asked & words_beside(claim)) >= max(fits, default=0)


def _is_best_of_kind(claim: Claim, question: str, book: Book) -> bool:
    """Whether no other value of its kind in its sentence stands beside more of the question's words: of "hour" and
    "minute" too, which are units elsewhere."""
    terms = term_set(question)
    mine = len(terms & term_set(clause_of(claim.text, claim.value)))
    others = (other for other in _beside(claim, book) if other.kind is claim.kind)
    return all(len(terms & term_set(clause_of(other.text, other.value))) <= mine for other in others)


def _is_of_one_asked_for(touched: Sequence[Claim], asked: frozenset[str]) -> bool:
    """Whether the question names the person whose words are quoted where the answer stands."""
    return any(claim.person is not None and stem(claim.person) in asked for claim in touched)


def _is_the_answer(touched: Sequence[Claim], cited: Sequence[Placed], book: Book) -> bool:
    """Whether the answer stands on a sentence whose only value is the disputed one."""
    first = [claim for claim in touched if any(covers(place, claim) for place in cited)]
    return any(len({c.value for c in _beside(claim, book) if c.kind is claim.kind}) == 1 for claim in first)


def _has(finding: Finding, words: frozenset[str], names: frozenset[str]) -> bool:
    """Whether the sentences of a disagreement have all of some words, or what they inherit has."""
    texts = {claim.text for claim in finding.claims}
    held = {word.key for text in texts for word in words_of(text, names)}
    return words <= held.union(*(claim.context for claim in finding.claims))


def _beside(claim: Claim, book: Book) -> list[Claim]:
    """The claims of a claim's own sentence, but for what it says of the making of the show."""
    return [other for other in book.claims_beside(claim) if other.items[:1] not in OF_THE_SHOW]
