"""Limits that several processes share: a real Redis, stopped and started again."""

from __future__ import annotations

import gc
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from chat.web.api import create_app
from chat.web.limits import Limits, Rules, Visit
from chat.web.options import WebOptions
from tests.chroma_run import free_port, wait_for
from tests.fake_assistant import SHOW, FakeAssistant

pytest.importorskip("redis", reason="the package redis is missing: pip install -e '.[redis]'")

ASKING = Visit(address="203.0.113.9", site="", is_question=True)
OTHER = ASKING.model_copy(update={"address": "203.0.113.10"})


class Redis:
    """A Redis of its own on loopback."""

    def __init__(self, folder: Path) -> None:
        self._port, self._folder = free_port(), folder
        self.address = f"redis://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--dir", self._folder],
            stdout=subprocess.DEVNULL,
        )
        wait_for(self._port)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is missing: apt-get install redis-server")
    server = Redis(tmp_path)
    yield server
    server.stop()
    with warnings.catch_warnings():  # the connections live as long as the process, in a test a little shorter
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def limits(redis: Redis) -> Limits:
    return Limits(Rules.of(WebOptions(limit_per_minute=3)), redis.address)


def test_two_processes_share_one_count(redis: Redis) -> None:
    one, two = limits(redis), limits(redis)
    assert [limit.refused(ASKING) is None for limit in (one, two, one, two, one)] == [True, True, True, False, False]
    assert one.refused(OTHER) is None
    assert not one.is_alone


def test_two_applications_share_one_count(redis: Redis) -> None:
    options = WebOptions(show=SHOW, limit_per_minute=3, redis=redis.address)
    clients = [TestClient(create_app(FakeAssistant(), options, pages=False)) for _ in range(2)]
    asked = {"question": "What does the great bell weigh?"}
    statuses = [clients[n % 2].post("/api/ask", json=asked).status_code for n in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    for client in clients:
        client.close()


def test_while_redis_is_away_each_counts_alone_and_shares_again_afterwards(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.web.limits._RETRY_REDIS_S", 0.0)
    one, two = limits(redis), limits(redis)
    assert [one.refused(ASKING), two.refused(ASKING)] == [None, None]
    redis.stop()
    alone = [[limit.refused(ASKING) is None for _ in range(4)] for limit in (one, two)]
    assert alone == [[True, True, True, False]] * 2  # no question fails, and nobody asks without a limit
    assert [one.is_alone, two.is_alone] == [True, True]
    redis.start()
    assert [limit.refused(OTHER) is None for limit in (one, two, one, two)] == [True, True, True, False]
    assert [one.is_alone, two.is_alone] == [False, False]
