"""Lines of JSON with the place and a checksum of each: written once, then any line is read without the others."""

from __future__ import annotations

import os
import weakref
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from corpus.spool import Spool, line_of


def write_lines(path: Path, rows: Iterable[BaseModel]) -> int:
    """Write one model a line, and beside them where each begins, with its CRC-32; returns how many."""
    lines = rows.lines() if isinstance(rows, Spool) else map(line_of, rows)
    places = [(0, 0)]  # the end of the line before, and that line's checksum
    with path.open("wb") as file:
        for each in lines:
            line = each + b"\n"
            places.append((places[-1][0] + file.write(line), zlib.crc32(line)))
    np.save(_places_of(path), np.array(places, dtype=np.int64))
    return len(places) - 1


class Lines:
    """The lines of a file, read one at a time. Safe to share between threads.

    Not through a memory map: a file that is cut short under one ends the process that reads there.
    Raises `ValueError` for a line that is not the one that was written.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        places = np.load(_places_of(path))
        self._ends, self._checksums = places[:, 0], places[:, 1]
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        size = os.fstat(self._file).st_size
        if size != int(self._ends[-1]):
            raise ValueError(f"{path.name} has {size} bytes instead of {int(self._ends[-1])}")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> bytes:
        start, end = int(self._ends[row]), int(self._ends[row + 1])
        line = os.pread(self._file, end - start, start)
        if zlib.crc32(line) != int(self._checksums[row + 1]):
            raise ValueError(f"line {row + 1} of {self._name} is not the one that was written")
        return line

    def __iter__(self) -> Iterator[bytes]:
        return (self[row] for row in range(len(self)))


def _places_of(path: Path) -> Path:
    return path.with_suffix(".places.npy")
