"""How scores become a ranking."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.rank import best_of_groups, fuse, top_nonzero, top_rows
from index.scan import Vectors, ranges

SCORES = st.lists(st.floats(0, 1, width=32), max_size=40).map(lambda values: np.array(values, dtype=np.float32))


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_fuse_adds_both_scores_scaled_over_the_candidates() -> None:
    fused = fuse(floats(0.8, 0.4, 0.6), floats(0.0, 10.0, 5.0), dense_weight=0.5)
    assert fused == pytest.approx([0.5, 0.5, 0.5])
    assert fuse(floats(0.8, 0.4, 0.6), floats(0.0, 10.0, 5.0), dense_weight=0.75) == pytest.approx([0.75, 0.25, 0.5])


def test_a_score_without_spread_says_nothing() -> None:
    assert fuse(floats(0.5, 0.5), floats(0, 2), dense_weight=0.5) == pytest.approx([0.0, 0.5])
    assert fuse(floats(0.1, 0.5), floats(0, 0), dense_weight=0.5) == pytest.approx([0.0, 0.5])
    assert len(fuse(floats(), floats())) == 0


def test_ties_go_by_row() -> None:
    assert top_rows(floats(1, 3, 3, 2, 3), 2).tolist() == [1, 2]
    assert top_nonzero(floats(0, 3, 0, 0.5), 5).tolist() == [1, 3]


@given(SCORES, st.integers(1, 50))
def test_top_rows_are_the_greatest(scores: np.ndarray, count: int) -> None:
    assert top_rows(scores, count).tolist() == sorted(range(len(scores)), key=lambda row: -scores[row])[:count]
    above_zero = [row for row in range(len(scores)) if scores[row] > 0]
    assert top_nonzero(scores, count).tolist() == sorted(above_zero, key=lambda row: -scores[row])[:count]


@given(SCORES, SCORES)
def test_fused_scores_stay_within_0_and_1(dense: np.ndarray, lexical: np.ndarray) -> None:
    size = min(len(dense), len(lexical))
    fused = fuse(dense[:size], lexical[:size])
    assert np.all((fused >= 0) & (fused <= 1 + 1e-6))


def test_best_of_groups_and_ranges() -> None:
    assert best_of_groups(floats(1, 5, 2, 4), np.array([0, 2, 3, 4])).tolist() == [5, 2, 4]
    numbers, bounds = ranges(np.array([7, 2]), np.array([9, 5]))
    assert (numbers.tolist(), bounds.tolist()) == ([7, 8, 2, 3, 4], [0, 2, 5])


def test_all_rows_and_some_rows_are_compared_alike() -> None:
    random = np.random.default_rng(7)
    starts = np.array([0, 2, 3, 6])
    vectors = Vectors(
        random.standard_normal((3, 8), dtype=np.float32), random.standard_normal((6, 8), dtype=np.float32), starts
    )
    query = random.standard_normal(8, dtype=np.float32)
    quotable = np.array([True, False, True, True, False, True])
    everything = np.ones(3, dtype=bool)
    for sentences in (None, quotable):
        rows, similarity = vectors.nearest_exactly(query, everything, sentences)
        assert rows.tolist() == [0, 1, 2]
        chosen = vectors.similarities(query, np.array([2, 0]), sentences)
        assert chosen == pytest.approx(similarity[[2, 0]], abs=1e-6)
    assert vectors.passages_of([0, 1, 2, 3, 5]).tolist() == [0, 0, 1, 2, 2]
