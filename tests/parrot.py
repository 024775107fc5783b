"""What stands in for the assistant in a process of its own; it loads little, so that a process starts at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from chat.errors import BadQuestion
from chat.models import Answer, Delta, Done, Event, Message, SearchResult, Status
from index.errors import NoIndex
from index.models import EVERYTHING, Filters

if TYPE_CHECKING:
    from chat.assistant import Assistant


class Parrot:
    """Answers with the question and the process it was asked in; one ends that process, one cannot be taken."""

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        if question == "die":
            os._exit(1)
        if not question:
            raise BadQuestion("The question is empty; ask something.")
        text = f"{question} {len(history)} {' '.join(filters.episode)}"
        yield Delta(text=text)
        yield Done(
            answer=Answer(id=str(os.getpid()), question=question, status=Status.ANSWERED, answer=text, confidence=1)
        )

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Answer:
        *_, done = self.stream(question, history, filters)
        assert isinstance(done, Done)
        return done.answer

    def search(self, query: str, filters: Filters = EVERYTHING, top: int = 10) -> SearchResult:
        return SearchResult(id=str(os.getpid()), query=query, passages=())

    def suggestions(self) -> tuple[str, ...]:
        return ("Who is a pretty bird?",)


def parrot() -> Assistant:
    return cast("Assistant", Parrot())


class Lost(Parrot):
    """A parrot whose index has gone."""

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        raise NoIndex("there is no index here")


def lost() -> Assistant:
    return cast("Assistant", Lost())


def never() -> Assistant:
    raise MemoryError("no room for another")
