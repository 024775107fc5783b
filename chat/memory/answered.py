"""What an earlier answer may lend to a follow-up. The client sends it, so it is a hint and never a source:

only the order of a list it gives ("the second one"), and names and phrases that the material has too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from chat.given import gives
from chat.memory.topic import Rarity, is_known, phrases, rareness, without_possessive
from chat.wants import Want
from chat.words import stem, term_set, tokens
from corpus.episodes import episode_id
from corpus.letters import UPPER
from corpus.sentences import is_common_word
from corpus.tokens import is_written_english

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
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”]?\s+|(?<=[:“])\s*")
_FIRST_MARK = re.compile(r"\s?\[1\]")
_SAYS = re.compile(r"(?:The sources disagree\. )?([^:,“”\[\]]{1,60}), (?:in|asked)\b")
_OF_PLACE = re.compile(r"\b(?:in|at|from|on|near|to|of) (?:the )?$", re.IGNORECASE)
_NO_NAME = re.compile(r"^[\d]|['’](?:d|ll|m|ve|re|t)\b")


def listed(answer: str, *, rarity: Rarity | None = None) -> list[str]:
    """The items of the list an answer gives, in order: its bullets, or else "A, B and C"."""
    text = _MARK.sub("", answer[:_LOOKED_AT])
    items = _ITEM.findall(text)
    if len(items) < 2:
        series = _SERIES.search(_MARK.sub("", told_first(answer)))
        items = _BETWEEN.split(series[0]) if series else []
    heads = [_head(item) for item in items]
    return [head for head in heads if head and (rarity is None or rareness(head, rarity) < math.inf)]


def _head(item: str) -> str:
    """What an item is: its first name, or else its first phrase."""
    found = phrases(f"- {item}")
    return next((phrase.text for phrase in found if phrase.name), found[0].text if found else "")


def names_in(answer: str, *, but: str, speakers: Sequence[str], rarity: Rarity | None) -> tuple[str, ...]:
    """Up to two names of what an answer tells first that the material has too, rarest first, but those in `but`."""
    found = _known(told_first(answer), but=but, speakers=speakers, rarity=rarity)
    return tuple(sorted(found, key=lambda name: -found[name])[:2])


def person_in(answer: str, *, but: str, rarity: Rarity | None) -> str:
    """Whom an answer names when it is asked for a person: the first name that is no place's, or "" ."""
    told = told_first(answer)
    people = _known(told, but=but, speakers=(), rarity=rarity)
    return next((name for name in people if not _OF_PLACE.search(told[: told.find(name)])), "")


def speaker_in(answer: str, speakers: Sequence[str]) -> str:
    """Who says what an answer tells first, or ""."""
    said = _SAYS.match(answer)
    return said[1] if said and said[1] in speakers else ""


def as_written(texts: Iterable[str], answer: str, *, speakers: Sequence[str]) -> list[str]:
    """Texts typed small with the names in them as the answer to them and the speakers' list write them."""
    told = {name for sentence in _sentences(answer) for name in _names(sentence) if not sentence.startswith(name)}
    parts = {part for name in (*told, *speakers) for part in name.split() if not is_common_word(part)}
    forms = {f"{name.casefold()}s": f"{name}'s" for name in speakers} | {name.casefold(): name for name in told | parts}
    names = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    pattern = re.compile(rf"\b(?:{names})\b" if names else r"(?!)", re.IGNORECASE)
    return [pattern.sub(lambda name: forms.get(name[0].casefold(), name[0]), text) for text in texts]


def told_first(answer: str) -> str:
    """The first statement of an answer, without who says it and where."""
    first = _FIRST_MARK.split(answer[:_LOOKED_AT], maxsplit=1)[0]
    return first.partition(": “")[2] or first


def _known(told: str, *, but: str, speakers: Sequence[str], rarity: Rarity | None) -> dict[str, float]:
    """The names of a text with their rarity, in order: those that the material has, and of nobody who speaks in it."""
    hosts = {part for name in speakers for part in name.split()}
    names = (name for sentence in _sentences(told) for name in _names(sentence)) if rarity else ()
    new = (name for name in names if name.casefold() not in but.casefold() and hosts.isdisjoint(name.split()))
    return {name: rare for name in new if rarity and 0 < (rare := rareness(name, rarity)) < math.inf}


def _sentences(answer: str) -> list[str]:
    return _SENTENCE_END.split(_MARK.sub("", answer[:_LOOKED_AT]))


def _names(sentence: str) -> Iterator[str]:
    """The names of a sentence: runs of words with a capital, but no dates, figures or words that only begin it."""
    for run in _PROPER.finditer(sentence):
        words = [without_possessive(word).strip(".-") for word in run[0].split()]
        begins = not any(map(str.isalnum, sentence[: run.start()]))
        if begins and (is_common_word(words[0]) or (len(words) == 1 and _only_begins(words[0]))):
            words = words[1:]
        name = " ".join(words)
        is_one = len(name) > 1 and not _NO_NAME.search(name) and not is_common_word(name.removesuffix("s"))
        if is_one and not gives(Want.DATE, name, name, frozenset()):
            yield name


def _only_begins(word: str) -> bool:
    return is_written_english({word.lower()}) or tokens(word)[:1] != [word.lower()]


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
    return tuple(text for text in lent if is_known(text, rarity))[:2]
