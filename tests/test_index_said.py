"""Every sentence is found under its words and phrases, in memory and from its files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Passage, Sentence
from corpus.spool import Spool
from index.columns import rows_of
from index.heard import HeardWords, words_in
from index.jsonl import write_lines
from index.models import Reading
from index.reading import FolderSource
from index.said import Said, load, said_in, save
from tests.fakes import make_passage

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
PASSAGES = (
    make_passage("a.txt", ("Ann", "The bell rang."), ("Bo", "The bell, the bell!"), start=5),
    make_passage("b.txt", (None, "A bell the size of a house"), ("Ann", "Rang it?"), copy_of="a.txt"),
)


def said() -> Said:
    named = ["a.txt", "b.txt"], ["Ann", "Bo"]
    return said_in(PASSAGES, rows_of(PASSAGES, *named), *named)


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
    assert said().heard.with_phrase(phrase.split()).tolist() == sentences


def test_words_are_found_by_their_beginning() -> None:
    assert said().heard.beginning("b") == ["bell"]
    assert said().heard.with_any(["rang", "house", "house", "missing"]).tolist() == [0, 2, 3]


def test_each_sentence_has_its_place() -> None:
    columns = said()
    assert [columns.passage_id(row) for row in (0, 1)] == [passage.id for passage in PASSAGES]
    assert columns.passages_of(np.array([0, 1, 2, 3])).tolist() == [0, 0, 1, 1]
    assert (columns.speaker.tolist(), columns.copy_of.tolist()) == ([0, 1, -1, 0], [-1, -1, 0, 0])
    assert columns.start.tolist() == [one.start for passage in PASSAGES for one in passage.sentences]


def test_what_was_saved_is_what_is_read(tmp_path: Path) -> None:
    before = said()
    save(before, tmp_path / "said")
    after = load(tmp_path / "said", before.paths, before.speakers)
    assert after.heard.words == before.heard.words
    assert after.heard.with_phrase(["the", "bell"]).tolist() == [0, 1]
    assert all(np.array_equal(getattr(after, name), getattr(before, name)) for name in ("source", "start", "copy_of"))


@given(st.lists(st.text(alphabet="ab cd", max_size=12), min_size=1, max_size=8), st.text(alphabet="ab cd", max_size=6))
def test_a_phrase_is_found_wherever_it_stands(texts: list[str], phrase: str) -> None:
    heard = HeardWords()
    for text in texts:
        heard.add(Sentence(text=text, search_text=text, start=0, end=len(text)))
    words = words_in(phrase)
    if words:
        having = [n for n, text in enumerate(texts) if f" {' '.join(words)} " in f" {' '.join(words_in(text))} "]
        assert heard.heard().with_phrase(words).tolist() == having


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
    def read(scratch: Path | None) -> Reading:
        source = FolderSource(SAMPLE, scratch=scratch)
        return source.read(lambda text: len(text) < 900, lambda problem: None, lambda progress: None)

    held = read(None)
    monkeypatch.setattr("index.reading.Spool", lambda model, folder, most=0: Spool(model, folder, most=0))
    monkeypatch.setattr("corpus.load.HELD_DOCUMENTS", 0)
    spilled = read(tmp_path)
    assert spilled.show == held.show
    for name in ("documents", "passages", "claims"):
        assert list(getattr(spilled, name)) == list(getattr(held, name))
        for folder, rows in (("held", getattr(held, name)), ("spilled", getattr(spilled, name))):
            (tmp_path / folder).mkdir(exist_ok=True)
            write_lines(tmp_path / folder / name, rows)
        assert (tmp_path / "held" / name).read_bytes() == (tmp_path / "spilled" / name).read_bytes()
