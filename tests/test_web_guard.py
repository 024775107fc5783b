"""The guard around every door: which sites are let through, and which doors are shut."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from chat.web.api import create_app
from chat.web.doors import is_shut
from chat.web.options import WebOptions
from tests.asgi import AWAY, FOREIGN, QUESTION, SITE, client_of, code_of, guarded
from tests.fake_assistant import SHOW, FakeAssistant

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
        await guarded(FastAPI())({"type": "websocket"}, receive, send)

    asyncio.run(connect())
    assert sent == [{"type": "websocket.close", "code": 1008}]
