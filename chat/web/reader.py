"""The reader page: a whole source with one passage marked. Pure, but for the last function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from chat.web.html import Html, join, link, tag
from chat.web.labels import name_date, name_kind
from chat.web.needs import assistant_of
from chat.web.render import error_message
from chat.web.strings import MATERIAL, Strings, pick
from chat.wording import time_text
from corpus.errors import AircheckError
from corpus.models import Clock, Document, Form, Segment, Show

_TAGS = {Form.HEADING: "h2", Form.QUOTE: "blockquote", Form.CODE: "pre", Form.ITEM: "li", Form.TASK: "li"}
_LISTED = frozenset({Form.ITEM, Form.TASK})
_Span = tuple[int, int]  # characters of the reading, end exclusive
_ON_THE_DESK = re.compile(r"(?:\?[^#\s]{0,2000})?#[a-z-]{1,20}")  # what stands after "/desk/" in an address of its page

router = APIRouter()


@router.get("/source", response_class=HTMLResponse, include_in_schema=False)
def source(
    request: Request,
    path: Annotated[str, Query(max_length=1000)],
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
    from_: Annotated[str, Query(alias="from")] = "",
) -> HTMLResponse:
    """A source as a page of its own, with `[start, end)` of the file marked; `from` is the way back to the desk."""
    strings = pick(request.headers.get("accept-language"))
    show: Show = request.app.state.options.show
    try:
        document = assistant_of(request.app).index.document(path)
    except KeyError:
        return HTMLResponse(message_page(strings.reader_missing, strings.reader_missing_text, show, strings), 404)
    except AircheckError:
        told = error_message("no_index", strings)
        return HTMLResponse(message_page(strings.closed_heading, told, show, strings), 503)
    desk = from_ if _ON_THE_DESK.fullmatch(from_) else None
    return HTMLResponse(reader_page(document, start, end, show, strings, desk=desk))


def reader_page(  # noqa: PLR0913 - what to show, and where it is shown
    document: Document, start: int, end: int, show: Show, strings: Strings, *, desk: str | None = None
) -> Html:
    """The whole page; offsets count in the file, and an empty or foreign span marks nothing."""
    span = marked_span(document, start, end)
    about = [name_kind(document.kind, document.episode, strings), name_date(document.published, strings)]
    head = [
        tag("p", " · ".join(part for part in about if part), class_="about"),
        tag("h1", document.title, lang=MATERIAL),
    ]
    if document.url:
        head.append(tag("p", link(document.url, strings.reader_original), class_="about"))
    if span[0] < span[1]:
        head.append(tag("p", tag("a", strings.reader_marked, href="#here"), class_="about"))
    read = tag("div", *segments_html(document, span), lang=MATERIAL)
    return page(document.title, tag("article", tag("header", *head), read), show, strings, desk=desk)


def marked_span(document: Document, start: int, end: int) -> _Span:
    """`file[start:end]` as a stretch of the reading, cut to what is there."""
    size = len(document.file)
    if not document.reading.runs or not 0 <= start < end <= size:
        return 0, 0
    return document.reading.from_file(start, end)


def segments_html(document: Document, span: _Span) -> list[Html]:
    """Every segment in order: a speaker's name stands once above their turns, items are lists and rows tables."""
    blocks: list[Html] = []
    speaker: str | None = None
    here = _first_marked(document.segments, span)
    for (whole, header), group in groupby(document.segments, key=_part_of):
        items: list[Html] = []
        for segment in group:
            if segment.speaker and segment.speaker != speaker and not whole:
                items.append(_byline(segment, document))
            speaker = segment.speaker
            items.append(_segment(document.reading.text, segment, span, is_here=segment is here))
        if whole == "table" and any(header):
            items.insert(0, tag("tr", *[tag("th", name, scope="col") for name in header]))
        blocks.extend([tag(whole, *items)] if whole else items)
    return blocks


def _part_of(segment: Segment) -> tuple[str, tuple[str, ...]]:
    """The element that a segment shares with those beside it, and the head of the table if it is one."""
    if segment.form is Form.ROW and segment.cells:
        return "table", segment.header
    return "ul" if segment.form in _LISTED else "", ()


def message_page(heading: str, text: str, show: Show, strings: Strings) -> Html:
    """A page that says one thing."""
    return page(heading, tag("article", tag("header", tag("h1", heading)), tag("p", text)), show, strings)


def page(title: str, body: Html, show: Show, strings: Strings, *, desk: str | None = None) -> Html:
    """A small page of our own, outside Gradio; it leads back to the chat, or to a place on the desk."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{title} · {show.title}"),
        tag("link", rel="stylesheet", href="/look/aircheck.css"),
    )
    arrow = tag("span", "←", aria_hidden="true")
    chat = tag("a", arrow, f" {strings.reader_back}", href="/")
    back = tag("nav", chat if desk is None else tag("a", arrow, " Back to the desk", href=f"/desk/{desk}", lang="en"))
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
    if segment.form is not Form.ROW or not segment.cells:
        inside = _marked(text, (segment.start, segment.end), span, is_here=is_here)
        return tag(_TAGS.get(segment.form, "p"), inside, class_=segment.form.value)
    cells: list[Html] = []
    for cell in _cells(text, segment):
        cells.append(tag("td", _marked(text, cell, span, is_here=is_here)))
        is_here = is_here and "<mark" not in cells[-1]
    return tag("tr", *cells)


def _cells(text: str, segment: Segment) -> Iterator[_Span]:
    """Where the cells of a row stand in the reading; the last has whatever the others leave."""
    start = segment.start
    for number, cell in enumerate(segment.cells, 1):
        while start < segment.end and text[start].isspace():
            start += 1
        end = start + len(cell) if text.startswith(cell, start, segment.end) else start
        yield start, segment.end if number == len(segment.cells) else end
        start = end


def _marked(text: str, stretch: _Span, span: _Span, *, is_here: bool) -> Html:
    """A stretch of the reading with the part of it inside `span` marked."""
    start, end = max(stretch[0], span[0]), min(stretch[1], span[1])
    if start >= end:
        return join([text[slice(*stretch)]])
    mark = tag("mark", text[start:end], id="here" if is_here else None)
    return join([text[stretch[0] : start], mark, text[end : stretch[1]]])
