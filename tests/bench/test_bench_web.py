"""Fifty people asking at once over the sample show, on loopback, the askers in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from chat.assistant import Assistant
from chat.web.api import create_app
from chat.web.options import WebOptions
from index.embed import SentenceTransformerEmbedder
from index.live import LiveIndex
from index.sync import sync
from tests.browser.server import serving

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
PEOPLE, EACH = 50, 4
MANY = 1_000_000
CORES = len(os.sched_getaffinity(0))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("bench") / "index"
    embedder = SentenceTransformerEmbedder(None)
    sync(ROOT / "corpus/sample", folder, embedder=embedder)
    assistant = Assistant(LiveIndex(folder, embedder).current)
    options = WebOptions(
        show=assistant.index.show,
        limit_per_minute=MANY,
        limit_per_day=MANY,
        limit_requests_per_minute=MANY,
        limit_at_once=2 * PEOPLE,  # one is let go of a little after its answer has arrived
    )
    with serving(create_app(assistant, options)) as address:
        yield address


def ask(address: str, path: str, people: int, each: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the first text and to the end, of answers that all came."""
    command = [sys.executable, str(Path(__file__).with_name("askers.py")), address, path, str(people), str(each)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    answers: list[tuple[int, float, float]] = json.loads(told.stdout)
    assert {status for status, _, _ in answers} == {200}
    return [first for _, first, _ in answers], [last for _, _, last in answers]


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def test_fifty_people_at_once_wait_no_longer_than_their_share(address: str) -> None:
    ask(address, "/api/ask", 1, 8)  # the model warms up
    alone = median(ask(address, "/api/ask", 1, 40)[1])
    crowded = ask(address, "/api/ask", PEOPLE, EACH)[1]
    ideal = PEOPLE / CORES * alone
    ratio = p95(crowded) / ideal
    print(f"/api/ask: one asker p50 {alone:.0f} ms; {PEOPLE} askers p95 {p95(crowded):.0f} ms, {ratio:.2f} x ideal")
    assert ratio <= 2


def test_the_pages_first_text_keeps_up_with_the_apis(address: str) -> None:
    api = p95(ask(address, "/api/ask/stream", PEOPLE, EACH)[0])
    page = p95(ask(address, "/api/ask/page", PEOPLE, EACH)[0])
    print(f"first text of {PEOPLE} askers, p95: API {api:.0f} ms, page {page:.0f} ms = {page / api:.2f} x")
    assert page <= 3 * api
