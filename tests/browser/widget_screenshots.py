"""Pictures of the widget on a show's own site (`make screenshots`): `widget_screenshots.py [FOLDER] [STATE …]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.screenshots import take
from tests.browser.server import CHROMIUM, FLAGS
from tests.browser.sites import ask, open_chat, world
from tests.fake_assistant import ARABIC, FakeAssistant


def asked(question: str) -> Callable[[Page], None]:
    """The opened widget with the answer to a question."""

    def run(page: Page) -> None:
        open_chat(page)
        ask(page, question)

    return run


def closed(page: Page) -> None:
    """Only the button in the corner."""
    page.locator("ask-show button.open").wait_for()


STATES: dict[str, Callable[[Page], object]] = {
    "widget-closed": closed,
    "widget-empty": open_chat,
    "widget-answered": asked("When was it first lit?"),
    "widget-disagreeing": asked("How tall is it?"),
    "widget-unsure": asked("What colour is the old tower?"),
    "widget-abstained": asked("Who painted it?"),
    "widget-small-talk": asked("hello"),
    "widget-right-to-left": asked(ARABIC.question),
    "widget-error": asked("What of the storm?"),
}


def main(folder: Path, only: set[str]) -> None:
    """Take all pictures, or those whose names are given."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, world(FakeAssistant(delay_s=0.005)) as three:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        address = three.listed.put("show", three.tag())
        for name, act in STATES.items():
            if not only or name in only:
                take(browser, address, folder / name, act)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), set(sys.argv[2:]))
