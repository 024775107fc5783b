"""What a finger has to hit, on a phone: 40 pixels high, but for the marks inside a line, on every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from chat.web.api import create_app
from tests.browser.server import serving
from tests.browser.sites import ask as ask_widget
from tests.browser.test_chat_page import OPTIONS, READER, ask
from tests.browser.test_desk import STATES, door, settle
from tests.desk_people import desk_app
from tests.fake_assistant import FakeAssistant

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# What can be pressed and is too low, shadow roots included. A checkbox is as large as the label around it.
LOW = """() => {
  const low = [];
  const look = (root) => {
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) look(each.shadowRoot);
      if (!each.matches("a[href], button, summary, input, select, textarea") || !each.checkVisibility()) continue;
      if (each.matches("a.mark, .chip, main label input")) continue;
      const { width, height } = (each.closest("label, .check") || each).getBoundingClientRect();
      if (width && height < 39.5) low.push(`${each.localName} "${each.textContent.trim().slice(0, 30)}" ${height}`);
    }
  };
  look(document);
  return low;
}"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}, locale="en-GB")
    page.set_default_timeout(20_000)
    yield page
    page.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app(FakeAssistant(), OPTIONS)) as address:
        yield address


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with serving(desk_app(door=door)) as address:
        yield f"{address}/desk/"


@pytest.mark.parametrize(
    "question", [None, "When was it first lit?", "How tall is it?", "Who painted it?", "the storm"]
)
def test_on_the_chat_page(phone: Page, address: str, question: str | None) -> None:
    phone.goto(address)
    phone.wait_for_selector(".suggestion")
    if question:
        ask(phone, question)
        phone.locator(".card").evaluate_all("cards => cards.forEach(card => { card.open = true; })")
        for verdict in phone.locator("[data-helpful=no]").all():
            verdict.click()
    assert phone.evaluate(LOW) == []


@pytest.mark.parametrize("path", [READER, "/widget/"], ids=["reader", "widget"])
def test_on_a_small_page(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    phone.locator("nav a").wait_for()
    if "widget" in path:
        ask_widget(phone, "When was it first lit?")
        phone.locator("ask-show summary").first.click()
    assert phone.evaluate(LOW) == []


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_on_the_desk(phone: Page, desk: str, state: str) -> None:
    phone.goto(desk + state)
    settle(phone)
    for folded in phone.locator(".unfold, .timeline summary").all():
        folded.click()
    assert phone.evaluate(LOW) == []
