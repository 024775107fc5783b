"""Passages and sentences near a question as Chroma's HNSW indexes propose them, where all are too many to compare."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Iterable
from threading import Lock
from time import perf_counter

import numpy as np

from index.arrays import Floats, Ints
from index.errors import IndexingError
from index.generation import SENTENCES, Generation, damaged, open_store
from index.probe import hnsw_harm
from index.scan import CANDIDATES
from index.store import ChromaStore

_log = logging.getLogger("aircheck")
_SERVER_AGAIN_S = 10.0  # after a Chroma server did not answer


class HnswIndexes:
    """Those of one generation, opened with the first question; may be shared between threads."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._lock = Lock()
        self._stores: tuple[ChromaStore, ChromaStore] | None = None
        self._release: Callable[[], object] = lambda: None
        self._fails = False
        self._no_server_until = 0.0  # by perf_counter

    def near(self, vector: Floats, row_of: Callable[[str], int]) -> tuple[Ints, Ints] | None:
        """Rows of the passages nearest to a question and numbers of its nearest sentences; None when Chroma fails.

        `row_of` gives the row of a passage's id.
        """
        if self._fails or perf_counter() < self._no_server_until:
            return None
        try:
            passages, sentences = self._opened()
            rows = [row_of(passage_id) for passage_id in passages.nearest(vector, CANDIDATES)[0]]
            # Several of the nearest sentences may stand in one passage.
            numbers = [int(number) for number in sentences.nearest(vector, 3 * CANDIDATES)[0]]
        except (IndexingError, KeyError, ValueError) as error:
            if self._generation.manifest.store is not None:  # a server that is away or behind comes back
                self._no_server_until = perf_counter() + _SERVER_AGAIN_S
                return None
            self._fails = True
            _log.warning("%s. Until then questions are compared with all vectors, which is slower.", error)
            return None
        return np.array(rows, dtype=np.int64), np.array(numbers, dtype=np.int64)

    def close(self) -> None:
        """Release Chroma's files where they were opened."""
        with self._lock:
            self._stores = None
            self._release()

    def _opened(self) -> tuple[ChromaStore, ChromaStore]:
        with self._lock:
            if self._stores is None:
                folder, manifest = self._generation.folder, self._generation.manifest
                harm = hnsw_harm(folder)
                if harm:
                    raise damaged(folder, harm[0], manifest.folder)
                self._stores = open_store(folder, manifest), open_store(folder, manifest, of=SENTENCES)
                self._release = weakref.finalize(self, _close, self._stores)  # one that is replaced is only let go
            return self._stores


def _close(stores: Iterable[ChromaStore]) -> None:
    for store in stores:
        store.close()
