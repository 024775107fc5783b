"""Sketches propose what a full comparison would choose, and an index with them answers like one without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import group_starts, sorted_places
from index.models import Filters
from index.recall import LEAST, recall, sampled_questions
from index.search import Index
from index.sketch import _least, differing, kept_of, likeliest, sketches_of
from index.sync import sync
from tests.fakes import FakeEmbedder, FakeSource, make_passage
from tests.scale.geometry import MadeUpEmbedder
from tests.scale.made_up import HOSTS, MadeUpShow

SHOW = MadeUpShow()


def spoken(episodes: int) -> FakeSource:
    """A passage for every second turn of some made-up episodes."""
    passages = []
    for number in range(1, episodes + 1):
        place = 0
        for chapter in SHOW.chapters(number):
            for (one, said), (other, replied) in zip(chapter.turns[::2], chapter.turns[1::2], strict=True):
                turns = [(one, text) for text in said] + [(other, text) for text in replied]
                path, episode = f"ep{number:03d}/transcript.txt", f"{number:03d}"
                passages.append(make_passage(path, *turns, start=place, episode=episode))
                place = passages[-1].end + 2
    return FakeSource(*passages)


def test_a_sketch_has_the_sign_of_every_dimension() -> None:
    vectors = np.array([[1, -1] * 40, [-1, 1] * 40, [1, 1] * 40], dtype=np.float32)
    sketches = sketches_of(vectors)
    assert sketches.shape == (2, 3)
    assert differing(sketches, sketches[:, 0]).tolist() == [0, 80, 40]


@pytest.mark.parametrize(
    ("among", "count", "rows"),
    [(None, 1, [1]), (None, 9, [0, 1, 2]), ([True, False, True], 1, [2]), ([False] * 3, 2, [])],
    ids=["the nearest", "all there are", "some left out", "all left out"],
)
def test_the_likeliest_share_most_signs(among: list[bool] | None, count: int, rows: list[int]) -> None:
    vectors = np.array([[1, 1, 1, 1], [1, -1, -1, -1], [1, 1, -1, -1]], dtype=np.float32)
    mask = None if among is None else np.array(among)
    question = np.array([1, -1, -1, -0.5], dtype=np.float32)
    assert likeliest(sketches_of(vectors), question, mask, count=count).tolist() == rows


@pytest.mark.parametrize(
    ("vectors", "kept"), [(0, 2000), (1_000_000, 2000), (3_000_000, 6000), (12_000_000, 24_000)], ids=str
)
def test_of_more_than_a_million_vectors_more_are_compared_in_full(vectors: int, kept: int) -> None:
    assert kept_of(vectors) == kept


def test_sketches_find_the_nearest_among_many() -> None:
    embedder = MadeUpEmbedder(SHOW)
    texts = [one.search_text for passage in spoken(12).passages for one in passage.sentences]
    vectors = embedder.embed(list(dict.fromkeys(texts)))
    sketches = sketches_of(vectors)

    def nearest(question: np.ndarray, top: int) -> list[float]:
        rows = likeliest(sketches, question, count=kept_of(len(vectors)))
        return sorted((vectors[rows] @ question).tolist(), reverse=True)[:top]

    questions = np.stack([embedder.embed_query(text) for text in SHOW.questions(12, 30)])
    assert len(vectors) > 8_000
    assert recall(nearest, vectors, questions, 24) >= LEAST


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(0, 9), st.sampled_from([1, 5, 300]))
def test_the_least_are_found_whatever_a_sample_says(size: int, count: int, seed: int, spread: int) -> None:
    apart = np.random.default_rng(seed).integers(0, spread, size).astype(np.uint16)
    count = min(count, size)
    assert _least(apart, count).tolist() == np.flatnonzero(apart <= np.sort(apart)[count - 1]).tolist()


@given(st.lists(st.integers(0, 6), max_size=40))
def test_sorted_rows_stand_under_their_words_in_order(words: list[int]) -> None:
    numbers = np.array(words, dtype=np.int32)
    first = group_starts(numbers, 7)
    places = np.full(len(words), -1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.arrays._SORTED_BLOCK", 3)
        for some, to in sorted_places(numbers, first):
            places[to] = np.arange(len(words))[some]
    assert places.tolist() == np.argsort(numbers, kind="stable").tolist()
    assert first.tolist() == [sum(word < each for word in words) for each in range(8)]


@pytest.fixture(scope="module")
def exact_and_sketched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, Index]:
    folder, source, embedder = tmp_path_factory.mktemp("sketched"), spoken(3), FakeEmbedder(dimensions=128)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build.check_built", lambda folder: None)
        sync(Path("m"), folder / "exact", embedder=embedder, source=source)
        patch.setattr("index.build.SKETCHED_ABOVE", 0)
        sync(Path("m"), folder / "sketched", embedder=embedder, source=source)
    assert [len(list((folder / name).rglob("*.sketch.npy"))) for name in ("exact", "sketched")] == [0, 2]
    return Index.open(folder / "exact", embedder), Index.open(folder / "sketched", embedder)


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(episode=("2",)), Filters(speaker=(HOSTS[0],)), Filters(episode=("1", "3"), speaker=HOSTS)],
    ids=["no filter", "episode", "speaker", "both"],
)
def test_an_index_with_sketches_answers_like_one_without(
    exact_and_sketched: tuple[Index, Index], monkeypatch: pytest.MonkeyPatch, filters: Filters
) -> None:
    """All that is in such a small one is compared in full in the end, and a byte a dimension moves a cosine little."""
    monkeypatch.setattr("index.scan.kept_of", lambda vectors: 10)
    for question in SHOW.questions(3, 5):
        exact, sketched = (index.search(question, filters=filters) for index in exact_and_sketched)
        assert [hit.score for hit in sketched] == pytest.approx([hit.score for hit in exact], abs=0.005)
        near = {hit.passage.id: hit.dense for hit in exact}
        both = [hit for hit in sketched if hit.passage.id in near]
        assert len(both) >= len(exact) - 1  # the last two may all but tie
        assert [hit.dense for hit in both] == pytest.approx([near[hit.passage.id] for hit in both], abs=0.003)


def test_an_index_with_sketches_is_as_close_as_one_without(exact_and_sketched: tuple[Index, Index]) -> None:
    exact, sketched = (index.closeness for index in exact_and_sketched)
    assert sketched == pytest.approx(exact, abs=0.03)
    assert 0.5 < exact < 0.95


def test_recall_counts_what_is_found() -> None:
    vectors = np.eye(8, dtype=np.float32)
    questions = sampled_questions(vectors, 5)
    assert np.allclose(np.linalg.norm(questions, axis=1), 1, atol=1e-6)
    assert recall(lambda q, top: np.sort(vectors @ q)[::-1][:top].tolist(), vectors, questions, 2) == 1.0
    assert recall(lambda q, top: np.sort(vectors @ q)[::-1][1 : top + 1].tolist(), vectors, questions, 2) <= 0.75
