"""What a sentence has that its sources lack: names, and numbers with their units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isclose

from rapidfuzz import fuzz

from chat.llm.evidenced import UNITS, Evidence, Line, numbers, prices, union
from chat.llm.framing import clauses, subject
from chat.memory.topic import looks_like_name
from chat.words import stem, tokens
from corpus.numbers.written import written
from corpus.sentences import is_common_word

MISHEARD = 84  # likeness, 0..100, of a name and how captions may have written it
_CLEARLY = 2  # how many more shared words make another line the one that is meant
_NAME = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")


def foreign_name(text: str, lines: Sequence[Line], *, heard: bool) -> str | None:
    """The first name of a sentence that its sources do not have; captions may have written it as it sounds."""
    known = union(line.words for line in lines)
    for word in _NAME.finditer(text):
        first = not any(map(str.isalnum, text[: word.start()])) or text[: word.start()].rstrip()[-1:] in ("“", ".", ":")
        if not looks_like_name(word[0], first=False) or (first and is_common_word(word[0])):
            continue
        parts = [part for part in tokens(word[0]) if _can_be_name(part)]
        if not all(part in known or stem(part) in known or (heard and _misheard(part, known)) for part in parts):
            return word[0]
    return None


def _misheard(name: str, known: frozenset[str]) -> bool:
    return len(name) > 3 and any(fuzz.ratio(name, word) >= MISHEARD for word in known)


def foreign_number(text: str, evidence: Sequence[Evidence]) -> str | None:
    """The first number of a sentence that its sources do not have with that unit, or have of something else."""
    given = [price for item in evidence for line in item.all for price in line.prices]
    rest = text
    for price in prices(text):
        if not any(isclose(price.low, low) and isclose(price.high, high) for low, high in given):
            return text[price.start : price.end]
        rest = rest[: price.start] + " " * (price.end - price.start) + rest[price.end :]
    for clause in clauses(written(rest)):
        terms = frozenset(term for term in subject(clause) if not term[0].isdigit()) - UNITS
        for number in numbers(tokens(clause)):
            if number != ("1", "") and not _stands(number, terms, evidence):
                return " ".join(filter(None, number))
    return None


def _stands(number: tuple[str, str], terms: frozenset[str], evidence: Sequence[Evidence]) -> bool:
    """Whether a number is given, and in no line clearly farther from its clause than one with another such number."""
    shared = [(len(terms & line.terms), _has(line, number), line) for item in evidence for line in item.all]
    own = max((count for count, has, _ in shared if has), default=-1)
    rivals = [count for count, has, line in shared if not has and any(unit == number[1] for _, unit in line.numbers)]
    return own >= 0 and max(rivals, default=0) < (own + _CLEARLY if own else 1)


def _has(line: Line, number: tuple[str, str]) -> bool:
    digits, unit = number
    return any(
        digits == given and (unit == given_unit or not unit or (not given_unit and unit in line.words))
        for given, given_unit in line.numbers
    )


def _can_be_name(word: str) -> bool:
    return len(word) > 1 and not word[0].isdigit() and word not in UNITS and bool(subject(word))
