"""BM25 over passages: which of them hold the question's own words, rare ones first.

bm25s saves the index (`index.bm25`); a query needs only a few slices of the saved arrays, so that asking
neither imports bm25s nor reads more than the postings of the question's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import Stemmer

from corpus.letters import plain
from index.arrays import Floats, Ints, Numbers

# A word with what may stand inside it: "v1.33", "node.js", "re:Invent", "CI/CD", "don't", "1,000".
_WORD = re.compile(r"[^\W_]+(?:[.,:/'’+&_-]+[^\W_]+)*", re.UNICODE)
_PART = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
# Words that every passage has; asking "what did they say about …" must not look for "what", "did" and "say".
_STOP_WORDS = frozenset(
    """
    a about an and any are as at be been but by can could did do does for from had has have he her his how i if in
    is it its me my of on or our say said she should so than that the their them there these they this those to us
    was we were what when where which while who whom why will with would you your
    """.split()  # noqa: SIM905 - five lines of words read better than a hundred quoted ones
)


def tokens_of(text: str) -> list[str]:
    """The search tokens of `text`, repeats included: stemmed words, and the parts of compound ones.

    "Graviton5" gives graviton5, graviton and 5; "1,000" gives 1000; "re:Invent" gives re:invent, re and invent.
    """
    stem = stemmer()
    return [token for word in words_in(text) for token in tokens_of_word(word, stem)]


def words_in(text: str) -> list[str]:
    """The words of `text` in small letters without accents, stop words and repeats included."""
    return _WORD.findall(plain(text).replace("’", "'"))


def tokens_of_word(word: str, stem: Stemmer.Stemmer) -> list[str]:
    """The search tokens of one of `words_in` a text."""
    if word in _STOP_WORDS:
        return []
    if _THOUSANDS.fullmatch(word):
        word = word.replace(",", "")
    word = word.removesuffix("'s")
    if word.isalpha():
        return [stem.stemWord(word)]
    parts = _PART.findall(word)
    return [word, *(stem.stemWord(part) for part in parts if part not in _STOP_WORDS)] if len(parts) > 1 else [word]


def words_of(query: str) -> tuple[str, ...]:
    """The plain words of a question that are looked for, not stemmed."""
    words = (word.removesuffix("'s") for word in words_in(query))
    return tuple(word for word in words if word.isalpha() and word not in _STOP_WORDS)


def stems_of(words: Sequence[str]) -> list[str]:
    """The tokens that plain words are found under, one a word."""
    stems: list[str] = stemmer().stemWords(list(words))
    return stems


def weights_of(query: str, beside: Mapping[str, float]) -> dict[str, float]:
    """The tokens to score and how much each counts: a question's own 1, those `beside` them what is given there."""
    return {**beside, **dict.fromkeys(tokens_of(query), 1.0)}


class KeywordIndex:
    """BM25 scores of one generation's passages, by row. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._vocabulary: dict[str, int] = _read_json(folder / "vocab.index.json")
        self._scores = np.load(folder / "data.csc.index.npy")
        self._rows = np.load(folder / "indices.csc.index.npy")
        self._bounds = np.load(folder / "indptr.csc.index.npy")
        self._passages: int = _read_json(folder / "params.index.json")["num_docs"]

    def __contains__(self, token: str) -> bool:
        return token in self._vocabulary

    def scores(self, weights: Mapping[str, float]) -> Floats:
        """BM25 of every passage, tokens weighted; 0 where none of them stands. Shape (passages,)."""
        scores = np.zeros(self._passages, dtype=np.float32)
        for token, weight in weights.items():
            postings = self._postings(token)
            # No row stands twice among one token's postings, so that plain indexing adds each once.
            scores[self._rows[postings]] += np.float32(weight) * self._scores[postings]
        return scores

    def scores_of(self, weights: Mapping[str, float], rows: Ints) -> Floats:
        """The same of some rows alone, which must be sorted; shape (len(rows),). Costs nothing for the others."""
        scores = np.zeros(len(rows), dtype=np.float32)
        for token, weight in weights.items():
            postings = self._postings(token)
            having = self._rows[postings]  # sorted, too
            places = np.searchsorted(having, rows.astype(having.dtype))  # of one type, or `having` is copied
            places[places == len(having)] = 0
            if len(having):
                here = having[places] == rows
                scores[here] += np.float32(weight) * self._scores[postings][places[here]]
        return scores

    def rarity(self, term: str) -> float:
        """Inverse document frequency of the rarest token of `term`; the greatest for one never seen.

        A stem is taken as it is: that of "release" is "releas", and that of "releas" is another one.
        """
        tokens = [term] if term and term in self._vocabulary else tokens_of(term)
        return max((self._idf(token) for token in tokens), default=0.0)

    def rows(self, word: str) -> Numbers:
        """The passages that have a word, in any inflection, by row."""
        held = (self._rows[self._postings(token)] for token in tokens_of(word))
        return min(held, key=len, default=self._rows[:0])

    def _idf(self, token: str) -> float:
        postings = self._postings(token)
        frequency = postings.stop - postings.start
        return float(np.log1p((self._passages - frequency + 0.5) / (frequency + 0.5)))

    def _postings(self, token: str) -> slice:
        number = self._vocabulary.get(token)
        return slice(0, 0) if number is None else slice(int(self._bounds[number]), int(self._bounds[number + 1]))


def _read_json(path: Path) -> dict[str, int]:
    numbers: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return numbers


def stemmer() -> Stemmer.Stemmer:
    """What `tokens_of` stems with."""
    # One for each call: a stemmer may not be shared between threads, and making one takes microseconds.
    return Stemmer.Stemmer("english")
