"""The index that serves now: the current generation of an index folder, opened anew when the pointer is switched."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

from index.embed import Embedder
from index.errors import IndexingError, NoIndex
from index.folder import pointer_of
from index.search import Index

_log = logging.getLogger("aircheck")


class LiveIndex:
    """The current generation of an index folder, opened anew when the pointer has been switched.

    Safe to share between threads. A query that runs keeps the generation it began with.
    """

    def __init__(self, index_dir: Path, embedder: Embedder) -> None:
        self._index_dir = index_dir
        self._embedder = embedder
        self._lock = Lock()
        self.problem: str | None = None  # why the newest generation does not serve
        self.is_gone = False  # the folder has no index any more, and the one that was opened serves
        self._seen = ""
        self._index: Index | None = None

    def current(self) -> Index:
        """The opened index. A new generation that cannot be opened leaves the one before in service (`problem`).

        Raises as `Index.open` while none has been opened.
        """
        pointer = pointer_of(self._index_dir)
        if self._index is None or pointer != self._seen:
            with self._lock:
                if self._index is None or pointer != self._seen:
                    self._index = self._opened(self._index)
                    self._seen = pointer
        return self._index

    def _opened(self, before: Index | None) -> Index:
        try:
            opened = Index.open(self._index_dir, self._embedder)
        except IndexingError as error:
            if before is None:
                raise
            self.problem, self.is_gone = str(error), isinstance(error, NoIndex)
            _log.warning("%s. The build before it goes on answering.", error)
            return before
        self.problem, self.is_gone = None, False
        return opened
