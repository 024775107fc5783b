"""One question's vector → which passages are candidates, and how near each is.

Up to some 200,000 vectors all of them are compared: exact, a few milliseconds, and filters cost nothing.
Above, Chroma's HNSW indexes propose candidates, which are then compared exactly in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.rank import best_of_groups, top_nonzero, top_rows

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

CANDIDATES = 100  # of each kind of score: what none of them ranks so high is not a good passage
_NEVER = np.float32(-1.0)  # the least a cosine can be
_FEW = 4  # fewer rows than one in so many are picked out before they are compared


class Cosines(NamedTuple):
    """How near the question is to some passages, and to all of their sentences one after another."""

    passages: Floats
    sentences: Floats
    numbers: Ints  # which sentences these are
    bounds: Ints  # passage i has sentences `bounds[i]` to `bounds[i + 1]` of them


class Vectors:
    """The vectors of passages and of their sentences; sentences of passage i are `starts[i]` to `starts[i + 1]`."""

    def __init__(self, passages: Floats, sentences: Floats, starts: Ints) -> None:
        self.passages = passages
        self.sentences = sentences
        self.starts = starts

    def nearest(self, vector: Floats, allowed: Mask, quotable: Mask | None) -> Ints:
        """Candidate rows among `allowed`: nearest as a whole, or by one of their `quotable` sentences (None: all)."""
        rows = np.flatnonzero(allowed)
        if len(rows) * _FEW < len(allowed):
            return self._nearest_of(rows, self.cosines(vector, rows), quotable)
        everything = Cosines(
            self.passages @ vector, self.sentences @ vector, np.arange(len(self.sentences)), self.starts
        )
        everything.passages[~allowed] = _NEVER
        everything.sentences[~np.repeat(allowed, np.diff(self.starts))] = _NEVER
        return self._nearest_of(np.arange(len(allowed)), everything, quotable)

    def _nearest_of(self, rows: Ints, near: Cosines, quotable: Mask | None) -> Ints:
        if quotable is not None:
            near.sentences[~quotable[near.numbers]] = _NEVER
        best = best_of_groups(near.sentences, near.bounds)
        return rows[np.union1d(top_rows(near.passages, CANDIDATES), top_rows(best, CANDIDATES))]

    def cosines(self, vector: Floats, rows: Ints) -> Cosines:
        """How near `vector` is to some passages and their sentences."""
        numbers, bounds = ranges(self.starts[rows], self.starts[rows + 1])
        return Cosines(self.passages[rows] @ vector, self.sentences[numbers] @ vector, numbers, bounds)

    def passages_of(self, sentences: Sequence[int]) -> Ints:
        """The rows of the passages that hold these sentences."""
        rows: Ints = np.searchsorted(self.starts, np.asarray(sentences, dtype=np.int64), side="right") - 1
        return rows


def with_neighbours(rows: Ints, count: int) -> Ints:
    """`rows` with the ones before and after each, sorted, within 0 to `count`."""
    all_rows = np.unique(np.concatenate([rows - 1, rows, rows + 1]))
    return all_rows[(all_rows >= 0) & (all_rows < count)]


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All numbers of the ranges one after another, and where each range starts among them (and the end)."""
    sizes = ends - starts
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    numbers: Ints = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], sizes)
    return numbers, bounds


def lexical_candidates(lexical: Floats, allowed: Mask) -> Ints:
    """Candidate rows among `allowed` by the words they share with the question."""
    return top_nonzero(np.where(allowed, lexical, np.float32(0)), CANDIDATES)
