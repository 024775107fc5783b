"""Segments of a document → sentences that each fit the embedding model on their own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import NamedTuple

from corpus.glossary import Glossary
from corpus.models import Clock, Document, Form, Segment, Sentence
from corpus.searchable import searchable
from corpus.sentences import split_sentences, trimmed
from corpus.tokens import count_tokens

_ALWAYS_FITS = 200  # characters: no tokenizer makes more than one piece of a character
_SHORTEST_PART = 16  # characters: nothing shorter is cut where there is no white space
_LONGEST_FACT = 40  # words: longer episode data is a description in sentences
_WHOLE = (Form.HEADING, Form.ROW, Form.DATA, Form.CODE)  # not cut into sentences unless too long


class Unit(NamedTuple):
    """A sentence on its way into a passage."""

    sentence: Sentence
    start: int  # in the reading
    end: int
    tokens: int
    segment: int  # which segment it is of


def cut_sentences(
    document: Document, *, max_tokens: int, fits: Callable[[str], bool], glossary: Glossary
) -> list[Unit]:
    """The sentences of all segments, in order: every word once, none over `max_tokens` or refused by `fits`."""
    return _Cutter(document, max_tokens=max_tokens, fits=fits, glossary=glossary).units()


class _Cutter:
    """Cuts the segments of one document into sentences that fit on their own."""

    def __init__(self, document: Document, *, max_tokens: int, fits: Callable[[str], bool], glossary: Glossary) -> None:
        self._document = document
        self._max_tokens = max_tokens
        self._fits = fits
        self._glossary = glossary

    def units(self) -> list[Unit]:
        spans = [
            (index, start, end)
            for index, segment in enumerate(self._document.segments)
            for start, end in self._spans(segment)
        ]
        searched = [self._searched(*span) for span in spans]
        units: list[Unit] = []
        for span, text, tokens in zip(spans, searched, count_tokens(searched), strict=True):
            units += self._small_enough(*span, text, tokens)
        return units

    def _spans(self, segment: Segment) -> list[tuple[int, int]]:
        text = self._document.reading.text[segment.start : segment.end]
        is_description = segment.form is Form.DATA and text.count(" ") > _LONGEST_FACT
        if segment.form in _WHOLE and not is_description:
            return [(segment.start, segment.end)]
        spans: list[tuple[int, int]] = []
        for start, end in split_sentences(text):
            span = (segment.start + start, segment.start + end)
            inside_link = spans and self._begins_inside_link(*span)
            spans.append((spans.pop()[0], span[1]) if inside_link else span)
        return spans

    def _begins_inside_link(self, start: int, end: int) -> bool:
        """Whether the stretch of the file has the end of a link and not its beginning: it would not read the same."""
        stretch = slice(*self._document.reading.to_file(start, end))
        before, closing, _ = self._document.file[stretch].partition("](")
        return bool(closing) and "[" not in before

    def _searched(self, index: int, start: int, end: int) -> str:
        segment, text = self._document.segments[index], self._document.reading.text[start:end]
        if segment.form is Form.ROW and (start, end) == (segment.start, segment.end) and segment.cells:
            named = zip_longest(segment.header, segment.cells, fillvalue="")
            text = "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)
        elif segment.form is Form.DATA:
            text = text.replace("_", " ")
        return searchable(self._glossary.searched(text))

    def _small_enough(self, index: int, start: int, end: int, text: str, tokens: int) -> list[Unit]:
        if tokens <= self._max_tokens and (len(text) <= _ALWAYS_FITS or self._fits(text)):
            return [Unit(self._sentence(index, start, end, text), start, end, tokens, index)]
        middle = self._middle(start, end)
        if middle is None:
            return [Unit(self._sentence(index, start, end, text), start, end, tokens, index)]
        units, reading = [], self._document.reading.text
        for first, last in (trimmed(reading, start, middle), trimmed(reading, middle, end)):
            half = self._searched(index, first, last)
            units += self._small_enough(index, first, last, half, count_tokens([half])[0])
        return units

    def _middle(self, start: int, end: int) -> int | None:
        """Where to cut in two: at the white space nearest the middle, or in the middle of text without any."""
        text, half = self._document.reading.text, (start + end) // 2
        before, after = text.rfind(" ", start + 1, half), text.find(" ", half, end - 1)
        cuts = [cut for cut in (before, after, text.rfind("\n", start + 1, end - 1)) if cut > 0]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut - half))
        return half if end - start > _SHORTEST_PART else None

    def _sentence(self, index: int, start: int, end: int, search_text: str) -> Sentence:
        document, segment = self._document, self._document.segments[index]
        file_start, file_end = document.reading.to_file(start, end)
        text = document.reading.text[start:end]
        repaired = self._glossary.repair(text)
        return Sentence(
            text=text,
            search_text=search_text,
            start=file_start,
            end=file_end,
            form=segment.form,
            speaker=self._glossary.repairs.get(segment.speaker or "", segment.speaker),
            section=segment.section,
            header=segment.header,
            cells=segment.cells,
            starts_at=_time_at(document, index, start),
            repaired=repaired if repaired != text else None,
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
