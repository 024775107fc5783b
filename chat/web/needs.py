"""What the web doors need of the rest of the program, as small protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Protocol

from pydantic import BaseModel
from starlette.applications import Starlette

from chat.desk.journal import Kept
from chat.models import Answer, Event, Message
from corpus.errors import AircheckError
from corpus.models import Document, Passage, Show
from index.models import EVERYTHING, Filters, SourceSummary


class Index(Protocol):
    """The indexed material, as the reader page and the list of sources use it."""

    @property
    def show(self) -> Show:
        """What is known of the show itself."""
        ...

    def sources(self) -> Sequence[SourceSummary]:
        """Every indexed source."""
        ...

    def document(self, path: str) -> Document:
        """One source, read; `KeyError` when there is none at that path."""
        ...

    def passages(self, path: str) -> Sequence[Passage]:
        """The passages of one source, in order."""
        ...


class Assistant(Protocol):
    """Questions in, cited answers out. Every method may raise an `AircheckError`."""

    @property
    def index(self) -> Index:
        """The material that answers."""
        ...

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = ...) -> Iterator[Event]:
        """The answer as it comes: deltas, citations and disagreements, then `Done`."""
        ...

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = ...) -> Answer:
        """The whole answer."""
        ...

    def search(self, query: str, filters: Filters = ..., top: int = ...) -> BaseModel:
        """Ranked passages in the contract's shape, best first."""
        ...

    def suggestions(self) -> tuple[str, ...]:
        """Questions made from the material that it can answer."""
        ...


class Journal(Protocol):
    """Where the desk keeps what was asked, without addresses."""

    def record(self, answer: Answer) -> Kept:
        """Keep one answered or abstained question."""
        ...

    def feedback(self, answer_id: str, helpful: bool, note: str = "") -> Kept:
        """Keep what a listener thought of an answer."""
        ...


class Closed:
    """Stands in for the assistant while there is no usable index: every use raises the reason.

    The page still opens and tells it, and `/health` answers 503 with it. With `retry`, which opens the assistant
    or raises an `AircheckError`, every request looks again, so that an index made later is served without a restart.
    """

    def __init__(self, reason: AircheckError, retry: Callable[[], Assistant] | None = None) -> None:
        self.reason = reason
        self._retry = retry
        self._opened: Assistant | None = None
        self._lock = Lock()

    def open_again(self) -> Assistant:
        """The assistant, when it can be opened by now; raises why not."""
        if self._retry is None:
            raise self.reason
        with self._lock:  # opening takes seconds and memory: once is enough
            if self._opened is None:
                self._opened = self._retry()
            return self._opened

    @property
    def index(self) -> Index:
        """Raises the reason."""
        raise self.reason

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        """Raises the reason."""
        raise self.reason

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Answer:
        """Raises the reason."""
        raise self.reason

    def search(self, query: str, filters: Filters = EVERYTHING, top: int = 10) -> BaseModel:
        """Raises the reason."""
        raise self.reason

    def suggestions(self) -> tuple[str, ...]:
        """Raises the reason."""
        raise self.reason


def assistant_of(app: Starlette) -> Assistant:
    """The assistant that serves now. Raises an `AircheckError` while there is none, or no index to answer from."""
    assistant: Assistant = app.state.assistant
    if isinstance(assistant, Closed):
        assistant = app.state.assistant = assistant.open_again()
    _ = assistant.index  # opens it where that is put off to the first use
    return assistant


def suggestions_of(app: Starlette) -> tuple[str, ...]:
    """Questions to begin with: made from the whole material, so once for every index. Raises as `assistant_of`."""
    assistant = assistant_of(app)
    known: tuple[object, tuple[str, ...]] | None = getattr(app.state, "suggestions", None)
    if known is None or known[0] is not assistant.index:
        known = app.state.suggestions = (assistant.index, assistant.suggestions())
    return known[1]
