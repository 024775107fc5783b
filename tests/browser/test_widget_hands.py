"""The widget by every hand and eye: keyboard, screen reader, small screens, mirrored pages, nothing that moves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.sites import World, ask, open_chat
from tests.browser.test_chat_page import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
STATES = {
    "answered": "When was it first lit?",
    "disagreeing": "How tall is it?",
    "unsure": "What colour is it?",
    "abstained": "Who painted it?",
    "long": "List every wave",
    "error": "What of the storm?",
}


def test_focus_goes_in_stays_and_comes_back(page: Page) -> None:
    launcher = page.get_by_role("button", name="Ask the show")
    launcher.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Ask the show")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.locator("ask-show .suggestion").first.wait_for()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.localName") == "ask-show"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(launcher).to_be_focused()


def within(page: Page) -> str:
    """The element of the widget that has the focus."""
    focused: str = page.evaluate("document.querySelector('ask-show').shadowRoot.activeElement?.localName ?? ''")
    return focused


@pytest.mark.parametrize("hand", ["keyboard", "touch"])
def test_the_focus_stays_inside_when_what_had_it_goes(chromium: Browser, three: World, hand: str) -> None:
    touch = hand == "touch"
    page = chromium.new_page(has_touch=touch, is_mobile=touch, reduced_motion="reduce")
    page.set_default_timeout(15_000)
    page.goto(three.listed.put("plain", three.tag()))
    open_chat(page)
    page.locator("ask-show .suggestion").first.press("Enter")
    page.locator("ask-show [aria-busy=false] .turn .text").wait_for()
    assert within(page) == ("section" if touch else "textarea")
    ask(page, "What of the storm?")
    page.locator("ask-show .error button").press("Enter")
    assert within(page) == ("section" if touch else "textarea")
    page.locator("ask-show [aria-busy=false] .error").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.close()


def test_the_pages_own_keys_do_not_fire(page: Page, three: World) -> None:
    listen = "".join(f"addEventListener('{each}', event => pressed.push(event.key));" for each in ("keydown", "keyup"))
    hotkeys = f"<script>const pressed = []; {listen}</script>"
    page.goto(three.listed.put("hotkeys", hotkeys + three.tag()))
    open_chat(page)
    page.keyboard.type("s / ?")
    assert page.evaluate("pressed") == []
    expect(page.get_by_label("Your question")).to_have_value("s / ?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 390])
def test_axe_finds_nothing_in_any_state(chromium: Browser, three: World, axe: str, width: int, scheme: Any) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 760}, color_scheme=scheme, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    page.goto(three.listed.put("plain", three.tag()))
    found["closed"] = violations(page, axe)
    open_chat(page)
    page.locator("ask-show .suggestion").first.wait_for()
    found["open"] = violations(page, axe)
    for state, question in STATES.items():
        ask(page, question)
        page.evaluate(
            "document.querySelector('ask-show').shadowRoot.querySelectorAll('details').forEach(e => e.open = true)"
        )
        found[state] = violations(page, axe)
        page.get_by_role("button", name="Clear the conversation").click()
    page.goto(three.listed.put("inline", three.tag("data-inline data-color='#c2185b'")))
    ask(page, "How tall is it?")
    found["inline, pink"] = violations(page, axe)
    page.close()
    assert found == {state: [] for state in found}


def test_axe_finds_nothing_in_a_conversation_where_much_is_said_twice(page: Page, axe: str) -> None:
    open_chat(page)
    for question in (*STATES.values(), *STATES.values()):
        ask(page, question)
    assert violations(page, axe) == []


def test_nothing_moves_for_who_wants_it_still(page: Page) -> None:
    open_chat(page)
    page.locator("ask-show textarea").fill("How tall is it?")
    page.keyboard.press("Enter")
    assert page.evaluate("document.getAnimations({subtree: true}).length") == 0


def test_it_fits_a_width_of_320_and_fills_it(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 560})
    open_chat(page)
    for question in STATES.values():
        ask(page, question)
    inside = "document.querySelector('ask-show').shadowRoot.querySelector"
    assert page.evaluate(f"{inside}('.log').scrollWidth - {inside}('.log').clientWidth") <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 320, "height": 560}


def test_on_a_page_that_reads_to_the_left_it_stands_mirrored(page: Page, three: World) -> None:
    page.goto(three.listed.put("rtl", three.tag(), lang="ar", dir_="rtl"))
    button = page.locator("ask-show button.open").bounding_box()
    assert button
    assert button["x"] < 100
    open_chat(page)
    close, title = page.get_by_role("button", name="Close").bounding_box(), page.locator("ask-show h2").bounding_box()
    assert close and title
    assert close["x"] < title["x"]
