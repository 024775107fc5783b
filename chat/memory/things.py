"""What "it", "they" and "the second one" stand for: things spoken of before, by the listener or in the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chat.memory.answered import listed, names_in
from chat.memory.fragment import BEFORE_SUBJECT
from chat.memory.pronouns import HE, SHE
from chat.memory.rewrite import agreeing
from chat.memory.topic import MOST_THINGS, Asked, Known
from chat.words import term_set

_MANY = re.compile(r"\b(?:they|them|their|theirs|those|these|ones?|others?)\b")
_OF_MANY = re.compile(r"\bof the\b")
_ASKS_WHICH = re.compile(r"^\W*(?:who|whose|which|what)\b", re.IGNORECASE)
# "Which yard built the Gull?", "What is the yard called that …?": the answer names what the next question is about.
_ASKS_FOR_NAME = re.compile(r"^\W*which\b|^\W*what\b.{1,120}\b(?:called|named)\b", re.IGNORECASE)


def chosen(ordinal: int, topic: Sequence[str], answer: str, known: Known) -> tuple[str, ...]:
    """The item of a list that an ordinal chooses, of the things asked about where no list was given; () for none."""
    items = listed(answer, rarity=known.rarity) or (topic if len(topic) > 1 else ())
    return (items[ordinal],) if -len(items) <= ordinal < len(items) else ()


def meant(word: str, before: Asked, topic: Sequence[str], answer: str, known: Known) -> tuple[str, ...]:
    """What a pointing word stands for after the question `before`, which was about `topic`.

    For many things, what that question asked for comes first.
    """
    asked = before.phrases
    many = [phrase.text for phrase in asked if phrase.asked_for and not phrase.name] if _MANY.search(word) else []
    said = [phrase.text for phrase in asked] if word in ("those", "these") else []
    others = (phrase.article + phrase.text for phrase in asked if phrase.article and word not in HE | SHE)
    found = apart((*_lent(word, before, answer, known), *many, *topic, *said)) or apart(others)
    return agreeing(word, found)[:MOST_THINGS]


def apart(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that have a word which none before has: "Skelder" says nothing beside "the Skelder moor"."""
    kept: list[str] = []
    words: set[str] = set()
    for text in texts:
        if not term_set(text) <= words:
            kept.append(text)
            words |= term_set(text)
    return tuple(kept)


def _lent(word: str, before: Asked, answer: str, known: Known) -> Sequence[str]:
    if _OF_MANY.search(word):
        return listed(answer, rarity=known.rarity)
    if word in HE | SHE or not _answer_names_it(before):
        return ()
    return names_in(answer, but=before.text, speakers=before.speakers, rarity=known.rarity)


def _answer_names_it(before: Asked) -> bool:
    """Whether what a pointing word stands for is rather in the answer than in the question before."""
    if not before.names:
        return bool(_ASKS_WHICH.match(before.text))
    is_subject = any(BEFORE_SUBJECT.search(before.text[: name.start]) for name in before.names)
    return bool(_ASKS_FOR_NAME.match(before.text)) and not is_subject
