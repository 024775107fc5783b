"""What is cut off: bodies that are too large or never come, and too many questions."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.types import Message, Receive, Scope, Send

from chat.web import guard
from chat.web.bodies import BodyTooLarge, BodyTooSlow, Gone, is_told_too_large, read_body
from tests.asgi import QUESTION, SITE, client_of, code_of, guarded, messages, part

# --- bodies


def test_a_body_over_the_limit_is_refused_by_its_length() -> None:
    response = client_of().post("/api/ask", content=b"x" * 70_000)
    assert (response.status_code, code_of(response)) == (413, "too_large")


def test_a_body_without_a_length_is_counted_and_cut() -> None:
    response = client_of().post("/nowhere", content=iter([b"x" * 10_000] * 1000))
    assert (response.status_code, code_of(response)) == (413, "too_large")


def test_a_chunked_body_within_the_limit_passes() -> None:
    whole = json.dumps(QUESTION).encode()
    parts = iter([whole[:7], whole[7:]])
    assert client_of().post("/api/ask", content=parts, headers={"Content-Type": "application/json"}).status_code == 200


def test_a_body_is_read_whole_or_not_at_all() -> None:
    assert asyncio.run(read_body(messages(part(b"ab"), part(b"c", more=False)), 3)) == b"abc"
    with pytest.raises(BodyTooLarge):
        asyncio.run(read_body(messages(part(b"ab"), part(b"cd")), 3))
    with pytest.raises(BodyTooSlow):
        asyncio.run(read_body(messages(part(b"ab")), 3, seconds=0.01))
    with pytest.raises(Gone):
        asyncio.run(read_body(messages(part(b"ab"), {"type": "http.disconnect"}), 3))


@pytest.mark.parametrize(
    ("told", "too_large"), [("3", False), ("4", True), ("-1", True), ("1e9", True), ("9" * 40, True)]
)
def test_a_length_that_cannot_be_is_too_large(told: str, too_large: bool) -> None:
    assert is_told_too_large({"content-length": told}, 3) is too_large


# --- limits


def test_many_questions_are_answered_with_429_and_when_to_come_again() -> None:
    client = client_of(limit_per_minute=2, origins=(SITE,))
    statuses = [client.post("/api/ask", json=QUESTION, headers={"Origin": SITE}) for _ in range(4)]
    assert [each.status_code for each in statuses] == [200, 200, 429, 429]
    refused = statuses[-1]
    assert code_of(refused) == "too_many"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    # A page may only read what it is shown.
    assert refused.headers["access-control-allow-origin"] == SITE
    assert "Retry-After" in refused.headers["access-control-expose-headers"]
    assert client.get("/docs").status_code == 200


def test_searches_and_streams_count_as_questions() -> None:
    client = client_of(limit_per_minute=2)
    assert client.get("/api/search?q=tower").status_code == 200
    assert client.post("/api/ask/stream", json=QUESTION).status_code == 200
    assert client.post("/api/ask", json=QUESTION).status_code == 429


def test_an_address_that_is_only_claimed_does_not_help() -> None:
    client = client_of(limit_per_minute=1)
    told = [client.post("/api/ask", json=QUESTION, headers={"X-Forwarded-For": f"1.1.1.{n}"}) for n in range(3)]
    assert [each.status_code for each in told] == [200, 429, 429]


def test_wrong_passwords_are_slowed_down() -> None:
    client = client_of(desk_password=SecretStr("right"))

    def try_(password: str) -> int:
        basic = base64.b64encode(f"x:{password}".encode()).decode()
        return client.get("/api/sources", headers={"Authorization": f"Basic {basic}"}).status_code

    assert [try_(f"wrong{n}") for n in range(12)] == [401] * 10 + [429] * 2
    assert try_("right") == 429


async def call(app: Any, *, path: str = "/api/ask", client: str = "203.0.113.9") -> tuple[int, bytes]:
    """One request straight to the app."""
    started: list[Message] = []
    body = bytearray()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        body.extend(message.get("body", b""))

    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "client": (client, 1), "query_string": b""}
    await app(scope, messages(part(b"{}", more=False)), send)
    return started[0]["status"] if started else 0, bytes(body)


def test_an_address_has_only_so_many_answers_at_once_and_others_are_not_kept_waiting() -> None:
    async def scene() -> tuple[list[int], int]:
        free = asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["client"][0] == "203.0.113.9":
                await free.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        app = guarded(slow, limit_at_once=3)
        asked = [asyncio.create_task(call(app)) for _ in range(5)]
        await asyncio.sleep(0)
        other, _ = await call(app, client="203.0.113.10")
        free.set()
        return [status for status, _ in await asyncio.gather(*asked)], other

    assert asyncio.run(scene()) == ([200, 200, 200, 429, 429], 200)


def test_an_answer_that_nobody_takes_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "ANSWER_SECONDS", 0.05)

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.Event().wait()

    assert asyncio.run(call(guarded(endless))) == (0, b"")
