"""What listeners asked, likes together, the least helped first, with what the material has that is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from chat.citations import row_cells
from chat.desk.clusters import Cluster, VectorsOf, cluster
from chat.desk.journal import Entry
from chat.web.desk_needs import Library, Questions, Shelf, desk_of
from chat.web.desk_parts import KINDS, NotOffered, Part, choose, nothing_here, panel
from chat.web.html import Html, join, tag
from chat.web.labels import name_date, name_episode, reader_address
from chat.web.strings import EN
from chat.wording import row_text
from corpus.errors import AircheckError
from index.models import Hit, counted

LAST = 1_000  # questions that are looked at
FIRST_GROUPS = 20
MAX_GROUPS = 200
NEAREST = 2
WORDINGS = 5  # shown of a group

OFF = NotOffered(
    heading="Questions are not kept",
    text="The journal of questions is turned off in the settings. Nothing that listeners ask is written down.",
)
UNREADABLE = "The questions cannot be read just now"
UNKEPT = "Questions are not kept just now"
NONE_YET = NotOffered(
    heading="Nobody has asked anything yet",
    text="Questions appear here as listeners ask them: those without a good answer first, likes together.",
)
ALL_SERVED = NotOffered(
    heading="Every question got an answer", text="Nobody was left without one, or said that it did not help."
)
_SHOWN = {"": "All questions", "unserved": "Without help only"}

router = APIRouter(include_in_schema=False)


def _journal(request: Request) -> Questions | None:
    return desk_of(request).questions


def _meaning(request: Request) -> VectorsOf | None:
    vectors: VectorsOf | None = request.app.state.desk_vectors
    return vectors


Meaning = Annotated[VectorsOf | None, Depends(_meaning)]
Limit = Annotated[int, Query(ge=1, le=MAX_GROUPS)]
Kept = Annotated[Questions | None, Depends(_journal)]


@router.get("/desk/view/questions")
def view(shelf: Shelf, journal: Kept, meaning: Meaning, show: str = "", limit: Limit = FIRST_GROUPS) -> Part:
    """The whole page."""
    part = asked(shelf, journal, meaning, show=show, limit=limit)
    chosen = choose("show", "Show", _SHOWN, show)
    form = tag("form", chosen, class_="filters", data_to="/desk/asked", data_into="asked", data_address=True)
    return Part(told="", html=join([form if journal else "", tag("div", Html(part.html), id="asked", tabindex="-1")]))


@router.get("/desk/asked")
def asked(
    shelf: Shelf,
    journal: Kept,
    meaning: Meaning,
    show: str = "",
    limit: Limit = FIRST_GROUPS,
) -> Part:
    """The groups of questions."""
    if journal is None:
        return _nothing(OFF)
    entries = journal.entries(limit=LAST)
    if entries is None:
        return _nothing(NotOffered(heading=UNREADABLE, text=journal.problem or ""))
    if not entries:
        return _nothing(NotOffered(heading=UNKEPT, text=journal.problem) if journal.problem else NONE_YET)
    groups = [group for group in cluster(entries, meaning) if group.unserved or show != "unserved"]
    if not groups:
        return _nothing(ALL_SERVED)
    html = groups_html(entries, groups, limit, near=[nearest(shelf, group.question) for group in groups[:limit]])
    unkept = [panel(UNKEPT, tag("p", journal.problem), kind="problems")] if journal.problem else []
    return Part(told=counted(len(groups), "group"), html=join([*unkept, html]))


def nearest(shelf: Shelf, question: str) -> Sequence[Hit]:
    """The passages nearest to a question; none while there is no index, which the other pages tell."""
    try:
        library: Library = shelf.library()
        return library.search(question, top=NEAREST)
    except AircheckError:
        return ()


def groups_html(entries: Sequence[Entry], groups: Sequence[Cluster], limit: int, near: Sequence[Sequence[Hit]]) -> Html:
    """A line that sums up, and a card for each of the first `limit` groups; `near` goes with those."""
    unserved = sum(entry.wants_attention for entry in entries)
    summed = f"{counted(len(entries), 'question')}, {unserved:,} without help, in {counted(len(groups), 'group')}"
    cards = [tag("li", group_html(group, hits)) for group, hits in zip(groups, near, strict=False)]
    more = []
    if limit < min(len(groups), MAX_GROUPS):
        more = [
            tag("button", f"Show more of {len(groups):,}", type="button", data_more=str(min(limit * 2, MAX_GROUPS)))
        ]
    return join([tag("p", summed, class_="count"), tag("ol", *cards, class_="groups"), *more])


def group_html(group: Cluster, hits: Sequence[Hit]) -> Html:
    """One thing that listeners want to know."""
    told = ["asked once" if len(group.entries) == 1 else f"asked {len(group.entries):,} times"]
    told += [f"{group.unanswered} without an answer"] if group.unanswered else []
    told += [f"{group.unhelpful} not helpful"] if group.unhelpful else []
    told.append(f"last on {_day(group.entries[0].asked_at)}")
    facts = tag("p", " · ".join(told), class_="soft")
    other = [entry.question for entry in group.entries if entry.question != group.question]
    wordings = tuple(dict.fromkeys(other))[:WORDINGS]
    also = [tag("p", "Also asked as: ", "; ".join(f"“{each}”" for each in wordings), class_="also")] if wordings else []
    notes = [tag("blockquote", tag("p", note), class_="note") for note in group.notes[:WORDINGS]]
    noted = [tag("p", "Listeners wrote:", class_="label"), *notes] if notes else []
    return tag(
        "article",
        tag("h2", group.question),
        facts,
        *also,
        *noted,
        _near(hits),
        class_="group unserved" if group.unserved else "group",
    )


def _near(hits: Sequence[Hit]) -> Html:
    if not hits:
        return Html("")
    items = tag("ul", *[tag("li", _nearest(hit)) for hit in hits], class_="near")
    return join([tag("p", "Nearest in the material:", class_="label"), items])


def _nearest(hit: Hit) -> Html:
    """The sentence of a passage that comes nearest, and whose it is."""
    passage = hit.passage
    _, sentence = max(zip(hit.sentences, passage.sentences, strict=True), key=lambda pair: pair[0])
    text = row_text(cells) if (cells := row_cells(sentence)) else sentence.text
    words = tag("a", text, href=reader_address(passage.path, sentence.start, sentence.end), class_="quote")
    said = (sentence.speaker, KINDS[passage.kind].lower(), name_episode(passage.episode, EN) if passage.episode else "")
    return join([words, tag("span", ", ".join(filter(None, said)), class_="soft")])


def _day(asked_at: float) -> str:
    day = datetime.fromtimestamp(asked_at, UTC).date().isoformat()
    return name_date(day, EN) or day


def _nothing(why: NotOffered) -> Part:
    return Part(told=why.heading, html=nothing_here(why))
