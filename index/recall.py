"""Does an approximate search find what an exact one finds? Asked of every HNSW index on its own vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, unit

LEAST = 0.99  # share of the nearest that must be found
_BLOCK = 1 << 14  # vectors converted and compared at a time
_SAME = 1e-3  # cosines that differ by less count as one: half precision, and ties

Vectors = NDArray[np.floating] | NDArray[np.int8]  # each of one direction, of whatever length


def sampled_questions(vectors: Vectors, count: int) -> Floats:
    """Vectors such as questions have: each between two of `vectors`, and equal to none."""
    one, other = np.random.default_rng(len(vectors)).integers(0, len(vectors), (2, count))
    return unit(unit(vectors[one]) + 0.5 * unit(vectors[other]))


def recall(nearest: Callable[[Floats, int], Sequence[float]], vectors: Vectors, questions: Floats, top: int) -> float:
    """Share of the `top` nearest of all `vectors` that `nearest` finds (it gives cosines), mean over questions."""
    top = min(top, len(vectors))
    least = _nearest(vectors, questions, top).min(axis=1)
    found = [
        np.asarray(nearest(question, top)) >= floor - _SAME for question, floor in zip(questions, least, strict=True)
    ]
    return float(sum(map(np.count_nonzero, found))) / (top * len(questions))


def _nearest(vectors: Vectors, questions: Floats, top: int) -> Floats:
    """The `top` greatest cosines of each question, in any order; shape (questions, top)."""
    best = np.full((len(questions), top), -np.inf, dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = questions @ unit(vectors[start : start + _BLOCK]).T
        best = np.partition(np.hstack([best, block]), -top, axis=1)[:, -top:]
    return best
