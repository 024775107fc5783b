"""Chroma: the store of passages, vectors and metadata, in the form LlamaIndex reads.

Everything that is known of Chroma is in this file: its clients, its errors, its limits. The folder of a
generation is written once by one process and never changed (two writers, or a kill while its HNSW
index is saved, can leave a collection that nothing reads).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.models import Passage
from index.errors import IndexDamaged, IndexingError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from llama_index.core.schema import TextNode

_BATCH_ROWS = 1000
PASSAGES = "passages"


class ChromaStore:
    """One collection of vectors by id, in a folder or on a server."""

    def __init__(self, client: Client, collection: Collection, where: str) -> None:
        self._client = client
        self._collection = collection
        self._where = where

    @classmethod
    def open(cls, where: Path | str, name: str = PASSAGES, *, create: bool = False) -> ChromaStore:
        """Open a collection in a folder, or on a server when `where` is an address such as "http://host:8000"."""
        if isinstance(where, Path) and not create and not (where / "chroma.sqlite3").is_file():
            # Chroma would open a missing database as an empty one.
            raise IndexDamaged(f"{where}: Chroma's database is missing; {_MEND}")
        with _chroma_errors(str(where)):
            client = _client(where)
            if create:
                # Vectors are L2-normalised. No embedding function: Chroma's default one is fetched from the network.
                collection = client.create_collection(
                    name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 800}}
                )
            else:
                collection = client.get_collection(name, embedding_function=None)
        return cls(client, collection, str(where))

    def add_passages(
        self,
        passages: Sequence[Passage],
        vectors: NDArray[np.floating],
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Write passages as LlamaIndex nodes, each with its vector and metadata."""
        from llama_index.vector_stores.chroma import ChromaVectorStore  # noqa: PLC0415 - two seconds

        store = ChromaVectorStore(chroma_collection=self._collection)
        for start in range(0, len(passages), _BATCH_ROWS):
            rows = slice(start, start + _BATCH_ROWS)
            nodes = [node_of(passage) for passage in passages[rows]]
            for node, vector in zip(nodes, vectors[rows].tolist(), strict=True):
                node.embedding = vector
            with _chroma_errors(self._where):
                store.add(list(nodes))
            if on_progress is not None:
                on_progress(min(start + _BATCH_ROWS, len(passages)))

    def add_vectors(self, vectors: NDArray[np.floating]) -> None:
        """Write bare vectors under their row numbers."""
        with _chroma_errors(self._where):
            for start in range(0, len(vectors), _BATCH_ROWS):
                block = vectors[start : start + _BATCH_ROWS].astype(np.float32)
                self._collection.add(ids=[str(start + n) for n in range(len(block))], embeddings=block)

    def count(self) -> int:
        """How many rows the collection has."""
        with _chroma_errors(self._where):
            return self._collection.count()

    def nearest(self, vector: NDArray[np.float32], top: int) -> tuple[list[str], list[float]]:
        """Ids and cosines of the `top` nearest rows as Chroma's HNSW index finds them, nearest first."""
        with _chroma_errors(self._where):
            found = self._collection.query(query_embeddings=vector[None, :], n_results=top, include=["distances"])
        distances = found["distances"] or [[]]
        return found["ids"][0], [1.0 - distance for distance in distances[0]]

    def close(self) -> None:
        """Release the files; the store cannot be used afterwards."""
        with _chroma_errors(self._where):
            self._client.close()


_MEND = "mend it with: aircheck ingest FOLDER --rebuild"


def node_of(passage: Passage) -> TextNode:
    """A passage as a LlamaIndex node: `text` as quoted, the rest as flat metadata ("" for what is not known)."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode  # noqa: PLC0415

    fields = passage.model_dump(mode="json", exclude={"id", "text", "search_text", "sentences"})
    metadata = {name: "" if value is None else value for name, value in fields.items()}
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.path)},
    )


def delete_collections(address: str, prefixes: Sequence[str]) -> None:
    """Remove from a server every collection whose name begins with one of `prefixes`."""
    with _chroma_errors(address):
        client = _client(address)
        for collection in client.list_collections():
            if collection.name.startswith(tuple(prefixes)):
                client.delete_collection(collection.name)


def _client(where: Path | str) -> Client:
    import chromadb  # noqa: PLC0415 - a second, and most questions never need it
    from chromadb.config import Settings  # noqa: PLC0415

    settings = Settings(anonymized_telemetry=False)
    if isinstance(where, Path):
        return cast("Client", chromadb.PersistentClient(path=str(where), settings=settings))
    address = urlsplit(where)
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    host = address.hostname or "localhost"
    return cast("Client", chromadb.HttpClient(host=host, port=port, ssl=secure, settings=settings))


@contextmanager
def _chroma_errors(where: str) -> Iterator[None]:
    """Turn whatever Chroma raises (its types differ between folder and server) into one of ours."""
    import httpx  # noqa: PLC0415
    from chromadb.errors import ChromaError  # noqa: PLC0415

    try:
        yield
    except (ChromaError, httpx.HTTPError, ValueError, OSError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        if "://" in where:
            raise IndexingError(f"{where}: the Chroma server does not answer as expected ({reason}).") from error
        raise IndexDamaged(f"{where}: Chroma cannot use its files ({reason}); {_MEND}") from error
