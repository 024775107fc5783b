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
    """A row of a table: its column names and cells as printed."""

    header: tuple[str, ...]
    cells: tuple[str, ...]


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
    """The first cell that a sentence tells of a row of which it does not stand, or None.

    Of another row it stands: the sentence names one more than any that has the value, and does not tell what that one
    has in the same column. What a passage has outside its tables, of the same, may be told as well.
    """
    rows = list(dict.fromkeys(row for item in evidence for row in _rows(item)))
    for part in _parts(text, rows) if rows else ():
        for value in _values(part, rows):
            places = [(row, i) for row in rows for i, cell in enumerate(row.cells) if value.stands_in(read(cell))]
            instead = [_named_instead(part, value, row, rows, column) for row, column in places]
            if all(instead) and not any(_tells(item, value, part.words & union(instead)) for item in evidence):
                return value.cell
    return None


def _rows(evidence: Evidence) -> Iterator[Row]:
    for sentence in evidence.passage.sentences:
        if len(sentence.cells) > 1:  # each part of a row that was cut in two has all its cells
            yield Row(sentence.header, sentence.cells)


def _parts(text: str, rows: Sequence[Row]) -> list[Line]:
    """The pieces of a sentence, each with a row's label and a value: "A has 3 and B has 5" are two."""
    text = written(text)
    for cell in sorted({written(cell) for row in rows for cell in row.cells}, key=len, reverse=True):
        text = text.replace(cell, " ".join(clauses(cell)))  # a comma within a cell parts nothing
    parts = [""]
    for clause in [text] if _IN_ORDER in text else clauses(text):
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


def _named_instead(part: Line, value: Value, row: Row, rows: Sequence[Row], column: int) -> frozenset[str]:
    """The words by which a part of a sentence names another row than the one whose value it tells; none if it does not.

    A row is named by its label, and by its other cells where the label is what is told.
    """
    if any(value.stands_in(read(name)) for name in row.header):
        return frozenset()
    own = [cell for i, cell in enumerate(row.cells) if i != column]
    for other in rows:
        if other.header != row.header or any(value.stands_in(read(cell)) for cell in other.cells):
            continue
        label = other.cells[:1] if column else other.cells[1:]
        is_told = any(any(_told(cell, part)) for cell in other.cells[column : column + 1])
        if not is_told and _named(part, label, row) > max(_NAMED, _named(part, own, other)):
            return union(read(cell).terms for cell in label)
    return frozenset()


def _named(part: Line, cells: Iterable[str], beside: Row) -> float:
    """How far a part of a sentence names a row by cells that one beside it lacks: the greatest share of one it has."""
    lines = [read(cell) for cell in cells if cell not in beside.cells]
    return max((len(line.terms & part.words) / len(line.terms) for line in lines if line.terms), default=0.0)


def _tells(evidence: Evidence, value: Value, named: frozenset[str]) -> bool:
    """Whether a passage has a value outside its tables, and there speaks of what a sentence names."""
    pairs = zip(evidence.passage.sentences, evidence.lines, strict=True)
    around = [evidence.header, *(line for sentence, line in pairs if not sentence.cells)]
    return named <= union(line.words for line in around) and any(value.stands_in(line) for line in around)
