"""Ingesting into a store that several machines share: one of them at a time, each on top of what the last published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from index.chroma import PATIENCE_S
from index.embed import Embedder
from index.errors import IndexingError, NoIndex
from index.folder import current_generation, switch_to, writing
from index.generation import Generation
from index.lease import PACE, Lease, leased
from index.models import Progress
from index.passport import passport_of
from index.published import bring, is_whole, name_here, publish
from index.server import ChromaServer
from index.vectors import EmbeddedTexts, KeptVectors


@contextmanager
def shared(
    store: str | None, index_dir: Path, embedder: Embedder, on_progress: Callable[[Progress], None]
) -> Iterator[Lease | None]:
    """Hold the store, where there is one, for writing; the folder holds what it has published then.

    Raises `IndexBusy` when another process holds it, `IndexingError` when it cannot be reached.
    """
    if store is None:
        yield None
        return

    def waited(seconds: float) -> None:
        on_progress(
            Progress(
                stage="wait", done=int(seconds), total=int(PACE.silence_s), unit="seconds: does the last writer live?"
            )
        )

    with (
        closing(ChromaServer(store, create=True, patience_s=PATIENCE_S)) as server,
        leased(server, on_wait=waited) as lease,
    ):
        if is_behind(index_dir, lease):
            _catch_up(lease, index_dir, embedder)
        yield lease


def roll_back(index_dir: Path, embedder: Embedder, *, store: str | None = None) -> str:
    """Let the generation before the one that answers do so again, everywhere; returns its name.

    Raises `NoIndex` where there is none, and as `shared`. The next ingest of changed material goes forward again.
    """
    if store is None:
        current_generation(index_dir)  # else a folder would be made where none is
    with writing(index_dir), shared(store, index_dir, embedder, lambda progress: None) as lease:
        current = current_generation(index_dir)
        earlier = [path for path in index_dir.glob("gen-*") if path.name < current.name and is_whole(path, store)]
        if not earlier:
            raise NoIndex(f"{index_dir}: no earlier index is here; put the material back as it was, and ingest it.")
        folder = max(earlier)
        if lease is not None:
            publish(lease, folder)
        switch_to(index_dir, folder)
        return folder.name


def is_behind(index_dir: Path, lease: Lease | None) -> bool:
    """Whether a folder has not what the store has. After catching up: whether that could not be fetched or is none."""
    return lease is not None and (lease.before is None or lease.before.generation != name_here(index_dir))


def _catch_up(lease: Lease, index_dir: Path, embedder: Embedder) -> None:
    """Fetch what answers, and keep its vectors as if they had been computed here."""
    try:
        bring(lease.server, index_dir)
        generation = Generation(current_generation(index_dir))
    except IndexingError:
        return  # nothing there, or nothing whole: it is built anew and published
    whole = not generation.manifest.sketched  # else they are in bytes, and no longer what the model gave
    if whole and generation.manifest.passport == passport_of(embedder):
        passages = [generation.passage(row) for row in range(generation.manifest.counts.passages)]
        vectors = np.concatenate([generation.passage_vectors, generation.sentence_vectors])
        KeptVectors(index_dir / "vectors", embedder).learn(EmbeddedTexts(passages), vectors)
