"""How sure an answer is, and when to say that the material does not say."""

from __future__ import annotations

import math
from collections.abc import Sequence

from chat.evidence import Candidate
from chat.question import Question

ANSWER_FROM = 0.0  # below this chance the material is taken not to answer
_EVIDENCE = {"bias": -8.0, "score": 0.6}


def confidence(question: Question, candidates: Sequence[Candidate]) -> float:
    """The chance that the best candidate answers the question, 0..1."""
    if not candidates:
        return 0.0
    return 1.0 / (1.0 + math.exp(-(_EVIDENCE["bias"] + _EVIDENCE["score"] * candidates[0].score)))
