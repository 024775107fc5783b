"""Where a conversation is: the places that the answer before stood on, beside which a follow-up is often answered.

What stands there is about the same thing and need not say so once more: "They did it in May." "And what did it cost?"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.models import Filters, SearchTimings
from index.search import Index

_PASSAGES = 6  # in which the answer before is looked for
_PLACES = 3  # sentences that are nearest to it
_BACK, _ON = 400, 1200  # characters around each of them
_CHARACTERS = 600  # of the question before and its answer that are searched for
_RANK = 0.5  # how much the passage of a sentence counts beside the sentence


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Stretches of sources."""

    stretches: Mapping[str, tuple[tuple[int, int], ...]]  # by path: first and last character

    def hold(self, path: str, start: int) -> bool:
        """Whether what begins at a character of a source is there."""
        return any(first <= start <= last for first, last in self.stretches.get(path, ()))


NOWHERE = Whereabouts({})


def whereabouts(index: Index, told: str, filters: Filters) -> tuple[Whereabouts, SearchTimings]:
    """Where what was `told` stands, the question with its answer; and how long the search for it took."""
    hits, spent = index.search_timed(told[:_CHARACTERS], filters=filters, top=_PASSAGES)
    nearest = sorted(
        (-(cosine + _RANK * hit.score), hit.passage.path, sentence.start, sentence.end)
        for hit in hits
        for cosine, sentence in zip(hit.sentences, hit.passage.sentences, strict=True)
    )
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for _, path, start, end in nearest[:_PLACES]:
        found[path] = (*found.get(path, ()), (start - _BACK, end + _ON))
    return Whereabouts(found), spent
