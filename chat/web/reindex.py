"""Reading the material again in a process of its own, while the index that is there goes on serving.

Building in the serving process would hold every question up for seconds; a child with a lower priority does not.
What it prints is its progress. When it is done it has switched the index by itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import IO

from corpus.models import Frozen

MAX_LINES = 200  # of progress that are remembered
MAX_LINE_CHARACTERS = 400
NICE = 5  # how much a question goes before it

_ESCAPE = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")


class State(StrEnum):
    """How the re-index stands."""

    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Progress(Frozen):
    """What is known of the last re-index; `lines` are its own words, oldest first."""

    state: State = State.IDLE
    lines: tuple[str, ...] = ()
    seconds: float = 0.0  # since it began, or that it took
    exit_status: int | None = None


class Reindex:
    """One re-index at a time, by `command`: what would be typed to ingest the material."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._state = State.IDLE
        self._lines: deque[str] = deque(maxlen=MAX_LINES)
        self._child: subprocess.Popen[bytes] | None = None
        self._began = self._ended = 0.0

    def start(self) -> bool:
        """Begin, unless one is running. Whether it began; one that cannot even be started counts as failed."""
        with self._lock:
            if self._state is State.RUNNING:
                return False
            self._lines.clear()
            self._began, self._state, self._child = time.monotonic(), State.RUNNING, None
            try:
                self._child = _spawn(self._command)
            except OSError as error:
                self._end(f"{self._command[0]}: cannot be started: {error}", failed=True)
                return True
            threading.Thread(target=self._follow, args=(self._child,), name="reindex", daemon=True).start()
            return True

    def progress(self) -> Progress:
        """How it stands now."""
        with self._lock:
            running = self._state is State.RUNNING
            seconds = (time.monotonic() if running else self._ended) - self._began
            exit_status = None if self._child is None else self._child.returncode
            return Progress(state=self._state, lines=tuple(self._lines), seconds=seconds, exit_status=exit_status)

    def stop(self) -> None:
        """End a running re-index: the index stays as it was."""
        with self._lock:
            if self._child is not None and self._child.poll() is None:
                self._child.terminate()

    def _follow(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        with child.stdout as output:
            for line in _lines(output):
                with self._lock:
                    self._lines.append(line)
        status = child.wait()
        with self._lock:
            self._end("" if status == 0 else f"ended with exit status {status}", failed=status != 0)

    def _end(self, line: str, *, failed: bool) -> None:
        if line:
            self._lines.append(line)
        self._state = State.FAILED if failed else State.DONE
        self._ended = time.monotonic()


def _spawn(command: Sequence[str]) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"},
    )
    # From outside, because code between fork and exec is not safe in a process with threads. A child that has
    # already gone has nothing left to be nice about.
    with suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, child.pid, NICE)
    return child


def _lines(output: IO[bytes]) -> Iterator[str]:
    """What a child prints, line by line as it comes: no colours, no endless lines, of a redrawn line the last state."""
    for raw in iter(lambda: output.readline(MAX_LINE_CHARACTERS * 4), b""):
        drawn = [part.strip() for part in raw.decode("utf-8", "replace").split("\r")]
        line = _ESCAPE.sub("", next((part for part in reversed(drawn) if part), ""))
        if line:
            yield line[:MAX_LINE_CHARACTERS]
