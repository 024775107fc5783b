"""Vectors kept by what was embedded, so that a second ingest embeds only new text.

One file a model, fixed-size records appended: 16 bytes of key (BLAKE2b of the text), the vector in half
precision, a checksum. A record cut short by a crash is ignored and overwritten; one altered on disk fails
its checksum and its text is embedded again. Half precision moves a cosine by less than 1e-6 and halves the file;
vectors that come straight from the model are rounded alike, so that kept and new ones are the same.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder

_KEY_BYTES = 16
_BATCH_TEXTS = 256  # texts embedded between two writes: what a crash can lose


class KeptVectors:
    """The vectors kept for one model below `folder`. One writer at a time (the index's lock)."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.path = folder / f"{embedder.fingerprint[:16]}.vectors"
        self._embedder = embedder
        self._record = np.dtype(
            [("key", f"V{_KEY_BYTES}"), ("vector", "<f2", (embedder.dimensions,)), ("checksum", "<u4")]
        )
        folder.mkdir(parents=True, exist_ok=True)
        self._drop_partial_record()
        self._records = self._load()
        self._row_of = {key.tobytes(): row for row, key in enumerate(self._records["key"])}

    def embed(
        self, texts: Sequence[str], *, on_progress: Callable[[int, int], None] | None = None
    ) -> tuple[NDArray[np.float16], int]:
        """The vectors of `texts` as they are kept, shape (len(texts), dimensions), and how many had to be computed.

        `on_progress` is given characters embedded so far and in all.
        """
        keys = [key_of(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if not self._has_whole(key)}
        self._compute(missing, on_progress)
        vectors = np.empty((len(texts), self._embedder.dimensions), dtype=np.float16)
        rows = np.fromiter((self._row_of[key] for key in keys), dtype=np.int64, count=len(keys))
        for start in range(0, len(rows), 8192):
            block = slice(start, start + 8192)
            vectors[block] = self._records["vector"][rows[block]]
        return vectors, len(missing)

    def keep_only(self, texts: Iterable[str]) -> None:
        """Forget vectors of other texts when they have come to be more than half of the file."""
        rows = sorted({self._row_of[key] for key in map(key_of, texts) if key in self._row_of})
        if len(rows) * 2 >= len(self._records):
            return
        temporary = self.path.with_suffix(".new")
        with temporary.open("wb") as file:
            self._records[rows].tofile(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path)
        self._records = self._load()
        self._row_of = {key.tobytes(): row for row, key in enumerate(self._records["key"])}

    def _compute(self, missing: dict[bytes, str], on_progress: Callable[[int, int], None] | None) -> None:
        # Longest first over the whole, so that every batch holds texts of one length and little is padded.
        items = sorted(missing.items(), key=lambda item: len(item[1]), reverse=True)
        done, total = 0, sum(len(text) for _, text in items)
        for start in range(0, len(items), _BATCH_TEXTS):
            batch = items[start : start + _BATCH_TEXTS]
            self._append([key for key, _ in batch], self._embedder.embed([text for _, text in batch]))
            done += sum(len(text) for _, text in batch)
            if on_progress is not None:
                on_progress(done, total)
        if items:
            self._records = self._load()

    def _append(self, keys: list[bytes], vectors: NDArray[np.float32]) -> None:
        records = np.empty(len(keys), dtype=self._record)
        records["key"] = np.frombuffer(b"".join(keys), dtype=f"V{_KEY_BYTES}")
        records["vector"] = vectors
        records["checksum"] = [_checksum(record) for record in records]
        first = self.path.stat().st_size // self._record.itemsize
        with self.path.open("ab") as file:
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())
        self._row_of.update({key: first + n for n, key in enumerate(keys)})

    def _has_whole(self, key: bytes) -> bool:
        row = self._row_of.get(key)
        return row is not None and bool(_checksum(self._records[row]) == self._records[row]["checksum"])

    def _drop_partial_record(self) -> None:
        size = self.path.stat().st_size if self.path.exists() else 0
        with self.path.open("ab") as file:
            file.truncate(size - size % self._record.itemsize)

    def _load(self) -> NDArray[np.void]:
        if self.path.stat().st_size == 0:
            return np.empty(0, dtype=self._record)
        return np.memmap(self.path, dtype=self._record, mode="r")


def key_of(text: str) -> bytes:
    """What a text's vector is kept under."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()


def _checksum(record: np.void) -> int:
    return zlib.crc32(record["vector"].tobytes(), zlib.crc32(record["key"].tobytes()))
