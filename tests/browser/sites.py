"""Web sites of others, on loopback: pages that embed the widget, each origin on a port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Dialog, Page

from chat.web.api import create_app
from chat.web.needs import Assistant
from chat.web.options import WebOptions
from tests.browser.server import serving
from tests.fake_assistant import SHOW

TEXT = "<h1>Our show</h1>" + "<p>A page of the show's own site, with some text on it that goes on for a while.</p>" * 4


class Site:
    """One origin whose pages are put in as they are needed."""

    def __init__(self) -> None:
        self.address = ""
        self._pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.app = FastAPI()
        self.app.add_api_route("/{name}", self._page)

    def put(self, name: str, head: str, body: str = TEXT, *, lang: str = "en", policy: str = "", dir_: str = "") -> str:
        """A page with this head and body; gives its address."""
        markup = (
            f'<!doctype html><html lang="{lang}" dir="{dir_ or "ltr"}"><head><meta charset="utf-8">'
            f'<title>Our show</title><meta name="viewport" content="width=device-width">'
            f'<meta name="color-scheme" content="light dark">'
            f'<link rel="icon" href="data:,">{head}</head><body><main>{body}</main></body></html>'
        )
        self._pages[name] = markup, {"Content-Security-Policy": policy} if policy else {}
        return f"{self.address}/{name}"

    def _page(self, name: str) -> HTMLResponse:
        markup, headers = self._pages.get(name, ("", {}))
        return HTMLResponse(markup, headers=headers)


class World(NamedTuple):
    """The server, a site that is on its list, and one that is not."""

    server: str
    listed: Site
    foreign: Site

    def tag(self, attributes: str = "") -> str:
        """The tag to embed."""
        return f'<script src="{self.server}/widget/v1.js" {attributes} defer></script>'


@contextmanager
def world(assistant: Assistant, **options: object) -> Iterator[World]:
    """Three origins."""
    listed, foreign = Site(), Site()
    with serving(listed.app) as listed.address, serving(foreign.app) as foreign.address:
        given = {"show": SHOW, "origins": (listed.address,), "limit_per_minute": 10_000, "limit_per_day": 100_000}
        app = create_app(assistant, WebOptions.model_validate({**given, **options}), pages=False)
        with serving(app) as server:
            yield World(server, listed, foreign)


def open_chat(page: Page) -> None:
    """Press the button in the corner."""
    page.locator("ask-show button.open").click()
    page.locator("ask-show textarea").wait_for()


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the whole answer or error."""
    page.locator("ask-show textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator("ask-show [aria-busy=false] .turn:last-of-type :is(.text, .error, .abstained)").first.wait_for()


def watch(page: Page, *inside: str) -> list[str]:
    """What goes wrong on a page as it comes: errors, dialogs, and requests to anywhere but `inside`."""
    faults: list[str] = []
    known = (*inside, "data:", "blob:")
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))

    def dismiss(dialog: Dialog) -> None:
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda sent: None if sent.url.startswith(known) else faults.append(f"request: {sent.url}"))
    return faults


def told_in_console(page: Page) -> list[str]:
    """What the console says, as it comes."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    return told
