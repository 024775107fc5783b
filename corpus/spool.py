"""Rows that may be more than memory should hold: the first ones as they are, and once they are many, all in a file."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Generic, TypeVar, overload
from weakref import finalize

from pydantic import BaseModel

Row = TypeVar("Row", bound=BaseModel)

_SPILLED_ABOVE = 10_000  # rows; so many passages or claims are some 150 MB


def line_of(row: BaseModel) -> bytes:
    """A row as it is written: JSON without what is as by default."""
    return row.model_dump_json(exclude_defaults=True).encode("utf-8", "surrogatepass")


class Spool(Sequence[Row], Generic[Row]):
    """Rows of one model, appended, then read in any order. What is in the file is read anew each time it is asked for.

    The file has no name: it goes with the object, or with the process.
    """

    def __init__(self, model: type[Row], folder: Path | None, *, most: int = _SPILLED_ABOVE) -> None:
        """`folder` is where the file would be; None keeps every row in memory."""
        self._model = model
        self._folder = folder
        self._most = most
        self._held: list[Row] = []
        self._file: IO[bytes] | None = None
        self._offsets = array("q", [0])

    def extend(self, rows: Iterable[Row]) -> None:
        """Append rows. Raises `OSError` when the file cannot be written."""
        for row in rows:
            self.append(row)

    def append(self, row: Row) -> None:
        """Append one row. Raises `OSError` when the file cannot be written."""
        self._held.append(row)
        if self._folder is not None and (self._file is not None or len(self._held) > self._most):
            self._spill(self._folder)

    def lines(self) -> Iterator[bytes]:
        """Every row as it is written, one after another."""
        if self._file is None:
            return map(line_of, self._held)
        file = self._file
        return (self._line(file, row) for row in range(len(self)))

    def __len__(self) -> int:
        return len(self._offsets) - 1 + len(self._held)

    @overload
    def __getitem__(self, row: int) -> Row: ...
    @overload
    def __getitem__(self, row: slice) -> list[Row]: ...
    def __getitem__(self, row: int | slice) -> Row | list[Row]:
        if self._file is None:
            return self._held[row]
        if isinstance(row, slice):
            return [self._read(self._file, each) for each in range(*row.indices(len(self)))]
        return self._read(self._file, range(len(self))[row])

    def __iter__(self) -> Iterator[Row]:
        return (self[row] for row in range(len(self)))

    def _spill(self, folder: Path) -> None:
        if self._file is None:
            self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - it lasts as long as the rows do
            finalize(self, self._file.close)
        for row in self._held:
            self._offsets.append(self._offsets[-1] + self._file.write(line_of(row)))
        self._file.flush()
        self._held.clear()

    def _read(self, file: IO[bytes], row: int) -> Row:
        return self._model.model_validate_json(self._line(file, row))

    def _line(self, file: IO[bytes], row: int) -> bytes:
        return os.pread(file.fileno(), self._offsets[row + 1] - self._offsets[row], self._offsets[row])
