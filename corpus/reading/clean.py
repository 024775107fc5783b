"""File text → reading text: tags, stage directions and Markdown marks off, and the way back to the file.

What a listener or reader takes in are the words; what a quote is cut from is the file. `clean` turns a stretch of
the file into `Piece`s of reading, each of which knows where it stands, and `ReadingBuilder` joins the stretches of
a file into one `Reading`. For any slice of a reading that does not begin inside a link and end after it, and does not
cut in two code that holds marks, cleaning the stretch of the file that `Reading.to_file` gives for it yields the
same words again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.models import Reading, Run
from corpus.reading.marks import Markup, Piece, scan

# What may be glued behind a pause that stands inside a word: "failure [pause]s" was spoken "failures".
_SUFFIX = re.compile(r"(?:s|es|d|ed|ing|er|ers|ly|th|st|nd|rd)(?!\w)")
_CLOSING = re.compile(r"[,.;:!?…](?!\w)")


def clean(text: str, start: int = 0, end: int | None = None, *, markup: Markup = "markdown") -> list[Piece]:
    """The reading of `text[start:end]` in pieces, in order: marks off, white space folded to single spaces.

    A break or pause never joins two words and never parts one; nothing begins or ends with white space.
    "markdown" is for plain text too, "speech" for scripts; "html" knows tags and entities only, "code" no marks. Each
    piece's `file` counts from the beginning of `text`.
    """
    cleaned: list[Piece] = []
    gap: list[Piece] = []
    link: int | None = None
    for piece in scan(text, start, len(text) if end is None else end, markup):
        if piece.kind == "link":
            link = piece.file if link is None else link
        elif piece.kind != "text":
            gap.append(piece)
        else:
            if gap and cleaned and (space := _space(cleaned[-1].text[-1], gap, piece.text)):
                cleaned.append(space)
            cleaned.extend(_with_bracket(piece, link))
            gap, link = [], None
    return cleaned


def _space(before: str, gap: list[Piece], after: str) -> Piece | None:
    """The one space that stands for a gap of white space, breaks and pauses, or None where words go on."""
    first = next((piece for piece in gap if piece.kind == "space"), None)
    marked = any(piece.kind != "space" for piece in gap)
    paused = gap[-1].kind == "pause"
    if marked and _CLOSING.match(after):
        return None
    if paused and before.isalpha() and _SUFFIX.match(after):
        return None
    if first is None and all(piece.kind == "pause" for piece in gap) and before.isalnum() and after[0].isalnum():
        return None
    return (first or gap[0])._replace(text=" ", kind="space")


def _with_bracket(piece: Piece, link: int | None) -> list[Piece]:
    """A link's first character also stands for its bracket: a quote that begins there is cut before it."""
    if link is None or piece.file_length != len(piece.text):
        return [piece] if link is None else [Piece(piece.text, link, piece.file + piece.file_length - link)]
    first = Piece(piece.text[0], link, piece.file + 1 - link)
    rest = Piece(piece.text[1:], piece.file + 1, piece.file_length - 1)
    return [first, rest] if rest.text else [first]


def text_of(pieces: Iterable[Piece]) -> str:
    """The words of pieces as one string."""
    return "".join(piece.text for piece in pieces)


def join_cells(cells: Iterable[list[Piece]]) -> list[Piece]:
    """The cells of a table row as one reading, a single space between them."""
    joined: list[Piece] = []
    for cell in filter(None, cells):
        if joined:
            joined.append(_between(joined[-1], cell[0].file, " "))
        joined.extend(cell)
    return joined


def _between(last: Piece, next_file: int, text: str) -> Piece:
    end = last.file + last.file_length
    return Piece(text, end, max(0, next_file - end), "space")


class ReadingBuilder:
    """Joins the stretches of one file, added in the order in which they stand there, into its reading.

    Stretches are parted by a line end, which stands for what lies between them in the file.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[tuple[int, int, int, int]] = []  # the fields of Run
        self._length = 0
        self._last: Piece | None = None

    def add(self, pieces: list[Piece]) -> tuple[int, int] | None:
        """Append a stretch; its `(start, end)` in the reading, or None (and nothing added) when it has no word."""
        if not any(character.isalnum() for piece in pieces for character in piece.text):
            return None
        if self._last is not None:
            self._append(_between(self._last, pieces[0].file, "\n"))
        start = self._length
        for piece in pieces:
            self._append(piece)
        return start, self._length

    def _append(self, piece: Piece) -> None:
        length = len(piece.text)
        run = (self._length, length, piece.file, piece.file_length)
        if self._runs and length == piece.file_length:
            reading, before, file, file_length = self._runs[-1]
            if before == file_length and file + file_length == piece.file:
                self._runs.pop()
                run = (reading, before + length, file, file_length + length)
        self._runs.append(run)
        self._parts.append(piece.text)
        self._length += length
        self._last = piece

    def reading(self) -> Reading:
        """Everything added so far."""
        runs = (Run(reading=run[0], length=run[1], file=run[2], file_length=run[3]) for run in self._runs)
        return Reading(text="".join(self._parts), runs=tuple(runs))


def read_stretch(text: str, *, markup: Markup = "markdown") -> Reading:
    """The reading of a text that stands by itself, with offsets into it."""
    builder = ReadingBuilder()
    builder.add(clean(text, markup=markup))
    return builder.reading()
