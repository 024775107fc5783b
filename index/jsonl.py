"""Lines of JSON with an offset each: written once, then any line is read without the others."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from pydantic import BaseModel


def write_lines(path: Path, rows: Iterable[BaseModel]) -> int:
    """Write one model a line, and the lines' offsets beside them; returns how many."""
    offsets = [0]
    with path.open("wb") as file:
        for row in rows:
            line = row.model_dump_json(exclude_defaults=True).encode("utf-8", "surrogatepass") + b"\n"
            offsets.append(offsets[-1] + file.write(line))
    np.save(_offsets_of(path), np.array(offsets, dtype=np.int64))
    return len(offsets) - 1


class Lines:
    """The lines of a file, read one at a time from a memory map. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._offsets = np.load(_offsets_of(path), mmap_mode="r")
        with path.open("rb") as file:
            # An empty file cannot be mapped.
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._offsets[-1] else b""
        if len(self._bytes) != int(self._offsets[-1]):
            raise ValueError(f"{path.name} has {len(self._bytes)} bytes instead of {int(self._offsets[-1])}")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, row: int) -> bytes:
        return self._bytes[int(self._offsets[row]) : int(self._offsets[row + 1])]

    def __iter__(self) -> Iterator[bytes]:
        return (self[row] for row in range(len(self)))


def _offsets_of(path: Path) -> Path:
    return path.with_suffix(".offsets.npy")
