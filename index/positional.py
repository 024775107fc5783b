"""A positional index: every sentence under the words in it, for the look-up of words and of phrases.

`bm25/` cannot serve it: that has stems, and leaves frequent words out.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.models import Sentence
from index.arrays import Ints, Numbers, group_starts, groups_of, ranges, sorted_places
from index.columns import Rows

WORD = re.compile(r"[^\W_]+")
_BETWEEN = "|"  # stands between a sentence as printed and as it is searched, so that no phrase runs across
_WORDS = "words"  # not .txt: an index may stand in the folder of its material, and would be read as such
_ARRAYS = ("order", "bounds", "sentences", "first")


class PositionalIndex:
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

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> PositionalIndex:
        """That of `sentences`, which are gone through once."""
        seen: dict[str, int] = {}
        order, bounds = array("i"), array("q", [0])
        for sentence in sentences:
            order.extend(seen.setdefault(word, len(seen)) for word in _words_of(sentence))
            bounds.append(len(order))
        words = sorted(seen)
        place = np.empty(len(words), dtype=np.int32)
        place[[seen[word] for word in words]] = np.arange(len(words), dtype=np.int32)
        return _indexed(words, place[np.asarray(order)], np.asarray(bounds))

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
        inside = groups_of(found, bounds)
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
    def load(cls, folder: Path) -> PositionalIndex:
        """What was saved, all in memory: a file that is cut short under a map would end the process.

        Raises `OSError` or `ValueError`.
        """
        words = (folder / _WORDS).read_text(encoding="utf-8").split("\n")
        return cls(words, *(np.load(folder / f"{name}.npy") for name in _ARRAYS))


class Said(NamedTuple):
    """Every sentence of an index, by number: where it stands, who said it, and its words."""

    paths: tuple[str, ...]  # which `rows` count into
    speakers: tuple[str, ...]
    rows: Rows
    words: PositionalIndex

    def passage_id(self, row: int) -> str:
        """The id of a passage."""
        return f"{self.paths[self.rows.source[row]]}#{self.rows.start[row]}-{self.rows.end[row]}"

    def passages_of(self, sentences: Ints) -> Ints:
        """The passages that sentences stand in."""
        return groups_of(sentences, self.rows.sentence_starts)


def _indexed(words: list[str], order: Numbers, bounds: Ints) -> PositionalIndex:
    first = group_starts(order, len(words))
    sentence = np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds))
    sentences = np.empty(len(order), dtype=np.int32)
    for some, places in sorted_places(order, first):
        sentences[places] = sentence[some]
    again = np.zeros(len(order) + 1, dtype=bool)  # a word that stands in a sentence twice
    again[1:-1] = sentences[1:] == sentences[:-1]
    again[first] = False
    before = np.searchsorted(np.flatnonzero(again), first)
    return PositionalIndex(words, order, bounds, sentences[~again[:-1]], first - before)


def _words_of(sentence: Sentence) -> list[str]:
    """The words of a sentence in small letters: as printed and, where that differs, with numbers in digits."""
    printed = words_in(sentence.text)
    searched = words_in(sentence.search_text) if sentence.search_text != sentence.text else printed
    return printed if printed == searched else [*printed, _BETWEEN, *searched]


def words_in(text: str) -> list[str]:
    """The words of a text in small letters."""
    return WORD.findall(text.casefold())
