"""The words of a sentence that say what it is about: stems, with names kept whole and product generations joined.

"Foo three", "Foo 3" and "Foo3" are one name, `foo3`, and no other generation's. The words here are general English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import jellyfish
import Stemmer

from corpus.claims.common import EMPTY, SAME
from corpus.letters import LETTER, LETTERS, unaccented

_stem = Stemmer.Stemmer("english").stemWord
_TOKEN = re.compile(rf"\b[A-Z](?: [A-Z]){{1,6}}\b|(?<!\d){LETTER}{LETTERS}*(?:['’.&/]{LETTERS}+)*|\d[\d,.]*")
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905 -- read as words
_NUMBER_WORDS = frozenset(
    [*_SMALL, *"thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty".split()]  # noqa: SIM905 -- read as words
    + "seventy eighty ninety hundred thousand million billion trillion point oh".split()  # noqa: SIM905 -- read as words
)
_BY_CASE = {"dB": "decibels"}  # a sign that is another word in other letters


class Word(NamedTuple):
    """A word that carries meaning: `key` is its stem, or the whole name in lower case."""

    key: str
    start: int
    end: int
    name: bool


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The key under which a common word is compared."""
    plain = re.sub(r"['’]s?$|['’]s$", "", unaccented(word).lower())
    found = str(_stem(plain))
    return SAME.get(found, found)


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """How a word sounds, roughly: "berth" and "birth" sound alike."""
    return str(jellyfish.metaphone(word))


def names_of(texts: Iterable[str]) -> frozenset[str]:
    """The words that running text writes with a capital where no sentence starts, in lower case."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        for match in _TOKEN.finditer(text):
            word = match[0]
            if word[0].islower():
                small[unaccented(word)] += 1
            elif word[0].isupper() and _is_inside(text, match.start()):
                capital[re.sub(r"['’]s$", "", unaccented(word)).lower()] += 1
    # A word that is as often written small is a word, not a name.
    return frozenset(
        word for word, count in capital.items() if len(word) > 1 and count > small[word] and word not in EMPTY
    )


def _is_inside(text: str, start: int) -> bool:
    """Whether a word stands inside a sentence: something other than a border comes before it."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    return bool(before) and before[-1] not in ".!?:;\"“”'‘([*_#-–—|>"


def words_of(text: str, names: frozenset[str]) -> list[Word]:
    """The words of `text` that carry meaning, in order; numbers are left out but for a product's generation."""
    return list(_words(text, names))


@lru_cache(maxsize=8192)  # headings and neighbours are read again for every sentence beside them
def _words(text: str, names: frozenset[str]) -> tuple[Word, ...]:
    found: list[Word] = []
    tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    position = 0
    while position < len(tokens):
        token, start, end = tokens[position]
        position += 1
        shape = _shape(token)
        if not shape.word:
            continue
        name = shape.named or (shape.capital and shape.lower in names)
        if name and shape.bare and (generation := _generation(text, end, tokens, position)):
            found.append(Word(shape.key + generation, start, tokens[position][2], name=True))
            position += 1
        elif name or not shape.empty or _is_of_what(tokens, position):
            found.append(Word(shape.key, start, end, name=name))
    return tuple(found)


def _is_of_what(tokens: list[tuple[str, int, int]], position: int) -> bool:
    """Whether the token before `position` is no unit, but says of what: "the minute hand", "the day shift"."""
    if position < 2 or position >= len(tokens) or tokens[position - 1][0] not in _UNITS:
        return False
    after = tokens[position]
    directly = after[1] - tokens[position - 1][2] == 1
    return directly and tokens[position - 2][0].lower() in _OWNERS and not _shape(after[0]).empty


class _Shape(NamedTuple):
    """What can be told of a token by itself."""

    word: bool  # a word at all, and no number word
    lower: str
    key: str
    named: bool  # has the form of a name: capitals or digits inside
    capital: bool
    bare: bool  # not a possessive
    empty: bool  # carries no meaning


@lru_cache(maxsize=65536)
def _shape(token: str) -> _Shape:
    token = unaccented(_BY_CASE.get(token, token)).replace(" ", "")  # "E K S"
    plain = re.sub(r"['’]s?$", "", token)
    lower = plain.lower()
    named = any(letter.isupper() for letter in plain[1:]) or (plain[0].isupper() and any(map(str.isdigit, plain)))
    return _Shape(
        token[0].isalpha() and token.lower() not in _NUMBER_WORDS,
        lower,
        stem(plain),
        named,
        plain[0].isupper(),
        plain == token,
        len(plain) < 2 or lower in EMPTY,
    )


def _generation(text: str, end: int, tokens: list[tuple[str, int, int]], position: int) -> str:
    """The number that follows a name at once, where it reads as its generation: "Foo three", "Foo 3"."""
    if position >= len(tokens):
        return ""
    word, start, after = tokens[position]
    if text[end:start] not in (" ", "-") or text[end - 1].isdigit() or text[after : after + 1].isalpha():
        return ""
    digits = str(_SMALL.index(word.lower())) if word.lower() in _SMALL else word
    if not digits.isdigit() or not 0 < int(digits) < 100 or len(digits) > 2:
        return ""
    following = (
        tokens[position + 1][0].lower()
        if position + 1 < len(tokens) and text[after : tokens[position + 1][1]].isspace()
        else ""
    )
    if int(digits) > 9 and following.endswith("s"):
        return ""  # "Foo 64 regions" counts regions
    counted = following in _NUMBER_WORDS or following in _COUNTED or text[after : after + 1] in ("%", "-", "+", "/")
    return "" if counted else digits


_UNITS = frozenset("second minute hour day week month year".split())  # noqa: SIM905 -- read as words
_OWNERS = frozenset("the its his her their our".split())  # noqa: SIM905 -- read as words
_COUNTED = frozenset(
    """
    percent times time dollars days day weeks months years hours minutes seconds people engineers users teams to or
    million billion thousand x
    """.split()  # noqa: SIM905 -- read as words
)
GENERATION = re.compile(r"(?P<base>[a-z][a-z.&/]*[a-z])(?P<number>\d{1,2})")


@lru_cache(maxsize=65536)
def generation_of(key: str) -> tuple[str, str] | None:
    """The base and the number of a name such as "foo3"; None for other words; short codes ("s3") are names."""
    match = GENERATION.fullmatch(key)
    return (match["base"], match["number"]) if match and len(match["base"]) > 2 else None
