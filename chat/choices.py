"""What an answer quotes: stretches of sources, when two of them say the same, and how they are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chat.quoting import runs_into
from chat.replies import asks
from chat.words import searched_terms
from corpus.models import Form, Passage, Sentence, SourceKind

JOINED_WORDS = 45  # a stretch that neighbours have extended to so many words is long enough
_RUN_ON_WORDS = 32  # the same where nobody set full stops: machine captions
_SHARED, _OF_LONGER = 0.8, 0.4  # of the words of the shorter and of the longer, for two to say the same
_RIGHT_BEHIND = 150  # characters of the file
_NUMBERS = re.compile(r"\d")
_STOP = re.compile(r"[.?!…]")


@dataclass(frozen=True, slots=True)
class Choice:
    """Consecutive sentences of one speaker that the answer quotes; `also` are places that say the same.

    `title` is where the episode's title stands, where the episode itself is what was asked for.
    """

    sentences: tuple[Sentence, ...]
    passage: Passage
    score: float
    asked: Sentence | None = None  # the question by somebody else that these sentences answer, or what they reply to
    also: tuple[Choice, ...] = ()
    title: Choice | None = None

    @property
    def words(self) -> int:
        """Words quoted, the question included."""
        return sum(len(sentence.text.split()) for sentence in (*self.sentences, *filter(None, [self.asked])))

    @property
    def text(self) -> str:
        """The words quoted."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def terms(self) -> tuple[frozenset[str], frozenset[str]]:
        """Stems of the words quoted, numbers as digits; and the numbers among them."""
        return _terms(tuple(sentence.search_text for sentence in self.sentences))


def same_fact(one: Choice, other: Choice) -> bool:
    """Whether one says what the other says: most words are shared, and no figure of the shorter is missing."""
    if one.passage.path == other.passage.path and _overlap(one, other):
        return True
    (shorter, figures), (longer, more_figures) = sorted((one.terms, other.terms), key=lambda said: len(said[0]))
    figures, more_figures = sorted((figures, more_figures), key=len)
    if not shorter or not figures <= more_figures:
        return False
    if one.passage.path == other.passage.path and shorter <= longer:
        return True  # an echo: "Fifty thousand files."
    return len(shorter & longer) >= max(_SHARED * len(shorter), _OF_LONGER * len(longer))


@lru_cache(maxsize=16384)
def _terms(search_texts: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    terms = frozenset(term for text in search_texts for term in searched_terms(text))
    return terms, frozenset(term for term in terms if _NUMBERS.match(term))


def _overlap(one: Choice, other: Choice) -> bool:
    return one.sentences[0].start < other.sentences[-1].end and other.sentences[0].start < one.sentences[-1].end


def unsaid(choice: Choice, said: Sequence[Choice]) -> Choice | None:
    """A choice without the sentences that others quote already, or None when nothing is left."""
    quoted = {(other.passage.path, sentence.start) for other in said for sentence in other.sentences}
    left = tuple(sentence for sentence in choice.sentences if (choice.passage.path, sentence.start) not in quoted)
    return replace(choice, sentences=left) if left else None


def cited_together(choice: Choice, twin: Choice) -> Choice:
    """Near-copies are said once and cited together, one place a source; what was said on air leads."""
    if twin.passage.id == choice.passage.id and _overlap(choice, twin):
        return _longer(choice, twin)
    paths = {choice.passage.path, *(other.passage.path for other in choice.also)}
    if twin.passage.path in paths:
        return choice
    if twin.passage.kind is SourceKind.TRANSCRIPT and choice.passage.kind is not SourceKind.TRANSCRIPT:
        return replace(twin, score=choice.score, also=(replace(choice, also=(), asked=None), *choice.also))
    return replace(choice, also=(*choice.also, replace(twin, asked=None)))


def _longer(choice: Choice, twin: Choice) -> Choice:
    """Two stretches of one passage that share sentences, as one."""
    start = min(choice.sentences[0].start, twin.sentences[0].start)
    end = max(choice.sentences[-1].end, twin.sentences[-1].end)
    sentences = tuple(s for s in choice.passage.sentences if start <= s.start and s.end <= end)
    return replace(choice, sentences=sentences, asked=choice.asked if choice.asked not in sentences else None)


def joined(chosen: list[Choice], choice: Choice) -> list[Choice]:
    """The list with one more: a neighbour of a chosen stretch extends it, so that both read as they stand."""
    for i, other in enumerate(chosen):
        if _runs_on(other, choice) and other.words + choice.words <= most_words(other):
            if _is_next(other, choice):
                chosen[i] = replace(other, sentences=(*other.sentences, *choice.sentences))
                return chosen
            if _is_next(choice, other) and other.asked is None:
                chosen[i] = replace(other, sentences=(*choice.sentences, *other.sentences))
                return chosen
    return [*chosen, choice]


def _runs_on(one: Choice, other: Choice) -> bool:
    """Whether both are running text of one passage by one speaker: rows and items stand for themselves."""
    first, second = one.sentences[0], other.sentences[0]
    return (
        one.passage.id == other.passage.id
        and first.speaker == second.speaker
        and {first.form, second.form} <= {Form.SPEECH, Form.PROSE}
    )


def most_words(choice: Choice) -> int:
    """How many words its neighbours may extend a stretch to."""
    return JOINED_WORDS if _STOP.search(choice.text) else _RUN_ON_WORDS


def adjoins(one: Choice, other: Choice) -> bool:
    """Whether one stretch of a passage stands right before or behind another."""
    return one.passage.id == other.passage.id and (_is_next(one, other) or _is_next(other, one))


def _is_next(one: Choice, other: Choice) -> bool:
    """Whether of two stretches of a passage the other one begins right behind the first."""
    order = [sentence.start for sentence in one.passage.sentences]
    return order.index(other.sentences[0].start) == order.index(one.sentences[0].start) + len(one.sentences)


def by_source(chosen: Sequence[Choice]) -> list[Choice]:
    """What one source says stands together, where its first is."""
    first: dict[str, int] = {}
    for place, choice in enumerate(chosen):
        first.setdefault(choice.passage.path, place)
    return sorted(chosen, key=lambda choice: first[choice.passage.path])


def as_spoken(chosen: Sequence[Choice]) -> list[Choice]:
    """What is quoted of one turn in the order in which it was said; the first of all, which answers, stays first.

    Only the question that it replies to goes before it, where somebody else puts that.
    """
    told = list(chosen[:1])
    for choice in chosen[1:]:
        goes_before = (_leads_to(choice, other) if i else _is_put(choice, other) for i, other in enumerate(told))
        told.insert(next((i for i, before in enumerate(goes_before) if before), len(told)), choice)
    return told


def _leads_to(one: Choice, other: Choice) -> bool:
    """Whether one is said before the other in the same breath: nobody else speaks between them."""
    first, last = one.sentences[-1], other.sentences[0]
    if one.passage.id != other.passage.id or first.start >= last.start:
        return False
    between = [s for s in one.passage.sentences if first.start <= s.start <= last.start]
    return all(s.speaker == first.speaker and runs_into(first, s) for s in between)


def _is_put(one: Choice, reply: Choice) -> bool:
    """Whether one asks what somebody else replies to right behind it."""
    if one.passage.path != reply.passage.path or one.sentences[-1].speaker == reply.sentences[0].speaker:
        return False
    apart = reply.sentences[0].start - one.sentences[-1].end
    return 0 <= apart <= _RIGHT_BEHIND and any(asks(sentence.text) for sentence in one.sentences)
