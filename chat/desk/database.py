"""An SQLite file whose trouble is told and never raised: it is kept beside the answers and never worth one.

A kill at any moment leaves whole rows, and several server processes can share the file (WAL mode). A file that is
removed, replaced or cut short while it is open ends nobody and is noticed.
"""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

_log = logging.getLogger("aircheck.journal")
_T = TypeVar("_T")

WAIT_S = 0.25  # how long a write waits for another process; an answer must not be held up for longer


class Database:
    """One file with the tables of `schema`. Safe to use from several threads; opens nothing before it is used."""

    def __init__(self, path: Path, schema: str) -> None:
        self._path = path
        self._schema = schema
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._files: tuple[int, ...] = ()  # which files the connection has open
        self._had_folder = path.parent.is_dir()
        self._shared_bytes = 0  # of the memory that connections share
        self._problems: dict[str, str] = {}  # what does not go just now → why, and what to do about it

    @property
    def problem(self) -> str | None:
        """What does not go just now, why, and what to do about it, in one line."""
        return next(iter(self._problems.values()), None)

    def attempt(self, lost: str, act: Callable[[sqlite3.Connection], _T]) -> _T | None:
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

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._drop()

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
            if not self._had_folder:  # one that was taken away is not made anew: it could not be put back there
                self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _open(self._path, self._schema)
            self._had_folder = True
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


def whats_wrong(path: Path, read: Callable[[sqlite3.Connection], object]) -> str | None:
    """Why a file cannot be read and what to do about it; None when SQLite finds it whole and `read` reads it."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_S)) as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found.splitlines()[-1])  # the line before says only in which database
            read(database)
    except (sqlite3.Error, OSError, ValueError) as error:
        return _reason(error)
    return None


def _open(path: Path, schema: str) -> sqlite3.Connection:
    # Made by ourselves first, because SQLite would let every user of the machine read it.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=WAIT_S, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # What was forgotten is overwritten, not only unlinked.
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(schema)
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
        return f"{error.strerror}; {_ADVICE_OF_SYSTEM.get(error.errno or 0, _LET_WRITE)}"
    code = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_CORRUPT
    return f"{str(error).splitlines()[0]}; {_ADVICE.get(code & 0xFF, _MOVE_AWAY)}"


_MOVE_AWAY = "move the file away, and a new one is begun"
_LET_WRITE = "let the server write there"
_ADVICE_OF_SYSTEM = {errno.ENOSPC: "free some space", errno.ENOENT: "put its folder back"}
_ADVICE = {
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_FULL: "free some space",
    sqlite3.SQLITE_IOERR: "free some space, or check the disk",
    sqlite3.SQLITE_READONLY: _LET_WRITE,
    sqlite3.SQLITE_CANTOPEN: _LET_WRITE,
    sqlite3.SQLITE_PERM: _LET_WRITE,
}
