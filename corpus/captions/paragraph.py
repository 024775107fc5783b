"""Machine captions as one huge paragraph below front matter: what the front matter says is kept as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.captions.cues import seconds
from corpus.captions.spoken import Spoken, speech_segments, without_directions
from corpus.clock import with_clock
from corpus.errors import UnreadableSource
from corpus.models import Document, Form, Segment, SourceKind
from corpus.reading.clean import ReadingBuilder, clean
from corpus.reading.facts import title_of
from corpus.reading.front_matter import FrontMatter, FrontMatterProblem, read_front_matter
from corpus.reading.marks import Piece

_KEY = re.compile(r"^([A-Za-z_][\w-]{0,40}):(?=\s|\Z)", re.MULTILINE)
_VALUE = re.compile(r"\s*(?:[>|][+-]?[ \t]*\r?\n)?\s*(?P<quote>[\"']?)")
_TURN = re.compile(r"(?:>>|&gt;&gt;)(?:\s{0,4}[A-Z][A-Za-z.'’ -]{0,40}:(?=\s))?")

# What a person could ask about; ids, view counts, key words and flags are left out.
_FACT_KEYS = (
    "title author authors speaker speakers presenter presenters channel event series published_date published date "
    "upload_date recorded length_minutes duration length description summary"
)
_FACTS = frozenset(_FACT_KEYS.split())


def read_paragraph(*, path: str, version: str, file: str, title: str | None, names: Sequence[str]) -> Document:
    """The captions below front matter; a `title` given goes before the front matter's. Times are estimated.

    Raises `UnreadableSource` for front matter that cannot be read, or no words below it.
    """
    try:
        front = read_front_matter(file)
    except FrontMatterProblem as problem:
        raise UnreadableSource(f"{path}:1: {problem}; write one 'key: value' a line.") from problem
    builder = ReadingBuilder()
    facts = [span for pieces in _facts(file, front.body) if (span := builder.add(pieces))]
    spoken: list[Spoken] = []
    for start, end, marked in _marked_turns(file, front.body):
        spans = [builder.add(pieces) for pieces in without_directions(clean(file, start, end, markup="html"))]
        for number, span in enumerate(filter(None, spans)):
            spoken.append(Spoken(*span, begins_turn=marked and not number))
    if not spoken:
        raise UnreadableSource(f"{path}: no captions below the front matter; put the words that were heard there.")
    reading = builder.reading()
    about = "\n".join([title or "", *(reading.text[start:end] for start, end in facts), *names])
    data = (Segment(form=Form.DATA, start=start, end=end) for start, end in facts)
    video = front.text("video_url", "video")
    document = Document(
        path=path,
        version=version,
        kind=SourceKind.CAPTIONS,
        title=title or front.text("title") or title_of(path),
        published=_iso_date(front),
        url=front.text("url") or video,
        video=video,
        duration_s=_duration_s(front),
        file=file,
        reading=reading,
        segments=(*data, *speech_segments(reading.text, spoken, about=about)),
    )
    return with_clock(document, ())


def _facts(file: str, body: int) -> Iterator[list[Piece]]:
    """`key: value` of each fact worth asking about, YAML's quotation marks off."""
    keys = list(_KEY.finditer(file, 0, body))
    fence = file.rfind("---", 0, body)
    for key, following in zip(keys, [*(later.start() for later in keys[1:]), fence], strict=False):
        value = _VALUE.match(file, key.end(), following)
        if key[1].lower() not in _FACTS or value is None:
            continue
        first, last = value.end(), key.end() + len(file[key.end() : following].rstrip())
        last -= last > first and bool(value["quote"]) and file[last - 1] == value["quote"]
        if first < last:
            gap = Piece(" ", key.end(), first - key.end(), "space")
            yield [*clean(file, key.start(), key.end(), markup="html"), gap, *clean(file, first, last, markup="html")]


def _marked_turns(file: str, body: int) -> Iterator[tuple[int, int, bool]]:
    """Stretches of the body between marks of a new voice: start, end, whether a mark is before it."""
    start, marked = body, False
    for mark in _TURN.finditer(file, body):
        yield start, mark.start(), marked
        start, marked = mark.end(), True
    yield start, len(file), marked


def _iso_date(front: FrontMatter) -> str | None:
    written = front.text("published_date", "published", "date", "upload_date", "recorded") or ""
    try:
        return date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        return None


def _duration_s(front: FrontMatter) -> float | None:
    """The length in seconds; a plain number under `duration` is seconds (YAML itself reads 60:24 as such)."""
    for key, unit_s in (("length_minutes", 60), ("duration_minutes", 60), ("duration", 1), ("length_seconds", 1)):
        written = front.text(key) or ""
        try:
            length_s = (seconds(written) if unit_s == 1 else None) or float(written) * unit_s
        except ValueError:
            continue
        if 0 < length_s < 7 * 24 * 3600:
            return length_s
    return None
