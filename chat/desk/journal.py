"""What listeners asked, kept for the producer: questions, how they went, and what was thought of the answers.

No address, cookie or name is kept: there is no column for one. A question older than the retention is deleted.
SQLite in WAL mode, so that a kill at any moment leaves whole rows and several server processes can share the file.

The journal is never worth an answer: a locked, full, read-only or damaged database gives `Kept.NOT`, one line in the
log when it begins, and the same line on the desk while it lasts.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from chat.models import Answer, Status
from corpus.models import Frozen

_log = logging.getLogger("aircheck.journal")
_T = TypeVar("_T")
_Row = tuple[str, float, str, str, float, int | None, str]

WAIT_S = 0.25  # how long a write waits for another process; an answer must not be held up for longer
MAX_QUESTION_CHARACTERS = 1_000
MAX_NOTE_CHARACTERS = 1_000
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
    def wants_attention(self) -> bool:
        """Nobody was helped by the answer: there was none, or the listener said so."""
        return self.status is Status.ABSTAINED or self.helpful is False


class Journal:
    """The questions in one SQLite file. Safe to use from several threads; `clock` gives seconds since 1970."""

    def __init__(self, path: Path, *, keep_days: int, clock: Callable[[], float] = time.time) -> None:
        """`keep_days` (from 1) is how long a question is kept. Opens nothing yet, so that it cannot fail."""
        self._path = path
        self._keep_s = keep_days * _DAY_S
        self._clock = clock
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._files: tuple[int, ...] = ()  # which files the connection has open
        self._shared_bytes = 0  # of the memory that connections share
        self._pruned_at = float("-inf")
        self._problems: dict[str, str] = {}  # what does not go just now → why, and what to do about it

    def record(self, answer: Answer) -> Kept:
        """Keep one question and how it went. Never raises for the database's sake."""
        row = (
            answer.id,
            self._clock(),
            _clean(answer.question, MAX_QUESTION_CHARACTERS),
            answer.status.value,
            answer.confidence,
        )
        sql = "INSERT INTO asked (answer_id, asked_at, question, status, confidence) VALUES (?, ?, ?, ?, ?)"
        done = self._try("the question was not kept", lambda db: self._insert(db, sql, row))
        return Kept.NOT if done is None else Kept.YES

    def feedback(self, answer_id: str, helpful: bool, note: str = "") -> Kept:
        """Keep what a listener thought of an answer; the last word counts. Never raises for the database's sake."""
        sql = (
            "UPDATE asked SET helpful = ?, note = ? "
            "WHERE number = (SELECT max(number) FROM asked WHERE answer_id = ?) AND asked_at >= ?"
        )
        row = (int(helpful), _clean(note, MAX_NOTE_CHARACTERS), answer_id, self._oldest())
        changed = self._try("the feedback was not kept", lambda db: db.execute(sql, row).rowcount)
        if changed is None:
            return Kept.NOT
        return Kept.YES if changed else Kept.UNKNOWN

    def entries(self, *, limit: int = 2_000) -> tuple[Entry, ...] | None:
        """The last `limit` questions within the retention, newest first; None when they cannot be read."""
        return self._try("the questions cannot be read", lambda db: tuple(map(_entry, self._read(db, limit))))

    @property
    def problem(self) -> str | None:
        """Why questions are not kept or cannot be read just now, and what to do about it, in one line."""
        return next(iter(self._problems.values()), None)

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._drop()

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

    def _try(self, lost: str, act: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """`act` in one transaction on the open database; None and one log line when the database cannot take it."""
        with self._lock:
            try:
                with self._opened() as database:
                    done = act(database)
                self._shared_bytes = _size(_beside(self._path, "-shm"))
            except (sqlite3.Error, OSError, ValueError) as error:
                self._tell(lost, error)
                # A file that was moved away or mended is found again by the next call.
                self._drop()
                return None
            self._problems.pop(lost, None)
            return done

    def _tell(self, lost: str, error: Exception) -> None:
        told = f"{self._path}: {lost}: {_reason(error)}. Answers go on without it."
        if lost not in self._problems:
            _log.warning("%s", told)
        self._problems[lost] = told

    def _opened(self) -> sqlite3.Connection:
        self._restore_shared_memory()
        if self._connection is not None and _numbers(self._path) != self._files:
            self._drop()  # a file was removed or replaced: what is written to the one that is open would be lost
        if self._connection is None:
            self._connection = _open(self._path)
            self._files = _numbers(self._path)
        return self._connection

    def _restore_shared_memory(self) -> None:
        """Give a file that was cut short its length back: SQLite maps it, and reading past its end is a crash.

        SQLite builds its content anew when it is not what it should be.
        """
        shared = _beside(self._path, "-shm")
        if self._connection is not None and 0 <= _size(shared) < self._shared_bytes:
            os.truncate(shared, self._shared_bytes)

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error, OSError):
                self._restore_shared_memory()
                self._connection.close()
        self._connection = None


def check_journal(path: Path) -> str | None:
    """What is wrong with a file of questions and what to do about it, in one line; None when nothing is."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_S)) as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            for row in database.execute(f"SELECT {_COLUMNS} FROM asked"):  # noqa: S608 - names of ours
                _entry(row)
    except (sqlite3.Error, OSError, ValueError) as error:
        return f"{path}: the questions cannot be read: {_reason(error)}."
    return None


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Made by ourselves first, because SQLite would let every user of the machine read it.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=WAIT_S, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # What was forgotten is overwritten, not only unlinked.
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _size(path: Path) -> int:
    """Bytes of a file, -1 when there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def _numbers(path: Path) -> tuple[int, ...]:
    """Which files a database is in now, by inode; 0 for one that is not there."""
    files = (path, _beside(path, "-wal"), _beside(path, "-shm"))
    return tuple(file.stat().st_ino if file.exists() else 0 for file in files)


def _reason(error: Exception) -> str:
    """Why, and what to do about it."""
    if isinstance(error, OSError):
        return f"{error.strerror}; let the server write there"
    code = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_CORRUPT
    return f"{str(error).splitlines()[0]}; {_ADVICE.get(code & 0xFF, _MOVE_AWAY)}"


_MOVE_AWAY = "move the file away, and a new one is begun"
_ADVICE = {
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_FULL: "free some space",
    sqlite3.SQLITE_IOERR: "free some space, or check the disk",
    sqlite3.SQLITE_READONLY: "let the server write there",
    sqlite3.SQLITE_CANTOPEN: "let the server write there",
    sqlite3.SQLITE_PERM: "let the server write there",
}


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
