"""Articles as HTML: trafilatura finds the text of the article among menus and notices, here it is found in the file.

trafilatura gives text without places. Each of its paragraphs is looked for in the words of the file, in order and
from where the last one ended; one that is not found there as it is gets dropped rather than misplaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element  # lxml's elements, which trafilatura gives, are used alike

from corpus.blocks import Stretch
from corpus.clean import ReadingBuilder, clean, join_cells
from corpus.models import Form, Reading, Segment
from corpus.sections import Sections

MAX_CHARACTERS = 2_000_000  # trafilatura needs seconds for each million
MAX_TAGS = 30_000  # and its time grows faster than their number
_REACH = 300_000  # characters of words to look ahead: what is missing must not cost a search to the end each time
_UNREAD = re.compile(r"<!--|<(script|style|template|svg|noscript|head)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_PUNCTUATION = ".,;:!?…\"'“”‘’()[]–—-%"
_FORMS = {"head": Form.HEADING, "item": Form.ITEM, "quote": Form.QUOTE, "code": Form.CODE, "p": Form.PROSE}


class WebPage(NamedTuple):
    """What an HTML article says: its reading and segments, and what its head says of it."""

    reading: Reading
    segments: tuple[Segment, ...]
    title: str | None
    published: str | None
    url: str | None


class _Found(NamedTuple):
    form: Form
    level: int
    text: str
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


def read(text: str) -> WebPage:
    """The article in an HTML page of at most `MAX_CHARACTERS`; no segments when there is none to be found."""
    # Imported here: it takes a quarter of a second, and most shows have no HTML.
    import trafilatura  # noqa: PLC0415

    extracted = trafilatura.bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        include_formatting=False,
        favor_recall=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(extracted, trafilatura.settings.Document) or extracted.body is None:
        return WebPage(Reading(text="", runs=()), (), None, None, None)
    reading, segments = _place(text, list(_blocks(extracted.body)))
    return WebPage(reading, segments, extracted.title, extracted.date, extracted.url)


def _blocks(element: Element) -> Iterator[_Found]:
    """The paragraphs, headings, items and rows of trafilatura's tree, in order."""
    if element.tag == "table":
        yield from _rows(element)
        return
    form = _FORMS.get(str(element.tag), Form.PROSE)
    level = int(element.get("rend", "h2")[1:2] or 2) if form is Form.HEADING else 1
    words = [element.text or ""]
    for child in element:
        if child.tag in (*_FORMS, "list", "table", "row"):
            yield _Found(form, level, "".join(words))
            yield from _blocks(child)
            words = []
        else:
            words.append("".join(str(text) for text in child.itertext()))
        words.append(child.tail or "")
    yield _Found(form, level, "".join(words))


def _rows(table: Element) -> Iterator[_Found]:
    header: tuple[str, ...] = ()
    for row in table.iter("row"):
        cells = tuple(" ".join("".join(str(text) for text in cell.itertext()).split()) for cell in row.iter("cell"))
        if not header and all(cell.get("role") == "head" for cell in row.iter("cell")):
            header = cells
        else:
            yield _Found(Form.ROW, 1, " ".join(cells), header, cells)


def _place(text: str, found: list[_Found]) -> tuple[Reading, tuple[Segment, ...]]:
    blotted = blot_unread(text)
    words, builder, sections = _Words(blotted), ReadingBuilder(), Sections()
    segments = []
    for block in found:
        stretches = words.place(block)
        pieces = join_cells(clean(blotted, *stretch, markup="html") for stretch in stretches)
        if not (span := builder.add(pieces)):
            continue
        above = sections.heading(block.level, block.text) if block.form is Form.HEADING else sections.over_item(1)
        if block.form in (Form.PROSE, Form.ITEM):
            sections.lead(0 if block.form is Form.PROSE else 1, "", block.text.strip())
        segments.append(
            Segment(form=block.form, start=span[0], end=span[1], section=above, header=block.header, cells=block.cells)
        )
    return builder.reading(), tuple(segments)


class _Words:
    """The words of a page in order, with a place up to which they are used."""

    def __init__(self, blotted: str) -> None:
        builder = ReadingBuilder()
        builder.add(clean(blotted, markup="html"))
        self.reading = builder.reading()
        self.places = [Stretch(*match.span()) for match in _WORD.finditer(self.reading.text)]
        self.joined = " ".join(["", *(self.reading.text[start:end] for start, end in self.places), ""])
        self.starts = list(accumulate((end - start + 1 for start, end in self.places), initial=0))
        self.used = 0

    def place(self, block: _Found) -> list[Stretch]:
        """Where a block stands in the file, cell by cell; empty when it is not found ahead."""
        sought = " ".join(["", *_WORD.findall(block.text), ""])
        if sought.isspace():
            return []
        at = self.joined.find(sought, self.used, self.used + len(sought) + _REACH)
        if at < 0:
            return []
        self.used = at + len(sought) - 1
        first = bisect_left(self.starts, at)
        stretches = []
        for cell in block.cells or (block.text,):
            count = len(_WORD.findall(cell))
            if count:
                stretches.append(self.stretch(first, first + count - 1, cell))
            first += count
        return stretches

    def stretch(self, first: int, last: int, text: str) -> Stretch:
        """The file's stretch of words `first` to `last`, with the punctuation that `text` has around them."""
        text = text.strip()
        start, end = self.places[first].start, self.places[last].end
        before = len(text) - len(text.lstrip(_PUNCTUATION))
        after = len(text) - len(text.rstrip(_PUNCTUATION))
        if before and self.reading.text[max(0, start - before) : start] == text[:before]:
            start -= before
        if after and self.reading.text[end : end + after] == text[-after:]:
            end += after
        return Stretch(*self.reading.to_file(start, end))


def blot_unread(text: str) -> str:
    """`text` with comments, scripts, styles and the head as spaces; one without an end stays."""
    parts: list[str] = []
    done = position = 0
    missing: set[str] = set()
    while opening := _UNREAD.search(text, position):
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        end = -1 if closing in missing else text.find(closing, opening.end())
        if end < 0:
            missing.add(closing)
            position = opening.end()
            continue
        parts += [text[done : opening.start()], " " * (end - opening.start())]
        done = position = end
    return "".join([*parts, text[done:]])
