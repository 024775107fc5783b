"""The desk's addresses without its page: what the page's script asks for, and who is let through to any of it."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web import desk_audit, desk_lookup, desk_questions, desk_sources
from chat.web.desk_needs import Bookshelf, Desk, Remembered
from chat.web.errors import refusal
from chat.web.options import WebOptions
from chat.web.reader import message_page
from chat.web.routes import need_desk
from chat.web.strings import EN


def add_desk_routes(app: FastAPI, desk: Desk) -> None:
    """Serve what the desk's page shows, below `/desk/`, shut to whoever `chat.web.access` does not let in."""
    app.state.desk, app.state.desk_shelf = desk, Bookshelf(desk.library)
    app.state.desk_vectors = Remembered(desk.embed) if desk.embed else None
    app.add_api_route("/desk", to_the_page, include_in_schema=False)
    for each in (desk_lookup, desk_audit, desk_sources, desk_questions):
        app.include_router(each.router)
    app.add_middleware(DeskGuard)


def to_the_page() -> RedirectResponse:
    """The page is at `/desk/`: what it asks for is below it."""
    return RedirectResponse("/desk/")


class DeskGuard:
    """Lets only the producer through to anything under `/desk`, mounted pages included."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 or 403 in place of the desk, or pass on."""
        inner = self._inner
        path = scope.get("path", "")
        if scope["type"] in {"http", "websocket"} and (path == "/desk" or path.startswith("/desk/")):
            request = Request({**scope, "type": "http"})
            try:
                need_desk(request)
            except HTTPException as refused:
                inner = _refusal(request, refused)
        await inner(scope, receive, send)


def _refusal(request: Request, refused: HTTPException) -> Response:
    """As a page for somebody who opened the address, in the contract's shape for everything else."""
    if "text/html" not in request.headers.get("accept", ""):
        return refusal(refused.status_code, refused.detail, headers=refused.headers)
    options: WebOptions = request.app.state.options
    page = message_page("The desk is shut", refused.detail, options.show, EN)
    return HTMLResponse(page, refused.status_code, headers=refused.headers)
