"""How a follow-up is worded so that it stands alone. The words of the listener stay; what was meant is put in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.reference import EXACTLY, HE, IT, SHE, THEY, Lean, Reference, in_place_of
from chat.memory.topic import Phrase, phrases
from chat.plainly import LEAD
from chat.question import read_question

_IN_ORDER = re.compile(r"(?<=\bthe )(?:first|second|third|fourth|fifth|last|latest|final)\b(?! of\b)", re.IGNORECASE)
_A = re.compile(r"^a ")
_PLURAL = re.compile(r"[^\Wsui]s$")
_NAME = re.compile(r"[A-Z]")
_ABOUT = re.compile(r"^\W*(?:(?:what|how) (?:about|of)|same (?:question |thing )?(?=for|with))\s*", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:say|said|says|mention(?:ed)?|talk(?:ed)?|discuss(?:ed)?|bring up|brought|tell|told|quoted?)\b", re.IGNORECASE
)
_WHEN = re.compile(r"^(?:when|at what (?:time|minute|point))\b(?: (?:was that|exactly|again|then))?$", re.IGNORECASE)
_EXACTLY = re.compile(rf"^{EXACTLY}$", re.IGNORECASE)
# What an earlier follow-up put before the question that it was about.
_ASKED_OF_THAT = re.compile(
    r"^(?:who (?:said|brought|mentioned)[^:]{0,20}|when was it said|exactly what was said"
    r"|(?:in )?which episode[^:]{0,10}): ",
    re.IGNORECASE,
)
_PUT_AFTER = re.compile(r"\(([^()]{1,300})\)\W{0,3}$")
_PREPOSITION = re.compile(r"^(?:about|for|in|on|with|at|from|by|of|to)\s+", re.IGNORECASE)
BEFORE_SUBJECT = re.compile(r"\b(?:did|does|do|has|have|had|was|were|is|are|can) (?:(?:the|an?) )?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|an?) $", re.IGNORECASE)
_LEADING_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)


def rewritten(
    question: str, found: Reference, *, earlier: str, topic: Sequence[str], speakers: Sequence[str] = ()
) -> str:
    """The follow-up as a question of its own. `earlier` is the last one, itself standing alone."""
    asked = _unled(question).rstrip(" ?.!")
    meant = _in_brackets(topic) or _meant_before(earlier)
    match found.lean:
        case Lean.WHOLE:
            text = _of_said(asked, earlier) or f"{asked}: {earlier.rstrip(' ?.!')}?"
        case Lean.MORE:
            text = f"Tell me more about {meant}"
        case Lean.SOURCE:
            text = _other_source(question, earlier, speakers=speakers)
        case Lean.INSTEAD:
            text = _instead(question, earlier, speakers=speakers)
        case Lean.POINTS if topic:
            text = put(_pointed(question, found, topic))
        case Lean.POINTS | Lean.LOOSE:
            text = f"{asked} ({meant})?"
        case Lean.ALONE | Lean.AGAIN:
            text = question
    return text


def _meant_before(earlier: str) -> str:
    """What the question before was about, where it names nothing: itself, or what had to be put after it, too."""
    put_after = _PUT_AFTER.search(earlier)
    return put_after[1] if put_after else earlier.rstrip(" ?.!")


def _of_said(asked: str, earlier: str) -> str | None:
    """What is asked of words that were asked for before: when they were said, or how exactly; None of anything else."""
    subject = _ASKED_OF_THAT.sub("", earlier).rstrip(" ?.!")
    if not _SAID.search(earlier):
        return None
    if _WHEN.match(asked):
        return f"When was it said: {subject}?"
    return f"Exactly what was said: {subject}?" if _EXACTLY.match(asked) else None


def _pointed(question: str, found: Reference, topic: Sequence[str]) -> str:
    """The pointing word replaced by the one thing meant, or the things meant put after it in brackets."""
    pointer = question[found.start : found.end]
    if found.ordinal is not None:
        return question[: found.start] + topic[0] + question[found.end :]
    if len(topic) > 1 or pointer.lower() not in IT | THEY | HE | SHE or not _agrees(pointer, topic[0]):
        return f"{question[: found.end]} ({_in_brackets(topic)}){question[found.end :]}"
    meant = _A.sub("the ", topic[0])
    owner = f"{meant}'" if _PLURAL.search(meant) else f"{meant}'s"
    return in_place_of(pointer, question, meant, owner, start=found.start)


def _in_brackets(topic: Sequence[str]) -> str:
    return ", ".join(_A.sub("", text) for text in topic)


def agreeing(pointer: str, topic: Sequence[str]) -> tuple[str, ...]:
    """The things that a pronoun can stand for by its number, or all where it can stand for none."""
    return tuple(text for text in topic if _agrees(pointer, text)) or tuple(topic)


def _agrees(pointer: str, text: str) -> bool:
    if pointer.lower() in IT:
        return not _is_plural(text) or _NAME.search(text) is not None
    return pointer.lower() not in THEY or _is_plural(text) or _NAME.search(text) is not None


def _is_plural(text: str) -> bool:
    return _PLURAL.search(text.partition(" of ")[0]) is not None


def another_in_order(chosen: str, earlier: str) -> str | None:
    """The earlier question of another in the order it names: "the last one" after "What was in the first episode?"."""
    word = _IN_ORDER.search(chosen)
    asked = _IN_ORDER.search(earlier)
    return earlier[: asked.start()] + word[0] + earlier[asked.end() :] if word and asked else None


def _unled(question: str) -> str:
    """The question without its leading "and", its first letter a capital."""
    text = LEAD.sub("", question)
    return text[:1].upper() + text[1:]


def put(text: str) -> str:
    """A question as it is written: without its leading "and", with its question mark."""
    return f"{_unled(text).rstrip(' ?.!')}?"


def _instead(question: str, earlier: str, *, speakers: Sequence[str] = ()) -> str:
    """The earlier question asked of what a fragment names: "what about Lisbon?" after "How old is Porto?"."""
    preposition, piece = _piece(question)
    span = _parallel(piece, preposition, phrases(earlier, speakers=speakers), earlier)
    if span is None:
        return f"{earlier.rstrip(' ?.!')}, {preposition}{piece}?"
    start, end = span
    before = earlier[:start]
    if _LEADING_ARTICLE.match(piece):
        before = _ARTICLE.sub("", before)
    return before + piece + earlier[end:]


def _other_source(question: str, earlier: str, *, speakers: Sequence[str] = ()) -> str:
    """The earlier question with another speaker in place of the one it named, or the new source at its end."""
    new = read_question(question, speakers=tuple(speakers)).speaker
    old = read_question(earlier, speakers=tuple(speakers)).speaker
    if new and old:
        said = re.search(rf"\b(?:{re.escape(old)}|{re.escape(old.split()[0])})\b", earlier, re.IGNORECASE)
        if said:
            return earlier[: said.start()] + new + earlier[said.end() :]
    preposition, piece = _piece(question)
    return f"{earlier.rstrip(' ?.!')}, {preposition}{piece}?"


def _piece(question: str) -> tuple[str, str]:
    """A fragment's preposition with its space, or "", and what it names."""
    text = _ABOUT.sub("", LEAD.sub("", question)).strip(" ?.!")
    preposition = _PREPOSITION.match(text)
    return (preposition[0], text[preposition.end() :]) if preposition else ("", text)


def _parallel(piece: str, preposition: str, found: Sequence[Phrase], earlier: str) -> tuple[int, int] | None:
    """Which stretch of the earlier question the piece takes the place of; None where nothing is of its kind."""
    if sibling := _sibling(piece, earlier):
        return sibling
    if preposition:
        after = re.compile(rf"\b{preposition.strip()} (?:the )?$", re.IGNORECASE)
        alike = [phrase for phrase in found if after.search(earlier[: phrase.start])]
    elif any(phrase.name for phrase in phrases(f"- {piece}")):
        alike = [phrase for phrase in found if phrase.name]
        if not alike:
            return _same_noun(piece, found)
    else:
        alike = [phrase for phrase in found if phrase.asked_for]
        if not alike and _LEADING_ARTICLE.match(piece):
            alike = [phrase for phrase in found if BEFORE_SUBJECT.search(earlier[: phrase.start])]
    subjects = [phrase for phrase in alike if BEFORE_SUBJECT.search(earlier[: phrase.start])]
    chosen = next(iter(subjects or alike), None)
    return (chosen.name_start, chosen.name_end) if chosen else None


def _same_noun(piece: str, found: Sequence[Phrase]) -> tuple[int, int] | None:
    """The phrase about the same sort of thing, up to its noun: "Porto ferries" beside "river ferries cost"."""
    noun = re.compile(rf"\b{re.escape(piece.rpartition(' ')[2])}\b", re.IGNORECASE)
    spans = ((phrase.start, noun.search(phrase.text)) for phrase in found)
    return next(((start, start + match.end()) for start, match in spans if match), None)


def _sibling(piece: str, earlier: str) -> tuple[int, int] | None:
    """Another generation of the same thing in the earlier question: "Foo2" beside "Foo 3", "1.7" beside "1.6"."""
    if not any(map(str.isdigit, piece)):
        return None
    stem = re.sub(r"[\d.\W_]{1,20}$", "", piece)
    match = re.search(rf"\b{re.escape(stem)}[\s-]?\d[\w.]*\b", earlier, re.IGNORECASE)
    return match.span() if match else None
