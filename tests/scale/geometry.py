"""Vectors for made-up text: the geometry of the real model's at a thousandth of its cost.

A text is a bag of words; a word has a vector of its own, drawn near the one of its subject. Strength and spread are
set so that cosines fall as the real model's do on a real show (of sentences drawn at random, neighbours, a passage
and its sentences, a question and its best ones); `tests/scale/test_scale.py` prints both.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # ships no stubs

from index.word_vectors import WordVectors
from tests.scale.made_up import _FUNCTION, MadeUpShow

Floats = NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+")
_SPARE = 8192  # vectors of words that the vocabulary lacks: names, numbers
# Shares of the variance along the main axes of a real show's sentence vectors, from the 1st to the 384th axis.
_AXES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 384)
_SHARES = (0.0425, 0.027, 0.02299, 0.01651, 0.0108, 0.00695, 0.00417, 0.00216, 0.00073, 0.0001)
_SUBJECT, _OWN, _FUNCTION_WEIGHT, _COMMON = 0.75, 0.66, 0.25, 0.13
_BLOCK = 4096


class MadeUpEmbedder:
    """An `index.embed.Embedder` for the words of a `MadeUpShow`."""

    name = "made-up"
    fingerprint = "5ca1e" + "0" * 59
    dimensions = 384

    def __init__(self, show: MadeUpShow | None = None) -> None:
        show = show or MadeUpShow()
        rng = np.random.default_rng(3)
        words = list(dict.fromkeys([*_FUNCTION, *show.words]))
        self._number = {word: number for number, word in enumerate(words)}
        vectors = _OWN * self._drawn(rng, len(words) + _SPARE)
        centres = _SUBJECT * self._drawn(rng, len(show.subjects))
        for centre, own in zip(centres, show.subjects, strict=True):
            vectors[[self._number[word] for word in own if word in self._number]] += centre
        vectors[: len(_FUNCTION)] *= _FUNCTION_WEIGHT
        vectors += _COMMON * self._drawn(rng, 1)
        self._vectors = vectors.astype(np.float32)

    def _drawn(self, rng: np.random.Generator, count: int) -> Floats:
        """`count` vectors of length about 1, spread over the axes as a real show's are, no axis along a coordinate."""
        shares = np.exp(np.interp(np.log(np.arange(1, 385)), np.log(_AXES), np.log(_SHARES)))
        if not hasattr(self, "_turn"):
            self._turn = np.linalg.qr(np.random.default_rng(5).standard_normal((384, 384)))[0]
        drawn: Floats = (rng.standard_normal((count, 384)) * np.sqrt(shares / shares.sum())) @ self._turn
        return drawn

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BLOCK):
            rows = [self._numbers(text) for text in texts[start : start + _BLOCK]]
            bounds = np.cumsum([0, *map(len, rows)])
            numbers = np.array([number for row in rows for number in row])
            bags = csr_matrix(
                (np.ones(len(numbers), np.float32), numbers, bounds), shape=(len(rows), len(self._vectors))
            )
            vectors[start : start + len(rows)] = bags @ self._vectors
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors

    def embed_query(self, text: str) -> Floats:
        """The vector of one question."""
        vector: Floats = self._vectors[self._numbers(text)].sum(axis=0)
        unit: Floats = vector / np.linalg.norm(vector)
        return unit

    def word_vectors(self) -> WordVectors:
        """Its words are those that it was made of."""
        words = tuple(self._number)
        return WordVectors(words, self._vectors[: len(words)])

    def fits(self, text: str) -> bool:
        """Whether the real model would read all of it: its words are one piece each, near enough."""
        return len(text) <= 900

    def _numbers(self, text: str) -> list[int]:
        known, spare = self._number, len(self._vectors) - _SPARE
        found = []
        for word in _WORD.findall(text.lower()) or [text]:
            number = known.get(word)
            found.append(spare + zlib.crc32(word.encode()) % _SPARE if number is None else number)
        return found
