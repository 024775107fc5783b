"""The journal of questions: kept whole, forgotten on time, never in an answer's way."""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.desk.journal import Entry, Journal, Kept, check_journal
from chat.models import NOTE_CHARACTERS, Answer, Status


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def answer(
    answer_id: str = "a1", question: str = "How old is the lighthouse?", status: Status = Status.ANSWERED
) -> Answer:
    return Answer(id=answer_id, question=question, status=status, answer="It is old.", confidence=0.5)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    opened = Journal(tmp_path / "kept" / "questions.sqlite", keep_days=30, clock=clock)
    yield opened
    opened.close()


def test_what_was_asked_is_read_back_newest_first_with_the_last_word_of_feedback(
    journal: Journal, clock: Clock
) -> None:
    assert journal.record(answer("a1")) is Kept.YES
    clock.now += 60
    assert journal.record(answer("a2", "Who kept the light?", Status.ABSTAINED)) is Kept.YES
    assert journal.feedback("a1", True) is Kept.YES
    assert journal.feedback("a1", False, "wrong tower") is Kept.YES
    assert journal.entries() == (
        Entry(
            answer_id="a2",
            asked_at=1_700_000_060.0,
            question="Who kept the light?",
            status=Status.ABSTAINED,
            confidence=0.5,
        ),
        Entry(
            answer_id="a1",
            asked_at=1_700_000_000.0,
            question="How old is the lighthouse?",
            status=Status.ANSWERED,
            confidence=0.5,
            helpful=False,
            note="wrong tower",
        ),
    )


def test_small_talk_is_no_question_without_an_answer(journal: Journal) -> None:
    for number, text in enumerate(("Thanks a lot!", "Who kept the light?")):
        journal.record(answer(f"a{number}", text, Status.ABSTAINED))
    kept = journal.entries() or ()
    assert [(entry.question, entry.wants_attention) for entry in kept] == [
        ("Who kept the light?", True),
        ("Thanks a lot!", False),
    ]


def test_feedback_on_an_answer_that_is_not_kept_says_so(journal: Journal) -> None:
    assert journal.feedback("never-asked", True) is Kept.UNKNOWN


def test_a_repeated_answer_id_takes_feedback_on_its_last_asking(journal: Journal) -> None:
    journal.record(answer("same"))
    journal.record(answer("same"))
    journal.feedback("same", True)
    assert [entry.helpful for entry in journal.entries() or ()] == [True, None]


def test_questions_past_the_retention_are_not_shown_and_then_not_in_the_file(
    journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    journal.record(answer("old", "An old lighthouse question"))
    clock.now += 30 * 86_400 + 1
    assert journal.entries() == ()
    assert journal.feedback("old", True) is Kept.UNKNOWN
    journal.record(answer("new", "Fresh"))
    journal.close()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "kept").iterdir())
    assert b"Fresh" in kept
    assert b"An old lighthouse question" not in kept


def test_the_file_has_no_place_for_an_address_and_is_the_owners_only(journal: Journal, tmp_path: Path) -> None:
    journal.record(answer())
    file = tmp_path / "kept" / "questions.sqlite"
    with sqlite3.connect(file) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(asked)")]
    db.close()
    assert columns == ["number", "answer_id", "asked_at", "question", "status", "confidence", "helpful", "note"]
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text", ["a\0b", "\ud800 lone", "'; DROP TABLE asked; --", "x" * 100_000], ids=["nul", "surrogate", "sql", "long"]
)
def test_any_text_can_be_kept(journal: Journal, text: str) -> None:
    assert journal.record(answer("a", text)) is Kept.YES
    assert journal.feedback("a", False, text) is Kept.YES
    (entry,) = journal.entries() or ()
    assert len(entry.note) <= NOTE_CHARACTERS


def test_a_locked_database_is_not_waited_for_costs_a_log_line_and_mends_itself(
    journal: Journal, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal.record(answer("before"))
    other = sqlite3.connect(tmp_path / "kept" / "questions.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with caplog.at_level(logging.WARNING):
        assert journal.record(answer("during")) is Kept.NOT
        assert journal.feedback("before", True) is Kept.NOT
    assert "the question was not kept: database is locked" in caplog.text
    other.execute("ROLLBACK")
    other.close()
    assert journal.record(answer("after")) is Kept.YES
    assert [entry.answer_id for entry in journal.entries() or ()] == ["after", "before"]


def test_a_full_database_is_told_and_never_raised(journal: Journal, caplog: pytest.LogCaptureFixture) -> None:
    journal.record(answer("before"))
    assert journal._database._connection is not None
    pages = journal._database._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._database._connection.execute(f"PRAGMA max_page_count = {pages}")
    results = {journal.record(answer(f"a{n}", "x" * 900)) for n in range(1)}
    while Kept.NOT not in results:
        results.add(journal.record(answer("more", "x" * 900)))
    assert "is full" in caplog.text
    assert journal.entries() is not None


@pytest.mark.parametrize("damage", ["garbage", "folder"])
def test_a_damaged_file_is_told_and_never_raised(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "questions.sqlite"
    if damage == "folder":
        file.mkdir()
    else:
        file.write_bytes(b"no database at all " * 500)
    journal = Journal(file, keep_days=1)
    assert journal.record(answer()) is Kept.NOT
    assert journal.feedback("a1", True) is Kept.NOT
    assert journal.entries() is None
    assert str(file) in caplog.text


def test_what_is_wrong_inside_a_damaged_file_is_told(journal: Journal, tmp_path: Path) -> None:
    for n in range(100):
        journal.record(answer(f"a{n}", "How old is the lighthouse? " * 20))
    journal.close()
    file = tmp_path / "kept" / "questions.sqlite"
    content = bytearray(file.read_bytes())
    content[12_288:] = b"\xaa" * len(content[12_288:])  # from its fourth page on
    file.write_bytes(content)
    found = check_journal(file)
    assert found
    assert re.search(r"cannot be read: .*\b[Pp]age \d.*; move the file away, and a new one is begun\.$", found)


@pytest.mark.parametrize("asked_before", [True, False], ids=["in use", "not yet used"])
def test_a_folder_that_is_taken_away_is_not_made_anew_and_can_be_put_back(tmp_path: Path, asked_before: bool) -> None:
    here, away = tmp_path / "index", tmp_path / "away"
    here.mkdir()
    journal = Journal(here / "questions.sqlite", keep_days=30)
    if asked_before:
        journal.record(answer("before"))
    here.rename(away)
    assert (journal.record(answer("during")), here.exists()) == (Kept.NOT, False)
    assert "No such file or directory; put its folder back." in (journal.problem or "")
    away.rename(here)
    assert (journal.record(answer("after")), journal.problem) == (Kept.YES, None)
    assert [entry.answer_id for entry in journal.entries() or ()] == ["after", "before"][: 1 + asked_before]
    journal.close()


def test_many_threads_lose_nothing(journal: Journal) -> None:
    threads = [
        threading.Thread(target=lambda n=n: [journal.record(answer(f"{n}-{i}")) for i in range(20)]) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({entry.answer_id for entry in journal.entries() or ()}) == 160
