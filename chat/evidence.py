"""Which sentences answer: every sentence of the best passages, weighed against the question.

The weights are those of a conditional logistic model (one sentence among all of its question's answers) over
a handful of plain features, fitted by `tests/quality/fit_weights.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import Protocol

from chat.given import gives, person
from chat.question import Question
from chat.wants import Want
from chat.words import any_of, searched_terms, stem, term_set, terms, tokens
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

FEATURES = (
    "sentence_cosine", "passage_cosine", "rank", "coverage", "context_coverage", "pairs", "gives", "gives_amiss",
    "posted", "credited", "named", "question", "fragment", "data", "aired", "planned",
)  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "sentence_cosine": 3.3, "passage_cosine": 3.7, "rank": 7.0, "coverage": 2.3, "context_coverage": 3.4, "pairs": 1.0,
    "gives": 1.8, "gives_amiss": -1.8, "posted": 3.9, "credited": 2.7, "named": 1.7, "question": -1.0,
    "fragment": -1.7, "data": -0.6, "aired": 0.3, "planned": -1.1,
}  # fmt: skip


_BESIDE_A_TITLE = 3  # words: "Episode 12: …"
_IN_ORDER = tuple(WEIGHTS[name] for name in FEATURES)


class Words(Protocol):
    """What is known of words: an `index.search.Index` is one."""

    def rarity(self, term: str) -> float:
        """How rare it is in the material; greatest for one never seen."""
        ...

    def alike(self, word: str) -> Mapping[str, float]:
        """Stems of the material's words near in meaning to a word, each from 0 to 1, the same."""
        ...


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


def weigh(question: Question, hits: Sequence[Hit], *, words: Words) -> list[Candidate]:
    """Every sentence of the hits as a candidate, best first; ties go by place, so that two runs agree."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    scale = _Scale(question, words)
    found = [candidate for hit in hits for candidate in scale.candidates(hit, hit.score / best)]
    return sorted(found, key=lambda c: (-c.score, c.passage.path, c.sentence.start))


class _Scale:
    """What does not change from sentence to sentence of one question."""

    def __init__(self, question: Question, words: Words) -> None:
        self.want = question.want
        self.count = question.count or 1  # "which two towns": a sentence that names one does not say
        self.about_episode = question.about_episode
        self.asked = frozenset(tokens(question.text))
        rarities = {term: max(words.rarity(term), 0.1) for term in question.terms}
        total = sum(rarities.values()) or 1.0
        self.shares = [rarity / total for rarity in rarities.values()]
        self.held_by = _held_by(question, words)
        self.pairs = set(zip(question.terms, question.terms[1:], strict=False))
        self.named = frozenset(terms(question.named or "")) if question.named else frozenset[str]()

    def candidates(self, hit: Hit, rank: float) -> Iterator[Candidate]:
        """The sentences of one hit."""
        passage = hit.passage
        header = term_set(f"{passage.title} {passage.section or ''}")
        named = float(bool(self.named) and self._is_named(passage))
        orders = [searched_terms(sentence.search_text) for sentence in passage.sentences]
        sets = [frozenset(order) for order in orders]
        covered = [self._covered(words) for words in sets]
        asked, of_header = frozenset[str](), self._covered(header)
        answered = of_header
        for at, sentence in enumerate(passage.sentences):
            if sentence.form is Form.SPEECH and sentence.text.endswith("?"):
                asked = sets[at]  # what follows answers it, to the next question
                answered = list(map(max, of_header, covered[at]))
            section = term_set(" ".join(sentence.section))
            around = [answered, self._covered(section), *covered[max(at - 2, 0) : at + 1]]
            values = (
                hit.sentences[at], hit.dense, rank, self._share(covered[at]), self._share(map(max, *around)),
                *self._words(orders[at], sentence), named,
                *_shape(sentence.text, sentence.form, self.about_episode), *_source(passage.kind),
            )  # fmt: skip
            near = sets[at].union(header, asked, section, *sets[max(at - 2, 0) : at])
            yield Candidate(sentence, passage, at, _weighed(values), values, near)

    def _covered(self, words: frozenset[str]) -> list[float]:
        """How far some words hold each term, 0..1: all of it, or as far as one of them is near in meaning."""
        found = [0.0] * len(self.shares)
        for word in words & self.held_by.keys():
            for n, near in self.held_by[word]:
                found[n] = max(found[n], near)
        return found

    def _share(self, covered: Iterable[float]) -> float:
        """The part of the question that is covered, rare words counting more."""
        return float(sum(map(mul, self.shares, covered)))

    def _words(self, order: tuple[str, ...], sentence: Sentence) -> tuple[float, ...]:
        given = gives(self.want, sentence.text, sentence.search_text, self.asked, self.count)
        pairs = self.pairs.intersection(zip(order, order[1:], strict=False)) if self.pairs else ()
        return (
            len(pairs) / (len(self.pairs) or 1),
            float(given),
            float(not given and self.want is not Want.ANY),
            *(person(sentence.text, self.asked) if self.want is Want.PERSON else (0.0, 0.0)),
        )

    def _is_named(self, passage: Passage) -> bool:
        """Whether the source that a question names in words is this one: "The Herald" → article-theherald.txt."""
        closed = "".join(tokens(f"{passage.title} {passage.path} {passage.url or ''}"))
        return all(term in closed for term in self.named)


def _held_by(question: Question, words: Words) -> Mapping[str, list[tuple[int, float]]]:
    """Which stems hold which of the question's terms, by number, and how far."""
    written_as = {stem(word): word for word in tokens(question.subject)}
    found: dict[str, list[tuple[int, float]]] = {}
    for n, term in enumerate(question.terms):
        for word, near in {**words.alike(written_as.get(term, term)), term: 1.0}.items():
            found.setdefault(word, []).append((n, near))
    return found


@lru_cache(maxsize=65536)
def _shape(whole: str, form: Form, about_episode: bool) -> tuple[float, ...]:
    text = whole.rstrip("\"”' ")
    count = len(text.split())
    return (
        float(text.endswith("?")),
        float(text.endswith(":") or (count < 8 and not _VERB.search(text))),
        float(form is Form.DATA and not about_episode),
    )


def _source(kind: SourceKind) -> tuple[float, float]:
    """What was said on air goes before what was only planned to be."""
    return float(kind is SourceKind.TRANSCRIPT), float(kind is SourceKind.OUTLINE)


def _weighed(values: Sequence[float]) -> float:
    return float(sum(map(mul, _IN_ORDER, values)))
