"""Which sentences answer: every sentence of the best passages, weighed against the question.

The weights are a logistic model over a handful of plain features, fitted on question–sentence pairs by
`tests/quality/fit_weights.py`; the score is the chance that the sentence answers the question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chat.question import Question, Want
from chat.words import term_set, tokens
from corpus.models import Form, Passage, Sentence, SourceKind
from corpus.numbers import written
from index.models import Hit

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_UNIT_OF_TIME = r"(?:ms|millisecond|second|minute|hour|day|week|month|quarter|year|decade)"
_DIGIT = re.compile(r"(?<![a-z])\d", re.IGNORECASE)


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_GIVES = {
    Want.QUANTITY: _any(
        r"(?<![a-z.\d])\d", r"\b(?:half|double|twice|triple|dozen|hundreds|thousands|millions|quarter|third)\b"
    ),
    Want.MONEY: _any(
        r"[$€£]\s?\d", r"\d[\d.,]*\s?(?:k|m|bn|thousand|million|billion)?\+?\s?(?:dollars?|euros?|pounds?|cents?|usd)\b"
    ),
    Want.SHARE: _any(r"\d\s?(?:%|per ?cent)", r"\b(?:half|third|quarter|most|all|none|\d+ (?:in|of|out of) \d+)\b"),
    Want.DURATION: _any(
        rf"\d[\d.,+-]*[\s-]?(?:\w+\s)?{_UNIT_OF_TIME}s?\b",
        rf"\b(?:an?|one|every|each|full|entire) (?:\w+ )?{_UNIT_OF_TIME}\b",
        r"\b(?:daily|weekly|monthly|yearly|annually|overnight)\b",
    ),
    Want.DATE: _any(
        rf"\b{_MONTH}\b\.? ?\d|\b(?:19|20)\d\d\b|\b{_MONTH}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"\b(?:today|yesterday|tomorrow|(?:last|next|this) (?:week|month|quarter|year|spring|summer|autumn|fall|winter))\b",
        r"\bv?\d+\.\d+",
    ),
    Want.TIME: _any(
        r"\d{1,2}[:.]\d\d|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|o'clock)|\b\d{4} ?(?:utc|gmt|hours)|\b(?:noon|midnight|utc)\b"
    ),
    Want.REASON: _any(r"\b(?:because|since|due to|caused?|so that|in order|reason|led to|result|trigger)"),
}
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:de |van |von |of )?[A-Z][\w’'-]+)*")
_LEANS = _any(
    r"^(?:and |but |so |or )?(?:it|its|they|their|them|he|she|his|her|that|this|these|those|which|then|there)\b",
    r"^(?:and|but|so)\b",
)

FEATURES = (
    "sentence_cosine", "passage_cosine", "rank", "coverage", "context_coverage", "rare_missing", "gives",
    "question", "short", "heading", "task", "data", "copy",
)  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "bias": -5.2, "sentence_cosine": 5.0, "passage_cosine": 2.0, "rank": 1.0, "coverage": 2.4, "context_coverage": 1.8,
    "rare_missing": -0.6, "gives": 1.1, "question": -2.5, "short": -0.8, "heading": -1.2, "task": -2.0, "data": -1.2,
    "copy": -1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with the passage it stands in and the chance that it does."""

    sentence: Sentence
    passage: Passage
    at: int  # its place in `passage.sentences`
    score: float  # 0..1
    features: tuple[float, ...]  # as `FEATURES`

    @property
    def previous(self) -> Sentence | None:
        """The sentence before it in the passage."""
        return self.passage.sentences[self.at - 1] if self.at else None

    @property
    def leans(self) -> bool:
        """True when it needs the sentence before it to be understood."""
        return bool(_LEANS.match(self.sentence.text)) or len(self.sentence.text.split()) < 5


def gives(want: Want, text: str, asked: frozenset[str]) -> bool:
    """Whether a text holds the kind of thing that is wanted, other than what the question itself said."""
    if want is Want.ANY:
        return False
    if want is Want.PERSON:
        return any(not set(tokens(name)) <= asked for name in _NAME.findall(text[1:]))
    plain = written(text)
    found = _GIVES[want].search(plain)
    if not found:
        return False
    if want is Want.QUANTITY:
        return bool({t for t in tokens(plain) if _DIGIT.match(t)} - asked) or not _DIGIT.search(found[0])
    return True


def weigh(question: Question, hits: Sequence[Hit], *, rarity: Callable[[str], float]) -> list[Candidate]:
    """Every sentence of the hits as a candidate, best first; ties go by place, so that two runs agree."""
    weights = _term_weights(question.terms, rarity)
    asked = frozenset(tokens(question.text))
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    found = [
        candidate
        for hit in hits
        for candidate in _candidates(question, hit, weights=weights, asked=asked, rank=hit.score / best)
    ]
    return sorted(found, key=lambda c: (-c.score, c.passage.path, c.sentence.start))


def _term_weights(words: Iterable[str], rarity: Callable[[str], float]) -> dict[str, float]:
    return {word: max(rarity(word), 0.1) for word in words}


def _candidates(
    question: Question, hit: Hit, *, weights: Mapping[str, float], asked: frozenset[str], rank: float
) -> Iterable[Candidate]:
    header = term_set(" ".join(filter(None, (hit.passage.title, hit.passage.section))))
    total = sum(weights.values()) or 1.0
    sets = [term_set(sentence.search_text) for sentence in hit.passage.sentences]
    for at, sentence in enumerate(hit.passage.sentences):
        own = sets[at]
        near = own | header | (sets[at - 1] if at else frozenset()) | (sets[at - 2] if at > 1 else frozenset())
        values = (
            hit.sentences[at],
            hit.dense,
            rank,
            sum(w for t, w in weights.items() if t in own) / total,
            sum(w for t, w in weights.items() if t in near) / total,
            max((w for t, w in weights.items() if t not in near), default=0.0) / 10.0,
            float(gives(question.want, sentence.text, asked)),
            float(sentence.text.rstrip("\"”' ").endswith("?")),
            float(len(sentence.text.split()) < 4),
            float(sentence.form is Form.HEADING),
            float(sentence.form in (Form.TASK, Form.CODE)),
            float(sentence.form is Form.DATA),
            float(sentence.copy_of is not None),
        )
        yield Candidate(sentence, hit.passage, at, chance(values), values)


def chance(values: Sequence[float]) -> float:
    """The logistic of the weighted features."""
    logit = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in zip(FEATURES, values, strict=True))
    return 1.0 / (1.0 + math.exp(-logit))


def said_on_air(kind: SourceKind) -> bool:
    """Whether words of such a source were spoken by the person they are credited to."""
    return kind in (SourceKind.TRANSCRIPT, SourceKind.CAPTIONS)
