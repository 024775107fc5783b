"""A full disk, a read-only folder, a clock that jumps."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chat.desk.journal import Journal, Kept
from chat.models import Answer, Status
from index.errors import IndexingError
from index.folder import size_of
from index.health import examine
from index.live import LiveIndex
from index.sync import sync
from tests.fakes import FakeEmbedder, FakeSource
from tests.faults.boats import FOLDER, Ingest, answers, check_here, show
from tests.faults.conftest import LONG, Survived

ROOM = 24_000_000  # bytes of the small disk
ANSWER = Answer(
    id="a1", question="How long is boat 7?" * 9, status=Status.ANSWERED, answer="Ten metres.", confidence=0.5
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or not mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)):
        pytest.skip("mounting a tmpfs is not allowed here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def mount(*words: str) -> bool:
    if shutil.which("mount") is None:
        return False
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


def fill(disk: Path, *, leaving: int) -> Path:
    """A file that takes all of a disk but so many bytes."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"")
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(disk).free - leaving))
    return ballast


@pytest.mark.parametrize("rooms", [pytest.param(3, id="short"), pytest.param(60, id="long", marks=LONG)])
def test_a_disk_that_fills_up_at_any_moment_of_an_ingest(disk: Path, rooms: int, survived: Survived) -> None:
    index_dir, states, problems = disk / "index", {}, Counter[str]()
    for season in (2, 1):
        assert Ingest(index_dir, season).wait() == 0
        states[season] = answers(index_dir)
    needed, season = 2 * size_of(index_dir / (index_dir / "current").read_text()), 1
    for step in range(rooms):
        ballast = fill(disk, leaving=needed * step // rooms)
        ingest = Ingest(index_dir, 3 - season)
        problem = ingest.problem()
        assert ingest.wait() == 0
        assert len(problem.splitlines()) <= 1
        assert not problem or "ingest again" in problem or "choose another --index" in problem, problem
        problems["told in a line" if problem else "it was enough"] += 1
        season = season if problem else 3 - season
        assert answers(index_dir) == states[season]
        ballast.unlink()
    assert Ingest(index_dir, 3 - season).wait() == 0
    assert answers(index_dir) == states[3 - season]
    assert examine(index_dir, FakeEmbedder()) == []
    told = ", ".join(f"{count} {problem}" for problem, count in problems.most_common())
    survived(f"a disk that is full after {rooms} different amounts of bytes", told)


def test_an_ingest_that_cannot_fit_is_refused_before_it_begins(disk: Path) -> None:
    fill(disk, leaving=1_000_000)
    with pytest.raises(IndexingError, match=r"1 MB are free and building may take 20 MB; free some space or choose"):
        sync(FOLDER, disk / "index", embedder=FakeEmbedder(), source=FakeSource(*show(3)))


def test_a_journal_on_a_full_disk_costs_no_answer(disk: Path, caplog: pytest.LogCaptureFixture) -> None:
    journal = Journal(disk / "questions.sqlite", keep_days=1)
    assert journal.record(ANSWER) is Kept.YES
    ballast = fill(disk, leaving=0)
    with caplog.at_level(logging.WARNING):
        while journal.record(ANSWER) is Kept.YES:
            pass
        assert journal.record(ANSWER) is Kept.NOT
    assert len(caplog.records) == 1
    assert journal.problem == caplog.records[0].getMessage()
    assert "free some space" in journal.problem
    ballast.unlink()
    assert journal.record(ANSWER) is Kept.YES
    assert journal.problem is None
    journal.close()


@pytest.mark.parametrize("exact_limit", [10**6, 0], ids=["exact", "hnsw"])
def test_a_read_only_index_answers_and_says_what_it_cannot_do(
    disk: Path, exact_limit: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("index.build.check_built", check_here)
    index_dir, source = disk / "index", FakeSource(*show(40))
    sync(FOLDER, index_dir, embedder=FakeEmbedder(), source=source, exact_limit=exact_limit)
    before = answers(index_dir)
    gc.collect()  # what Chroma still had open for writing would keep the disk from being read-only
    assert mount("-o", "remount,ro", str(disk))
    assert answers(index_dir) == before
    with pytest.raises(IndexingError, match=r"cannot write here \(Read-only file system\); choose another --index"):
        sync(FOLDER, index_dir, embedder=FakeEmbedder(), source=source, rebuild=True)
    journal = Journal(index_dir / "questions.sqlite", keep_days=1)
    with caplog.at_level(logging.WARNING):
        assert {journal.record(ANSWER), journal.record(ANSWER)} == {Kept.NOT}
        assert journal.entries() is None
    assert "Read-only file system; let the server write there" in (journal.problem or "")
    assert mount("-o", "remount,rw", str(disk))
    assert journal.record(ANSWER) is Kept.YES
    journal.close()


def test_a_clock_that_jumps_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.check_built", lambda folder: None)
    live = LiveIndex(tmp_path, FakeEmbedder())
    for number, year in enumerate((2031, 2001, 2026, 1999), start=1):

        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> Clock:
                return cls(year, 6, 1, tzinfo=UTC)  # noqa: B023 - used within this turn

        monkeypatch.setattr("index.build.datetime", Clock)
        sync(FOLDER, tmp_path, embedder=FakeEmbedder(), source=FakeSource(*show(number)))
        os.utime(tmp_path / "current", (0, 0))
        assert (len(live.current().sources()), live.current().built_at[:4]) == (number, str(year))
    kept = sorted(path.name for path in tmp_path.glob("gen-*"))
    assert kept == ["gen-000003-20260601T000000", "gen-000004-19990601T000000"]
