"""How a source is named to a reader: kind and episode, speaker, date, clock."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from chat.models import Citation
from chat.web.strings import Strings
from chat.wording import time_text
from corpus.episodes import written_number
from corpus.models import Clock, SourceKind

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def name_episode(episode: str, strings: Strings) -> str:
    """ "012" → "episode 12"."""
    return strings.episode.format(number=written_number(episode))


def name_kind(kind: SourceKind, episode: str | None, strings: Strings) -> str:
    """ "Transcript, episode 12", or the kind alone."""
    return f"{strings.kinds[kind]}, {name_episode(episode, strings)}" if episode else strings.kinds[kind]


def name_date(published: str | None, strings: Strings) -> str | None:
    """ "2024-03-01" → "1 March 2024"; any other way of writing stays as it is."""
    found = _DATE.match(published or "")
    if not found or not 1 <= int(found[2]) <= 12:
        return published
    return strings.date.format(day=int(found[3]), month=strings.months[int(found[2]) - 1], year=found[1])


def name_clock(starts_at: float | None, clock: Clock | None, strings: Strings) -> str | None:
    """ "about 8:32, estimated", or None where the source has no clock."""
    if starts_at is None or clock is None:
        return None
    wording = {
        Clock.EXACT: strings.clock_exact,
        Clock.CHAPTER: strings.clock_chapter,
        Clock.ESTIMATED: strings.clock_estimated,
    }
    return wording[clock].format(time=time_text(starts_at))


def describe(citation: Citation, strings: Strings) -> list[str]:
    """What is known of a citation, most telling first: kind and episode, speaker, date, clock."""
    parts = (
        name_kind(citation.kind, citation.episode, strings),
        citation.speaker,
        name_date(citation.published, strings),
        name_clock(citation.starts_at, citation.clock, strings),
    )
    return [part for part in parts if part]


def leads_to_moment(citation: Citation) -> bool:
    """Whether the citation's address opens the recording at the quoted moment, not just a page."""
    return citation.starts_at is not None and f"t={int(citation.starts_at)}" in (citation.url or "")


def reader_address(path: str, start: int, end: int) -> str:
    """The reader page of a source, at a passage given in offsets into the file."""
    return f"/source?{urlencode({'path': path, 'start': start, 'end': end})}#here"
