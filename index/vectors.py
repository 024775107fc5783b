"""Vectors kept by what was embedded, so that a second ingest embeds only new text.

One file a model, fixed-size records appended: 16 bytes of key (BLAKE2b of the text), the vector in half
precision, a checksum. A record cut short by a crash or altered on disk is dropped when the file is next
opened, and its text is embedded again. Half precision moves a cosine by less than 1e-6 and halves the file;
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

from corpus.models import Passage
from index.embed import Embedder

_KEY_BYTES = 16
_BATCH_TEXTS = 256  # texts embedded between two writes: what a crash can lose


class KeptVectors:
    """The vectors kept for one model below `folder`. One writer at a time (the index's lock)."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.path = _path(folder, embedder)
        self._embedder = embedder
        self._record = _record(embedder)
        folder.mkdir(parents=True, exist_ok=True)
        self.path.touch()
        self._load()
        whole = _are_whole(self._records)
        if not whole.all() or self.path.stat().st_size != self._records.nbytes:
            self._rewrite(np.flatnonzero(whole))

    def embed(
        self, texts: Sequence[str], *, on_progress: Callable[[int, int], None] | None = None
    ) -> tuple[NDArray[np.float16], int]:
        """The vectors of `texts` as they are kept, shape (len(texts), dimensions), and how many had to be computed.

        `on_progress` is given characters embedded so far and in all.
        """
        keys = [key_of(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._row_of}
        self._compute(missing, on_progress)
        vectors = np.empty((len(texts), self._embedder.dimensions), dtype=np.float16)
        rows = np.fromiter((self._row_of[key] for key in keys), dtype=np.int64, count=len(keys))
        for start in range(0, len(rows), 8192):
            block = slice(start, start + 8192)
            vectors[block] = self._records["vector"][rows[block]]
        return vectors, len(missing)

    def learn(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep vectors, a row a text, that were computed elsewhere by the same model."""
        rows = {key: row for row, key in enumerate(map(key_of, texts)) if key not in self._row_of}
        if rows:
            self._append(list(rows), vectors[list(rows.values())])
            self._load()

    def keep_only(self, texts: Iterable[str]) -> None:
        """Forget vectors of other texts when they have come to be more than half of the file."""
        rows = sorted({self._row_of[key] for key in map(key_of, texts) if key in self._row_of})
        if len(rows) * 2 < len(self._records):
            self._rewrite(rows)

    def _rewrite(self, rows: Sequence[int] | NDArray[np.int64]) -> None:
        temporary = self.path.with_suffix(".new")
        try:
            with temporary.open("wb") as file:
                file.write(self._records[rows].tobytes())
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError:
            temporary.unlink(missing_ok=True)  # a full disk has better uses
            raise
        self._load()

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
            self._load()

    def _append(self, keys: list[bytes], vectors: NDArray[np.float32]) -> None:
        records = np.empty(len(keys), dtype=self._record)
        records["key"] = np.frombuffer(b"".join(keys), dtype=f"V{_KEY_BYTES}")
        records["vector"] = vectors
        records["checksum"] = _checksums(records)
        with self.path.open("ab") as file:
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def _load(self) -> None:
        self._records = _records_of(self.path, self._record)
        self._row_of = {key.tobytes(): row for row, key in enumerate(self._records["key"])}


def kept_harm(folder: Path, embedder: Embedder, expected: int) -> list[str]:
    """What is wrong with the vectors kept below `folder`, where `expected` distinct texts were embedded."""
    path, record = _path(folder, embedder), _record(embedder)
    try:
        records = _records_of(path, record)
    except OSError as error:
        return [f"vectors/{path.name} cannot be read ({error.strerror})"]
    whole = int(_are_whole(records).sum())
    if whole < len(records):
        return [f"vectors/{path.name} has {len(records) - whole} altered vectors"]
    return [f"vectors/{path.name} has {whole} vectors instead of {expected}"] if whole < expected else []


def embedded_texts(passages: Iterable[Passage]) -> list[str]:
    """What is embedded: every passage's search text, then every sentence's, in order of rows."""
    whole, sentences = [], []
    for passage in passages:
        whole.append(passage.search_text)
        sentences += [one.search_text for one in passage.sentences]
    return whole + sentences


def key_of(text: str) -> bytes:
    """What a text's vector is kept under."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()


def _path(folder: Path, embedder: Embedder) -> Path:
    return folder / f"{embedder.fingerprint[:16]}.vectors"


def _record(embedder: Embedder) -> np.dtype[np.void]:
    return np.dtype([("key", f"V{_KEY_BYTES}"), ("vector", "<f2", (embedder.dimensions,)), ("checksum", "<u4")])


def _records_of(path: Path, record: np.dtype[np.void]) -> NDArray[np.void]:
    count = path.stat().st_size // record.itemsize
    return np.memmap(path, dtype=record, mode="r", shape=(count,)) if count else np.empty(0, dtype=record)


def _are_whole(records: NDArray[np.void]) -> NDArray[np.bool_]:
    whole: NDArray[np.bool_] = _checksums(records) == records["checksum"]
    return whole


def _checksums(records: NDArray[np.void]) -> NDArray[np.uint32]:
    """CRC-32 of each record up to its checksum, which stands last."""
    rows = records.view(np.uint8).reshape(len(records), records.dtype.itemsize)[:, :-4]
    return np.fromiter((zlib.crc32(row) for row in rows), dtype=np.uint32, count=len(rows))
