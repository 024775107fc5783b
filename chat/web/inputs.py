"""What comes in over HTTP, checked once: questions, history, filters, feedback."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from chat.errors import BadQuestion
from chat.models import Message
from corpus.episodes import episode_id
from corpus.models import Frozen, SourceKind
from index.errors import UnknownFilterValue
from index.models import Filters

MAX_QUESTION = 1000  # characters, after cleaning
MAX_TURNS = 6  # of the listener's own questions; older ones are left out
MAX_VALUES = 50  # of one filter
MAX_NOTE = 1000  # characters of a feedback note

_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # they make text read otherwise than it is
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff") | frozenset(map(chr, _BIDI))
_UNPRINTED = frozenset({"Cc", "Cs", "Co", "Cn"})  # control, surrogate, private, unassigned
_OneOrMore = str | Annotated[list[str], Field(max_length=MAX_VALUES)]


class FiltersIn(BaseModel):
    """Which material may answer: one value or several of each."""

    model_config = ConfigDict(frozen=True)
    kind: _OneOrMore = []
    speaker: _OneOrMore = []
    episode: _OneOrMore = []

    def checked(self) -> Filters:
        """As the index takes them; `UnknownFilterValue` for a kind or an episode that cannot be."""
        return read_filters(kind=_many(self.kind), speaker=_many(self.speaker), episode=_many(self.episode))


class Turn(BaseModel):
    """One turn of what was said before."""

    model_config = ConfigDict(frozen=True)
    role: Literal["user", "assistant"] = "user"
    content: str


class AskIn(BaseModel):
    """A question, what was asked before it (oldest first), and which material may answer."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {"question": "How tall is the old lighthouse?"},
                {
                    "question": "And who built it?",
                    "history": ["How tall is the old lighthouse?"],
                    "filters": {"kind": ["transcript", "outline"], "episode": "#12"},
                },
            ]
        },
    )
    question: str
    history: Annotated[list[str | Turn], Field(max_length=200)] = []
    filters: FiltersIn = FiltersIn()


class Asked(Frozen):
    """A question that can be put to the assistant."""

    question: str
    history: tuple[Message, ...] = ()
    filters: Filters = Filters()


class FeedbackIn(BaseModel):
    """Whether an answer helped."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={"examples": [{"answer_id": "a1b2c3", "helpful": False, "note": "The year is wrong."}]},
    )
    answer_id: Annotated[str, Field(min_length=1, max_length=100)]
    helpful: bool
    note: Annotated[str, Field(max_length=MAX_NOTE)] = ""


def read_question(body: AskIn) -> Asked:
    """The question as the assistant gets it; only the listener's own turns of the history are believed."""
    question = clean_question(body.question)
    return Asked(question=question, history=own_turns(body.history), filters=body.filters.checked())


def clean_text(text: str) -> str:
    """`text` in NFC without control, tag and other invisible characters, white space folded to single spaces."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if char.isspace() else char for char in composed if not _hidden(char)).split())


def clean_question(text: str) -> str:
    """A question fit to be asked; `BadQuestion` when nothing is left of it or it is over `MAX_QUESTION`."""
    question = clean_text(text)
    if not question:
        raise BadQuestion("The question is empty: write a few words.")
    if len(question) > MAX_QUESTION:
        raise BadQuestion(f"The question has {len(question):,} characters: shorten it to {MAX_QUESTION:,}.")
    return question


def own_turns(history: Sequence[str | Turn]) -> tuple[Message, ...]:
    """The last `MAX_TURNS` questions of the listener, oldest first.

    What an assistant is said to have answered comes from the browser as well, so it is not evidence of anything.
    """
    said = (
        turn if isinstance(turn, str) else turn.content
        for turn in history
        if isinstance(turn, str) or turn.role == "user"
    )
    cleaned = [clean_text(text)[:MAX_QUESTION] for text in said]
    return tuple(Message(role="user", content=text) for text in [text for text in cleaned if text][-MAX_TURNS:])


def read_filters(*, kind: Sequence[str] = (), speaker: Sequence[str] = (), episode: Sequence[str] = ()) -> Filters:
    """Filters from words, episodes by number however written; `UnknownFilterValue` for what cannot be."""
    speakers = tuple(cleaned for name in speaker if (cleaned := clean_text(name)))
    return Filters(kind=tuple(map(_kind, kind)), speaker=speakers, episode=tuple(map(_episode, episode)))


def _kind(written: str) -> SourceKind:
    try:
        return SourceKind(written.strip().lower())
    except ValueError:
        raise UnknownFilterValue(f"kind {written[:40]!r} is not one of {', '.join(SourceKind)}.") from None


def _episode(written: str) -> str:
    found = episode_id(written)
    if found is None:
        raise UnknownFilterValue(f"episode {written[:40]!r} has no number; write it like 50, #50 or ep050.")
    return found


def _many(values: str | list[str]) -> list[str]:
    return [values] if isinstance(values, str) else values


def _hidden(char: str) -> bool:
    if char.isspace():
        return False
    return char in _INVISIBLE or 0xE0000 <= ord(char) <= 0xE0FFF or unicodedata.category(char) in _UNPRINTED
