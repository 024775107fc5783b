"""A batch answers every line it can and tells what was wrong with the others."""

import json
from pathlib import Path

import pytest

from chat.batch import Asked, answer_file, filters_from, run_batch
from chat.models import Answer, Message, Status
from corpus.errors import AircheckError
from corpus.models import SourceKind
from index.models import Filters


def _answer(asked: Asked) -> Answer:
    if asked.question == "broken":
        raise AircheckError("It broke; mend it.")
    return Answer(id="a", question=asked.question, status=Status.ANSWERED, answer="Yes.", confidence=1.0)


def test_every_line_gets_a_row_in_order() -> None:
    lines = [
        b'{"id": "1", "question": "one"}\n',
        b"\n",
        b"not json\n",
        b'{"id": "2"}\n',
        b'{"id": "3", "question": "broken"}',
    ]
    rows = list(run_batch(lines, _answer))
    assert [(row["id"], row.get("line"), row.get("status")) for row in rows] == [
        ("1", None, "answered"),
        (None, 3, None),
        ("2", 4, None),
        ("3", 5, None),
    ]
    assert rows[2]["error"] == "question: Field required"
    assert rows[3]["error"] == "It broke; mend it."


def test_history_takes_plain_questions_and_turns_and_filters_one_value_or_many() -> None:
    asked = Asked.model_validate(
        {
            "id": "1",
            "question": "and then?",
            "history": ["Who lit the lamp?", {"role": "assistant", "content": "Ida."}],
            "filters": {"kind": "outline", "episode": ["#50", "ep051"]},
            "unknown": 1,
        }
    )
    assert asked.history == (Message(content="Who lit the lamp?"), Message(role="assistant", content="Ida."))
    assert asked.filters == Filters(kind=(SourceKind.OUTLINE,), episode=("050", "051"))


def test_an_unknown_kind_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="there is no kind 'radio'; the kinds are transcript, outline, page"):
        filters_from({"kind": "radio"})


def test_the_answers_appear_whole_or_not_at_all(tmp_path: Path) -> None:
    asked, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked.write_text('{"id": "1", "question": "one"}\nnot json\n', "utf-8")
    assert answer_file(asked, answers, _answer) == 1
    assert [json.loads(line)["id"] for line in answers.read_text("utf-8").splitlines()] == ["1", None]

    def stopped(_: Asked) -> Answer:
        raise KeyboardInterrupt

    before = answers.read_text("utf-8")
    with pytest.raises(KeyboardInterrupt):
        answer_file(asked, answers, stopped)
    assert answers.read_text("utf-8") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
