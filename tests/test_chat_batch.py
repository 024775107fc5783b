"""A batch answers every line it can and tells what was wrong with the others."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from chat.batch import Asked, answer_file, run_batch
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
        '{"id": "4", "question": "café"}'.encode("latin-1"),
        '{"id": "5", "question": "one"}'.encode("utf-16"),
        b"[" * 100_000,
        b"[1]",
    ]
    rows = list(run_batch(lines, _answer))
    assert [(row["id"], row.get("line"), row.get("status")) for row in rows] == [
        ("1", None, "answered"),
        (None, 3, None),
        ("2", 4, None),
        ("3", 5, None),
        (None, 6, None),
        (None, 7, None),
        (None, 8, None),
        (None, 9, None),
    ]
    assert [row["error"] for row in rows if "error" in row] == [
        "not JSON at character 0 of the line (Expecting value); correct it.",
        "question: Field required",
        "It broke; mend it.",
        "not UTF-8 at byte 28 of the line; save the file as UTF-8.",
        "not UTF-8 at byte 0 of the line; save the file as UTF-8.",
        "nested too deep; a line is one JSON object with an id and a question.",
        "a line is one JSON object with an id and a question.",
    ]


HALVES = {
    "a question": {"id": "1", "question": "broken \ud800"},
    "an id": {"id": "\ud800", "question": "one"},
    "a kind": {"id": "1", "question": "one", "filters": {"kind": "\ud800"}},
    "a role": {"id": "1", "question": "one", "history": [{"role": "\ud800", "content": "two"}]},
    "what is not read": {"id": "1", "question": "one", "\ud800": "\ud800"},
}


@pytest.mark.parametrize("given", HALVES.values(), ids=HALVES)
def test_half_a_character_costs_its_own_line_at_most(tmp_path: Path, given: dict[str, object]) -> None:
    asked, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked.write_text(f'{json.dumps(given)}\n{{"id": "2", "question": "two"}}\n', "utf-8")
    answer_file(asked, answers, _answer)
    rows = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == [given["id"], "2"]
    assert rows[1]["status"] == "answered"


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


def test_filters_that_cannot_be_are_named() -> None:
    given = {"kind": "radio"}, {"episode": "the first"}, {"episode": 2.5}, {"speaker": {"name": "Ida"}}, [3]
    lines = [json.dumps({"id": "1", "question": "one", "filters": filters}).encode() for filters in given]
    assert [row["error"] for row in run_batch(lines, _answer)] == [
        "kind 'radio' is not one of transcript, outline, page, article, captions.",
        "episode 'the first' has no number; write it like 50, #50 or ep050.",
        "episode 2.5 is neither text nor a whole number.",
        "speaker {'name': 'Ida'} is neither text nor a whole number.",
        "filters: Input should be a valid dictionary or instance of Filters",
    ]


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


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Two questions."""
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": "1", "question": "one"}\n{"id": "2", "question": "two"}\n', "utf-8")
    return file


def ids(answers: str) -> list[str]:
    return [json.loads(line)["id"] for line in answers.splitlines()]


def test_a_pipe_is_written_to_and_stays_one(asked: Path, tmp_path: Path) -> None:
    pipe, came = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = Thread(target=lambda: came.append(pipe.read_text("utf-8")))
    reader.start()
    assert answer_file(asked, pipe, _answer) == 0
    reader.join()
    assert (ids(came[0]), pipe.is_fifo()) == (["1", "2"], True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "pipe"]


@pytest.mark.parametrize("is_there", [True, False], ids=["to a file", "to none yet"])
def test_a_link_stays_and_what_it_leads_to_is_written(asked: Path, tmp_path: Path, is_there: bool) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link, file = tmp_path / "out.jsonl", folder / "answers.jsonl"
    link.symlink_to(file)
    if is_there:
        file.write_text("before", "utf-8")
    answer_file(asked, link, _answer)
    assert (link.readlink(), ids(file.read_text("utf-8"))) == (file, ["1", "2"])
    assert [path.name for path in folder.iterdir()] == ["answers.jsonl"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, 0o640, id="a new one has what the umask leaves"),
        pytest.param(0o604, 0o604, id="one that was there keeps its own"),
    ],
)
def test_a_file_has_the_mode_that_is_expected_of_it(
    asked: Path, tmp_path: Path, before: int | None, after: int
) -> None:
    answers = tmp_path / "out.jsonl"
    if before is not None:
        answers.touch()
        answers.chmod(before)
    usual = os.umask(0o027)
    try:
        answer_file(asked, answers, _answer)
    finally:
        os.umask(usual)
    assert answers.stat().st_mode & 0o777 == after


TO_STANDARD_OUTPUT = """
import sys
from pathlib import Path
from chat.batch import answer_file
from tests.test_chat_batch import _answer
answer_file(Path(sys.argv[1]), Path(sys.argv[2]), _answer)
"""


def test_what_standard_output_is_appended_to_keeps_what_it_has(asked: Path, tmp_path: Path) -> None:
    answers = tmp_path / "out.jsonl"
    answers.write_text('{"id": "0"}\n', "utf-8")
    with answers.open("a") as appended:
        command = [sys.executable, "-c", TO_STANDARD_OUTPUT, str(asked), str(answers)]
        subprocess.run(command, cwd=Path(__file__).parent.parent, stdout=appended, check=True, timeout=60)
    assert ids(answers.read_text("utf-8")) == ["0", "1", "2"]


def test_a_place_that_cannot_be_written_is_named(asked: Path, tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as told:
        answer_file(asked, tmp_path, _answer)
    assert told.value.filename == str(tmp_path)
