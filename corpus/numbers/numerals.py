"""Numbers in running text, spoken or in digits, each with its place and its value.

"1 million" is one number, and a lone "one", "second" or "zero" is mostly no number at all. All of it is linear in the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.numbers.grouped import grouped
from corpus.numbers.halves import PART, dozens, fractions_of_scales, has_half, with_half
from corpus.numbers.numeral import (
    FIRST_YEAR,
    LAST_YEAR,
    ONES,
    SCALES,
    SUFFIXES,
    TEENS,
    TENS,
    Numeral,
    NumeralRole,
    digits_of,
)
from corpus.numbers.run import NOUGHTS, SPOKEN_LETTER, numbers_in
from corpus.numbers.scales import scale_after
from corpus.numbers.years import old_years

MAX_DIGITS = 15  # beyond this a float no longer holds every integer, and nobody states such a figure

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth", "thirtieth"),
)
_WORD = rf"(?:{'|'.join((*TEENS, *TENS, *ONES, *NOUGHTS, *SCALES))})"
_LAST = rf"(?:{_WORD}|{'|'.join(_ORDINALS)}|oh)"
_ARTICLE = rf"(?:an? (?={'|'.join(SCALES)}))?"
_JOIN = rf"(?:[ \t]{{1,3}}|-|\sand\s(?!{PART})|\spoint\s|(?<=thousand), (?=[a-z-]{{3,9}} hundred))"
_SPOKEN = re.compile(rf"(?<![\w-]){_ARTICLE}{_WORD}\b(?:{_JOIN}{_LAST}\b){{0,16}}(?!')", re.I)
_DIGITS = re.compile(
    r"(?<![\w.])(?<!\d,)(?:\d{1,3}(?:,\d{3}){1,5}(?![\d,]\d)|\d{1,40}(?!,?\d))(?:\.\d{1,12}){0,4}(?!,\d)"
)
_COUNTED_AFTER = re.compile(
    r"[ -](?:percent|per cent|point|year|month|week|day|hour|minute|second|time|dollar|euro|pound|franc|crown"
    r"|met(?:re|er)|mile|kilo|lit(?:re|er)|tonne|degree|gigawatt|full|whole|entire)",
    re.I,
)
_OPEN = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # "€1.200": thousands or decimals


@lru_cache(maxsize=8192)  # a sentence is asked for its written form, its quantities and its dates
def numerals(text: str) -> tuple[Numeral, ...]:
    """Every number of `text` in order, without overlaps; a word that only might be a number is left out."""
    found: list[Numeral] = []
    taken = 0
    every = sorted(
        (*_old_years(text), *fractions_of_scales(text), *dozens(text), *_spoken(text), *grouped(text), *_written(text)),
        key=lambda numeral: (numeral.start, -numeral.end),
    )
    for numeral in every:
        if numeral.start >= taken:
            found.append(numeral)
            taken = numeral.end
    return tuple(found)


def _old_years(text: str) -> Iterator[Numeral]:
    """Years before 1900, each as one number."""
    for found in old_years(text):
        yield Numeral(found.start, found.end, found.year, str(found.year), NumeralRole.YEAR, spoken=found.spoken)


def _spoken(text: str) -> Iterator[Numeral]:
    """The numbers in words."""
    for run in _SPOKEN.finditer(text):
        for numeral in numbers_in(text, run):
            if not _is_idiom(text, numeral):
                yield _with_tail(text, numeral)


def _is_idiom(text: str, numeral: Numeral) -> bool:
    """Whether a lone small word is no number: "the one that", "a second look", "zero trust", "first, we"."""
    said = text[numeral.start : numeral.end].lower()
    if numeral.role is NumeralRole.ORDINAL:
        return said in _ORDINALS
    if said in SCALES:
        return True  # with its article, "a hundred", it is a number
    if said not in ("one", "zero", *NOUGHTS):
        return False
    return _COUNTED_AFTER.match(text, numeral.end) is None and not has_half(text, numeral.end)


def _with_tail(text: str, numeral: Numeral) -> Numeral:
    """Two and a half; ninety-three K."""
    if letter := SPOKEN_LETTER.match(text, numeral.end):
        value = numeral.value * SUFFIXES[letter["suffix"]]
        return numeral._replace(end=letter.end(), value=value, digits=digits_of(value))
    return with_half(text, numeral)


def _written(text: str) -> Iterator[Numeral]:
    """The numbers in digits, with the scale that follows: 15.6 million, 100K, 2,048, 6.17."""
    for match in _DIGITS.finditer(text):
        printed = match[0].replace(",", "")
        if len(printed) > MAX_DIGITS:
            continue
        if printed.count(".") > 1:
            yield Numeral(match.start(), match.end(), 0.0, printed, NumeralRole.VERSION)
            continue
        if _OPEN.fullmatch(printed) and re.search(r"(?:€|\bEUR) ?$", text[max(0, match.start() - 4) : match.start()]):
            continue
        yield _scaled(text, match, printed)


def _scaled(text: str, match: re.Match[str], printed: str) -> Numeral:
    """A number in digits times the scale word or letter that follows."""
    if found := scale_after(text, match.start(), match.end()):
        factor, end = found
        value = float(printed) * factor
        return with_half(text, Numeral(match.start(), end, value, digits_of(value)))
    value = float(printed)
    if "," not in match[0] and "." not in printed and len(printed) == 4 and FIRST_YEAR <= value <= LAST_YEAR:
        return Numeral(match.start(), match.end(), value, printed, NumeralRole.YEAR)
    return with_half(text, Numeral(match.start(), match.end(), value, printed))
