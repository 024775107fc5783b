"""Whom "he" and "she" stand for: somebody named before, by the listener or by the answer, host or guest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.answered import person_in, speaker_in
from chat.memory.topic import Rarity, phrases

HE, SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
_ASKS_WHO = re.compile(r"^\W*(?:who|which (?:person|man|woman)|whose)\b(?! (?:is|was|are|were)\b)", re.IGNORECASE)
_NOT_A_PERSON = re.compile(r"\b(?:the|an?|in|at|from|on|near)(?: the)? $", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|him|his|she|hers?)\b", re.IGNORECASE)
# "who lent her the money", but "how long is her report"
_WHOM = re.compile(r"\W*$|\W+(?:the|an?|back|up|down|in|on|at|to|for|from|with|by|and|or|when|then|before|after|about)\b")


def asks_for_person(question: str) -> bool:
    """Whether a question asks who did something, so that its answer names somebody."""
    return _ASKS_WHO.match(question) is not None


def person_meant(
    pronoun: str, asked: str, answer: str, *, known: Sequence[str], speakers: Sequence[str], rarity: Rarity | None
) -> str:
    """The person a pronoun stands for, or "". `known` are whom it stood for before, and whom the other pronoun did.

    `asked` is the question before, with its names as they are written, and `answer` what was answered.
    """
    same, other = known if pronoun in HE else known[::-1]
    if asks_for_person(asked):
        found: tuple[str, ...] = (person_in(answer, but=asked, speakers=speakers, rarity=rarity),)
    else:
        names = [phrase for phrase in phrases(asked) if phrase.name]
        people = [asked[n.name_start : n.name_end] for n in names if not _NOT_A_PERSON.search(asked[: n.name_start])]
        found = (*people, same, "" if names else speaker_in(answer, speakers))
    return next((name for name in found if name and name != other), "")


def with_person(question: str, pronoun: str, name: str) -> str:
    """The question with somebody's name in place of a pronoun, in every form that it has there."""
    family = HE if pronoun in HE else SHE

    def named(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word not in family:
            return match[0]
        owning = word in ("his", "hers") or (word == "her" and not _WHOM.match(question, match.end()))
        return f"{name}'s" if owning else name

    return _PRONOUN.sub(named, question)
