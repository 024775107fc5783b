"""The words that count when a question and a sentence are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

import Stemmer

from corpus.letters import plain
from corpus.numbers.written import written

QUESTION_WORD = r"(?:what|how|when|where|who|which|why|whom|whose)"
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might)"
UNSEEN = "qx" * 20  # a word that no text holds: nothing is rarer
_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_GENERATION = re.compile(r"([^\W\d_]{3,})(\d{1,4})")  # "Foo5" and "Foo 5" name the same thing
_MARKS = '.,;:?!"()'  # what words mostly stand between
_stem = Stemmer.Stemmer("english").stemWord

# Words that carry no subject: function words, question words, and the words with which a listener
# speaks of the show itself ("what did we say about …").
_EMPTY = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below between both
    but by can could did do does doing don't down during each either else ever every few for from further get give given
    gave got had has have having he her here hers him his how i if in into is isn't it it's its itself just let's like
    made make many may me might more most much must my myself no nor not now of off on once one only or other our ours
    out over own per please same shall she should so some such than that that's the their theirs them then there these
    they this those through to too under until up upon us use used very was we we're were what what's when where which
    while who who's whom whose why will with would yet you your
    actual actually according air anybody anyone anything briefly call called ep episode episodes eps exact exactly
    explain find hear heard host hosts list listed listener listeners mention mentioned mentions name named names
    podcast quote quoted quotes remember reported say said says saying show shows somebody someone something speak
    speaker speaking state stated story tell talk talked talks talking told word words
    """.split()  # noqa: SIM905 - a list of words is read as words
)


def any_of(*alternatives: str) -> re.Pattern[str]:
    """One pattern of several, in capitals or not."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem under which a word is compared: case, possessive and inflection off."""
    folded = plain(word)
    return str(_stem(folded[:-2] if folded.endswith(("'s", "’s")) else folded))


def spaced(words: Iterable[str]) -> str:
    """Words in a row, for looking one row up in another; an apostrophe left out is no other word."""
    return f" {' '.join(words)} ".replace("'", "").replace("’", "")


def tokens(text: str) -> list[str]:
    """The words of a text in order, spoken numbers as digits, a product's generation split from its name."""
    return _split(written(text))


@lru_cache(maxsize=32768)
def terms(text: str) -> tuple[str, ...]:
    """Stems of the words that carry a subject, in order of first appearance, each once."""
    return _in_order(written(text))


@lru_cache(maxsize=65536)
def searched_terms(search_text: str) -> tuple[str, ...]:
    """`terms` of a sentence's search text, in which numbers are digits already: five times as quick."""
    return _in_order(search_text)


@lru_cache(maxsize=32768)
def term_set(text: str) -> frozenset[str]:
    """`terms` as a set; all are remembered, since the same sentences are looked at again and again."""
    return frozenset(terms(text))


@lru_cache(maxsize=16384)
def token_set(text: str) -> frozenset[str]:
    """`tokens` as a set, remembered: names and figures come up again and again."""
    return frozenset(tokens(text))


@lru_cache(maxsize=65536)
def closed_up(text: str) -> str:
    """The words of a text without what stands between them: "Data Hall" and "DataHall" are the same."""
    return "".join(tokens(text))


def _split(text: str) -> list[str]:
    if text.isascii() and text.isalpha():
        return [text.lower()]  # as below, at a tenth of the time
    words = _TOKEN.findall(plain(text.replace(",", "")))
    if not _DIGIT.search(text):
        return words
    found: list[str] = []
    for token in words:
        generation = _GENERATION.fullmatch(token)
        found.extend(generation.groups() if generation else (token,))
    return found


def _in_order(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(_stems, text.split()))))


@lru_cache(maxsize=65536)
def _stems(between_spaces: str) -> tuple[str, ...]:
    """Stems of the words that carry a subject, of those that stand between two spaces: mostly one, or none."""
    return tuple(stem(word) for word in _split(between_spaces.strip(_MARKS)) if word not in _EMPTY)
