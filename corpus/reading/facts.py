"""What a page or an outline says of its episode: number, title, date, length, chapters, recording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.episodes import episode_id
from corpus.models import Form, Frozen, Reading, Segment, line_at
from corpus.reading.dates import find_date, no_day, parse_duration, parse_time
from corpus.reading.front_matter import FrontMatter
from corpus.reading.markdown import data_value

_NUMBERED = re.compile(
    r"(?:podcast |episode )?(?:outline|episode|ep\.?)?[ ]?(?:outline)?[ ]?[#:]{0,2}[ ]?#?(\d{1,6}[a-z]?)\s?[:–—-]\s",
    re.IGNORECASE,
)
_TITLE_PREFIX = re.compile(
    r"^(?:(?:podcast |episode )?outline\s?[:–—-]\s{0,2})?"
    r"(?:(?:episode|ep\.?)[ ]?#?\d{1,6}[a-z]?|#\d{1,6}[a-z]?)?(?:\s?[:–—-]\s{1,2})?",
    re.IGNORECASE,
)
_TITLE_SUFFIX = re.compile(r"\s[-–—]\s(?:episode )?outline$", re.IGNORECASE)
_EMBED = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{11})(?![\w-])")
_WATCH = re.compile(r"https?://(?:youtu\.be/|(?:www\.)?youtube\.com/watch\?v=)([\w-]{11})(?![\w-])")
_LEFTOVER = re.compile(r"PLACEHOLDER|VIDEO_ID|^X+$")
_CHAPTERS = re.compile(r"\b(?:chapters?|chapter markers|timestamps|timeline|time ?codes)\b", re.IGNORECASE)
_PUBLISHED_KEYS = (
    "published",
    "published_date",
    "publication date",
    "publish date",
    "release date",
    "air date",
    "date",
)
_RECORDED_KEYS = ("recording date", "recorded")
# A line of episode data or of front matter, as any kind of text file may have it.
_DATED_LINE = re.compile(
    r"^[ \t>*_+-]{0,10}(?:published|published_date|publication[ _]date|publish date|release date|air date|date|pubDate|"
    r"upload_date|recording date|recorded)[*_ \t]{0,5}:(?P<value>[^\n]{1,100})",
    re.MULTILINE | re.IGNORECASE,
)
_DURATION_KEYS = ("duration", "length", "runtime", "target duration", "duration target", "target length")
_NUMBER_KEYS = ("episode number", "episode", "number", "file slug", "slug")


class EpisodeFacts(Frozen):
    """What one source says of its episode; None and nothing where it does not say."""

    number: str | None = None
    title: str | None = None
    published: str | None = None
    duration_s: float | None = None
    chapters: tuple[tuple[float, str], ...] = ()  # seconds and title, in order
    url: str | None = None
    video: str | None = None


def facts_of(text: str, front: FrontMatter, reading: Reading, segments: tuple[Segment, ...]) -> EpisodeFacts:
    """The facts of a page or an outline, from its front matter, its lines of episode data and its headings."""
    said = dict(_said(reading, segments))
    heading = next((_words(reading, segment) for segment in segments if _is_title(segment)), None)
    title = heading or front.text("title") or said.get("episode title") or said.get("title")
    return EpisodeFacts(
        number=_number(front, said, heading),
        title=plain_title(title) if title else None,
        published=_published(front, said, reading, segments),
        duration_s=next((seconds for key in _DURATION_KEYS if (seconds := parse_duration(said.get(key, "")))), None),
        chapters=tuple(_chapters(reading, segments)),
        url=_address(front.text("canonical_url", "canonical", "url", "permalink")),
        video=_video(text, front),
    )


def impossible_dates(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that date it with what is no day of the calendar: 1-based line, and the date as written."""
    for line in _DATED_LINE.finditer(text):
        if written := no_day(line["value"]):
            yield line_at(text, line.start()), written


def plain_title(heading: str) -> str:
    """A title without the number and the word "outline" around it: "Episode #044: Tiers" → "Tiers"."""
    title = _TITLE_SUFFIX.sub("", _TITLE_PREFIX.sub("", heading, count=1).strip()).strip()
    return title or heading.strip()


def title_of(path: str) -> str:
    """A title made of a file's name: "ep7/harbour-talk.srt" → "Harbour talk"."""
    stem = PurePosixPath(path).stem.replace("-", " ").replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] or path


def _words(reading: Reading, segment: Segment) -> str:
    return reading.text[segment.start : segment.end]


def _is_title(segment: Segment) -> bool:
    return segment.form is Form.HEADING and not segment.section


def _said(reading: Reading, segments: tuple[Segment, ...]) -> Iterator[tuple[str, str]]:
    """Keys and values of the lines of episode data, the last of a key first, so that the first one wins in a dict."""
    for segment in reversed(segments):
        if segment.form is Form.DATA and (pair := data_value(_words(reading, segment))):
            yield pair


def _number(front: FrontMatter, said: dict[str, str], heading: str | None) -> str | None:
    slug = (front.text("slug") or "").rstrip("/").rsplit("/", 1)[-1]
    label = _NUMBERED.search(front.text("sidebar_label") or "")
    titled = _NUMBERED.match(heading or "")
    written = [
        slug if slug[:1].isdigit() else "",
        front.text("episode", "episode_number", "number") or "",
        *(said.get(key, "") for key in _NUMBER_KEYS),
        titled[1] if titled else "",
        label[1] if label else "",
    ]
    return next((number for value in written if (number := episode_id(value.strip("`")))), None)


def _published(front: FrontMatter, said: dict[str, str], reading: Reading, segments: tuple[Segment, ...]) -> str | None:
    dated = [front.text("date", "published", "published_date", "publication_date", "pubDate") or ""]
    dated += [said.get(key, "") for key in (*_PUBLISHED_KEYS, *_RECORDED_KEYS)]
    dated += [
        _words(reading, segment) for segment in segments if segment.form is Form.DATA and _is_news(reading, segment)
    ]
    return next((date for value in dated if (date := find_date(value))), None)


def _is_news(reading: Reading, segment: Segment) -> bool:
    """Whether a heading dates the episode: news are of the day on which it came out."""
    return "news" in _words(reading, segment).lower() and data_value(_words(reading, segment)) is None


def _chapters(reading: Reading, segments: tuple[Segment, ...]) -> Iterator[tuple[float, str]]:
    last = -1.0
    for segment in segments:
        if segment.form not in (Form.ITEM, Form.PROSE, Form.ROW) or not any(map(_CHAPTERS.search, segment.section)):
            continue
        words = _words(reading, segment)
        seconds = parse_time(words)
        if seconds is not None and seconds > last:
            yield seconds, words.partition(" ")[2].lstrip("-–—:) ").strip()
            last = seconds


def _address(written: str | None) -> str | None:
    return written if written and written.startswith(("https://", "http://")) else None


def _video(text: str, front: FrontMatter) -> str | None:
    """The address of the recording: an embedded player, else the first link to a video."""
    if address := _address(front.text("video_url", "video", "youtube")):
        return address
    for pattern in (_EMBED, _WATCH):
        for match in pattern.finditer(text):
            if not _LEFTOVER.search(match[1]):
                return f"https://www.youtube.com/watch?v={match[1]}"
    return None
