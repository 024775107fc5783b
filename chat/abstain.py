"""How sure an answer is, and when to say that the material does not say."""

from __future__ import annotations

from collections.abc import Sequence

from chat.evidence import Candidate
from chat.question import Question

ANSWER_FROM = 0.5  # below this chance the material is taken not to answer


def confidence(question: Question, candidates: Sequence[Candidate]) -> float:
    """The chance that the best candidate answers the question, 0..1."""
    return candidates[0].score if candidates else 0.0
