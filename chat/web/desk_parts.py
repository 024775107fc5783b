"""What the desk's pages are made of: what they need of the program, and the pieces of markup they share."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Protocol

from fastapi import Depends, Header
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request

from chat.concordance import Concordance
from chat.journal import Entry
from chat.web.html import Html, join, tag
from chat.web.reindex import Progress
from corpus.models import Frozen, Passage, SourceKind
from index.models import Filters, Hit, SourceSummary

KINDS = {
    SourceKind.TRANSCRIPT: "Transcript",
    SourceKind.OUTLINE: "Outline",
    SourceKind.PAGE: "Page",
    SourceKind.ARTICLE: "Article",
    SourceKind.CAPTIONS: "Captions",
}


NONE = Html("–")  # a cell with nothing in it


class Library(Protocol):
    """The indexed material, as the desk uses it. One generation: it never changes."""

    @property
    def built_at(self) -> str:
        """When it was built: ISO date and time, UTC."""
        ...

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read when it was built, one line each."""
        ...

    def sources(self) -> Sequence[SourceSummary]:
        """Every indexed source."""
        ...

    def speakers(self) -> Sequence[str]:
        """Every speaker's name."""
        ...

    def passages(self, path: str) -> Sequence[Passage]:
        """The passages of one source, in order."""
        ...

    def passage(self, passage_id: str) -> Passage:
        """The passage of an id."""
        ...

    def search(self, query: str, *, filters: Filters = ..., top: int = ...) -> Sequence[Hit]:
        """The passages that answer best, best first."""
        ...


class Questions(Protocol):
    """What listeners asked."""

    def entries(self, *, limit: int = ...) -> tuple[Entry, ...] | None:
        """The last questions, newest first; None when they cannot be read."""
        ...


class Reindexing(Protocol):
    """Reading the material again, beside the serving process."""

    def start(self) -> bool:
        """Begin, unless one is running."""
        ...

    def progress(self) -> Progress:
        """How it stands."""
        ...


class Bookshelf:
    """The current index with its concordance, which is built anew when the index has been switched."""

    def __init__(self, current: Callable[[], Library]) -> None:
        self._current = current
        self._lock = threading.Lock()
        self._held: tuple[Library, Concordance] | None = None

    def library(self) -> Library:
        """The index that serves now. Raises an `AircheckError` when there is none."""
        return self._current()

    def open(self) -> tuple[Library, Concordance]:
        """The index and every sentence of it under its words; the first call after a switch takes a moment."""
        library = self._current()
        with self._lock:
            if self._held is None or self._held[0] is not library:
                self._held = library, Concordance(library.sources(), library.passages)
            return self._held


class Part(BaseModel):
    """A piece of a page as the desk's script takes it: what to tell a reader of the page, and the markup."""

    told: str
    html: str


class NotOffered(Frozen):
    """Why a part of the desk has nothing to show, in words for the producer."""

    heading: str
    text: str


def from_the_desk(x_aircheck_desk: Annotated[str | None, Header()] = None) -> None:
    """Refuse what changes something unless the desk's own script sent it: no other site can set this header."""
    if x_aircheck_desk is None:
        raise HTTPException(403, "This is for the desk's own page.")


OnlyFromTheDesk = Depends(from_the_desk)


def shelf_of(request: Request) -> Bookshelf:
    """The shelf of the application that was asked."""
    shelf: Bookshelf = request.app.state.desk_shelf
    return shelf


Shelf = Annotated[Bookshelf, Depends(shelf_of)]


def panel(heading: str, *inside: str, kind: str = "") -> Html:
    """One thing that is said in a calm box."""
    return tag("div", tag("h2", heading), *inside, class_=f"panel {kind}".strip())


def nothing_here(why: NotOffered) -> Html:
    """A part of the desk that has nothing to show."""
    return panel(why.heading, tag("p", why.text))


def table_row(columns: Sequence[str], cells: Sequence[str]) -> Html:
    """A row of a table whose roles are spelled out, because on a phone it is laid out as a card."""
    named = zip(columns, cells, strict=True)
    inside = [
        tag("td", cell, role="cell", class_=f"{name.lower()} empty" if cell is NONE else name.lower())
        for name, cell in named
    ]
    return tag("tr", *inside, role="row")


def table(columns: Sequence[str], rows: Sequence[Html], *, caption: str, kind: str) -> Html:
    """A table of `table_row`s."""
    head = tag("tr", *[tag("th", name, scope="col", role="columnheader") for name in columns], role="row")
    inside = (tag("thead", head, role="rowgroup"), tag("tbody", *rows, role="rowgroup"))
    return tag("table", tag("caption", caption, class_="unseen"), *inside, role="table", class_=kind)


def choose(name: str, label: str, options: Mapping[str, str], chosen: str = "") -> Html:
    """A labelled drop-down; the keys of `options` are what is sent."""
    inside = [tag("option", text, value=value, selected=value == chosen) for value, text in options.items()]
    field = tag("select", *inside, id=f"f-{name}", name=name)
    return tag("div", tag("label", label, for_=f"f-{name}"), field, class_="field")


def tick(name: str, legend: str, options: Mapping[str, str], ticked: Sequence[str] = ()) -> Html:
    """A row of boxes to tick, several at once."""
    boxes = [
        tag("label", tag("input", type="checkbox", name=name, value=value, checked=value in ticked), tag("span", text))
        for value, text in options.items()
    ]
    return tag("fieldset", tag("legend", legend), tag("div", *boxes, class_="ticks"), class_="field")


def highlight(text: str, pattern: re.Pattern[str] | None) -> Html:
    """`text` with what the pattern finds marked."""
    if pattern is None:
        return join([text])
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        parts += [text[at : match.start()], tag("mark", match[0])]
        at = match.end()
    return join([*parts, text[at:]])


def counted(number: int, noun: str) -> str:
    """ "1 quote", "1,204 quotes"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
