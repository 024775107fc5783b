"""Pictures of every state of the listener's chat (`make screenshots`): `screenshots.py [FOLDER] [STATE …]`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from chat.web.api import create_app
from chat.web.needs import Closed
from chat.web.options import WebOptions
from index.errors import NoIndex
from tests.browser.server import CHROMIUM, FLAGS, serving
from tests.fake_assistant import ARABIC, SHOW, TRANSCRIPT, FakeAssistant

SIZES = {"wide": (1280, 900), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MARKED = TRANSCRIPT.file.index("It was lit in 1874.")


def ask(page: Page, question: str, wait_for: str = ".actions, .error") -> None:
    """Type a question and wait for the whole answer."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(wait_for)


def answered(page: Page) -> None:
    """Three citations, the first card open."""
    ask(page, "And when was it first lit?")
    page.click("a.mark >> nth=0")


def streaming(page: Page) -> None:
    """In the middle of an answer."""
    page.fill("#question textarea", "When was the lamp of the old tower first lit?")
    page.keyboard.press("Enter")
    expect(page.locator(".live")).to_contain_text(re.compile(".{40}"))  # no script of ours: the policy forbids it


def searching(page: Page) -> None:
    """Before the first word."""
    page.fill("#question textarea", "When was the lamp of the old tower first lit?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".status")


def unhelpful(page: Page) -> None:
    """The note that goes with "not helpful"."""
    ask(page, "When was the lamp of the old tower first lit?")
    page.click("[data-helpful=no]")
    page.fill(".note-form textarea", "The plaque was moved in 1901.")


def second(page: Page) -> None:
    """A conversation of two turns."""
    ask(page, "How tall is the old tower?")
    ask(page, "Who painted the ceiling?", ".turn:nth-of-type(2) .actions")


STATES: dict[str, Callable[[Page], object]] = {
    "empty": lambda page: page.wait_for_selector(".suggestion"),
    "searching": searching,
    "streaming": streaming,
    "answered": answered,
    "disagreeing": lambda page: ask(page, "How tall is the old tower?"),
    "unsure": lambda page: ask(page, "What colour is the old tower?"),
    "abstained": lambda page: ask(page, "Who painted the ceiling?"),
    "small-talk": lambda page: ask(page, "hello"),
    "right-to-left": lambda page: ask(page, ARABIC.question),
    "long": lambda page: ask(page, "List every wave"),
    "nasty": lambda page: ask(page, "What did the logbook look like?"),
    "error": lambda page: ask(page, "What of the great storm?"),
    "unhelpful": unhelpful,
    "second": second,
}


def take(browser: Browser, address: str, to: Path, act: Callable[[Page], object]) -> None:
    """One state in every size and scheme, in files that begin with `to`."""
    for size, (width, height) in SIZES.items():
        for scheme in SCHEMES:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
                locale="en-GB",
            )
            page.goto(address)
            act(page)
            page.wait_for_timeout(150)
            page.screenshot(path=f"{to}-{size}-{scheme}.png")
            page.close()


def begun(act: Callable[[Page], object]) -> Callable[[Page], None]:
    """`act` once the page can be used."""

    def run(page: Page) -> None:
        page.wait_for_selector(".suggestion")
        act(page)

    return run


def main(folder: Path, only: set[str]) -> None:
    """Take all pictures, or those whose names are given."""
    folder.mkdir(parents=True, exist_ok=True)
    options = WebOptions(show=SHOW, limit_per_minute=1000, limit_requests_per_minute=100_000)
    closed = Closed(NoIndex("the folder .aircheck holds no index; build one with: aircheck ingest FOLDER"))
    reader = f"/source?path={TRANSCRIPT.path}&start={MARKED}&end={MARKED + 19}#here"
    states: dict[str, tuple[str, Callable[[Page], object]]] = {name: ("/", begun(act)) for name, act in STATES.items()}
    states["reader"] = (reader, lambda page: page.wait_for_selector("#here"))
    states["docs"] = ("/docs", lambda page: page.wait_for_selector("pre"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with serving(create_app(FakeAssistant(delay_s=0.03), options)) as address:
            for name, (path, act) in states.items():
                if not only or name in only:
                    take(browser, address + path, folder / name, act)
        if not only or "closed" in only:
            with serving(create_app(closed, options)) as address:
                take(browser, address, folder / "closed", lambda page: page.wait_for_selector(".closed"))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), set(sys.argv[2:]))
