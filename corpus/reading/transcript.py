"""Scripts and plain transcripts: `Speaker: text` turns, with SSML and stage directions.

A paragraph without a label continues the turn before it. Labels may stand anywhere in a line; a script of a
single line is read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Form, Reading, Segment
from corpus.reading.clean import ReadingBuilder, clean, text_of
from corpus.reading.speakers import split_turns

_BLANK = re.compile(r"\n[ \t\r]*\n")
_DIRECTION = re.compile(r"[\[(][^\[\]()]{1,80}[\])][.!]?")


def read(text: str, speakers: tuple[str, ...]) -> tuple[Reading, tuple[Segment, ...]]:
    """The reading of a transcript and its segments, one for each turn or further paragraph of a turn.

    `speakers` are the names that count as labels. What stands before the first label is prose, unless there is no
    label at all: then all of it is speech of nobody known. A paragraph that is one stage direction is left out.
    """
    builder = ReadingBuilder()
    segments: list[Segment] = []
    speaker: str | None = None
    for start, end in _paragraphs(text):
        for turn in split_turns(text, start, end, speakers):
            speaker = turn.speaker or speaker
            pieces = clean(text, turn.start, turn.end, markup="speech")
            if _DIRECTION.fullmatch(text_of(pieces)):
                continue
            if span := builder.add(pieces):
                form = Form.SPEECH if speaker else Form.PROSE
                segments.append(Segment(form=form, start=span[0], end=span[1], speaker=speaker))
    if not any(segment.speaker for segment in segments):
        segments = [segment.model_copy(update={"form": Form.SPEECH}) for segment in segments]
    return builder.reading(), tuple(segments)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of `text` parted by empty lines, as `(start, end)`."""
    start = 0
    for blank in _BLANK.finditer(text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)
