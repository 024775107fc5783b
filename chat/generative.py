"""The answer with a language model: its words, checked; the show's own where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from chat.extractive import chosen_for, disputed_for, extract
from chat.llm.writer import Writer
from chat.llm.written import written_events
from chat.models import Answer, Citation, Event, Message, Status
from chat.turn import Turn

_NEXT_FROM = 4  # passages that follow-up suggestions are made from


def write(turn: Turn, writer: Writer, history: Sequence[Message]) -> Iterator[Event]:
    """The answer in a language model's words, checked; in the show's own where the model fails."""
    chosen = chosen_for(turn)
    disputed = disputed_for(turn, chosen)
    reply = writer.write(
        turn.follow.question, turn.passages, documents=turn.index.text, disagreements=disputed, history=history
    )
    yield from written_events(reply, own_words=partial(extract, turn), finish=partial(_finish, turn), model=writer.name)


def _finish(turn: Turn, status: Status, text: str, citations: tuple[Citation, ...]) -> Answer:
    return turn.answer(status, text, citations, turn.next_questions(turn.passages[:_NEXT_FROM]))
