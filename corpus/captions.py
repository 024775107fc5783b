"""Machine captions of a talk: YAML front matter over one huge paragraph, SRT, or VTT."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from corpus.clean import ReadingBuilder, clean
from corpus.clock import with_clock
from corpus.cues import Cue, read_cues, seconds
from corpus.errors import UnreadableSource
from corpus.front_matter import FrontMatter, FrontMatterProblem, read_front_matter
from corpus.hosts import attribute
from corpus.marks import Piece
from corpus.models import Clock, Document, Form, Segment, SourceKind
from corpus.sentences import split_sentences

_KEY = re.compile(r"^([A-Za-z_][\w-]{0,40}):(?=\s|\Z)", re.MULTILINE)
_VALUE = re.compile(r"\s*(?:[>|][+-]?[ \t]*\r?\n)?\s*(?P<quote>[\"']?)")
_TURN = re.compile(r"(?:>>|&gt;&gt;)(?:\s{0,4}[A-Z][A-Za-z.'’ -]{0,40}:(?=\s))?")
_DIRECTION = re.compile(r"\[[A-Za-z][A-Za-z ]{0,30}\]|[♪♫]")
_LINK = re.compile(r"^(?:NOTE[ \t]+)?(?:video_url|video|url|source)[ \t]*[:=][ \t]*(https?://\S{1,500})", re.MULTILINE)

# What a person could ask about; ids, view counts, key words and flags are left out.
_FACTS = (
    "title author authors speaker speakers presenter presenters channel event series published_date published date "
    "upload_date recorded length_minutes duration length description summary"
)


class _Spoken(NamedTuple):
    """A stretch of the reading by one voice, as far as the file marks voices."""

    start: int
    end: int
    voice: str | None = None
    begins_turn: bool = False


def read_captions(
    *, path: str, version: str, file: str, title: str | None = None, episode: str | None = None
) -> Document:
    """Captions as a document whose segments are facts of the front matter, then sentences, each with its speaker.

    `path` and `version` are the document's; `file` is the file's text. Times are exact from SRT and VTT, estimated
    from a length in the front matter, else None. Raises `UnreadableSource` with path, line and what was expected.
    """
    if _is_cues(file):
        return _from_cues(path=path, version=version, file=file, title=title, episode=episode)
    return _from_paragraph(path=path, version=version, file=file, title=title, episode=episode)


def _is_cues(file: str) -> bool:
    head = file[:4096]
    return head.startswith("WEBVTT") or (not head.startswith("---") and "-->" in head)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _from_cues(*, path: str, version: str, file: str, title: str | None, episode: str | None) -> Document:
    turns = _turns_of(read_cues(path=path, file=file), lasting="<v" not in file)
    builder = ReadingBuilder()
    spoken: list[_Spoken] = []
    starts: list[int] = []  # of each cue, in the reading
    times: list[float] = []
    for turn in turns:
        pieces, offsets = _joined([cue.pieces for cue in turn])
        if span := builder.add(pieces):
            spoken.append(_Spoken(*span, turn[0].voice, turn[0].begins_turn))
            starts += [span[0] + offset for offset in offsets]
            times += [cue.starts_at for cue in turn]
    reading = builder.reading()
    segments = (
        segment.model_copy(update={"starts_at": times[bisect_right(starts, segment.start) - 1]})
        for segment in _segments(reading.text, spoken, about="")
    )
    link = _LINK.search(file)
    return Document(
        path=path,
        version=version,
        kind=SourceKind.CAPTIONS,
        title=title or _stem(path),
        episode=episode,
        video=link[1] if link else None,
        duration_s=max(cue.ends_at for turn in turns for cue in turn),
        clock=Clock.EXACT,
        file=file,
        reading=reading,
        segments=tuple(segments),
    )


def _turns_of(cues: Sequence[Cue], *, lasting: bool) -> list[list[Cue]]:
    """Stretches by one voice. A label lasts until the next one; a `<v Name>` only to the end of its cue."""
    turns: list[list[Cue]] = []
    for cue in cues:
        voice = turns[-1][0].voice if turns else None
        goes_on = not cue.begins_turn and (lasting or voice is None)
        if turns and (goes_on or (cue.voice is not None and cue.voice == voice)):
            turns[-1].append(cue)
        else:
            turns.append([cue])
    return turns


def _joined(parts: Sequence[list[Piece]]) -> tuple[list[Piece], list[int]]:
    """The pieces of cues in one list, white space between them folded, and where in it each cue's text begins."""
    pieces: list[Piece] = []
    offsets: list[int] = []
    length = 0
    for part in parts:
        end = pieces[-1].file + pieces[-1].file_length if pieces else 0
        gap = [Piece(" ", end, part[0].file - end, "space")] if pieces else []
        for piece in [*gap, *part]:
            if piece.text.strip() or (pieces and not pieces[-1].text.isspace()):
                pieces.append(piece)
                length += len(piece.text)
        offsets.append(length - sum(len(piece.text) for piece in part))
    while pieces and pieces[-1].text.isspace():
        pieces.pop()
    return pieces, offsets


def _from_paragraph(*, path: str, version: str, file: str, title: str | None, episode: str | None) -> Document:
    try:
        front = read_front_matter(file)
    except FrontMatterProblem as problem:
        raise UnreadableSource(f"{path}:1: {problem}; write one 'key: value' a line.") from problem
    builder = ReadingBuilder()
    facts = [span for pieces in _facts(file, front.body) if (span := builder.add(pieces))]
    spoken = [
        _Spoken(*span, begins_turn=begins_turn)
        for start, end, begins_turn in _marked_turns(file, front.body)
        if (span := builder.add(clean(file, start, end, markup="html")))
    ]
    if not spoken:
        raise UnreadableSource(f"{path}: no captions below the front matter; put the words that were heard there.")
    reading = builder.reading()
    about = " ".join(reading.text[start:end] for start, end in facts)
    data = (Segment(form=Form.DATA, start=start, end=end) for start, end in facts)
    video = front.text("video_url", "video")
    document = Document(
        path=path,
        version=version,
        kind=SourceKind.CAPTIONS,
        title=title or front.text("title") or _stem(path),
        episode=episode,
        published=_iso_date(front),
        url=front.text("url") or video,
        video=video,
        duration_s=_duration_s(front),
        file=file,
        reading=reading,
        segments=(*data, *_segments(reading.text, spoken, about=about)),
    )
    return with_clock(document, ())


def _facts(file: str, body: int) -> Iterator[list[Piece]]:
    """`key: value` of each fact worth asking about, YAML's quotation marks off."""
    keys = list(_KEY.finditer(file, 0, body))
    fence = file.rfind("---", 0, body)
    for key, following in zip(keys, [*(later.start() for later in keys[1:]), fence], strict=False):
        value = _VALUE.match(file, key.end(), following)
        if key[1].lower() not in _FACTS.split() or value is None:
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
            length_s = (seconds(written) or float(written)) * unit_s
        except ValueError:
            continue
        if 0 < length_s < 7 * 24 * 3600:
            return length_s
    return None


def _segments(text: str, spoken: Sequence[_Spoken], *, about: str) -> list[Segment]:
    """One segment a sentence, stage directions left out, each with its speaker."""
    spans: list[tuple[int, int, str | None]] = []
    fresh: set[int] = set()
    for turn in spoken:
        if turn.begins_turn:
            fresh.add(len(spans))
        spans += [(start, end, turn.voice) for start, end in _sentences(text, turn.start, turn.end)]
    if any(voice for _, _, voice in spans):
        speakers = [voice for _, _, voice in spans]
    else:
        speakers = attribute([text[start:end] for start, end, _ in spans], fresh=fresh, about=about)
    return [
        Segment(form=Form.SPEECH, start=start, end=end, speaker=speaker)
        for (start, end, _), speaker in zip(spans, speakers, strict=True)
    ]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    borders = [start]
    for direction in _DIRECTION.finditer(text, start, end):
        borders += [direction.start(), direction.end()]
    borders.append(end)
    found: list[tuple[int, int]] = []
    for first, last in zip(borders[::2], borders[1::2], strict=True):
        found += [(first + begin, first + finish) for begin, finish in split_sentences(text[first:last])]
    return found
