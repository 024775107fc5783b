"""Every sentence of the material under the words in it, so that a look-up finds all of them at typing speed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chat.words import stem, terms
from corpus.numbers.written import written
from index.models import SourceSummary
from index.positional import WORD, Said, words_in

Ints = NDArray[np.int64]

MAX_QUERY_CHARACTERS = 500
MAX_TERMS = 12  # further words change little and cost time at every key
MIN_BEGINNING = 3  # letters from which a word also finds longer words

_DECIMAL = re.compile(r"\d{1,20}(?:\.\d{1,20}){1,4}")  # "4.4": one thing, though it is two words
_POSSESSIVE = re.compile(r"['’]s\b")
_PHRASE = re.compile(r"[\"“”„«»]([^\"“”„«»]{1,500})[\"“”„«»]")


class Terms(NamedTuple):
    """A query taken apart: words ("4.4" is "4 4"), and phrases as their words joined by blanks. All in lower case."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]


class Concordance:
    """The sentences of an index under their words, by number. Only ever read."""

    def __init__(self, sources: Iterable[SourceSummary], said: Said) -> None:
        summaries = {source.path: source for source in sources}
        self.sources = tuple(summaries[path] for path in said.paths)
        self.said = said
        self.count = len(said.rows.sentence_start)
        self.source_of: Ints = np.repeat(said.rows.source, np.diff(said.rows.sentence_starts)).astype(np.int64)

    def with_word(self, word: str) -> Ints:
        """Numbers of the sentences that have a form of `word` or a longer word; several words count as a phrase."""
        if " " in word:
            return self.with_phrase(word)
        forms = {word, *self._forms.get(stem(word), ())}
        if len(word) >= MIN_BEGINNING:
            forms.update(self.said.words.beginning(word))
        return self.said.words.with_any(forms)

    def with_phrase(self, phrase: str) -> Ints:
        """Numbers of the sentences that have exactly these words in this order."""
        return self.said.words.with_phrase(phrase.split())

    def line_at(self, path: str, start: int) -> int | None:
        """The number of the sentence that begins at `start` in a source."""
        number = self._number_of.get(path)
        if number is None:
            return None
        rows = self.said.rows
        first, last = rows.sentence_starts[np.searchsorted(rows.source, [number, number + 1])]
        found = np.flatnonzero(rows.sentence_start[first:last] == start)
        return int(first + found[0]) if len(found) else None

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.said.paths)}

    @cached_property
    def _forms(self) -> dict[str, list[str]]:
        """The words of the material under their stems."""
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.said.words.words:
            forms[stem(word)].append(word)
        return dict(forms)


def read_terms(query: str) -> Terms:
    """Take a query apart: "phrases" in any quotation marks, and single words.

    Words without a subject ("what did we say about") are left out unless there are no others.
    """
    query = query[:MAX_QUERY_CHARACTERS]
    phrases = [_plain(written(phrase)) for phrase in _PHRASE.findall(query)]
    loose = written(_POSSESSIVE.sub("", _PHRASE.sub(" ", query)))
    decimals = [_plain(number) for number in _DECIMAL.findall(loose)]
    single = _plain(_DECIMAL.sub(" ", loose)).split()
    words = decimals + ([word for word in single if terms(word)] or ([] if phrases or decimals else single))
    return Terms(tuple(dict.fromkeys(words[:MAX_TERMS])), tuple(phrase for phrase in phrases[:MAX_TERMS] if phrase))


class Marks:
    """What to highlight for a query: its words in all their forms, and its phrases whole."""

    def __init__(self, query: str) -> None:
        query = query[:MAX_QUERY_CHARACTERS]
        asked = read_terms(query)
        # As they were typed too: the quote may have the number in words.
        typed = [_plain(phrase) for phrase in _PHRASE.findall(query)]
        single = _plain(_POSSESSIVE.sub("", _PHRASE.sub(" ", query))).split()
        every = {*asked.words, *asked.phrases, *typed, *(word for word in single if terms(word))}
        several = sorted((each for each in every if " " in each), key=len, reverse=True)
        parts = [r"[\W_]{1,3}".join(map(re.escape, each.split())) for each in several]
        self._phrases = re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])", re.IGNORECASE) if parts else None
        self._words = {each for each in every if each and " " not in each}
        self._stems = {stem(word) for word in self._words}
        self._beginnings = tuple(word for word in self._words if len(word) >= MIN_BEGINNING)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The stretches of `text` to highlight, in order, none within another."""
        found = [match.span() for match in self._phrases.finditer(text)] if self._phrases else []
        found += [match.span() for match in WORD.finditer(text) if self._has(match[0].casefold())]
        spans: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if not spans or start >= spans[-1][1]:
                spans.append((start, end))
        return spans

    def _has(self, word: str) -> bool:
        return word in self._words or word.startswith(self._beginnings) or stem(word) in self._stems


def _plain(text: str) -> str:
    return " ".join(words_in(text))
