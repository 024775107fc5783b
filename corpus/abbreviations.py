"""What the material calls things for short, as it says itself: "Elastic Kubernetes Service (EKS)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_SHORT = re.compile(r"\b([A-Z]{2,7})s?\b")
_WORD = r"[A-Za-z][\w'’]{0,30}"
_NAME = rf"({_WORD}(?:[ -]{_WORD}){{1,7}})"
_BETWEEN = r"(?: ?\(|,| ?[—–])"
_BEFORE = re.compile(rf"\b{_NAME}{_BETWEEN} ?(?:or )?$")
_AFTER = re.compile(rf"{_BETWEEN} ?{_NAME}")
_BESIDE = re.compile(r"[(,—–] ?(?:or )?$")  # few abbreviations have any of these before them
_REACH = 150  # characters before an abbreviation, in which its name is looked for
_SMALL = frozenset(["a", "and", "as", "for", "in", "of", "on", "the", "to"])
_TOO_SHORT = 2  # letters
_WORDS = re.compile(r"[ -]")


def abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """Each abbreviation that a text explains, with the name that it stands for, in small letters.

    An explanation is one when the initials of its words, small ones like "of" left out or not, are the abbreviation.
    """
    for short in _SHORT.finditer(text):
        before = text[max(short.start() - _REACH, 0) : short.start()]
        explained = (_BEFORE.search(before) if _BESIDE.search(before) else None, _AFTER.match(text, short.end()))
        for match in filter(None, explained):
            words = _WORDS.split(match[1].lower())
            name = next(filter(None, (_named(short[1].lower(), part) for part in _parts(words))), None)
            if name:
                yield short[1], name


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The last words, and the first ones, from all of them to two."""
    for count in range(len(words), 1, -1):
        yield words[-count:]
        yield words[:count]


def _named(short: str, words: Sequence[str]) -> str | None:
    great = [word for word in words if word not in _SMALL]
    initials = {"".join(word[0] for word in some) for some in (words, great)}
    sound = words[0] in great and all(len(word) > _TOO_SHORT for word in great)  # not "against it", after "AI"
    return " ".join(words) if sound and short in initials else None
