"""The index that serves now: the current generation of an index folder, opened anew when the pointer is switched."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from index.embed import Embedder
from index.errors import IndexingError
from index.search import Index


class LiveIndex:
    """The current generation of an index folder, opened anew when the pointer has been switched.

    Safe to share between threads. A query that runs keeps the generation it began with.
    """

    def __init__(self, index_dir: Path, embedder: Embedder) -> None:
        self._index_dir = index_dir
        self._embedder = embedder
        self._lock = Lock()
        self.problem: str | None = None  # why the newest generation does not serve
        self._seen = (0, 0)
        self._index: Index | None = None

    def current(self) -> Index:
        """The opened index. A new generation that cannot be opened leaves the one before in service (`problem`).

        Raises as `Index.open` while none has been opened.
        """
        stamp = _stamp(self._index_dir)
        if self._index is None or stamp != self._seen:
            with self._lock:
                if self._index is None or stamp != self._seen:
                    self._index = self._opened(self._index)
                    self._seen = stamp
        return self._index

    def _opened(self, before: Index | None) -> Index:
        try:
            opened = Index.open(self._index_dir, self._embedder)
        except IndexingError as error:
            if before is None:
                raise
            self.problem = str(error)
            return before
        self.problem = None
        return opened


def _stamp(index_dir: Path) -> tuple[int, int]:
    """What changes when the pointer is switched."""
    try:
        status = (index_dir / "current").stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_ino, status.st_mtime_ns
