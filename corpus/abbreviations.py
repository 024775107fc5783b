"""What the material calls things for short, as it says itself: "Elastic Kubernetes Service (EKS)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_SHORT = r"(?P<short>[A-Z]{2,7})s?\b"
_WORD = r"[A-Za-z][\w'’]{0,30}"
_NAME = rf"(?P<name>{_WORD}(?:[ -]{_WORD}){{1,7}})"
_EXPLAINED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NAME} ?\({_SHORT}\)",
        rf"\b{_NAME}(?:,| ?[—–]) ?(?:or )?{_SHORT}",
        rf"\b{_SHORT} ?\({_NAME}\)",
        rf"\b{_SHORT}(?:,| ?[—–]) ?{_NAME}",
    )
)
_CAPITALS = re.compile(r"[A-Z]{2}")
_SMALL = frozenset(["a", "and", "as", "for", "in", "of", "on", "the", "to"])
_TOO_SHORT = 2  # letters
_BETWEEN = re.compile(r"[ -]")


def abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """Each abbreviation that a text explains, with the name that it stands for, in small letters.

    An explanation is one when the initials of its words, small ones like "of" left out or not, are the abbreviation.
    """
    if not _CAPITALS.search(text):
        return
    for pattern in _EXPLAINED:
        for match in pattern.finditer(text):
            words = _BETWEEN.split(match["name"].lower())
            name = next(filter(None, (_named(match["short"].lower(), part) for part in _parts(words))), None)
            if name:
                yield match["short"], name


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
