"""The sample show's gold questions hold against the sample show itself.

A line of `tests/data/sample/questions.jsonl`: `id`, `question`, `type`, `answerable`, `gold` (`file`, `quote`,
`speaker`, `same_as` for word-for-word copies), `nuggets` and `must_not` (regular expressions), `disagree` (null, or the
two values that sources give), `names` (what the question itself names), `history` (the listener's earlier questions).
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parent.parent / "corpus" / "sample"
QUESTIONS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "sample" / "questions.jsonl").read_text("utf-8").splitlines()
]
KEYS = {"id", "question", "type", "answerable", "gold", "nuggets", "must_not", "disagree", "names", "history"}
TYPES = {
    "single-fact",
    "producer-lookup",
    "multi-source",
    "disagreement",
    "near-miss",
    "captions-asr",
    "speaker",
    "follow-up",
    "cross",
    "unanswerable",
}
TAGS = re.compile(r"<[^<>]{0,200}>|\[pause[^\]]{0,20}\]|\*\*")
each_question = pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["id"])


def file_text(path: str) -> str:
    return (SAMPLE / path).read_bytes().decode("utf-8")


def read(quote: str) -> str:
    """A quote as a reader sees it, near enough for matching."""
    return " ".join(TAGS.sub("", quote).split())


def evidence(asked: dict[str, Any]) -> str:
    """All that a right answer may say: the gold quotes, who said them, and the titles of their episodes."""
    return "\n".join(
        f"{gold['speaker'] or ''}: {read(gold['quote'])} (#{gold['file'].removeprefix('ep')[:3]})"
        for gold in asked["gold"]
    )


def test_there_are_enough_questions_of_every_type() -> None:
    counts = Counter(asked["type"] for asked in QUESTIONS)
    assert set(counts) == TYPES
    assert len(QUESTIONS) >= 40
    assert counts["unanswerable"] >= 10
    assert min(counts.values()) >= 3


def test_no_question_is_asked_twice() -> None:
    asked = Counter((tuple(line["history"]), line["question"].lower()) for line in QUESTIONS)
    assert [question for question, times in asked.items() if times > 1] == []
    assert len({line["id"] for line in QUESTIONS}) == len(QUESTIONS)


@each_question
def test_a_line_has_exactly_the_keys_that_its_type_needs(asked: dict[str, Any]) -> None:
    assert set(asked) == KEYS
    assert asked["answerable"] == (asked["type"] != "unanswerable")
    assert bool(asked["gold"]) == bool(asked["nuggets"]) == asked["answerable"]
    assert bool(asked["disagree"]) == (asked["type"] == "disagreement")
    assert bool(asked["history"]) == (asked["type"] == "follow-up")


@each_question
def test_every_gold_quote_stands_word_for_word_in_its_file(asked: dict[str, Any]) -> None:
    places = [place for gold in asked["gold"] for place in (gold, *gold.get("same_as", []))]
    assert [place for place in places if place["quote"] not in file_text(place["file"])] == []


@each_question
def test_every_nugget_is_in_the_gold_and_nothing_forbidden_is(asked: dict[str, Any]) -> None:
    said = evidence(asked)
    assert [nugget for nugget in asked["nuggets"] if not re.search(nugget, said, re.IGNORECASE)] == []
    assert [regex for regex in asked["must_not"] if re.search(regex, said, re.IGNORECASE)] == []


@each_question
def test_the_two_values_of_a_disagreement_stand_in_their_files(asked: dict[str, Any]) -> None:
    for value, path in (asked["disagree"] or {"values": []})["values"]:
        quotes = "\n".join(read(gold["quote"]) for gold in asked["gold"] if gold["file"] == path)
        assert re.search(value, quotes, re.IGNORECASE)
