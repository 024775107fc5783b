"""Chroma: the store of passages, vectors and metadata, in the form LlamaIndex reads.

The folder of a generation is written once by one process and never changed (two writers, or a kill while its
HNSW index is saved, can leave a collection that nothing reads).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from corpus.models import Passage
from index.arrays import Floats
from index.chroma import MEND, answered, connect, release
from index.errors import IndexDamaged
from index.vectors import VectorRows

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from llama_index.core.schema import TextNode

_BATCH_ROWS = 1000
_MOST_SAVES = 16  # at each batch, as by default, 10,000 episodes would write their index 1,000 times: a terabyte
PASSAGES = "passages"

T = TypeVar("T")


class ChromaStore:
    """One collection of vectors by id, in a folder or on a server."""

    def __init__(self, client: Client, collection: Collection, where: Path | str, patience_s: float) -> None:
        self._client = client
        self._collection = collection
        self._where = where
        self._patience_s = patience_s

    @classmethod
    def open(
        cls, where: Path | str, name: str = PASSAGES, *, create: bool = False, rows: int = 0, patience_s: float = 0.0
    ) -> ChromaStore:
        """Open a collection in a folder, or on a server when `where` is an address such as "http://host:8000/show".

        With `create` it is made, to have so many `rows`.
        `patience_s` is how long a server that refuses connections is tried again, here and by every method.
        """
        if isinstance(where, Path) and not create and not (where / "chroma.sqlite3").is_file():
            # Chroma would open a missing database as an empty one.
            raise IndexDamaged(f"{where}: Chroma's database is missing; {MEND}")
        client = answered(where, lambda: connect(where, create=create), patience_s)

        def collection() -> Collection:
            if not create:
                return client.get_collection(name, embedding_function=None)
            # Vectors are L2-normalised. No embedding function: Chroma's default one is fetched from the network.
            # "get or": a restarted server may have made it and not have said so.
            hnsw: CreateHNSWConfiguration = {
                "space": "cosine",
                "ef_search": 800,
                "sync_threshold": _rows_between_saves(rows),
            }
            return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": hnsw})

        return cls(client, answered(where, collection, patience_s), where, patience_s)

    def add_passages(
        self,
        passages: Sequence[Passage],
        vectors: VectorRows,
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Write passages as LlamaIndex nodes, each with its vector and metadata."""
        from llama_index.vector_stores.chroma import ChromaVectorStore  # two seconds

        store = ChromaVectorStore(chroma_collection=self._collection)
        for rows in _batches(len(passages)):
            nodes = [node_of(passage) for passage in passages[rows]]
            for node, vector in zip(nodes, vectors[rows].tolist(), strict=True):
                node.embedding = vector
            self._ask(partial(store.add, list(nodes)))
            if on_progress is not None:
                on_progress(rows.stop)

    def add_vectors(self, vectors: VectorRows) -> None:
        """Write bare vectors under their row numbers."""
        for rows in _batches(len(vectors)):
            ids = [str(row) for row in range(rows.start, rows.stop)]
            self._ask(partial(self._collection.add, ids=ids, embeddings=vectors[rows].astype(np.float32)))

    def count(self) -> int:
        """How many rows the collection has."""
        return self._ask(self._collection.count)

    def nearest(self, vector: Floats, top: int) -> tuple[list[str], list[float]]:
        """Ids and cosines of the `top` nearest rows as Chroma's HNSW index finds them, nearest first."""
        found = self._ask(
            lambda: self._collection.query(query_embeddings=vector[None, :], n_results=top, include=["distances"])
        )
        distances = found["distances"] or [[]]
        return found["ids"][0], [1.0 - distance for distance in distances[0]]

    def vector(self, row: int) -> Floats:
        """The vector of a row, in the order in which they were written."""
        found = self._ask(lambda: self._collection.get(limit=1, offset=row, include=["embeddings"]))
        return np.asarray(found["embeddings"], dtype=np.float32).reshape(-1)

    def close(self) -> None:
        """Release the files; the store cannot be used afterwards."""
        self._ask(partial(release, self._client))

    def _ask(self, call: Callable[[], T]) -> T:
        return answered(self._where, call, self._patience_s)


def _rows_between_saves(rows: int) -> int:
    """After how many rows Chroma is to save its HNSW index, each time the whole of it."""
    return max(_BATCH_ROWS, rows // max(1, min(_MOST_SAVES, rows // _BATCH_ROWS)))


def _batches(rows: int) -> Iterator[slice]:
    """Rows to write together; a batch ends wherever the index is saved, so that next to none is left for later."""
    saved = _rows_between_saves(rows)
    for first in range(0, rows, saved):
        end = min(first + saved, rows)
        yield from (slice(start, min(start + _BATCH_ROWS, end)) for start in range(first, end, _BATCH_ROWS))


def node_of(passage: Passage) -> TextNode:
    """A passage as a LlamaIndex node: `text` as quoted, the rest as flat metadata ("" for what is not known)."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    fields = passage.model_dump(mode="json", exclude={"id", "text", "search_text", "sentences"})
    metadata = {name: "" if value is None else value for name, value in fields.items()}
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.path)},
    )
