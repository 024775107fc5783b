"""One question on its way through: what was asked, what it stands for, what was found."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from chat.disagreement.relevance import Book
from chat.find import Finding
from chat.memory.follow_up import StandAlone
from chat.mentioned import word_asked
from chat.models import Answer, Citation, Status, Timings
from chat.question import Question
from chat.suggest import suggestions
from corpus.models import Passage
from index.search import Index

_SENTENCES = 20  # the best, whose passages are the best


@dataclass(frozen=True, slots=True)
class Turn:
    """One question on its way through: what was asked, what it stands for, what was found."""

    asked: str
    follow: StandAlone
    question: Question
    finding: Finding
    index: Index
    book: Book
    started: float

    @property
    def many_episodes(self) -> bool:
        return len(self.index.episodes()) > 1

    @property
    def of_mentions(self) -> bool:
        """Whether it asks where something is mentioned, and all the places were looked up."""
        return self.finding.parts[0].placed and word_asked(self.question) is not None

    @property
    def passages(self) -> list[Passage]:
        """The passages of the best sentences, each once, best first."""
        best = (c.passage for part in self.finding.parts for c in part.candidates[:_SENTENCES])
        return list({passage.id: passage for passage in best}.values())

    def next_questions(self, passages: Sequence[Passage]) -> tuple[str, ...]:
        """Up to three questions that the passages answer, about something else than was asked."""
        beside = f"{self.question.text} {self.index.show.title}"
        return suggestions(passages, rarity=self.index.rarity, top=3, beside=beside)

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
