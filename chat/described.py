"""An episode that a question names by what it is about: "the sourdough show", "the one about harbour dues"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from chat.intents import Intent
from chat.overview import overview_of
from chat.question import Question
from chat.words import any_of, terms
from index.search import Index

_WORD = r"(?!(?:about|and|by|for|from|in|on|or|that|the|to|which|who|with)\b)[\w.'’&/+-]{1,30}"
_DESCRIBED = any_of(
    rf"\bthe (?P<before>{_WORD}(?: {_WORD}){{0,5}}) (?:show|episode|lesson)\b",
    rf"(?<=\bin )the (?P<one>{_WORD}(?: {_WORD}){{0,5}}) one\b",
    r"\bthe (?:show|episode|lesson|one) (?:about|on|covering|called|titled)"
    r" (?P<after>[\w.'’&/+-]{1,30}(?: (?!(?:about|and|but|or)\b)[\w.'’&/+-]{1,30}){0,7})",
)
_LEFT_OVER = re.compile(r"\b(?:during|for|from|in|of|on) $", re.IGNORECASE)
_ENOUGH = 0.75  # share of the description's words, rare ones counting more, that a title must hold


def in_described_episode(index: Index, question: Question) -> Question:
    """The question asked of the episode by number that it describes, the rest of its words searched for.

    As it is when it describes none, or one that no title tells from the others.
    """
    known = question.overview or question.episode or question.intent is Intent.EPISODE
    match = None if known else _DESCRIBED.search(question.subject)
    if not match:
        return question
    titles = _titles(index)
    meant = ((episode_described(terms(words), titles, index.rarity), end) for words, end in _descriptions(match))
    episode, end = next(((episode, end) for episode, end in meant if episode), (None, 0))
    if not episode:
        return question
    description = match.string[match.start() : end]
    rest = _LEFT_OVER.sub("", match.string[: match.start()]) + match.string[end:].lstrip()
    plainly = question.text.replace(description, "the episode")
    changes: dict[str, object] = {"episode": episode, "overview": overview_of(plainly)}
    if left := set(terms(rest)):
        changes |= {"subject": rest, "terms": tuple(term for term in question.terms if term in left)}
    return question.model_copy(update=changes)


def _descriptions(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What a question may describe an episode with, and where in it that ends: the longest first."""
    words = match["before"] or match["one"]
    if words:
        yield words, match.end()
        return
    ends = [word.end() for word in re.finditer(r"\S+", match["after"])]
    yield from ((match["after"][:end], match.start("after") + end) for end in reversed(ends))


def undescribed(text: str) -> str:
    """The question with "the episode" for what it describes: "What is the episode about?"."""
    return _DESCRIBED.sub("the episode", text)


def episode_described(
    words: Iterable[str], titles: Mapping[str, frozenset[str]], rarity: Callable[[str], float]
) -> str | None:
    """The one episode whose titles hold most of a description; None where none does, or several do.

    `words` are stems, `titles` those of each episode.
    """
    weights = {word: max(rarity(word), 0.1) for word in words}
    held = {episode: sum(weights[word] for word in weights.keys() & title) for episode, title in titles.items()}
    best = max(held.values(), default=0.0)
    found = [episode for episode, weight in held.items() if weight == best]
    return found[0] if weights and len(found) == 1 and best >= _ENOUGH * sum(weights.values()) else None


def _titles(index: Index) -> dict[str, frozenset[str]]:
    titles: dict[str, frozenset[str]] = {}
    for source in index.sources():
        if source.episode:
            titles[source.episode] = titles.get(source.episode, frozenset()).union(terms(source.title))
    return titles
