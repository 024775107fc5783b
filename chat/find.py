"""From a question to weighed sentences: which filters it implies, one search for each of its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from chat.abstain import ANSWER_FROM, confidence
from chat.described import in_described_episode
from chat.disagreement.relevance import difference_question
from chat.each import asked_of_each
from chat.episodes import episodes_meant, title_of
from chat.evidence import Candidate, weigh
from chat.gather import edges
from chat.intents import Intent
from chat.introduced import episode_meant, introduced
from chat.mentioned import mentions
from chat.overview import Overview
from chat.question import Part as AskedPart
from chat.question import Question, read_part, read_question
from chat.sources import hosts_of
from chat.whereabouts import NOWHERE, Whereabouts, whereabouts
from chat.words import QUESTION_WORD, any_of, closed_up, tokens
from corpus.episodes import episode_id
from corpus.models import Passage
from index.models import EVERYTHING, Filters, Hit, SearchTimings
from index.search import Index

_PASSAGES = 32  # whose sentences are weighed
_SAID_LAST = re.compile(r", (?:in|from) (?:the|our|your) [^,]{3,80}$")  # of all of it: "…, in the sourdough show?"
_ASKS_FIRST = any_of(rf"^\W*(?:(?:and|but|so|in|at|by|from|for|to|compare) )*{QUESTION_WORD}\b")
_AS_WELL = 0.15  # how much surer of all of it one has to be to leave the episode, or the speaker, that is talked of


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a question with its candidates, best first, and the chance that the best one answers it."""

    question: Question
    candidates: list[Candidate]
    confidence: float
    placed: bool = False  # found where a show says such things, and not by searching
    episode: str | None = None  # the one whose disagreements are asked for; None: all


@dataclass(frozen=True, slots=True)
class Finding:
    """What the index holds for a question."""

    parts: tuple[Part, ...]
    embed_ms: float
    search_ms: float

    @property
    def confidence(self) -> float:
        """The chance that the material answers: that of the part it answers best."""
        return max(part.confidence for part in self.parts)


def find(index: Index, question: Question, filters: Filters, *, near: Sequence[str] = (), told: str = "") -> Finding:
    """Search for every part of the question, within the sources it names; in all of them when those do not answer.

    A follow-up is answered from the episodes `near`, those of the answer before, when they answer about as well; what
    stands beside that which was `told` is taken to be about the same thing.
    """
    where, *times = whereabouts(index, told, filters) if told else (NOWHERE,)
    found = _find(index, question, filters, where)
    spends: list[SearchTimings | Finding] = [*times, found]
    episodes = tuple(episode for episode in near if episode in index.episodes())
    if episodes and not (filters.episode or question.episode or found.parts[0].placed):
        nearer = _find(index, question, filters.model_copy(update={"episode": episodes}), where)
        spends.append(nearer)
        if nearer.confidence >= max(ANSWER_FROM, found.confidence - _AS_WELL):
            found = nearer
    embed_ms, search_ms = sum(one.embed_ms for one in spends), sum(one.search_ms for one in spends)
    return replace(found, embed_ms=embed_ms, search_ms=search_ms)


def _find(index: Index, question: Question, filters: Filters, where: Whereabouts) -> Finding:
    if of_each := _of_each(index, question, filters, where):
        return of_each
    speakers = index.speakers()
    several = len(question.parts) > 1
    parts = [read_part(part, question, speakers=speakers) for part in question.parts] if several else [question]
    differs = difference_question(question.text)
    named = filters if differs else implied(index, question, filters)
    placed = _placed(index, question, named, filters)
    if placed is not None:
        return Finding((placed,), embed_ms=0.0, search_ms=0.0)
    everywhere = [(part, filters) for part in parts]
    own = [
        named if differs or not several else _of_its_speaker(index, part, asked, question, filters)
        for part, asked in zip(parts, question.parts, strict=True)
    ]
    lookups = [
        _in_episode(index, part, each)
        for part, each_named in zip(parts, own, strict=True)
        for each in _each_source(question, filters, each_named)
    ]
    if _SAID_LAST.search(question.text):
        lookups = _in_one_episode(lookups)
    whole = not filters.speaker  # what one says is found by what others ask, unless the reader wants none of theirs
    found = _search(index, lookups, where, whole=whole)
    of_speaker = any(part.speaker for part in (question, *parts)) and not question.of_words  # others may tell it, too
    if lookups == everywhere or (found.confidence >= ANSWER_FROM and not of_speaker):
        return found
    wider = _search(index, everywhere, where, whole=whole)
    if of_speaker and found.confidence >= max(ANSWER_FROM, wider.confidence - _AS_WELL):
        return found
    return Finding(wider.parts, found.embed_ms + wider.embed_ms, found.search_ms + wider.search_ms)


def _of_each(index: Index, question: Question, filters: Filters, where: Whereabouts) -> Finding | None:
    """What each of those who are asked says, where two of them do."""
    each = asked_of_each(question.text, speakers=index.speakers(), hosts=lambda: hosts_of(index))
    if each is None or filters.speaker:
        return None
    asked = read_question(each.text, own=question.own)
    lookups = [(asked, filters.model_copy(update={"speaker": (name,)})) for name in each.people]
    found = _search(index, lookups, where, whole=True)
    sure = tuple(part for part in found.parts if part.confidence >= ANSWER_FROM)
    return replace(found, parts=sure) if len(sure) > 1 else None


def _placed(index: Index, question: Question, named: Filters, filters: Filters) -> Part | None:
    """What stands in a place that is known, whatever its words; None when a search has to find the answer.

    `named` are the filters with those that the question names, `filters` the reader's own.
    """
    found = introduced(index, question, filters)
    if found is None and question.overview is Overview.DISPUTES:
        episode = episode_meant(index, question, filters)
        if filters in (EVERYTHING, Filters(episode=(episode or "",))):
            return Part(question, [], 1.0, placed=True, episode=episode)
    if found is None:
        found = edges(index, question, named) or mentions(index, question, named)
    return None if found is None else Part(question, found, float(bool(found)), placed=True)


def passages_for(index: Index, query: str, filters: Filters, top: int) -> tuple[list[Hit], SearchTimings]:
    """The `top` passages whose sentences answer best, best first. Raises `UnknownFilterValue`.

    The best scores 1, one whose best sentence is a point of log-odds behind scores a half, and so on. A sentence counts
    once in an episode, and a passage that says nothing of its own is left out: published notes repeat what was said.
    What is asked for by its place, as the last words of an episode, comes first. Where a question asks which episode,
    the title of each that may be meant goes before what it says.
    """
    question = read_question(query, speakers=index.speakers())
    hits, spent = index.search_timed(_with_short(index, query), filters=filters, top=max(top, _PASSAGES))
    started = perf_counter()
    candidates = weigh(question, hits, words=index)
    found = {hit.passage.id: hit for hit in hits}
    behind: dict[str, float] = {}
    said_in: dict[tuple[str | None, str], str] = {}
    for candidate in candidates:
        place = candidate.passage.id
        if said_in.setdefault((candidate.passage.episode, closed_up(candidate.sentence.search_text)), place) == place:
            behind.setdefault(place, candidates[0].score - candidate.score)
    placed = {candidate.passage.id: _as_hit(candidate.passage) for candidate in _at_its_place(index, question, filters)}
    titles = _titles(index, question, candidates) if not (filters.kind or filters.speaker) else {}
    ranked: dict[str, Hit] = {}
    for place, by in behind.items():
        title = titles.pop(found[place].passage.episode, None)
        for each in (title, found[place].passage):
            if each and each.id not in placed:
                hit = found.get(each.id) or _as_hit(each)
                ranked.setdefault(each.id, hit.model_copy(update={"score": 1 / (1 + by)}))
    search_ms = spent.search_ms + 1e3 * (perf_counter() - started)
    return [*placed.values(), *ranked.values()][:top], spent.model_copy(update={"search_ms": search_ms})


def _titles(index: Index, question: Question, candidates: Sequence[Candidate]) -> dict[str | None, Passage]:
    """Where the titles of the episodes stand that a question which asks for one may mean."""
    if question.intent is not Intent.EPISODE:
        return {}
    titles = {episode: title_of(episode, index) for episode in episodes_meant(question, candidates)}
    return {episode: title.passage for episode, title in titles.items() if title}


def _at_its_place(index: Index, question: Question, filters: Filters) -> Sequence[Candidate]:
    placed = _placed(index, question, filters, filters)
    return placed.candidates if placed else ()


def _as_hit(passage: Passage) -> Hit:
    """A passage that was found by its place: no search has compared it."""
    return Hit(passage=passage, score=1.0, dense=0.0, lexical=0.0, sentences=(0.0,) * len(passage.sentences))


def _in_episode(index: Index, part: Question, filters: Filters) -> tuple[Question, Filters]:
    """A part and where to look for it, in the episode that it describes if it does: "… in the sourdough show"."""
    within = part if filters.episode else in_described_episode(index, part)
    if within is part or not within.episode:
        return part, filters
    return within, filters.model_copy(update={"episode": (within.episode,)})


def _in_one_episode(lookups: Sequence[tuple[Question, Filters]]) -> list[tuple[Question, Filters]]:
    """Where one part alone says in which episode, the others are asked of it, too."""
    episodes = {filters.episode for _, filters in lookups if filters.episode}
    named = episodes.pop() if len(episodes) == 1 else ()
    return [(part, filters.within(Filters(episode=named))) for part, filters in lookups]


def _of_its_speaker(index: Index, part: Question, asked: AskedPart, whole: Question, filters: Filters) -> Filters:
    """As `implied` of the whole, but for the speaker that a part names itself: "What did Ada cast, and Bo paint?".

    One who is named in another part only is meant where this one leans on it, or where the question begins with a name.
    """
    of_all = asked.context or part.speaker or not _ASKS_FIRST.match(whole.text)
    speaker = part.speaker or (whole.speaker if of_all else None)
    return implied(index, whole.model_copy(update={"speaker": speaker}), filters)


def _each_source(question: Question, filters: Filters, named: Filters) -> list[Filters]:
    """Of a fact asked of several kinds of source, each kind by itself, so that each has its say."""
    if question.intent is not Intent.FACT or len(question.parts) > 1 or named.kind == filters.kind:
        return [named]
    return [named.model_copy(update={"kind": (kind,)}) for kind in named.kind]


def implied(index: Index, question: Question, filters: Filters) -> Filters:
    """The reader's filters, and those that the question itself names where the reader set none."""
    is_said = question.speaker is not None and question.intent not in (Intent.MENTION, Intent.SPEAKER)
    episode = episode_id(question.episode) if question.episode else None
    named = Filters(
        kind=question.kinds, speaker=(question.speaker,) if is_said else (), episode=(episode,) if episode else ()
    )
    return filters.within(held(index, named))


def held(index: Index, named: Filters) -> Filters:
    """What a question names, or one before it did, without the kinds and episodes that the index does not have."""
    kinds = {source.kind for source in index.sources()} if named.kind else ()
    return Filters(
        kind=tuple(kind for kind in named.kind if kind in kinds),
        speaker=named.speaker,
        episode=tuple(episode for episode in named.episode if episode in index.episodes()),
    )


def _search(index: Index, lookups: Sequence[tuple[Question, Filters]], where: Whereabouts, *, whole: bool) -> Finding:
    found, embed_ms, search_ms = [], 0.0, 0.0
    for part, filters in lookups:
        query = _with_short(index, part.subject)
        hits, spent = index.search_timed(query, filters=filters, top=_PASSAGES, whole=whole)
        candidates = weigh(part, hits, words=index, where=where)
        if filters.speaker and whole:
            candidates = [each for each in candidates if each.sentence.speaker in filters.speaker]
        chance = confidence(part, candidates, rarity=index.rarity, closeness=index.closeness)
        found.append(Part(part, candidates, chance))
        embed_ms, search_ms = embed_ms + spent.embed_ms, search_ms + spent.search_ms
    return Finding(tuple(found), embed_ms, search_ms)


def _with_short(index: Index, query: str) -> str:
    """A query with what the material calls the names in it for short."""
    return " ".join((query, *index.short_for(tokens(query))))
