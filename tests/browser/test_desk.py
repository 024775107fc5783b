"""The producer's desk in a browser: every view, by pointer and by keyboard, wide and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from chat.disagreement.audit import AuditReport, Topic
from chat.web.desk import mount_desk
from chat.web.desk_needs import Desk
from tests.browser.server import serving
from tests.desk_material import SHOW
from tests.desk_people import FINDINGS, LIBRARY, Findings, Questions, Reindexing, closed, desk_app

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

VIEWS = ("look-up", "audit", "sources", "questions")
STATES = {
    "found": "?words=keeper#look-up",
    "phrase": "?words=%22light+dues%22&order=oldest#look-up",
    "near": "?words=keeper+aviation#look-up",
    "nothing": "?words=%22aviation%22&speaker=Tom#look-up",
    "empty": "#look-up",
    "audit": "#audit",
    "no findings": "?episode=005#audit",
    "sources": "#sources",
    "questions": "#questions",
}


def door(app: FastAPI, desk: Desk) -> None:
    mount_desk(app, SHOW, desk)


@pytest.fixture(scope="module")
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def address(servers: ExitStack) -> str:
    """A desk whose findings and questions never change."""
    desk = Desk(library=lambda: LIBRARY, findings=Findings(), questions=Questions(), reindex=Reindexing())
    return servers.enter_context(serving(desk_app(desk, door=door)))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that keeps what went wrong on it, and every request to another host."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: None if _is_local(request.url) else wrong.append(f"left: {request.url}"))
    yield page
    context.close()
    assert wrong == []


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or parts.hostname == "127.0.0.1"


def show(page: Page, address: str, state: str) -> None:
    page.goto(f"{address}/desk/{state}")
    settle(page)


def settle(page: Page) -> None:
    """Until what was asked for is there."""
    page.locator("#view:not([aria-busy]) > *").first.wait_for(state="attached")
    expect(page.locator("#view [aria-busy]")).to_have_count(0)


def count_of(page: Page) -> str:
    return page.locator("#view .count").first.inner_text()


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_sticks_out(page: Page, address: str, axe: str, state: str) -> None:
    for width, scheme in ((1280, "light"), (390, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto("about:blank")
        show(page, address, STATES[state])
        for summary in page.locator("#view summary").all()[:2]:
            summary.click()
        if page.locator(".unfold").is_visible():
            page.locator(".unfold").click()
        heights = page.locator(".desk-head nav a").evaluate_all("links => links.map(each => each.offsetHeight)")
        assert max(heights) < 50, (width, "a view's name breaks")
        page.evaluate(axe)
        violations = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
        assert violations == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (width, scheme)


def test_the_page_works_without_code_made_of_text(page: Page, address: str) -> None:
    answer = page.goto(f"{address}/desk/")
    assert answer is not None
    settle(page)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe-eval" not in policy


def test_typing_finds_and_the_address_follows(page: Page, address: str) -> None:
    show(page, address, "")
    box = page.get_by_label("Words", exact=True)
    expect(box).to_be_focused()
    box.press_sequentially("lamp steps", delay=25)
    expect(page.locator("#view .count")).to_have_text("1 quote in 1 source")
    expect(page.locator("#told")).to_have_text("1 quote in 1 source")
    expect(box).to_be_focused()
    assert parse_qs(urlsplit(page.url).query) == {"words": ["lamp steps"], "order": ["best"]}
    page.reload()
    settle(page)
    assert count_of(page) == "1 quote in 1 source"
    expect(box).to_have_value("lamp steps")


def test_a_row_opens_its_place_in_the_source_by_keyboard_and_back_comes_back(page: Page, address: str) -> None:
    show(page, address, "?words=%22nine+miles%22#look-up")
    page.locator("a.quote").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_have_text("The siren at Gull Rock was heard nine miles out.")
    page.go_back()
    settle(page)
    assert count_of(page) == "1 quote in 1 source"


MANY = tuple(FINDINGS[0].model_copy(update={"id": f"many-{number}"}) for number in range(80))


@pytest.fixture(scope="module")
def many(servers: ExitStack) -> str:
    """A desk with more findings than are shown at first."""
    findings = Findings(AuditReport(topics=(Topic(name="Gull", findings=MANY),)))
    return servers.enter_context(serving(desk_app(Desk(library=lambda: LIBRARY, findings=findings), door=door)))


def test_the_focus_goes_on_where_more_begins_and_back_comes_back_there(page: Page, many: str) -> None:
    show(page, many, "?kind=quantity#audit")
    page.get_by_role("button", name="Show more of 80").press("Enter")
    expect(page.locator(".findings > li")).to_have_count(75)
    expect(page.locator(".findings > li").nth(25).locator("a").first).to_be_focused()
    left = page.locator(".findings > li").nth(60).locator("a.quote").last
    left.focus()
    scrolled = page.evaluate("scrollY")
    left.press("Enter")
    expect(page.locator("#here")).to_be_visible()
    page.go_back()
    settle(page)
    expect(page.locator(".findings > li")).to_have_count(75)
    expect(left).to_be_focused()
    assert scrolled > 1000 and page.evaluate("scrollY") == scrolled
    page.get_by_role("link", name="Look-up").click()
    expect(page.get_by_label("Words", exact=True)).to_be_focused()
    page.go_back()
    expect(page.locator(".findings > li")).to_have_count(75)


def test_from_a_source_the_way_back_leads_to_the_desk_as_it_was(page: Page, address: str) -> None:
    show(page, address, "?words=%22nine+miles%22")
    page.locator("a.quote").first.click()
    page.get_by_role("link", name="Back to the desk").click()
    settle(page)
    assert count_of(page) == "1 quote in 1 source"
    expect(page.locator("[aria-current=page]")).to_have_text("Look-up")


def test_the_focus_stays_with_what_takes_the_place_of_a_button(page: Page, servers: ExitStack) -> None:
    desk = Desk(library=lambda: LIBRARY, reindex=Reindexing(("embed: 1 of 1",)))
    address = servers.enter_context(serving(desk_app(desk, door=door)))
    show(page, address, "?words=lamp#look-up")
    page.locator(".timeline summary").press("Enter")
    page.locator(".timeline button").first.press("Enter")
    expect(page.locator("#found")).to_be_focused()
    show(page, address, "#sources")
    page.get_by_role("button", name="Read the material again").press("Enter")
    expect(page.locator("#reindex")).to_contain_text("Done. The new index is in service.")
    expect(page.locator("#reindex")).to_be_focused()


def test_the_desk_is_english_whatever_the_browser_speaks(chromium: Browser, address: str) -> None:
    page = chromium.new_page(locale="de-DE")
    show(page, address, "?words=lamp#look-up")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Sources").click()
    settle(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.close()


def test_no_line_of_a_source_begins_with_a_dot(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    show(page, address, "#sources")
    clipped = page.locator("table.sources tbody tr").first.evaluate("row => getComputedStyle(row).clipPath")
    dot = page.locator("table.sources td.words").first.evaluate("cell => getComputedStyle(cell, '::before').left")
    assert (clipped, dot) == ("inset(0px 0px 0px 10.4px)", "6.08px")


def test_filters_and_bars_narrow_what_is_found(page: Page, address: str) -> None:
    show(page, address, "?words=lamp#look-up")
    assert count_of(page) == "6 quotes in 6 sources"
    page.get_by_text("Transcript", exact=True).first.click()
    expect(page.locator("#view .count")).to_have_text("4 quotes in 4 sources")
    page.get_by_label("Speaker").select_option("Mara")
    expect(page.locator("#view .count")).to_have_text("2 quotes in 2 sources")
    page.locator(".timeline g").first.click()
    expect(page.locator("#view .count")).to_have_text("1 quote in 1 source")
    assert parse_qs(urlsplit(page.url).query)["until"] == ["2022-03-31"]


def test_what_is_found_can_be_saved(page: Page, address: str) -> None:
    show(page, address, "?words=lamp#look-up")
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").click()
    assert saved.value.suggested_filename == "quotes.csv"
    assert saved.value.path().read_bytes().count(b"\r\n") == 7


def test_on_a_phone_the_filters_are_folded(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    show(page, address, "?words=lamp#look-up")
    expect(page.get_by_label("Speaker")).to_be_hidden()
    page.get_by_role("button", name="Filters").press("Enter")
    expect(page.get_by_label("Speaker")).to_be_visible()
    expect(page.get_by_role("button", name="Filters")).to_have_attribute("aria-expanded", "true")


def test_views_are_reached_by_keyboard_and_by_their_address(page: Page, address: str) -> None:
    show(page, address, "?words=lamp#look-up")
    page.get_by_role("link", name="Questions").press("Enter")
    expect(page.get_by_role("heading", name="How much was a keeper's wage?")).to_be_visible()
    assert page.url.endswith("/desk/#questions")
    expect(page.locator("[aria-current=page]")).to_have_text("Questions")
    page.go_back()
    expect(page.get_by_label("Words", exact=True)).to_have_value("lamp")
    expect(page.locator("[aria-current=page]")).to_have_text("Look-up")


def test_a_mark_is_set_by_keyboard_and_the_focus_stays(page: Page, servers: ExitStack) -> None:
    findings = Findings()
    address = servers.enter_context(serving(desk_app(Desk(library=lambda: LIBRARY, findings=findings), door=door)))
    show(page, address, "#audit")
    known = page.locator("#mark-f2-known")
    known.press("Enter")
    expect(known).to_have_attribute("aria-pressed", "true")
    expect(known).to_be_focused()
    expect(page.locator("#told")).to_have_text("Marked: Known")
    assert findings.kept == {"f2": "known"}
    page.get_by_label("Mark", exact=True).select_option("Open")
    page.get_by_text("Conflict", exact=True).first.click()
    expect(page.locator("#findings")).to_contain_text("Nothing disagrees with this choice.")


def test_reading_again_shows_its_progress(page: Page, servers: ExitStack) -> None:
    reindex = Reindexing(("embed: 1 of 2", "embed: 2 of 2"))
    address = servers.enter_context(serving(desk_app(Desk(library=lambda: LIBRARY, reindex=reindex), door=door)))
    show(page, address, "#sources")
    page.get_by_role("button", name="Read the material again").click()
    expect(page.locator("#reindex")).to_contain_text("The index that is there goes on answering.")
    expect(page.locator("#reindex")).to_contain_text("Done. The new index is in service.")
    expect(page.locator("#told")).to_have_text("Done. The new index is in service.")
    assert reindex.starts == 1


def test_without_an_index_the_page_says_what_to_do(page: Page, servers: ExitStack, axe: str) -> None:
    desk = Desk(library=closed, findings=Findings(), questions=Questions(), reindex=Reindexing())
    address = servers.enter_context(serving(desk_app(desk, door=door)))
    for view in VIEWS:
        page.goto("about:blank")
        show(page, address, f"#{view}")
        page.evaluate(axe)
        assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == [], view
    show(page, address, "#look-up")
    expect(page.locator("#view")).to_contain_text("there is no index in this folder; make one with: aircheck ingest")


def test_a_server_that_has_gone_is_told(page: Page) -> None:
    with serving(desk_app(door=door)) as address:
        show(page, address, "#look-up")
    page.get_by_label("Words", exact=True).press_sequentially("lamp")
    expect(page.locator("#found")).to_contain_text("The server cannot be reached.")
