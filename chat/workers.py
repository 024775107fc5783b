"""Questions answered by processes of their own: Python runs one thread of a process at a time, whatever its cores.

The doors, their limits, the journal and the desk stay in the one process that serves. A worker is given a question and
gives back the events of its answer; it opens the index for itself, and anew when it has been switched.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from chat.errors import WorkersLost
from chat.models import Answer, Done, Event, Message, SearchResult
from corpus.errors import AircheckError
from index.errors import IndexingError
from index.models import EVERYTHING, Filters

if TYPE_CHECKING:
    from chat.assistant import Assistant
    from index.search import Index

_TRIES = 3  # the worker that dies may be another question's: all that were being answered are then asked again
_log = logging.getLogger("aircheck")


class Workers:
    """An assistant whose questions are answered by `count` processes. Safe to share between threads.

    `here` answers everything else; `make` gives a worker its assistant, and has to be picklable. The first question has
    the workers start, which takes seconds: until they have, `here` answers. When one dies, all are started again, and
    what they were being asked is asked again.
    """

    def __init__(self, here: Assistant, make: Callable[[], Assistant], count: int) -> None:
        self._here = here
        self._make = make
        self._count = count
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._starting: list[Future[None]] = []
        self._is_alone = False

    @property
    def index(self) -> Index:
        """The index that serves now."""
        return self._here.index

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Answer:
        """The whole answer: `stream`, drained."""
        *_, done = self.stream(question, history, filters)
        assert isinstance(done, Done)
        return done.answer

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        """The events of an answer, which come together. Raises as `Assistant.stream`, and WorkersLost."""
        pool = self._ready()
        if pool is None:
            yield from self._here.stream(question, history, filters)
        else:
            yield from self._asked(pool, question, tuple(history), filters)

    def search(self, query: str, filters: Filters = EVERYTHING, top: int = 10) -> SearchResult:
        """Ranked passages for words, best first, without an answer."""
        return self._here.search(query, filters, top)

    def suggestions(self) -> tuple[str, ...]:
        """Questions to begin with."""
        return self._here.suggestions()

    def close(self) -> None:
        """Stop the workers."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _ready(self) -> ProcessPoolExecutor | None:
        """The workers, once they have started."""
        with self._lock:
            pool = self._pool or self._start()
            if not all(one.done() for one in self._starting):
                return None
            failed = next(filter(None, (one.exception() for one in self._starting)), None)
            if failed is None:
                return pool
            if not self._is_alone:
                self._is_alone = True
                _log.warning("The server answers alone, for its workers cannot start: %s", failed)
            return None

    def _asked(
        self, pool: ProcessPoolExecutor, question: str, history: tuple[Message, ...], filters: Filters
    ) -> list[Event]:
        for _ in range(_TRIES):
            try:
                return pool.submit(_answered, question, history, filters).result()
            except BrokenProcessPool:
                pool = self._start_again(pool)
            except IndexingError:
                # The one that is open here may answer on where a worker, which has to open it anew, cannot.
                return list(self._here.stream(question, history, filters))
        raise WorkersLost("What answers questions broke down three times over this one; ask it in other words.")

    def _start_again(self, broken: ProcessPoolExecutor) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is not None and self._pool is not broken:
                return self._pool  # another question has seen to it
            _log.warning("A process that answers questions has died; they are started again.")
            return self._start()

    def _start(self) -> ProcessPoolExecutor:
        # Not forked: locks that threads of this process hold would stay held in the copy for ever.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._count, context, initializer=_open, initargs=(self._make,))
        # A pool starts a process for each that finds none free.
        self._starting = [self._pool.submit(_warm_up) for _ in range(self._count)]
        return self._pool


_mine: Assistant  # of this process, where it is a worker


def _open(make: Callable[[], Assistant]) -> None:
    """Begin as a worker: Ctrl-C is the server's business, and so is when to end, even where it is killed."""
    global _mine  # noqa: PLW0603 - a pool gives its workers no other place to keep anything
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    _mine = make()


def _end_with_the_server() -> None:
    server = multiprocessing.parent_process()
    assert server is not None
    wait([server.sentinel])
    os._exit(1)


def _warm_up() -> None:
    with suppress(AircheckError):  # where there is no index yet, who asks is told
        _mine.search("warm")


def _answered(question: str, history: tuple[Message, ...], filters: Filters) -> list[Event]:
    return list(_mine.stream(question, history, filters))
