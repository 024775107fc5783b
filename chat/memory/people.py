"""Whom "he" and "she" stand for: somebody named before by the listener or by the answer, host, guest or another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.answered import person_in, speaker_in
from chat.memory.reference import WHOM
from chat.memory.topic import Phrase, Rarity, phrases
from corpus.models import Frozen

HE, SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
_ASKS_WHO = re.compile(
    r"^\W*(?:whom?|which (?:person|man|woman)|whose)\b(?!(?: (?:is|was|are|were)|['’]s)\b(?! (?:the|your|our|their) ))",
    re.IGNORECASE,
)
_NOT_A_PERSON = re.compile(r"\b(?:the|an?|in|at|from|on|near)(?: the)? $", re.IGNORECASE)
_KIN = re.compile(
    r"[^\W\d_]+['’]s (?:mum|mother|mom|dad|father|wife|husband|partner|(?:grand)?(?:son|daughter|mother|father)|brother"
    r"|sister|aunt|uncle|cousin|friend|boss|teacher)\b"
)
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

    def after(self, typed: str, answer: str) -> People:
        """With whom the listener named last; `typed` has its names as they are written, as far as `answer` tells."""
        found = (phrase for phrase in phrases(typed) if phrase.name and not phrase.asked_for)
        names = [name for name in found if not name.text.islower() or name.text not in answer]  # a rare word is no name
        people = [_person(typed, name) for name in names if not _NOT_A_PERSON.search(typed[: name.name_start])]
        return self.model_copy(update={"last": people[0]}) if people else self

    def calling(self, pronoun: str, name: str) -> People:
        return self.model_copy(update={"last": name, "he" if pronoun in HE else "she": name})


def _person(typed: str, phrase: Phrase) -> str:
    """The name in a phrase, or whose kin is spoken of: "Orla's brother"."""
    kin = _KIN.match(typed, phrase.name_start)
    name = kin[0] if kin else _POSSESSIVE.sub("", typed[phrase.name_start : phrase.name_end])
    return name.title() if name.islower() else name


def person_meant(
    pronoun: str, people: People, asked: str, answer: str, *, speakers: Sequence[str], rarity: Rarity | None
) -> str:
    """The person a pronoun stands for, or "". `asked` is the question before and `answer` what was answered.

    Whoever was asked for is named by the answer; then comes whom the listener spoke of, then who gave the answer.
    """
    same, other = (people.he, people.she) if pronoun in HE else (people.she, people.he)
    told = person_in(answer, but=asked, speakers=speakers, rarity=rarity) if asks_for_person(asked) else ""
    if asks_for_person(asked) and not told:
        return ""
    is_thing = pronoun in SHE and any(phrase.name for phrase in phrases(asked))  # ships are "she"
    says = "" if is_thing else speaker_in(answer, speakers)
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
