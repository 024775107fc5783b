"""A question becomes a cited answer: understand, find, and answer or say that the material does not."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from chat.abstain import ANSWER_FROM
from chat.again import besides
from chat.asked import clean_history, clean_question
from chat.described import in_described_episode
from chat.disagreement.book import FindingsBook, worked_out
from chat.disagreement.kept import kept_book
from chat.extractive import abstain, extract
from chat.find import Finding, find, held, passages_for
from chat.generative import write
from chat.intents import Intent
from chat.llm.writer import Writer
from chat.memory.follow_up import StandAlone, stand_alone
from chat.models import Answer, Done, Event, FoundPassage, Message, SearchResult, Status, Timings
from chat.overview import READ_OFF
from chat.plainly import cased, plainly
from chat.question import Question, read_question
from chat.small_talk import SmallTalk, small_talk
from chat.sources import hosts_of
from chat.spelling import respelled
from chat.suggest import suggestions
from chat.turn import Turn
from chat.whole import first_question
from chat.words import UNSEEN, closed_up
from index.models import EVERYTHING, Filters
from index.search import Index

_SURER = 0.3  # how much surer an answer is with what is carried over where that was not meant, as it is found again
_OPENERS = 4
_TRIED = 24
_SOURCES = 100  # that openers are made from, spread over all
_FOUND = set(FoundPassage.model_fields) - {"score"}


_Value = TypeVar("_Value")


class _Once(Generic[_Value]):
    """What is worked out once for an index, by whoever asks first, and let go with it."""

    def __init__(self, work: Callable[[Index], _Value]) -> None:
        self._work = work
        self._lock = Lock()
        self._done: tuple[str, _Value] | None = None  # of which generation

    def of(self, index: Index) -> _Value:
        with self._lock:
            if self._done is None or self._done[0] != index.generation:
                self._done = index.generation, self._work(index)
            return self._done[1]


class Assistant:
    """Answers questions over whatever index is current; `shelf` gives it (an `index.live.LiveIndex.current`)."""

    def __init__(
        self,
        shelf: Callable[[], Index],
        *,
        quiet: Callable[[str], bool] = lambda _: False,
        writer: Writer | None = None,
        kept: Path | None = None,
    ) -> None:
        """`quiet` tells of a disagreement's id whether a producer has marked it, so that it is not shown.

        `kept` is the folder where `chat.disagreement.kept` keeps the disagreements of an index, if it does.
        With a `writer`, a language model words the answers; whether there is one is decided before it is asked.
        """
        self._shelf = shelf
        self._writer = writer
        self._quiet = quiet
        self._kept = kept
        self._book = _Once(self._disagreements)
        self._openers = _Once(self._first_questions)
        self._hosts = _Once(hosts_of)

    @property
    def index(self) -> Index:
        """The index that serves now."""
        return self._shelf()

    @property
    def book(self) -> FindingsBook:
        """The claims of that index and what they disagree about."""
        return self._book.of(self.index)

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Answer:
        """The whole answer: `stream`, drained."""
        *_, done = self.stream(question, history, filters)
        assert isinstance(done, Done)
        return done.answer

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        """The answer as it becomes known: text, then citations and disagreements, then `Done`.

        Raises BadQuestion, UnknownFilterValue, NoIndex.
        """
        history = clean_history(history)
        turn = self._understand(clean_question(question), history, filters)
        if turn.question.intent is Intent.CHAT or turn.finding.confidence < ANSWER_FROM:
            yield from abstain(turn)
        elif self._writer is None or turn.question.overview in READ_OFF or turn.of_mentions:
            yield from besides(turn) if turn.follow.again else extract(turn)
        else:
            yield from write(turn, self._writer, history)

    def search(self, query: str, filters: Filters = EVERYTHING, top: int = 10) -> SearchResult:
        """Ranked passages for words, best first, without an answer."""
        started = time.perf_counter()
        query = clean_question(query)
        hits, spent = passages_for(self.index, _as_read(self.index, query), filters, top)
        passages = tuple(
            FoundPassage(score=round(hit.score, 4), **hit.passage.model_dump(include=_FOUND)) for hit in hits
        )
        total_ms = round((time.perf_counter() - started) * 1000, 2)
        timings = Timings(embed_ms=spent.embed_ms, search_ms=spent.search_ms, total_ms=total_ms)
        return SearchResult(id=uuid.uuid4().hex[:12], query=query, passages=passages, timings=timings)

    def suggestions(self) -> tuple[str, ...]:
        """Four questions to begin with, made from the material, each of which was seen to be answered."""
        return self._openers.of(self.index)

    def _understand(self, asked: str, history: Sequence[Message], filters: Filters) -> Turn:
        started = time.perf_counter()
        index = self.index
        follow = self._follow(asked, history)
        question = read_question(follow.question, speakers=index.speakers(), own=follow.own)
        within = in_described_episode(index, question)
        if within.overview or question.intent in (Intent.OPENING, Intent.CLOSING):
            question = within  # told by its place in that episode, not by searching
        filters = filters.within(held(index, follow.filters))
        finding = find(index, question, filters, near=follow.near, told=follow.told)
        if follow.alone:
            follow, question, finding = _asked_alone(index, asked, (follow, question, finding), filters)
        return Turn(asked, follow, question, finding, index, self._book.of(index), started)

    def _follow(self, asked: str, history: Sequence[Message]) -> StandAlone:
        """The question in plain words that stand alone; small talk as it is typed leans on nothing, but for a doubt."""
        small = small_talk(asked)
        if small and not (history and small is SmallTalk.DOUBT):
            return StandAlone(question=asked)
        index = self.index
        said = [turn if turn.role == "assistant" else _said_plainly(index, turn) for turn in history]
        speakers, hosts = index.speakers(), self._hosts.of(index)
        follow = stand_alone(_as_read(index, asked), said, speakers=speakers, hosts=hosts, names=index.rarity)
        if self._writer is not None:
            follow = self._writer.rephrase(asked, history, follow, rarity=index.rarity)
        spelled = respelled(follow.question, rarity=index.rarity, written=index.written)
        changes = {"question": spelled, "changed": True}
        return follow if spelled == follow.question else follow.model_copy(update=changes)

    def _first_questions(self, index: Index) -> tuple[str, ...]:
        sources = index.sources()
        some = sources[:: -(-len(sources) // _SOURCES)]  # reading a thousand episodes for it would take a minute
        passages = (p for source in some for p in index.passages(source.path))
        usual = index.rarity(UNSEEN) / 2  # of a word that comes up neither everywhere nor once
        known = suggestions(
            passages, rarity=lambda term: -abs(index.rarity(term) - usual), top=_TRIED, beside=index.show.title
        )
        answered = (text for text in (first_question(index), *known) if self.ask(text).status is Status.ANSWERED)
        return tuple(islice(answered, _OPENERS))

    def _disagreements(self, index: Index) -> FindingsBook:
        """The disagreements of an index as the ingest kept them, else worked out."""
        kept = kept_book(index, self._kept, quiet=self._quiet) if self._kept is not None else None
        return kept or worked_out(index.claims, quiet=self._quiet)


def _asked_alone(
    index: Index, asked: str, leaning: tuple[StandAlone, Question, Finding], filters: Filters
) -> tuple[StandAlone, Question, Finding]:
    """A follow-up without what was carried over, where that is answered about as surely; else as it was.

    One that names nothing of its own is answered from the episodes of the answer before only.
    """
    follow, _, finding = leaning
    question = read_question(follow.alone, speakers=index.speakers())
    within = filters if follow.anywhere else filters.within(Filters(episode=follow.near))
    alone = find(index, question, within, near=follow.near)
    if alone.confidence < max(ANSWER_FROM, finding.confidence - _SURER):
        return leaning
    changed = closed_up(follow.alone) != closed_up(asked)
    return follow.model_copy(update={"question": follow.alone, "changed": changed}), question, alone


def _as_read(index: Index, typed: str) -> str:
    return cased(plainly(typed), index.written)


def _said_plainly(index: Index, turn: Message) -> Message:
    spelled = respelled(_as_read(index, turn.content), rarity=index.rarity, written=index.written)
    return turn.model_copy(update={"content": spelled})
