"""How near the sentences of an index lie to each other, told from all vectors or from sketches of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Floats, products
from index.scan import Vectors
from index.search import Index
from index.sketch import packed, sketches_of
from tests.fakes import FakeEmbedder


def unit(*rows: list[float]) -> Floats:
    vectors = np.array(rows, dtype=np.float32)
    found: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found


def closeness(sentences: Floats) -> float:
    """That of sentences that stand in one passage."""
    return Vectors(unit([1, 0]), sentences, np.array([0, len(sentences)])).closeness()


CLOSE = {
    "one sentence": (unit([1, 0]), 0.0),
    "no sentence": (np.empty((0, 2), dtype=np.float32), 0.0),
    "two that have nothing in common": (unit([1, 0], [0, 1]), 0.0),
    "two that point away from each other": (unit([1, 0], [-1, 0]), 0.0),
    "two at 60 degrees": (unit([2, 0], [1, 3**0.5]), 0.5),
    "a copy is no other sentence": (unit([2, 0], [2, 0], [1, 3**0.5]), 0.5),
    "nearly a copy is none either": (unit([2, 0], [2, 0.1], [1, 3**0.5]), 0.5431),
    "copies only": (unit([1, 0], [1, 0], [1, 0]), 0.0),
    "of three the one in the middle": (unit([1, 0, 0], [0.8, 0.6, 0], [0, 0, 1]), 0.8),
}


@pytest.mark.parametrize(("sentences", "expected"), CLOSE.values(), ids=CLOSE)
def test_closeness_is_the_median_nearness_of_a_sentence_to_the_nearest_other(
    sentences: Floats, expected: float
) -> None:
    assert closeness(sentences) == pytest.approx(expected, abs=2e-3)


def around(topics: int, each: int, *, spread: float, seed: int = 0) -> Floats:
    """Sentences of 128 dimensions that lie around some topics."""
    random = np.random.default_rng(seed)
    centres = np.repeat(random.normal(size=(topics, 128)), each, axis=0)
    return unit(*(centres + spread * random.normal(size=centres.shape)))


def sketched(sentences: Floats) -> Vectors:
    starts = np.array([0, len(sentences)])
    return Vectors(
        packed(sentences[:1]), packed(sentences), starts, (sketches_of(sentences[:1]), sketches_of(sentences))
    )


@pytest.mark.parametrize("spread", [0.5, 1.0, 2.0])
def test_sketches_and_exact_vectors_tell_the_same_closeness(spread: float) -> None:
    sentences = around(40, 10, spread=spread)
    assert sketched(sentences).closeness() == pytest.approx(closeness(sentences), abs=0.05)


def test_sentences_of_one_field_are_closer_than_those_of_many() -> None:
    assert closeness(around(2, 50, spread=0.5)) > closeness(around(50, 2, spread=1.0)) + 0.2


@given(st.integers(1, 40), st.integers(0, 9))
def test_closeness_is_a_share_whatever_the_vectors(count: int, seed: int) -> None:
    assert 0.0 <= closeness(around(1, count, spread=3.0, seed=seed)) <= 1.0


def test_an_index_tells_how_near_its_sentences_lie(bells: Index) -> None:
    sentences = [
        one.search_text for source in bells.sources() for p in bells.passages(source.path) for one in p.sentences
    ]
    vectors = FakeEmbedder().embed(sentences)
    near = vectors @ vectors.T
    near[near >= 0.95] = 0.0  # copies, and each sentence itself
    assert len(sentences) < 64  # so few are all looked at
    assert bells.closeness == pytest.approx(np.median(near.max(axis=1)), abs=1e-3)


@given(st.integers(0, 600), st.integers(0, 9))
def test_the_product_of_a_row_is_the_same_whatever_stands_beside_it(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    vectors, vector = (random.normal(size=size).astype(np.float32) for size in ((700, 16), (16,)))
    rows = random.integers(0, 700, count)
    alone = [products(vectors, rows[n : n + 1], vector)[0] for n in range(count)]
    assert products(vectors, rows, vector).tolist() == alone
    assert np.allclose(alone, vectors[rows] @ vector, atol=1e-5)
