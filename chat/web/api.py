"""The one application that carries every door: API, reader, documentation, chat page, and what else is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from chat.web.docs import router as docs
from chat.web.errors import add_error_handlers
from chat.web.guard import Guard
from chat.web.limits import Limits, Rules
from chat.web.metrics import Meters
from chat.web.needs import Assistant, Journal
from chat.web.options import WebOptions
from chat.web.reader import router as reader
from chat.web.routes import need_desk
from chat.web.routes import router as routes
from chat.web.widget_routes import router as widget

__all__ = ["ASSETS", "create_app", "need_desk"]

ASSETS = Path(__file__).parent / "assets"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


def create_app(  # noqa: PLR0913 - each part but the first two may be left out
    assistant: Assistant,
    options: WebOptions,
    *,
    journal: Journal | None = None,
    audit: Callable[[Assistant, str | None], BaseModel] | None = None,
    doors: Sequence[Callable[[FastAPI], object]] = (),
    behind: Callable[[], str | None] = lambda: None,
    pages: bool = True,
) -> FastAPI:
    """The application of one show: API, documentation, pages.

    `app.state.assistant` is looked up by every request, so that a new index is served by replacing it there.
    Pass `Closed(reason)` while there is no index. `journal` keeps questions and verdicts; None keeps nothing.
    `audit` finds every disagreement for `/api/audit`, or those of an episode. `behind` says that an older index
    answers than should, if one does. Each of `doors` adds what else is served, such as the desk, before the chat page
    takes every address that is left; `pages=False` leaves that page out. Raises NoRedis.
    """
    app = FastAPI(
        title=f"{options.show.title}: ask the show",
        description="Cited answers from a podcast's own material, word for word.",
        version="1",
        docs_url=None,
        redoc_url=None,
    )
    app.state.assistant, app.state.options, app.state.journal, app.state.meters = assistant, options, journal, Meters()
    app.state.audit, app.state.behind = audit, behind
    _add_routes(app)
    for add_door in doors:
        add_door(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)  # leaves event streams alone
    if pages:
        # Gradio takes seconds to import, and the page needs this module: so here.
        from chat.web.page import mount_page  # noqa: PLC0415

        mount_page(app, options)
    # Last, and so around everything else. The limits are made here: a Redis that cannot be is told before any request.
    app.add_middleware(Guard, options=options, limits=Limits(Rules.of(options), options.redis))
    return app


def _add_routes(app: FastAPI) -> None:
    add_error_handlers(app)
    for router in (routes, docs, reader, widget):
        app.include_router(router)
    app.add_api_route("/favicon.ico", icon, include_in_schema=False)
    app.mount("/look", StaticFiles(directory=ASSETS), name="look")
    _refuse_other_methods(app)


def icon() -> FileResponse:
    """The picture in the browser's tab; a mounted page would give its framework's."""
    return FileResponse(ASSETS / "icon.png")


def _refuse_other_methods(app: FastAPI) -> None:
    # The page is mounted at the root and takes what no route takes, so "no such method" has to be said here.
    for route in routes.routes:
        if isinstance(route, APIRoute):
            allowed = sorted(route.methods or ())
            refuse = _refusing_method(", ".join(allowed))
            app.add_api_route(route.path, refuse, methods=[*_METHODS.difference(allowed)], include_in_schema=False)


def _refusing_method(allowed: str) -> Callable[[], None]:
    def refuse() -> None:
        raise HTTPException(405, f"Only {allowed} can be used here.", {"Allow": allowed})

    return refuse
