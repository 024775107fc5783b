"""Documents → passages: whole sentences, packed up to a token budget, cut where a reader would pause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from corpus.models import Clock, Document, Form, Passage, Segment, Sentence
from corpus.searchable import searchable
from corpus.sentences import split_sentences
from corpus.tokens import count_tokens

MAX_TOKENS = 180
_HEADER_WORDS = {"title": 14, "section": 10, "speakers": 8}
_ALWAYS_FITS = 200  # characters: no tokenizer makes more than one piece of a character
_WHOLE = (Form.HEADING, Form.ROW, Form.DATA)  # one line, one fact: not cut into sentences unless too long
_APART = (Form.CODE, Form.TASK)  # packed with their like only
_WORD = re.compile(r"\S+")
_HALF = 0.5


class _Unit(NamedTuple):
    """A sentence on its way into a passage."""

    sentence: Sentence
    start: int  # in the reading
    end: int
    tokens: int
    segment: int  # which segment it is of


def _any_length(search_text: str) -> bool:
    return bool(search_text)


def _as_heard(text: str) -> str:
    return text


def chunk_document(
    document: Document,
    *,
    max_tokens: int = MAX_TOKENS,
    fits: Callable[[str], bool] = _any_length,
    repair: Callable[[str], str] = _as_heard,
) -> list[Passage]:
    """The passages of a document, in order; together their sentences hold every word of its segments once.

    No passage's `search_text` has more than `max_tokens` cl100k tokens or is refused by `fits`, the embedding
    model's own limit; nor is any sentence's. What is too long is cut further, at white space. `repair` mends names
    that a machine mis-heard, for searching only.
    """
    budget = max_tokens - count_tokens([_header(document, (), ())])[0]
    cutter = _Cutter(document, max_tokens=budget, fits=fits, repair=repair)
    lines = _line_starts(document.file)
    return [
        _passage(document, units, lines)
        for group in _groups(document.segments, cutter.units())
        for packed in _pack(group, lambda units: _space_left(document, units, max_tokens))
        for units in _fitting(document, packed, fits)
    ]


# --- sentences ------------------------------------------------------------------------------------------------------


class _Cutter:
    """Cuts the segments of one document into sentences that fit on their own."""

    def __init__(
        self, document: Document, *, max_tokens: int, fits: Callable[[str], bool], repair: Callable[[str], str]
    ) -> None:
        self._document = document
        self._max_tokens = max_tokens
        self._fits = fits
        self._repair = repair

    def units(self) -> list[_Unit]:
        spans = [
            (index, start, end)
            for index, segment in enumerate(self._document.segments)
            for start, end in self._spans(segment)
        ]
        searched = [self._searched(*span) for span in spans]
        units: list[_Unit] = []
        for span, text, tokens in zip(spans, searched, count_tokens(searched), strict=True):
            units += self._small_enough(*span, text, tokens)
        return units

    def _spans(self, segment: Segment) -> list[tuple[int, int]]:
        if segment.form in _WHOLE or segment.form is Form.CODE:
            return [(segment.start, segment.end)]
        text = self._document.reading.text[segment.start : segment.end]
        return [(segment.start + start, segment.start + end) for start, end in split_sentences(text)]

    def _searched(self, index: int, start: int, end: int) -> str:
        segment, text = self._document.segments[index], self._document.reading.text[start:end]
        if segment.form is Form.ROW and (start, end) == (segment.start, segment.end) and segment.cells:
            names = [*segment.header, *[""] * len(segment.cells)]
            text = "; ".join(
                f"{name}: {cell}" if name else cell for name, cell in zip(names, segment.cells, strict=False)
            )
        elif segment.form is Form.DATA:
            text = text.replace("_", " ")
        return searchable(self._repair(text))

    def _small_enough(self, index: int, start: int, end: int, text: str, tokens: int) -> list[_Unit]:
        if tokens <= self._max_tokens and (len(text) <= _ALWAYS_FITS or self._fits(text)):
            return [_Unit(self._sentence(index, start, end, text), start, end, tokens, index)]
        middle = self._middle(start, end)
        if middle is None:
            return [_Unit(self._sentence(index, start, end, text), start, end, tokens, index)]
        units = []
        for first, last in ((start, middle), (middle, end)):
            first, last = self._trimmed(first, last)
            half = self._searched(index, first, last)
            units += self._small_enough(index, first, last, half, count_tokens([half])[0])
        return units

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self._document.reading.text[start:end]
        return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))

    def _middle(self, start: int, end: int) -> int | None:
        """Where to cut in two: the white space nearest the middle, or inside a word longer than any tokenizer takes."""
        text, half = self._document.reading.text, (start + end) // 2
        before, after = text.rfind(" ", start + 1, half), text.find(" ", half, end - 1)
        cuts = [cut for cut in (before, after, text.rfind("\n", start + 1, end - 1)) if cut > 0]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut - half))
        return half if end - start > _ALWAYS_FITS else None

    def _sentence(self, index: int, start: int, end: int, search_text: str) -> Sentence:
        document, segment = self._document, self._document.segments[index]
        file_start, file_end = document.reading.to_file(start, end)
        return Sentence(
            text=document.reading.text[start:end],
            search_text=search_text,
            start=file_start,
            end=file_end,
            form=segment.form,
            speaker=segment.speaker,
            section=segment.section,
            header=segment.header,
            cells=segment.cells,
            starts_at=_time_at(document, index, start),
        )


def _time_at(document: Document, index: int, start: int) -> float | None:
    """The time of a place inside a segment, by its share of the words up to the next one."""
    segment = document.segments[index]
    if segment.starts_at is None or start == segment.start or document.clock is Clock.EXACT:
        return segment.starts_at
    following = next((later.starts_at for later in document.segments[index + 1 : index + 4] if later.starts_at), None)
    if following is None or following < segment.starts_at:
        following = segment.starts_at if document.duration_s is None else max(document.duration_s, segment.starts_at)
    share = (start - segment.start) / (segment.end - segment.start)
    return round(segment.starts_at + share * (following - segment.starts_at), 1)


# --- passages -------------------------------------------------------------------------------------------------------


def _groups(segments: Sequence[Segment], units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Units that may share a passage, in order: of one section, headings with what follows them."""
    groups: list[list[_Unit]] = []
    headings: list[_Unit] = []
    for _, found in groupby(units, key=lambda unit: _kind_of(segments[unit.segment])):
        group = list(found)
        if group[0].sentence.form is Form.HEADING:
            headings += group
        else:
            groups.append([*headings, *group])
            headings = []
    return [*groups, headings] if headings else groups


def _kind_of(segment: Segment) -> tuple[object, ...]:
    if segment.form is Form.HEADING:
        return ("heading",)
    return segment.section, segment.form if segment.form in _APART else None


def _space_left(document: Document, units: Sequence[_Unit], max_tokens: int) -> int:
    """The budget of a passage that begins with these units: what its header leaves."""
    sections = [unit.sentence.section for unit in units]
    speakers = [unit.sentence.speaker for unit in units]
    return max_tokens - count_tokens([_header(document, sections, speakers)])[0] - 1


def _pack(units: list[_Unit], space: Callable[[Sequence[_Unit]], int]) -> list[list[_Unit]]:
    """Fill passages one after the other, cut at the best border that the budget allows."""
    packed: list[list[_Unit]] = []
    while units:
        count = _count_within(units, space(units[:40]))
        cut = count if count == len(units) else _best_cut(units, count)
        packed.append(units[:cut])
        units = units[cut:]
    return packed


def _count_within(units: Sequence[_Unit], budget: int) -> int:
    used = 0
    for count, unit in enumerate(units):
        used += unit.tokens + 1
        if used > budget and count:
            return count
    return len(units)


def _best_cut(units: Sequence[_Unit], most: int) -> int:
    """How many of the first `most` units to take: to the last border of a segment that leaves half of them or more.

    Not behind a question whose answer follows, and not behind a heading.
    """
    least = max(1, int(most * _HALF))
    for cut in range(most, least - 1, -1):
        if units[cut].segment != units[cut - 1].segment and not _leads_on(units[cut - 1]):
            return cut
    for cut in range(most, least - 1, -1):
        if not _leads_on(units[cut - 1]):
            return cut
    return most


def _leads_on(unit: _Unit) -> bool:
    return unit.sentence.form is Form.HEADING or unit.sentence.text.rstrip("\"'”’)").endswith(("?", ":"))


def _fitting(document: Document, units: list[_Unit], fits: Callable[[str], bool]) -> list[list[_Unit]]:
    if len(units) == 1 or fits(_search_text(document, units)):
        return [units]
    cut = _best_cut(units, (len(units) + 1) // 2) if len(units) > 2 else 1
    return [*_fitting(document, units[:cut], fits), *_fitting(document, units[cut:], fits)]


def _passage(document: Document, units: Sequence[_Unit], lines: Sequence[int]) -> Passage:
    sentences = tuple(unit.sentence for unit in units)
    start, end = sentences[0].start, sentences[-1].end
    speakers = {sentence.speaker for sentence in sentences}
    section = _section_of(sentences)
    return Passage(
        id=f"{document.path}#{start}-{end}",
        path=document.path,
        kind=document.kind,
        title=document.title,
        episode=document.episode,
        published=document.published,
        url=document.url,
        video=document.video,
        section=" › ".join(section) or None,
        speaker=speakers.pop() if len(speakers) == 1 else None,
        start=start,
        end=end,
        line=bisect_left(lines, start + 1),
        text=document.reading.text[units[0].start : units[-1].end],
        search_text=_search_text(document, units),
        sentences=sentences,
        starts_at=next((one.starts_at for one in sentences if one.starts_at is not None), None),
        clock=document.clock if any(one.starts_at is not None for one in sentences) else None,
    )


def _section_of(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The headings above all of the sentences; of headings alone, those above the last."""
    body = [sentence for sentence in sentences if sentence.form is not Form.HEADING] or sentences[-1:]
    common: list[str] = []
    for names in zip(*(sentence.section for sentence in body), strict=False):
        if len(set(names)) > 1:
            break
        common.append(names[0])
    return tuple(common)


def _search_text(document: Document, units: Sequence[_Unit]) -> str:
    header = _header(document, [unit.sentence.section for unit in units], [unit.sentence.speaker for unit in units])
    return f"{header}\n{' '.join(unit.sentence.search_text for unit in units)}"


def _header(document: Document, sections: Sequence[tuple[str, ...]], speakers: Sequence[str | None]) -> str:
    """One line that a question may name instead of the words said: title, episode, section, who speaks."""
    section = next((names[-1] for names in reversed(sections) if names), "")
    named = ", ".join(dict.fromkeys(speaker for speaker in speakers if speaker))
    parts = [
        _first_words(document.title, _HEADER_WORDS["title"]),
        f"episode {document.episode.lstrip('0')}" if document.episode else "",
        _first_words(section, _HEADER_WORDS["section"]),
        _first_words(named, _HEADER_WORDS["speakers"]),
    ]
    return " · ".join(part for part in parts if part)


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])[: count * 10]


def _line_starts(file: str) -> list[int]:
    """Where each line of the file begins, so that a place has the line of the last beginning before it."""
    starts = [0]
    for line in file.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
