"""Whatever happens to a file of an index: the same answers or one line; the doctor finds it, an ingest mends it."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
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
from tests.fakes import FakeEmbedder, FakeSource
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
    monkeypatch.setattr("index.sync.check_built", check_here)


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
    if name.endswith(("writer.lock", "length.bin")):
        return name.endswith("length.bin") and harm == "deleted"
    return not (name.endswith("chroma.sqlite3") and harm == "flipped")  # every opening changes it


def assert_survived(index_dir: Path, name: str, harm: str, mend: Callable[[], int]) -> str:
    """One fault from the damage to the mended index. Whether the server went on answering."""
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
    embedded = mend()
    assert embedded == 0 or name.startswith("vectors/")
    assert Serving(index_dir).after() == [serving.answers, serving.answers]
    assert examine(index_dir, FakeEmbedder()) == []
    return "told in a line" if isinstance(outcomes[0], str) else "answered on"


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
    assert_survived(index_dir, name, harm, lambda: sync(material, index_dir, embedder=FakeEmbedder()).embedded)


@pytest.mark.parametrize("harm", [pytest.param(harm, marks=LONG) for harm in HARMS])
def test_every_file_with_every_damage(bells: tuple[Path, Path], tmp_path: Path, harm: str, survived: Survived) -> None:
    whole, material = bells
    ingest = partial(sync, material, tmp_path / "index", embedder=FakeEmbedder())
    told = survive_all(whole, tmp_path / "index", files_of(whole), harm, ingest)
    survived(f"each of {len(files_of(whole))} files of an index {harm} under a server", told)


@pytest.mark.parametrize("harm", [pytest.param(harm, marks=LONG) for harm in HARMS])
def test_every_file_of_an_hnsw_index_with_every_damage(tmp_path: Path, harm: str, survived: Survived) -> None:
    """Where questions go through Chroma, whose damaged files can end the process that opens them."""
    ingest = partial(sync, FOLDER, embedder=FakeEmbedder(), source=FakeSource(*show(1100)), exact_limit=0)
    whole = tmp_path / "whole"
    ingest(whole)
    names = [name for name in files_of(whole) if "/chroma/" in name or name.endswith(("passages.npy", "sentences.npy"))]
    told = survive_all(whole, tmp_path / "index", names, harm, partial(ingest, tmp_path / "index"))
    survived(f"each of {len(names)} vector files of an HNSW index {harm} under a server", told)


def survive_all(whole: Path, index_dir: Path, names: list[str], harm: str, ingest: Callable[[], SyncReport]) -> str:
    """The same harm to a file after the other; how it went."""
    outcomes: Counter[str] = Counter()
    for name in names:
        shutil.copytree(whole, index_dir)
        outcomes[assert_survived(index_dir, name, harm, lambda: ingest().embedded)] += 1
        shutil.rmtree(index_dir)
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) + "; all mended"
