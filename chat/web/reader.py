"""The reader page: a whole source with one passage marked. Pure, but for the last function."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from chat.web.html import Html, join, link, tag
from chat.web.labels import name_date, name_kind
from chat.web.needs import assistant_of
from chat.web.render import error_message
from chat.web.strings import Strings, pick
from chat.wording import time_text
from corpus.errors import AircheckError
from corpus.models import Clock, Document, Form, Segment, Show

_TAGS = {Form.HEADING: "h2", Form.QUOTE: "blockquote", Form.CODE: "pre", Form.ITEM: "li", Form.TASK: "li"}
_LISTED = frozenset({Form.ITEM, Form.TASK})
_Span = tuple[int, int]  # characters of the reading, end exclusive

router = APIRouter()


@router.get("/source", response_class=HTMLResponse, include_in_schema=False)
def source(
    request: Request,
    path: Annotated[str, Query(max_length=1000)],
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
    accept_language: Annotated[str | None, Header()] = None,
) -> HTMLResponse:
    """A source as a page of its own, with `[start, end)` of the file marked."""
    strings = pick(accept_language)
    show: Show = request.app.state.options.show
    try:
        document = assistant_of(request.app).index.document(path)
    except KeyError:
        return HTMLResponse(message_page(strings.reader_missing, strings.reader_missing_text, show, strings), 404)
    except AircheckError:
        told = error_message("no_index", strings)
        return HTMLResponse(message_page(strings.closed_heading, told, show, strings), 503)
    return HTMLResponse(reader_page(document, start, end, show, strings))


def reader_page(document: Document, start: int, end: int, show: Show, strings: Strings) -> Html:
    """The whole page; offsets count in the file, and an empty or foreign span marks nothing."""
    span = marked_span(document, start, end)
    about = [name_kind(document.kind, document.episode, strings), name_date(document.published, strings)]
    head = [tag("p", " · ".join(part for part in about if part), class_="about"), tag("h1", document.title)]
    if document.url:
        head.append(tag("p", link(document.url, strings.reader_original), class_="about"))
    if span[0] < span[1]:
        head.append(tag("p", tag("a", strings.reader_marked, href="#here"), class_="about"))
    body = tag("article", tag("header", *head), *segments_html(document, span))
    return page(document.title, body, show, strings)


def marked_span(document: Document, start: int, end: int) -> _Span:
    """`file[start:end]` as a stretch of the reading, cut to what is there."""
    size = len(document.file)
    if not document.reading.runs or not 0 <= start < end <= size:
        return 0, 0
    return document.reading.from_file(start, end)


def segments_html(document: Document, span: _Span) -> list[Html]:
    """Every segment in order: a speaker's name stands once above their turns, list items are lists."""
    blocks: list[Html] = []
    speaker: str | None = None
    here = _first_marked(document.segments, span)
    for listed, group in groupby(document.segments, key=lambda segment: segment.form in _LISTED):
        items: list[Html] = []
        for segment in group:
            if segment.speaker and segment.speaker != speaker and not listed:
                items.append(_byline(segment, document))
            speaker = segment.speaker
            items.append(_segment(document.reading.text, segment, span, is_here=segment is here))
        blocks.extend([tag("ul", *items)] if listed else items)
    return blocks


def message_page(heading: str, text: str, show: Show, strings: Strings) -> Html:
    """A page that says one thing."""
    return page(heading, tag("article", tag("header", tag("h1", heading)), tag("p", text)), show, strings)


def page(title: str, body: Html, show: Show, strings: Strings) -> Html:
    """A small page of our own, outside Gradio."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{title} · {show.title}"),
        tag("link", rel="stylesheet", href="/look/aircheck.css"),
    )
    back = tag("nav", tag("a", tag("span", "←", aria_hidden="true"), f" {strings.reader_back}", href="/"))
    whole = tag("html", head, tag("body", back, tag("main", body), class_="reader"), lang=strings.language)
    return Html(f"<!doctype html>\n{whole}\n")


def _first_marked(segments: Sequence[Segment], span: _Span) -> Segment | None:
    return next((each for each in segments if each.start < span[1] and span[0] < each.end), None)


def _byline(segment: Segment, document: Document) -> Html:
    parts: list[Html] = [tag("b", segment.speaker or "")]
    if segment.starts_at is not None:
        about = "" if document.clock is Clock.EXACT else "≈ "
        parts.append(link(_moment(document, segment.starts_at), f"{about}{time_text(segment.starts_at)}"))
    return tag("p", *parts, class_="byline")


def _moment(document: Document, seconds: float) -> str | None:
    if document.video is None:
        return None
    return f"{document.video}{'&' if '?' in document.video else '?'}t={int(seconds)}"


def _segment(text: str, segment: Segment, span: _Span, *, is_here: bool) -> Html:
    start, end = max(segment.start, span[0]), min(segment.end, span[1])
    words = text[segment.start : segment.end]
    if start < end:
        pieces = [text[segment.start : start], tag("mark", text[start:end], id="here" if is_here else None)]
        inside = join([*pieces, text[end : segment.end]])
    else:
        inside = join([words])
    return tag(_TAGS.get(segment.form, "p"), inside, class_=segment.form.value)
