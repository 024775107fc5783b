"""Articles as HTML: trafilatura finds the text of the article among menus and notices, here it is found in the file.

trafilatura gives text without places. Each of its paragraphs is looked for in the words of the file, in order and
from where the last one ended; one that is not found there as it is gets dropped rather than misplaced.
"""

from __future__ import annotations

import html
import logging
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element  # lxml's elements, which trafilatura gives, are used alike

from corpus.models import Form, Reading, Segment
from corpus.reading.blocks import Stretch
from corpus.reading.clean import ReadingBuilder, clean, join_cells
from corpus.reading.dates import find_date
from corpus.reading.sections import Sections

MAX_CHARACTERS = 2_000_000  # trafilatura needs seconds for each million
MAX_TAGS = 30_000  # and its time grows faster than their number
_REACH = 300_000  # characters of words to look ahead: what is missing must not cost a search to the end each time
_UNREAD = re.compile(r"<!--|<(script|style|template|svg|noscript|head)\b", re.IGNORECASE)
_META = re.compile(r"<(?:meta|link)\s[^<>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:-]{1,30})\s?=\s?(?:\"([^\"]{0,500})\"|'([^']{0,500})')", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<>]{1,500})<", re.IGNORECASE)
_DATE_KEYS = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.created",
    "pubdate",
    "publish-date",
)
_HEAD_LENGTH = 100_000  # characters in which a page has said what it is
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
    body = _article(text)
    reading, segments = _place(text, list(_blocks(body))) if body is not None else (Reading(text="", runs=()), ())
    said = _head(text)
    headings = [reading.text[s.start : s.end] for s in segments[:1] if s.form is Form.HEADING]
    return WebPage(
        reading,
        segments,
        title=next(iter(headings), None) or said.get("og:title") or said.get("title"),
        published=next((found for key in _DATE_KEYS if (found := find_date(said.get(key, "")))), None),
        url=next((said[key] for key in ("canonical", "og:url") if said.get(key, "").startswith("http")), None),
    )


def _article(text: str) -> Element | None:
    # Imported here: it takes a quarter of a second, and most shows have no HTML.
    import trafilatura  # noqa: PLC0415

    for library in ("trafilatura", "htmldate"):  # a page without text is told by the caller, once
        logging.getLogger(library).setLevel(logging.CRITICAL)
    try:
        # No metadata: its search for a date asserts what a broken page does not hold.
        found = trafilatura.bare_extraction(text, include_comments=False, include_formatting=False, favor_recall=True)
    except (AssertionError, ValueError, RecursionError):  # a page that its parser cannot make a tree of
        return None
    return found.body if isinstance(found, trafilatura.settings.Document) else None


def _head(text: str) -> dict[str, str]:
    """What a page's head says: `meta` by name or property, the canonical address, the title."""
    said: dict[str, str] = {}
    for tag in _META.finditer(text[:_HEAD_LENGTH]):
        pairs = {match[1].lower(): html.unescape(match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(tag[0])}
        key = pairs.get("name") or pairs.get("property") or pairs.get("itemprop") or pairs.get("rel") or ""
        said.setdefault(key.lower(), pairs.get("content") or pairs.get("href") or "")
    if title := _TITLE.search(text[:_HEAD_LENGTH]):
        said["title"] = " ".join(html.unescape(title[1]).split())
    return said


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
    blotted = _blot_unread(text)
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


def _blot_unread(text: str) -> str:
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
