"""The data of a conversation: questions in, cited answers out. JSON shapes are the product's contract."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from corpus.models import Clock, Frozen, SourceKind

QUESTION_CHARACTERS = 1000  # after cleaning
NOTE_CHARACTERS = 1000  # of what a listener says about an answer


class Message(Frozen):
    """One turn of what was said before, oldest first."""

    role: Literal["user", "assistant"] = "user"
    content: str


def _turns(value: object) -> object:
    """Plain strings are the listener's own questions."""
    if not isinstance(value, list):
        return () if value is None else value
    return [{"content": turn} if isinstance(turn, str) else turn for turn in value]


History = Annotated[tuple[Message, ...], BeforeValidator(_turns)]  # as a file gives it: questions, or turns of both


class Status(StrEnum):
    """Whether the material answers the question."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


class Verdict(StrEnum):
    """How a quote relates to the file."""

    EXACT = "exact"  # word for word `file[start:end]` as a reader sees it
    APPROXIMATE = "approximate"  # a language model's wording, matched to this stretch; never in quotation marks


class Citation(Frozen):
    """A quote, who said it and where. Offsets are code points into the file; `line` is 1-based."""

    n: int
    path: str
    kind: SourceKind
    title: str
    episode: str | None = None
    published: str | None = None
    speaker: str | None = None
    section: str | None = None
    quote: str
    start: int
    end: int
    line: int
    context: str = ""  # the passage around the quote; contains it
    starts_at: float | None = None  # seconds into the episode
    clock: Clock | None = None
    url: str | None = None
    verdict: Verdict = Verdict.EXACT
    heard: str | None = None  # captions only: the quote with mis-heard names repaired, when that changes it
    cells: tuple[str, ...] = ()  # of the table row that is quoted, as printed; `quote` has a blank between them


class DisagreementKind(StrEnum):
    """What sort of value the sources differ in."""

    QUANTITY = "quantity"
    DATE = "date"
    NAME = "name"
    LIST = "list"
    QUOTE = "quote"
    POLARITY = "polarity"


class Severity(StrEnum):
    """How a disagreement should be read, worst first."""

    CONFLICT = "conflict"  # cannot both hold
    SCOPE = "scope"  # may be about different scopes, or rounding
    UPDATE = "update"  # a later source revises an earlier one
    CAPTION = "caption"  # one side looks mis-heard


class Place(Frozen):
    """A further place that gives the same value."""

    path: str
    start: int
    end: int
    quote: str
    speaker: str | None = None
    kind: SourceKind


class Position(Frozen):
    """One of the values that sources give, with the words that give it; `citation` is an `n` of the answer, or None."""

    value: str
    quote: str
    path: str
    speaker: str | None = None
    citation: int | None = None
    start: int
    end: int
    kind: SourceKind
    episode: str | None = None
    also: tuple[Place, ...] = ()  # a fact stated five times is one position with four further places


class Disagreement(Frozen):
    """Two or more positions that cannot all be true. `id` outlives re-ingest: it is made of claims, not of places."""

    id: str
    topic: str
    kind: DisagreementKind
    severity: Severity
    positions: tuple[Position, ...]


class Timings(Frozen):
    """Milliseconds spent, and tokens of a language model where one was used."""

    embed_ms: float = 0.0
    search_ms: float = 0.0
    total_ms: float = 0.0
    first_text_ms: float | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None  # of the language model, in the currency of the prices that were set


class Answer(Frozen):
    """What a listener reads, and what it stands on."""

    id: str
    question: str
    status: Status
    answer: str
    confidence: float = Field(ge=0, le=1)
    citations: tuple[Citation, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    suggestions: tuple[str, ...] = ()
    answered_by: str = "extract"
    asked_as: str | None = None  # the question as it was searched, when history changed it
    notice: str | None = None  # one sentence for the reader, such as why the language model was left out
    timings: Timings = Timings()


class Delta(Frozen):
    """Some more of the answer's text, in order; the texts joined are `Answer.answer`."""

    text: str


class Done(Frozen):
    """The whole answer, last."""

    answer: Answer


class FoundPassage(Frozen):
    """One passage of a search; `text` is the words as heard or printed."""

    path: str
    kind: SourceKind
    episode: str | None
    speaker: str | None
    section: str | None
    text: str
    start: int
    end: int
    score: float
    title: str = ""
    published: str | None = None
    starts_at: float | None = None
    clock: Clock | None = None
    url: str | None = None


class SearchResult(Frozen):
    """Ranked passages, best first, without an answer."""

    id: str
    query: str
    passages: tuple[FoundPassage, ...]
    timings: Timings = Timings()


Event = Delta | Citation | Disagreement | Done
