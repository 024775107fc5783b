"""An index folder that follows a shared store: what is published there answers here within seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from index.errors import IndexBusy, IndexDamaged, IndexingError
from index.folder import writing
from index.generation import read_manifest
from index.lease import Pointer
from index.published import bring, name_here, published
from index.server import ChromaServer

_LOOK_S = 2.0  # between two looks at the store
_BRING_AGAIN_S = 15.0  # after a generation that could not be brought


class Follower:
    """Brings what a store publishes into an index folder, for an `index.live.LiveIndex` to open.

    Questions never wait for the store: while it cannot be reached, the copy that is here answers.
    """

    def __init__(self, index_dir: Path, address: str, tell: Callable[[str], None]) -> None:
        """`tell` is told, once each time, that the store cannot be used and what answers instead, and of its return."""
        self.problem: str | None = None  # why what was published last does not answer here
        self._index_dir = index_dir
        self._address = address
        self._tell = tell
        self._closed = Event()
        self._thread: Thread | None = None
        self._server: ChromaServer | None = None
        self._brought: Pointer | None = None
        self._not_before = 0.0  # on the monotonic clock

    @property
    def is_behind(self) -> bool:
        """Whether what was published last may not answer here."""
        return self.problem is not None or (self._thread is not None and not self._thread.is_alive())

    def look(self) -> None:
        """Look once, and bring what is new."""
        try:
            self._bring_what_is_new()
        except IndexBusy:
            self._not_before = 0.0  # an ingest into this very folder: it publishes, or lets the next look through
        except (IndexingError, OSError) as error:
            self._note(str(error))

    def start(self) -> None:
        """Look once, and from then on in a thread, until `close`."""
        self.look()
        self._thread = Thread(target=self._follow, name="follower", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()
        if self._server is not None:
            self._server.close()

    def _follow(self) -> None:
        while not self._closed.wait(_LOOK_S):
            self.look()

    def _bring_what_is_new(self) -> None:
        if self._server is None:
            self._server = ChromaServer(self._address)
        pointer = published(self._server)
        if pointer != self._brought or name_here(self._index_dir) != pointer.generation:
            if time.monotonic() < self._not_before:
                return
            self._not_before = time.monotonic() + _BRING_AGAIN_S
            with writing(self._index_dir):
                self._brought = bring(self._server, self._index_dir)
            self._not_before = 0.0
        self._note(None)

    def _note(self, problem: str | None) -> None:
        if problem == self.problem:
            return  # told already
        self.problem = problem
        if problem is None:
            self._tell(f"{self._address}: the store answers again.")
        else:
            self._tell(f"{problem.rstrip('.')}. {self._instead()}")

    def _instead(self) -> str:
        name = name_here(self._index_dir)
        if name is None:
            return "There is no copy on this machine to answer from."
        try:
            built_at = read_manifest(self._index_dir / name).built_at
        except IndexDamaged as error:
            return str(error)
        return f"Until then the copy on this machine answers, built {built_at}."
