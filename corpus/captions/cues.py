"""SRT and VTT: cues with their times, voices and the place of every character in the file.

Both formats are parsed here and not by a library: pysubs2 and webvtt-py read the times well but give cue texts
without places, and finding the texts again in the file is harder (tags, entities, repeated lines) than reading
them once. The tests hold both libraries against this reader on the same files. Every line is looked at once.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.errors import UnreadableSource
from corpus.reading.marks import UNSEEN, Piece, seen
from corpus.sentences import is_common_word

MAX_LINE = 20_000  # characters of a cue line; longer is not a caption

_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_PART = re.compile(
    rf"<(?P<tag>[^<>]{{0,200}})>|\{{\\[^{{}}]{{0,80}}\}}|&(?:#?\w{{1,30}});|\s+|(?P<unseen>[{UNSEEN}]+)"
    rf"|[^\s<>&{{}}{UNSEEN}]+|[<>&{{}}]"
)
_VOICE = re.compile(r"v(?:\.[\w.-]{1,60})?\s+(.{1,100})", re.DOTALL)
_INLINE_TIME = re.compile(r"<\d{1,4}:\d\d[:.]\d\d")
_TURN = re.compile(r"\s{0,4}(?P<mark>>>|&gt;&gt;|-(?=[\s>A-Z]))?\s{0,4}(?:(?P<name>[A-Z][\w.'’ -]{0,60}):(?=\s))?")
_INNER_TURN = re.compile(r"(?<=\S)\s{0,4}(?=>>|&gt;&gt;)(?<!>)(?<!&gt;)")


class Cue(NamedTuple):
    """What one voice says in one cue. Times in seconds."""

    starts_at: float
    ends_at: float
    pieces: list[Piece]
    voice: str | None = None  # from `<v Name>` or a label
    begins_turn: bool = False  # marked by a voice, a label, ">>" or "-"


class _Line(NamedTuple):
    number: int  # 1-based
    start: int
    text: str  # without its line end


def _lines(file: str) -> Iterator[_Line]:
    start = 0
    for number, raw in enumerate(file.splitlines(keepends=True), start=1):
        yield _Line(number, start, raw.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        start += len(raw)


def seconds(written: str) -> float | None:
    """The time that `HH:MM:SS,mmm` or `MM:SS.mmm` stands for, in seconds, or None when it is none."""
    match = _TIME.fullmatch(written.strip())
    if match is None or int(match[2]) > 59 or int(match[3]) > 59:
        return None
    fraction = int((match[4] or "0").ljust(3, "0")) / 1000
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]) + fraction


def _times(path: str, line: _Line) -> tuple[float, float]:
    first, _, rest = line.text.partition("-->")
    found: list[float] = []
    for written in (first.strip(), (rest.split() or [""])[0]):
        time = seconds(written)
        if time is None:
            problem = f"{written[:40]!r} is not a caption time; expected HH:MM:SS,mmm or MM:SS.mmm."
            raise UnreadableSource(f"{path}:{line.number}: {problem}")
        found.append(time)
    return found[0], found[1]


def read_cues(*, path: str, file: str) -> list[Cue]:
    """The cues of an SRT or VTT file in order, a cue of two voices as two.

    Raises `UnreadableSource` for a wrong time, a line longer than `MAX_LINE`, or no cue at all.
    """
    rolling = _INLINE_TIME.search(file) is not None
    blocks = list(_blocks(path, file))
    labels = _labels(part for _, lines in blocks for line in lines for part in _at_turns(line))
    cues: list[Cue] = []
    last_line = ""
    for times, lines in blocks:
        # Rolling captions show each line twice, growing; the second showing says nothing new.
        fresh = [line for line in lines if not (rolling and _plain(line) == last_line)]
        last_line = next((_plain(line) for line in reversed(lines) if _plain(line)), last_line)
        cues.extend(_voices(times, [part for line in fresh for part in _at_turns(line)], labels))
    if not cues:
        raise UnreadableSource(f"{path}: no caption found; expected times such as '00:00:01,000 --> 00:00:04,000'.")
    return cues


def _at_turns(line: _Line) -> Iterator[_Line]:
    """A line in parts, cut before each ">>" within it: "thank you >> why not"."""
    begins = 0
    for border in _INNER_TURN.finditer(line.text):
        yield _Line(line.number, line.start + begins, line.text[begins : border.start()])
        begins = border.end()
    yield _Line(line.number, line.start + begins, line.text[begins:])


def _labels(lines: Iterable[_Line]) -> frozenset[str]:
    """Which words before a colon at the beginning of a line name who speaks: names used twice, or behind ">>"."""
    found = [match for line in lines if (match := _TURN.match(line.text)) and match["name"]]
    often = Counter(match["name"] for match in found)
    return frozenset(
        match["name"]
        for match in found
        if match["mark"] or (often[match["name"]] > 1 and (match["name"].isupper() or not _is_ordinary(match["name"])))
    )


def _is_ordinary(label: str) -> bool:
    """Whether a label is made of ordinary words and numbers ("Speaker 1", "Question"), so that it names nobody."""
    return all(is_common_word(word) or not word.isalpha() or len(word) == 1 for word in label.split())


def _blocks(path: str, file: str) -> Iterator[tuple[tuple[float, float], list[_Line]]]:
    """Each time line with the text lines below it; numbers and names of cues, notes and styles left out."""
    times: tuple[float, float] | None = None
    held: list[_Line] = []
    vtt = file.lstrip("\ufeff").startswith("WEBVTT")
    for line in _lines(file):
        if len(line.text) > MAX_LINE:
            raise UnreadableSource(f"{path}:{line.number}: a line of {len(line.text):,} characters is no caption.")
        if "-->" in line.text:
            if times is not None:
                yield times, _without_name(held)
            times, held = _times(path, line), []
        elif times is not None and (line.text or not vtt):
            held.append(line)
        elif times is not None:  # in VTT a blank line ends the cue, and a note may follow
            yield times, held
            times, held = None, []
    if times is not None:
        yield times, held


def _without_name(lines: list[_Line]) -> list[_Line]:
    """SRT: a number alone just above a time line is the next cue's, not text of this one."""
    return lines[:-1] if lines and lines[-1].text.strip().isdigit() else lines


def _plain(line: _Line) -> str:
    return "".join(piece.text for piece, _ in _parts(line)).strip()


def _parts(line: _Line) -> Iterator[tuple[Piece, str | None]]:
    """The pieces of a line, tags off; a `<v Name>` comes as an empty piece with the name, `</v>` with ""."""
    for match in _PART.finditer(line.text):
        start, length = line.start + match.start(), match.end() - match.start()
        tag = match["tag"]
        if tag is not None:
            voice = _VOICE.fullmatch(tag)
            if voice or tag == "/v":
                yield Piece("", start, length), " ".join(voice[1].split()) if voice else ""
        elif match[0].startswith("&") and length > 1:
            if shown := seen(html.unescape(match[0])):
                yield Piece(shown.replace("\xa0", " "), start, length), None
        elif match[0].isspace():
            yield Piece(" ", start, length, "space"), None
        elif not match["unseen"] and not match[0].startswith("{\\"):
            yield Piece(match[0], start, length), None


def _person(label: str | None) -> str | None:
    if label is None or _is_ordinary(label):
        return None
    return label.title() if label.isupper() else label


def _voices(times: tuple[float, float], lines: list[_Line], labels: frozenset[str]) -> list[Cue]:
    cues = [Cue(*times, [])]
    for line in lines:
        turn = _TURN.match(line.text)
        label = turn["name"] if turn and turn["name"] in labels else None
        body = line
        if turn and (turn["mark"] or label):
            skipped = turn.end() + 1 if label else turn.end("mark")
            body = _Line(line.number, line.start + skipped, line.text[skipped:])
            cues.append(Cue(*times, [], _person(label), begins_turn=True))
        elif cues[-1].pieces:
            last = cues[-1].pieces[-1]
            cues[-1].pieces.append(Piece(" ", last.file + last.file_length, 1, "space"))
        for piece, voice in _parts(body):
            if voice is not None:
                cues.append(Cue(*times, [], voice or None, begins_turn=True))
            else:
                cues[-1].pieces.append(piece)
    return [cue for cue in cues if any(piece.text.strip() for piece in cue.pieces)]
