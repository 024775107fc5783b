"""What an earlier answer may lend to a follow-up. The client sends it, so it is a hint and never a source:

only the order of a list it gives ("the second one"), and names and phrases that the material has too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from chat.memory.topic import Rarity, phrases, rareness
from chat.words import stem, term_set
from corpus.episodes import episode_id
from corpus.letters import UPPER
from corpus.sentences import is_common_word

_LOOKED_AT = 1_200  # characters of an answer
_MARK = re.compile(r"\s?\[\d{1,3}\]")
_ITEM = re.compile(r"^[ \t]{0,8}(?:[-*•]|\d{1,2}[.)])[ \t]+([^\n]{1,200})", re.MULTILINE)
_PIECE = r"[^\n,.;:()\[\]]{1,60}"
_SERIES = re.compile(rf"(?:{_PIECE}, ){{1,12}}(?:and |or )?{_PIECE}|{_PIECE} and {_PIECE}")
_BETWEEN = re.compile(r", (?:and |or )?| and ")
_PROPER = re.compile(rf"[{UPPER}0-9][\w'’.-]*(?: [{UPPER}0-9][\w'’.-]*)*")
_THE_NOUN = re.compile(r"\b(?:the|that|this) ([^\W\d_]{3,30})\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,.;:!?](?:\s|$)|\s(?:and|but|while|which)\s")
_EPISODE = re.compile(r"\bepisode #?(\d{1,4}[a-z]?)\b", re.IGNORECASE)
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
        for phrase in phrases(f"- {sentence}", speakers=speakers)  # the first word of a sentence may be a name, too
        for name in (_PROPER.findall(phrase.text) if phrase.name else ())
        if name.casefold() not in but.casefold() and not is_common_word(name)
    }
    real = [name for name, rare in found.items() if 0 < rare < math.inf]
    return tuple(sorted(real, key=lambda name: -found[name])[:2])


def episodes_in(answer: str) -> tuple[str, ...]:
    """The episodes whose numbers an answer tells, as ids."""
    found = (episode_id(number) for number in _EPISODE.findall(answer[:_LOOKED_AT]))
    return tuple(dict.fromkeys(filter(None, found)))


def told_of(question: str, answer: str, *, but: str, rarity: Rarity | None) -> tuple[str, ...]:
    """Up to two phrases of the clause in which an answer speaks of "the" thing that a follow-up asks about.

    "How many votes has the request?" after "… and a new pier has been requested." lends "new pier". A thing that
    `but`, the question before, speaks of itself needs no answer; without `rarity` nothing is lent.
    """
    asked = {stem(noun) for noun in _THE_NOUN.findall(question)} - term_set(but)
    if rarity is None or not asked:
        return ()
    clauses = _CLAUSE_END.split(_MARK.sub("", answer[:_LOOKED_AT]))
    clause = next((clause for clause in clauses if asked & term_set(clause)), "")
    lent = [phrase.text for phrase in phrases(f"- {clause}") if not term_set(phrase.text) <= asked]
    return tuple(text for text in lent if 0 < rareness(text, rarity) < math.inf)[:2]
