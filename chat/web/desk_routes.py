"""The desk's addresses without its page: what the page's script asks for, and who is let through to any of it."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web import desk_audit, desk_lookup, desk_questions, desk_sources
from chat.web.desk_needs import Bookshelf, Desk
from chat.web.errors import refusal
from chat.web.routes import need_desk


def add_desk_routes(app: FastAPI, desk: Desk) -> None:
    """Serve what the desk's page shows, below `/desk/`, shut to whoever `chat.web.access` does not let in."""
    app.state.desk, app.state.desk_shelf = desk, Bookshelf(desk.library)
    for each in (desk_lookup, desk_audit, desk_sources, desk_questions):
        app.include_router(each.router)
    app.add_middleware(DeskGuard)


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
