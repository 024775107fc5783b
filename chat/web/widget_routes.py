"""The widget's addresses: the loader, the rest in one script for each language, what it starts with, its own page."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chat.abstain import SURE_FROM
from chat.web.needs import suggestions_of
from chat.web.strings import LANGUAGES
from chat.web.widget_page import widget_page
from chat.wording import ABSTENTION
from corpus.errors import AircheckError
from corpus.models import Show

FOLDER = Path(__file__).parent / "widget"
_PARTS = ("look.js", "answer.js", "widget.js")  # after the words, each needing only what stands before it
_SCRIPT = "text/javascript; charset=utf-8"
_HOUR, _YEAR = "public, max-age=3600", "public, max-age=31536000, immutable"
_QUESTIONS = 4

router = APIRouter(include_in_schema=False)


class Beginning(BaseModel):
    """What the widget shows before the first question."""

    title: str
    questions: tuple[str, ...]


@router.get("/widget/v1.js")
def loader() -> Response:
    """The script that a page embeds."""
    script = slim(_read("loader.js")).replace("__VERSION__", version())
    return Response(script, media_type=_SCRIPT, headers={"Cache-Control": _HOUR})


@router.get("/widget/start")
def start(request: Request) -> Beginning:
    """The show's name and questions that it answers; none while there is nothing to answer from."""
    show: Show = request.app.state.options.show
    try:
        questions = suggestions_of(request.app)[:_QUESTIONS]
    except AircheckError:
        questions = ()
    return Beginning(title=show.title, questions=questions)


@router.get("/widget")
def to_page() -> RedirectResponse:
    """To the page itself; its addresses are relative to the slash."""
    return RedirectResponse("/widget/", 308)


@router.get("/widget/", response_class=HTMLResponse)
def page(request: Request) -> HTMLResponse:
    """The live widget, its options and the tag to copy."""
    return HTMLResponse(widget_page(request.app.state.options.show, str(request.base_url)))


@router.get("/widget/page.js")
def page_script() -> Response:
    """The script of that page."""
    return Response(_read("page.js"), media_type=_SCRIPT, headers={"Cache-Control": _HOUR})


@router.get("/widget/page.css")
def page_style() -> Response:
    """How that page looks."""
    return Response(_read("page.css"), media_type="text/css; charset=utf-8", headers={"Cache-Control": _HOUR})


@router.get("/widget/{wanted}/{language}.js")
def rest(wanted: str, language: str) -> Response:
    """All but the loader, in one language. A loader that is older than the server gets today's, for now."""
    if language not in LANGUAGES:
        raise HTTPException(404, "The widget does not speak that language.")
    kept = _YEAR if wanted == version() else "no-store"
    return Response(assembled(language), media_type=_SCRIPT, headers={"Cache-Control": kept})


@cache
def version() -> str:
    """Changes whenever any part of the widget does."""
    parts = "".join([_read("loader.js"), *map(assembled, LANGUAGES)])
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


@cache
def assembled(language: str) -> str:
    """The modules as one: the words in that language, then the parts, whose imports fall away.

    From where an answer is sure, what is said of one that is not, and how silence is told are as at every other door.
    """
    modules = [_read(f"{language}.js"), *map(_read, _PARTS)]
    script = "".join(slim(_LINKS.sub("", module)) for module in modules) + "export { start };\n"
    unsure = json.dumps(LANGUAGES[language].unsure, ensure_ascii=False)
    script = script.replace("__ABSTENTION__", json.dumps(ABSTENTION))
    return script.replace("__SURE_FROM__", str(SURE_FROM)).replace("__UNSURE__", unsure)


def slim(script: str) -> str:
    """`script` without indentation, empty lines and comments; one with a quotation mark in it stays, to be sure."""
    lines = (_TRAILING.sub("", line.strip()) for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(("//", "/** ")))


_TRAILING = re.compile(r"(?<=[;,{)]) // [^\"'`]{0,120}$")
_LINKS = re.compile(r"^(?:import [^\n]*|export )", re.MULTILINE)


def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
