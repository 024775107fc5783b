"""Every sentence under the words in it, as they stand there: what a look-up of words or of a phrase goes through.

`bm25/` cannot serve it: that has stems, and leaves frequent words out.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.models import Sentence
from index.scan import ranges
from index.turned import firsts, turned

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]

WORD = re.compile(r"[^\W_]+")
_BETWEEN = "|"  # stands between a sentence as printed and as it is searched, so that no phrase runs across


class Heard:
    """Sentences by number (as rows count them: passage by passage), each with its words in order.

    `words` are sorted; sentence i has the words `order[bounds[i]:bounds[i + 1]]`, and word w stands in the sentences
    `sentences[first[w]:first[w + 1]]`, in rising order and each once.
    """

    def __init__(self, words: list[str], order: Numbers, bounds: Ints, sentences: Numbers, first: Ints) -> None:
        self.words = words
        self.order = order
        self.bounds = bounds
        self.sentences = sentences
        self.first = first

    def with_any(self, words: Iterable[str]) -> Ints:
        """Numbers of the sentences that have at least one of `words`, in rising order."""
        numbers = [number for word in words if (number := self._numbers.get(word)) is not None]
        having = [self.sentences[self.first[number] : self.first[number + 1]] for number in numbers]
        return np.unique(np.concatenate(having)).astype(np.int64) if having else np.empty(0, dtype=np.int64)

    def beginning(self, letters: str) -> list[str]:
        """The words that begin with `letters`."""
        start = bisect_left(self.words, letters)
        return self.words[start : bisect_left(self.words, f"{letters}\U0010ffff", lo=start)]

    def with_phrase(self, phrase: list[str]) -> Ints:
        """Numbers of the sentences that have these words in this order, one right after the other."""
        having = self.with_any(phrase[:1])
        for word in phrase[1:]:
            having = np.intersect1d(having, self.with_any([word]), assume_unique=True)
        if not len(having) or len(phrase) == 1:
            return having
        places, bounds = ranges(self.bounds[having], self.bounds[having + 1])
        order = self.order[places]
        here = np.ones(len(order) - len(phrase) + 1, dtype=bool)
        for at, word in enumerate(phrase):
            here &= order[at : at + len(here)] == self._numbers[word]
        found = np.flatnonzero(here)
        inside = np.searchsorted(bounds, found, side="right") - 1
        # The last word has to stand in the sentence of the first.
        whole = found + len(phrase) <= bounds[inside + 1]
        return having[np.unique(inside[whole])]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    def save(self, folder: Path) -> None:
        """Write everything into `folder`, which is made."""
        folder.mkdir()
        (folder / _WORDS).write_text("\n".join(self.words), encoding="utf-8")
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Heard:
        """What was saved, all in memory: a file that is cut short under a map would end the process.

        Raises `OSError` or `ValueError`.
        """
        words = (folder / _WORDS).read_text(encoding="utf-8").split("\n")
        return cls(words, *(np.load(folder / f"{name}.npy") for name in _ARRAYS))


_WORDS = "words"  # not .txt: an index may stand in the folder of its material, and would be read as such
_ARRAYS = ("order", "bounds", "sentences", "first")


class HeardWords:
    """The words of sentences, added one after another."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._order, self._bounds = array("i"), array("q", [0])

    def add(self, sentence: Sentence) -> None:
        """The next sentence."""
        self._order.extend(self._seen.setdefault(word, len(self._seen)) for word in _words_of(sentence))
        self._bounds.append(len(self._order))

    def heard(self) -> Heard:
        """All of them, under their words."""
        words = sorted(self._seen)
        place = np.empty(len(words), dtype=np.int32)
        place[[self._seen[word] for word in words]] = np.arange(len(words), dtype=np.int32)
        return _indexed(words, place[np.asarray(self._order)], np.asarray(self._bounds))


def _indexed(words: list[str], order: Numbers, bounds: Ints) -> Heard:
    first = firsts(order, len(words))
    sentence = np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds))
    sentences = np.empty(len(order), dtype=np.int32)
    for some, places in turned(order, first):
        sentences[places] = sentence[some]
    again = np.zeros(len(order) + 1, dtype=bool)  # a word that stands in a sentence twice
    again[1:-1] = sentences[1:] == sentences[:-1]
    again[first] = False
    before = np.searchsorted(np.flatnonzero(again), first)
    return Heard(words, order, bounds, sentences[~again[:-1]], first - before)


def _words_of(sentence: Sentence) -> list[str]:
    """The words of a sentence in small letters: as printed and, where that differs, with numbers in digits."""
    printed = words_in(sentence.text)
    searched = words_in(sentence.search_text) if sentence.search_text != sentence.text else printed
    return printed if printed == searched else [*printed, _BETWEEN, *searched]


def words_in(text: str) -> list[str]:
    """The words of a text in small letters."""
    return WORD.findall(text.casefold())
