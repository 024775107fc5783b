"""What every answer carries, over every route there is."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from chat.web.api import create_app
from chat.web.headers import dressed, policy
from chat.web.options import WebOptions
from tests.fake_assistant import SHOW, FakeAssistant

SITES = ("https://show.example", "https://*.fans.example", "null")


def get(headers: list[tuple[bytes, bytes]], name: str) -> list[str]:
    return [value.decode() for key, value in headers if key.decode() == name]


def test_what_a_mounted_page_says_of_sharing_and_its_cookies_are_taken_off() -> None:
    theirs = [
        (b"Access-Control-Allow-Origin", b"https://evil.example"),
        (b"access-control-allow-credentials", b"true"),
        (b"Set-Cookie", b"session=1"),
        (b"content-type", b"application/json"),
    ]
    ours = dressed(theirs, path="/config", request_id="r" * 8, sites=SITES, sharing=None)
    assert get(ours, "content-type") == ["application/json"]
    assert [name for name, _ in ours if name.startswith((b"access-control", b"set-cookie"))] == []


def test_a_listed_site_may_read_an_answer_and_gets_no_credentials() -> None:
    ours = dressed([], path="/api/ask", request_id="r" * 8, sites=SITES, sharing="https://show.example")
    assert get(ours, "access-control-allow-origin") == ["https://show.example"]
    assert get(ours, "access-control-allow-credentials") == []
    assert "Origin" in get(ours, "vary")


@pytest.mark.parametrize(
    ("path", "content_type", "expected"),
    [
        pytest.param("/", "text/html", "frame-ancestors 'self' https://show.example https://*.fans.example", id="chat"),
        pytest.param("/desk/", "text/html; charset=utf-8", "frame-ancestors 'none'", id="the desk is in no frame"),
        pytest.param("/source", "text/html", "script-src 'self'; style-src 'self';", id="reader"),
        pytest.param("/api/ask", "application/json", "default-src 'none'; frame-ancestors 'none'", id="data"),
    ],
)
def test_the_policy_fits_the_page(path: str, content_type: str, expected: str) -> None:
    told = policy(path, content_type, SITES)
    assert expected in told
    assert "unsafe-eval" not in told
    assert "null" not in told


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(FakeAssistant(), WebOptions(show=SHOW, metrics=True), pages=False)


def leaves(routes: list[BaseRoute]) -> list[BaseRoute]:
    """Routes, those of included routers too."""
    found: list[BaseRoute] = []
    for route in routes:
        inner = getattr(route, "original_router", None)
        found += leaves(inner.routes) if inner is not None else [route]
    return found


def test_every_route_answers_with_the_headers(app: FastAPI) -> None:
    paths = {route.path for route in leaves(app.routes) if isinstance(route, APIRoute)}
    assert {"/api/ask", "/api/search", "/source", "/docs", "/widget/v1.js", "/widget/", "/metrics"} <= paths
    client = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1), raise_server_exceptions=False)
    missing: dict[str, set[str]] = {}
    for path in sorted(paths | {"/nowhere", "/look/aircheck.css", "/gradio_api/upload", "/openapi.json"}):
        for method in ("GET", "POST", "OPTIONS", "DELETE"):
            response = client.request(method, path.replace("{wanted}", "x").replace("{language}", "en"))
            wanted = {
                "content-security-policy", "x-content-type-options", "referrer-policy", "x-request-id",
                "cross-origin-resource-policy", "cross-origin-opener-policy", "permissions-policy",
            }  # fmt: skip
            lacking = wanted - set(response.headers)
            if lacking or "set-cookie" in response.headers or "Traceback" in response.text:
                missing[f"{method} {path}"] = lacking
    assert missing == {}


def test_answers_are_not_kept_by_anybody_and_scripts_are(app: FastAPI) -> None:
    client = TestClient(app)
    assert client.post("/api/ask", json={"question": "How tall?"}).headers["cache-control"] == "no-store"
    assert client.get("/widget/v1.js").headers["cache-control"] == "public, max-age=3600"
