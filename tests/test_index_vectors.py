"""Vectors are kept, and whatever is not whole is computed again."""

from pathlib import Path

import numpy as np
import pytest

from index.vectors import KeptVectors
from tests.fakes import FakeEmbedder

TEXTS = ["sycamore seeds", "a beech hedge", "sycamore seeds", "alder by the river"]


def embed(folder: Path, texts: list[str]) -> tuple[np.ndarray, int, list[str]]:
    embedder = FakeEmbedder()
    vectors, computed = KeptVectors(folder, embedder).embed(texts)
    return vectors[:], computed, embedder.embedded


def file_in(folder: Path) -> Path:
    return next(folder.glob("*.vectors"))


def test_a_text_is_embedded_once_and_found_again(tmp_path: Path) -> None:
    vectors, computed, embedded = embed(tmp_path, TEXTS)
    assert (computed, sorted(embedded)) == (3, sorted(set(TEXTS)))
    assert np.allclose(vectors, FakeEmbedder().embed(TEXTS), atol=1e-3)
    again, computed, _ = embed(tmp_path, TEXTS[:2])
    assert computed == 0
    assert np.array_equal(again, vectors[:2])


@pytest.mark.parametrize("lost_bytes", [1, 20, 147])
def test_a_record_cut_short_is_computed_again_and_the_others_stay(tmp_path: Path, lost_bytes: int) -> None:
    vectors, *_ = embed(tmp_path, TEXTS)
    path = file_in(tmp_path)
    path.write_bytes(path.read_bytes()[:-lost_bytes])
    again, computed, _ = embed(tmp_path, TEXTS)
    assert computed == 1
    assert np.array_equal(again, vectors)


def test_an_altered_record_is_computed_again(tmp_path: Path) -> None:
    vectors, *_ = embed(tmp_path, TEXTS)
    path = file_in(tmp_path)
    content = bytearray(path.read_bytes())
    content[30] ^= 0xFF
    path.write_bytes(content)
    again, computed, _ = embed(tmp_path, TEXTS)
    assert computed == 1
    assert np.array_equal(again, vectors)


def test_another_model_shares_nothing(tmp_path: Path) -> None:
    embed(tmp_path, TEXTS)
    other = FakeEmbedder(fingerprint="a" * 64)
    assert KeptVectors(tmp_path, other).embed(TEXTS)[1] == 3


def test_forgotten_texts_leave_the_file_when_they_are_most_of_it(tmp_path: Path) -> None:
    embed(tmp_path, TEXTS)
    size = file_in(tmp_path).stat().st_size
    kept = KeptVectors(tmp_path, FakeEmbedder())
    kept.embed(TEXTS[:2])
    kept.keep_used()
    assert file_in(tmp_path).stat().st_size == size
    kept.embed(TEXTS[:1])
    kept.keep_used()
    assert file_in(tmp_path).stat().st_size == size / 3
    assert KeptVectors(tmp_path, FakeEmbedder()).embed(TEXTS)[1] == 2


def test_progress_is_told_in_characters(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    KeptVectors(tmp_path, FakeEmbedder()).embed(TEXTS, on_progress=lambda done, total: told.append((done, total)))
    characters = sum(len(text) for text in set(TEXTS))
    assert told == [(characters, characters)]


def test_much_text_is_written_part_by_part(tmp_path: Path) -> None:
    """What a crash can lose, and how long nothing is told, is the same for long texts and for many short ones."""
    texts = [f"{number:05} " + "alder " * (number % 40) for number in range(4_000)]
    told: list[tuple[int, int, int]] = []

    def note(done: int, total: int) -> None:
        told.append((done, total, file_in(tmp_path).stat().st_size))

    vectors, computed = KeptVectors(tmp_path, FakeEmbedder()).embed(texts, on_progress=note)
    assert computed == 4_000
    record = told[-1][2] // 4_000
    assert [(total, size % record) for _, total, size in told] == [(492_000, 0)] * 3
    assert [done + 20 * size // record for done, _, size in told] == pytest.approx([200_000, 400_000, 572_000], abs=300)
    assert np.allclose(vectors[:][::97], FakeEmbedder().embed(texts[::97]), atol=1e-3)
