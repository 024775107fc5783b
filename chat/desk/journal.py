"""What listeners asked, kept for the producer: questions, how they went, and what was thought of the answers.

No address, cookie or name is kept: there is no column for one. A question older than the retention is deleted.
The journal is never worth an answer: a locked, full, read-only or damaged database gives `Kept.NOT`, one line in the
log when it begins, and the same line on the desk while it lasts.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from chat.desk.database import Database, whats_wrong
from chat.models import NOTE_CHARACTERS, QUESTION_CHARACTERS, Answer, Status
from chat.small_talk import small_talk
from corpus.models import Frozen

_Row = tuple[str, float, str, str, float, int | None, str]

MAX_ENTRIES = 100_000  # beyond which the oldest go, however long the retention is
_DAY_S = 86_400
_PRUNE_EVERY_S = 3_600

_SCHEMA = """
CREATE TABLE IF NOT EXISTS asked (
    number INTEGER PRIMARY KEY,
    answer_id TEXT NOT NULL,
    asked_at REAL NOT NULL,
    question TEXT NOT NULL,
    status TEXT NOT NULL,
    confidence REAL NOT NULL,
    helpful INTEGER,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS asked_by_answer ON asked (answer_id);
CREATE INDEX IF NOT EXISTS asked_by_time ON asked (asked_at);
"""
_COLUMNS = "answer_id, asked_at, question, status, confidence, helpful, note"


class Kept(StrEnum):
    """What became of something that was to be kept."""

    YES = "yes"
    UNKNOWN = "unknown"  # feedback on an answer that is not, or no longer, in the journal
    NOT = "not"  # the database is locked, full or damaged; the log says which


class Entry(Frozen):
    """One question as it was asked. `asked_at` is in seconds since 1970, UTC; `helpful` is None until somebody says."""

    answer_id: str
    asked_at: float
    question: str
    status: Status
    confidence: float
    helpful: bool | None = None
    note: str = ""

    @property
    def is_unanswered(self) -> bool:
        """Something was asked, and there was no answer; "thanks" asks for none."""
        return self.status is Status.ABSTAINED and small_talk(self.question) is None

    @property
    def wants_attention(self) -> bool:
        """Nobody was helped by the answer: there was none, or the listener said so."""
        return self.is_unanswered or self.helpful is False


class Journal:
    """The questions in one SQLite file. Safe to use from several threads; `clock` gives seconds since 1970."""

    def __init__(self, path: Path, *, keep_days: int, clock: Callable[[], float] = time.time) -> None:
        """`keep_days` (from 1) is how long a question is kept. Opens nothing yet, so that it cannot fail."""
        self._database = Database(path, _SCHEMA)
        self._keep_s = keep_days * _DAY_S
        self._clock = clock
        self._pruned_at = float("-inf")

    def record(self, answer: Answer) -> Kept:
        """Keep one question and how it went. Never raises for the database's sake."""
        row = (
            answer.id,
            self._clock(),
            _clean(answer.question, QUESTION_CHARACTERS),
            answer.status.value,
            answer.confidence,
        )
        sql = "INSERT INTO asked (answer_id, asked_at, question, status, confidence) VALUES (?, ?, ?, ?, ?)"
        done = self._database.attempt("the question was not kept", lambda db: self._insert(db, sql, row))
        return Kept.NOT if done is None else Kept.YES

    def feedback(self, answer_id: str, helpful: bool, note: str = "") -> Kept:
        """Keep what a listener thought of an answer; the last word counts. Never raises for the database's sake."""
        sql = (
            "UPDATE asked SET helpful = ?, note = ? "
            "WHERE number = (SELECT max(number) FROM asked WHERE answer_id = ?) AND asked_at >= ?"
        )
        row = (int(helpful), _clean(note, NOTE_CHARACTERS), answer_id, self._oldest())
        changed = self._database.attempt("the feedback was not kept", lambda db: db.execute(sql, row).rowcount)
        if changed is None:
            return Kept.NOT
        return Kept.YES if changed else Kept.UNKNOWN

    def entries(self, *, limit: int = 2_000) -> tuple[Entry, ...] | None:
        """The last `limit` questions within the retention, newest first; None when they cannot be read."""
        return self._database.attempt(
            "the questions cannot be read", lambda db: tuple(map(_entry, self._read(db, limit)))
        )

    @property
    def problem(self) -> str | None:
        """Why questions are not kept or cannot be read just now, and what to do about it, in one line."""
        return self._database.problem

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _oldest(self) -> float:
        return self._clock() - self._keep_s

    def _insert(self, db: sqlite3.Connection, sql: str, row: tuple[object, ...]) -> int:
        self._forget(db)
        return db.execute(sql, row).lastrowid or 0

    def _read(self, db: sqlite3.Connection, limit: int) -> list[_Row]:
        self._forget(db)
        sql = f"SELECT {_COLUMNS} FROM asked WHERE asked_at >= ? ORDER BY number DESC LIMIT ?"
        return db.execute(sql, (self._oldest(), limit)).fetchall()

    def _forget(self, db: sqlite3.Connection) -> None:
        if 0 <= self._clock() - self._pruned_at < _PRUNE_EVERY_S:  # less than 0: the clock was put back
            return
        sql = "DELETE FROM asked WHERE asked_at < ? OR number <= (SELECT max(number) FROM asked) - ?"
        db.execute(sql, (self._oldest(), MAX_ENTRIES))
        self._pruned_at = self._clock()


def check_journal(path: Path) -> str | None:
    """What is wrong with a file of questions and what to do about it, in one line; None when nothing is."""
    if not path.exists():
        return None
    why = whats_wrong(path, lambda db: [_entry(row) for row in db.execute(f"SELECT {_COLUMNS} FROM asked")])
    return f"{path}: the questions cannot be read: {why}." if why else None


def _clean(text: str, limit: int) -> str:
    """At most `limit` characters; lone surrogates, which SQLite refuses, and NULs become "?"."""
    return text[:limit].replace("\0", "?").encode("utf-8", "replace").decode("utf-8")


def _entry(row: _Row) -> Entry:
    answer_id, asked_at, question, status, confidence, helpful, note = row
    return Entry(
        answer_id=answer_id,
        asked_at=asked_at,
        question=question,
        status=Status(status),
        confidence=confidence,
        helpful=None if helpful is None else bool(helpful),
        note=note,
    )
