"""Ingests beside each other and beside a server that is asked all the time."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import psutil
import pytest

from tests.faults.boats import PROCESSES, QUESTIONS, Ingest, answers
from tests.faults.conftest import LONG, Survived


@pytest.mark.parametrize("pairs", [pytest.param(1, id="short"), pytest.param(20, id="long", marks=LONG)])
def test_of_two_ingests_at_once_one_is_told_of_the_other(tmp_path: Path, pairs: int, survived: Survived) -> None:
    index_dir = tmp_path / "index"
    for pair in range(pairs):
        first = Ingest(index_dir, 1 + pair % 2)
        while not (index_dir / "writer.lock").exists():
            time.sleep(0.001)
        (index_dir / "writer.lock").unlink()  # what is locked is the folder
        second = Ingest(index_dir, 2)
        told = second.problem()
        assert re.fullmatch(r".*index: process (\d+|unknown) is writing this index; wait for it .*", told), told
        assert (first.problem(), first.wait()) == ("", 0)
        answers(index_dir)
    survived(f"two ingests at once, {pairs} times, the lock file deleted", "one told to wait, the other whole")


class Server:
    """The real API over an index folder, in a process of its own."""

    def __init__(self, index_dir: Path) -> None:
        told, theirs = PROCESSES.Pipe(duplex=False)
        self._process = PROCESSES.Process(target=_serve, args=(theirs, index_dir))
        self._process.start()
        theirs.close()
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{told.recv()}", timeout=60)

    def ask(self, question: str) -> httpx.Response:
        return self._client.post("/api/ask", json={"question": question})

    def megabytes(self) -> float:
        assert self._process.pid is not None
        return float(psutil.Process(self._process.pid).memory_info().rss / 1e6)

    def is_running(self) -> bool:
        return self._process.is_alive()

    def stop(self) -> None:
        self._client.close()
        self._process.kill()
        self._process.join()


def _serve(told: Connection, index_dir: Path) -> None:
    import socket

    import uvicorn

    from chat.assistant import Assistant
    from chat.desk.journal import Journal
    from chat.web.api import create_app
    from chat.web.options import WebOptions
    from index.live import LiveIndex
    from tests.fakes import FakeEmbedder

    pytest.MonkeyPatch().setattr("chat.find.confidence", lambda *given, **named: 1.0)
    live = LiveIndex(index_dir, FakeEmbedder())
    options = WebOptions(limit_per_minute=10**6, limit_per_day=10**6, limit_at_once=100)
    journal = Journal(index_dir / "questions.sqlite", keep_days=1)
    app = create_app(Assistant(live.current), options, journal=journal, pages=False)
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    told.send(listener.getsockname()[1])
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listener])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, Server]]:
    index_dir = tmp_path / "index"
    assert Ingest(index_dir, 1).wait() == 0
    server = Server(index_dir)
    yield index_dir, server
    server.stop()


def told_by(server: Server, question: str) -> tuple[int, str]:
    """Status and what was answered, quotes and all, or the error's message."""
    response = server.ask(question)
    body = response.json()
    told = str([body["answer"], body["citations"]]) if response.status_code == 200 else body["error"]["message"]
    return response.status_code, told


@pytest.mark.parametrize(
    ("switches", "requests"), [pytest.param(2, 60, id="short"), pytest.param(10, 1000, id="long", marks=LONG)]
)
def test_switching_fails_no_request(
    served: tuple[Path, Server], switches: int, requests: int, survived: Survived
) -> None:
    index_dir, server = served
    known = {question: {told_by(server, question)} for question in QUESTIONS}
    assert Ingest(index_dir, 2).wait() == 0
    for question in QUESTIONS:
        known[question].add(told_by(server, question))
    before, done = server.megabytes(), 0
    with ThreadPoolExecutor(4) as pool:
        for switch in range(switches):
            ingest = Ingest(index_dir, 1 + switch % 2)
            while ingest.is_running() or done < requests * (switch + 1) / switches:
                for question, told in zip(QUESTIONS, pool.map(lambda q: told_by(server, q), QUESTIONS), strict=True):
                    assert told in known[question]
                    done += 1
    assert server.megabytes() < before * 1.25 + 10
    assert len(list(index_dir.glob("gen-*"))) == 2
    megabytes = f"memory {before:.0f} → {server.megabytes():.0f} MB"
    survived(f"{done} requests during {switches} switches", f"0 failed, 0 other answers; {megabytes}; 2 builds on disk")


HARMED = ("passages.jsonl", "documents.jsonl", "claims.jsonl", "passages.npy", "sentences.npy", "manifest.json",
          "SHA256SUMS", "bm25/data.csc.index.npy", "current", "writer.lock", "questions.sqlite",
          "questions.sqlite-wal", "questions.sqlite-shm")  # fmt: skip


@pytest.mark.parametrize(
    "names", [pytest.param(HARMED[:1] + HARMED[-1:], id="short"), pytest.param(HARMED, id="long", marks=LONG)]
)
def test_files_cut_short_under_a_server_that_is_asked(
    served: tuple[Path, Server], names: tuple[str, ...], survived: Survived
) -> None:
    """As when a backup is copied over an index in use: no crash, no wrong answer, and an ingest mends it."""
    index_dir, server = served
    known = {question: told_by(server, question) for question in QUESTIONS}
    seen: Counter[int] = Counter()
    for name in names:
        generation = index_dir / (index_dir / "current").read_text()
        path = next(where / name for where in (generation, index_dir) if (where / name).exists())
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 3)
        for question in QUESTIONS:
            status, told = told_by(server, question)
            seen[status] += 1
            assert (status, told) == known[question] or (status == 503 and "; mend it with: aircheck ingest" in told)
        assert server.is_running()
        assert Ingest(index_dir, 1).wait() == 0
        assert {question: told_by(server, question) for question in QUESTIONS} == known, name
    survived(
        f"{len(names)} files cut short under a server that is asked", ", ".join(f"{n} × {s}" for s, n in seen.items())
    )
