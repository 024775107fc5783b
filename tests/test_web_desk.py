"""The producer's desk over HTTP: what is found and shown, who is let in, and that nothing of the material runs."""

from __future__ import annotations

import base64
import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from starlette.testclient import TestClient

from chat.disagreement.audit import AuditReport
from chat.disagreement.markings import Markings
from chat.web.desk_book import AuditBook
from chat.web.desk_needs import Bookshelf, Desk
from chat.web.desk_sources import totals_html
from corpus.models import Passage
from tests.claim_material import book_of
from tests.desk_material import Library
from tests.desk_people import FINDINGS, LIBRARY, Findings, Questions, Reindexing, closed, desk_app, full_desk

LOCAL = ("127.0.0.1", 5000)
AWAY = ("203.0.113.9", 5000)
DESK = {"X-Aircheck-Desk": "1"}
VIEWS = ("look-up", "audit", "sources", "questions")


def client_of(desk: Desk | None = None, *, password: str | None = None, address: tuple[str, int] = LOCAL) -> TestClient:
    return TestClient(desk_app(desk, password=password), base_url="http://localhost", client=address)


@pytest.fixture
def client() -> TestClient:
    return client_of()


class Text(HTMLParser):
    """What a reader sees of some markup, and which elements it has."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def part(client: TestClient, address: str, **query: Any) -> tuple[str, Text]:
    answer = client.get(address, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["told"], Text(answer.json()["html"])


def links(text: Text, class_: str) -> list[str]:
    return [str(attrs["href"]) for tag, attrs in text.elements if tag == "a" and attrs.get("class") == class_]


# --- look-up


def test_a_look_up_shows_each_quote_with_the_address_of_its_place(client: TestClient) -> None:
    told, found = part(client, "/desk/found", words='"nine miles"')
    row = next(r for r in LIBRARY.all_passages() if "nine miles" in r.text)
    assert told == "1 quote in 1 source"
    assert links(found, "quote") == [f"/source?path=ep002%2Ftranscript.txt&start={row.start}&end={row.end}#here"]
    assert "".join(found.texts).endswith(
        "20 May 2022Transcript, episode 2Fog signalsTomThe siren at Gull Rock was heard nine miles out.9 miles"
    )
    assert found.texts[found.texts.index("nine miles") - 1] == "The siren at Gull Rock was heard "


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"words": "lamp"}, "6 quotes in 6 sources"),
        ({"words": "lamp", "speaker": "Mara"}, "2 quotes in 2 sources"),
        ({"words": "lamp", "kind": ["outline", "captions"]}, "2 quotes in 2 sources"),
        ({"words": "lamp", "episode": "5"}, "1 quote in 1 source"),
        ({"words": "lamp", "since": "2023-01-01", "until": "2023-12-31"}, "2 quotes in 2 sources"),
        ({"words": "lamp", "speaker": "", "episode": "", "since": "", "kind": ""}, "6 quotes in 6 sources"),
        ({"words": "keeper aviation"}, "No quote has these words; 8 passages near in meaning"),
        ({"words": '"aviation"'}, "No quote has these words."),
        ({"words": ""}, ""),
    ],
    ids=["all", "speaker", "kinds", "episode", "dates", "empty fields", "near", "nothing", "empty"],
)
def test_the_form_narrows_what_is_found(client: TestClient, query: dict[str, Any], told: str) -> None:
    assert part(client, "/desk/found", **query)[0] == told


def test_more_rows_are_given_when_asked_for(client: TestClient) -> None:
    _, few = part(client, "/desk/found", words="the", limit=3)
    assert len(links(few, "quote")) == 3
    more = [attrs["data-more"] for tag, attrs in few.elements if tag == "button" and "data-more" in attrs]
    assert more == ["9"]
    assert len(links(part(client, "/desk/found", words="the", limit=9)[1], "quote")) == 9


def test_the_timeline_draws_bars_and_says_the_same_in_a_table(client: TestClient) -> None:
    _, found = part(client, "/desk/found", words="siren")
    drawing = next(attrs for tag, attrs in found.elements if tag == "svg")
    assert drawing["aria-label"] == "2 quotes from May 2022 to Nov 2023, most in May 2022: 1"
    bars = [attrs["class"] for tag, attrs in found.elements if tag == "rect"]
    assert bars == ["column", "on-air", "column", "in-print"]
    narrow = [(a["data-since"], a["data-until"]) for tag, a in found.elements if tag == "button" and "data-since" in a]
    assert narrow == [("2022-05-01", "2022-05-31"), ("2023-11-01", "2023-11-30")]


def test_an_address_opens_the_look_up_as_it_was(client: TestClient) -> None:
    _, page = part(
        client, "/desk/view/look-up", words='say "light dues"', speaker="Tom", kind="transcript", order="newest"
    )
    fields = {
        str(a["name"]): a.get("value") for tag, a in page.elements if tag == "input" and a.get("type") == "search"
    }
    chosen = [a["value"] for tag, a in page.elements if tag == "option" and "selected" in a]
    ticked = [a["value"] for tag, a in page.elements if tag == "input" and "checked" in a]
    assert (fields, chosen, ticked) == ({"words": 'say "light dues"'}, ["Tom", "", "newest"], ["transcript"])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"since": "yesterday"}, "From: 'yesterday' is not a date; write 2024, 2024-05 or 2024-05-31."),
        ({"until": "2024-5"}, "To: '2024-5' is not a date; write 2024, 2024-05 or 2024-05-31."),
        ({"kind": "song"}, None),
        ({"episode": "the third"}, None),
        ({"limit": 0}, None),
        ({"order": "loudest"}, None),
    ],
)
def test_a_field_that_cannot_be_says_so(client: TestClient, query: dict[str, Any], message: str | None) -> None:
    answer = client.get("/desk/found", params={"words": "lamp", **query})
    assert answer.status_code == 400
    assert message in (None, answer.json()["error"]["message"])


def test_quotes_can_be_taken_away(client: TestClient) -> None:
    as_csv = client.get("/desk/quotes.csv", params={"words": "lamp", "order": "oldest"})
    assert as_csv.headers["content-disposition"] == 'attachment; filename="quotes.csv"'
    rows = list(csv.DictReader(io.StringIO(as_csv.text.removeprefix("\ufeff"), newline="")))
    assert [row["date"] for row in rows] == [
        "2022-03-04",
        "2022-03-04",
        "2022-05-20",
        "2023-01-13",
        "2023-09-08",
        "2024-06-21",
    ]
    as_markdown = client.get("/desk/quotes.md", params={"words": '"light dues"'})
    assert as_markdown.text.startswith('# What we said: "light dues"\n\n> A ship paid one cent a ton in light dues.\n')


def test_the_words_are_laid_out_once_for_each_index() -> None:
    built: list[Library] = []

    class Counted(Library):
        def said(self) -> Any:
            built.append(self)
            return super().said()

    first, second = Counted(), Counted()
    serving = [first]
    shelf = Bookshelf(lambda: serving[0])
    assert shelf.open()[1] is shelf.open()[1]
    before = shelf.open()[1]
    serving[0] = second
    assert shelf.open()[0] is second
    assert shelf.open()[1] is not before
    assert built == [first, second]


def test_a_page_opens_with_as_many_rows_as_it_was_left_with(client: TestClient) -> None:
    assert len(links(part(client, "/desk/view/look-up", words="the", limit=9)[1], "quote")) == 9
    assert len(links(part(client, "/desk/view/audit", limit=1)[1], "quote")) < len(
        links(part(client, "/desk/view/audit")[1], "quote")
    )


def test_no_button_asks_for_more_than_is_given(monkeypatch: pytest.MonkeyPatch, client: TestClient) -> None:
    monkeypatch.setattr("chat.web.desk_lookup.MAX_ROWS", 7)
    _, few = part(client, "/desk/found", words="the", limit=3)
    assert [a["data-more"] for tag, a in few.elements if tag == "button" and "data-more" in a] == ["7"]


def test_an_episode_goes_by_its_own_title_and_not_by_what_was_written_about_it(client: TestClient) -> None:
    _, page = part(client, "/desk/view/look-up")
    chosen = [text for text in page.texts if text[:1].isdigit()]
    assert chosen == [
        "1 · The keeper of Skerry Point (outline)",
        "2 · Fog signals: show notes",
        "3 · Lenses",
        "4",
        "5 · Who pays for a lighthouse?",
    ]


# --- audit


class Tabled(Library):
    """The same material, where the planned oil stands in a table."""

    def passages(self, path: str) -> tuple[Passage, ...]:
        row = {"text": "Lamp oil 400 litres log", "cells": ("Lamp oil", "400 litres", "log")}
        return tuple(
            passage.model_copy(
                update={
                    "sentences": tuple(
                        sentence.model_copy(update=row if sentence.text.startswith("Lamp oil: 400") else {})
                        for sentence in passage.sentences
                    )
                }
            )
            for passage in super().passages(path)
        )


def test_a_table_row_stands_in_no_quotation_marks() -> None:
    desk = Desk(library=Tabled, findings=Findings())
    _, page = part(client_of(desk), "/desk/findings")
    assert "Lamp oil: 400 litres (log)" in page.texts
    assert not [text for text in page.texts if "“Lamp oil" in text]


def test_findings_are_shown_worst_first_with_both_sides_and_their_places(client: TestClient) -> None:
    told, page = part(client, "/desk/findings")
    assert told == "3 findings: 1 conflict, 1 update, 1 mis-heard"
    topics = [text for text in page.texts if text in {finding.topic for finding in FINDINGS}]
    assert topics == [FINDINGS[1].topic, FINDINGS[0].topic, FINDINGS[2].topic]
    sides = [each for finding in (FINDINGS[1], FINDINGS[0], FINDINGS[2]) for each in finding.positions]
    starts = [f"start={side.start}&end={side.end}" for side in sides]
    opened = [link.partition("?")[2] for link in links(page, "quote")]
    assert [start for start in starts if any(start in link for link in opened)] == starts


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"severity": ["caption", "update"]}, ["f1", "f3"]),
        ({"kind": "date"}, ["f3"]),
        ({"episode": "001"}, ["f2", "f3"]),
        ({"episode": "005"}, []),
        ({"mark": "known"}, []),
        ({"mark": "all"}, ["f2", "f1", "f3"]),
    ],
)
def test_findings_are_filtered(client: TestClient, query: dict[str, Any], ids: list[str]) -> None:
    _, page = part(client, "/desk/findings", **query)
    assert [a["id"] for tag, a in page.elements if tag == "li" and a.get("id")] == [f"finding-{each}" for each in ids]


def test_a_mark_is_kept_shown_and_taken_away_again() -> None:
    findings = Findings()
    client = client_of(Desk(library=lambda: LIBRARY, findings=findings))
    answer = client.post("/desk/mark", json={"finding": "f2", "mark": "known"}, headers=DESK)
    assert (answer.json()["told"], findings.kept) == ("Marked: Known", {"f2": "known"})
    pressed = [a["id"] for _, a in Text(answer.json()["html"]).elements if a.get("aria-pressed") == "true"]
    assert pressed == ["mark-f2-known"]
    assert part(client, "/desk/findings")[0] == "2 findings: 1 update, 1 mis-heard"
    assert part(client, "/desk/findings", mark="known")[0] == "1 finding: 1 conflict"
    client.post("/desk/mark", json={"finding": "f2", "mark": ""}, headers=DESK)
    assert findings.kept == {}


def test_a_mark_on_a_finding_that_has_gone_says_so(client: TestClient) -> None:
    answer = client.post("/desk/mark", json={"finding": "gone", "mark": "known"}, headers=DESK)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "This finding is no longer in the material; load the page again."


def test_findings_can_be_taken_to_a_ticket(client: TestClient) -> None:
    client.post("/desk/mark", json={"finding": "f1", "mark": "known"}, headers=DESK)
    text = client.get("/desk/audit.md", params={"mark": "all", "severity": "update"}).text
    assert text == (
        "# Audit\n\n1 disagreement in 24 statements; 1 marked finding left out.\n\n## Between episodes\n\n"
        "**how far the siren of Gull Rock was heard** (update, quantity, f1)\n\n"
        "- 9 miles: “The siren at Gull Rock was heard nine miles out.” "
        "(Tom, http://localhost/source?path=ep002%2Ftranscript.txt&start=67&end=115#here)\n"
        "- 6 miles: “Its siren was heard six miles out, the harbour board says.” "
        "(http://localhost/source?path=press%2Fgull-rock.html&start=63&end=121#here)\n"
    )


@pytest.mark.parametrize(
    ("episode", "folded"),
    [
        (
            "",
            [
                "Figures of a table that were said differently, or never: 1",
                "Said with a number that no written source has: 2",
            ],
        ),
        ("001", ["Figures of a table that were said differently, or never: 1"]),
        ("005", ["Said with a number that no written source has: 1"]),
    ],
)
def test_what_else_to_check_is_folded_below_the_findings(client: TestClient, episode: str, folded: list[str]) -> None:
    _, page = part(client, "/desk/findings", episode=episode)
    assert [text for text in page.texts if ": " in text and text.startswith(("Figures", "Said"))] == folded


def test_an_audit_is_worked_out_once_for_each_index(tmp_path: Path) -> None:
    serving = [book_of([])]
    book = AuditBook(lambda: serving[0], Markings(tmp_path / "markings.json"))
    before = book.report()
    assert book.report() is before
    serving[0] = book_of([])
    assert book.report() == before == AuditReport()
    assert book.report() is not before
    book.mark("f1", "known")
    assert book.marks() == {"f1": "known"}


# --- sources


def test_sources_tell_what_is_indexed_what_is_not_and_when(client: TestClient) -> None:
    _, page = part(client, "/desk/view/sources")
    said = " ".join(" ".join(page.texts).split())
    assert "5 episodes" in said.replace("episodes 5", "5 episodes")
    assert "Read 1 July 2024 at 09:30 UTC." in said
    assert "1 file could not be read ep006/captions.srt:7: '0:zero' is not a caption time" in said
    assert "1 warning about files that were read ep005/transcript.txt:2: 2024-02-30 is no day of the calendar" in said
    rows = [a for tag, a in page.elements if tag == "tr"]
    assert len(rows) == 1 + len(LIBRARY.sources())


def test_one_of_something_is_told_as_one() -> None:
    one = LIBRARY.sources()[0].model_copy(update={"passages": 1})
    said = re.sub(r"<[^<>]*>", " ", totals_html(LIBRARY, [one]))
    assert said.split()[:6] == ["episode", "1", "source", "1", "passage", "1"]


def test_where_nothing_was_left_out_sources_say_no_more_than_that() -> None:
    class Whole(Library):
        problems, warnings = (), ()

    _, page = part(client_of(Desk(library=Whole)), "/desk/view/sources")
    assert "Every file could be read." in page.texts
    assert [a for _, a in page.elements if "panel" in (a.get("class") or "")] == []


def test_reading_again_reports_until_it_is_done() -> None:
    reindex = Reindexing(("embed: 1 of 2", "embed: 2 of 2"))
    client = client_of(Desk(library=lambda: LIBRARY, reindex=reindex))
    begun = client.post("/desk/reindex", headers=DESK).json()
    assert (reindex.starts, begun["told"]) == (1, "")
    assert "embed: 1 of 2" in begun["html"] and 'data-poll="/desk/reindex"' in begun["html"]
    assert "data-poll" in client.get("/desk/reindex").json()["html"]
    over = client.get("/desk/reindex").json()
    assert over["told"] == "Done. The new index is in service."
    assert "data-poll" not in over["html"]


def test_without_a_command_to_read_again_the_page_says_how() -> None:
    told, _ = part(client_of(Desk(library=lambda: LIBRARY)), "/desk/reindex")
    assert told == "To read the material again, run aircheck ingest; this page then shows the new index."


# --- questions


def test_questions_come_in_groups_the_least_helped_first_with_the_nearest_passages(client: TestClient) -> None:
    _, page = part(client, "/desk/view/questions")
    texts = [text for text in page.texts if text.strip()]
    assert "7 questions, 4 without help, in 4 groups" in texts
    at = texts.index("How much was a keeper's wage?")
    assert texts[at + 1 : at + 7] == [
        "asked 3 times · 2 without an answer · 2 not helpful · last on 18 November 2023",
        "Also asked as: “the keepers' wages?”",
        "Listeners wrote:",
        "No figure anywhere <b>sad</b>",
        "I wanted a number",
        "Nearest in the material:",
    ]
    assert texts[at + 7] == "The keeper's wage was thirty-plus dollars a month, which was not a bad wage then."


def test_only_those_without_help_are_shown_when_asked_for(client: TestClient) -> None:
    assert part(client, "/desk/asked", show="unserved")[0] == "2 groups"
    _, page = part(client, "/desk/view/questions", show="unserved")
    assert [a["value"] for tag, a in page.elements if tag == "option" and "selected" in a] == ["unserved"]


def test_likes_are_told_by_meaning_where_the_model_is_there_and_each_question_is_read_once() -> None:
    read: list[str] = []

    def embed(text: str) -> NDArray[np.float32]:
        read.append(text)
        return np.array([1, 0] if "lens" in text or "paid" in text else [0, 1], dtype=np.float32)

    client = client_of(Desk(library=lambda: LIBRARY, questions=Questions(), embed=embed))
    assert part(client, "/desk/asked")[0] == "2 groups"
    assert part(client, "/desk/asked")[0] == "2 groups"
    assert len(read) == len(set(read)) == 4


FULL = "questions.sqlite: the question was not kept: database or disk is full; free some space."


@pytest.mark.parametrize(
    "questions",
    [Questions(None, FULL), Questions((), FULL), Questions(problem=FULL)],
    ids=["unreadable", "none yet", "some"],
)
def test_a_journal_that_does_not_keep_is_told_in_its_own_line(questions: Questions) -> None:
    _, text = part(client_of(Desk(library=lambda: LIBRARY, questions=questions)), "/desk/asked")
    assert text.texts.count(FULL) == 1


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (None, "Questions are not kept"),
        (Questions(None, FULL), "The questions cannot be read just now"),
        (Questions((), FULL), "Questions are not kept just now"),
        (Questions(()), "Nobody has asked anything yet"),
    ],
    ids=["off", "locked", "full", "empty"],
)
def test_without_questions_the_page_says_why(questions: Questions | None, told: str) -> None:
    assert part(client_of(Desk(library=lambda: LIBRARY, questions=questions)), "/desk/asked")[0] == told


# --- no index


@pytest.mark.parametrize("view", ["look-up", "audit"])
def test_without_an_index_the_reason_is_told(view: str) -> None:
    answer = client_of(Desk(library=closed, findings=Findings())).get(f"/desk/view/{view}")
    assert answer.status_code == 503
    assert answer.json()["error"]["message"].startswith("shelf: there is no index in this folder")


@pytest.mark.parametrize("view", ["sources", "questions"])
def test_without_an_index_reading_again_and_the_questions_are_there(view: str) -> None:
    desk = Desk(library=closed, questions=Questions(), reindex=Reindexing())
    _, page = part(client_of(desk), f"/desk/view/{view}")
    assert page.texts


def test_the_desk_is_found_without_its_last_stroke(client: TestClient) -> None:
    answer = client.get("/desk", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/desk/")


# --- who is let in


EVERY_ADDRESS = (
    *[f"/desk/view/{view}" for view in VIEWS],
    "/desk",
    "/desk/",
    "/desk/found?words=lamp",
    "/desk/quotes.csv?words=lamp",
    "/desk/quotes.md?words=lamp",
    "/desk/findings",
    "/desk/audit.md",
    "/desk/reindex",
    "/desk/asked",
    "/desk/assets/index.js",
    "/desk/anything",
)


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_from_elsewhere_the_desk_is_shut_without_a_password(address: str) -> None:
    answer = client_of(address=AWAY).get(address)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")


def test_whoever_opens_a_shut_desk_gets_a_page_that_says_why() -> None:
    answer = client_of(address=AWAY).get("/desk/", headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "The desk answers on this machine only; set AIRCHECK_DESK_PASSWORD to open it elsewhere." in answer.text


def test_with_a_password_the_desk_asks_for_it_everywhere() -> None:
    client = client_of(password="open lamp", address=AWAY)
    refused = client.get("/desk/found?words=lamp")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="desk", charset="UTF-8"')
    key = base64.b64encode(b"producer:open lamp").decode()
    assert client.get("/desk/found?words=lamp", headers={"Authorization": f"Basic {key}"}).status_code == 200


@pytest.mark.parametrize("address", ["/desk/mark", "/desk/reindex"])
def test_another_site_cannot_change_anything_from_the_producers_browser(address: str) -> None:
    desk = full_desk()
    answer = client_of(desk).post(address, json={"finding": "f1", "mark": "known"})
    assert answer.status_code == 403
    assert desk.findings is not None and desk.findings.marks() == {}


# --- nothing of the material or of a listener runs


OURS = set(
    "a article b blockquote button caption dd details div dl dt fieldset figcaption figure form g h2 input label "  # noqa: SIM905 - a list of words is read as words
    "legend li mark ol option p rect select span summary svg table tbody td th thead time title tr ul".split()
)


@pytest.mark.parametrize(
    "address",
    ["/desk/found?words=opens", "/desk/view/sources", "/desk/view/questions", "/desk/findings", "/desk/view/look-up"],
)
def test_markup_in_the_material_is_text(client: TestClient, address: str) -> None:
    _, page = part(client, address)
    assert not [
        tag for tag, attrs in page.elements if tag in {"img", "script", "b"} and not attrs.get("class") and tag != "b"
    ]
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    assert not [attrs["href"] for _, attrs in page.elements if str(attrs.get("href", "/"))[0] not in "/h#"]


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_words_are_taken_and_only_ever_text(words: str) -> None:
    for address in ("/desk/view/look-up", "/desk/found"):
        _, page = part(CLIENT, address, words=f"<img src=x onerror=alert(1)>{words}")
        assert "img" not in {tag for tag, _ in page.elements}


CLIENT = client_of()


@pytest.mark.parametrize("words", ["x" * 5_000, "\0\x1b[2J", "a\u202eb", "$$\\frac{1}{0}$$", "${1+1}{{x}}", "%00"])
def test_odd_words_get_clear_words(client: TestClient, words: str) -> None:
    assert client.get("/desk/found", params={"words": words}).status_code == 200
