"""Outlines, episode pages and articles in Markdown or MDX, and transcripts that carry Markdown.

Every heading, paragraph, list item, table row, quote and piece of code becomes a segment of its own. Dialogue in a
page belongs to who is labelled, until the next heading, rule, list or quote; planned dialogue in an outline was
not said and belongs to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Form, Reading, Segment, SourceKind
from corpus.reading.blocks import Block, Stretch, find_blocks
from corpus.reading.clean import ReadingBuilder, clean, join_cells, text_of
from corpus.reading.dates import find_date
from corpus.reading.front_matter import FrontMatter, read_front_matter
from corpus.reading.marks import Markup, Piece
from corpus.reading.mdx import blot
from corpus.reading.sections import Sections
from corpus.reading.speakers import split_turns
from corpus.sentences import trimmed

_KEYS = (
    "duration|target duration|duration target|target length|length|runtime|speakers?|hosts?|guests?|presenters?|"
    "narrators?|target audience|audience|published|publication date|publish date|release date|air date|recording date|"
    "recorded|date|series|season|format|episode|episode number|episode title|working title|title|file slug|slug"
)
_DATA = re.compile(rf"[*_]{{0,3}}(?:{_KEYS})[*_]{{0,3}}[ ]?:[*_]{{0,3}}(?=\s|$)", re.IGNORECASE)
_DATA_BAR = re.compile(r"[ \t]\|[ \t](?=[*_]{2}[^*_|\n]{1,40}[*_]{0,2}:)")
_FRONT_KEYS = re.compile(
    r"^(title|subtitle|description|summary|sidebar_label|date|published|published_date|publication_date|recorded|author|authors|"
    r"speaker|speakers|host|hosts|guest|guests|episode|number|series|season|duration)[ \t]*:[ \t]*([\"']?)([^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_SPEAKS_FOR_ITSELF = re.compile(r"(?:sub)?title|description|summary|sidebar_label", re.IGNORECASE)
_TASK = re.compile(r"\[[ xX✓✔✅✗❌]\][ \t]")
# Markdown lets no list that starts at 4 follow a paragraph's line at once; people write it all the same.
_LATE_ITEM = re.compile(r"\d{1,3}[.)][ \t]+(?=\S)")
_LINE_IS_OVER = (".", "!", "?", ":", ";", "…", '"', "”", "’", ")", "*")
_NO_CONTINUATION = re.compile(r"\*\*[^*\n]{1,60}(?:\*\*:|:\*\*)|\[|[*_](?![*_])[^\n]{0,2000}[*_]$|!|<")
_SPOKEN = re.compile(r"\b(?:transcript|dialogue)\b", re.IGNORECASE)


def read(text: str, *, kind: SourceKind, speakers: tuple[str, ...]) -> tuple[Reading, tuple[Segment, ...]]:
    """The reading of a Markdown file and its segments, in order.

    `speakers` are the names that count as labels where `kind` is a page or a transcript. Raises
    `FrontMatterProblem`.
    """
    front = read_front_matter(text)
    words, blocks = find_blocks(blot(text, front.body))
    said = kind in (SourceKind.PAGE, SourceKind.TRANSCRIPT)
    reader = _Reader(words, speakers if said else (), kind)
    return reader.read(text, front, blocks)


def data_value(line: str) -> tuple[str, str] | None:
    """The key (lower case) and value of a line of episode data: "Duration: 13 minutes"; None when it is none."""
    match = _DATA.match(line)
    if match is None:
        return None
    return match[0].strip("*_: ").lower(), line[match.end() :].strip()


class _Reader:
    """One pass over the blocks of a file."""

    def __init__(self, words: str, speakers: tuple[str, ...], kind: SourceKind) -> None:
        self.words, self.speakers = words, speakers
        # Without any label, a section called a transcript is one narrator's.
        self.monologue = kind is SourceKind.PAGE and len(split_turns(words, 0, len(words), speakers)) == 1
        self.builder, self.sections = ReadingBuilder(), Sections()
        self.segments: list[Segment] = []
        self.speaker: str | None = None

    def read(self, text: str, front: FrontMatter, blocks: list[Block]) -> tuple[Reading, tuple[Segment, ...]]:
        for match in _FRONT_KEYS.finditer(text, 0, front.body):
            end = match.end(3) - bool(match[2] and match[3].rstrip().endswith(match[2]))
            key, value = clean(text, match.start(), match.start(2)), clean(text, match.start(3), end)
            named = _SPEAKS_FOR_ITSELF.fullmatch(match[1]) is None
            form = Form.PROSE if match[1].lower() in ("description", "summary") else Form.DATA
            self.add(form, join_cells([key, value] if named else [value]) if value else [])
        for block in blocks:
            getattr(self, block.kind)(block)
        return self.builder.reading(), tuple(self.segments)

    def clean(self, start: int, end: int, markup: Markup = "markdown") -> list[Piece]:
        return clean(self.words, start, end, markup=markup)

    def add(self, form: Form, pieces: list[Piece], section: tuple[str, ...] = (), speaker: str | None = None) -> str:
        if span := self.builder.add(pieces):
            self.segments.append(Segment(form=form, start=span[0], end=span[1], speaker=speaker, section=section))
        return text_of(pieces)

    def heading(self, block: Block) -> None:
        pieces = self.clean(block.start, block.end)
        text = text_of(pieces)
        self.speaker = None
        section = self.sections.heading(block.level, text)
        self.add(Form.DATA if find_date(text) else Form.HEADING, pieces, section)

    def rule(self, block: Block) -> None:
        self.speaker = None
        self.sections.close()

    def paragraph(self, block: Block) -> None:
        first, *turns = split_turns(self.words, block.start, block.end, self.speakers)
        if self.words[first.start : first.end].strip():
            self.unlabelled(first.start, first.end)
        for turn in turns:
            self.speaker = turn.speaker
            self.sections.close()
            self.add(Form.SPEECH, self.clean(turn.start, turn.end, "speech"), self.sections.here(), turn.speaker)

    def unlabelled(self, start: int, end: int) -> None:
        continues = _NO_CONTINUATION.match(self.words, start, end) is None
        if continues and (self.speaker or self.spoken()):
            self.add(Form.SPEECH, self.clean(start, end, "speech"), self.sections.here(), self.speaker)
            return
        self.speaker = None
        for line in self.lines(start, end):
            self.line(line, Form.PROSE, 0)

    def spoken(self) -> bool:
        """Whether a section holds what was said, by its heading, when no label says who."""
        return self.monologue and any(_SPOKEN.search(heading) for heading in self.sections.here())

    def line(self, line: Stretch, form: Form, level: int) -> None:
        raw = self.words[line.start : line.end]
        if data_value(raw):
            self.add(Form.DATA, self.clean(*line), self.sections.here())
            self.sections.lead(level, raw, text_of(self.clean(*line)))
            return
        if marker := _LATE_ITEM.match(raw):
            line, form, level = line._replace(start=line.start + marker.end()), Form.ITEM, max(level, 1)
        section = self.sections.over_item(level) if level else self.sections.here()
        self.sections.lead(level, raw, self.add(form, self.clean(*line), section))

    def item(self, block: Block) -> None:
        self.speaker = None
        task = _TASK.match(self.words, block.start, block.end)
        start = task.end() if task else block.start
        for line in self.lines(start, block.end):
            self.line(line, Form.TASK if task else Form.ITEM, block.level)

    def quote(self, block: Block) -> None:
        self.speaker = None
        for line in self.lines(block.start, block.end):
            self.line(line, Form.QUOTE, 0)

    def row(self, block: Block) -> None:
        self.speaker = None
        cells = [self.clean(*cell) for cell in block.cells]
        header = tuple(text_of(self.clean(*cell)) for cell in block.header)
        if span := self.builder.add(join_cells(cells)):
            texts = tuple(text_of(cell) for cell in cells)
            section = self.sections.over_item(1)
            self.segments.append(
                Segment(form=Form.ROW, start=span[0], end=span[1], section=section, header=header, cells=texts)
            )

    def code(self, block: Block) -> None:
        self.speaker = None
        self.add(Form.CODE, self.clean(block.start, block.end, "code"), self.sections.over_item(1))

    def lines(self, start: int, end: int) -> Iterator[Stretch]:
        """A paragraph's lines, joined where a line only went on because the page was narrow."""
        lines = list(self.data_parts(start, end))
        raw = [self.words[line.start : line.end] for line in lines]
        all_over = all(line.endswith(_LINE_IS_OVER) for line in raw[:-1])
        begins = lines[0].start if lines else start
        for number, line in enumerate(lines):
            if number + 1 == len(lines) or all_over or self.is_over(raw[number], raw[number + 1]):
                yield Stretch(begins, line.end)
                begins = lines[number + 1].start if number + 1 < len(lines) else end

    def is_over(self, line: str, following: str) -> bool:
        begins = following.startswith("**") or _DATA.match(following) or _LATE_ITEM.match(following)
        return line.endswith("**") or bool(begins or _DATA.match(line))

    def data_parts(self, start: int, end: int) -> Iterator[Stretch]:
        """The lines of a block, those with several pieces of episode data between bars cut at the bars."""
        position = start
        for line in self.words[start:end].split("\n"):
            begins = position
            for bar in _DATA_BAR.finditer(line) if _DATA.match(line.lstrip()) else ():
                yield Stretch(begins, position + bar.start())
                begins = position + bar.end()
            rest = Stretch(*trimmed(self.words, begins, position + len(line)))
            if rest.start < rest.end:
                yield rest
            position += len(line) + 1
