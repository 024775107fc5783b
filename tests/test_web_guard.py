"""The guard around every door: who is let through, what is cut off, what is written down."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from chat.web import guard
from chat.web.api import create_app
from chat.web.bodies import BodyTooLarge, BodyTooSlow, Gone, is_told_too_large, read_body
from chat.web.doors import is_shut
from chat.web.guard import protect
from chat.web.logs import request_id, send_logs_to
from chat.web.options import WebOptions
from tests.fake_assistant import SHOW, FakeAssistant

SITE, FOREIGN = "https://show.example", "https://evil.example"
QUESTION = {"question": "How tall is it?"}
AWAY = ("203.0.113.9", 5000)


def client_of(*, host: str = "localhost:8000", address: tuple[str, int] = AWAY, **options: Any) -> TestClient:
    app = create_app(FakeAssistant(), WebOptions(show=SHOW, **options), pages=False)
    return TestClient(app, base_url=f"http://{host}", client=address, raise_server_exceptions=False)


def code_of(response: Any) -> str:
    return str(response.json()["error"]["code"])


# --- origins


@pytest.mark.parametrize(
    ("path", "origin", "status"),
    [
        pytest.param("/api/ask", SITE, 200, id="a listed site asks"),
        pytest.param("/api/ask/stream", SITE, 200, id="a listed site streams"),
        pytest.param("/api/ask", FOREIGN, 403, id="a foreign one asks"),
        pytest.param("/api/ask/stream", FOREIGN, 403, id="a foreign one streams"),
        pytest.param("/api/ask", "null", 403, id="a file or a sandboxed frame asks"),
        pytest.param("/api/ask", "http://localhost:8000", 200, id="the server's own page asks"),
        pytest.param("/api/ask", "http://localhost:9000", 403, id="another server on this machine asks"),
        pytest.param("/api/ask", "https://show.example.evil.example", 403, id="a name that begins alike"),
        pytest.param("/api/ask", "not an origin", 403, id="nonsense"),
    ],
)
def test_listed_sites_may_ask(path: str, origin: str, status: int) -> None:
    response = client_of(origins=(SITE,)).post(path, json=QUESTION, headers={"Origin": origin})
    shared = origin if status == 200 and origin == SITE else None
    assert (response.status_code, response.headers.get("access-control-allow-origin")) == (status, shared)
    if status == 403:
        assert code_of(response) == "origin_not_allowed"


@pytest.mark.parametrize("path", ["/api/sources", "/api/audit", "/desk/", "/api/ask/page", "/start"])
def test_a_listed_site_gets_nothing_but_the_widgets_own_api(path: str) -> None:
    client = client_of(origins=(SITE,), address=("127.0.0.1", 1))
    assert code_of(client.get(path, headers={"Origin": SITE})) == "origin_not_allowed"


def test_without_a_list_no_site_may_ask() -> None:
    assert client_of().post("/api/ask", json=QUESTION, headers={"Origin": SITE}).status_code == 403


@pytest.mark.parametrize(
    ("origin", "path", "status"),
    [
        pytest.param(SITE, "/api/ask/stream", 204, id="listed"),
        pytest.param(FOREIGN, "/api/ask/stream", 403, id="foreign"),
        pytest.param(SITE, "/api/sources", 403, id="listed, for the desk"),
    ],
)
def test_a_preflight_is_answered_by_the_list(origin: str, path: str, status: int) -> None:
    asking = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    response = client_of(origins=(SITE,)).options(path, headers=asking)
    assert response.status_code == status
    told = {name: value for name, value in response.headers.items() if name.startswith("access-control-allow")}
    expected = {
        "access-control-allow-origin": SITE,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type",
    }
    assert told == (expected if status == 204 else {})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403, id="a picture's address"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, 403, id="from another port"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200, id="a link followed"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200, id="our own page"),
        pytest.param({}, 200, id="a program"),
    ],
)
def test_a_page_cannot_ask_by_leaving_its_origin_out(headers: dict[str, str], status: int) -> None:
    assert client_of().get("/api/search?q=tower", headers=headers).status_code == status


def test_a_listed_proxy_tells_the_name_that_the_browser_asked_for() -> None:
    headers = {"Origin": SITE, "X-Forwarded-Host": "show.example", "X-Forwarded-For": "198.51.100.1"}
    for proxies, status in (((), 403), (("203.0.113.9",), 200)):
        client = client_of(host="127.0.0.1:8000", proxies=proxies)
        assert client.post("/api/ask", json=QUESTION, headers=headers).status_code == status


def test_the_widgets_scripts_may_be_loaded_by_any_page() -> None:
    response = client_of().get("/widget/v1.js", headers={"Origin": FOREIGN, "Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


# --- Gradio's doors


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/queue/join", "/gradio_api/run/predict",
        "/gradio_api/call/chat", "/gradio_api/heartbeat/x", "/desk/gradio_api/upload", "//gradio_api/upload",
        "/config", "/desk/config", "/login", "/monitoring/summary", "/file=/etc/passwd", "/upload", "/proxy=http://x",
    ],
)  # fmt: skip
def test_gradios_doors_are_shut(path: str) -> None:
    assert is_shut(path)
    client = client_of()
    for method in ("GET", "POST"):
        response = client.request(method, f"http://localhost:8000{path}")
        assert (response.status_code, code_of(response)) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["/", "/desk/", "/assets/index.js", "/theme.css", "/static/x.js", "/api/ask", "/look/chat.js"]
)
def test_what_the_pages_need_stays_open(path: str) -> None:
    assert not is_shut(path)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_mounted_page_is_behind_the_guard_too() -> None:
    app = create_app(FakeAssistant(), WebOptions(show=SHOW))
    client = TestClient(app, base_url="http://show.example", client=AWAY)
    page = client.get("/")
    assert page.status_code == 200
    assert "unsafe-eval" not in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers
    assert client.get("/", headers={"Origin": FOREIGN}).status_code == 403
    files = {"files": ("x.txt", b"x" * 100)}
    assert client.post("/gradio_api/upload", files=files).status_code == 404
    joined = client.post("/gradio_api/queue/join", json={"fn_index": 0, "data": [], "session_hash": "x"})
    assert joined.status_code == 404


def test_nothing_speaks_websocket() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    async def connect() -> None:
        await protect(FastAPI(), WebOptions())({"type": "websocket"}, receive, send)

    asyncio.run(connect())
    assert sent == [{"type": "websocket.close", "code": 1008}]


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

        app = protect(slow, WebOptions(limit_at_once=3))
        asked = [asyncio.create_task(call(app)) for _ in range(5)]
        await asyncio.sleep(0)
        other, _ = await call(app, client="203.0.113.10")
        free.set()
        return [status for status, _ in await asyncio.gather(*asked)], other

    assert asyncio.run(scene()) == ([200, 200, 200, 429, 429], 200)


def test_an_answer_that_nobody_takes_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "ANSWER_SECONDS", 0.05)

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(60)

    begun = time.monotonic()
    assert asyncio.run(call(protect(endless, WebOptions()))) == (0, b"")
    assert time.monotonic() - begun < 10


# --- what is told and written down


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


def test_the_guard_is_around_the_application_by_default() -> None:
    app: FastAPI = create_app(FakeAssistant(), WebOptions(), pages=False)
    assert [each.kwargs for each in app.user_middleware[:1]] == [{"options": app.state.options}]
