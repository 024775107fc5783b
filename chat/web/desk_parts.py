"""The pieces of markup that the desk's pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from starlette.responses import Response

from chat.episodes import TITLED
from chat.web.desk_needs import Library
from chat.web.html import Html, join, tag
from corpus.episodes import written_number
from corpus.models import Frozen, SourceKind

KINDS = {kind: kind.capitalize() for kind in SourceKind}  # as filters and `show.toml` name them
NONE = Html("–")  # a cell with nothing in it


class Part(BaseModel):
    """A piece of a page as the desk's script takes it: what to tell a reader of the page, and the markup."""

    told: str
    html: str


class NotOffered(Frozen):
    """Why a part of the desk has nothing to show, in words for the producer."""

    heading: str
    text: str


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


def episode_choices(library: Library) -> dict[str, str]:
    """The choices of an episode: its number, and the title that it goes by in answers too, where it has one."""
    sources = [source for source in library.sources() if source.episode]
    titles: dict[str | None, str] = {}
    for kind in TITLED:
        for source in sources:
            if source.kind is kind:
                titles.setdefault(source.episode, source.title)
    numbers = sorted({source.episode for source in sources if source.episode})
    named = (" · ".join(filter(None, (written_number(each), titles.get(each))))[:80] for each in numbers)
    return {"": "All", **dict(zip(numbers, named, strict=True))}


def as_file(text: str, media_type: str, name: str) -> Response:
    """`text` as something to save."""
    return Response(text, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


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


def highlight(text: str, spans: Sequence[tuple[int, int]]) -> Html:
    """`text` with these stretches of it marked; they come in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], tag("mark", text[start:end])]
        at = end
    return join([*parts, text[at:]])
