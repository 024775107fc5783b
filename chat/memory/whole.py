"""Follow-ups about the show or an episode as a whole: "What is it about?", "and when was it published?"."""

from __future__ import annotations

from chat.described import undescribed
from chat.overview import NAMES_ONE, Overview, overview_of
from chat.words import any_of

_EPISODE = any_of(r"\b(?:episode|ep\.?|lesson) ?(?:(?:no\.?|number) ?)?#?(\d{1,4}[a-z]?)\b")
_ITS = any_of(r"\bits ((?:\w+[ -]?){1,3})(?=\W*$)")
_IT = any_of(r"\b(?:(?:that|this|the same) (?:one|episode|show|podcast)|it)\b")
_INSTEAD = any_of(rf"^\W*(?:and )?(?:(?:what|how) about|and) {_EPISODE.pattern}\W*$")
_OF_ONE = (Overview.NEWEST, Overview.OLDEST)


def asked_of_whole(question: str, before: str, answer: str) -> str | None:
    """The question with what it points at named; None when it is none about the show or an episode as a whole.

    `before` is the question before, standing alone, and `answer` what was answered. A question that points at
    nothing is given back as it is.
    """
    instead = _INSTEAD.match(question)
    if instead and overview_of(before):
        return _EPISODE.sub(f"episode {instead[1]}", before)
    whole = _whole(before, answer, _named(question))
    pointed = _IT.sub(whole, _ITS.sub(rf"the \1 of {whole}", question), count=1) if whole else question
    return next((text for text in (pointed, question) if overview_of(text)), None)


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
    return "the show" if asked and not of_one else None
