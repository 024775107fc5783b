"""The chat page without a browser: what it is made of, what it begins with, what it streams."""

from __future__ import annotations

import json
import socket
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from chat.web.api import ASSETS, create_app
from chat.web.mounting import redress
from chat.web.needs import Closed
from chat.web.options import WebOptions
from chat.web.strings import DE, EN, LANGUAGES
from corpus.models import Show
from index.errors import NoIndex
from tests.fake_assistant import DISAGREEING, SHOW, SUGGESTIONS, FakeAssistant


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(FakeAssistant(), WebOptions(show=SHOW))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1))


def events(text: str) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]


def config(client: TestClient) -> dict[str, Any]:
    """What Gradio's script is given to draw, as it stands in the page."""
    page = client.get("/").text
    found: dict[str, Any] = json.JSONDecoder().raw_decode(page, page.index("window.gradio_config = ") + 23)[0]
    return found


def test_the_page_offers_nothing_to_call_through_gradio(client: TestClient) -> None:
    assert config(client)["dependencies"] == []


def test_the_page_asks_for_its_own_look_and_script_by_version(client: TestClient) -> None:
    page = client.get("/").text
    assert '<link rel="stylesheet" href="/look/aircheck.css?v=' in page
    assert '<script src="/look/chat.js?v=' in page
    assert client.get("/look/chat.js").status_code == 200


def test_a_pasted_link_previews_the_show_and_not_the_framework(client: TestClient) -> None:
    head = client.get("/").text.partition("</head>")[0].partition("<script>window")[0]
    assert '<meta property="og:title" content="Lights Along the Coast">' in client.get("/").text
    assert "gradio" not in head.lower()
    assert client.get("/favicon.ico").content == (ASSETS / "icon.png").read_bytes()


def test_a_page_keeps_its_length_and_other_files_pass(client: TestClient) -> None:
    page = client.get("/", headers={"Accept-Encoding": "identity"})
    assert int(page.headers["content-length"]) == len(page.content)
    assert redress("<head><meta name='a'></head></head>", "<b>") == "<head><meta name='a'><b></head></head>"
    assert client.get("/theme.css").status_code == 200


def test_the_pages_own_files_are_small() -> None:
    assert sum(path.stat().st_size for name in ("aircheck.css", "chat.js") for path in [ASSETS / name]) < 40_000


def test_a_shows_name_is_text_on_its_page() -> None:
    show = Show(title='A & <b>B</b>\n\n# "C"', description="$$x$$ <img src=x>")
    client = TestClient(create_app(FakeAssistant(), WebOptions(show=show)))
    parts = [each["props"].get("value") for each in config(client)["components"] if each["type"] == "markdown"]
    assert parts[0] == (
        '<div class="masthead"><h1><a href="/">A &amp; &lt;b&gt;B&lt;/b&gt; # "C"</a></h1>'
        "<p>$$x$$ &lt;img src=x&gt;</p></div>"
    )


def test_the_page_begins_in_the_listeners_language(client: TestClient) -> None:
    english = client.get("/start").json()
    german = client.get("/start", headers={"Accept-Language": "de"}).json()
    assert "For example" in english["html"]
    assert "Zum Beispiel" in german["html"]
    assert all(question in german["html"] for question in SUGGESTIONS)


def test_the_pages_script_brings_its_words_in_every_language_so_that_a_lost_server_can_be_told(
    client: TestClient,
) -> None:
    _, _, tail = client.get("/").text.partition('data-words="')
    words = json.loads(unescape(tail.partition('"')[0]))
    assert words.keys() == LANGUAGES.keys()
    assert words["en"].keys() == words["de"].keys()
    assert words["en"]["errors"].keys() == words["de"]["errors"].keys()
    assert words["de"]["errors"]["away"] == DE.error_away
    assert words["en"]["errors"]["index_damaged"] == EN.error_closed


def test_suggestions_are_made_once_for_an_index() -> None:
    class Counting(FakeAssistant):
        made = 0

        def suggestions(self) -> tuple[str, ...]:
            self.made += 1
            return SUGGESTIONS

    assistant = Counting()
    client = TestClient(create_app(assistant, WebOptions(show=SHOW)))
    for _ in range(3):
        client.get("/start")
    assert assistant.made == 1


@pytest.mark.parametrize(
    ("address", "host", "told"),
    [
        pytest.param("127.0.0.1", "localhost", "no index in /srv/show", id="this machine"),
        pytest.param("203.0.113.9", "show.example", "The show's material is not ready.", id="anybody else"),
    ],
)
def test_without_an_index_the_reason_is_told_to_this_machine_only(address: str, host: str, told: str) -> None:
    app = create_app(Closed(NoIndex("no index in /srv/show")), WebOptions(show=SHOW))
    client = TestClient(app, base_url=f"http://{host}", client=(address, 1))
    begun = client.get("/start").json()["html"]
    assert told in begun
    assert ("/srv/show" in begun) is (address == "127.0.0.1")


def test_the_page_streams_text_and_ends_with_the_drawn_answer(client: TestClient) -> None:
    told = events(client.post("/api/ask/page", json={"question": "How tall is it?"}).text)
    assert [name for name, _ in told] == ["status", *["delta"] * 17, "page"]
    assert "".join(data["text"] for name, data in told if name == "delta") == DISAGREEING.answer
    assert told[-1][1].keys() == {"id", "html", "markdown"}
    assert "The sources disagree" in told[-1][1]["html"]


def test_the_same_answer_twice_has_other_element_ids(client: TestClient) -> None:
    drawn = [events(client.post("/api/ask/page", json={"question": "How tall?"}).text)[-1][1]["html"] for _ in range(2)]
    assert drawn[0] != drawn[1]


def test_a_failed_answer_ends_the_stream_with_its_code(client: TestClient) -> None:
    told = events(client.post("/api/ask/page", json={"question": "The storm?"}).text)
    assert [(name, data["error"]["code"]) for name, data in told[1:]] == [("error", "model_unavailable")]


def test_what_nobody_serves_is_told_like_every_error(client: TestClient) -> None:
    for path in ("/nowhere", "/api/nowhere", "/gradio_api/nowhere"):
        response = client.get(path)
        assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_building_the_page_asks_nobody_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(host: Any, *_: Any, **__: Any) -> Any:
        asked.append(str(host))
        raise OSError("no names are looked up here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with TestClient(create_app(FakeAssistant(), WebOptions(show=SHOW))) as client:
        assert client.get("/").status_code == 200
    assert asked == []
