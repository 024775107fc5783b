"""The application as a test calls it: by a client from some address, or message by message."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive

from chat.web.api import create_app
from chat.web.guard import Guard
from chat.web.limits import Limits, Rules
from chat.web.options import WebOptions
from tests.fake_assistant import SHOW, FakeAssistant

SITE, FOREIGN = "https://show.example", "https://evil.example"
QUESTION = {"question": "How tall is it?"}
AWAY = ("203.0.113.9", 5000)


def client_of(*, host: str = "localhost:8000", address: tuple[str, int] = AWAY, **options: Any) -> TestClient:
    app = create_app(FakeAssistant(), WebOptions(show=SHOW, **options), pages=False)
    return TestClient(app, base_url=f"http://{host}", client=address, raise_server_exceptions=False)


def guarded(app: ASGIApp, **options: Any) -> ASGIApp:
    """Some application behind the guard alone."""
    given = WebOptions(**options)
    return Guard(app, given, Limits(Rules.of(given)))


def code_of(response: Any) -> str:
    return str(response.json()["error"]["code"])


def messages(*told: Message) -> Receive:
    waiting = iter(told)

    async def receive() -> Message:
        for message in waiting:
            return message
        await asyncio.sleep(60)
        raise AssertionError("nobody waits that long")

    return receive


def part(body: bytes, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}
