"""The producer's desk: a Gradio page whose parts are drawn by the server and put in by a small script.

As on the chat page, nothing goes through Gradio's queue and no Gradio event is offered: typing gets its rows in
one round trip, and a strict content security policy holds. The page itself shows nothing of the material.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from chat.web.desk_needs import Desk
from chat.web.desk_routes import add_desk_routes
from chat.web.html import Html, tag
from chat.web.mounting import mount_blocks
from corpus.models import Show

ASSETS = Path(__file__).parent / "assets"
VIEWS = {"look-up": "Look-up", "audit": "Audit", "sources": "Sources", "questions": "Questions"}


def mount_desk(app: FastAPI, show: Show, desk: Desk) -> None:
    """Serve the desk at `/desk`: one of the `doors` of `chat.web.api.create_app`."""
    add_desk_routes(app, desk)
    mount_blocks(app, partial(build, show), path="/desk", head=_head(), i18n=None)


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
