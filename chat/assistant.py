"""A question becomes a cited answer. Reads like the README: understand, find, decide, choose, say."""

from __future__ import annotations

import time
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chat.abstain import ANSWER_FROM
from chat.claim_book import ClaimBook
from chat.disagreement import difference_question
from chat.dispute import disagreements_about, told
from chat.errors import BadQuestion
from chat.extract import WORDS_OF_MANY, Choice, choose, same_fact
from chat.find import Finding, find
from chat.gather import listed
from chat.memory import StandAlone, stand_alone
from chat.models import (
    Answer,
    Citation,
    Delta,
    Disagreement,
    Done,
    Event,
    FoundPassage,
    Message,
    SearchResult,
    Status,
    Timings,
)
from chat.question import Intent, Question, read_question
from chat.suggest import suggestions
from chat.wording import ABSTENTION, Composer, opening
from index.models import EVERYTHING, Filters
from index.search import Index

QUESTION_CHARACTERS = 1000
_DISPUTES_TOLD = 2


def clean_question(text: str) -> str:
    """A question as it is read: composed (NFC), control and tag characters off, white space folded.

    Raises BadQuestion when nothing is left or more than `QUESTION_CHARACTERS` are.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") else c for c in composed)
    question = " ".join(visible.split())
    if not question:
        raise BadQuestion("The question is empty; ask something about the show.")
    if len(question) > QUESTION_CHARACTERS:
        raise BadQuestion(f"The question has {len(question):,} characters; ask in at most {QUESTION_CHARACTERS:,}.")
    return question


@dataclass(frozen=True, slots=True)
class _Turn:
    """One question on its way through: what was asked, what it stands for, what was found."""

    asked: str
    follow: StandAlone
    question: Question
    finding: Finding
    index: Index
    book: ClaimBook
    started: float

    @property
    def many_episodes(self) -> bool:
        return len(self.index.episodes()) > 1

    def answer(self, status: Status, text: str, citations: Sequence[Citation], next_: Sequence[str]) -> Answer:
        return Answer(
            id=uuid.uuid4().hex[:12],
            question=self.asked,
            status=status,
            answer=text,
            confidence=round(self.finding.confidence, 3),
            citations=tuple(citations),
            suggestions=tuple(next_),
            asked_as=self.follow.question if self.follow.changed else None,
            timings=Timings(
                embed_ms=round(self.finding.embed_ms, 2),
                search_ms=round(self.finding.search_ms, 2),
                total_ms=round((time.perf_counter() - self.started) * 1000, 2),
            ),
        )


class Assistant:
    """Answers questions over whatever index is current; `shelf` gives it (an `index.search.LiveIndex.current`)."""

    def __init__(self, shelf: Callable[[], Index], *, quiet: Callable[[str], bool] = lambda _: False) -> None:
        """`quiet` tells of a disagreement's id whether a producer has marked it, so that it is not shown."""
        self._shelf = shelf
        self._quiet = quiet
        self._books: dict[str, ClaimBook] = {}

    @property
    def index(self) -> Index:
        """The index that serves now."""
        return self._shelf()

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Answer:
        """The whole answer: `stream`, drained."""
        *_, done = self.stream(question, history, filters)
        assert isinstance(done, Done)
        return done.answer

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        """The answer as it becomes known: text, then citations and disagreements, then `Done`.

        Raises BadQuestion, UnknownFilterValue, NoIndex.
        """
        turn = self._understand(clean_question(question), history, filters)
        if turn.question.intent is Intent.CHAT or turn.finding.confidence < ANSWER_FROM:
            yield from _abstain(turn)
        else:
            yield from _extract(turn)

    def search(self, query: str, filters: Filters = EVERYTHING, top: int = 10) -> SearchResult:
        """Ranked passages for words, best first, without an answer."""
        started = time.perf_counter()
        hits, spent = self.index.search_timed(clean_question(query), filters=filters, top=top)
        passages = tuple(
            FoundPassage(score=round(hit.score, 4), **hit.passage.model_dump(include=_FOUND)) for hit in hits
        )
        total_ms = round((time.perf_counter() - started) * 1000, 2)
        timings = Timings(embed_ms=spent.embed_ms, search_ms=spent.search_ms, total_ms=total_ms)
        return SearchResult(id=uuid.uuid4().hex[:12], query=query, passages=passages, timings=timings)

    def suggestions(self) -> tuple[str, ...]:
        """Questions to begin with, made from the material, each of which it answers."""
        index = self.index
        passages = (p for source in index.sources() for p in index.passages(source.path))
        return suggestions(passages, rarity=index.rarity)

    def _understand(self, asked: str, history: Sequence[Message], filters: Filters) -> _Turn:
        started = time.perf_counter()
        index = self.index
        follow = stand_alone(asked, history, speakers=index.speakers(), names=index.rarity)
        question = read_question(follow.question, speakers=index.speakers())
        finding = find(index, question, filters)
        return _Turn(asked, follow, question, finding, index, self._book(index), started)

    def _book(self, index: Index) -> ClaimBook:
        """The claims of an index, read when they are first needed; those of an index before are let go."""
        book = self._books.get(index.generation)
        if book is None:
            book = ClaimBook(index.claims(), quiet=self._quiet)
            self._books = {index.generation: book}
        return book


_FOUND = set(FoundPassage.model_fields) - {"score"}


def _extract(turn: _Turn) -> Iterator[Event]:
    """The answer made of the show's own sentences; what the sources disagree about comes right after the first."""
    composer = Composer(documents=turn.index.document, many_episodes=turn.many_episodes)
    chosen = _chosen(turn)
    candidates = turn.finding.parts[0].candidates
    disputed = disagreements_about(turn.question.text, chosen, candidates, turn.book) if chosen else ()
    texts, marked = _texts(turn, composer, chosen, disputed)
    if not texts:
        yield from _abstain(turn)
        return
    for i, text in enumerate(texts):
        yield Delta(text=f" {text}" if i else text)
    yield from composer.citations
    yield from marked
    asked_next = suggestions([choice.passage for choice in chosen], rarity=turn.index.rarity, top=3)
    answer = turn.answer(Status.ANSWERED, " ".join(texts), composer.citations, asked_next)
    yield Done(answer=answer.model_copy(update={"disagreements": marked}))


def _texts(
    turn: _Turn, composer: Composer, chosen: Sequence[Choice], disputed: Sequence[Disagreement]
) -> tuple[list[str], tuple[Disagreement, ...]]:
    """The statements of the answer in order, and the disagreements with the numbers of their citations."""
    texts: list[str] = []
    marked: list[Disagreement] = []
    for disagreement in disputed[:_DISPUTES_TOLD]:
        text, numbered = told(disagreement, composer, turn.index)
        if text:
            texts.append(text)
            marked.append(numbered)
    rest = chosen if not marked else [] if difference_question(turn.question.text) else chosen[:1]
    texts += [text for choice in rest if not composer.has(choice) and (text := composer.statement(choice))]
    if texts and not marked:
        texts[0] = opening(turn.question, chosen, many_episodes=turn.many_episodes) + texts[0]
    return texts, tuple(marked)


def _chosen(turn: _Turn) -> list[Choice]:
    """What the parts of the question are answered with, nothing twice."""
    parts = turn.finding.parts
    if turn.question.intent is Intent.LIST:
        items = listed(turn.question, parts[0].candidates, documents=turn.index.document, words=WORDS_OF_MANY)
        if items:
            return items
    if len(parts) == 1:
        return choose(turn.question, parts[0].candidates)
    chosen: list[Choice] = []
    for part in parts:
        more = choose(part.question, part.candidates, words=WORDS_OF_MANY // len(parts))
        chosen.extend(choice for choice in more if not any(same_fact(known, choice) for known in chosen))
    return chosen


def _abstain(turn: _Turn) -> Iterator[Event]:
    """One sentence that says so, with the nearest passages as citations."""
    composer = Composer(documents=turn.index.document, many_episodes=turn.many_episodes)
    nearest = [] if turn.question.intent is Intent.CHAT else turn.finding.parts[0].candidates[:2]
    for candidate in nearest:
        composer.numbers(Choice((candidate.sentence,), candidate.passage, candidate.score))
    yield Delta(text=ABSTENTION)
    yield from composer.citations
    asked_next = suggestions([candidate.passage for candidate in nearest], rarity=turn.index.rarity, top=3)
    yield Done(answer=turn.answer(Status.ABSTAINED, ABSTENTION, composer.citations, asked_next))
