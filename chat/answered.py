"""What an earlier answer may lend to a follow-up. The client sends it, so it is a hint and never a source:

only the order of a list it gives ("the second one"), and names that the material has too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from chat.topic import Rarity, phrases, rareness

_LOOKED_AT = 1_200  # characters of an answer
_MARK = re.compile(r"\s?\[\d{1,3}\]")
_ITEM = re.compile(r"^[ \t]{0,8}(?:[-*•]|\d{1,2}[.)])[ \t]+([^\n]{1,200})", re.MULTILINE)
_PIECE = r"[^\n,.;:()\[\]]{1,60}"
_SERIES = re.compile(rf"(?:{_PIECE}, ){{1,12}}(?:and |or )?{_PIECE}|{_PIECE} and {_PIECE}")
_BETWEEN = re.compile(r", (?:and |or )?| and ")
_PROPER = re.compile(r"[A-Z0-9][\w'’.-]*(?: [A-Z0-9][\w'’.-]*)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def listed(answer: str, *, rarity: Rarity | None = None) -> list[str]:
    """The items of the list an answer gives, in order: its bullets, or else "A, B and C"."""
    text = _MARK.sub("", answer[:_LOOKED_AT])
    items = _ITEM.findall(text)
    if len(items) < 2:
        series = _SERIES.search(text)
        items = _BETWEEN.split(series[0]) if series else []
    heads = [_head(item) for item in items]
    return [head for head in heads if head and (rarity is None or rareness(head, rarity) < math.inf)]


def _head(item: str) -> str:
    """What an item is: its first name, or else its first phrase."""
    found = phrases(f"- {item}")
    return next((phrase.text for phrase in found if phrase.name), found[0].text if found else "")


def names_in(answer: str, *, but: str, speakers: Sequence[str], rarity: Rarity | None) -> tuple[str, ...]:
    """Up to two names of an answer that the material has too, rarest first, those in `but` left out."""
    if rarity is None:
        return ()
    found = {
        name: rareness(name, rarity)
        for sentence in _SENTENCE_END.split(_MARK.sub("", answer[:_LOOKED_AT]))
        for phrase in phrases(sentence, speakers=speakers)
        for name in (_PROPER.findall(phrase.text) if phrase.name else ())
        if name.casefold() not in but.casefold()
    }
    real = [name for name, rare in found.items() if 0 < rare < math.inf]
    return tuple(sorted(real, key=lambda name: -found[name])[:2])
