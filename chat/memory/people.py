"""Whom "he" and "she" stand for: somebody named before by the listener or by the answer, host, guest or another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.answered import person_in, speaker_in
from chat.memory.reference import WHOM
from chat.memory.topic import Rarity, phrases
from corpus.models import Frozen

HE, SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
_ASKS_WHO = re.compile(
    r"^\W*(?:who|which (?:person|man|woman)|whose)\b(?!(?: (?:is|was|are|were)|['’]s)\b(?! (?:the|your|our|their) ))",
    re.IGNORECASE,
)
_NOT_A_PERSON = re.compile(r"\b(?:the|an?|in|at|from|on|near)(?: the)? $", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")
_PRONOUN = re.compile(r"\b(?:he|him|his|she|hers?)\b", re.IGNORECASE)


def asks_for_person(question: str) -> bool:
    """Whether a question asks who did something, so that its answer names somebody."""
    return _ASKS_WHO.match(question) is not None


class People(Frozen):
    """Who was spoken of: last of all, last as "he" and last as "she"; "" is nobody."""

    last: str = ""
    he: str = ""
    she: str = ""

    def after(self, typed: str) -> People:
        """With whom the listener named last; `typed` has its names as they are written."""
        names = [phrase for phrase in phrases(typed) if phrase.name and not phrase.asked_for]
        people = [typed[n.name_start : n.name_end] for n in names if not _NOT_A_PERSON.search(typed[: n.name_start])]
        return self.model_copy(update={"last": _POSSESSIVE.sub("", people[0])}) if people else self

    def calling(self, pronoun: str, name: str) -> People:
        return self.model_copy(update={"last": name, "he" if pronoun in HE else "she": name})


def person_meant(
    pronoun: str, people: People, asked: str, answer: str, *, speakers: Sequence[str], rarity: Rarity | None
) -> str:
    """The person a pronoun stands for, or "". `asked` is the question before and `answer` what was answered."""
    same, other = (people.he, people.she) if pronoun in HE else (people.she, people.he)
    told = person_in(answer, but=asked, speakers=speakers, rarity=rarity) if asks_for_person(asked) else ""
    if asks_for_person(asked) and not told:
        return same
    says = "" if any(phrase.name for phrase in phrases(asked)) else speaker_in(answer, speakers)
    return next((name for name in (told, people.last, same, says) if name and name != other), "")


def with_person(question: str, pronoun: str, name: str) -> str:
    """The question with somebody's name in place of a pronoun, in every form that it has there."""
    family = HE if pronoun in HE else SHE

    def named(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word not in family:
            return match[0]
        owning = word in ("his", "hers") or (word == "her" and not WHOM.match(question, match.end()))
        return f"{name}'s" if owning else name

    return _PRONOUN.sub(named, question)
