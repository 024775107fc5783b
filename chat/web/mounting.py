"""How a Gradio page is mounted here: quiet, undressed of Gradio's own head, with nothing to upload or configure."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.web.errors import HANDLERS

_FONTS = ["system-ui", "sans-serif"]  # the theme's own would be downloaded
_PREVIEW = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^<>]*>')


def mount_blocks(
    app: FastAPI, build: Callable[[], gr.Blocks], *, path: str, head: str, i18n: gr.I18n | None = None
) -> None:
    """Serve the page that `build` makes at `path`, with `head` in its `<head>`."""
    _in_event_loop(lambda: _mount(app, build, path, i18n))
    mounted = app.router.routes[-1]
    assert isinstance(mounted, Mount)
    mounted.app = Redressed(mounted.app, head)


def _in_event_loop(act: Callable[[], None]) -> None:
    """Where no event loop runs, Gradio opens some of its own for its locks and never closes them."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_awaited(act))
    else:
        act()


async def _awaited(act: Callable[[], None]) -> None:
    act()


def _mount(app: FastAPI, build: Callable[[], gr.Blocks], path: str, i18n: gr.I18n | None) -> None:
    gr.mount_gradio_app(
        app,
        build(),
        path=path,
        app_kwargs={"exception_handlers": HANDLERS, "docs_url": None, "redoc_url": None, "openapi_url": None},
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        pwa=False,
        ssr_mode=False,
        theme=gr.themes.Base(font=_FONTS, font_mono=["ui-monospace", "monospace"]),
        i18n=i18n,
    )


def redress(page: str, head: str) -> str:
    """Gradio's page with `head` in its own, and without the previews that name Gradio wherever a link is pasted.

    `mount_gradio_app(head=…)` puts a head in only once Gradio's script runs: too late for a style sheet.
    """
    return _PREVIEW.sub("", page).replace("</head>", f"{head}</head>", 1)


class Redressed:
    """Gives the pages of a mounted Gradio app another head; everything else passes."""

    def __init__(self, app: ASGIApp, head: str) -> None:
        self._app = app
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back what is a page until it is whole."""
        started: Message | None = None
        body = bytearray()

        async def pass_on(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and _is_page(message):
                started = message
            elif started is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._send_page(started, bytes(body), send)

        await self._app(scope, receive, pass_on)

    async def _send_page(self, started: Message, body: bytes, send: Send) -> None:
        page = redress(body.decode(), self._head).encode()
        MutableHeaders(raw=started["headers"])["content-length"] = str(len(page))
        await send(started)
        await send({"type": "http.response.body", "body": page})


def _is_page(message: Message) -> bool:
    return MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html")
