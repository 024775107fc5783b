"""How scores become a ranking."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import ranges
from index.rank import (
    Asked,
    Evidence,
    asked,
    best_beside,
    best_of_episode,
    best_of_groups,
    fuse,
    scaled,
    top_nonzero,
    top_rows,
)
from index.scan import Vectors, with_neighbours

SCORES = st.lists(st.floats(0, 1, width=32), max_size=40).map(lambda values: np.array(values, dtype=np.float32))


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def evidence(*, passage: np.ndarray, words: np.ndarray, **other: np.ndarray) -> Evidence:
    """Passages of sources of their own, with nothing else to tell them apart."""
    count = len(passage)
    plain = {
        "sentence": passage,
        "numbered": np.zeros(count, dtype=np.float32),
        "sentence_words": words,
        "standing": np.ones(count, dtype=np.float32),
        "is_data": np.zeros(count, dtype=bool),
        "source": np.arange(count),
        "row": np.arange(count),
        "episode": np.zeros(count, dtype=np.int64),
    }
    return Evidence(passage=passage, words=words, **(plain | other))


NEAR, WORDS = floats(0.8, 0.4, 0.6, 0.4), floats(3.5, 0.0, 8.0, 1.0)


@pytest.mark.parametrize(
    ("other", "question", "order"),
    [
        pytest.param({}, Asked(), [2, 0, 3, 1], id="nearness-and-words"),
        pytest.param({"numbered": floats(0.5, 0, 0, 0)}, Asked(), [2, 0, 3, 1], id="number-not-asked-for"),
        pytest.param({"numbered": floats(0.5, 0, 0, 0)}, Asked(for_amount=True), [0, 2, 3, 1], id="number-asked-for"),
        pytest.param({"standing": floats(1, 1, 0.7, 1)}, Asked(), [0, 2, 3, 1], id="only-planned"),
        pytest.param(
            {"is_data": np.array([0, 1, 0, 0], bool)}, Asked(for_episode=True), [2, 0, 1, 3], id="episode-data"
        ),
        pytest.param({"source": np.array([0, 1, 1, 2])}, Asked(), [2, 0, 1, 3], id="beside-a-good-one"),
    ],
)
def test_fuse_orders_by(other: dict[str, np.ndarray], question: Asked, order: list[int]) -> None:
    fused = fuse(evidence(passage=NEAR, words=WORDS, **other), question)
    assert np.argsort(-fused, kind="stable").tolist() == order


def test_the_best_of_all_kinds_scores_1_and_nothing_scores_0() -> None:
    alone = evidence(passage=floats(0.9, -0.1), words=floats(3, 0), episode=np.array([0, 1]))
    assert fuse(alone, Asked()) == pytest.approx([1.1 / 1.2, 0.0])
    assert len(fuse(evidence(passage=floats(), words=floats()), Asked())) == 0


def test_scores_are_scaled_to_the_best_of_them() -> None:
    assert scaled(floats(0, 0)).tolist() == [0, 0]
    assert scaled(floats(1, -2, 4)).tolist() == [0.25, 0, 1]
    assert scaled(floats()).tolist() == []


def test_an_episode_is_as_good_as_its_three_best() -> None:
    base = floats(0.9, 0.3, 0.6, 0.0, 0.6)
    assert best_of_episode(base, np.array([5, 5, 5, 5, 2])) == pytest.approx([0.6, 0.6, 0.6, 0.6, 0.2])


def test_beside_means_in_the_same_source_and_next_to_it() -> None:
    near = evidence(
        passage=floats(1, 2, 3, 4), words=floats(0, 0, 0, 0), source=np.array([0, 0, 0, 1]), row=np.array([3, 4, 6, 7])
    )
    assert best_beside(floats(0.1, 0.2, 0.3, 0.4), near) == pytest.approx([0.2, 0.1, 0.0, 0.0])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("How many geese cross the dyke?", Asked(for_amount=True), id="how-many"),
        pytest.param("when did the mill close", Asked(for_amount=True), id="when"),
        pytest.param("Which episode was about geese?", Asked(for_episode=True), id="which-episode"),
        pytest.param("Where did we talk about the price of oats?", Asked(for_amount=True, for_episode=True), id="both"),
        pytest.param("Why do geese fly in a wedge?", Asked(), id="neither"),
    ],
)
def test_asked(question: str, expected: Asked) -> None:
    assert asked(question) == expected


def test_ties_go_by_row() -> None:
    assert top_rows(floats(1, 3, 3, 2, 3), 2).tolist() == [1, 2]
    assert top_nonzero(floats(0, 3, 0, 0.5), 5).tolist() == [1, 3]


@given(SCORES, st.integers(1, 50))
def test_top_rows_are_the_greatest(scores: np.ndarray, count: int) -> None:
    assert top_rows(scores, count).tolist() == sorted(range(len(scores)), key=lambda row: -scores[row])[:count]
    above_zero = [row for row in range(len(scores)) if scores[row] > 0]
    assert top_nonzero(scores, count).tolist() == sorted(above_zero, key=lambda row: -scores[row])[:count]


@given(SCORES, SCORES, st.booleans(), st.booleans())
def test_fused_scores_stay_within_0_and_1(
    passage: np.ndarray, words: np.ndarray, for_amount: bool, for_episode: bool
) -> None:
    size = min(len(passage), len(words))
    given_all = evidence(passage=passage[:size], words=words[:size], numbered=passage[:size])
    fused = fuse(given_all, Asked(for_amount=for_amount, for_episode=for_episode))
    assert np.all((fused >= 0) & (fused <= 1 + 1e-6))


def test_best_of_groups_and_ranges() -> None:
    assert best_of_groups(floats(1, 5, 2, 4), np.array([0, 2, 3, 4])).tolist() == [5, 2, 4]
    numbers, bounds = ranges(np.array([7, 2]), np.array([9, 5]))
    assert (numbers.tolist(), bounds.tolist()) == ([7, 8, 2, 3, 4], [0, 2, 5])


def test_candidates_are_near_as_a_whole_or_by_a_sentence_that_counts() -> None:
    starts = np.array([0, 2, 3, 4])
    passages = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    sentences = np.array([[0, 1], [1, 0], [0, 1], [1, 0]], dtype=np.float32)
    vectors = Vectors(passages, sentences, starts)
    query, everything = floats(1, 0), np.ones(3, dtype=bool)
    assert vectors.nearest(query, everything, None).tolist() == [0, 1, 2]
    cosines = vectors.cosines(query, np.array([0, 2]))
    assert cosines.passages.tolist() == pytest.approx([1, 0.6])
    assert cosines.sentences.tolist() == [0, 1, 1]
    assert (cosines.numbers.tolist(), cosines.bounds.tolist()) == ([0, 1, 3], [0, 2, 3])
    assert vectors.passages_of(np.arange(4)).tolist() == [0, 0, 1, 2]
    assert with_neighbours(np.array([0, 3]), 5).tolist() == [0, 1, 2, 3, 4]
    assert with_neighbours(np.array([4]), 5).tolist() == [3, 4]
