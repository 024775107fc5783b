"""Slips of the keyboard in a question: words that the material never has, one stroke away from one that it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from string import ascii_lowercase

from chat.words import UNSEEN, stem
from corpus.sentences import is_common_word
from corpus.tokens import is_written_english

_WORD = re.compile(r"(?<![\w'’.-])[A-Za-z]+(?![\w'’-]|\.\w)")
_LONG = 5  # letters from which a word is far enough from most others to be known again
_LONG_NAME = 9  # letters from which a name with another letter in some place is hardly another one
_HALF = 3  # letters of each half of a word that is two words
_OFTEN = 1.6  # how much less rare than a word never seen (log of five: in two passages or more)
_ENDING = re.compile(r"(?:e?s|e?d|ing|i?er|i?est|i?ly|able|ment)$")


def respelled(question: str, *, rarity: Callable[[str], float], written: Callable[[str], str]) -> str:
    """The question with such words as the material has them: "Feburary" → "February", "light house" → "lighthouse".

    `rarity` is the inverse document frequency of a word, greatest for one never seen, and `written` gives how the
    material writes a name, or nothing. A word of plain English is left alone, and so is a short name that has another
    letter in some place: Martin is not Martyn.
    """
    words = list(_WORD.finditer(question))
    never = rarity(UNSEEN)
    unseen = {match.start() for match in words if rarity(match[0]) >= never}
    changes: dict[tuple[int, int], str] = {}
    for one, other in pairwise(words):
        joined = one[0] + other[0].lower()
        beside = question[one.end() : other.start()] == " " and not unseen.isdisjoint({one.start(), other.start()})
        if beside and len(joined) > _LONG and rarity(joined) <= never - _OFTEN:
            changes[one.start(), other.end()] = joined
    for match in words:
        done = any(start <= match.start() < end for start, end in changes)
        mistyped = match.start() in unseen and len(match[0]) >= _LONG and not match[0].isupper()
        if mistyped and not done and not _is_english(match[0]):
            is_name = match[0][0].isupper() and match.start() > 0
            known = [word for word in _near(match[0], is_name) if rarity(word) <= never - _OFTEN and _is_whole(word)]
            if is_name:  # nor are two plain words a name that only looks like them: "Tailscale", "tail scale"
                known = [word for word in known if not is_common_word(word) and not _is_of_plain_words(word)]
            if known:
                changes[match.span()] = min(known, key=lambda word: (" " in word, not _is_english(word), rarity(word)))
            elif is_name and len(match[0]) >= _LONG_NAME:
                near = (word for word in _near(match[0], is_name=False) if rarity(word) < never)
                meant = {name for word in near if (name := written(word))}
                if len(meant) == 1:
                    changes[match.span()] = meant.pop()
    for (start, end), word in sorted(changes.items(), reverse=True):
        question = question[:start] + word + question[end:]
    return question


def _is_english(word: str) -> bool:
    """Whether written English has the word, or what it is made of."""
    low = word.lower()
    return is_written_english({low, word.capitalize(), _ENDING.sub("", low), _ENDING.sub("e", low)})


def _is_of_plain_words(words: str) -> bool:
    return " " in words and all(map(_is_english, words.split()))


def _is_whole(words: str) -> bool:
    """Whether these are words and not stems of words, under which the material's are counted."""
    return all(_is_english(word) or stem(word) == word.lower() for word in words.split())


def _near(word: str, is_name: bool) -> Iterator[str]:
    """All words one stroke away: a letter left out or added, two changed over, a space left out; one mistaken."""
    halves = [(word[:i], word[i:]) for i in range(1, len(word))]  # nobody mistakes the first letter
    yield from (left + right[1:] for left, right in halves)
    yield from (left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1)
    yield from (left + letter + right for left, right in (*halves, (word, "")) for letter in ascii_lowercase)
    yield from (f"{left} {right}" for left, right in halves if min(len(left), len(right)) >= _HALF)
    if not is_name:
        yield from (left + letter + right[1:] for left, right in halves for letter in ascii_lowercase)
