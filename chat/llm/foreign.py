"""What a sentence has that its sources lack: names, and numbers with their units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from chat.llm.evidenced import Evidence, Line, union
from chat.llm.framing import clauses, subject
from chat.llm.measures import (
    is_always_named,
    numbers,
    priced,
    prices,
    same_price,
    stated_fractions,
    unit_of,
    without,
)
from chat.memory.topic import looks_like_name
from chat.words import stem, tokens
from corpus.numbers.units import RATIO
from corpus.numbers.written import written
from corpus.sentences import is_common_word

MISHEARD = 84  # likeness, 0..100, of a name and how captions may have written it
_CLEARLY = 2  # how many more shared words make another line the one that is meant
_NAME = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_COUNTING_ONE = re.compile(r"\b(?:one|single|1) (?P<noun>[a-z]{3,20})\b", re.IGNORECASE)


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
    sums, lines = prices(text), [line for item in evidence for line in item.all]
    for price in sums:
        if not any(same_price(priced(text, price), given) for line in lines for given in line.prices):
            return _shown_sum(text, price.start, price.end)
    rest = without(text, sums)
    return next((found for clause in clauses(written(rest)) for found in _foreign_in(clause, lines)), None)


def _foreign_in(clause: str, lines: Sequence[Line]) -> Iterator[str]:
    """The numbers, fractions and counts of one of a clause, its numbers in digits, that do not stand in the lines."""
    listed = tokens(clause)
    terms = frozenset(term for term in subject(clause) if not term[0].isdigit() and not unit_of(term))
    for number in numbers(listed):
        if number != ("1", "") and not _stands(number[1], [_has(line, number) for line in lines], terms, lines):
            yield " ".join(filter(None, (number[0], _word_of(number[1], listed))))
    for part in stated_fractions(clause):
        if not _stands(None, [part in line.parts for line in lines], terms, lines):
            yield part
    for one in _COUNTING_ONE.finditer(clause):
        noun = stem(one["noun"])
        if noun in terms and _is_one_of_more(noun, terms, lines):
            yield one[0]


def _stands(unit: str | None, has: Sequence[bool], terms: frozenset[str], lines: Sequence[Line]) -> bool:
    """Whether a line has what is told, and none clearly farther from the clause than one with another in that unit.

    Without a unit a fraction or multiple is told.
    """
    shared = [len(terms & line.terms) for line in lines]
    own = max((count for count, given in zip(shared, has, strict=True) if given), default=-1)
    rivals = [
        count
        for count, given, line in zip(shared, has, lines, strict=True)
        if not given and (_is_part(line) if unit is None else any(other == unit for _, other in line.numbers))
    ]
    return own >= 0 and max(rivals, default=0) < (own + _CLEARLY if own else 1)


def _is_part(line: Line) -> bool:
    return bool(line.parts) or any(unit.startswith(RATIO) for _, unit in line.numbers)


def _is_one_of_more(noun: str, terms: frozenset[str], lines: Sequence[Line]) -> bool:
    """Whether all lines nearest to a clause count a noun, and another number of it than one."""
    shared = [len(terms & line.terms) for line in lines]
    most = max(shared, default=0)
    near = [line.counted for line, count in zip(lines, shared, strict=True) if count == most and count]
    return bool(near) and all(any(of == noun for _, of in each) and ("1", noun) not in each for each in near)


def _has(line: Line, number: tuple[str, str]) -> bool:
    digits, unit = number
    return any(
        digits == given
        and (unit in ("", given_unit) or (not given_unit and (unit in line.units or not is_always_named(unit))))
        for given, given_unit in line.numbers
    )


def _word_of(unit: str, listed: Sequence[str]) -> str:
    return next((word for word in listed if unit and unit_of(word) == unit), "")


def _shown_sum(text: str, start: int, end: int) -> str:
    """A sum as the sentence writes it, with the sign in front of it."""
    return text[start - (text[max(0, start - 1) : start] in ("$", "€", "£")) : end]


def _can_be_name(word: str) -> bool:
    return len(word) > 1 and not word[0].isdigit() and not unit_of(word) and bool(subject(word))
