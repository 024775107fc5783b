"""Times into the episode: from word counts and pauses over the whole length, drawn to the chapters that are found.

Nobody timed the scripts. Speech runs evenly enough that a turn's share of the words and pauses before it gives its
place within about half a minute; where the page lists chapters and a chapter's opening is recognised in what is
said (a heading of its name, or the words of its title), times there are the page's and the rest lies in between.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz import fuzz

from corpus.models import Clock, Document, Form, Segment, SourceKind

_WORDS_PER_SECOND = 2.5  # of talk, where only chapters are known and no length

_BREAK = re.compile(
    r"<break\b[^<>]{0,60}?time=[\"'](?P<number>\d{1,5}(?:\.\d{1,3})?)(?P<unit>ms|s)[\"'][^<>]{0,40}>"
    r"|\[pause(?P<length>[^\[\]]{0,20})\]",
    re.IGNORECASE,
)
_PAUSES_S = {"short": 0.3, "long": 1.0}
_PAUSE_S = 0.5
_MOST_PAUSE = 0.5  # of the length: more pauses than that were not spoken as written
_WORD = re.compile(r"[^\W_]{3,}")
_SAME_HEADING = 85  # of 100, rapidfuzz's token_set_ratio
_TITLE_FOUND = 0.6  # share of a chapter title's weight that its opening has to hold
_OPENING_WORDS = 60  # a chapter's subject is named at its beginning
_NEAR_S, _NEAR_SHARE = 60.0, 0.12  # how far a chapter may be from its estimate: seconds, or share of the length


class _Spoken(NamedTuple):
    """One segment of speech with its estimated time in seconds."""

    segment: int
    estimate: float
    words: frozenset[str]
    section: tuple[str, ...]


def with_clock(document: Document, chapters: tuple[tuple[float, str], ...]) -> Document:
    """`document` with `starts_at` of its speech filled, in seconds, never falling from one segment to the next.

    `chapters` are (start in seconds, title). `clock` becomes "chapter" when a chapter later than the first was
    recognised, else "estimated". Unchanged where times are exact, for outlines and articles, and where neither a
    length nor chapters are known. Chapters may run past the stated length: then the length gives way.
    """
    talk = [index for index, segment in enumerate(document.segments) if segment.form is Form.SPEECH]
    on_air = document.kind not in (SourceKind.OUTLINE, SourceKind.ARTICLE)
    if document.clock is Clock.EXACT or not on_air or not talk or not (document.duration_s or chapters):
        return document
    chapters = tuple(sorted((start, title) for start, title in chapters if start >= 0))
    spoken, length_s = _estimated(document, talk, chapters)
    anchors = _anchors(spoken, chapters, length_s)
    times = _between(spoken, anchors, length_s)
    segments = list(document.segments)
    for one, time in zip(spoken, times, strict=True):
        segments[one.segment] = segments[one.segment].model_copy(update={"starts_at": round(time, 1)})
    clock = Clock.CHAPTER if any(at > 0 for _, at in anchors) else Clock.ESTIMATED
    return document.model_copy(update={"segments": tuple(segments), "clock": clock})


def _estimated(
    document: Document, talk: Sequence[int], chapters: Sequence[tuple[float, str]]
) -> tuple[list[_Spoken], float]:
    """Each segment of speech with the time its share of words and pauses gives, and the whole length in seconds."""
    segments = [document.segments[index] for index in talk]
    counts = [len(_text(document, segment).split()) for segment in segments]
    before = list(accumulate(counts, initial=0))
    pauses = _pauses_before(document, segments)
    length_s = document.duration_s or before[-1] / _WORDS_PER_SECOND + pauses[-1]
    if chapters and chapters[-1][0] >= length_s:
        length_s = chapters[-1][0] * (1 + 1 / len(chapters))
    paused_s = min(pauses[-1], _MOST_PAUSE * length_s)
    pause_rate = paused_s / pauses[-1] if pauses[-1] else 0.0
    word_rate = (length_s - paused_s) / max(before[-1], 1)
    spoken = [
        _Spoken(
            segment=index,
            estimate=words * word_rate + pause * pause_rate,
            words=frozenset(_WORD.findall(_opening(_text(document, segment)))) if chapters else frozenset(),
            section=segment.section,
        )
        for index, segment, words, pause in zip(talk, segments, before, pauses, strict=False)
    ]
    return spoken, length_s


def _text(document: Document, segment: Segment) -> str:
    return document.reading.text[segment.start : segment.end]


def _opening(text: str) -> str:
    return " ".join(text.casefold().split()[:_OPENING_WORDS])


def _pauses_before(document: Document, segments: Sequence[Segment]) -> list[float]:
    """Seconds of pause in the file before each segment, and last of all together."""
    places: list[int] = []
    lengths: list[float] = []
    for match in _BREAK.finditer(document.file):
        places.append(match.start())
        lengths.append(_seconds(match))
    sums = list(accumulate(lengths, initial=0.0))
    starts = (document.reading.to_file(segment.start, segment.start + 1)[0] for segment in segments)
    return [*(sums[bisect_right(places, start)] for start in starts), sums[-1]]


def _seconds(pause: re.Match[str]) -> float:
    if pause["number"]:
        return float(pause["number"]) / (1000 if pause["unit"].lower() == "ms" else 1)
    return _PAUSES_S.get((pause["length"] or "").strip().lower(), _PAUSE_S)


def _anchors(
    spoken: Sequence[_Spoken], chapters: Sequence[tuple[float, str]], length_s: float
) -> list[tuple[int, float]]:
    """Which segment of speech opens which chapter: (position in `spoken`, the chapter's start), both rising."""
    frequency = Counter(word for one in spoken for word in one.words)
    near_s = max(_NEAR_S, _NEAR_SHARE * length_s)
    anchors: list[tuple[int, float]] = []
    for start, title in chapters:
        first = anchors[-1][0] + 1 if anchors else 0
        candidates = [at for at in range(first, len(spoken)) if abs(spoken[at].estimate - start) <= near_s]
        weights = {
            word: math.log(len(spoken) / max(frequency[word], 1)) + 0.1
            for word in _WORD.findall(title.casefold())
            if frequency[word] <= len(spoken) / 4
        }
        opening = _under_heading(spoken, candidates, title) or _with_words(spoken, candidates, weights, start)
        if opening is not None and (not anchors or start > anchors[-1][1]):
            anchors.append((opening, start))
    return anchors


def _under_heading(spoken: Sequence[_Spoken], candidates: Sequence[int], title: str) -> int | None:
    """The first segment below a heading of the chapter's name."""
    for at in candidates:
        own = spoken[at].section
        changed = bool(own) and (at == 0 or spoken[at - 1].section != own)
        if changed and fuzz.token_set_ratio(own[-1].casefold(), title.casefold()) >= _SAME_HEADING:
            return at
    return None


def _with_words(
    spoken: Sequence[_Spoken], candidates: Sequence[int], weights: dict[str, float], start: float
) -> int | None:
    """The segment nearest to the chapter's time that holds most of its title's telling words."""
    needed = _TITLE_FOUND * sum(weights.values())
    found = [
        at
        for at in candidates
        if len(weights) > 1 and sum(weight for word, weight in weights.items() if word in spoken[at].words) >= needed
    ]
    return min(found, key=lambda at: abs(spoken[at].estimate - start), default=None)


def _between(spoken: Sequence[_Spoken], anchors: Sequence[tuple[int, float]], length_s: float) -> list[float]:
    """The estimates stretched so that every anchor has its chapter's time."""
    known = [(spoken[at].estimate, time) for at, time in anchors]
    if not known or known[0][0] > 0:
        known = [(0.0, 0.0), *known]
    known.append((length_s, length_s))
    times: list[float] = []
    right = 1
    for one in spoken:
        while right < len(known) - 1 and known[right][0] <= one.estimate:
            right += 1
        (left_from, left_to), (right_from, right_to) = known[right - 1], known[right]
        share = (one.estimate - left_from) / (right_from - left_from) if right_from > left_from else 0.0
        time = left_to + min(max(share, 0.0), 1.0) * (right_to - left_to)
        times.append(max(time, times[-1] if times else 0.0))
    return times
