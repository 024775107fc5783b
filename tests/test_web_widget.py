"""The widget's addresses: what is served, how large it is, how long it is kept."""

from __future__ import annotations

import gzip
import re

import pytest
from starlette.testclient import TestClient

from chat.abstain import SURE_FROM
from chat.web.api import create_app
from chat.web.needs import Assistant, Closed
from chat.web.options import WebOptions
from chat.web.strings import LANGUAGES
from chat.web.widget_page import OPTIONS
from chat.web.widget_routes import FOLDER, assembled, slim, version
from index.errors import NoIndex
from tests.fake_assistant import SHOW, SUGGESTIONS, FakeAssistant


def client_of(assistant: Assistant | None = None) -> TestClient:
    app = create_app(assistant or FakeAssistant(), WebOptions(show=SHOW), pages=False)
    return TestClient(app, base_url="http://show.example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_fetches_at_most_three_and_twelve_kilobytes(language: str) -> None:
    client = client_of()
    loader, rest = (client.get(path).content for path in ("/widget/v1.js", f"/widget/{version()}/{language}.js"))
    assert len(gzip.compress(loader, 6)) <= 3000
    assert len(gzip.compress(loader, 6)) + len(gzip.compress(rest, 6)) <= 12_000


def test_the_loader_asks_for_todays_rest_which_is_kept_for_ever() -> None:
    client = client_of()
    loader = client.get("/widget/v1.js")
    assert f"widget/{version()}/" in loader.text
    assert "__VERSION__" not in loader.text
    rest = client.get(f"/widget/{version()}/en.js")
    assert rest.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert rest.headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/widget/0123456789ab/en.js").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/widget/x/fr.js", "/widget/x/..%2fanswer.js", "/widget/x/widget.js"])
def test_nothing_else_of_the_folder_is_served(path: str) -> None:
    assert client_of().get(path).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_modules_are_joined_into_one_that_imports_nothing(language: str) -> None:
    script = assembled(language)
    assert not re.search(r"^\s*import[ {]", script, re.MULTILINE)
    assert script.count("export ") == 1
    names = re.findall(r"^(?:const|(?:async )?function\*?) (\w+)", script, re.MULTILINE)
    assert len(names) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_calls_the_answers_unsure_that_the_page_does_in_the_same_words(language: str) -> None:
    script = assembled(language)
    assert f"answer.confidence < {SURE_FROM}" in script
    assert f'"{LANGUAGES[language].unsure}"' in script
    assert "__" not in script


def test_slimming_takes_off_indentation_comments_and_empty_lines() -> None:
    assert slim("// why\n\n  one();\n  /** Two. */\n\ttwo(); // so\n") == "one();\ntwo();\n"
    assert slim('tell("; // stays");\ntell(`, // ${this}`);\n') == 'tell("; // stays");\ntell(`, // ${this}`);\n'


def test_all_languages_say_the_same_things() -> None:
    said = [re.findall(r"[{,]\s*(\w+): ", (FOLDER / f"{language}.js").read_text("utf-8")) for language in LANGUAGES]
    assert said[0] == said[1]
    assert len(said[0]) > 40


@pytest.mark.parametrize(
    "word", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"]
)
def test_no_script_makes_markup_from_strings(word: str) -> None:
    scripts = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.js")}
    assert [name for name, script in scripts.items() if word in script] == []


def test_it_starts_with_the_shows_name_and_questions() -> None:
    assert client_of().get("/widget/start").json() == {"title": SHOW.title, "questions": list(SUGGESTIONS)}


def test_without_an_index_it_starts_without_questions() -> None:
    closed = Closed(NoIndex("none yet"))
    assert client_of(closed).get("/widget/start").json() == {"title": SHOW.title, "questions": []}


def test_its_page_shows_the_tag_and_every_option() -> None:
    client = client_of()
    assert client.get("/widget", follow_redirects=False).headers["location"] == "/widget/"
    page = client.get("/widget/").text
    assert '&lt;script src="http://show.example/widget/v1.js" defer&gt;&lt;/script&gt;' in page
    assert [each.name for each in OPTIONS if f"data-{each.name}" not in page] == []
    assert "<script>" not in page
    for name in ("page.js", "page.css"):
        assert client.get(f"/widget/{name}").status_code == 200


def test_every_option_of_the_page_is_one_that_the_widget_reads() -> None:
    scripts = (FOLDER / "loader.js").read_text("utf-8") + (FOLDER / "widget.js").read_text("utf-8")
    assert [each.name for each in OPTIONS if not re.search(rf'(?:told|option)\("{each.name}"\)', scripts)] == []
