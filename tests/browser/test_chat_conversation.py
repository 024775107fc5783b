"""The listener's chat over several questions: what is in sight, stopping, what is lost and kept, where the focus is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from chat.web.api import create_app
from chat.web.options import WebOptions
from tests.browser.server import serving
from tests.fake_assistant import SHOW, SUGGESTIONS, FakeAssistant

pytestmark = pytest.mark.browser

OPTIONS = WebOptions(show=SHOW, limit_per_minute=100_000, limit_per_day=100_000, limit_requests_per_minute=100_000)
SLOW_S = 0.04  # between words: long enough to act while an answer is being written
LOST = "That did not work\n\nThe connection was lost before the answer was whole.\n\nTry again"
FOCUSED = (
    "() => document.activeElement.ariaLabel || document.activeElement.innerText || document.activeElement.localName"
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app(FakeAssistant(delay_s=SLOW_S), OPTIONS)) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page of a listener who has asked nothing; fails when a script does."""
    page = chromium.new_page(locale="en-GB", viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(15_000)
    page.goto(address)
    page.wait_for_selector(".suggestion")
    yield page
    page.close()
    assert faults == []


def begin(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def ask(page: Page, question: str) -> None:
    asked = page.locator(".turn").count()
    begin(page, question)
    page.locator(".turn").nth(asked).locator(":is(.actions, .error)").wait_for()


def answer(page: Page) -> str:
    return page.locator(".turn:last-of-type .answer").inner_text()


def top_of_last_turn(page: Page) -> float:
    box = page.locator(".turn:last-of-type").bounding_box()
    assert box
    return box["y"]


# --- in sight


@pytest.mark.parametrize(
    ("width", "height", "question"),
    [
        pytest.param(1280, 900, "How tall is it?", id="wide"),
        pytest.param(390, 844, "List every wave", id="phone"),
        pytest.param(640, 450, "What of the storm?", id="enlarged, an error"),
    ],
)
def test_the_newest_question_stands_on_top_from_the_first_word_to_the_last(
    page: Page, width: int, height: int, question: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    ask(page, "List every wave")
    begin(page, question)
    expect(page.locator(".turn")).to_have_count(2)
    page.wait_for_timeout(900)  # the page glides there
    on_the_way = top_of_last_turn(page)
    page.wait_for_selector(".turn:last-of-type :is(.actions, .error)")
    assert 0 <= on_the_way <= 20
    assert top_of_last_turn(page) == on_the_way


def test_what_comes_to_stand_above_words_that_are_being_read_opens_gently_but_not_when_drawn_again(page: Page) -> None:
    page.add_init_script(
        "addEventListener('animationstart', ({animationName}) => (window.moved ??= []).push(animationName))"
    )
    page.reload()
    ask(page, "What colour is it?")
    page.wait_for_function("(window.moved ?? []).includes('open')")
    page.reload()
    expect(page.locator(".unsure")).to_be_visible()
    page.wait_for_timeout(300)
    assert "open" not in page.evaluate("window.moved ?? []")


def test_who_scrolls_away_while_an_answer_is_written_is_left_there(page: Page) -> None:
    ask(page, "List every wave")
    begin(page, "How tall is it?")
    page.wait_for_selector(".live:not(:empty)")
    page.wait_for_timeout(600)
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(200)
    scrolled = page.evaluate("scrollY")
    page.wait_for_selector(".turn:last-of-type .actions")
    assert page.evaluate("scrollY") == scrolled > 0


# --- stopping


@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(lambda page: page.get_by_role("button", name="Stop").click(), id="button"),
        pytest.param(lambda page: page.keyboard.press("Escape"), id="Escape"),
    ],
)
def test_an_answer_that_is_being_written_can_be_stopped_and_asked_again(
    page: Page, stop: Callable[[Page], object]
) -> None:
    begin(page, "List every wave")
    expect(page.locator(".live")).to_contain_text("Wave number 1")
    stop(page)
    page.wait_for_selector(".error")
    assert answer(page).endswith("Stopped.\n\nTry again")
    assert "Wave number 1" in answer(page)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(".actions")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_double_click_on_the_button_asks_and_does_not_stop(page: Page) -> None:
    page.fill("#question textarea", "How tall is it?")
    page.locator("#send").dblclick()
    page.wait_for_selector(".turn .actions")


def test_a_server_that_falls_silent_is_given_up_after_a_minute(chromium: Browser, address: str) -> None:
    page = chromium.new_page(locale="en-GB", reduced_motion="reduce")
    page.clock.install()
    page.goto(address)
    page.wait_for_selector(".suggestion")
    page.route("**/api/ask/page", lambda _: None)
    begin(page, "How tall is it?")
    expect(page.locator(".status")).to_have_text("Searching the show's material …")
    page.clock.fast_forward(59_000)
    expect(page.locator(".status")).to_be_visible()
    page.clock.fast_forward(2_000)
    page.wait_for_selector(".error")
    assert answer(page) == LOST
    page.close()


# --- what fails


def refuse(seconds: str) -> Callable[[Route], None]:
    body = '{"error": {"code": "too_many", "message": "Too many."}}'
    return lambda route: route.fulfill(
        status=429, headers={"Retry-After": seconds}, content_type="application/json", body=body
    )


@pytest.mark.parametrize(
    ("act", "told"),
    [
        pytest.param(refuse("42"), "That was many questions in a short time. Please wait 42 seconds.", id="minute"),
        pytest.param(refuse("1"), "That was many questions in a short time. Please wait a moment.", id="at once"),
        pytest.param(refuse("3000"), "That was many questions for today. Please come back later.", id="day, soon over"),
        pytest.param(refuse("40000"), "That was many questions for today. Please come back later.", id="day"),
        pytest.param(
            lambda route: route.abort(),
            "The show's server cannot be reached just now. Please try again in a moment.",
            id="away",
        ),
        pytest.param(
            lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>"),
            "Something went wrong on our side. Please try again.",
            id="proxy",
        ),
    ],
)
def test_what_went_wrong_is_told_as_it_was(page: Page, act: Callable[[Route], None], told: str) -> None:
    page.route("**/api/ask/page", act)
    ask(page, "How tall is it?")
    assert answer(page) == f"That did not work\n\n{told}\n\nTry again"


def test_what_came_before_the_connection_broke_stays(page: Page) -> None:
    come = 'event: delta\ndata: {"text": "Kim said"}\n\n'
    page.route("**/api/ask/page", lambda route: route.fulfill(content_type="text/event-stream", body=come))
    ask(page, "How tall is it?")
    assert answer(page) == f"Kim said\n\n{LOST}"


@pytest.mark.parametrize("status", [503, 429, None])
@pytest.mark.parametrize(
    ("locale", "told"),
    [pytest.param("en-GB", "That did not work", id="en"), pytest.param("de-AT", "Das hat nicht geklappt", id="de")],
)
def test_without_its_beginning_the_page_answers_and_tells_errors(
    chromium: Browser, address: str, status: int | None, locale: str, told: str
) -> None:
    page = chromium.new_page(locale=locale, reduced_motion="reduce")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/start", lambda route: route.fulfill(status=status, body="no") if status else route.abort())
    with page.expect_request("**/start"):
        page.goto(address)
    ask(page, "What of the storm?")
    assert answer(page).startswith(told)
    ask(page, "How tall is it?")
    assert answer(page).startswith("Kim said that the old tower is forty-one metres tall")
    page.close()
    assert faults == []


# --- what is kept


def test_a_reload_and_coming_back_show_the_conversation_where_it_was(page: Page, address: str) -> None:
    ask(page, "List every wave")
    ask(page, "How tall is it?")
    page.evaluate("scrollTo({top: 250, behavior: 'instant'})")
    shown = page.locator("#log").inner_text()
    for leave in (page.reload, lambda: (page.goto(f"{address}/docs"), page.go_back())):
        leave()
        expect(page.locator(".turn")).to_have_count(2)
        assert page.locator("#log").inner_text() == shown
        assert page.evaluate("scrollY") == 250
    page.get_by_role("link", name="Source 12").click()
    expect(page.locator(".card").nth(11)).to_have_attribute("open", "")
    with page.expect_request("**/api/ask/page") as sent:
        ask(page, "And who painted it?")
    assert sent.value.post_data_json == {
        "question": "And who painted it?",
        "history": ["List every wave", "How tall is it?"],
    }


def test_the_shows_name_begins_anew(page: Page) -> None:
    ask(page, "How tall is it?")
    page.get_by_role("link", name=SHOW.title).click()
    page.wait_for_selector(".suggestion")
    page.reload()
    page.wait_for_selector(".suggestion")
    expect(page.locator(".turn")).to_have_count(0)


def test_a_shared_address_asks_once_however_often_it_is_reloaded(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/api/ask/page") else None)
    page.goto(f"{address}/?q=How%20tall%20is%20it%3F")
    page.wait_for_selector(".actions")
    page.reload()
    page.wait_for_selector(".actions")
    assert len(asked) == 1


def test_without_storage_the_page_works_as_long_as_it_is_open(chromium: Browser, address: str) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    forbid = "{get() { throw new DOMException('The operation is insecure.', 'SecurityError') }}"
    page.add_init_script(f"Object.defineProperty(window, 'sessionStorage', {forbid})")
    page.goto(address)
    page.wait_for_selector(".suggestion")
    ask(page, "How tall is it?")
    ask(page, "Who painted it?")
    assert answer(page).startswith("Not in the material")
    page.close()


# --- where the focus is


def suggestion(page: Page) -> None:
    page.get_by_role("button", name=SUGGESTIONS[0]).press("Enter")
    page.wait_for_selector(".actions")


def again(page: Page) -> None:
    ask(page, "What of the storm?")
    page.get_by_role("button", name="Try again").press("Enter")
    page.wait_for_selector(".error")


def note(page: Page) -> None:
    ask(page, "How tall is it?")
    page.get_by_role("button", name="Not helpful").press("Enter")
    page.keyboard.type("The year.")
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.locator(".note-form")).to_be_hidden()


def copy(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")  # as without https
    ask(page, "How tall is it?")
    page.get_by_role("button", name="Copy").press("Enter")
    expect(page.locator(".told")).to_have_text("Copied, with its sources.")


@pytest.mark.parametrize(
    ("act", "at"),
    [
        pytest.param(suggestion, "textarea", id="suggestion"),
        pytest.param(again, "textarea", id="again"),
        pytest.param(note, "Not helpful", id="note"),
        pytest.param(copy, "Copy", id="copy"),
    ],
)
def test_the_focus_is_never_lost(page: Page, act: Callable[[Page], None], at: str) -> None:
    act(page)
    assert page.evaluate(FOCUSED) == at


def test_on_a_touch_screen_a_suggestion_does_not_bring_up_the_keyboard(chromium: Browser, address: str) -> None:
    page = chromium.new_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page.goto(address)
    page.locator(".suggestion").first.tap()
    page.wait_for_selector(".actions")
    assert page.evaluate("document.activeElement.id") == "log"
    page.close()


# --- feedback that does not arrive


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(lambda route: route.fulfill(status=500, body="no"), id="500"),
        pytest.param(lambda route: route.abort(), id="offline"),
    ],
)
def test_feedback_that_did_not_arrive_says_so_and_keeps_the_note(page: Page, lose: Callable[[Route], Any]) -> None:
    ask(page, "How tall is it?")
    page.route("**/api/feedback", lose)
    told, button = page.locator(".told"), page.get_by_role("button", name="Not helpful")
    button.click()
    expect(told).to_have_text("That did not reach us. Please send it again.")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.get_by_label("What was missing? (optional)").fill("The year.")
    with page.expect_request("**/api/feedback"):
        page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("What was missing? (optional)")).to_have_value("The year.")
    page.unroute("**/api/feedback")
    page.get_by_role("button", name="Send").click()
    expect(told).to_have_text("Thank you.")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".note-form")).to_be_hidden()


def test_a_verdict_that_did_not_arrive_leaves_the_one_before(page: Page) -> None:
    ask(page, "How tall is it?")
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.locator(".told")).to_have_text("Thank you.")
    page.route("**/api/feedback", lambda route: route.abort())
    page.get_by_role("button", name="Not helpful").click()
    expect(page.locator(".told")).to_have_text("That did not reach us. Please send it again.")
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
