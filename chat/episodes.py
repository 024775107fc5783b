"""Which episodes answer, told by their titles as they stand in the material."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from chat.choices import Choice
from chat.evidence import FEATURES, Candidate
from chat.extract import choose
from chat.question import Question
from corpus.models import Form, SourceKind
from index.search import Index

_ENOUGH, _ENOUGH_OF_MANY = 0.7, 0.9  # chance that the right one is among those told
_MOST, _MOST_OF_MANY = 3, 5
_LEAST = 0.04  # chance from which an episode is worth telling
_BEHIND = 6.0  # log-odds that a second episode may be behind the first, where more than one is asked for
_AHEAD = 1.0  # by which it is ahead of the third
_NONE = 1e-9  # chance of an episode that there is not
_MUCH, _AS_MUCH = 0.6, 0.9  # share of the question in one sentence, and of that in those of further episodes
_COVERAGE = FEATURES.index("coverage")
_WORDS_OF_ONE, _WORDS_OF_SEVERAL = 50, 20
_SEVERAL = re.compile(r"\b(?:episodes|shows)\b", re.IGNORECASE)
# What an episode says of another one is no reason to name it.
_ANOTHER = re.compile(r"\b(?:next|last) (?:time|episode|show)\b|\bnext week\b", re.IGNORECASE)
# The kinds of source whose title is the episode's, the first where several have one.
TITLED = (SourceKind.PAGE, SourceKind.OUTLINE, SourceKind.TRANSCRIPT)


def choose_episodes(question: Question, candidates: Sequence[Candidate], index: Index) -> list[Choice]:
    """What answers from each episode that may be meant, the likeliest first, its title before it."""
    held = _own(candidates)
    episodes = _meant(question, held)
    words = _WORDS_OF_ONE if len(episodes) == 1 else _WORDS_OF_SEVERAL
    found: list[Choice] = []
    for episode in episodes:
        own = [c for c in held if c.passage.episode == episode]
        chosen = choose(question, [c for c in own if not c.is_title] or own, words=words)
        if len(episodes) > 1:
            chosen = chosen[:1]
        found += [replace(choice, title=title_of(episode, index)) for choice in chosen[:1]] + chosen[1:]
    return found


def episodes_meant(question: Question, candidates: Sequence[Candidate]) -> list[str]:
    """The episodes that a question may mean which asks for one, or for several, the likeliest first."""
    return _meant(question, _own(candidates))


def _own(candidates: Sequence[Candidate]) -> list[Candidate]:
    """What episodes say of themselves."""
    return [c for c in candidates if c.passage.episode and not _is_of_another(c)]


def _meant(question: Question, held: Sequence[Candidate]) -> list[str]:
    several = bool(_SEVERAL.search(question.text))
    likely = _likely(held, several=several)
    return list(dict.fromkeys([*likely, *_speaking_of_it(held)]))[:_MOST_OF_MANY] if several else likely


def _speaking_of_it(candidates: Sequence[Candidate]) -> list[str]:
    """The episodes that have a sentence with as much of the question as any other has, best first."""
    covered = {id(c): c.features[_COVERAGE] for c in candidates}
    most = max(covered.values(), default=0.0)
    return [c.passage.episode or "" for c in candidates if most >= _MUCH and covered[id(c)] >= _AS_MUCH * most]


def _is_of_another(candidate: Candidate) -> bool:
    """Whether a sentence, or the one that it goes on from, speaks of another episode."""
    before = candidate.passage.sentences[max(candidate.at - 1, 0) : candidate.at]
    return any(_ANOTHER.search(sentence.text) for sentence in (*before, candidate.sentence))


def _likely(candidates: Sequence[Candidate], *, several: bool) -> list[str]:
    """Episodes by the chance that one of their sentences answers, until it is likely that the right one is there."""
    chances: defaultdict[str, float] = defaultdict(float)
    for candidate in candidates:
        chances[candidate.passage.episode or ""] += math.exp(candidate.score - candidates[0].score)
    total = sum(chances.values())
    enough, most = (_ENOUGH_OF_MANY, _MOST_OF_MANY) if several else (_ENOUGH, _MOST)
    told: list[str] = []
    reached = 0.0
    ordered = sorted(chances.items(), key=lambda item: -item[1])
    for episode, chance in ordered[:most]:
        if told and (reached >= enough or chance / total < _LEAST):
            break
        told.append(episode)
        reached += chance / total
    return [episode for episode, _ in ordered[:2]] if several and len(told) == 1 and _is_second(ordered) else told


def _is_second(ordered: Sequence[tuple[str, float]]) -> bool:
    """Whether the second of some episodes, by their chances, may be meant where more than one is asked for."""
    first, second, third = (math.log(max(chance, _NONE)) for chance in (*(c for _, c in ordered), _NONE, _NONE)[:3])
    return first - second <= _BEHIND and second - third >= _AHEAD


def title_of(episode: str, index: Index) -> Choice | None:
    """The sentence of the episode's page, or else of its outline or transcript, that holds its title."""
    sources = [source for source in index.sources() if source.episode == episode and source.kind in TITLED]
    for source in sorted(sources, key=lambda source: TITLED.index(source.kind)):
        for passage in index.passages(source.path):
            for sentence in passage.sentences:
                if sentence.form in (Form.DATA, Form.HEADING) and source.title in sentence.text:
                    return Choice((sentence,), passage, 0.0)
    return None
