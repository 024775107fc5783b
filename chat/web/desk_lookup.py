"""The desk's look-up: every quote with some words, a timeline of them, and both to take away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from chat.desk.concordance import Marks
from chat.desk.export import to_csv, to_markdown
from chat.desk.lookup import Found, How, Lookup, Row, look_up
from chat.desk.timeline import timeline
from chat.web.desk_lookup_form import address_of, asked_for, form_html, is_asked
from chat.web.desk_needs import Bookshelf, Shelf
from chat.web.desk_parts import (
    KINDS,
    NONE,
    Part,
    as_file,
    highlight,
    panel,
    table,
    table_row,
)
from chat.web.desk_timeline import timeline_html
from chat.web.html import Html, join, tag
from chat.web.labels import name_date, name_episode, reader_address
from chat.web.strings import EN
from index.models import counted

FIRST_ROWS = 50
MAX_ROWS = 2_000  # listed or exported at once
RANKED = 100  # passages of the index's own ranking that "best first" follows

_TOGETHER = "No sentence has all of these words; these stand in passages that do."
_COLUMNS = ("Date", "Source", "Speaker", "Words", "Number")

router = APIRouter(include_in_schema=False)

Wanted = Annotated[Lookup, Depends(asked_for)]
Limit = Annotated[int, Query(ge=1, le=MAX_ROWS)]


@router.get("/desk/view/look-up")
def view(lookup: Wanted, shelf: Shelf, limit: Limit = FIRST_ROWS) -> Part:
    """The whole page, with the form as the address has it."""
    library = shelf.library()
    rows = found_html(find(shelf, lookup, limit), lookup)
    return Part(told="", html=join([form_html(library, lookup), tag("div", rows, id="found", tabindex="-1")]))


@router.get("/desk/found")
def found(lookup: Wanted, shelf: Shelf, limit: Limit = FIRST_ROWS) -> Part:
    """What the form finds now."""
    result = find(shelf, lookup, limit)
    return Part(told=told(result) if is_asked(lookup) else "", html=found_html(result, lookup))


@router.get("/desk/quotes.csv")
def quotes_csv(lookup: Wanted, shelf: Shelf) -> Response:
    """The same for a spreadsheet."""
    # The mark at the front is how a spreadsheet knows UTF-8.
    text = "\ufeff" + to_csv(find(shelf, lookup, MAX_ROWS).rows)
    return as_file(text, "text/csv; charset=utf-8", "quotes.csv")


@router.get("/desk/quotes.md")
def quotes_markdown(lookup: Wanted, shelf: Shelf) -> Response:
    """The same for a document."""
    heading = f"What we said: {lookup.words}" if lookup.words else "What we said"
    text = to_markdown(find(shelf, lookup, MAX_ROWS).rows, heading=heading)
    return as_file(text, "text/markdown; charset=utf-8", "quotes.md")


def find(shelf: Bookshelf, lookup: Lookup, limit: int) -> Found:
    """Carry out a look-up on the current index."""
    library, concordance = shelf.open()
    nearest = partial(library.search, lookup.words, filters=lookup.filters, top=RANKED)
    return look_up(concordance, lookup, limit=limit, passage=library.passage, nearest=nearest)


def told(found: Found) -> str:
    """What is found, in one line for the eye and the ear."""
    if found.how is How.NOTHING:
        return "No quote has these words."
    sources = counted(len({row.path for row in found.rows}), "source")
    if found.how is How.MEANING:
        return f"No quote has these words; {counted(found.total, 'passage')} near in meaning"
    return f"{counted(found.total, 'quote')}" + (f" in {sources}" if found.total == len(found.rows) else "")


def found_html(found: Found, lookup: Lookup) -> Html:
    """Timeline, table and what can be taken away."""
    if found.how is How.NOTHING:
        return _empty(lookup) if is_asked(lookup) else Html("")
    query = address_of(lookup)
    exports = [
        tag("a", label, href=f"/desk/quotes.{ending}?{query}", download=f"quotes.{ending}")
        for label, ending in (("CSV", "csv"), ("Markdown", "md"))
    ]
    head = tag(
        "div",
        tag("p", told(found), class_="count"),
        tag("p", tag("span", f"Download{_first(found.total)}: "), *exports),
        class_="result-head",
    )
    note = [tag("p", _TOGETHER, class_="hint")] if found.how is How.TOGETHER else []
    more = []
    if len(found.rows) < min(found.total, MAX_ROWS):
        limit = min(len(found.rows) * 3, MAX_ROWS)
        more = [tag("button", f"Show more of {found.total:,}", type="button", data_more=str(limit))]
    return join([head, timeline_html(timeline(found.tallies)), *note, rows_html(found.rows, lookup.words), *more])


def rows_html(rows: Sequence[Row], words: str) -> Html:
    """The table of quotes, with the words that were looked up marked."""
    marks = Marks(words)
    body = [
        table_row(_COLUMNS, (_when(row), _where(row), row.speaker or NONE, _quote(row, marks), ", ".join(row.numbers)))
        for row in rows
    ]
    return table(_COLUMNS, body, caption="Quotes", kind="quotes")


def _first(total: int) -> str:
    return f" the first {MAX_ROWS:,}" if total > MAX_ROWS else ""


def _empty(lookup: Lookup) -> Html:
    narrowed = lookup != Lookup(words=lookup.words, order=lookup.order)
    hint = "Take a filter away, or try fewer words." if narrowed else "Try fewer words, or another form of them."
    return panel("No quote has these words.", tag("p", hint))


def _when(row: Row) -> Html:
    return tag("time", name_date(row.date, EN) or "", datetime=row.date) if row.date else NONE


def _where(row: Row) -> Html:
    told = [KINDS[row.kind], *([name_episode(row.episode, EN)] if row.episode else [])]
    return join([tag("span", ", ".join(told)), tag("span", row.title, class_="soft")])


def _quote(row: Row, marks: Marks) -> Html:
    place = reader_address(row.path, row.start, row.end)
    words = row.written
    quote = tag("a", highlight(words, marks.spans(words)), href=place, class_="quote", title="Open in the source")
    before, found, after = row.context.partition(row.words)
    if row.cells or not found or not (before.strip() or after.strip()):
        return quote
    around = tag("p", before, tag("mark", found), after)
    return join([quote, tag("details", tag("summary", "In context"), around)])
