"""Stretches of speech → segments, one a sentence, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from corpus.captions.hosts import attribute
from corpus.models import Form, Segment
from corpus.sentences import split_sentences

_DIRECTION = re.compile(r"\[[A-Za-z][A-Za-z ]{0,30}\]|[♪♫]")


def title_of(path: str) -> str:
    """A title made of a file's name: "ep7/harbour-talk.srt" → "Harbour talk"."""
    stem = PurePosixPath(path).stem.replace("-", " ").replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] or path


class Spoken(NamedTuple):
    """A stretch of the reading by one voice, as far as the file marks voices."""

    start: int
    end: int
    voice: str | None = None
    begins_turn: bool = False


def speech_segments(text: str, spoken: Sequence[Spoken], *, about: str) -> list[Segment]:
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
