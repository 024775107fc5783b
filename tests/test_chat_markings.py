"""A producer's marks are kept by finding, and nothing that is in their file is ever lost."""

import json
from pathlib import Path

import pytest

from chat.disagreement.markings import Markings
from chat.errors import BadMarkings


def test_a_mark_is_kept_changed_and_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "markings.json"
    Markings(file).mark("one", "known")
    Markings(file).mark("two", "not_a_conflict")
    Markings(file).mark("one", "not_a_conflict")
    assert Markings(file).marks() == {"one": "not_a_conflict", "two": "not_a_conflict"}
    Markings(file).mark("two", "")
    assert (Markings(file).marks(), Markings(file).is_quiet("one"), Markings(file).is_quiet("two")) == (
        {"one": "not_a_conflict"},
        True,
        False,
    )
    assert list(tmp_path.iterdir()) == [file]


def test_no_file_is_no_marks(tmp_path: Path) -> None:
    assert Markings(tmp_path / "markings.json").marks() == {}


BAD = {
    "no-json": "{",
    "a-list": "[]",
    "later-version": json.dumps({"version": 2, "marks": {}}),
    "no-version": json.dumps({"marks": {}}),
    "unknown-mark": json.dumps({"version": 1, "marks": {"one": "maybe"}}),
    "unknown-field": json.dumps({"version": 1, "marks": {}, "more": 1}),
    "deep": "[" * 100_000,
    "not-a-number": '{"version": NaN}',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_read_is_told_and_left_as_it_is(text: str, tmp_path: Path) -> None:
    file = tmp_path / "markings.json"
    file.write_text(text, "utf-8")
    with pytest.raises(BadMarkings, match=r"markings\.json: "):
        Markings(file).marks()
    with pytest.raises(BadMarkings):
        Markings(file).mark("one", "known")
    assert file.read_text("utf-8") == text


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "markings.json"
    file.write_bytes(b"\xff\xfe{}")
    with pytest.raises(BadMarkings, match="cannot be read"):
        Markings(file).marks()


def test_an_unknown_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMarkings, match="use known or not_a_conflict"):
        Markings(tmp_path / "markings.json").mark("one", "maybe")


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadMarkings, match="cannot be written"):
        Markings(tmp_path / "gone" / "markings.json").mark("one", "known")
