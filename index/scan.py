"""One question's vector → which passages are candidates, and how near each is.

Up to `SKETCHED_ABOVE` vectors all of them are compared in full: exact, a few milliseconds, and filters cost nothing.
Above, all of their sketches are compared, and in full those vectors alone that a sketch calls likely. Far above
(`index.sync.EXACT_LIMIT`), Chroma's HNSW indexes propose the candidates of a question without filters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from index.arrays import Floats, Ints, Mask, groups_of, products, ranges
from index.rank import best_of_groups, top_nonzero, top_rows
from index.sketch import Packed, Sketches, kept_of, likeliest

CANDIDATES = 100  # of each kind of score: what none of them ranks so high is not a good passage
SKETCHED_ABOVE = 50_000  # vectors; so many are compared in full in about the time that a question is embedded in
_NEVER = np.float32(-1.0)  # the least a cosine can be
_SAMPLED, _FEW_SAMPLED = 64, 16  # sentences that tell how near all lie; fewer where each costs some milliseconds
_COPY = 0.95  # cosine from which two sentences are one
_FEW = 4  # fewer rows than one in so many are picked out before they are compared


class Cosines(NamedTuple):
    """How near the question is to some passages, and to all of their sentences one after another."""

    passages: Floats
    sentences: Floats
    numbers: Ints  # which sentences these are
    bounds: Ints  # passage i has sentences `bounds[i]` to `bounds[i + 1]` of them


class Vectors:
    """The vectors of passages and of their sentences; sentences of passage i are `starts[i]` to `starts[i + 1]`.

    With sketches (of the passages, of the sentences) the vectors are packed, and few of them compared in full.
    """

    def __init__(
        self,
        passages: Floats | Packed,
        sentences: Floats | Packed,
        starts: Ints,
        sketches: tuple[Sketches, Sketches] | None = None,
    ) -> None:
        self.passages = passages
        self.sentences = sentences
        self.starts = starts
        self.sketches = sketches
        self.kept = kept_of(len(starts) - 1 + int(starts[-1]))

    def nearest(self, vector: Floats, allowed: Mask, quotable: Mask | None) -> Ints:
        """Candidate rows among `allowed`: nearest as a whole, or by one of their `quotable` sentences (None: all)."""
        rows = np.flatnonzero(allowed)
        few = self.kept if self.sketches else len(allowed) // _FEW
        if len(rows) <= few:
            return self._nearest_of(rows, self.cosines(vector, rows), quotable)
        if self.sketches:
            return self._nearest_by_sketch(vector, allowed, quotable, self.sketches)
        near = [_all_products(vectors, vector) for vectors in (self.passages, self.sentences)]
        everything = Cosines(near[0], near[1], np.arange(len(near[1])), self.starts)
        everything.passages[~allowed] = _NEVER
        everything.sentences[~self._sentences_of(allowed)] = _NEVER
        return self._nearest_of(np.arange(len(allowed)), everything, quotable)

    def _nearest_of(self, rows: Ints, near: Cosines, quotable: Mask | None) -> Ints:
        if quotable is not None:
            near.sentences[~quotable[near.numbers]] = _NEVER
        best = best_of_groups(near.sentences, near.bounds)
        return rows[np.union1d(top_rows(near.passages, CANDIDATES), top_rows(best, CANDIDATES))]

    def _nearest_by_sketch(
        self, vector: Floats, allowed: Mask, quotable: Mask | None, sketches: tuple[Sketches, Sketches]
    ) -> Ints:
        every = bool(allowed.all())
        likely = likeliest(sketches[0], vector, None if every else allowed, count=self.kept)
        whole = likely[top_rows(_dot(self.passages, likely, vector), CANDIDATES)]
        among = None if every else self._sentences_of(allowed)
        if quotable is not None:
            among = quotable if among is None else among & quotable
        numbers = likeliest(sketches[1], vector, among, count=self.kept)
        # Each passage at its best sentence: in falling order, where it comes first.
        falling = self.passages_of(numbers)[np.argsort(-_dot(self.sentences, numbers, vector), kind="stable")]
        _, first = np.unique(falling, return_index=True)
        return np.union1d(whole, falling[np.sort(first)[:CANDIDATES]])

    def cosines(self, vector: Floats, rows: Ints) -> Cosines:
        """How near `vector` is to some passages and their sentences."""
        numbers, bounds = ranges(self.starts[rows], self.starts[rows + 1])
        return Cosines(_dot(self.passages, rows, vector), _dot(self.sentences, numbers, vector), numbers, bounds)

    def closeness(self) -> float:
        """How near the sentences lie to each other: what a cosine with one of them is to be seen against.

        The median, over a sample, of the cosine with the nearest other sentence that is no copy; 0 of one sentence.
        """
        count = int(self.starts[-1])
        rows = np.linspace(0, count - 1, num=min(count, _FEW_SAMPLED if self.sketches else _SAMPLED)).astype(np.int64)
        if isinstance(self.sentences, Packed):
            near = [self._near_in_sketches(row) for row in rows]
        else:
            near = list((self.sentences @ self.sentences[rows].T).T)
        return float(np.median([cosines[cosines < _COPY].max(initial=0.0) for cosines in near])) if count else 0.0

    def _near_in_sketches(self, row: int) -> Floats:
        assert isinstance(self.sentences, Packed)
        assert self.sketches is not None
        vector: Floats = self.sentences.bytes_[row] * self.sentences.scales[row]
        return _dot(self.sentences, likeliest(self.sketches[1], vector, count=self.kept), vector)

    def passages_of(self, sentences: Ints) -> Ints:
        """The rows of the passages that hold these sentences."""
        return groups_of(sentences, self.starts)

    def _sentences_of(self, allowed: Mask) -> Mask:
        return np.repeat(allowed, np.diff(self.starts))


def _dot(vectors: Floats | Packed, rows: Ints, vector: Floats) -> Floats:
    return vectors.dot(rows, vector) if isinstance(vectors, Packed) else products(vectors, rows, vector)


def _all_products(vectors: Floats | Packed, vector: Floats) -> Floats:
    if isinstance(vectors, Packed):
        return vectors.dot(np.arange(len(vectors.bytes_)), vector)
    product: Floats = np.vecdot(vectors, vector)
    return product


def with_neighbours(rows: Ints, count: int) -> Ints:
    """`rows` with the ones before and after each, sorted, within 0 to `count`."""
    all_rows = np.unique(np.concatenate([rows - 1, rows, rows + 1]))
    return all_rows[(all_rows >= 0) & (all_rows < count)]


def lexical_candidates(lexical: Floats, allowed: Mask) -> Ints:
    """Candidate rows among `allowed` by the words they share with the question."""
    return top_nonzero(np.where(allowed, lexical, np.float32(0)), CANDIDATES)
