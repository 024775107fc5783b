"""What is told of a surprise, and what is written down of a request."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from chat.web.api import create_app
from chat.web.logs import request_id, send_logs_to
from chat.web.options import WebOptions
from tests.asgi import QUESTION, client_of, code_of
from tests.fake_assistant import SHOW, FakeAssistant


def test_a_surprise_is_told_in_one_sentence_with_all_headers() -> None:
    class Broken(FakeAssistant):
        def suggestions(self) -> tuple[str, ...]:
            raise RuntimeError("secret insides")

    app = create_app(Broken(), WebOptions(show=SHOW), pages=False)
    response = TestClient(app, raise_server_exceptions=False).get("/widget/start")
    assert (response.status_code, code_of(response)) == (500, "internal")
    assert "secret" not in response.text
    assert "content-security-policy" in response.headers


@pytest.fixture
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    stream = io.StringIO()
    logger = logging.getLogger("aircheck.web")
    before = logger.handlers, logger.propagate, logger.level
    send_logs_to(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.handlers, logger.propagate = before[0], before[1]
    logger.setLevel(before[2])


def test_the_log_has_neither_questions_nor_addresses(logged: Callable[[], list[dict[str, Any]]]) -> None:
    client = client_of(limit_per_minute=2)
    client.post("/api/ask", json={"question": "My secret worry?"}, headers={"User-Agent": "my browser"})
    response = client.get("/api/search?q=my+secret+worry")
    client.post("/api/ask", json=QUESTION)
    lines = logged()
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("POST", "/api/ask", 200),
        ("GET", "/api/search", 200),
        ("POST", "/api/ask", 429),
    ]
    assert lines[1]["request_id"] == response.headers["x-request-id"]
    assert lines[2]["refused"] == "too_many"
    keys = {"event", "level", "timestamp", "request_id", "method", "path", "status", "ms"}
    assert set(lines[0]) == keys
    written = json.dumps(lines)
    assert not any(word in written for word in ("secret", "203.0.113.9", "browser"))


def test_addresses_are_written_when_they_are_asked_for(logged: Callable[[], list[dict[str, Any]]]) -> None:
    client_of(log_addresses=True).get("/health")
    assert logged()[0]["address"] == "203.0.113.9"


def test_nobody_writes_lines_of_their_own_into_the_log(logged: Callable[[], list[dict[str, Any]]]) -> None:
    client_of().get("/x%0a%7b%22event%22:%22forged%22%7d%1b[2J")
    assert [line["event"] for line in logged()] == ["request"]


def test_a_requests_id_is_taken_from_a_listed_proxy_alone() -> None:
    assert request_id("a1b2c3d4-e5", from_proxy=True) == "a1b2c3d4-e5"
    assert request_id("a1b2c3d4-e5", from_proxy=False) != "a1b2c3d4-e5"
    assert len(request_id("x\n" * 8, from_proxy=True)) == 32
