"""What comes in over HTTP, checked once: questions, history, filters, feedback."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from chat.asked import clean_question, clean_text
from chat.filters import read_filters
from chat.models import NOTE_CHARACTERS, QUESTION_CHARACTERS, Message
from corpus.models import Frozen
from index.models import Filters

MAX_TURNS = 6  # of the listener's own questions; older ones are left out
MAX_VALUES = 50  # of one filter

_One = str | StrictInt
_OneOrMore = _One | Annotated[list[_One], Field(max_length=MAX_VALUES)] | None


class FiltersIn(BaseModel):
    """Which material may answer: one value or several of each."""

    model_config = ConfigDict(frozen=True)
    kind: _OneOrMore = None
    speaker: _OneOrMore = None
    episode: _OneOrMore = None

    def checked(self) -> Filters:
        """As the index takes them; `UnknownFilterValue` for a kind or an episode that cannot be."""
        return read_filters(kind=self.kind, speaker=self.speaker, episode=self.episode)


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
    filters: FiltersIn | None = None


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
    note: Annotated[str, Field(max_length=NOTE_CHARACTERS)] = ""


def read_question(body: AskIn) -> Asked:
    """The question as the assistant gets it; only the listener's own turns of the history are believed."""
    question = clean_question(body.question)
    filters = body.filters.checked() if body.filters else Filters()
    return Asked(question=question, history=own_turns(body.history), filters=filters)


def own_turns(history: Sequence[str | Turn]) -> tuple[Message, ...]:
    """The last `MAX_TURNS` questions of the listener, oldest first.

    What an assistant is said to have answered comes from the browser as well, so it is not evidence of anything.
    """
    said = (
        turn if isinstance(turn, str) else turn.content
        for turn in history
        if isinstance(turn, str) or turn.role == "user"
    )
    cleaned = [clean_text(text)[:QUESTION_CHARACTERS] for text in said]
    return tuple(Message(role="user", content=text) for text in [text for text in cleaned if text][-MAX_TURNS:])
