"""Texts → the files of a BM25 index, as bm25s saves them and `index.keyword` reads them."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import bm25s  # type: ignore[import-untyped]  # ships no stubs
import numpy as np

from index.arrays import Floats, Ints, group_starts, sorted_places
from index.keyword import stemmer, tokens_of_word, words_in

K1 = 1.2
B = 0.75


def build(texts: Iterable[str], folder: Path) -> None:
    """Index `texts` by row number and save the arrays in `folder`."""
    rows = _Counted()
    for text in texts:
        rows.add(text)
    index = _Index(k1=K1, b=B, method="lucene")
    index.index(rows, show_progress=False)
    index.save(str(folder), show_progress=False)


class _Counted:
    """The tokens of texts by number, and how often each stands in each text: what bm25s takes as `ids` and `vocab`."""

    def __init__(self) -> None:
        self.vocab: dict[str, int] = {"": 0}
        self.ids = self
        self.numbers, self.times = array("i"), array("i")
        self.distinct, self.lengths = array("i"), array("q")  # of each text: how many of the above, and tokens
        # A show says the same words again and again.
        self._tokens_of = lru_cache(maxsize=1 << 16)(partial(tokens_of_word, stem=stemmer()))

    def add(self, text: str) -> None:
        """The next text."""
        tokens = [token for word in words_in(text) for token in self._tokens_of(word)]
        counted = Counter(tokens)
        self.numbers.extend(self.vocab.setdefault(token, len(self.vocab)) for token in counted)
        self.times.extend(counted.values())
        self.distinct.append(len(counted))
        self.lengths.append(len(tokens))


class _Index(bm25s.BM25):  # type: ignore[misc]  # untyped
    """bm25s with the same scores, bit for bit, from arrays: its own way holds every text as a list of integers."""

    def build_index_from_ids(
        self, unique_token_ids: Sequence[int], corpus_token_ids: _Counted, **_progress: bool
    ) -> dict[str, Any]:
        """The arrays that are saved."""
        counted, self.nonoccurrence_array = corpus_token_ids, None
        numbers, times = np.asarray(counted.numbers), np.asarray(counted.times)
        lengths = np.asarray(counted.lengths)
        rows = np.repeat(np.arange(len(lengths), dtype=np.int32), counted.distinct)
        starts = group_starts(numbers, len(unique_token_ids))
        rarity = _rarity(np.diff(starts), len(lengths))
        length_weight = self.k1 * ((1 - self.b) + self.b * lengths / (lengths.mean() or 1.0))
        data, indices = np.empty(len(numbers), dtype=np.float32), np.empty(len(numbers), dtype=np.int32)
        for some, places in sorted_places(numbers, starts):
            often = times[some].astype(np.float32)
            data[places] = rarity[numbers[some]] * (often / (length_weight[rows[some]] + often))
            indices[places] = rows[some]
        return {"data": data, "indices": indices, "indptr": starts, "num_docs": len(lengths)}


def _rarity(frequencies: Ints, count: int) -> Floats:
    """Lucene's inverse document frequency of each token."""
    found = [math.log(1 + (count - each + 0.5) / (each + 0.5)) if each else 0.0 for each in frequencies.tolist()]
    return np.array(found, dtype=np.float32)
