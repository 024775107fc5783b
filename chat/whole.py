"""The answer about the show or an episode as a whole: its statements, what is counted, and what is asked next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chat.choices import Choice
from chat.episodes import title_of
from chat.evidence import Candidate
from chat.extract import WORDS_OF_MANY, choose
from chat.introduced import is_dated, is_of_recording, points, says_what_it_is, titles
from chat.noted import told_as_noted
from chat.overview import NOTED, OF_ALL, Overview
from chat.question import Question
from chat.sources import sources_of
from corpus.episodes import written_number
from index.search import Index


def choose_whole(question: Question, candidates: Sequence[Candidate], index: Index) -> list[Choice]:
    """What answers: of an episode its title and what it says of itself, of several one sentence each."""
    if question.overview in NOTED:
        return told_as_noted(question, candidates, index)
    if question.overview is Overview.HOSTS or not candidates[0].passage.episode or says_what_it_is(candidates[0]):
        return choose(question, candidates, words=WORDS_OF_MANY)
    if question.overview in OF_ALL and (named := titles(index, question)):
        return [replace(title, title=title) for title in named]
    if question.overview is Overview.DATE and not is_dated(candidates[0]):
        title = title_of(candidates[0].passage.episode, index)  # no sentence holds the date: one would only seem to
        return [replace(title, title=title)] if title else choose(question, candidates, words=WORDS_OF_MANY)
    told: list[Choice] = []
    episodes = list(dict.fromkeys(c.passage.episode for c in candidates if c.passage.episode))
    for episode in episodes:
        own = [c for c in candidates if c.passage.episode == episode]
        chosen = choose(question, own, words=WORDS_OF_MANY)[: None if len(episodes) == 1 else 1]
        told += [replace(choice, title=title_of(episode, index)) for choice in chosen[:1]] + chosen[1:]
    return told


def lead(question: Question, candidates: Sequence[Candidate], index: Index) -> str:
    """What is counted, or read off the index's own data, and so stands before what is quoted."""
    match question.overview:
        case Overview.NUMBER | Overview.EPISODES:
            return _counted(index.episodes(), of_all=question.overview is Overview.EPISODES)
        case Overview.SUBJECT | Overview.SUMMARY | Overview.LENGTH if len({c.passage.episode for c in candidates}) > 1:
            return "Its newest episodes: "
        case Overview.HOSTS if candidates[0].sentence.speaker:
            *others, last = dict.fromkeys(c.sentence.speaker or "" for c in candidates)
            return f"{', '.join(others)} and {last} speak. " if others else f"{last} speaks. "
        case Overview.DATE if not is_dated(candidates[0]):
            return f"The show's own data date it {candidates[0].passage.published}. "
        case Overview.DATE if is_of_recording(candidates[0].sentence.text) and not is_of_recording(question.text):
            return "Only its recording is dated. "
    return ""


def first_question(index: Index) -> str:
    """What somebody may ask who does not know the show yet."""
    return "What is the latest episode about?" if len(index.episodes()) > 1 else "What is this episode about?"


def next_about(question: Question, candidates: Sequence[Candidate], index: Index) -> list[str]:
    """What who asked that would ask next: of the show its newest episode, of an episode what to take away from it."""
    episodes = {c.passage.episode for c in candidates if c.passage.episode}
    of_show = question.overview in (Overview.HOSTS, *OF_ALL) or len(episodes) > 1 or says_what_it_is(candidates[0])
    if of_show and len(index.episodes()) > 1:
        return [first_question(index)]
    if question.overview in (Overview.POINTS, Overview.SUMMARY):
        return []
    more = [episode for episode in episodes if points(index, sources_of(index, episode))]
    return [f"What are the main takeaways of episode {written_number(episode)}?" for episode in more]


def _counted(episodes: Sequence[str], *, of_all: bool) -> str:
    if len(episodes) == 1:
        return "There is one: "
    first, last = written_number(episodes[0]), written_number(episodes[-1])
    told = "Among them" if of_all else "The newest"
    return f"The material has {len(episodes)} episodes, {first} to {last}. {told}: "
