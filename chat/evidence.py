"""Which sentences answer: every sentence of the best passages, weighed against the question.

The weights are those of a conditional logistic model (one sentence among all of its question's answers) over
a handful of plain features, fitted by `tests/quality/fit_weights.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from chat.question import Question, Want
from chat.words import searched_terms, term_set, terms, tokens
from corpus.models import Form, Passage, Sentence, SourceKind
from corpus.numbers.written import written
from index.models import Hit

_FIGURE = r"\d[\d.,]{0,15}"  # all of it, so that a number of the question is known again
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_UNIT_OF_TIME = r"(?:ms|millisecond|second|minute|hour|day|week|month|quarter|year|decade)"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_GIVES = {
    Want.QUANTITY: _any(
        rf"(?<![a-z.\d]){_FIGURE}", r"\b(?:half|double|twice|triple|dozen|hundreds|thousands|millions|quarter|third)\b"
    ),
    Want.MONEY: _any(
        rf"[$€£]\s?{_FIGURE}",
        rf"\b(?:costs?|fees?|rates?|premiums?|prices?|charges?|pays?)\b.{{0,40}}{_FIGURE}\s?(?:%|per ?cent)",
        rf"{_FIGURE}\s?(?:k|m|bn|thousand|million|billion)?\+?\s?(?:dollars?|euros?|pounds?|cents?|usd)\b",
    ),
    Want.SHARE: _any(
        rf"{_FIGURE}\s?(?:%|per ?cent)", r"\b(?:half|third|quarter|\d+ (?:in|of|out of) (?:every )?\d+)\b"
    ),
    Want.DURATION: _any(
        rf"\d[\d.,+-]*[\s-]?(?:\w+\s)?{_UNIT_OF_TIME}s?\b",
        rf"\b(?:an?|one|every|each|full|entire) (?:\w+ )?{_UNIT_OF_TIME}\b",
        r"\b(?:daily|weekly|monthly|yearly|annually|overnight)\b",
    ),
    Want.DATE: _any(
        rf"\b{_MONTH}\b\.? ?\d|\b(?:19|20)\d\d\b|\b{_MONTH}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"\b(?:today|yesterday|tomorrow)\b",
        r"\b(?:last|next|this) (?:week|month|quarter|year|spring|summer|autumn|fall|winter)\b",
        r"\bv?\d+\.\d+",
    ),
    Want.TIME: _any(
        r"\d{1,2}[:.]\d\d|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|o'clock)|\b\d{4} ?(?:utc|gmt|hours)|\b(?:noon|midnight|utc)\b"
    ),
    Want.REASON: _any(r"\b(?:because|since|due to|caused?|so that|in order|reason|led to|result|trigger)"),
}
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:de |van |von |of )?[A-Z][\w’'-]+)*")
_PLACE = re.compile(rf"\b(?:in|at|from|to|between|near|off|into|through|via|and) (?:the )?({_NAME.pattern})")
_VERB = re.compile(r"\w(?:ed|es|s|ing|en)\b|\b(?:is|are|was|were|has|had|have|can|will|do|did|be)\b")
_LEANS = _any(
    r"^(?:and |but |so |or )?(?:it|its|they|their|them|he|she|his|her|that|this|these|those|which|then|there)\b",
    r"^(?:and|but|so)\b",
)

FEATURES = (
    "sentence_cosine", "passage_cosine", "rank", "coverage", "context_coverage", "rare_missing", "pairs", "gives",
    "gives_amiss", "named", "question", "short", "fragment", "heading", "task", "data", "data_asked", "address",
    "copy", "aired", "planned", "asked_alike",
)  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "sentence_cosine": 4.5, "passage_cosine": 2.7, "rank": 7.4, "coverage": 2.3, "context_coverage": 2.7,
    "rare_missing": -1.0, "pairs": 1.0, "gives": 1.5, "gives_amiss": -1.5, "named": 1.6, "question": -1.0,
    "short": -0.3, "fragment": -1.7, "heading": -0.5, "task": 0.6, "data": -1.2, "data_asked": 1.0, "address": -0.5,
    "copy": -0.4, "aired": 0.3, "planned": -1.2, "asked_alike": 5.0,
}  # fmt: skip


_ALIKE = 0.6  # cosine from which two questions are taken to ask the same
_IN_ORDER = tuple(WEIGHTS[name] for name in FEATURES)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with the passage it stands in."""

    sentence: Sentence
    passage: Passage
    at: int  # its place in `passage.sentences`
    score: float  # log-odds among the candidates of its question: only differences count
    features: tuple[float, ...]  # as `FEATURES`
    near: frozenset[str] = frozenset()  # stems of the sentence and of what it stands under

    @property
    def asks(self) -> bool:
        """True when it is a question itself."""
        return self.sentence.text.rstrip("\"”' ").endswith("?")

    @property
    def leans(self) -> bool:
        """True when it needs the sentence before it to be understood."""
        return bool(_LEANS.match(self.sentence.text)) or len(self.sentence.text.split()) < 5


def gives(want: Want, text: str, asked: frozenset[str]) -> bool:
    """Whether a text holds the kind of thing that is wanted, other than what the question itself said."""
    return _gives(want, text, written(text), asked)


def _gives(want: Want, text: str, search_text: str, asked: frozenset[str], at_least: int = 1) -> bool:
    if want is Want.ANY:
        return False
    if want in (Want.PERSON, Want.PLACE):
        names = _given(want, text[1:] if want is Want.PERSON else text)
        return sum(not words <= asked for words in set(names)) >= at_least
    return any(not words or not words <= asked for words in _given(want, search_text))


@lru_cache(maxsize=16384)
def _given(want: Want, text: str) -> tuple[frozenset[str], ...]:
    """The words of each thing of that kind in a text: remembered, as sentences are looked at again and again."""
    pattern = {Want.PERSON: _NAME, Want.PLACE: _PLACE}.get(want) or _GIVES[want]
    return tuple(frozenset(tokens(match[match.lastindex or 0])) for match in pattern.finditer(text))


def weigh(question: Question, hits: Sequence[Hit], *, rarity: Callable[[str], float]) -> list[Candidate]:
    """Every sentence of the hits as a candidate, best first; ties go by place, so that two runs agree."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    scale = _Scale(question, rarity)
    found = [candidate for hit in hits for candidate in scale.candidates(hit, hit.score / best)]
    return sorted(found, key=lambda c: (-c.score, c.passage.path, c.sentence.start))


class _Scale:
    """What does not change from sentence to sentence of one question."""

    def __init__(self, question: Question, rarity: Callable[[str], float]) -> None:
        self.want = question.want
        self.count = question.count or 1  # "which two towns": a sentence that names one does not say
        self.about_episode = question.about_episode
        self.asked = frozenset(tokens(question.text))
        self.weights = {term: max(rarity(term), 0.1) for term in question.terms}
        self.total = sum(self.weights.values()) or 1.0
        self.pairs = set(zip(question.terms, question.terms[1:], strict=False))
        self.named = frozenset(terms(question.named or "")) if question.named else frozenset[str]()

    def candidates(self, hit: Hit, rank: float) -> Iterator[Candidate]:
        """The sentences of one hit."""
        passage = hit.passage
        header = term_set(f"{passage.title} {passage.section or ''}")
        named = float(bool(self.named) and self._is_named(passage))
        orders = [searched_terms(sentence.search_text) for sentence in passage.sentences]
        sets = [frozenset(order) for order in orders]
        alike = _asked_alike(passage.sentences, hit.sentences)
        asked = frozenset[str]()
        for at, sentence in enumerate(passage.sentences):
            if sentence.form is Form.SPEECH and sentence.text.endswith("?"):
                asked = sets[at]  # what follows answers it, to the next question
            near = sets[at].union(header, asked, term_set(" ".join(sentence.section)), *sets[max(at - 2, 0) : at])
            values = (
                hit.sentences[at], hit.dense, rank, *self._words(orders[at], sets[at], near, sentence), named,
                *_shape(sentence, self.about_episode), *_source(passage.kind), alike[at],
            )  # fmt: skip
            yield Candidate(sentence, passage, at, _weighed(values), values, near)

    def _words(
        self, order: tuple[str, ...], own: frozenset[str], near: frozenset[str], sentence: Sentence
    ) -> tuple[float, ...]:
        missing = [weight for term, weight in self.weights.items() if term not in near]
        shared = [weight for term, weight in self.weights.items() if term in own]
        given = _gives(self.want, sentence.text, sentence.search_text, self.asked, self.count)
        pairs = self.pairs.intersection(zip(order, order[1:], strict=False)) if len(shared) > 1 else ()
        return (
            sum(shared) / self.total,
            1.0 - sum(missing) / self.total,
            max(missing, default=0.0) / 10.0,
            len(pairs) / (len(self.pairs) or 1),
            float(given),
            float(not given and self.want is not Want.ANY),
        )

    def _is_named(self, passage: Passage) -> bool:
        """Whether the source that a question names in words is this one: "The Herald" → article-theherald.txt."""
        closed = "".join(tokens(f"{passage.title} {passage.path} {passage.url or ''}"))
        return all(term in closed for term in self.named)


def _shape(sentence: Sentence, about_episode: bool) -> tuple[float, ...]:
    return _shape_of(sentence.text, sentence.form, about_episode, sentence.copy_of is not None)


@lru_cache(maxsize=65536)
def _shape_of(whole: str, form: Form, about_episode: bool, is_copy: bool) -> tuple[float, ...]:
    text = whole.rstrip("\"”' ")
    count = len(text.split())
    return (
        float(text.endswith("?")),
        float(count < 4),
        float(text.endswith(":") or (count < 8 and not _VERB.search(text))),
        float(form is Form.HEADING),
        float(form in (Form.TASK, Form.CODE)),
        float(form is Form.DATA and not about_episode),
        float(form is Form.DATA and about_episode),
        float("://" in text),
        float(is_copy),
    )


def _asked_alike(sentences: Sequence[Sentence], cosines: Sequence[float]) -> list[float]:
    """How near the question is that somebody else has just asked: all of it for the first sentence of the reply,
    half for the next, and so on. What the hosts ask each other is often what a listener asks."""
    found, asker, near = [], None, 0.0
    for sentence, cosine in zip(sentences, cosines, strict=True):
        if sentence.form is Form.SPEECH and sentence.text.endswith("?"):
            asker, near = sentence.speaker, max(cosine - _ALIKE, 0.0) / (1.0 - _ALIKE)
            found.append(0.0)
        else:
            found.append(near if sentence.speaker != asker else 0.0)
            near *= 0.5 if sentence.speaker != asker else 1.0
    return found


def _source(kind: SourceKind) -> tuple[float, float]:
    """What was said on air goes before what was only planned to be."""
    return float(kind is SourceKind.TRANSCRIPT), float(kind is SourceKind.OUTLINE)


def _weighed(values: Sequence[float]) -> float:
    return float(sum(map(mul, _IN_ORDER, values)))
