"""The form of the desk's look-up, as markup, as the query of an address, and read back from one."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from chat.desk.concordance import MAX_QUERY_CHARACTERS
from chat.desk.lookup import Lookup, Order
from chat.errors import BadQuestion
from chat.filters import read_filters
from chat.web.desk_needs import Library
from chat.web.desk_parts import KINDS, choose, episode_choices, tick
from chat.web.html import Html, tag

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|")
# On a phone the filters would push what is found off the screen, so they are folded there.
_UNFOLD = tag("button", "Filters", type="button", class_="unfold", aria_expanded="false", aria_controls="filters")


def asked_for(  # noqa: PLR0913 - one argument for each field of the form
    *,
    words: str = "",
    kind: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 - FastAPI copies defaults
    speaker: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 - FastAPI copies defaults
    episode: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 - FastAPI copies defaults
    since: str = "",
    until: str = "",
    order: Order = Order.BEST,
) -> Lookup:
    """The form as a look-up, the words cut to what is read; raises `BadQuestion` for a date that is none."""
    for name, date in (("From", since), ("To", until)):
        if not _DATE.fullmatch(date):
            raise BadQuestion(f"{name}: {date[:20]!r} is not a date; write 2024, 2024-05 or 2024-05-31.")
    filters = read_filters(kind=kind, speaker=speaker, episode=episode)
    return Lookup(words=words[:MAX_QUERY_CHARACTERS], filters=filters, since=since, until=until, order=order)


def is_asked(lookup: Lookup) -> bool:
    """Whether the form asks for anything yet."""
    return lookup != Lookup(order=lookup.order)


def address_of(lookup: Lookup) -> str:
    """The look-up as the query of an address."""
    fields = [("kind", kind.value) for kind in lookup.filters.kind]
    fields += [("speaker", name) for name in lookup.filters.speaker]
    fields += [("episode", number) for number in lookup.filters.episode]
    given = [("words", lookup.words), *fields, ("since", lookup.since), ("until", lookup.until)]
    return urlencode([*((name, value) for name, value in given if value), ("order", lookup.order.value)])


def form_html(library: Library, lookup: Lookup) -> Html:
    """The form with its choices from the material; the script sends it at every change."""
    parts = (_words_field(lookup), _UNFOLD, _filters(library, lookup))
    return tag("form", *parts, role="search", data_to="/desk/found", data_into="found", data_address=True)


def _words_field(lookup: Lookup) -> Html:
    box = tag(
        "input",
        type="search",
        id="f-words",
        name="words",
        value=lookup.words,
        maxlength=str(MAX_QUERY_CHARACTERS),
        autocomplete="off",
        spellcheck="false",
        aria_describedby="words-hint",
    )
    hint = tag("p", "Every quote that has them. Quotation marks find an exact phrase.", id="words-hint", class_="hint")
    return tag("div", tag("label", "Words", for_="f-words"), box, hint, class_="field words")


def _filters(library: Library, lookup: Lookup) -> Html:
    fields = lookup.filters
    speakers = {"": "Anyone", **{name: name for name in library.speakers()}}
    return tag(
        "div",
        tick("kind", "Kind", {kind.value: name for kind, name in KINDS.items()}, [kind.value for kind in fields.kind]),
        choose("speaker", "Speaker", speakers, next(iter(fields.speaker), "")),
        choose("episode", "Episode", episode_choices(library), next(iter(fields.episode), "")),
        _date_field("since", "From", lookup.since),
        _date_field("until", "To", lookup.until),
        choose("order", "Order", {each.value: f"{each.value.title()} first" for each in Order}, lookup.order.value),
        class_="filters",
        id="filters",
    )


def _date_field(name: str, label: str, value: str) -> Html:
    field = tag("input", type="date", id=f"f-{name}", name=name, value=value)
    return tag("div", tag("label", label, for_=f"f-{name}"), field, class_="field")
