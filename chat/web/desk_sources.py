"""The desk's list of what is indexed, what could not be read or was left out, and reading it all again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request

from chat.web.desk_needs import Library, OnlyFromTheDesk, Reindexing, Shelf, desk_of
from chat.web.desk_parts import KINDS, NONE, Part, panel, table, table_row
from chat.web.html import Html, join, link, tag
from chat.web.labels import name_date, reader_address
from chat.web.reindex import Progress, State
from chat.web.strings import EN
from corpus.episodes import written_number
from corpus.errors import AircheckError
from index.models import SourceSummary, counted

NO_REINDEX = "To read the material again, run aircheck ingest; this page then shows the new index."
_COLUMNS = ("Source", "Kind", "Episode", "Date", "Speakers", "Passages", "Words")
_STATES = {
    State.IDLE: "",
    State.RUNNING: "Reading the material again. The index that is there goes on answering.",
    State.DONE: "Done. The new index is in service.",
    State.FAILED: "That did not work. The index that was there goes on answering.",
}

router = APIRouter(include_in_schema=False)


def _reindex(request: Request) -> Reindexing | None:
    return desk_of(request).reindex


Again = Annotated[Reindexing | None, Depends(_reindex)]


@router.get("/desk/view/sources")
def view(shelf: Shelf, reindex: Again) -> Part:
    """The whole page. It also opens without an index, because reading again is what mends that."""
    again = tag("div", reindex_html(reindex.progress()) if reindex else _by_hand(), id="reindex", tabindex="-1")
    try:
        html = sources_html(shelf.library(), again)
    except AircheckError as problem:
        html = join([panel("There is no index to list", tag("p", str(problem))), again])
    return Part(told="", html=html)


@router.post("/desk/reindex", dependencies=[OnlyFromTheDesk])
def begin(reindex: Again) -> Part:
    """Begin to read again, unless that is going on."""
    if reindex:
        reindex.start()
    return progress(reindex)


@router.get("/desk/reindex")
def progress(reindex: Again) -> Part:
    """How it stands."""
    if reindex is None:
        return Part(told=NO_REINDEX, html=_by_hand())
    now = reindex.progress()
    # The lines change every second; only that it ended is worth saying aloud.
    return Part(told="" if now.state is State.RUNNING else _STATES[now.state], html=reindex_html(now))


def reindex_html(progress: Progress) -> Html:
    """The button, and what the last run said; asks for itself again while one runs."""
    running = progress.state is State.RUNNING
    to = {"data_post": "/desk/reindex", "data_into": "reindex"}
    button = tag("button", "Read the material again", type="button", id="read-again", **to)
    if progress.state is State.IDLE:
        return tag("p", button)
    took = f"{int(progress.seconds // 60)}:{int(progress.seconds % 60):02d}"
    parts = [tag("p", f"{_STATES[progress.state]} ", tag("span", took, class_="soft"), class_=progress.state.value)]
    if not running:
        parts.append(tag("p", button))
    if progress.lines:
        parts.append(tag("pre", "\n".join(progress.lines), tabindex="0", role="region", aria_label="What it said"))
    return tag("div", *parts, class_="panel", data_poll="/desk/reindex" if running else None)


def sources_html(library: Library, again: Html) -> Html:
    """Totals, reading again, problems, warnings, and a row for every source."""
    sources = library.sources()
    return join(
        [
            totals_html(library, sources),
            again,
            _problems(library.problems),
            _warnings(library.warnings),
            table(_COLUMNS, [_row(source) for source in sources], caption="What is indexed", kind="sources"),
        ]
    )


def _by_hand() -> Html:
    return tag("p", NO_REINDEX, class_="hint")


def totals_html(library: Library, sources: Sequence[SourceSummary]) -> Html:
    """How much is indexed, and when it was read."""
    figures = {
        "episode": len({source.episode for source in sources if source.episode}),
        "source": len(sources),
        "passage": sum(source.passages for source in sources),
        "word": sum(source.words for source in sources),
        "speaker": len(library.speakers()),
    }
    told = [counted(figure, noun).split(" ") for noun, figure in figures.items()]
    pairs = [tag("div", tag("dt", name), tag("dd", figure)) for figure, name in told]
    return join([tag("dl", *pairs, class_="totals"), tag("p", f"Read {_moment(library.built_at)}.", class_="hint")])


def _problems(problems: Sequence[str]) -> Html:
    if not problems:
        return tag("p", "Every file could be read.", class_="hint")
    return _listed(f"{counted(len(problems), 'file')} could not be read", problems)


def _warnings(warnings: Sequence[str]) -> Html:
    if not warnings:
        return Html("")
    return _listed(f"{counted(len(warnings), 'warning')} about files that were read", warnings)


def _listed(heading: str, lines: Sequence[str]) -> Html:
    return panel(heading, tag("ul", *[tag("li", line) for line in lines]), kind="problems")


def _row(source: SourceSummary) -> Html:
    copy = [tag("span", f"repeats {source.copy_of}", class_="soft")] if source.copy_of else []
    away = link(source.url, "published page")
    published = [tag("span", away, class_="soft")] if away.startswith("<a") else []
    title = tag("a", source.title, href=reader_address(source.path, 0, 0))
    cells = (
        join([title, tag("span", source.path, class_="soft"), *copy, *published]),
        KINDS[source.kind],
        join([_unit("episode "), written_number(source.episode)]) if source.episode else NONE,
        name_date(source.published, EN) or NONE,
        ", ".join(source.speakers) or NONE,
        join([f"{source.passages:,}", _unit(" passages")]),
        join([f"{source.words:,}", _unit(" words")]),
    )
    return table_row(_COLUMNS, cells)


def _unit(name: str) -> Html:
    """What a figure counts, for a phone; elsewhere the head of the table says it."""
    return tag("span", name, class_="cell-label")


def _moment(built_at: str) -> str:
    try:
        moment = datetime.fromisoformat(built_at)
    except ValueError:
        return built_at
    return f"{moment.day} {EN.months[moment.month - 1]} {moment.year} at {moment:%H:%M} UTC"
