"""A Chroma server as what several machines share: collections with a label each, and rows of text in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from index.chroma import answered, connect, release
from index.errors import IndexingError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

T = TypeVar("T")


class ChromaServer:
    """The collections of one show on a server: labels of a few words, and rows of text. Safe to share by threads."""

    def __init__(self, address: str, *, create: bool = False, patience_s: float = 0.0) -> None:
        """Connect, with `create` making the show's database. Raises `NoIndex` where there is none, `IndexingError`."""
        self.address = address
        self._patience_s = patience_s
        self._client: Client = self._ask(lambda: connect(address, create=create))

    def labels(self) -> dict[str, dict[str, str]]:
        """Name → label of every collection."""
        found = self._ask(self._client.list_collections)
        return {one.name: {key: str(value) for key, value in (one.metadata or {}).items()} for one in found}

    def create(self, name: str, label: Mapping[str, str]) -> bool:
        """Make a collection; False when there is one of that name: of all who try, one alone is told True."""
        try:
            self._ask(lambda: self._client.create_collection(name, embedding_function=None, metadata=dict(label)))
        except IndexingError:
            if name in self.labels():
                return False
            raise
        return True

    def relabel(self, name: str, label: Mapping[str, str]) -> None:
        """Put another label in the place of a collection's own."""
        self._ask(lambda: self._collection(name).modify(metadata=dict(label)))

    def write_rows(self, name: str, rows: Mapping[str, str]) -> None:
        """Write rows of text by id, making the collection where there is none. Mind the size of a request: 40 MB."""

        def write() -> None:
            into = self._client.get_or_create_collection(name, embedding_function=None)
            # Not as documents: those are indexed by every three characters, which takes three times the space.
            into.upsert(
                ids=list(rows),
                embeddings=np.ones((len(rows), 1), dtype=np.float32),
                metadatas=[{"row": row} for row in rows.values()],
            )

        self._ask(write)

    def read_rows(self, name: str, ids: Sequence[str]) -> dict[str, str]:
        """Those of the rows that there are."""
        found = self._ask(lambda: self._collection(name).get(ids=list(ids), include=["metadatas"]))
        return {id_: str(row["row"]) for id_, row in zip(found["ids"], found["metadatas"] or [], strict=True)}

    def delete(self, name: str) -> None:
        """Remove a collection and all in it."""
        self._ask(lambda: self._client.delete_collection(name))

    def close(self) -> None:
        """Release the connection; the server cannot be asked afterwards."""
        self._ask(partial(release, self._client))

    def _collection(self, name: str) -> Collection:
        return self._client.get_collection(name, embedding_function=None)

    def _ask(self, call: Callable[[], T]) -> T:
        return answered(self.address, call, self._patience_s)
