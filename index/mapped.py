"""A matrix of vectors that stays on disk, mapped into memory."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Mapped:
    """The matrix of a file, and whether the file is still as it was.

    Reading past the end of a file that was cut short under its map ends the process, so this is asked before.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.rows: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r"))
        self._file = os.open(path, os.O_RDONLY)  # the file itself, whatever its name comes to mean
        weakref.finalize(self, os.close, self._file)
        self._looked = self._looks()

    def is_unchanged(self) -> bool:
        """Whether nobody has written to the file since it was mapped."""
        return self._looks() == self._looked

    def _looks(self) -> tuple[int, int]:
        status = os.fstat(self._file)
        return status.st_size, status.st_mtime_ns
