"""An opened index: questions → ranked passages, and everything else that is asked of the material."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corpus.claims.extract import Claim, claims_from
from corpus.models import Document, Passage, Show
from corpus.searchable import searchable
from index.asked import asked
from index.bert import use_one_thread
from index.embed import Embedder
from index.errors import IndexMismatch
from index.filters import allowed_rows, resolve, spoken_by
from index.folder import current_generation
from index.generation import SENTENCES, Generation, open_store
from index.models import Filters, Hit, Passport, SearchTimings, SourceSummary
from index.narrow import narrow
from index.passport import passport_of
from index.rank import STANDING, Evidence, best_of_groups, fuse, top_rows
from index.said import Said
from index.scan import CANDIDATES, Cosines, Vectors, lexical_candidates, with_neighbours
from index.store import ChromaStore

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_NO_FILTERS = Filters()


class Index:
    """One generation of an index, opened. Never changes, and may be shared between threads."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._generation = generation
        self._embedder = embedder
        self._manifest = generation.manifest
        self._number_of = {source.path: number for number, source in enumerate(self._manifest.sources)}
        self._document = lru_cache(maxsize=64)(generation.document)
        self._lock = Lock()
        self._stores: tuple[ChromaStore, ChromaStore] | None = None
        # Listeners keep to a few filters; each costs a look at every sentence.
        self._resolved = lru_cache(maxsize=256)(partial(resolve, manifest=generation.manifest))
        self._allowed = lru_cache(maxsize=32)(self._allowed_by)
        self._allowed(_NO_FILTERS)

    @classmethod
    def open(cls, index_dir: Path, embedder: Embedder) -> Index:
        """Open the current generation. Raises `NoIndex`, `IndexMismatch` or `IndexDamaged`."""
        use_one_thread()
        generation = Generation(current_generation(index_dir))
        _require_same(generation.manifest.passport, passport_of(embedder), generation)
        return cls(generation, embedder)

    @property
    def show(self) -> Show:
        """What is known of the show itself."""
        return self._manifest.show

    @property
    def passport(self) -> Passport:
        """What the index was built with."""
        return self._manifest.passport

    @property
    def generation(self) -> str:
        """Name of the build."""
        return self._manifest.generation

    @property
    def built_at(self) -> str:
        """When it was built: ISO date and time, UTC."""
        return self._manifest.built_at

    @property
    def material(self) -> Path:
        """The folder that was ingested, as it was given."""
        return Path(self._manifest.folder)

    @property
    def passage_count(self) -> int:
        """How many passages there are."""
        return self._manifest.counts.passages

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read when it was built, one line each."""
        return self._manifest.problems

    def search(self, query: str, *, filters: Filters = _NO_FILTERS, top: int = 10) -> list[Hit]:
        """The `top` passages that answer best, best first. Raises `UnknownFilterValue`."""
        return self.search_timed(query, filters=filters, top=top)[0]

    def search_timed(
        self, query: str, *, filters: Filters = _NO_FILTERS, top: int = 10
    ) -> tuple[list[Hit], SearchTimings]:
        """Like `search`, with the milliseconds it took."""
        filters = self._resolved(filters)
        started = perf_counter()
        query = searchable(query)  # spelled as what it is compared with
        vector = self._embedder.embed_query(query)
        embedded = perf_counter()
        hits = self._ranked(query, vector, filters, top)
        timings = SearchTimings(embed_ms=1e3 * (embedded - started), search_ms=1e3 * (perf_counter() - embedded))
        return hits, timings

    def sources(self) -> list[SourceSummary]:
        """Every source, in the order of their paths."""
        return list(self._manifest.sources)

    def speakers(self) -> list[str]:
        """Every speaker's name, sorted."""
        return list(self._manifest.speakers)

    def episodes(self) -> list[str]:
        """Every episode's id, sorted."""
        return list(self._episodes)

    def episode(self, written: str) -> str:
        """The id of an episode however its number is written. Raises `UnknownFilterValue`."""
        return self._resolved(Filters(episode=(written,))).episode[0]

    def document(self, path: str) -> Document:
        """One source as it was read. Raises `KeyError` for a path that is not in the index."""
        return self._document(self._number_of[path])

    def passages(self, path: str) -> list[Passage]:
        """The passages of one source, in order. Raises `KeyError` for a path that is not in the index."""
        first, last = self._rows_of_source(self._number_of[path])
        return [self._generation.passage(row) for row in range(first, last)]

    def passage(self, passage_id: str) -> Passage:
        """The passage of an id; for a narrowed one, the whole that it is part of. Raises `KeyError`."""
        return self._generation.passage(self._row_of(passage_id))

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after it in the same source."""
        row = self._row_of(passage.id)
        first, last = self._rows_of_source(self._number_of[passage.path])
        before = self._generation.passage(row - 1) if row > first else None
        return before, self._generation.passage(row + 1) if row + 1 < last else None

    def rarity(self, term: str) -> float:
        """How rare a word is among the passages (inverse document frequency); greatest for one never seen."""
        return self._generation.keywords.rarity(term)

    def said(self) -> Said:
        """Every sentence under its words. Raises `IndexDamaged`."""
        return self._generation.said()

    def claims(self) -> Iterator[Claim]:
        """What the sentences state; a row that another version of the rules made is left out."""
        return claims_from(self._generation.claims())

    def close(self) -> None:
        """Release Chroma's files where they were opened; the memory maps go with the object."""
        with self._lock:
            stores, self._stores = self._stores, None
        for store in stores or ():
            store.close()

    def _ranked(self, query: str, vector: Floats, filters: Filters, top: int) -> list[Hit]:
        generation = self._generation
        allowed, quotable = self._allowed(filters)
        words = generation.keywords.scores(query)
        if self._manifest.hnsw and filters == _NO_FILTERS:
            nearest = self._nearest_by_hnsw(vector)
        else:
            nearest = self._vectors.nearest(vector, allowed, quotable)
        rows = with_neighbours(np.union1d(nearest, lexical_candidates(words, allowed)), len(allowed))
        near = self._vectors.cosines(vector, rows)
        scores = fuse(self._evidence(query, near, rows, words, quotable), asked(query))
        scores[~allowed[rows]] = -1
        best = [n for n in top_rows(scores, top) if allowed[rows[n]]]
        hits = [
            Hit(
                passage=generation.passage(int(rows[n])),
                score=float(scores[n]),
                dense=float(near.passages[n]),
                lexical=float(words[rows[n]]),
                sentences=tuple(near.sentences[near.bounds[n] : near.bounds[n + 1]].tolist()),
            )
            for n in best
        ]
        return [self._narrowed(hit, filters.speaker) for hit in hits] if filters.speaker else hits

    def _evidence(self, query: str, cosines: Cosines, rows: Ints, words: Floats, quotable: Mask | None) -> Evidence:
        columns = self._generation.rows
        near, numbers, bounds = cosines.sentences, cosines.numbers, cosines.bounds
        sentence_words = self._generation.sentence_keywords.scores_of(query, numbers)
        if quotable is not None:
            near, sentence_words = near * quotable[numbers], sentence_words * quotable[numbers]
        source = columns.source[rows]
        return Evidence(
            passage=cosines.passages,
            sentence=best_of_groups(near, bounds),
            numbered=best_of_groups(near * columns.has_number[numbers], bounds),
            words=words[rows],
            sentence_words=best_of_groups(sentence_words, bounds),
            standing=self._standing[source],
            is_data=columns.is_data[rows],
            source=source.astype(np.int64),
            row=rows,
            episode=self._episode_of[source],
        )

    def _allowed_by(self, filters: Filters) -> tuple[Mask, Mask | None]:
        """Which passages may answer, and which sentences when not all of theirs may."""
        rows = self._generation.rows
        quotable = spoken_by(filters.speaker, self._manifest, rows) if filters.speaker else None
        return allowed_rows(filters, self._manifest, rows, quotable), quotable

    @cached_property
    def _episodes(self) -> tuple[str, ...]:
        return tuple(sorted({source.episode for source in self._manifest.sources if source.episode}))

    @cached_property
    def _standing(self) -> Floats:
        return np.array([STANDING[source.kind] for source in self._manifest.sources], dtype=np.float32)

    @cached_property
    def _episode_of(self) -> Ints:
        """A number for the episode of each source; a source of none is one for itself."""
        names = [source.episode or source.path for source in self._manifest.sources]
        return np.unique(names, return_inverse=True)[1].astype(np.int64)

    def _nearest_by_hnsw(self, vector: Floats) -> Ints:
        passages, sentences = self._open_stores()
        rows = [self._row_of(passage_id) for passage_id in passages.nearest(vector, CANDIDATES)[0]]
        # Several of the nearest sentences may stand in one passage.
        numbers = [int(number) for number in sentences.nearest(vector, 3 * CANDIDATES)[0]]
        return np.union1d(np.array(rows, dtype=np.int64), self._vectors.passages_of(numbers))

    def _narrowed(self, hit: Hit, speakers: tuple[str, ...]) -> Hit:
        passage, cosines = narrow(hit.passage, speakers, hit.sentences, self.document(hit.passage.path))
        return hit.model_copy(update={"passage": passage, "sentences": cosines})

    @cached_property
    def _vectors(self) -> Vectors:
        generation = self._generation
        vectors = generation.passage_vectors, generation.sentence_vectors
        return Vectors(*vectors, generation.rows.sentence_starts, generation.sketches)

    def _open_stores(self) -> tuple[ChromaStore, ChromaStore]:
        with self._lock:
            if self._stores is None:
                folder = self._generation.folder
                self._stores = open_store(folder, self._manifest), open_store(folder, self._manifest, of=SENTENCES)
            return self._stores

    def _rows_of_source(self, number: int) -> tuple[int, int]:
        first, last = np.searchsorted(self._generation.rows.source, [number, number + 1])
        return int(first), int(last)

    def _row_of(self, passage_id: str) -> int:
        path, _, place = passage_id.rpartition("#")
        first, last = self._rows_of_source(self._number_of[path])
        starts = self._generation.rows.start[first:last]
        row = int(np.searchsorted(starts, int(place.split("-")[0]), side="right")) - 1
        if row < 0:
            raise KeyError(passage_id)
        return first + row


def _require_same(built: Passport, ours: Passport, generation: Generation) -> None:
    """Raise `IndexMismatch` unless the index was built by what would search it."""
    for field in ("schema_number", "model", "fingerprint", "dimensions"):
        theirs, mine = getattr(built, field), getattr(ours, field)
        if theirs != mine:
            raise IndexMismatch(
                f"{generation.folder.parent}: this index was built with {field} {str(theirs)[:40]!r} and would be "
                f"searched with {str(mine)[:40]!r}; build it again: "
                f"aircheck ingest {generation.manifest.folder} --rebuild --index {generation.folder.parent}"
            )
