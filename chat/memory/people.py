"""Whom "he" and "she" stand for: somebody named before by the listener or by the answer, host, guest or another."""

from __future__ import annotations

import re

from chat.memory.answered import person_in, speaker_in
from chat.memory.pronouns import HE, SHE, in_place_of
from chat.memory.reference import reference
from chat.memory.topic import Asked, Known, Phrase, without_possessive
from corpus.models import Frozen

ONLY_WHO = re.compile(
    r"^\W*(?:(?:and|what about|how about)\W+)?(?P<who>him|her|he|she)\W*$",  # "and him?"
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(
    r"^\W*(?:whom?|which (?:person|man|woman)|whose)\b(?!(?: (?:is|was|are|were)|['’]s)\b(?! (?:the|your|our|their) ))",
    re.IGNORECASE,
)
_NOT_A_PERSON = re.compile(r"\b(?:the|an?|in|at|from|on|near)(?: the)? $", re.IGNORECASE)
_KIN = re.compile(
    r"[^\W\d_]+['’]s (?:mum|mother|mom|dad|father|wife|husband|partner|(?:grand)?(?:son|daughter|mother|father)|brother"
    r"|sister|aunt|uncle|cousin|friend|boss|teacher)\b"
)


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
        found = (name for name in Asked(typed).names if not name.asked_for)
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
    name = kin[0] if kin else without_possessive(typed[phrase.name_start : phrase.name_end])
    return name.title() if name.islower() else name


def with_people(question: str, people: People, *, before: str, answer: str, known: Known) -> tuple[str, People]:
    """The question with whom "he" and "she" stand for, and who is spoken of now.

    `before` is the question before and `answer` what was answered.
    """
    only, other = ONLY_WHO.match(question), _other_host(people, known)
    if only and other:
        return with_person(question, only["who"], other), people.calling(only["who"].casefold(), other)
    for _ in (HE, SHE):
        pronoun = reference(Asked(question, known.speakers)).word
        if pronoun not in HE | SHE:
            break
        both = all(family & set(question.casefold().split()) for family in (HE, SHE))
        name = people.called(pronoun) if both else ""
        name = name or _person_meant(pronoun, people, before, answer, known)
        if not name:
            break
        question, people = with_person(question, pronoun, name), people.calling(pronoun, name)
    return question, people


def _other_host(people: People, known: Known) -> str:
    """Of two hosts the one who was not spoken of last, or ""."""
    other = [name for name in known.hosts if name.split()[0] != people.last.partition(" ")[0]]
    return other[0] if len(known.hosts) == 2 and len(other) == 1 else ""


def _person_meant(pronoun: str, people: People, before: str, answer: str, known: Known) -> str:
    """The person a pronoun stands for, or "".

    Whoever was asked for is named by the answer; then comes whom the listener spoke of, then who gave the answer.
    """
    told = ""
    if asks_for_person(before):
        told = person_in(answer, but=before, rarity=known.rarity)
        if not told:
            return ""
    is_thing = pronoun in SHE and bool(Asked(before).names)  # ships are "she"
    says = "" if is_thing else speaker_in(answer, known.speakers)
    candidates = (told, people.last, people.called(pronoun), says)
    return next((name for name in candidates if name and name != people.called_otherwise(pronoun)), "")


def with_person(question: str, pronoun: str, name: str) -> str:
    """The question with somebody's name in place of a pronoun, in every form that it has there."""
    return in_place_of(pronoun, question, name, f"{name}'s")
