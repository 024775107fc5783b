"""Gold questions are read as they are meant, or the line that is none is named."""

import json
from pathlib import Path

import pytest

from chat.errors import BadGold
from chat.gold import Gold, GoldQuote, Place, read_gold
from chat.models import Message

FULL = {
    "id": "q1",
    "question": "What is the rope made of?",
    "type": "single-fact",
    "answerable": True,
    "gold": [
        {
            "file": "ep031/transcript",
            "quote": "The rope is made of hemp.",
            "speaker": "Hedda",
            "same_as": [{"file": "ep031/page", "quote": "The rope is made of hemp."}],
        }
    ],
    "nuggets": ["hemp"],
    "must_not": ["wire|steel"],
    "disagree": {"values": [["40|forty", "t"], ["44", "o"], ["50", "p"]]},
    "history": ["What about the tower?", {"role": "assistant", "content": "It is tall."}],
    "names": ["unknown keys are ignored"],
}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_a_full_line_is_read_with_its_patterns_in_any_case(tmp_path: Path) -> None:
    (gold,) = read_gold(write(tmp_path, FULL))
    assert gold.gold == (
        GoldQuote(
            file="ep031/transcript",
            quote="The rope is made of hemp.",
            speaker="Hedda",
            same_as=(Place(file="ep031/page", quote="The rope is made of hemp."),),
        ),
    )
    assert gold.nuggets[0].search("HEMP")
    assert gold.must_not[0].search("Wire")
    assert gold.disagree is not None
    assert [pattern.pattern for pattern in gold.disagree] == ["40|forty", "44"]
    assert gold.history == (Message(content="What about the tower?"), Message(role="assistant", content="It is tall."))


def test_a_line_ends_only_where_a_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({"id": "q1", "question": "Why\u2028here?"}, ensure_ascii=False))
    assert [gold.question for gold in read_gold(path)] == ["Why\u2028here?"]


def test_little_is_enough_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    least = {"id": "q1", "question": "Why?"}
    nulls = {**least, "id": "q2", "gold": [{"file": "a", "quote": "b", "same_as": None}], "disagree": None}
    assert list(read_gold(write(tmp_path, least, "", nulls))) == [
        Gold(id="q1", question="Why?"),
        Gold(id="q2", question="Why?", gold=(GoldQuote(file="a", quote="b"),)),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("{", "Expecting property name", id="no JSON"),
        pytest.param({"id": "q2"}, "question: Field required", id="no question"),
        pytest.param({**FULL, "nuggets": ["(hemp"]}, "missing \\)", id="no regular expression"),
        pytest.param({**FULL, "gold": [{"file": "a"}]}, "gold.0.quote: Field required", id="a gold without a quote"),
        pytest.param({**FULL, "disagree": {"value": []}}, "values", id="no values"),
        pytest.param([1], "", id="a list"),
    ],
)
def test_a_line_that_is_none_is_named_with_file_and_line(tmp_path: Path, line: object, reason: str) -> None:
    path = write(tmp_path, FULL, "", line)
    with pytest.raises(BadGold, match=rf"^{path}:3: not a gold question \(.*{reason}.*\)\.$"):
        list(read_gold(path))
