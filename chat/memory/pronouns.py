"""The pronouns of English, and a name in place of one."""

from __future__ import annotations

import re

from chat.words import any_of

IT, THEY = frozenset({"it", "its"}), frozenset({"they", "them", "their"})
HE, SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
_PRONOUN = any_of(rf"(?<!\ba )\b(?:{'|'.join(sorted(IT | THEY | HE | SHE))})\b")  # no "a he or a she"
_OWNING = frozenset({"its", "their", "his", "her"})
# "who lent her the money", but "how long is her report"
_WHOM = any_of(r"\W*$|\W+(?:the|an?|back|up|down|in|on|at|to|for|from|with|by|and|or|when|then|before|after|about)\b")


def owns(question: str, word: str, end: int) -> bool:
    """Whether a pronoun that ends at `end` tells whose something is: "how long is her plan", not "who lent her it"."""
    return word in _OWNING and not names_whom(question, word, end)


def in_place_of(pronoun: str, question: str, name: str, owner: str, *, start: int = 0) -> str:
    """The question with a name in place of a pronoun, in every form that this has from `start` on.

    `owner` is the name of whose something is: "the ship's".
    """
    family = next(words for words in (IT, THEY, HE, SHE) if pronoun.casefold() in words)

    def named(match: re.Match[str]) -> str:
        word = match[0].casefold()
        if word not in family or match.start() < start:
            return match[0]
        return owner if word == "hers" or owns(question, word, match.end()) else name

    return _PRONOUN.sub(named, question)


def names_whom(question: str, word: str, end: int) -> bool:
    """Whether a pronoun is the object of "who lent her the money?", and not what belongs to who does it."""
    return word in ("he", "him", "she", "them") or (word == "her" and _WHOM.match(question, end) is not None)
