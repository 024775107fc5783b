"""Pictures of every view of the producer's desk (`make screenshots`): `desk_screenshots.py [FOLDER] [STATE …]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from chat.web.desk import mount_desk
from tests.browser.screenshots import take
from tests.browser.server import CHROMIUM, FLAGS, serving
from tests.desk_material import SHOW
from tests.desk_people import desk_app


def settle(page: Page) -> None:
    """Wait until what was asked for is there."""
    page.locator("#view:not([aria-busy]) > *").first.wait_for(state="attached")


def unfold(page: Page) -> None:
    """The timeline's table and a quote in its context; on a phone the filters too."""
    settle(page)
    page.locator(".timeline summary").click()
    page.locator("td summary").first.click()
    if page.locator(".unfold").is_visible():
        page.locator(".unfold").click()


def read_again(page: Page) -> None:
    """In the middle of reading the material again."""
    settle(page)
    page.get_by_role("button", name="Read the material again").click()
    page.locator("[data-poll], .done").first.wait_for()


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "desk-look-up": ("?words=keeper#look-up", settle),
    "desk-timeline": ("?words=lamp&order=oldest#look-up", unfold),
    "desk-near": ("?words=keeper+aviation#look-up", settle),
    "desk-nothing": ("?words=%22aviation%22#look-up", settle),
    "desk-audit": ("#audit", settle),
    "desk-sources": ("#sources", settle),
    "desk-reading": ("#sources", read_again),
    "desk-questions": ("#questions", settle),
}


def main(folder: Path, only: set[str]) -> None:
    """Take all pictures, or those whose names are given."""
    folder.mkdir(parents=True, exist_ok=True)
    app = desk_app(door=lambda app, desk: mount_desk(app, SHOW, desk))
    with sync_playwright() as playwright, serving(app) as address:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for name, (state, act) in STATES.items():
            if not only or name in only:
                take(browser, f"{address}/desk/{state}", folder / name, act)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), set(sys.argv[2:]))
