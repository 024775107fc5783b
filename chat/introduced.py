"""Where a show says what it is, what an episode is about, who speaks and when it came out: found by place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chat.choices import Choice
from chat.episodes import title_of
from chat.evidence import Candidate
from chat.gather import CERTAIN
from chat.given import gives
from chat.noted import candidate_of, noted
from chat.overview import (
    NAMES_FIRST,
    NAMES_LAST,
    NAMES_ONE,
    NAMES_PREVIOUS,
    NOTED,
    OF_ALL,
    OF_NOTES,
    OF_SHOW,
    Overview,
    nth_named,
)
from chat.question import Question
from chat.sources import OF_EPISODE, RECENT, recordings, sentences_of, sources_of, voices
from chat.wants import Want
from chat.words import any_of
from corpus.episodes import episode_id
from corpus.models import Form, SourceKind
from corpus.reading.dates import find_date
from index.models import Filters, SourceSummary
from index.search import Index

_EARLY = 30  # sentences at the head of a source, in which it introduces itself
_EXAMPLES = 3  # newest episodes, told of a show that never says it
_OF_SUMMARY, _OF_POINTS = 3, 4  # sentences told
_LISTED = 10  # episodes whose titles are told
_RUNNING = (Form.SPEECH, Form.PROSE)
_SUMMARY = any_of(
    r"^\W*(?:(?:episode|show|short|brief) )?(?:summary|synopsis|overview|description|abstract|introduction|tl;?dr)\W*$",
    r"^\W*(?:about|in) this (?:episode|show|lesson|talk)\W*$",
)
_POINTS = any_of(r"\b(?:take-?aways?|highlights|key points|lessons? learned|conclusions?|key messages)\b")
# How sentences begin that say what comes, the plainest first.
_TODAY = (
    any_of(
        r"\b(?:today|tonight|this week|this time|in (?:this|today['’]s) (?:episode|show|lesson)),? (?:\w+,? )?"
        r"(?:we|I|let['’]s|it['’]s|our|you)\b"
    ),
    any_of(r"\b(?:today|tonight|this (?:episode|lesson)|in (?:this|today['’]s) (?:episode|show|lesson))\b(?!['’]s)"),
    any_of(r"\bwe(?:['’]re| are) (?:diving|talking|looking|covering|tackling|breaking|exploring|discussing)\b"),
)
_THIS_IS = any_of(r"\b(?:welcome|this is|listening to)\b.{0,80}\b(?:show|podcast|series|program(?:me)?)\b")
_TELLS = any_of(r"\b(?:show|podcast|series|program(?:me)?)\b.{0,30}\b(?:about|where|that|who|which|for|on|news)\b")
_DATED = any_of(r"\b(?:publish|releas|record|air|broadcast|upload|post)(?:ed|ing|e)?\b|\bdate\b")


def introduced(index: Index, question: Question, filters: Filters) -> list[Candidate] | None:
    """What answers a question about the show or an episode as a whole, best first; None when a search has to.

    Nothing of an episode that the index does not have. Who narrows kinds or speakers wants more than that: a search.
    """
    if question.overview is None or filters.kind or filters.speaker:
        return None
    if missing_episode(question, index):
        return []
    if question.overview is Overview.DISPUTES:
        return None
    episode = episode_meant(index, question, filters)
    if filters.episode and (episode not in filters.episode or question.overview in OF_ALL):
        return None
    if question.overview in NOTED:
        found = noted(index, question, episode)
    elif episode is None or question.overview in OF_ALL:
        found = _of_show(index, question)
    else:
        found = _of_episode(index, question, episode)
    told = [replace(candidate, score=CERTAIN) for candidate in found]
    return told if told or question.overview in OF_NOTES else None


def missing_episode(question: Question, index: Index) -> str | None:
    """The number of the episode that a question is about as a whole, when the index does not have it."""
    if question.overview is None:
        return None
    nth = nth_named(question.text) or 0
    if nth > len(index.episodes()):
        return str(nth)
    return None if not question.episode or episode_id(question.episode) in index.episodes() else question.episode


def episode_meant(index: Index, question: Question, filters: Filters) -> str | None:
    """The episode that a question is about; None when it is about the show."""
    episodes = index.episodes()
    if question.episode:
        return episode_id(question.episode)
    if len(filters.episode) == 1:
        return filters.episode[0]
    if not episodes or question.overview in (*OF_ALL, *OF_SHOW):
        return None
    at = _place(question)
    if at is None:
        return episodes[0] if len(episodes) == 1 else None
    return episodes[max(at, -len(episodes))]


def _place(question: Question) -> int | None:
    """Which of the episodes, in their order, a question names by its place: 0 is the first, -1 the newest."""
    text = question.text
    if question.overview is Overview.OLDEST or NAMES_FIRST.search(text):
        return 0
    if nth := nth_named(text):
        return nth - 1
    if NAMES_PREVIOUS.search(text):
        return -2
    return -1 if question.overview is Overview.NEWEST or NAMES_LAST.search(text) or NAMES_ONE.search(text) else None


def _of_show(index: Index, question: Question) -> list[Candidate]:
    match question.overview:
        case Overview.HOSTS:
            return _voices(index, sources_of(index, None))
        case Overview.NUMBER | Overview.EPISODES:
            return [candidate_of(title) for title in titles(index, question)] or _examples(index, 1)
        case Overview.DATE:
            return []
    return _what_it_is(index, sources_of(index, None)) or _examples(index, _EXAMPLES)


def _of_episode(index: Index, question: Question, episode: str) -> list[Candidate]:
    sources = sources_of(index, episode)
    match question.overview:
        case Overview.HOSTS:
            return _voices(index, sources)
        case Overview.DATE:
            return _dates(index, sources, recorded=is_of_recording(question.text))
        case Overview.POINTS:
            return points(index, sources) or _subject(index, sources)
        case Overview.SUMMARY:
            return _subject(index, sources) + points(index, sources)[:_OF_POINTS]
    return _subject(index, sources)


def _subject(index: Index, sources: Sequence[SourceSummary]) -> list[Candidate]:
    """What the summaries of an episode say, then how it begins on air; where it has neither, how a source begins."""
    told = {source.path: sentences_of(index, source) for source in sources}
    found = [c for sentences in told.values() for c in _under(_SUMMARY, sentences)[:_OF_SUMMARY]]
    found += [c for source in sources if source.kind is SourceKind.TRANSCRIPT for c in _opening(told[source.path])]
    return found or next(filter(None, map(_opening, told.values())), [])


def points(index: Index, sources: Sequence[SourceSummary]) -> list[Candidate]:
    """What the first source that tells what to take away has there."""
    return next(filter(None, (_under(_POINTS, sentences_of(index, source)) for source in sources)), [])


def _under(heading: re.Pattern[str], sentences: Sequence[Candidate]) -> list[Candidate]:
    """What stands below such a heading."""
    return [
        c
        for c in sentences
        if c.sentence.form in (*_RUNNING, Form.ITEM) and any(map(heading.search, c.sentence.section[-2:]))
    ]


def _opening(sentences: Sequence[Candidate]) -> list[Candidate]:
    """The sentence that says what comes today, and the one after it; the first two when none does."""
    early = [c for c in sentences if c.sentence.form in _RUNNING and not c.asks][:_EARLY]
    if not early:
        return []
    found = (n for pattern in _TODAY for n, c in enumerate(early) if pattern.search(c.sentence.text))
    return _with_next(early, next(found, 0))


def _with_next(sentences: Sequence[Candidate], at: int) -> list[Candidate]:
    """A sentence, and the one right after it where that is the same speaker's."""
    first, *more = sentences[at : at + 2]
    goes_on = (first.passage, first.at + 1, first.sentence.speaker)
    return [first, *(c for c in more if (c.passage, c.at, c.sentence.speaker) == goes_on)]


def _what_it_is(index: Index, sources: Sequence[SourceSummary]) -> list[Candidate]:
    """Where the show said last what it is."""
    for source in [source for source in sources if source.kind is SourceKind.TRANSCRIPT][:RECENT]:
        early = sentences_of(index, source)[:_EARLY]
        for at, candidate in enumerate(early):
            if says_what_it_is(candidate):
                return [candidate] if _TELLS.search(candidate.sentence.text) else _with_next(early, at)
    return []


def says_what_it_is(candidate: Candidate) -> bool:
    """Whether the show says in a sentence what it is."""
    return bool(_THIS_IS.search(candidate.sentence.text))


def _examples(index: Index, count: int) -> list[Candidate]:
    """How the newest episodes begin, one sentence each."""
    newest = index.episodes()[: -count - 1 : -1]
    return [c for episode in newest for c in _subject(index, sources_of(index, episode))[:1]]


def titles(index: Index, question: Question) -> list[Choice]:
    """Where the titles of the newest episodes stand, or that of the newest, as far as they stand anywhere."""
    newest = index.episodes()[: -(_LISTED if question.overview is Overview.EPISODES else 1) - 1 : -1]
    return [title for episode in newest if (title := title_of(episode, index))]


def _voices(index: Index, sources: Sequence[SourceSummary]) -> list[Candidate]:
    """Of those who speak in half of the newest recordings, where they say who they are, else where that is written.

    Where neither is, a sentence of each.
    """
    spoken = recordings(sources)
    names = voices(spoken)
    found: dict[str, Candidate] = {}
    for candidate in (c for source in spoken for c in sentences_of(index, source)[:_EARLY]):
        name = candidate.sentence.speaker
        if name in names and (name not in found or _says_name(candidate) > _says_name(found[name])):
            found[name] = candidate
    if names and all(name in found and _says_name(found[name]) for name in names):
        return list(found.values())
    early = (c for source in sources[:RECENT] for c in sentences_of(index, source)[:_EARLY])
    written = (c for c in early if c.sentence.form is Form.DATA and all(name in c.sentence.text for name in names))
    data = next(written, None) if names else None
    return [data] if data else list(found.values())


def _says_name(candidate: Candidate) -> bool:
    name = re.escape((candidate.sentence.speaker or "").split()[0])
    return bool(re.search(rf"\b(?:I['’]m|I am|my name is) {name}\b", candidate.sentence.text))


def _dates(index: Index, sources: Sequence[SourceSummary], *, recorded: bool) -> list[Candidate]:
    """The lines that date an episode; those of its recording where that is asked for, or the only date there is.

    One of its sentences where a date is known that stands in none of its lines. What others wrote or said has a date
    of its own.
    """
    sources = [source for source in sources if source.kind in OF_EPISODE]
    early = [c for source in sources for c in sentences_of(index, source)[:_EARLY] if c.sentence.form is Form.DATA]
    dated = [c for c in early if is_dated(c)]
    of_recording = [c for c in dated if is_of_recording(c.sentence.text)]
    if recorded:
        return of_recording
    told = [c for c in dated if c not in of_recording] or [c for c in of_recording if _gives_known_date(c)]
    return told or [c for c in _subject(index, sources)[:1] if c.passage.published] or of_recording


def is_of_recording(text: str) -> bool:
    """Whether a question or a line is about when something was recorded."""
    return "record" in text.casefold()


def is_dated(candidate: Candidate) -> bool:
    """Whether a line dates an episode: by what it says, or by giving the date that the episode is known by."""
    text = candidate.sentence.text
    says_so = bool(_DATED.search(text)) and gives(Want.DATE, text, candidate.sentence.search_text, frozenset())
    return says_so or (candidate.sentence.form is Form.DATA and _gives_known_date(candidate))


def _gives_known_date(candidate: Candidate) -> bool:
    return find_date(candidate.sentence.text) == candidate.passage.published is not None
