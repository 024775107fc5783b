"""Articles as plain text: paragraphs, and the short lines between them that are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from corpus.models import Form, Reading, Segment
from corpus.reading.blocks import Stretch
from corpus.reading.clean import ReadingBuilder, clean, text_of

_LINE = re.compile(r"\S[^\n]*")
_LONG_LINE = 120  # characters: where lines are longer on average, a line is a paragraph
_HEADING_WORDS = 14
_FEW_WORDS = 7  # a paragraph of so many without a full stop is a heading, whatever begins large
_TITLE_SHARE = 0.6  # of the longer words, those that begin large in a title
_MARKER = re.compile(r"(?:[-*•–]|\d{1,2}[.)])[ \t]+(?=\S)")
_BYLINE = re.compile(
    r"^(?:By|by(?= [A-Z])|Written by|Published|Posted|Updated)\b[^.]*$|,? by [A-Z][\w.'’-]+ [A-Z][\w.'’ -]+$"
)
_NO_HEADING = re.compile(r"[.,;!…:]$|^[\"“'‘(\[*•–-]|^[a-z]")


def read(text: str) -> tuple[Reading, tuple[Segment, ...]]:
    """The reading of a plain text and its segments, one for each heading and paragraph.

    Headings that follow each other lie in each other; a single one takes the place of the innermost.
    """
    builder = ReadingBuilder()
    segments: list[Segment] = []
    section: tuple[str, ...] = ()
    group: list[str] = []  # the headings since the last paragraph
    lead: str | None = None
    title_over = False
    stretches = list(_paragraphs(text))
    for number, stretch in enumerate(stretches):
        marker = _MARKER.match(text, *stretch)
        pieces = clean(text, marker.end() if marker else stretch.start, stretch.end)
        line = text_of(pieces)
        form = _form(line, item=marker is not None, top=not title_over, last=number + 1 == len(stretches))
        if form is Form.HEADING:
            group.append(line)
        elif form is not Form.DATA:
            section = _section(section, group, first=not title_over) if group else section
            group, title_over = [], True
        if form is not Form.ITEM:
            lead = line.rstrip(":") if line.endswith(":") and len(line) <= _LONG_LINE else None
        above = section[:-1] if form is Form.HEADING else section
        if span := builder.add(pieces):
            within = (*above, lead) if form is Form.ITEM and lead else above
            segments.append(Segment(form=form, start=span[0], end=span[1], section=within))
    return builder.reading(), tuple(segments)


def _form(line: str, *, item: bool, top: bool, last: bool) -> Form:
    if item:
        return Form.ITEM
    if _is_byline(line):
        return Form.DATA
    by_itself = top or len(line.split()) <= _FEW_WORDS
    return Form.HEADING if _is_heading(line, by_itself=by_itself) and not last else Form.PROSE


def _is_byline(line: str) -> bool:
    return bool(_BYLINE.search(line)) and len(line) <= _LONG_LINE


def _section(section: tuple[str, ...], group: list[str], *, first: bool) -> tuple[str, ...]:
    """The section that a group of headings opens; the first of a text is its title and no section."""
    opened = list(dict.fromkeys(group))[1 if first else 0 :]
    return tuple(opened) if len(opened) > 1 else (*section[:-1], *opened)


def _is_heading(line: str, *, by_itself: bool = False) -> bool:
    """Whether a line reads like a heading: short, no full stop, and most words large where its place does not tell."""
    words = line.split()
    if not words or len(words) > _HEADING_WORDS or _NO_HEADING.search(line):
        return False
    if by_itself:
        return True
    long_words = [word for word in words if len(word) > 3]
    large = sum(not word[0].islower() for word in long_words)
    return bool(long_words) and large >= _TITLE_SHARE * len(long_words)


def _paragraphs(text: str) -> Iterator[Stretch]:
    """Lines where they are long, else stretches between empty lines."""
    lines = [Stretch(*match.span()) for match in _LINE.finditer(text)]
    total = sum(line.end - line.start for line in lines)
    if total > _LONG_LINE * len(lines):
        yield from lines
        return
    start: int | None = None
    for line, following in zip_longest(lines, lines[1:]):
        start = line.start if start is None else start
        if following is None or _ends_paragraph(text, line, following, alone=start == line.start):
            yield Stretch(start, line.end)
            start = None


def _ends_paragraph(text: str, line: Stretch, following: Stretch, *, alone: bool) -> bool:
    """Whether a narrow line is a paragraph's last: before an empty line or an item, or as a heading on its text."""
    if text.count("\n", line.end, following.start) > 1 or _MARKER.match(text, *following):
        return True
    if any(_is_byline(text[one.start : one.end].strip()) for one in (line, following)):
        return True
    return alone and not text[following.start].islower() and _is_heading(text[line.start : line.end].strip())
