"""A value told from a table is that of the row which the sentence is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chat.llm.evidenced import Evidence, Line, line_of, union
from chat.llm.framing import clauses
from corpus.numbers.written import written

_NAMED = 0.5  # a sentence is about a row when it has more than this share of the words of its label
_IN_ORDER = "respectively"  # all labels first, then their values



@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its column names and cells as printed, and the lines that stand around the table."""

    header: tuple[str, ...]
    cells: tuple[str, ...]
    around: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What a sentence may take from a cell: one of its numbers, or all the words of a cell that has none."""

    cell: str
    number: tuple[str, str] | None = None

    def stands_in(self, line: Line) -> bool:
        """Whether a cell, a line, or a part of a sentence has it."""
        if self.number is None:
            return read(self.cell).terms <= line.words
        return any(_same(self.number, given) for given in line.numbers)


@lru_cache(maxsize=4096)
def read(text: str) -> Line:
    """A cell or a part of a sentence, read for checking."""
    return line_of([text])


def misplaced(text: str, evidence: Sequence[Evidence]) -> str | None:
    """The first cell told in a sentence that stands only in table rows about something else, or None.

    A row is about something else when the sentence names another row of the table more, and does not tell what that
    one has in the same column. What stands around the table, about the same, may be told as well.
    """
    rows = list({(row.header, row.cells): row for row in _rows(evidence)}.values())
    for part in _parts(text, rows):
        for value in _values(part, rows):
            places = [(row, i) for row in rows for i, cell in enumerate(row.cells) if value.stands_in(read(cell))]
            if all(_is_of_another(value, row, column, part, rows) for row, column in places):
                return value.cell
    return None


def _rows(evidence: Sequence[Evidence]) -> Iterator[Row]:
    for item in evidence:
        told = list(zip(item.passage.sentences, item.lines, strict=True))
        around = (item.header, *(line for sentence, line in told if not sentence.cells))
        for sentence, _ in told:
            if len(sentence.cells) > 1:  # each part of a row that was cut in two has all its cells
                yield Row(sentence.header, sentence.cells, around)


def _parts(text: str, rows: Sequence[Row]) -> list[Line]:
    """The pieces of a sentence, each with a row's label and a value: "A has 3 and B has 5" are two."""
    text = written(text)
    for cell in sorted({written(cell) for row in rows for cell in row.cells}, key=len, reverse=True):
        text = text.replace(cell, " ".join(clauses(cell)))  # a comma within a cell parts nothing
    parts = [""]
    for clause in clauses(text) if rows and _IN_ORDER not in text else [text]:
        before, own = read(parts[-1]), read(clause)
        is_told = any(_values(before, rows)) and _names_one(own, rows)
        if is_told and (_names_one(before, rows) or any(_values(own, rows))):
            parts.append(clause)
        else:
            parts[-1] += f" {clause}"
    return [read(part) for part in parts]


def _names_one(part: Line, rows: Sequence[Row]) -> bool:
    return any(read(row.cells[0]).terms & part.words for row in rows)


def _values(part: Line, rows: Sequence[Row]) -> Iterator[Value]:
    """The values of the rows that a part of a sentence tells."""
    for cell in dict.fromkeys(cell for row in rows for cell in row.cells[1:]):
        yield from _told(cell, part)


def _told(cell: str, part: Line) -> Iterator[Value]:
    """What a part of a sentence tells of a cell."""
    line = read(cell)
    values = [Value(cell, number) for number in line.numbers if number != ("1", "")] or [Value(cell)]
    yield from (value for value in values if line.terms and value.stands_in(part))


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two numbers are the same, as far as both have a unit in the same one."""
    return _plain(one[0]) == _plain(other[0]) and (one[1] == other[1] or not one[1] or not other[1])


def _plain(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _is_of_another(value: Value, row: Row, column: int, part: Line, rows: Sequence[Row]) -> bool:
    """Whether a part of a sentence that tells a value of a row is about another row of the table."""
    if any(value.stands_in(read(name)) for name in row.header):
        return False
    own = [cell for i, cell in enumerate(row.cells) if i != column]
    others = [other for other in rows if other.header == row.header and column < len(other.cells)]
    others = [other for other in others if not any(value.stands_in(read(cell)) for cell in other.cells)]
    return any(
        _named(part, label := other.cells[:1] if column else other.cells[1:], row)
        > max(_NAMED, _named(part, own, other))
        and not any(_told(other.cells[column], part))
        and not _stands_around(value, row, part, label)
        for other in others
    )


def _named(part: Line, cells: Iterable[str], beside: Row) -> float:
    """How far a part of a sentence names a row by cells that one beside it lacks: the most words of one it has."""
    lines = [read(cell) for cell in cells if cell not in beside.cells]
    return max((len(line.terms & part.words) / len(line.terms) for line in lines if line.terms), default=0.0)


def _stands_around(value: Value, row: Row, part: Line, label: Iterable[str]) -> bool:
    """Whether a value stands around the table, and so does what a part of a sentence has of a row's label."""
    named = union(read(cell).terms for cell in label) & part.words
    return any(value.stands_in(line) for line in row.around) and named <= union(line.words for line in row.around)
