"""Every sentence of the material under the words in it, so that a look-up finds all of them at typing speed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import NamedTuple

from chat.words import stem, terms
from corpus.models import Passage, Sentence
from corpus.numbers.written import written
from index.models import SourceSummary

MAX_QUERY_CHARACTERS = 500
MAX_TERMS = 12  # further words change little and cost time at every key
MIN_BEGINNING = 3  # letters from which a word also finds longer words

_WORD = re.compile(r"[^\W_]+")
_DECIMAL = re.compile(r"\d{1,20}(?:\.\d{1,20}){1,4}")  # "4.4": one thing, though it is two words
_POSSESSIVE = re.compile(r"['’]s\b")
_PHRASE = re.compile(r"[\"“”„«»]([^\"“”„«»]{1,500})[\"“”„«»]")


class Terms(NamedTuple):
    """A query taken apart: words ("4.4" is "4 4"), and phrases as their words joined by blanks. All in lower case."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]


class Line(NamedTuple):
    """One sentence: its place, what filters ask of it, and its words. The rest stays in the index."""

    passage: str  # id
    number: int  # of the sentence in the passage, 0-based
    path: str
    start: int
    speaker: str | None
    copy_of: str | None
    heard: str  # its words in lower case between blanks: as printed and, where that differs, with numbers in digits


class Concordance:
    """The sentences of an index under their words. Built once (some 20 µs and 0.5 kB a sentence), then only read."""

    def __init__(self, sources: Iterable[SourceSummary], passages_of: Callable[[str], Iterable[Passage]]) -> None:
        self.sources = {source.path: source for source in sources}
        seen: dict[tuple[str, int], Line] = {}
        for path in self.sources:
            for passage in passages_of(path):
                for number, sentence in enumerate(passage.sentences):
                    seen.setdefault((path, sentence.start), _line(passage, number, sentence))
        self.lines: tuple[Line, ...] = tuple(seen.values())
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            for word in set(line.heard.split()):
                places[word].append(number)
        self._places = dict(places)
        self._vocabulary = sorted(places)
        self._forms: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._forms[stem(word)].append(word)

    def with_word(self, word: str) -> set[int]:
        """Numbers of the lines that have a form of `word` or a longer word; several words count as a phrase."""
        if " " in word:
            return self.with_phrase(word)
        forms = {word, *self._forms.get(stem(word), ())}
        if len(word) >= MIN_BEGINNING:
            start = bisect_left(self._vocabulary, word)
            forms.update(takewhile(lambda other: other.startswith(word), self._vocabulary[start:]))
        return {number for form in forms for number in self._places.get(form, ())}

    def with_phrase(self, phrase: str) -> set[int]:
        """Numbers of the lines that have exactly these words in this order."""
        having = set.intersection(*(set(self._places.get(word, ())) for word in phrase.split()))
        return {number for number in having if f" {phrase} " in self.lines[number].heard}


def read_terms(query: str) -> Terms:
    """Take a query apart: "phrases" in any quotation marks, and single words.

    Words without a subject ("what did we say about") are left out unless there are no others.
    """
    query = query[:MAX_QUERY_CHARACTERS]
    phrases = [_plain(written(phrase)).strip() for phrase in _PHRASE.findall(query)]
    loose = written(_POSSESSIVE.sub("", _PHRASE.sub(" ", query)))
    decimals = [_plain(number).strip() for number in _DECIMAL.findall(loose)]
    single = _plain(_DECIMAL.sub(" ", loose)).split()
    words = decimals + ([word for word in single if terms(word)] or ([] if phrases or decimals else single))
    return Terms(tuple(dict.fromkeys(words[:MAX_TERMS])), tuple(phrase for phrase in phrases[:MAX_TERMS] if phrase))


class Marks:
    """What to highlight for a query: its words in all their forms, and its phrases whole."""

    def __init__(self, query: str) -> None:
        query = query[:MAX_QUERY_CHARACTERS]
        asked = read_terms(query)
        # As they were typed too: the quote may have the number in words.
        typed = [_plain(phrase).strip() for phrase in _PHRASE.findall(query)]
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
        found += [match.span() for match in _WORD.finditer(text) if self._has(match[0].casefold())]
        spans: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if not spans or start >= spans[-1][1]:
                spans.append((start, end))
        return spans

    def _has(self, word: str) -> bool:
        return word in self._words or word.startswith(self._beginnings) or stem(word) in self._stems


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _line(passage: Passage, number: int, sentence: Sentence) -> Line:
    printed, searched = _plain(sentence.text), _plain(sentence.search_text)
    heard = printed if printed == searched else f"{printed}|{searched}"
    return Line(passage.id, number, passage.path, sentence.start, sentence.speaker, sentence.copy_of, heard)
