"""However an ingest is killed, the index answers everything as it did before, or as it was to answer then."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

import pytest

from index.health import examine
from tests.fakes import FakeEmbedder
from tests.faults.boats import Ingest, answers
from tests.faults.conftest import LONG, Survived

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills")

States = dict[int, list[object]]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, States]:
    """An index that was ingested twice, and what each of the two answers."""
    folder, states = tmp_path_factory.mktemp("twice"), {}
    for season in (1, 2):
        assert Ingest(folder, season).wait() == 0
        states[season] = answers(folder)
    assert states[1] != states[2]
    return folder, states


def season_of(index_dir: Path, states: States) -> int:
    """Which of two states an index answers as; anything else is a failure."""
    found = answers(index_dir)
    return next(season for season in (*states, 0) if season == 0 or found == states[season])


def assert_whole(index_dir: Path, states: States, season: int) -> None:
    """The next ingest succeeds, and leaves nothing behind."""
    assert Ingest(index_dir, season).wait() == 0
    assert season_of(index_dir, states) == season
    names = sorted(path.name for path in index_dir.iterdir() if not path.name.startswith("gen-"))
    assert names == ["current", "vectors", "writer.lock"]
    assert len(list(index_dir.glob("gen-*"))) <= 2


@pytest.mark.parametrize("kills", [pytest.param(5, id="short"), pytest.param(200, id="long", marks=LONG)])
def test_kills_at_random_moments(twice: tuple[Path, States], tmp_path: Path, kills: int, survived: Survived) -> None:
    whole, states = twice
    index_dir, chance = shutil.copytree(whole, tmp_path / "index"), random.Random(kills)
    season, killed, switched, seconds = 2, 0, 0, 1.0
    while killed < kills:
        began = time.perf_counter()
        ingest = Ingest(index_dir, 3 - season)
        time.sleep(chance.uniform(0, seconds))
        if ingest.kill():
            killed += 1
        else:
            seconds = min(seconds, time.perf_counter() - began)  # longer than it takes: the machine is quick just now
        before, season = season, season_of(index_dir, states)
        assert season, f"after kill {killed} the index answers as neither of its two states"
        switched += season != before
        if killed % 50 == 0:
            assert_whole(index_dir, states, season := 3 - season)
            seconds *= 1.5
    assert_whole(index_dir, states, 3 - season)
    assert examine(index_dir, FakeEmbedder()) == []
    survived(f"kill -9 at {killed} random moments", f"old index {killed - switched} times, new {switched}; 0 others")


def moments(touches: list[str]) -> list[int]:
    """Every touch that changes something, of the removals of files every sixth; and the one after the switch."""
    removals = [n for n, touch in enumerate(touches, 1) if touch.startswith("remove ")]
    changes = [n for n, touch in enumerate(touches, 1) if touch.startswith(("write ", "mkdir ", "rename ", "rmdir "))]
    return sorted({*changes, *removals[::6], touches.index("rename current.new") + 2})


SHORT = {"write manifest.json", "rename current.new", "rmdir chroma"}


@pytest.mark.parametrize("all_of_them", [pytest.param(False, id="short"), pytest.param(True, id="long", marks=LONG)])
def test_kills_around_everything_that_is_written(
    twice: tuple[Path, States], tmp_path: Path, all_of_them: bool, survived: Survived
) -> None:
    whole, states = twice
    counted = Ingest(shutil.copytree(whole, tmp_path / "counted"), 1)
    touches = counted.touches()
    aimed = [n for n in moments(touches) if all_of_them or touches[n - 1] in SHORT]
    seen = []
    for moment in aimed:
        index_dir = shutil.copytree(whole, tmp_path / str(moment))
        assert Ingest(index_dir, 1, strike=moment).wait() == -9
        seen.append(season_of(index_dir, states))
        assert seen[-1], f"after a kill before '{touches[moment - 1]}' the index answers as neither"
        assert_whole(index_dir, states, 1)
        shutil.rmtree(index_dir)
    switch = touches.index("rename current.new") + 1
    assert seen == [2 if moment <= switch else 1 for moment in aimed]
    survived(f"kill -9 before {len(aimed)} writes, renames and removals", f"old {seen.count(2)}, new {seen.count(1)}")


@pytest.mark.parametrize("all_of_them", [pytest.param(False, id="short"), pytest.param(True, id="long", marks=LONG)])
def test_kills_of_a_rebuild(twice: tuple[Path, States], tmp_path: Path, all_of_them: bool, survived: Survived) -> None:
    whole, states = twice
    touches = Ingest(shutil.copytree(whole, tmp_path / "counted"), 2, rebuild=True).touches()
    short = {"rename current.new", *(touch for touch in touches if touch.startswith("rename ffff"))}
    aimed = [n for n in moments(touches) if all_of_them or touches[n - 1] in short]
    for moment in aimed:
        index_dir = shutil.copytree(whole, tmp_path / str(moment))
        assert Ingest(index_dir, 2, strike=moment, rebuild=True).wait() == -9
        assert season_of(index_dir, states) == 2
        assert examine(index_dir, FakeEmbedder()) == [], f"after a kill before '{touches[moment - 1]}'"
        assert Ingest(index_dir, 2, rebuild=True).wait() == 0
        assert_whole(index_dir, states, 2)
        shutil.rmtree(index_dir)
    survived(f"kill -9 before {len(aimed)} writes, renames and removals of a rebuild", "index whole")


@pytest.mark.parametrize("kills", [pytest.param(1, id="short"), pytest.param(20, id="long", marks=LONG)])
def test_kills_while_chroma_saves_its_hnsw_index(tmp_path: Path, kills: int, survived: Survived) -> None:
    """Chroma rewrites it in place after every thousand rows; a kill then leaves a collection that nobody can open."""
    index_dir, chance, killed = tmp_path / "index", random.Random(kills), 0
    assert Ingest(index_dir, 1, passages=1100).wait() == 0
    states = {1: answers(index_dir)}
    for _ in range(2 * kills):
        ingest, before = Ingest(index_dir, 2, passages=1100), saved(index_dir)
        while saved(index_dir) == before and ingest.is_running():
            time.sleep(0.0005)
        time.sleep(chance.choice([0, chance.uniform(0, 0.006)]))
        if ingest.kill():
            killed += 1
            assert season_of(index_dir, states) == 1
        else:
            assert Ingest(index_dir, 1, passages=1100).wait() == 0
        if killed == kills:
            break
    assert Ingest(index_dir, 2, passages=1100).wait() == 0
    assert answers(index_dir) != states[1]
    assert examine(index_dir, FakeEmbedder()) == []
    survived(f"kill -9 at {killed} saves of the HNSW index", f"old index {killed} times")
    assert killed == kills


def saved(index_dir: Path) -> int:
    """How many HNSW files there are, whole or not."""
    return len(list(index_dir.glob("gen-*/chroma/*/*")))
