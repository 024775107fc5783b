"""Fifty people asking at once over the sample show, on loopback, the askers in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median, quantiles

import psutil
import pytest

from index.embed import SentenceTransformerEmbedder
from index.sync import sync
from tests.served import served

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
PEOPLE, EACH = 50, 4
CORES = len(os.sched_getaffinity(0))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "index"
    sync(ROOT / "corpus/sample", folder, embedder=SentenceTransformerEmbedder(None))
    return folder


@pytest.fixture(scope="module")
def server(index: Path) -> Iterator[tuple[str, int]]:
    """Address and process id of a `serve` whose workers have started."""
    with served(index) as (address, process):
        for _ in range(5):
            ask(address, "/api/ask", 8, 8)
        yield address, process


def ask(address: str, path: str, people: int, each: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the first text and to the end, of answers that all came."""
    command = [sys.executable, str(Path(__file__).with_name("askers.py")), address, path, str(people), str(each)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    answers: list[tuple[int, float, float]] = json.loads(told.stdout)
    assert {status for status, _, _ in answers} == {200}
    return [first for _, first, _ in answers], [last for _, _, last in answers]


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def cpu_seconds(process: int) -> float:
    """Of the server and its workers, so far."""
    server = psutil.Process(process)
    times = [each.cpu_times() for each in (server, *server.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def test_fifty_people_at_once_wait_no_longer_than_their_share(server: tuple[str, int]) -> None:
    address, process = server
    before = cpu_seconds(process)
    alone = ask(address, "/api/ask", 1, 40)[1]
    cpu_ms = 1000 * (cpu_seconds(process) - before) / len(alone)
    crowded = ask(address, "/api/ask", PEOPLE, EACH)[1]
    ratio = p95(crowded) / (PEOPLE / CORES * median(alone))
    throughput = cpu_ms / (fmean(crowded) / PEOPLE)
    print(
        f"\n/api/ask: one asker p50 {median(alone):.0f} ms, CPU {cpu_ms:.1f} ms; {PEOPLE} askers p95 "
        f"{p95(crowded):.0f} ms, {ratio:.2f} x their share of {CORES} cores; throughput {throughput:.2f} / CPU time"
    )
    assert ratio <= 2
    assert throughput >= 0.8


def test_the_pages_first_text_keeps_up_with_the_apis(server: tuple[str, int]) -> None:
    address, _ = server
    api = p95(ask(address, "/api/ask/stream", PEOPLE, EACH)[0])
    page = p95(ask(address, "/api/ask/page", PEOPLE, EACH)[0])
    print(f"\nfirst text of {PEOPLE} askers, p95: API {api:.0f} ms, page {page:.0f} ms = {page / api:.2f} x")
    assert page <= 3 * api


def test_serving_and_asking_begin_in_the_time_of_one_import(index: Path) -> None:
    """`serve` to its first search, and `ask` whole, over importing what other programs begin with."""
    plain = min(seconds_of("-c", "import sentence_transformers") for _ in range(2))
    cold = min(seconds_of("app.py", "ask", "How long was she at sea?", "--index", str(index)) for _ in range(2))
    begun = time.perf_counter()
    with served(index):
        ready = time.perf_counter() - begun
    print(f"\nimport {plain:.1f} s; serve ready {ready / plain:.2f} of it, ask {cold / plain:.2f}")
    assert ready <= 1.2 * plain
    assert cold <= plain


def seconds_of(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun
