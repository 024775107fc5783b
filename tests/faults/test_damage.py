"""Whatever happens to a file of an index: the same answers or one line; the doctor finds it, an ingest mends it."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from corpus.errors import AircheckError
from index.health import examine
from index.live import LiveIndex
from index.models import SyncReport
from index.sync import sync
from tests.fake_index import ingest_bells
from tests.fakes import FakeEmbedder, FakeSource, make_passage
from tests.faults.boats import FOLDER, PROCESSES, check_here, everything, show
from tests.faults.conftest import LONG, Survived

Harm = Callable[[Path], None]


def delete(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def garble(path: Path) -> None:
    """Overwritten in place, as by a failing disk: the size stays."""
    with path.open("r+b") as file:
        file.write(random.Random(path.name).randbytes(path.stat().st_size))


def flip(path: Path) -> None:
    """One bit of the last byte."""
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)[0]
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last ^ 1]))


HARMS: dict[str, Harm] = {"deleted": delete, "emptied": empty, "cut": cut, "garbled": garble, "flipped": flip}


@pytest.fixture(autouse=True)
def no_child_to_check_what_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.check_built", check_here)


@pytest.fixture(scope="module")
def bells(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of an index, and of its material."""
    material = tmp_path_factory.mktemp("material")
    return ingest_bells(material, tmp_path_factory.mktemp("bells")), material


def files_of(index_dir: Path) -> list[str]:
    """Every file with anything in it, the generation's by "gen/"."""
    generation = (index_dir / "current").read_text()
    found = [path for path in sorted(index_dir.rglob("*")) if path.is_file() and path.stat().st_size]
    return [path.relative_to(index_dir).as_posix().replace(generation, "gen") for path in found]


def path_of(index_dir: Path, name: str) -> Path:
    return index_dir / name.replace("gen/", (index_dir / "current").read_text() + "/", 1)


class Serving:
    """A process that serves an index, and answers everything when it is told to."""

    def __init__(self, index_dir: Path) -> None:
        self._line, theirs = PROCESSES.Pipe()
        self._process = PROCESSES.Process(target=_serve, args=(theirs, index_dir))
        self._process.start()
        theirs.close()
        self.answers = self._line.recv()

    def after(self) -> list[list[object] | str]:
        """What it answers now, and what a server that is started now does: everything, or why not."""
        self._line.send("go on")
        answered: list[list[object] | str] = [self._line.recv(), self._line.recv()]
        self._process.join()
        assert self._process.exitcode == 0
        return answered


def _serve(line: Connection, index_dir: Path) -> None:
    live = LiveIndex(index_dir, FakeEmbedder())
    line.send(everything(live.current()))
    line.recv()
    for each in (live, LiveIndex(index_dir, FakeEmbedder())):
        try:
            line.send(everything(each.current()))
        except AircheckError as error:
            line.send(str(error))


def assert_told(line: str) -> None:
    """What, where, and what to do, in one line."""
    assert len(line.splitlines()) == 1
    assert "aircheck ingest " in line and line.count("; mend it with: ") == 1


def is_found(name: str, harm: str) -> bool:
    """Whether the doctor has to find it. A note of who writes, and bytes that Chroma itself fills anew, harm nobody."""
    return not name.endswith(("writer.lock", "length.bin")) and (harm != "flipped" or not name.endswith(".sqlite3"))


def assert_harmed(index_dir: Path, name: str, harm: str) -> tuple[str, list[object]]:
    """A file is damaged under a server. How that went on, and what it had answered before."""
    serving = Serving(index_dir)
    HARMS[harm](path_of(index_dir, name))
    outcomes = serving.after()
    for outcome in outcomes:
        if isinstance(outcome, str):
            assert_told(outcome)
        else:
            assert outcome == serving.answers
    findings = examine(index_dir, FakeEmbedder())
    list(map(assert_told, findings))
    assert findings or not is_found(name, harm), name
    return "told in a line" if isinstance(outcomes[0], str) else "answered on", serving.answers


def assert_mended(index_dir: Path, name: str, answers: list[object], ingest: Callable[[], SyncReport]) -> None:
    """The next ingest makes it whole, without the model where the kept vectors are."""
    assert ingest().embedded == 0 or name.startswith("vectors/")
    assert everything(LiveIndex(index_dir, FakeEmbedder()).current()) == answers
    assert examine(index_dir, FakeEmbedder()) == []


def test_each_file_of_an_index_can_be_damaged(bells: tuple[Path, Path], tmp_path: Path) -> None:
    """The short form: every file once, opened here."""
    whole, _ = bells
    expected = everything(LiveIndex(whole, FakeEmbedder()).current())
    harms = cycle(["deleted", "emptied", "cut", "garbled"])
    for name, harm in zip(files_of(whole), harms, strict=False):
        index_dir = shutil.copytree(whole, tmp_path / "index")
        HARMS[harm](path_of(index_dir, name))
        try:
            assert everything(LiveIndex(index_dir, FakeEmbedder()).current()) == expected, name
        except AircheckError as error:
            assert_told(str(error))
        assert examine(index_dir, FakeEmbedder()) or not is_found(name, harm), f"{name} {harm}"
        shutil.rmtree(index_dir)


@pytest.mark.parametrize(
    ("name", "harm"), [("gen/sentences.npy", "garbled"), ("vectors/ffffffffffffffff.vectors", "cut")]
)
def test_a_damaged_file_is_mended_by_the_next_ingest(
    bells: tuple[Path, Path], tmp_path: Path, name: str, harm: str
) -> None:
    whole, material = bells
    index_dir = shutil.copytree(whole, tmp_path / "index")
    _, answers = assert_harmed(index_dir, name, harm)
    assert_mended(index_dir, name, answers, lambda: sync(material, index_dir, embedder=FakeEmbedder()))


@pytest.mark.parametrize("harm", [pytest.param(harm, marks=LONG) for harm in HARMS])
def test_every_file_with_every_damage(bells: tuple[Path, Path], tmp_path: Path, harm: str, survived: Survived) -> None:
    whole, material = bells
    index_dir, outcomes = tmp_path / "index", Counter[str]()
    for name in files_of(whole):
        shutil.copytree(whole, index_dir)
        outcome, answers = assert_harmed(index_dir, name, harm)
        outcomes[outcome] += 1
        assert_mended(index_dir, name, answers, lambda: sync(material, index_dir, embedder=FakeEmbedder()))
        shutil.rmtree(index_dir)
    survived(f"each of {outcomes.total()} files of an index {harm} under a server", f"{told(outcomes)}; all mended")


@pytest.mark.parametrize("harm", [pytest.param(harm, marks=LONG) for harm in HARMS])
def test_every_file_of_an_hnsw_index_with_every_damage(tmp_path: Path, harm: str, survived: Survived) -> None:
    """Where questions go through Chroma, whose damaged files can end the process that opens them."""
    whole, index_dir, outcomes = tmp_path / "whole", tmp_path / "index", Counter[str]()
    sync(FOLDER, whole, embedder=FakeEmbedder(), source=FakeSource(*show(510)), exact_limit=0)
    for name in files_of(whole):
        if "/chroma/" in name or name.endswith(("passages.npy", "sentences.npy")):
            shutil.copytree(whole, index_dir)
            outcomes[assert_harmed(index_dir, name, harm)[0]] += 1
            shutil.rmtree(index_dir)
    survived(f"each of {outcomes.total()} files of vectors of an HNSW index {harm} under a server", told(outcomes))


def told(outcomes: Counter[str]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))


@pytest.mark.parametrize("same", [pytest.param(4100, marks=LONG)])
def test_thousands_of_passages_that_are_all_the_same_are_no_damage(tmp_path: Path, same: int) -> None:
    refrain = [make_passage(f"page-{n}.md", (None, "Subscribe wherever you listen.")) for n in range(same)]
    boats = [make_passage(f"boat-{n}.txt", ("Ada Lund", f"Boat {n} has {n} oars.")) for n in range(300)]
    sync(FOLDER, tmp_path, embedder=FakeEmbedder(), source=FakeSource(*boats, *refrain))
    assert examine(tmp_path, FakeEmbedder()) == []
