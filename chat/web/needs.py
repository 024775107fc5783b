"""What the web doors need of the rest of the program, as small protocols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn, Protocol

from pydantic import BaseModel

from chat.journal import Kept
from chat.models import Answer, Event, Message
from corpus.errors import AircheckError
from corpus.models import Document, Passage, Show
from index.models import Filters, SourceSummary

_EVERYTHING = Filters()


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

    def search(self, query: str, filters: Filters, top: int) -> BaseModel:
        """Ranked passages in the contract's shape, best first."""
        ...

    def suggestions(self) -> tuple[str, ...]:
        """Questions made from the material that it can answer."""
        ...

    def audit(self) -> BaseModel:
        """Every disagreement in the material."""
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

    The page still opens and tells it, and `/health` answers 503 with it.
    """

    def __init__(self, reason: AircheckError) -> None:
        self.reason = reason

    @property
    def index(self) -> Index:
        """Raises the reason."""
        raise self.reason

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = _EVERYTHING) -> Iterator[Event]:
        """Raises the reason."""
        self._refuse()

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = _EVERYTHING) -> Answer:
        """Raises the reason."""
        self._refuse()

    def search(self, query: str, filters: Filters, top: int) -> BaseModel:
        """Raises the reason."""
        self._refuse()

    def suggestions(self) -> tuple[str, ...]:
        """None: nothing can be answered."""
        return ()

    def audit(self) -> BaseModel:
        """Raises the reason."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise self.reason
