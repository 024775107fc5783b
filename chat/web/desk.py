"""The producer's desk: a Gradio page whose parts are drawn by the server and put in by a small script.

As on the chat page, nothing goes through Gradio's queue and no Gradio event is offered: typing gets its rows in
one round trip, and a strict content security policy holds. The page itself shows nothing of the material.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web import desk_audit, desk_lookup, desk_questions, desk_sources
from chat.web.api import need_desk
from chat.web.desk_needs import Bookshelf, Desk
from chat.web.errors import HANDLERS, refusal
from chat.web.html import Html, tag
from corpus.models import Show

ASSETS = Path(__file__).parent / "assets"
VIEWS = {"look-up": "Look-up", "audit": "Audit", "sources": "Sources", "questions": "Questions"}


def mount_desk(app: FastAPI, show: Show, desk: Desk) -> None:
    """Serve the desk at `/desk`, shut to whoever `chat.web.access` does not let in.

    To be called before the chat page is mounted, which takes every address that is left.
    """
    app.state.desk, app.state.desk_shelf = desk, Bookshelf(desk.library)
    for each in (desk_lookup, desk_audit, desk_sources, desk_questions):
        app.include_router(each.router)
    app.add_middleware(DeskGuard)
    gr.mount_gradio_app(
        app,
        build(show),
        path="/desk",
        app_kwargs={"exception_handlers": HANDLERS, "docs_url": None, "redoc_url": None, "openapi_url": None},
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        pwa=False,
        ssr_mode=False,
        head=_head(),
    )


def build(show: Show) -> gr.Blocks:
    """The page's own parts; the script puts the view that is asked for into `#view`."""
    links = [tag("a", name, href=f"/desk/#{view}", id=f"to-{view}") for view, name in VIEWS.items()]
    masthead = tag(
        "header",
        tag("h1", tag("a", show.title, href="/"), tag("span", " desk")),
        tag("nav", *links, aria_label="Desk"),
        class_="desk-head",
    )
    told = tag("p", role="status", class_="unseen", id="told")
    blocks: gr.Blocks
    with gr.Blocks(title=f"{show.title}: desk", analytics_enabled=False, fill_width=True) as blocks:
        _markup(masthead, "desk-masthead")
        _markup(tag("div", told, tag("section", id="view", aria_live="off", tabindex="-1")), "desk")
    return blocks


class DeskGuard:
    """Lets only the producer through to anything under `/desk`, mounted pages included."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 or 403 in place of the desk, or pass on."""
        inner = self._inner
        path = scope.get("path", "")
        if scope["type"] in {"http", "websocket"} and (path == "/desk" or path.startswith("/desk/")):
            try:
                need_desk(Request({**scope, "type": "http"}))
            except HTTPException as refused:
                inner = refusal(refused.status_code, refused.detail, headers=refused.headers)
        await inner(scope, receive, send)


def _markup(markup: Html, elem_id: str) -> gr.Markdown:
    """Markup of ours in the page; a blank line in it would end it for Markdown."""
    return gr.Markdown(" ".join(markup.split()), elem_id=elem_id, sanitize_html=False, latex_delimiters=[])


def _head() -> str:
    styles = "".join(tag("link", rel="stylesheet", href=_versioned(name)) for name in ("aircheck.css", "desk.css"))
    scheme = tag("meta", name="color-scheme", content="light dark")
    robots = tag("meta", name="robots", content="noindex")
    return f"{scheme}{robots}{styles}{tag('script', src=_versioned('desk.js'), defer=True)}"


def _versioned(name: str) -> str:
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:8]
    return f"/look/{name}?v={digest}"
