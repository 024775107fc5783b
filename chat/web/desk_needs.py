"""What the desk needs of the rest of the program, as small protocols, and how a request reaches it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Protocol

import numpy as np
from fastapi import Depends, Header
from numpy.typing import NDArray
from starlette.exceptions import HTTPException
from starlette.requests import Request

from chat.desk.concordance import Concordance
from chat.desk.journal import Entry
from chat.disagreement.audit import AuditReport
from chat.web.reindex import Progress
from corpus.models import Passage
from index.models import Filters, Hit, SourceSummary
from index.positional import Said

Vector = NDArray[np.float32]


class Library(Protocol):
    """The indexed material, as the desk uses it. One generation: it never changes."""

    @property
    def built_at(self) -> str:
        """When it was built: ISO date and time, UTC."""
        ...

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read when it was built, one line each."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out of sources that were read, one line each."""
        ...

    def sources(self) -> Sequence[SourceSummary]:
        """Every indexed source."""
        ...

    def speakers(self) -> Sequence[str]:
        """Every speaker's name."""
        ...

    def passages(self, path: str) -> Sequence[Passage]:
        """The passages of one source, in order."""
        ...

    def said(self) -> Said:
        """Every sentence under its words."""
        ...

    def passage(self, passage_id: str) -> Passage:
        """The passage of an id."""
        ...

    def search(self, query: str, *, filters: Filters = ..., top: int = ...) -> Sequence[Hit]:
        """The passages that answer best, best first."""
        ...


class Questions(Protocol):
    """What listeners asked."""

    @property
    def problem(self) -> str | None:
        """Why they are not kept or cannot be read just now."""
        ...

    def entries(self, *, limit: int = ...) -> tuple[Entry, ...] | None:
        """The last questions, newest first; None when they cannot be read."""
        ...


class Reindexing(Protocol):
    """Reading the material again, beside the serving process."""

    def start(self) -> bool:
        """Begin, unless one is running."""
        ...

    def progress(self) -> Progress:
        """How it stands."""
        ...


class Findings(Protocol):
    """The audit of the index that serves, and the marks that are kept beside the material."""

    def report(self) -> AuditReport:
        """Every finding, marked or not. Raises an `AircheckError` when there is no index."""
        ...

    def marks(self) -> Mapping[str, str]:
        """The marks by finding; a finding that is not in it is open."""
        ...

    def mark(self, finding: str, mark: str) -> None:
        """Keep a mark; the empty one takes it away. May raise an `AircheckError`."""
        ...


@dataclass(frozen=True)
class Desk:
    """What the desk stands on.

    `library` gives the index that serves now and may raise an `AircheckError`. `findings` is None without an audit,
    `questions` when none are kept, `reindex` when the material is only read from the command line. `embed` gives the
    unit vector of a question, to tell likes by meaning; without it their words do.
    """

    library: Callable[[], Library]
    findings: Findings | None = None
    questions: Questions | None = None
    reindex: Reindexing | None = None
    embed: Callable[[str], Vector] | None = None


class Remembered:
    """Vectors of questions, each computed once; the oldest are forgotten."""

    def __init__(self, embed: Callable[[str], Vector]) -> None:
        self._vector = lru_cache(maxsize=4_096)(embed)

    def __call__(self, texts: Sequence[str]) -> Vector:
        """One row a text."""
        return np.stack([self._vector(text) for text in texts])


class Bookshelf:
    """The current index with its concordance, which is built anew when the index has been switched."""

    def __init__(self, current: Callable[[], Library]) -> None:
        self._current = current
        self._lock = threading.Lock()
        self._held: tuple[Library, Concordance] | None = None

    def library(self) -> Library:
        """The index that serves now. Raises an `AircheckError` when there is none."""
        return self._current()

    def open(self) -> tuple[Library, Concordance]:
        """The index and every sentence of it under its words; the first call after a switch takes a moment."""
        library = self._current()
        with self._lock:
            if self._held is None or self._held[0] is not library:
                self._held = library, Concordance(library.sources(), library.said())
            return self._held


def desk_of(request: Request) -> Desk:
    """The desk of the application that was asked."""
    desk: Desk = request.app.state.desk
    return desk


def from_the_desk(x_aircheck_desk: Annotated[str | None, Header()] = None) -> None:
    """Refuse what changes something unless the desk's own script sent it: no other site can set this header."""
    if x_aircheck_desk is None:
        raise HTTPException(403, "This is for the desk's own page.")


OnlyFromTheDesk = Depends(from_the_desk)


def shelf_of(request: Request) -> Bookshelf:
    """The shelf of the application that was asked."""
    shelf: Bookshelf = request.app.state.desk_shelf
    return shelf


Shelf = Annotated[Bookshelf, Depends(shelf_of)]
