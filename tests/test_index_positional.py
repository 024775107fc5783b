"""Every sentence is found under its words and phrases, in memory and from its files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Passage, Sentence
from corpus.spool import Spool
from index.columns import Rows
from index.jsonl import write_lines
from index.material import FolderSource
from index.models import Material
from index.positional import PositionalIndex, Said, words_in
from tests.fakes import make_passage, said_in

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
PASSAGES = (
    make_passage("a.txt", ("Ann", "The bell rang."), ("Bo", "The bell, the bell!"), start=5),
    make_passage("b.txt", (None, "A bell the size of a house"), ("Ann", "Rang it?"), copy_of="a.txt"),
)


def said() -> Said:
    return said_in(PASSAGES, ["a.txt", "b.txt"], ["Ann", "Bo"])


@pytest.mark.parametrize(
    ("phrase", "sentences"),
    [
        ("the bell", [0, 1]),
        ("bell the", [1, 2]),
        ("rang the", []),
        ("bell rang", [0]),
        ("house", [2]),
        ("no such words", []),
    ],
)
def test_a_phrase_is_found_within_one_sentence(phrase: str, sentences: list[int]) -> None:
    assert said().words.with_phrase(phrase.split()).tolist() == sentences


def test_words_are_found_by_their_beginning() -> None:
    assert said().words.beginning("b") == ["bell"]
    assert said().words.with_any(["rang", "house", "house", "missing"]).tolist() == [0, 2, 3]


def test_each_sentence_has_its_place() -> None:
    columns, rows = said(), said().rows
    assert [columns.passage_id(row) for row in (0, 1)] == [passage.id for passage in PASSAGES]
    assert columns.passages_of(np.array([0, 1, 2, 3])).tolist() == [0, 0, 1, 1]
    assert (rows.speaker.tolist(), rows.sentence_copy_of.tolist()) == ([0, 1, -1, 0], [-1, -1, 0, 0])
    assert rows.sentence_start.tolist() == [one.start for passage in PASSAGES for one in passage.sentences]


def test_what_was_saved_is_what_is_read(tmp_path: Path) -> None:
    before = said()
    before.words.save(tmp_path / "said")
    before.rows.save(tmp_path)
    words, rows = PositionalIndex.load(tmp_path / "said"), Rows.load(tmp_path)
    assert words.words == before.words.words
    assert words.with_phrase(["the", "bell"]).tolist() == [0, 1]
    assert all(np.array_equal(column, getattr(before.rows, name)) for name, column in rows)


@given(st.lists(st.text(alphabet="ab cd", max_size=12), min_size=1, max_size=8), st.text(alphabet="ab cd", max_size=6))
def test_a_phrase_is_found_wherever_it_stands(texts: list[str], phrase: str) -> None:
    said = PositionalIndex.of(Sentence(text=text, search_text=text, start=0, end=len(text)) for text in texts)
    words = words_in(phrase)
    if words:
        having = [n for n, text in enumerate(texts) if f" {' '.join(words)} " in f" {' '.join(words_in(text))} "]
        assert said.with_phrase(words).tolist() == having


@pytest.mark.parametrize("most", [0, 1, 9], ids=["all in the file", "some in the file", "all in memory"])
def test_a_spool_gives_back_what_was_put_in(tmp_path: Path, most: int) -> None:
    spool = Spool(Passage, tmp_path, most=most)
    spool.extend(PASSAGES[:1])
    first = list(spool)
    spool.extend(PASSAGES[1:])
    assert (first, list(spool), len(spool)) == ([PASSAGES[0]], list(PASSAGES), 2)
    assert (spool[-1], spool[0:1], spool[2:]) == (PASSAGES[1], [PASSAGES[0]], [])
    with pytest.raises(IndexError):
        spool[2]
    assert list(tmp_path.iterdir()) == []


def test_a_show_read_through_files_is_the_one_read_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(scratch: Path | None) -> Material:
        source = FolderSource(SAMPLE, scratch=scratch)
        return source.read(lambda text: len(text) < 900, lambda problem: None, lambda progress: None)

    held = read(None)
    monkeypatch.setattr("index.material.Spool", lambda model, folder, most=0: Spool(model, folder, most=0))
    monkeypatch.setattr("corpus.load.HELD_DOCUMENTS", 0)
    spilled = read(tmp_path)
    assert spilled.show == held.show
    for name in ("documents", "passages", "claims"):
        assert list(getattr(spilled, name)) == list(getattr(held, name))
        for folder, rows in (("held", getattr(held, name)), ("spilled", getattr(spilled, name))):
            (tmp_path / folder).mkdir(exist_ok=True)
            write_lines(tmp_path / folder / name, rows)
        assert (tmp_path / "held" / name).read_bytes() == (tmp_path / "spilled" / name).read_bytes()
