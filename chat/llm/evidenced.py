"""A cited passage as a checker reads it: the words, numbers and speakers of each sentence."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chat.words import stem, term_set, tokens
from corpus.models import Passage, Sentence
from corpus.numbers.quantities import Quantity, quantities
from corpus.numbers.units import MONIES

UNITS = frozenset(
    ("percent", "times", "dollars", "euros", "pounds", "cents", "hundred", "thousand", "million", "billion", "trillion")
)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its stems, its words as they stand, its numbers each with the unit that follows, or "".

    Sums of money are kept apart as `prices` (least, most): "three euros and twenty cents" is €3.20.
    """

    terms: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[tuple[str, str]]
    prices: frozenset[tuple[float, float]]
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

    def nearest(self, terms: frozenset[str], *, speaker: str | None = None) -> tuple[int, int]:
        """How many terms the line has that shares most, and which that is; with a speaker, of that one's lines.

        The first of equals; (0, 0) when there is no such line.
        """
        shared = [
            (len(terms & line.terms), -i)
            for i, line in enumerate(self.lines)
            if speaker is None or line.speaker == speaker
        ]
        most, at = max(shared, default=(0, 0))
        return most, -at


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
        terms=frozenset().union(*(term_set(part) for part in parts)),
        words=frozenset(listed) | frozenset(map(stem, listed)),
        numbers=frozenset(numbers(listed)),
        prices=frozenset((price.low, price.high) for part in parts for price in prices(part)),
        speaker=speaker,
    )


def _above(passage: Passage) -> list[str]:
    iso = _DATE.fullmatch(passage.published or "")
    dated = f"{int(iso[3])} {month_name[int(iso[2]) % 13]} {iso[1]}" if iso else ""
    episode = f"episode {passage.episode.lstrip('0')} {passage.episode}" if passage.episode else ""
    return [part for part in (passage.title, passage.section, episode, dated, passage.kind.value) if part]


def prices(text: str) -> list[Quantity]:
    """The sums of money in a text, in whole units of whatever currency."""
    return [quantity for quantity in quantities(text) if quantity.dimension in MONIES]


def numbers(listed: Sequence[str]) -> list[tuple[str, str]]:
    """The numbers among words in order, each with its unit where the next word is one."""
    following = [*listed[1:], ""]
    return [
        (word.rstrip("+"), after if after in UNITS else "")
        for word, after in zip(listed, following, strict=False)
        if word[0].isdigit()
    ]


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """All the words of all the sets."""
    return frozenset[str]().union(*sets)
