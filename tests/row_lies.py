"""True and false sentences about the rows of tables: a lie tells of one row what stands in another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from chat.citations import row_cells
from chat.words import terms
from corpus.models import Passage

_ONE_ROW = {
    "colon": "{label}: {value}",
    "is": "{label} is {value}",
    "has": "The {label} has {value}",
    "header": "The {header} of {label} is {value}",
    "value first": "It is {value} for {label}",
    "source": "In the list the figure for {label} was {value}",
}
_TWO_ROWS = {
    "two rows": "{label} has {value} and {other} has {second}",
    "two rows, colons": "{label}: {value}; {other}: {second}",
    "two rows, values first": "{value} for {label}, {second} for {other}",
    "two rows, while": "While {label} is {value}, {other} is {second}",
}


class Told(NamedTuple):
    """The same wording of rows as they are, and with the values of two rows exchanged."""

    wording: str
    truth: str
    lie: str


def told(passage: Passage) -> Iterator[Told]:
    """What can be told of each row and the next of its table whose value is another, column by column."""
    whole = (sentence for sentence in passage.sentences if row_cells(sentence))
    for header, rows in groupby(whole, key=lambda sentence: sentence.header):
        tables = [row.cells for row in rows]
        for column in range(1, len(header)):
            filled = [cells for cells in tables if len(cells) > column and cells[column] and terms(cells[0])]
            for cells, after in zip(filled, filled[1:] + filled[:1], strict=True):
                if _apart(cells[column], after[column]) and cells[0] != after[0]:
                    yield from _worded(header[column], column, cells, after)


def _apart(one: str, other: str) -> bool:
    """Whether two values share no word or number: else to tell one for the other is no clear lie."""
    return not set(terms(one)) & set(terms(other))


def _worded(header: str, column: int, cells: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Told]:
    label, value, other, second = cells[0], cells[column], after[0], after[column]
    for name, wording in (_ONE_ROW | _TWO_ROWS).items():
        if header or name != "header":
            yield Told(
                name,
                wording.format(header=header, label=label, value=value, other=other, second=second),
                wording.format(header=header, label=label, value=second, other=other, second=value),
            )
