"""Whom "he" and "she" stand for: somebody named before by the listener or by the answer, host, guest or another."""

from __future__ import annotations

import re

from chat.memory.answered import person_in, speaker_in
from chat.memory.reference import owns
from chat.memory.topic import Known, Phrase, phrases
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
_PRONOUN = re.compile(r"(?<!\ba )\b(?:he|him|his|she|hers?)\b", re.IGNORECASE)  # no "a he or a she"


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

    def called(self, pronoun: str) -> str:
        """Who was last called so, or ""."""
        return self.he if pronoun in HE else self.she

    def called_otherwise(self, pronoun: str) -> str:
        """Who was last called "she" where the pronoun is "he", and the other way round."""
        return self.she if pronoun in HE else self.he

    def calling(self, pronoun: str, name: str) -> People:
        """With somebody who is spoken of now, and called so."""
        return self.model_copy(update={"last": name, "he" if pronoun in HE else "she": name})


def _person(typed: str, phrase: Phrase) -> str:
    """The name in a phrase, or whose kin is spoken of: "Orla's brother"."""
    kin = _KIN.match(typed, phrase.name_start)
    name = kin[0] if kin else _POSSESSIVE.sub("", typed[phrase.name_start : phrase.name_end])
    return name.title() if name.islower() else name


def person_meant(pronoun: str, people: People, asked: str, answer: str, known: Known) -> str:
    """The person a pronoun stands for, or "". `asked` is the question before and `answer` what was answered.

    Whoever was asked for is named by the answer; then comes whom the listener spoke of, then who gave the answer.
    """
    told = ""
    if asks_for_person(asked):
        told = person_in(answer, but=asked, rarity=known.rarity)
        if not told:
            return ""
    is_thing = pronoun in SHE and any(phrase.name for phrase in phrases(asked))  # ships are "she"
    says = "" if is_thing else speaker_in(answer, known.speakers)
    candidates = (told, people.last, people.called(pronoun), says)
    return next((name for name in candidates if name and name != people.called_otherwise(pronoun)), "")


def with_person(question: str, pronoun: str, name: str) -> str:
    """The question with somebody's name in place of a pronoun, in every form that it has there."""
    family = HE if pronoun in HE else SHE

    def named(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word not in family:
            return match[0]
        return f"{name}'s" if word == "hers" or owns(question, word, match.end()) else name

    return _PRONOUN.sub(named, question)
