"""One question's vector → which passages are candidates, and how near each is.

Up to some 200,000 vectors all of them are compared: exact, a few milliseconds, and filters cost nothing.
Above, Chroma's HNSW indexes propose candidates, which are then compared exactly in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.rank import best_of_groups, dense_score, top_nonzero, top_rows

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

CANDIDATES = 200  # of each kind of score: what none of them ranks so high is not a good passage
_NEVER = np.float32(-1.0)  # the least a cosine can be
_BLOCK_ROWS = 20_000


class Vectors:
    """The vectors of passages and of their sentences; sentences of passage i are `starts[i]` to `starts[i + 1]`."""

    def __init__(self, passages: Floats, sentences: Floats, starts: Ints) -> None:
        self.passages = passages
        self.sentences = sentences
        self.starts = starts

    def nearest_exactly(self, vector: Floats, allowed: Mask, quotable: Mask | None) -> tuple[Ints, Floats]:
        """Candidate rows among `allowed` by passage and by best sentence, and the similarity of every row.

        `quotable` says which sentences count; None for all.
        """
        passage = self.passages @ vector
        sentence = self.sentences @ vector
        if quotable is not None:
            sentence[~quotable] = _NEVER
        best = best_of_groups(sentence, self.starts)
        similarity = dense_score(passage, best)
        passage[~allowed] = _NEVER
        best[~allowed] = _NEVER
        return np.union1d(top_rows(passage, CANDIDATES), top_rows(best, CANDIDATES)), similarity

    def similarities(self, vector: Floats, rows: Ints, quotable: Mask | None) -> Floats:
        """The similarity of some rows alone, aligned with `rows`."""
        parts = [
            self._similarities(vector, rows[start : start + _BLOCK_ROWS], quotable)
            for start in range(0, len(rows), _BLOCK_ROWS)
        ]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)

    def _similarities(self, vector: Floats, rows: Ints, quotable: Mask | None) -> Floats:
        chosen, starts = ranges(self.starts[rows], self.starts[rows + 1])
        sentence = self.sentences[chosen] @ vector
        if quotable is not None:
            sentence[~quotable[chosen]] = _NEVER
        return dense_score(self.passages[rows] @ vector, best_of_groups(sentence, starts))

    def passages_of(self, sentences: Sequence[int]) -> Ints:
        """The rows of the passages that hold these sentences."""
        rows: Ints = np.searchsorted(self.starts, np.asarray(sentences, dtype=np.int64), side="right") - 1
        return rows


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All numbers of the ranges one after another, and where each range starts among them (and the end)."""
    sizes = ends - starts
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    numbers: Ints = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], sizes)
    return numbers, bounds


def lexical_candidates(lexical: Floats, allowed: Mask) -> Ints:
    """Candidate rows among `allowed` by the words they share with the question."""
    return top_nonzero(np.where(allowed, lexical, np.float32(0)), CANDIDATES)
