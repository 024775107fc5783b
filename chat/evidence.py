"""Which sentences answer: every sentence of the best passages, weighed against the question.

The weights are those of a conditional logistic model (one sentence among all of its question's answers) over
a handful of plain features, fitted by `tests/quality/fit_weights.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import mul
from typing import Protocol

from chat.defined import Defined
from chat.given import counts, gives, holds_post, person
from chat.goes_on import follows
from chat.intents import Intent
from chat.question import Question
from chat.replies import asks, echoes, nearer_by_question
from chat.wants import Want
from chat.whereabouts import NOWHERE, Whereabouts
from chat.who import asks_who_did, told_with
from chat.words import any_of, closed_up, searched_terms, spaced, stem, term_set, terms, tokens
from corpus.addressed import addressed
from corpus.models import Form, Passage, Sentence, SourceKind
from index.models import Hit

_VERB = re.compile(r"\w(?:ed|es|s|ing|en)\b|\b(?:is|are|was|were|has|had|have|can|will|do|did|be)\b")
_LEANS = any_of(
    r"^(?:and |but |so |or )?(?:it|its|they|their|them|he|she|his|her|that|this|these|those|which|then|there)\b",
    r"^(?:and|but|so)\b",
)
_YES = any_of(
    r"^\W*(?:yes|yeah|yep|yup|exactly|right|correct|precisely|indeed|that['’]s (?:right|it|correct)|you got it)\b"
)
_QUOTED_PERSON = any_of(r"\bquot(?:e|ed|ing)\b")
FEATURES = (
    "sentence_cosine", "passage_cosine", "rank", "coverage", "context_coverage", "pairs", "gives", "gives_amiss",
    "posted", "credited", "counts", "replies", "named", "question", "fragment", "data", "aired", "planned",
)  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "sentence_cosine": 3.3, "passage_cosine": 3.7, "rank": 7.0, "coverage": 2.3, "context_coverage": 3.4, "pairs": 1.0,
    "gives": 1.8, "gives_amiss": -1.8, "posted": 1.0, "credited": 1.0, "counts": 2.5, "replies": 6.0, "named": 1.7,
    "question": -1.0, "fragment": -1.7, "data": -0.6, "aired": 0.3, "planned": -1.1,
}  # fmt: skip
_CONTEXT = 2  # sentences before one, in whose words it is understood
# What something is, and who holds a post, are known by their form, more surely than an amount by its figure.
BY_FORM = 4.0
# Times what a post, or a deed, counts when it is asked who was quoted: near those who are named with him, or elsewhere.
_AS_QUOTED, _QUOTED_SOMEWHERE = 3.0, 2.0
_OF_DEED = 0.6  # the same, of its own words, from which a sentence that names nobody may tell who did it
_LESS_ALONE = 0.2  # so much less is enough in its own words, where those before have the others
_WHOLE = 0.9  # share of a question's words, from which it is about all of it: "the CEO" of whom?
_BESIDE_A_TITLE = 3  # words: "Episode 12: …"
_QUOTED = 20.0  # log-odds: no other sentence answers who looks for these very words
_THERE = 1.0  # log-odds of what stands where a conversation is
_IN_SHORT = 0.9  # how far an abbreviation holds the words of the name that it stands for
_NOTHING_ASKED_FOR = (0.0, 0.0, 0.0, 0.0, 0.0)  # of "gives" to "counts"
_IN_ORDER = tuple(WEIGHTS[name] for name in FEATURES)


class Words(Protocol):
    """What is known of words: an `index.search.Index` is one."""

    def rarity(self, term: str) -> float:
        """How rare it is in the material; greatest for one never seen."""
        ...

    def alike(self, word: str) -> Mapping[str, float]:
        """Stems of the material's words near in meaning to a word, each from 0 to 1, the same."""
        ...

    def short_for(self, words: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """What the material calls names for short that most of are among `words`, each with those words."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with the passage it stands in."""

    sentence: Sentence
    passage: Passage
    at: int  # its place in `passage.sentences`
    score: float  # log-odds among the candidates of its question: only differences count
    features: tuple[float, ...]  # as `FEATURES`
    stems: tuple[frozenset[str], ...] = ()  # of the sentence and of what it stands under, each by itself
    is_quoted: bool = False  # holds the very words that the question looks for
    told_with: tuple[Sentence, ...] = ()  # where it tells who did something: it, and what beside it names them

    @property
    def near(self) -> frozenset[str]:
        """Stems of the sentence and of what it stands under. Few candidates are asked for them."""
        return frozenset().union(*self.stems)

    @property
    def asks(self) -> bool:
        """True when it is a question itself."""
        return asks(self.sentence.text)

    @property
    def is_confirmed(self) -> bool:
        """True when somebody else says yes to it: "So that is 40 euros a month?" "Exactly."."""
        after = self.passage.sentences[self.at + 1 : self.at + 2]
        return any(reply.speaker != self.sentence.speaker and bool(_YES.match(reply.text)) for reply in after)

    @property
    def is_title(self) -> bool:
        """True when it holds the title of its source and little else."""
        title, words = self.passage.title.casefold(), self.sentence.text.casefold()
        return title in words and len(words.split()) <= len(title.split()) + _BESIDE_A_TITLE

    @property
    def leans(self) -> bool:
        """True when it needs the sentence before it to be understood."""
        return bool(_LEANS.match(self.sentence.text)) or len(self.sentence.text.split()) < 5


def weigh(question: Question, hits: Sequence[Hit], *, words: Words, where: Whereabouts = NOWHERE) -> list[Candidate]:
    """Every sentence of the hits as a candidate, best first; ties go by place, so that two runs agree.

    What is `where` a conversation is, is understood in what a follow-up carries over.
    """
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    scale = _Scale(question, words, where)
    before = _before_each([hit.passage for hit in hits])
    found = [c for hit in hits for c in scale.candidates(hit, hit.score / best, before.get(hit.passage.id, ()))]
    found.sort(key=lambda c: (-c.score, c.passage.path, c.sentence.start))
    return found


class _Scale:
    """What does not change from sentence to sentence of one question."""

    def __init__(self, question: Question, words: Words, where: Whereabouts) -> None:
        self.where = where
        self.carried = [float(term not in question.own) for term in question.terms]
        self.want = question.want
        self.asks_who_did = self.want is Want.PERSON and asks_who_did(question.text)
        self.asks_who_said = self.want is Want.PERSON and question.intent is Intent.SPEAKER
        self.asks_quoted = self.want is Want.PERSON and bool(_QUOTED_PERSON.search(question.text))
        self.quoted_of = frozenset(question.names)
        self.count = question.count or 1  # "which two towns": a sentence that names one does not say
        things = {} if question.of_some else {stem(word): 1.0 for word in question.counted}
        self.things = {**words.alike(question.counted[0]), **things} if len(things) == 1 else things
        self.defined = Defined(question.thing) if question.thing else None
        self.about_episode = question.about_episode
        self.asked = frozenset(tokens(question.text))
        rarities = {term: max(words.rarity(term), 0.1) for term in question.terms}
        total = sum(rarities.values()) or 1.0
        self.shares = [rarity / total for rarity in rarities.values()]
        self.held_by = _held_by(question, words)
        self.held = frozenset(self.held_by)
        self.nothing = [0.0] * len(self.shares)  # most sentences hold nothing of what is asked
        self.pairs = set(zip(question.terms, question.terms[1:], strict=False))
        self.named = frozenset(terms(question.named or "")) if question.named else frozenset[str]()
        self.quoted = spaced(question.quoted) if question.quoted else ""

    def candidates(self, hit: Hit, rank: float, before: tuple[Sentence, ...] = ()) -> Iterator[Candidate]:
        """The sentences of one hit; `before` are the last ones of the passage that it follows."""
        passage, skipped = hit.passage, len(before)
        header = term_set(f"{passage.title} {passage.section or ''}")
        named = float(bool(self.named) and self._is_named(passage))
        sentences = (*before, *passage.sentences)
        orders = [searched_terms(text) for text in addressed(sentences)]
        sets = [frozenset(order) for order in orders]
        here = frozenset().union(*sets) if self.asks_quoted else frozenset[str]()
        covered = [self._covered(words) for words in sets]
        asked, put, of_header = frozenset[str](), -1, self._covered(header)
        answered = of_header
        sections = {sentence.section: term_set(" ".join(sentence.section)) for sentence in passage.sentences}
        of_sections = {name: self._covered(words) for name, words in sections.items()}
        for at, sentence in enumerate(sentences):
            if sentence.form is Form.SPEECH and asks(sentence.text) and not echoes(sentences, at, put):
                asked, put = sets[at], at  # what follows answers it, to the next question
                answered = list(map(max, of_header, covered[at]))
            if at < skipped:
                continue
            section, is_there = sentence.section, self.where.hold(passage.path, sentence.start)
            around = [answered, of_sections[section], *covered[max(at - _CONTEXT, 0) : at + 1]]
            around_share = self._share(*around, self.carried if is_there else self.nothing)
            own_share = self._share(covered[at])
            by = (
                self._told_with(passage.sentences, at - skipped)
                if min(own_share + _LESS_ALONE, around_share) >= _OF_DEED
                else ()
            )
            values = (
                hit.sentences[at - skipped], hit.dense, rank, own_share, around_share,
                self._paired(orders[at]) if covered[at] is not self.nothing else 0.0,
                *self._given(sentences, at, here, is_about=around_share >= _WHOLE, by=bool(by)),
                nearer_by_question(sentences, hit.sentences, at, put) if put >= skipped else 0.0, named,
                *_shape(sentence.text, sentence.form, self.about_episode), *_source(passage.kind),
            )  # fmt: skip
            stems = (header, asked, sections[section], *sets[max(at - _CONTEXT, 0) : at + 1])
            quoted = bool(self.quoted) and self.quoted in spaced(tokens(sentence.search_text))
            score = _weighed(values) + _QUOTED * quoted + _THERE * is_there
            yield Candidate(sentence, passage, at - skipped, score, values, stems, quoted, by)

    def _covered(self, words: frozenset[str]) -> list[float]:
        """How far some words hold each term, 0..1: all of it, or as far as one of them is near in meaning."""
        here = words & self.held
        if not here:
            return self.nothing
        found = self.nothing.copy()
        for word in here:
            for n, near in self.held_by[word]:
                found[n] = max(found[n], near)
        return found

    def _share(self, *covered: list[float]) -> float:
        """The part of the question that is covered, each term as far as it is anywhere, rare words counting more."""
        some = [each for each in covered if each is not self.nothing]
        return float(sum(map(mul, self.shares, map(max, *some) if len(some) > 1 else some[0]))) if some else 0.0

    def _paired(self, order: tuple[str, ...]) -> float:
        """The part of the question's pairs of terms that follow one another in a sentence, too."""
        return len(self.pairs.intersection(zip(order, order[1:], strict=False))) / (len(self.pairs) or 1)

    def _given(
        self, sentences: Sequence[Sentence], at: int, near: frozenset[str], *, is_about: bool, by: bool
    ) -> tuple[float, ...]:
        if self.want is Want.ANY and not self.defined:
            return _NOTHING_ASKED_FOR
        sentence = sentences[at]
        given = (
            BY_FORM * _defines(self.defined, sentences, at)
            if self.defined
            else by or gives(self.want, sentence.text, sentence.search_text, self.asked, self.count)
        )
        return (
            float(given),
            float(not given and self.want is not Want.ANY),
            *(self._person(sentence.text, near, is_about=is_about) if self.want is Want.PERSON else (0.0, 0.0)),
            counts(sentence.search_text, self.things) if self.things else 0.0,
        )

    def _person(self, text: str, near: frozenset[str], *, is_about: bool) -> tuple[float, float]:
        posted, credited = person(text, self.asked)
        if self.asks_quoted:
            times = _AS_QUOTED if self.quoted_of <= near else _QUOTED_SOMEWHERE
            return times * posted, times * credited
        return BY_FORM if posted and is_about and holds_post(text, self.asked) else posted, credited

    def _told_with(self, sentences: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
        """A sentence that tells who did something, or said it: with what names them, where that stands beside it."""
        here = sentences[at]
        if self.asks_who_said:
            return (here,) if here.speaker and not asks(here.text) else ()
        return told_with(sentences, at) if self.asks_who_did else ()

    def _is_named(self, passage: Passage) -> bool:
        """Whether the source that a question names in words is this one: "The Herald" → article-theherald.txt."""
        source = closed_up(f"{passage.title} {passage.path} {passage.url or ''}")
        return all(term in source for term in self.named)


def _defines(thing: Defined, sentences: Sequence[Sentence], at: int) -> bool:
    """Whether a sentence says what a thing is, by itself or as the reply to somebody who asks that."""
    here = sentences[at]
    if here.form in (Form.TASK, Form.HEADING):
        return False
    asked = any(one.speaker != here.speaker and asks(one.text) for one in sentences[max(at - 1, 0) : at])
    return thing.in_(here.text) or (asked and thing.is_asked(sentences[at - 1].text))


def _before_each(passages: Sequence[Passage]) -> dict[str, tuple[Sentence, ...]]:
    """By the id of each passage that follows another of them, the other's last sentences."""
    in_order = sorted(passages, key=lambda passage: (passage.path, passage.start))
    return {
        passage.id: before.sentences[-_CONTEXT:] for before, passage in pairwise(in_order) if follows(before, passage)
    }


def _held_by(question: Question, words: Words) -> Mapping[str, list[tuple[int, float]]]:
    """Which stems hold which of the question's terms, by number, and how far."""
    written = tokens(question.subject)
    written_as = {stem(word): word for word in written}
    in_short = {stem(short): set(map(stem, name)) for short, name in words.short_for(written).items()}
    found: dict[str, list[tuple[int, float]]] = {}
    for n, term in enumerate(question.terms):
        short = {word: _IN_SHORT for word, name in in_short.items() if term in name}
        for word, near in {**words.alike(written_as.get(term, term)), **short, term: 1.0}.items():
            found.setdefault(word, []).append((n, near))
    return found


@lru_cache(maxsize=65536)
def _shape(whole: str, form: Form, about_episode: bool) -> tuple[float, ...]:
    text = whole.rstrip("\"”' ")
    count = len(text.split())
    return (
        float(asks(whole)),
        float(text.endswith(":") or (count < 8 and not _VERB.search(text))),
        float(form is Form.DATA and not about_episode),
    )


def _source(kind: SourceKind) -> tuple[float, float]:
    """What was said on air goes before what was only planned to be."""
    return float(kind is SourceKind.TRANSCRIPT), float(kind is SourceKind.OUTLINE)


def _weighed(values: Sequence[float]) -> float:
    return float(sum(map(mul, _IN_ORDER, values)))
