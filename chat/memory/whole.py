"""Follow-ups about the show or an episode as a whole: "What is it about?", "and when was it published?"."""

from __future__ import annotations

import re

from chat.described import undescribed
from chat.memory.rewrite import put
from chat.overview import NAMES_ONE, Overview, overview_of
from chat.words import any_of

_EPISODE = any_of(r"\b(?:episode|ep\.?|lesson) ?(?:(?:no\.?|number) ?)?#?(\d{1,4}[a-z]?)\b")
_ITS = any_of(r"\bits ((?:\w+[ -]?){1,3})(?=\W*$)")
_IT = any_of(r"\b(?:(?:that|this|the same) (?:one|episode)|it)\b")
_LED = r"^\W*(?:and )?(?:(?:what|how) about|and)"
_NUMBERED = any_of(rf"{_LED} (?:(?:episode|ep\.?|lesson|number|no\.?) ?)?#?(\d{{1,4}}[a-z]?)\W*$")
_IN_ORDER = r"(?:(?:very )?(?:first|last|latest|newest|oldest|previous)|second|third|fourth|fifth)"
_PLACED = any_of(rf"{_LED} (?:the )?({_IN_ORDER})(?: (?:one|episode))?\W*$")
_BESIDE = any_of(rf"{_LED} (?:the )?(?:next|one after|(?:one )?before|previous)(?: (?:one|episode|that|it))*\W*$")
_NAMED = any_of(rf"{_EPISODE.pattern}|\bthe {_IN_ORDER} (?:episode|one)\b")
_OF_ONE = (Overview.NEWEST, Overview.OLDEST)


def asked_of_whole(question: str, before: str, answer: str) -> str | None:
    """The question with what it points at named; None when it is none about the show or an episode as a whole.

    `before` is the question before, standing alone, and `answer` what was answered. A question that points at
    nothing is given back as it is.
    """
    another = _another(question, before) if overview_of(before) and _NAMED.search(before) else None
    if another:
        return put(_NAMED.sub(another, before))
    whole = _whole(before, answer, _named(question))
    pointed = _IT.sub(whole, _ITS.sub(rf"the \1 of {whole}", question), count=1) if whole else question
    return next((text for text in (pointed, question) if overview_of(text)), None)


def _another(question: str, before: str) -> str | None:
    """Another episode that is named in place of the one asked about before: "and 47?", "what about the next one?"."""
    if numbered := _NUMBERED.match(question):
        return f"episode {numbered[1]}"
    now = _EPISODE.search(before)
    if now and now[1].isdigit() and _BESIDE.match(question):
        step = -1 if re.search(r"\b(?:before|previous)\b", question, re.IGNORECASE) else 1
        return f"episode {int(now[1]) + step}"
    placed = _PLACED.match(question)
    return f"the {placed[1].lower()} episode" if placed else None


def _named(question: str) -> bool:
    """Whether a question speaks of "that episode", which needs no question about an episode before it."""
    match = _IT.search(question)
    return bool(match and NAMES_ONE.search(match[0]))


def _whole(before: str, answer: str, named: bool) -> str | None:
    """What was spoken of: the episode of the question before, the one that its answer begins with, or the show."""
    if overview_of(before) is None:
        before = undescribed(before)
    asked = overview_of(before)
    if asked is None and not named:
        return None
    of_one = named or asked in _OF_ONE or bool(NAMES_ONE.search(before))
    episode = _EPISODE.search(before) or (_EPISODE.search(answer) if of_one else None)
    if episode:
        return f"episode {episode[1]}"
    placed = _NAMED.search(before)
    return placed[0] if placed else "the show" if asked and not of_one else None
