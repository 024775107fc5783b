"""Several machines over one store, as processes: switches under load, a server that is killed, a writer that dies."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread, Timer

import httpx
import pytest

from index.models import SyncReport
from index.sync import sync
from tests.chroma_run import ChromaRun, chroma_run
from tests.fakes import FakeEmbedder, FakeSource, make_passage

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
WITHIN_S = 20.0  # a switch is seen within 2 s on a quiet machine; here everything shares two cores


def written(number: int) -> str:
    return f"In spring the beacon keeper counted {number} terns on the skerry."


def ingest(index_dir: Path, address: str, number: int) -> SyncReport:
    passage = make_passage("ep001/a.txt", ("Nell Fry", written(number)))
    return sync(Path("birds"), index_dir, embedder=FakeEmbedder(), source=FakeSource(passage), store=address)


class Machine:
    """One serving process with an index folder of its own."""

    def __init__(self, index_dir: Path, address: str) -> None:
        self._log = index_dir.with_suffix(".log")
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.store_server", str(index_dir), address],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def wait(self) -> None:
        """Return when it listens."""
        assert self.process.stdout is not None
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{int(self.process.stdout.readline())}", timeout=30)

    def told(self) -> list[str]:
        return self._log.read_text("utf-8").splitlines()

    def says(self) -> str:
        """What it answers, now."""
        answer = self.client.post("/api/ask", json={"question": "How many terns did the beacon keeper count?"})
        assert answer.status_code == 200, answer.text
        text: str = answer.json()["citations"][0]["quote"]
        return text

    def seconds_until(self, expected: str) -> float:
        began = time.monotonic()
        while self.says() != expected:
            assert time.monotonic() - began < WITHIN_S, f"not seen within {WITHIN_S} s: {self.told()}"
            time.sleep(0.1)
        return time.monotonic() - began


@contextmanager
def machine(index_dir: Path, address: str) -> Iterator[Machine]:
    started = Machine(index_dir, address)
    try:
        started.wait()
        yield started
        started.client.close()
    finally:
        started.process.kill()
        started.process.wait()
        assert started.process.stdout is not None
        started.process.stdout.close()


@contextmanager
def asked_all_the_time(machines: list[Machine]) -> Iterator[list[int]]:
    """Ask every machine without a pause; gives the status of every answer."""
    statuses: list[int] = []
    stop = Event()

    def ask(one: Machine) -> None:
        with httpx.Client(base_url=one.client.base_url, timeout=30) as client:
            while not stop.is_set():
                statuses.append(client.post("/api/ask", json={"question": "How many terns?"}).status_code)

    threads = [Thread(target=ask, args=(one,)) for one in machines]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaRun]:
    with chroma_run(tmp_path / "chroma") as server:
        yield server


@pytest.fixture(autouse=True)
def without_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.check_built", lambda folder: None)


@pytest.mark.timeout(300)
def test_switches_reach_two_machines_and_no_request_fails_while_the_server_is_killed(
    tmp_path: Path, chroma: ChromaRun
) -> None:
    address = f"{chroma.address}/birds"
    ingest(tmp_path / "writer", address, 1)
    with ExitStack() as running:
        machines = [running.enter_context(machine(tmp_path / name, address)) for name in ("one", "two")]
        statuses = running.enter_context(asked_all_the_time(machines))
        seen = []
        for number in range(2, 5):
            ingest(tmp_path / "writer", address, number)
            seen += [one.seconds_until(written(number)) for one in machines]
        before = len(statuses)
        chroma.kill()
        time.sleep(5)
        assert [one.says() for one in machines] == [written(4)] * 2  # stale by nothing, and answered here
        assert [one.client.get("/health").json()["status"] for one in machines] == ["ok"] * 2
        assert all("behind" in one.client.get("/health").json() for one in machines)
        assert len(statuses) > before
        chroma.start()
        ingest(tmp_path / "writer", address, 5)
        back = [one.seconds_until(written(5)) for one in machines]
        assert all("behind" not in one.client.get("/health").json() for one in machines)
        told = [one.told() for one in machines]
    assert set(statuses) == {200}
    for lines in told:
        assert [line.partition("; ")[0].partition(" (")[0] for line in lines] == [
            f"{address}: the Chroma server does not answer as expected",
            f"{address}: the store answers again.",
        ]
    print(f"{len(statuses)} requests, seconds until a switch was seen {seen}, after the restart {back}")


@pytest.mark.timeout(300)
def test_a_machine_that_was_away_serves_its_copy_and_catches_up(tmp_path: Path, chroma: ChromaRun) -> None:
    address = f"{chroma.address}/birds"
    ingest(tmp_path / "writer", address, 1)
    with machine(tmp_path / "reader", address) as one:
        assert one.says() == written(1)
    for number in (2, 3, 4):  # its generation has left the server meanwhile
        ingest(tmp_path / "writer", address, number)
    chroma.kill()
    with machine(tmp_path / "reader", address) as one:
        assert one.says() == written(1)
        assert "Until then the copy on this machine answers, built 20" in one.told()[0]
        chroma.start()
        one.seconds_until(written(4))


@pytest.mark.timeout(300)
def test_a_machine_with_nothing_and_no_store_says_so_and_serves_once_there_is_one(
    tmp_path: Path, chroma: ChromaRun
) -> None:
    address = f"{chroma.address}/birds"
    with machine(tmp_path / "reader", address) as one:
        assert one.client.get("/health").status_code == 503
        assert one.told()[0] == (
            f"{address}: no index is there yet; publish one with: aircheck ingest FOLDER. "
            "There is no copy on this machine to answer from."
        )
        ingest(tmp_path / "writer", address, 1)
        until = time.monotonic() + WITHIN_S
        while one.client.get("/health").status_code != 200:
            assert time.monotonic() < until, one.told()
            time.sleep(0.1)
        assert one.says() == written(1)


WRITER = """
import sys, time
from pathlib import Path
import index.build
from tests.test_index_machines import ingest
index.build.check_built = lambda folder: (print("built", flush=True), time.sleep(600))
ingest(Path(sys.argv[1]), sys.argv[2], 9)
"""


@pytest.mark.timeout(300)
def test_a_writer_that_is_killed_is_succeeded_and_leaves_nothing_behind(tmp_path: Path, chroma: ChromaRun) -> None:
    address = f"{chroma.address}/birds"
    ingest(tmp_path / "writer", address, 1)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "victim"), address], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "built\n"
        victim.kill()
    began = time.monotonic()
    ingest(tmp_path / "writer", address, 2)
    assert 30 <= time.monotonic() - began < 60  # its silence was listened to
    ingest(tmp_path / "victim", address, 3)
    with machine(tmp_path / "reader", address) as one:
        assert one.says() == written(3)
    assert len(list((tmp_path / "victim").glob("gen-*"))) == 2


@pytest.mark.timeout(300)
def test_an_ingest_rides_out_a_server_that_is_restarted(
    tmp_path: Path, chroma: ChromaRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{chroma.address}/birds"
    restart = Timer(3, chroma.start)

    def killed(folder: Path) -> None:
        chroma.kill()
        restart.start()

    monkeypatch.setattr("index.build.check_built", killed)  # after the vectors, before the files are published
    ingest(tmp_path / "writer", address, 1)
    restart.join()
    with machine(tmp_path / "reader", address) as one:
        assert one.says() == written(1)
