"""How a follow-up is worded so that it stands alone. The words of the listener stay; what was meant is put in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.pronouns import HE, IT, SHE, THEY, in_place_of
from chat.memory.reference import EXACTLY, Lean, Reference
from chat.plainly import LEAD

_THAT = frozenset({"that", "this"})
_IN_ORDER = re.compile(r"(?<=\bthe )(?:first|second|third|fourth|fifth|last|latest|final)\b(?! of\b)", re.IGNORECASE)
_A = re.compile(r"^a ")
_PLURAL = re.compile(r"[^\Wsui]s$")
_NAME = re.compile(r"[A-Z]")
_SAID = re.compile(
    r"\b(?:say|said|says|mention(?:ed)?|talk(?:ed)?|discuss(?:ed)?|bring up|brought|tell|told|quoted?)\b", re.IGNORECASE
)
_TELL_OF = re.compile(r"^\W*tell (?:me|us) (?:more )?about ", re.IGNORECASE)  # asks for no words of anybody's
_WHEN = re.compile(
    r"^(?:when|at what (?:time|minute|point))\b"
    r"(?: (?:was (?:that|it)|exactly|again|then|did (?:\w+ ){1,3}say (?:that|this|it|so)))?$",
    re.IGNORECASE,
)
_EXACTLY = re.compile(rf"^{EXACTLY}$", re.IGNORECASE)
# What earlier follow-ups put before the question that they were about.
_ASKED_OF_THAT = re.compile(
    r"^(?:(?:who (?:says|said|brought|mentioned)[^:]{0,20}|(?:why|when)[^:]{0,24}|exactly what was said"
    r"|(?:in )?which episode[^:]{0,10}): )+",
    re.IGNORECASE,
)
_PUT_AFTER = re.compile(r"\(([^()]{1,300})\)\W{0,3}$")


def rewritten(question: str, found: Reference, *, earlier: str, topic: Sequence[str], person: str = "") -> str:
    """The follow-up as a question of its own. `earlier` is the last one, itself standing alone.

    `person` was spoken of last, and is what a question of nobody else is about.
    """
    asked = unled(question).rstrip(" ?.!")
    meant = in_brackets(topic) or (person if person in earlier else "") or meant_before(earlier)
    match found.lean:
        case Lean.WHOLE:
            text = _asked_of(asked, earlier)
        case Lean.MORE:
            text = f"Tell me more about {meant}"
        case Lean.POINTS if topic:
            text = put(pointed(question, found, topic))
        case Lean.POINTS | Lean.LOOSE:
            text = f"{asked} ({meant})?"
        case _:
            text = question
    return text


def meant_before(earlier: str) -> str:
    """What the question before was about, where it names nothing: itself, or what had to be put after it, too."""
    put_after = _PUT_AFTER.search(earlier)
    return put_after[1] if put_after else earlier.rstrip(" ?.!")


def _asked_of(asked: str, earlier: str) -> str:
    """What is asked of all that was asked before: when it was, when it was said, how exactly, or anything else."""
    subject = _ASKED_OF_THAT.sub("", earlier).rstrip(" ?.!")
    event = _TELL_OF.sub("", subject)
    if _WHEN.match(asked) and _SAID.search(_TELL_OF.sub("", earlier)):
        return f"When was it said: {subject}?"
    if _WHEN.match(asked) and event != subject:
        return f"When was {event}?"
    if _EXACTLY.match(asked) and _SAID.search(earlier):
        return f"Exactly what was said: {subject}?"
    return f"{asked}: {subject}?"


def pointed(question: str, found: Reference, topic: Sequence[str]) -> str:
    """The pointing word replaced by the one thing meant, or the things meant put after it in brackets."""
    if found.ordinal is not None:
        return question[: found.start] + topic[0] + question[found.end :]
    if len(topic) > 1 or found.word not in IT | THEY | HE | SHE | _THAT or not _reads(question, found, topic[0]):
        return f"{question[: found.end]} ({in_brackets(topic)}){question[found.end :]}"
    meant = _A.sub("the ", topic[0])
    if found.word in _THAT:  # the next one is a conjunction
        return question[: found.start] + meant + question[found.end :]
    owner = f"{meant}'" if _PLURAL.search(meant) else f"{meant}'s"
    return in_place_of(found.word, question, meant, owner, start=found.start)


def _reads(question: str, found: Reference, meant: str) -> bool:
    """Whether what is meant can take the place of a pointing word.

    A "that" which ends a question is no thing, and "they" are not Orla Venn's plan.
    """
    if found.word in _THAT and not any(map(str.isalnum, question[found.end :])):
        return False
    if found.word in THEY:
        return _is_plural(meant) or _NAME.match(meant.rpartition(" ")[2]) is not None
    return _agrees(found.word, meant)


def in_brackets(topic: Sequence[str]) -> str:
    """The things meant in a row, as they are put after a question."""
    return ", ".join(_A.sub("", text) for text in topic)


def agreeing(pointer: str, topic: Sequence[str]) -> tuple[str, ...]:
    """The things that a pronoun can stand for by its number, or all where it can stand for none, or for an event."""
    if pointer in _THAT:
        return tuple(topic)
    return tuple(text for text in topic if _agrees(pointer, text)) or tuple(topic)


def _agrees(pointer: str, text: str) -> bool:
    """Whether one of the two is as many as the other; a name may be of one or of many."""
    if pointer not in IT | THEY | _THAT or _NAME.search(text):
        return True
    return _is_plural(text) == (pointer in THEY)


def _is_plural(text: str) -> bool:
    return _PLURAL.search(text.partition(" of ")[0]) is not None


def another_in_order(chosen: str, earlier: str) -> str | None:
    """The earlier question of another in the order it names: "the last one" after "Who won the first race?"."""
    word = _IN_ORDER.search(chosen)
    return _IN_ORDER.sub(word[0], earlier, count=1) if word and _IN_ORDER.search(earlier) else None


def put(text: str) -> str:
    """A question as it is written: without its leading "and", with its question mark."""
    return f"{unled(text).rstrip(' ?.!')}?"


def unled(question: str) -> str:
    """The question without its leading "and", its first letter a capital."""
    text = LEAD.sub("", question)
    return text[:1].upper() + text[1:] if text else question
