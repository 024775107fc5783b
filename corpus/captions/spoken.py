"""Stretches of speech → segments, one a sentence, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import dropwhile
from typing import NamedTuple

from corpus.captions.hosts import attribute
from corpus.captions.phrases import RUN_ON, cut_run_on
from corpus.models import Form, Segment
from corpus.reading.clean import text_of
from corpus.reading.directions import is_direction
from corpus.reading.marks import Piece
from corpus.sentences import split_sentences

_DIRECTION = re.compile(r"\[[A-Za-z][^\[\]]{0,60}\]|[♪♫]+|\([^()]{1,60}\)")
_STOP = re.compile(r"[.?!…][\"'”’)]{0,3}\Z")
_NO_SILENCES: Mapping[int, float] = {}


class Spoken(NamedTuple):
    """A stretch of the reading by one voice, as far as the file marks voices."""

    start: int
    end: int
    voice: str | None = None
    begins_turn: bool = False


def speech_segments(
    text: str, spoken: Sequence[Spoken], *, about: str, silences: Mapping[int, float] = _NO_SILENCES
) -> list[Segment]:
    """One segment a sentence, each with its speaker.

    Where the captions have no full stops, a sentence is a phrase about as long as one; `silences` are the
    seconds of silence before the captions that begin at these places of `text`.
    """
    turns = [(turn, _sentences(text, turn)) for turn in spoken]
    run_on = _runs_on(text, [span for _, sentences in turns for span in sentences])
    spans: list[tuple[int, int, str | None]] = []
    fresh: set[int] = set()
    for turn, sentences in turns:
        if turn.begins_turn:
            fresh.add(len(spans))
        parts = _phrases(text, sentences, silences) if run_on else sentences
        spans += [(start, end, turn.voice) for start, end in parts]
    if any(voice for _, _, voice in spans):
        speakers = [voice for _, _, voice in spans]
    else:
        speakers = attribute([text[start:end] for start, end, _ in spans], fresh=fresh, about=about)
    return [
        Segment(form=Form.SPEECH, start=start, end=end, speaker=speaker)
        for (start, end, _), speaker in zip(spans, speakers, strict=True)
    ]


def _sentences(text: str, turn: Spoken) -> list[tuple[int, int]]:
    return [(turn.start + start, turn.start + end) for start, end in split_sentences(text[turn.start : turn.end])]


def without_directions(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The stretches between stage directions, in order: what is heard on both sides of one is no one sentence."""
    text = text_of(pieces)
    borders = [0]
    for mark in _DIRECTION.finditer(text):
        if mark[0][0] != "(" or is_direction(text, *mark.span(), within=(0, len(text))):
            borders += mark.span()
    stretches = list(zip(borders[::2], [*borders[1::2], len(text)], strict=True))
    parts: list[list[Piece]] = [[] for _ in stretches]
    at = position = 0
    for piece in pieces:
        end = position + len(piece.text)
        while at < len(stretches) and stretches[at][0] < end:
            start, stop = max(stretches[at][0], position), min(stretches[at][1], end)
            if start < stop:
                parts[at].append(_cut(piece, start - position, stop - position))
            if stretches[at][1] > end:
                break
            at += 1
        position = end
    return [_trimmed(part) for part in parts]


def _cut(piece: Piece, start: int, end: int) -> Piece:
    """`piece.text[start:end]`, or all of a piece whose characters do not match the file's one to one."""
    if len(piece.text) != piece.file_length:
        return piece
    return Piece(piece.text[start:end], piece.file + start, end - start, piece.kind)


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    while pieces and pieces[-1].text.isspace():
        pieces.pop()
    return list(dropwhile(lambda piece: piece.text.isspace(), pieces))


def _runs_on(text: str, sentences: Sequence[tuple[int, int]]) -> bool:
    """Whether nobody, or hardly anybody, set full stops: a long way between two of them."""
    stops = sum(_is_over(text, end) for _, end in sentences)
    return sum(len(text[start:end].split()) for start, end in sentences) > RUN_ON * max(stops, 1)


def _is_over(text: str, end: int) -> bool:
    """Whether a full stop stands before `end`."""
    return _STOP.search(text, max(0, end - 4), end) is not None


def _phrases(text: str, sentences: Sequence[tuple[int, int]], silences: Mapping[int, float]) -> list[tuple[int, int]]:
    """The sentences, what is too long for one cut into phrases; a cut that was only for length is none."""
    stretches: list[tuple[int, int]] = []
    for start, end in sentences:
        before = stretches[-1][1] if stretches else start
        goes_on = text[before:start].isspace() and not _is_over(text, before)
        stretches.append((stretches.pop()[0], end) if goes_on else (start, end))
    return [phrase for start, end in stretches for phrase in cut_run_on(text, start, end, silences)]
