"""An opened index: questions → ranked passages, and everything else that is asked of the material."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from time import perf_counter

import numpy as np

from corpus.claims.extract import Claim, claims_from
from corpus.models import Document, Passage, Show, SourceText
from corpus.searchable import searchable
from index.arrays import Floats, Ints, Mask
from index.bert import use_one_thread
from index.embed import Embedder
from index.filters import allowed_by, resolve
from index.folder import current_generation
from index.generation import Generation, read_manifest
from index.hnsw import HnswIndexes
from index.keyword import weights_of, words_of
from index.models import EVERYTHING, Filters, Hit, SearchTimings, SourceSummary
from index.names import ShortNames, as_written
from index.narrow import narrow
from index.passport import passport_of, require_same
from index.positional import Said
from index.rank import STANDING, Evidence, asked, best_of_groups, fuse, top_rows
from index.scan import Cosines, Vectors, lexical_candidates, with_neighbours
from index.word_vectors import NearWords


class Index:
    """One generation of an index, opened. Never changes, and may be shared between threads."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._generation = generation
        self._embedder = embedder
        self._manifest = generation.manifest
        self._number_of = {source.path: number for number, source in enumerate(self._manifest.sources)}
        self._document = lru_cache(maxsize=64)(generation.document)
        self._text = lru_cache(maxsize=64)(generation.text)
        self._hnsw = HnswIndexes(generation) if self._manifest.hnsw else None
        # Listeners keep to a few filters; each costs a look at every sentence. Functions and not methods: in a circle
        # of references, an index that another has followed would hold its files until Python looks for circles.
        self._resolved = lru_cache(maxsize=256)(partial(resolve, manifest=self._manifest))
        self._allowed = lru_cache(maxsize=32)(partial(allowed_by, manifest=self._manifest, rows=generation.rows))
        self._embedded = lru_cache(maxsize=1)(embedder.embed_query)  # one question is searched in several places
        self._written = lru_cache(maxsize=4096)(partial(as_written, generation=generation))
        self._allowed(EVERYTHING)

    @classmethod
    def open(cls, index_dir: Path, embedder: Embedder) -> Index:
        """Open the current generation. Raises `NoIndex`, `IndexMismatch` or `IndexDamaged`."""
        use_one_thread()
        folder = current_generation(index_dir)
        require_same(folder, read_manifest(folder), passport_of(embedder))  # before anything is taken for damage
        return cls(Generation(folder), embedder)

    @property
    def show(self) -> Show:
        """What is known of the show itself."""
        return self._manifest.show

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
    def problems(self) -> tuple[str, ...]:
        """What could not be read when it was built, one line each."""
        return self._manifest.problems

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out of sources that were read, one line each."""
        return self._manifest.warnings

    def search(self, query: str, *, filters: Filters = EVERYTHING, top: int = 10) -> list[Hit]:
        """The `top` passages that answer best, best first. Raises `UnknownFilterValue`."""
        return self.search_timed(query, filters=filters, top=top)[0]

    def search_timed(
        self, query: str, *, filters: Filters = EVERYTHING, top: int = 10, whole: bool = False
    ) -> tuple[list[Hit], SearchTimings]:
        """Like `search`, with the milliseconds it took. `whole` passages are not narrowed to a speaker's sentences."""
        filters = self._resolved(filters)
        started = perf_counter()
        query = searchable(query)  # spelled as what it is compared with
        vector = self._embedded(query)
        embedded = perf_counter()
        hits = self._ranked(query, vector, filters, top)
        if filters.speaker and not whole:
            hits = [self._narrowed(hit, filters.speaker) for hit in hits]
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

    def text(self, path: str) -> SourceText:
        """What one source reads, to quote it. Raises `KeyError` for a path that is not in the index."""
        return self._text(self._number_of[path])

    def passages(self, path: str) -> list[Passage]:
        """The passages of one source, in order. Raises `KeyError` for a path that is not in the index."""
        first, last = self._rows_of_source(self._number_of[path])
        return [self._generation.passage(row) for row in range(first, last)]

    def passage(self, passage_id: str) -> Passage:
        """The passage of an id; for a narrowed one, the whole that it is part of. Raises `KeyError`."""
        return self._generation.passage(self._row_of(passage_id))

    def rarity(self, term: str) -> float:
        """How rare a word is among the passages (inverse document frequency); greatest for one never seen."""
        return self._generation.keywords.rarity(term)

    def written(self, word: str) -> str:
        """How the material writes a name, capitals and all; "" for a word that it also writes small, or never."""
        return self._written(word.casefold())

    @cached_property
    def closeness(self) -> float:
        """How near the sentences lie to each other, 0..1: the median cosine of one with the nearest other one."""
        return self._vectors.closeness()

    def alike(self, word: str) -> Mapping[str, float]:
        """Stems of the material's words near in meaning to `word`, each from 0 to 1, the same; none is far from all."""
        return self._near_words.near(word)

    def short_for(self, words: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """What the material calls names for short that most of are among `words`, each with those words."""
        return self._short_names.among(words)

    def said(self) -> Said:
        """Every sentence, by number and under its words. Raises `IndexDamaged`."""
        return self._generation.said()

    def claims(self) -> Iterator[Claim]:
        """What the sentences state; a row that another version of the rules made is left out."""
        return claims_from(self._generation.claims())

    def close(self) -> None:
        """Release Chroma's files where they were opened; the memory maps go with the object."""
        if self._hnsw:
            self._hnsw.close()

    def _ranked(self, query: str, vector: Floats, filters: Filters, top: int) -> list[Hit]:
        generation = self._generation
        generation.require_unchanged()
        allowed, quotable = self._allowed(filters)
        weights = weights_of(query, self._near_words.in_place_of(words_of(query)))
        words = generation.keywords.scores(weights)
        proposed = self._hnsw.near(vector, self._row_of) if self._hnsw and filters == EVERYTHING else None
        if proposed is None:
            nearest = self._vectors.nearest(vector, allowed, quotable)
        else:
            passages, sentences = proposed
            nearest = np.union1d(passages, self._vectors.passages_of(sentences))
        rows = with_neighbours(np.union1d(nearest, lexical_candidates(words, allowed)), len(allowed))
        near = self._vectors.cosines(vector, rows)
        scores = fuse(self._evidence(weights, near, rows, words, quotable), asked(query))
        scores[~allowed[rows]] = -1
        best = [n for n in top_rows(scores, top) if allowed[rows[n]]]
        return [
            Hit(
                passage=generation.passage(int(rows[n])),
                score=float(scores[n]),
                dense=float(near.passages[n]),
                lexical=float(words[rows[n]]),
                sentences=tuple(near.sentences[near.bounds[n] : near.bounds[n + 1]].tolist()),
            )
            for n in best
        ]

    def _evidence(
        self, weights: Mapping[str, float], cosines: Cosines, rows: Ints, words: Floats, quotable: Mask | None
    ) -> Evidence:
        columns = self._generation.rows
        near, numbers, bounds = cosines.sentences, cosines.numbers, cosines.bounds
        sentence_words = self._generation.sentence_keywords.scores_of(weights, numbers)
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

    def _narrowed(self, hit: Hit, speakers: tuple[str, ...]) -> Hit:
        passage, cosines = narrow(hit.passage, speakers, hit.sentences, lambda: self.text(hit.passage.path).file)
        return hit.model_copy(update={"passage": passage, "sentences": cosines})

    @cached_property
    def _near_words(self) -> NearWords:
        return NearWords(self._embedder.word_vectors(), self._generation.keywords.__contains__)

    @cached_property
    def _short_names(self) -> ShortNames:
        return ShortNames(self._manifest.short_names)

    @cached_property
    def _vectors(self) -> Vectors:
        generation = self._generation
        vectors = generation.passage_vectors, generation.sentence_vectors
        return Vectors(*vectors, generation.rows.sentence_starts, generation.sketches)

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
