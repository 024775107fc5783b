"""The blocks of a Markdown file — headings, paragraphs, items, rows, quotes, code — and where their words stand.

markdown-it finds the blocks and gives lines; here they get offsets, and what stands between the lines of a block
(quote marks, indents) is blotted, so that a block is one stretch of a text as long as the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

BlockKind = Literal["heading", "paragraph", "item", "row", "quote", "code", "rule"]
_LONGEST_UNDERLINED = 80  # characters: a longer "heading" over a line of dashes is a paragraph and a rule


class Stretch(NamedTuple):
    """Offsets into the file."""

    start: int
    end: int


class Block(NamedTuple):
    """A block: `text[start:end]` of the `text` returned with it. Rows have cells, headings and items a level."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # of a heading, from 1; how deep an item lies, from 1
    cells: tuple[Stretch, ...] = ()  # an empty cell is an empty stretch
    header: tuple[Stretch, ...] = ()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    # Indented code is, in notes made by hand and after tags were blotted, indented text.
    parser.disable(["code", "html_block"])
    parser.core.ruler.enableOnly(["block"])
    return parser


def find_blocks(blotted: str) -> tuple[str, list[Block]]:
    """The blocks of a file whose machinery is blotted, in order, and the text that their offsets cut."""
    walk = _Walk(blotted)
    found = list(walk.blocks(_parser().parse(blotted)))
    return walk.text(), found


class _Walk:
    """One pass over markdown-it's tokens."""

    def __init__(self, blotted: str) -> None:
        self.blotted = blotted
        self.starts = [0]
        for line in blotted.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.between: list[Stretch] = []
        self.containers: list[str] = []
        self.header: tuple[Stretch, ...] = ()
        self.row: list[Stretch] | None = None
        self.row_line = self.row_position = 0

    def text(self) -> str:
        """The text with what stands between the lines of a block as a line end and spaces."""
        parts, done = [], 0
        for start, end in self.between:
            parts += [self.blotted[done:start], "\n", " " * (end - start - 1)]
            done = end
        return "".join([*parts, self.blotted[done:]])

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        heading = ""
        for token in tokens:
            if token.type in ("blockquote_open", "list_item_open"):
                self.containers.append(token.type)
            elif token.type in ("blockquote_close", "list_item_close"):
                self.containers.pop()
            elif token.type == "heading_open":
                heading = token.tag[1:] + token.markup
            elif token.type == "inline":
                yield from self.inline(token, heading)
                heading = ""
            elif token.type == "fence" and token.map:
                first = token.map[0] + 1
                yield Block("code", self.starts[first], self.starts[first + token.content.count("\n")])
            elif token.type == "hr" and token.map:
                yield Block("rule", self.starts[token.map[0]], self.starts[token.map[0]])
            else:
                yield from self.table(token)

    def table(self, token: Token) -> Iterator[Block]:
        if token.type == "table_open":
            self.header = ()
        elif token.type == "tr_open" and token.map:
            self.row, self.row_line, self.row_position = [], token.map[0], self.starts[token.map[0]]
        elif token.type == "tr_close" and self.row is not None:
            if self.header:
                yield Block("row", self.row[0].start, self.row[-1].end, cells=tuple(self.row), header=self.header)
            self.header, self.row = self.header or tuple(self.row), None

    def inline(self, token: Token, heading: str) -> Iterator[Block]:
        if self.row is not None:
            self.row.append(self.cell(token.content.strip()))
            return
        lines = list(self.lines(token))
        if not lines:
            return
        self.between += [Stretch(one.end, other.start) for one, other in zip(lines, lines[1:], strict=False)]
        start, end = lines[0].start, lines[-1].end
        if heading and not (heading.endswith("-") and end - start > _LONGEST_UNDERLINED):
            yield Block("heading", start, end, level=int(heading[0]))
            return
        depth = self.containers.count("list_item_open")
        kind: BlockKind = "paragraph"
        if self.containers:
            kind = "item" if self.containers[-1] == "list_item_open" else "quote"
        yield Block(kind, start, end, level=depth)
        if heading:
            yield Block("rule", end, end)

    def lines(self, token: Token) -> Iterator[Stretch]:
        """Where each line of a block's content stands: content is the tail of its line, marks go before it."""
        first = token.map[0] if token.map else 0
        for number, content in enumerate(token.content.split("\n"), first):
            words = content.strip()
            start = self.blotted.rfind(words, self.starts[number], self.starts[number + 1]) if words else -1
            if start >= 0:
                yield Stretch(start, start + len(words))

    def cell(self, content: str) -> Stretch:
        end_of_line = self.starts[self.row_line + 1]
        start = self.blotted.find(content, self.row_position, end_of_line)
        if start < 0:  # markdown-it took the backslash off an escaped bar: the cell goes to the next bare one
            return self.escaped_cell(end_of_line)
        self.row_position = start + len(content)
        return Stretch(start, self.row_position)

    def escaped_cell(self, end_of_line: int) -> Stretch:
        start = self.row_position
        while start < end_of_line and self.blotted[start] in " \t|":
            start += 1
        end = start
        while end < end_of_line and (self.blotted[end] not in "|\n" or self.blotted[end - 1] == "\\"):
            end += 1
        self.row_position = end
        return Stretch(start, start + len(self.blotted[start:end].rstrip()))
