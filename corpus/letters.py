"""Letters with their accents: for patterns, and taken off for comparing ("Kröll" and "Kroll" are one name)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_CASED = "".join(map(chr, (*range(0x41, 0x590), *range(0x1E00, 0x2000))))  # Latin, Greek, Cyrillic, Armenian
UPPER = "".join(filter(str.isupper, _CASED))  # capitals, for the inside of a character class
LOWER = "".join(filter(str.islower, _CASED))  # small letters, the same
_SMALL_SIGNS = "²³¹½¼¾"  # of "m²"; Python takes them for letters of a word
LETTER = rf"[^\W\d_{_SMALL_SIGNS}]"
LETTERS = rf"(?:[^\W_{_SMALL_SIGNS}]|[\u0300-\u036f])"  # and digits, and accents that stand apart
_UNLIKE = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"}
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
)


@lru_cache(maxsize=65536)
def unaccented(word: str) -> str:
    """`word` without its accents, as another source may write it."""
    return word if word.isascii() else _without_accents(word)


def plain(text: str) -> str:
    """A text as a plain keyboard has it, in small letters and without accents: "Françoise" is "francoise"."""
    folded = text.casefold()
    return folded if folded.isascii() else _without_accents(folded)


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    left = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", left).translate(_UNLIKE)
