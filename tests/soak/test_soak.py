"""Many questions to one server: none fails, the index is switched under it, the memory stays level."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from chat.assistant import Assistant
from chat.web.api import create_app
from chat.web.options import WebOptions
from index.embed import Embedder, SentenceTransformerEmbedder
from index.live import LiveIndex
from index.sync import sync
from tests.browser.server import serving
from tests.fake_index import ingest_bells
from tests.fakes import FakeEmbedder
from tests.served import MANY, served
from tests.soak.soak import Soaked, soak

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "sample"
NEWS = "# Late news\n\nThe tide table of the old pier was printed again, on yellow paper this time.\n"


class Switch:
    """Adds a page to the material or takes it away again, and ingests."""

    def __init__(self, material: Path, index: Path, embedder: Embedder) -> None:
        self._material, self._index, self._embedder = material, index, embedder

    def __call__(self, n: int) -> None:
        news = self._material / "news.md"
        if n % 2:
            news.unlink()
        else:
            news.write_text(NEWS, "utf-8")
        sync(self._material, self._index, embedder=self._embedder)


def check(soaked: Soaked, times: int, index: Path) -> None:
    print(soaked.model_dump_json(indent=1))
    assert soaked.errors == ()
    assert soaked.answered == times
    assert set(soaked.statuses) <= {"answered", "abstained"}
    assert soaked.most_answers <= 2  # the material has two states
    assert len(list(index.glob("gen-*"))) == 2  # the one that answers and the one before


def test_no_question_fails_while_the_index_is_switched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.check_built", lambda folder: None)
    material, index, embedder = tmp_path / "bells", tmp_path / "index", FakeEmbedder()
    ingest_bells(material, index)
    options = WebOptions(limit_per_minute=MANY, limit_per_day=MANY, limit_requests_per_minute=MANY, limit_at_once=MANY)
    assistant = Assistant(LiveIndex(index, embedder).current)
    questions = ["What does the great bell weigh?", "How long is the rope?", "Who cast the bell?"]
    with serving(create_app(assistant, options, pages=False)) as address:
        switch = Switch(material, index, embedder)
        check(soak(address, os.getpid(), questions, times=100, switches=2, switch=switch), 100, index)


@pytest.mark.soak
@pytest.mark.timeout(12 * 3600)
def test_a_days_questions_leave_the_memory_as_it_was(tmp_path: Path) -> None:
    times = int(os.environ.get("QUESTIONS", "100000"))
    material, index, embedder = tmp_path / "show", tmp_path / "index", SentenceTransformerEmbedder()
    shutil.copytree(SAMPLE, material)
    sync(material, index, embedder=embedder)
    lines = (ROOT / "tests/data/sample/questions.jsonl").read_text("utf-8").splitlines()
    questions = [row["question"] for row in map(json.loads, lines) if not row["history"]]
    with served(index) as (address, process):
        switch = Switch(material, index, embedder)
        soaked = soak(address, process, questions, times=times, switches=10, switch=switch)
    check(soaked, times, index)
    assert soaked.is_flat
