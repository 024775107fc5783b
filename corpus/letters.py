"""Letters as a plain keyboard has them: who types "Bilek" looks for "Bílek"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_WITHOUT_PARTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def plain(text: str) -> str:
    """A text in small letters, without accents: "Françoise" is "francoise". What has none is only made small."""
    folded = text.casefold()
    return folded if folded.isascii() else _unaccented(folded)


@lru_cache(maxsize=16384)
def _unaccented(folded: str) -> str:
    parts = unicodedata.normalize("NFKD", folded.translate(_WITHOUT_PARTS))
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))
