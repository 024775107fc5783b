"""Scores of several kinds → one ranking. Pure functions over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

DENSE_WEIGHT = 0.5
SENTENCE_WEIGHT = 0.5


def best_of_groups(scores: Floats, starts: Ints) -> Floats:
    """The best score of each group of neighbours: group i is `scores[starts[i]:starts[i + 1]]`, never empty."""
    best: Floats = np.maximum.reduceat(scores, starts[:-1]) if len(starts) > 1 else np.empty(0, dtype=np.float32)
    return best


def top_rows(scores: Floats, count: int) -> Ints:
    """Rows of the `count` greatest scores, greatest first; ties go by row."""
    if count < len(scores):
        floor = np.partition(scores, len(scores) - count)[len(scores) - count]
        rows = np.flatnonzero(scores >= floor)
    else:
        rows = np.arange(len(scores))
    order = np.argsort(-scores[rows], kind="stable")[:count]
    best: Ints = rows[order]
    return best


def top_nonzero(scores: Floats, count: int) -> Ints:
    """Like `top_rows`, among scores above zero alone.

    BM25 leaves nearly all scores at zero, and partitioning thousands of ties is twenty times slower than leaving
    them out.
    """
    rows = np.flatnonzero(scores)
    best: Ints = rows[top_rows(scores[rows], count)]
    return best


def dense_score(passage: Floats, best_sentence: Floats) -> Floats:
    """One similarity of the cosine of a passage and that of its best sentence: a fact is often a single sentence."""
    mixed: Floats = (1 - SENTENCE_WEIGHT) * passage + SENTENCE_WEIGHT * best_sentence
    return mixed


def fuse(dense: Floats, lexical: Floats, *, dense_weight: float = DENSE_WEIGHT) -> Floats:
    """Weighted sum of both scores, each scaled to 0..1 over the candidates; 0..1, higher is better.

    Measured better than reciprocal rank fusion: by how much the first is ahead says something too. Lexical scores
    are scaled from 0, where a candidate shares no word with the question; a column without spread says nothing and
    counts 0.
    """
    if not len(dense):
        return dense
    mixed: Floats = dense_weight * _scaled(dense, float(dense.min())) + (1 - dense_weight) * _scaled(lexical, 0.0)
    return mixed


def _scaled(scores: Floats, low: float) -> Floats:
    spread = float(scores.max()) - low
    scaled: Floats = (scores - np.float32(low)) / np.float32(spread) if spread > 0 else np.zeros_like(scores)
    return scaled
