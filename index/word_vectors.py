"""Words near in meaning to a question's, among the words of an index.

A sentence model brings a table with a vector for each common word. Around their mean, words of like meaning lie
near each other (price and cost: 0.54), whatever sentence they stand in. Looking words up in it costs nothing at
ingest and a millisecond at a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from index.arrays import Floats, unit
from index.keyword import stems_of
from index.rank import top_rows

Near = Mapping[str, float]

_LEAST = 0.2  # cosine up to which two words have nothing to do with each other
_MOST = 200  # words kept a word
_SHORTEST = 3  # letters; shorter ones are mostly endings
_IN_PLACE = 0.45  # cosine from which a word is searched for in place of another
_PLACES = 5
_ITS_WEIGHT = 0.3  # of what it would have if it had been asked for
_REMEMBERED = 4096  # words


class WordVectors(NamedTuple):
    """What a model knows of single words: `words[i]` has the vector `vectors[i]`; shape (words, width)."""

    words: tuple[str, ...]
    vectors: Floats


NO_WORDS = WordVectors((), np.empty((0, 0), dtype=np.float32))


class NearWords:
    """Which words of an index are near in meaning to a word. Safe to share between threads."""

    def __init__(self, known: WordVectors, is_held: Callable[[str], bool]) -> None:
        """`is_held` tells of a stem whether the index has a word of it."""
        self._near = lru_cache(maxsize=_REMEMBERED)(_Table.of(known, is_held).near)

    def near(self, word: str) -> Near:
        """Stems of the index's words near in meaning to `word`, nearest first, each from 0 to 1 (the same)."""
        return self._near(word)

    def in_place_of(self, words: Sequence[str]) -> dict[str, float]:
        """Stems to be searched for beside `words`, with their weight over that of a word asked for."""
        least = (_IN_PLACE - _LEAST) / (1 - _LEAST)
        found: dict[str, float] = {}
        words = list(dict.fromkeys(words))
        for own, word in zip(stems_of(words), words, strict=True):
            close = [(stem, near) for stem, near in self.near(word).items() if near >= least and stem != own][:_PLACES]
            for stem, near in close:
                found[stem] = max(found.get(stem, 0.0), _ITS_WEIGHT * (near * (1 - _LEAST) + _LEAST))
        return found


class _Table(NamedTuple):
    """The words of a model, and those of them that an index holds."""

    known: WordVectors
    row_of: Mapping[str, int]  # of each word that may be looked up
    mean: Floats
    stems: tuple[str, ...]  # of the words that are held
    unit: Floats  # their vectors around the mean, of length 1

    @classmethod
    def of(cls, known: WordVectors, is_held: Callable[[str], bool]) -> _Table:
        row_of = {word: row for row, word in enumerate(known.words) if word.isalpha() and len(word) >= _SHORTEST}
        held = [(stem, row) for stem, row in zip(stems_of(list(row_of)), row_of.values(), strict=True) if is_held(stem)]
        mean = known.vectors.mean(axis=0) if len(known.vectors) else np.zeros(known.vectors.shape[1], np.float32)
        return cls(
            known, row_of, mean, tuple(stem for stem, _ in held), unit(known.vectors[[row for _, row in held]] - mean)
        )

    def near(self, word: str) -> Near:
        """What is near to a word; nothing to one that is not known."""
        row = self.row_of.get(word)
        if row is None:
            return {}
        # Not a product of matrices: for a few words that copies the table first, and takes three times as long.
        cosines = np.vecdot(self.unit, unit(self.known.vectors[row] - self.mean))
        best = top_rows(cosines, _MOST)
        found: dict[str, float] = {}
        for n, cosine in zip(best.tolist(), cosines[best].tolist(), strict=True):
            if cosine > _LEAST:
                found.setdefault(self.stems[n], (cosine - _LEAST) / (1 - _LEAST))
        return found
