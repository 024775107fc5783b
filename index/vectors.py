"""Vectors kept by what was embedded, so that a second ingest embeds only new text.

One file a model, fixed-size records appended: 16 bytes of key (BLAKE2b of the text), the vector in half
precision, a checksum. A record cut short by a crash or altered on disk is dropped when the file is next
opened, and its text is embedded again. Half precision moves a cosine by less than 1e-6 and halves the file;
vectors that come straight from the model are rounded alike, so that kept and new ones are the same.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import compress
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.addressed import addressed
from corpus.models import Frozen, Passage
from corpus.spool import Spool
from index.arrays import Floats, Ints, Mask
from index.embed import Embedder

Keys = NDArray[np.bytes_]

_KEY_BYTES = 16
_KEY = np.dtype(f"S{_KEY_BYTES}")
# What is embedded between two writes, some seconds of work: what a crash can lose, and what all cores share out.
_WRITTEN_CHARACTERS = 200_000
_TEXT_CHARACTERS = 20  # what a text costs beside its own
_BLOCK = 1 << 13  # records read or written at a time


class _Text(Frozen):
    text: str


class VectorRows(Protocol):
    """Vectors by row: an array, or `KeptRows`."""

    def __len__(self) -> int: ...

    def __getitem__(self, some: slice) -> NDArray[np.floating]: ...


class KeptRows:
    """Vectors by row, read from their file whenever they are asked for."""

    def __init__(self, path: Path, record: np.dtype[np.void], rows: Ints) -> None:
        self._path = path
        self._record = record
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, some: slice) -> NDArray[np.float16]:
        """Shape (rows, dimensions)."""
        return _records_of(self._path, self._record)["vector"][self._rows[some]]

    def blocks(self) -> Iterator[NDArray[np.float16]]:
        """All of them in order, some thousand at a time."""
        return (self[start : start + _BLOCK] for start in range(0, len(self), _BLOCK))

    def split(self, at: int) -> tuple[KeptRows, KeptRows]:
        """The first `at` rows, and the others."""
        first, others = self._rows[:at], self._rows[at:]
        return KeptRows(self._path, self._record, first), KeptRows(self._path, self._record, others)


class KeptVectors:
    """The vectors kept for one model below `folder`. One writer at a time (the index's lock)."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.path = _path(folder, embedder)
        self._embedder = embedder
        self._record = _record(embedder)
        self._used: Ints = np.empty(0, dtype=np.int64)
        folder.mkdir(parents=True, exist_ok=True)
        self.path.touch()
        keys, whole = _examined(self.path, self._record)
        self._know(keys)
        if not whole.all() or self.path.stat().st_size != len(keys) * self._record.itemsize:
            self._rewrite(np.flatnonzero(whole))

    @property
    def used(self) -> int:
        """How many different texts were embedded last."""
        return len(self._used)

    def embed(
        self, texts: Iterable[str], *, on_progress: Callable[[int, int], None] | None = None
    ) -> tuple[KeptRows, int]:
        """The vectors of `texts` as they are kept, a row each, and how many had to be computed.

        The texts are gone through twice, and never held together. `on_progress` is given characters embedded so far
        and in all.
        """
        keys = _keys_of(texts)
        distinct, first, number = np.unique(keys, return_index=True, return_inverse=True)
        missing = np.zeros(len(keys), dtype=bool)
        missing[first[self._rows_of(distinct) < 0]] = True
        self._compute(keys[missing], compress(texts, missing), on_progress)
        self._used = self._rows_of(distinct)
        return KeptRows(self.path, self._record, self._used[number]), int(np.count_nonzero(missing))

    def learn(self, texts: Iterable[str], vectors: Floats) -> None:
        """Keep vectors, a row a text, that were computed elsewhere by the same model."""
        keys, first = np.unique(_keys_of(texts), return_index=True)
        new = self._rows_of(keys) < 0
        self._append(keys[new], vectors[first[new]])

    def keep_used(self) -> None:
        """Forget all but what was embedded last, when the others have come to be more than half of the file."""
        if len(self._used) * 2 < len(self._keys):
            self._rewrite(np.sort(self._used))

    def _know(self, keys: Keys) -> None:
        self._keys = keys
        self._order = np.argsort(keys)
        self._sorted = keys[self._order]

    def _rows_of(self, keys: Keys) -> Ints:
        """The record of each key, -1 where there is none."""
        if not len(self._keys):
            return np.full(len(keys), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        return np.where(self._sorted[places] == keys, self._order[places], -1)

    def _rewrite(self, rows: Ints) -> None:
        temporary = self.path.with_suffix(".new")
        try:
            with temporary.open("wb") as file:
                for start in range(0, len(rows), _BLOCK):
                    file.write(_records_of(self.path, self._record)[rows[start : start + _BLOCK]].tobytes())
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError:
            temporary.unlink(missing_ok=True)  # a full disk has better uses
            raise
        self._know(self._keys[rows])

    def _compute(self, keys: Keys, texts: Iterable[str], on_progress: Callable[[int, int], None] | None) -> None:
        spool, lengths = Spool(_Text, self.path.parent), array("q")
        for text in texts:
            spool.append(_Text(text=text))
            lengths.append(len(text))
        characters = np.array(lengths, dtype=np.int64)
        # Longest first over the whole, so that what is embedded together is of about one length.
        order = np.argsort(-characters, kind="stable")
        done, total = 0, int(characters.sum())
        for some in _of_equal_work(order, characters[order]):
            self._write(keys[some], self._embedder.embed([spool[row].text for row in some.tolist()]))
            done += int(characters[some].sum())
            if on_progress is not None:
                on_progress(done, total)
        self._know(np.concatenate([self._keys, keys[order]]))

    def _append(self, keys: Keys, vectors: Floats) -> None:
        self._write(keys, vectors)
        self._know(np.concatenate([self._keys, keys]))

    def _write(self, keys: Keys, vectors: Floats) -> None:
        records = np.empty(len(keys), dtype=self._record)
        records["key"] = keys
        records["vector"] = vectors
        records["checksum"] = _checksums(records)
        with self.path.open("ab") as file:
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())


def kept_harm(folder: Path, embedder: Embedder, expected: int) -> list[str]:
    """What is wrong with the vectors kept below `folder`, where `expected` distinct texts were embedded."""
    path = _path(folder, embedder)
    try:
        whole = _examined(path, _record(embedder))[1]
    except OSError as error:
        return [f"vectors/{path.name} cannot be read ({error.strerror})"]
    if not whole.all():
        return [f"vectors/{path.name} has {np.count_nonzero(~whole)} altered vectors"]
    return [f"vectors/{path.name} has {len(whole)} vectors instead of {expected}"] if len(whole) < expected else []


class EmbeddedTexts:
    """What is embedded: every passage's search text, then what every sentence is compared by, in order of rows."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    def __iter__(self) -> Iterator[str]:
        yield from (passage.search_text for passage in self._passages)
        yield from (text for passage in self._passages for text in addressed(passage.sentences))


def _of_equal_work(order: Ints, characters: Ints) -> list[Ints]:
    """Rows in `order`, cut into parts that take about as long to embed."""
    part = np.cumsum(characters + _TEXT_CHARACTERS) // _WRITTEN_CHARACTERS
    return [rows for rows in np.split(order, np.flatnonzero(np.diff(part)) + 1) if len(rows)]


def _key_of(text: str) -> bytes:
    """What a text's vector is kept under."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()


def _keys_of(texts: Iterable[str]) -> Keys:
    keys = bytearray()
    for text in texts:
        keys += _key_of(text)
    return np.frombuffer(keys, dtype=_KEY)


def _path(folder: Path, embedder: Embedder) -> Path:
    return folder / f"{embedder.fingerprint[:16]}.vectors"


def _record(embedder: Embedder) -> np.dtype[np.void]:
    return np.dtype([("key", _KEY), ("vector", "<f2", (embedder.dimensions,)), ("checksum", "<u4")])


def _records_of(path: Path, record: np.dtype[np.void]) -> NDArray[np.void]:
    """The records, mapped: to be let go soon, since what was read of them counts for memory that is used."""
    count = path.stat().st_size // record.itemsize
    return np.memmap(path, dtype=record, mode="r", shape=(count,)) if count else np.empty(0, dtype=record)


def _examined(path: Path, record: np.dtype[np.void]) -> tuple[Keys, Mask]:
    """The key of each record, and whether it is as it was written."""
    keys, whole = [np.empty(0, dtype=_KEY)], [np.empty(0, dtype=bool)]
    with path.open("rb") as file:
        while len(records := np.fromfile(file, dtype=record, count=_BLOCK)):
            keys.append(records["key"].copy())
            whole.append(_checksums(records) == records["checksum"])
    return np.concatenate(keys), np.concatenate(whole)


def _checksums(records: NDArray[np.void]) -> NDArray[np.uint32]:
    """CRC-32 of each record up to its checksum, which stands last."""
    rows = records.view(np.uint8).reshape(len(records), records.dtype.itemsize)[:, :-4]
    return np.fromiter((zlib.crc32(row) for row in rows), dtype=np.uint32, count=len(rows))
