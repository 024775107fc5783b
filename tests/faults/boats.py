"""A made-up show of any length, ingested in processes of their own that can be killed: "The Slipway"."""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pytest import MonkeyPatch

from corpus.errors import AircheckError
from corpus.models import Passage
from index.errors import IndexDamaged
from index.probe import child as probe
from index.search import Index
from index.sync import sync
from tests.fakes import FakeEmbedder, FakeSource, make_passage

FOLDER = Path("slipway")
QUESTIONS = ("varnish the hull", "who caulked the deck?", "boat 7 tar", "how deep is berth 3?", "oak or larch")
_WOODS = ("oak", "larch", "ash", "elm", "pine")
_JOBS = ("varnished", "caulked", "tarred", "planked", "rigged")

# Children are forked from a process that has loaded everything and opened nothing: they begin at once, and clean.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["chromadb", "llama_index.vector_stores.chroma", "bm25s", "tests.faults.boats"])


def show(passages: int, *, season: int = 1) -> tuple[Passage, ...]:
    """A show of so many passages in four episodes; another season tells other boats in every third of them."""
    return tuple(
        make_passage(
            f"ep{n % 4:03d}/transcript.txt",
            ("Siv Aas", f"Boat {n} was {_JOBS[n % 5]} in berth {n % 9}."),
            ("Nils Rud", f"Her hull is {_WOODS[(n + (season if n % 3 == 0 else 0)) % 5]}, {3 + n % 40} metres long."),
            start=100 * n,
            episode=f"{n % 4:03d}",
        )
        for n in range(passages)
    )


def answers(index_dir: Path) -> list[object]:
    """Everything that an index answers."""
    return everything(Index.open(index_dir, FakeEmbedder()))


def everything(index: Index) -> list[object]:
    """What an opened index has, and what it finds for some questions, with scores."""
    held = [index.passages(source.path) for source in index.sources()]
    files = [index.document(source.path) for source in index.sources()]
    found = [(question, index.search(question, top=5)) for question in QUESTIONS]
    return [index.show, index.sources(), index.speakers(), held, files, list(index.claims()), found]


class Ingest:
    """One ingest in a process of its own, under way when this is made."""

    def __init__(
        self, index_dir: Path, season: int, *, passages: int = 120, strike: int = 0, rebuild: bool = False
    ) -> None:
        """It kills itself at its `strike`th touch of a file in the index (0: never)."""
        self._told, theirs = PROCESSES.Pipe(duplex=False)
        self._process: BaseProcess = PROCESSES.Process(
            target=_ingest, args=(theirs, index_dir, show(passages, season=season), strike, rebuild)
        )
        self._process.start()
        theirs.close()
        self._told.recv()

    def kill(self) -> bool:
        """Kill it; whether it was still at work."""
        self._process.kill()
        return self.wait() == -signal.SIGKILL

    def is_running(self) -> bool:
        return self._process.is_alive()

    def wait(self, seconds: float = 120) -> int | None:
        """Its exit status; a signal is negative."""
        self._process.join(seconds)
        return self._process.exitcode

    def touches(self) -> list[str]:
        """What it did to files of the index, one after another, as it tells when it is done."""
        told: list[str] = self._told.recv()
        return told

    def problem(self) -> str:
        """Why it did not do it; empty when it did."""
        told: str | list[str] = self._told.recv()
        return told if isinstance(told, str) else ""


def _ingest(told: Connection, index_dir: Path, passages: tuple[Passage, ...], strike: int, rebuild: bool) -> None:
    touches = _strike_at(strike, index_dir)
    patch = MonkeyPatch()  # for good: this process has nothing else to do
    patch.setattr("index.build.check_built", check_here)
    patch.setattr("index.sync.require_space", lambda index_dir, bytes_needed: None)  # to see what a full disk does
    told.send("begun")
    try:
        sync(FOLDER, index_dir, embedder=FakeEmbedder(), source=FakeSource(*passages), rebuild=rebuild)
    except AircheckError as problem:
        told.send(str(problem))
    else:
        told.send(touches)


def check_here(folder: Path) -> None:
    """The check of what was built, without the seconds that a child of its own would take."""
    if probe(folder):
        raise IndexDamaged(f"{folder}: what was built does not pass its check")


def _strike_at(number: int, index_dir: Path) -> list[str]:
    touches: list[str] = []

    def heard(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and str(given[0]).startswith(str(index_dir)):
            touches.append(f"{'write' if given[2] & (os.O_WRONLY | os.O_RDWR) else 'read'} {Path(given[0]).name}")
        elif event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir"):
            touches.append(f"{event.removeprefix('os.')} {Path(given[0]).name}")
        else:
            return
        if len(touches) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)
    return touches
