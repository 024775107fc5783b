"""The answer without a language model: the show's own sentences, the one that answers first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat.evidence import Candidate
from chat.question import Intent, Question
from chat.words import term_set, tokens
from corpus.models import Form, Passage, Sentence, SourceKind

WORDS = 60  # what a plain answer may quote
WORDS_OF_MANY = 100  # a list, or a question in several parts
_BEHIND = 3.0  # how far a further sentence may score behind the first one, in log-odds
_NUMBERS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Choice:
    """Consecutive sentences of one speaker that the answer quotes; `also` are places that say the same."""

    sentences: tuple[Sentence, ...]
    passage: Passage
    score: float
    asked: Sentence | None = None  # the question, by somebody else, that these sentences answer
    also: tuple[Choice, ...] = ()

    @property
    def words(self) -> int:
        """Words quoted, the question included."""
        return sum(len(sentence.text.split()) for sentence in (*self.sentences, *filter(None, [self.asked])))

    @property
    def text(self) -> str:
        """The words quoted."""
        return " ".join(sentence.text for sentence in self.sentences)


def choose(question: Question, candidates: Sequence[Candidate], *, words: int | None = None) -> list[Choice]:
    """The sentences that make the answer, in the order in which they are said; `candidates` come best first."""
    if not candidates:
        return []
    budget = words or (WORDS_OF_MANY if question.intent in (Intent.LIST, Intent.EPISODE) else WORDS)
    chosen: list[Choice] = []
    for candidate in candidates:
        if chosen and candidate.score < chosen[0].score - _BEHIND:
            break
        choice = _whole(candidate)
        twin = next((i for i, c in enumerate(chosen) if same_fact(c, choice)), None)
        if twin is not None:
            chosen[twin] = _cited_together(chosen[twin], choice)
        elif _room(chosen, choice, budget):
            chosen = _joined(chosen, choice)
    return chosen


def same_fact(one: Choice, other: Choice) -> bool:
    """Whether two choices say the same thing in nearly the same words: no number differs, most words are shared."""
    if one.passage.path == other.passage.path and _overlap(one, other):
        return True
    first, second = term_set(one.text), term_set(other.text)
    if not first or not second or _figures(one.text) != _figures(other.text):
        return False
    return len(first & second) >= 0.6 * min(len(first), len(second))


def _figures(text: str) -> frozenset[str]:
    return frozenset(token for token in tokens(text) if _NUMBERS.match(token))


def _overlap(one: Choice, other: Choice) -> bool:
    return one.sentences[0].start < other.sentences[-1].end and other.sentences[0].start < one.sentences[-1].end


def _whole(candidate: Candidate) -> Choice:
    """A candidate with what it needs to be understood: the sentence before, or the question it answers."""
    sentence, before = candidate.sentence, candidate.previous
    choice = Choice((sentence,), candidate.passage, candidate.score)
    if (
        before is None
        or not candidate.leans
        or before.form not in (Form.SPEECH, Form.PROSE)
        or before.form is not sentence.form
    ):
        return choice
    if before.speaker == sentence.speaker:
        return replace(choice, sentences=(before, sentence))
    if before.text.rstrip().endswith("?") and candidate.passage.kind is SourceKind.TRANSCRIPT:
        return replace(choice, asked=before)
    return choice


def _room(chosen: Sequence[Choice], choice: Choice, budget: int) -> bool:
    return not chosen or sum(c.words for c in chosen) + choice.words <= budget


def _cited_together(choice: Choice, twin: Choice) -> Choice:
    """Near-copies are said once and cited together, one place a source."""
    paths = {choice.passage.path, *(other.passage.path for other in choice.also)}
    return choice if twin.passage.path in paths else replace(choice, also=(*choice.also, replace(twin, asked=None)))


def _runs_on(one: Choice, other: Choice) -> bool:
    """Whether both are running text of one passage by one speaker: rows and items stand for themselves."""
    first, second = one.sentences[0], other.sentences[0]
    return (
        one.passage.id == other.passage.id
        and first.speaker == second.speaker
        and {first.form, second.form} <= {Form.SPEECH, Form.PROSE}
    )


def _joined(chosen: list[Choice], choice: Choice) -> list[Choice]:
    """The list with one more: a neighbour of a chosen stretch extends it, so that both read as they stand."""
    for i, other in enumerate(chosen):
        if _runs_on(other, choice):
            order = [s.start for s in choice.passage.sentences]
            first, last = order.index(other.sentences[0].start), order.index(other.sentences[-1].start)
            here, there = order.index(choice.sentences[0].start), order.index(choice.sentences[-1].start)
            if here == last + 1:
                chosen[i] = replace(other, sentences=(*other.sentences, *choice.sentences))
                return chosen
            if there == first - 1 and other.asked is None:
                chosen[i] = replace(other, sentences=(*choice.sentences, *other.sentences))
                return chosen
    return [*chosen, choice]
