"""A cited passage as a checker reads it: the words, numbers and speakers of each sentence."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass

from chat.llm.measures import (
    Price,
    counted,
    fractions,
    fractions_of,
    numbers,
    priced,
    prices,
    same_price,
    unit_of,
    without,
)
from chat.words import stem, term_set, tokens
from corpus.models import Passage, Sentence

_WEIGHT = 100  # more than a sentence has words
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its stems, its words as they stand, its numbers each with the unit that follows, or "".

    Sums of money are kept apart as `prices` (currency or "", least, most): "three euros and twenty cents" is €3.20.
    `units` are all the units that it names, `parts` all the fractions and multiples, `counted` what is counted: a
    number, and the stem of one of the two words behind it.
    """

    terms: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[tuple[str, str]]
    prices: frozenset[Price]
    units: frozenset[str]
    parts: frozenset[str]
    counted: frozenset[tuple[str, str]]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage: its lines, and the words of what stands above them (title, section, date, episode)."""

    passage: Passage
    lines: tuple[Line, ...]
    header: Line

    @property
    def all(self) -> tuple[Line, ...]:
        """The lines and what stands above them."""
        return (*self.lines, self.header)

    def nearest(self, statement: Statement, *, speaker: str | None = None) -> tuple[int, int]:
        """How near the line is that has most of a statement, and which that is; with a speaker, of that one's lines.

        A number that is there counts for more than any word. The first of equals; (0, 0) when there is no such line.
        """
        near = [
            (statement.nearness(line), -i)
            for i, line in enumerate(self.lines)
            if speaker is None or line.speaker == speaker
        ]
        most, at = max(near, default=(0, 0))
        return most, -at


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence states, for finding where it stands: its subject words, its numbers, its sums of money."""

    terms: frozenset[str]
    numbers: frozenset[tuple[str, str]] = frozenset()
    prices: frozenset[Price] = frozenset()

    def nearness(self, line: Line) -> int:
        """How much of it a line has; 0 when they share no word or sum."""
        words = len(self.terms & line.terms)
        sums = sum(any(same_price(price, given) for given in line.prices) for price in self.prices)
        counts = len(self.numbers & line.numbers) if words else 0
        return words + _WEIGHT * (sums + counts)


def statement_of(text: str, terms: frozenset[str]) -> Statement:
    """A sentence that speaks of `terms`, read for finding where it stands."""
    sums = prices(text)
    return Statement(
        terms=terms,
        numbers=frozenset(numbers(tokens(without(text, sums)))),
        prices=frozenset(priced(text, price) for price in sums),
    )


def evidence_of(passage: Passage) -> Evidence:
    """The passage, read for checking."""
    return Evidence(
        passage=passage,
        lines=tuple(_line(sentence) for sentence in passage.sentences),
        header=_line_of(_above(passage)),
    )


def _line(sentence: Sentence) -> Line:
    parts = (sentence.text, sentence.search_text, sentence.repaired, *sentence.cells, *sentence.header)
    return _line_of(filter(None, (*parts, sentence.speaker)), sentence.speaker)


def _line_of(parts: Iterable[str], speaker: str | None = None) -> Line:
    parts = list(parts)
    listed = [word for part in parts for word in tokens(part)]
    return Line(
        terms=union(map(term_set, parts)),
        words=frozenset(listed) | frozenset(map(stem, listed)),
        numbers=frozenset(numbers(listed)),
        prices=frozenset(priced(part, price) for part in parts for price in prices(part)),
        units=frozenset(filter(None, map(unit_of, listed))),
        parts=union(map(fractions, parts)) | fractions_of(numbers(listed)),
        counted=frozenset(counted(listed)),
        speaker=speaker,
    )


def _above(passage: Passage) -> list[str]:
    iso = _DATE.fullmatch(passage.published or "")
    dated = f"{int(iso[3])} {month_name[int(iso[2]) % 13]} {iso[1]}" if iso else ""  # a 13th month has no name
    episode = f"episode {passage.episode.lstrip('0')} {passage.episode}" if passage.episode else ""
    return [part for part in (passage.title, passage.section, episode, dated, passage.kind.value) if part]


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """All the words of all the sets."""
    return frozenset[str]().union(*sets)
