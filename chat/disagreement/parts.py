"""What tells two values of like words apart by the things they are of: a part of the whole, two members of one kind,
and a number that is said close by as well.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chat.disagreement.pairing import Stated
from corpus.claims.common import EMPTY
from corpus.claims.extract import Claim
from corpus.claims.words import stem, words_of
from corpus.numbers.numerals import numerals
from corpus.numbers.units import COUNT

# Small words that tell one member from another all the same: "the new stage", "the first train".
_TELLING = frozenset("new first second third last next upper lower under own other".split())  # noqa: SIM905 -- read as words
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_FOR = re.compile(  # "For students a ticket is …", "In a flood the dam …", "After the frost there were …"
    r"^\W{0,3}(?:(?:and|but|so|well),? )?(?:for|after|with|without|during|at|under|(?:in|on)(?= an? )) "
    r"(?P<what>(?:(?:the|an?|my|our|his|her|its|their) )?(?:[\w’'-]+ ){0,3}?[\w’'-]+)"
    r"(?:,| (?=(?:the|an?|its|there|it|they|we|you|he|she|his|her|their|our)\b))",
    re.I,
)
_HEAD_OF = re.compile(
    r"(?P<head>[\w’'-]+) of (?:the |an? |our |its |her |his |their )?(?P<whose>[^\W\d_][\w’'-]+)", re.I
)
_PEOPLE = re.compile(r"\b(?:(?P<she>she|hers?)|he|him|his)\b", re.I)
_OF = re.compile(r" of (?:the|its|our|their|these|those|them|his|her)\b")
_ARE = re.compile(r"(?: \w+){0,4}? (?:are|were) (?:all )?(?P<what>\w+)")
_DONE = re.compile(r"\w+(?:ed|en|wn|ung|ost|old|ilt)$")


def are_of_two(one: Stated, other: Stated) -> bool:
    """Whether two values are of two things: of her and of him, by the word before one they share, as part and whole."""
    mine, theirs = _people(one.claim.text), _people(other.claim.text)
    if len(mine) == len(theirs) == 1 and mine != theirs:
        return True  # "she has eleven hives", "he has fourteen hives"
    return _are_members(one, other) or any(
        _is_part(mine, theirs) or _is_for_some(mine, theirs) for mine, theirs in ((one, other), (other, one))
    )


def is_narrower(one: Stated, other: Stated, shared: frozenset[str]) -> bool:
    """Whether a word that both share is told more closely by the first: "a rye loaf"; "the wall of the yard"."""
    before, words = _before(one.claim.text), _words(other)
    found = (match for match in _HEAD_OF.finditer(one.claim.text) if not numerals(match["whose"]))
    of = [(stem(match["head"]), stem(match["whose"])) for match in found]
    return any(before.get(head, set()) - words for head in shared) or any(
        head in shared and whose not in words | other.near for head, whose in of
    )


def knows(one: Claim, other: Claim) -> bool:
    """Whether the other value is said close by the one: then it is known there, and of something else, or put right."""
    quantity = other.quantity
    if quantity is None or quantity.low != quantity.high:
        return False
    values = {number.value for number in numerals(other.value)} - {number.value for number in numerals(one.value)}
    counted = {"", stem(quantity.unit), *(other.own if quantity.dimension == COUNT else ())}
    return any(value in values and unit in counted for value, unit in one.beside)


def _are_members(one: Stated, other: Stated) -> bool:
    """Whether a word that both have stands behind two others: "the upper lake", "the lower lake"."""
    mine, theirs = _before(one.claim.text), _before(other.claim.text)
    for head in mine.keys() & theirs.keys() & one.near & other.near:
        if mine[head] - _words(other) and theirs[head] - _words(one):
            return True
    return False


def _words(one: Stated) -> set[str]:
    return {stem(word) for word in _WORD.findall(one.claim.text)} | one.far


@lru_cache(maxsize=4096)
def _before(text: str) -> dict[str, set[str]]:
    """The words that stand right before each word of a text, numbers and small words left out."""
    found: dict[str, set[str]] = {}
    words = list(_WORD.finditer(text))
    numbers = [(number.start, number.end) for number in numerals(text)]
    for word, head in zip(words, words[1:], strict=False):
        plain = word[0].lower()
        if head.start() - word.end() != 1 or any(a <= word.start() <= b for a, b in numbers):
            continue
        if plain not in EMPTY or plain in _TELLING:
            found.setdefault(stem(head[0]), set()).add(stem(plain))
        if len(head[0]) == 1 and head[0].isupper() and head[0] != "I":  # "Model B"
            found.setdefault(stem(plain), set()).add(plain + head[0])
    return found


def _is_part(part: Stated, whole: Stated) -> bool:
    """Whether a smaller number is of some of the things that the larger one is of: "thirty of the pupils", "fifty-two
    white keys"."""
    one, other = part.claim.quantity, whole.claim.quantity
    if one is None or other is None or one.dimension != COUNT or one.high >= other.high:
        return False
    known = whole.near | whole.far
    rest, theirs = _after(part.claim), _after(whole.claim)
    if _OF.match(rest):
        return not _OF.match(theirs) and not part.own <= known
    counted = part.claim.value[max((number.end for number in numerals(part.claim.value)), default=0) :]
    if one.unit and any(word.key not in known for word in words_of(counted, frozenset())[:-1]):
        return True
    are = _ARE.match(rest) if part.claim.text.startswith(part.claim.value) else None
    return are is not None and not ({are["what"]} & EMPTY or _DONE.match(are["what"]) or stem(are["what"]) in known)


def _people(text: str) -> set[bool]:
    """Whether a text speaks of a woman, of a man, or of both."""
    return {bool(match["she"]) for match in _PEOPLE.finditer(text)}


def _is_for_some(one: Stated, other: Stated) -> bool:
    """Whether a sentence begins with what its value is for, and the other side knows nothing of that."""
    found = _FOR.match(one.claim.text)
    if one.claim.quantity is None or not found or found.end() > max(one.claim.text.find(one.claim.value), 0):
        return False
    what = {stem(word) for word in _WORD.findall(found["what"]) if word.lower() not in EMPTY}
    return bool(what) and what.isdisjoint(_words(other) | other.near)


def _after(claim: Claim) -> str:
    return claim.text.partition(claim.value)[2]
