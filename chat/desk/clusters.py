"""Questions that ask the same, together: what listeners want to know, the least helped first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from chat.desk.journal import Entry
from chat.words import term_set
from corpus.models import Frozen

LIKE_COSINE = 0.75  # two wordings of one question lie above, two questions about one subject mostly below
LIKE_WORDS = 0.5  # shared subject words over all subject words

Vectors = NDArray[np.float32]
VectorsOf = Callable[[Sequence[str]], Vectors]


class Cluster(Frozen):
    """Questions that ask the same: `entries` newest first, `question` the wording that is most often used."""

    question: str
    entries: tuple[Entry, ...]

    @property
    def unanswered(self) -> int:
        """How many got no answer."""
        return sum(entry.is_unanswered for entry in self.entries)

    @property
    def unhelpful(self) -> int:
        """How many were said not to have helped."""
        return sum(entry.helpful is False for entry in self.entries)

    @property
    def unserved(self) -> int:
        """How many listeners were left without help, each once."""
        return sum(entry.wants_attention for entry in self.entries)

    @property
    def notes(self) -> tuple[str, ...]:
        """What listeners wrote about the answers, newest first, each once."""
        return tuple(dict.fromkeys(entry.note for entry in self.entries if entry.note))


def cluster(entries: Sequence[Entry], vectors_of: VectorsOf | None = None) -> tuple[Cluster, ...]:
    """Group the questions of `entries` (newest first) by likeness and put the least helped first.

    Wordings that share most of their words come together; then, where `vectors_of` gives unit vectors, one row a
    text, the groups whose questions mean the same. A question joins the likest earlier group by that group's first
    question, so that groups cannot drift along a chain of half-likes. Order: most unserved, then most asked, then
    most recently asked.
    """
    groups = _by_words(entries)
    if vectors_of is not None and len(groups) > 1:
        groups = _merged(groups, vectors_of([_wording(group) for group in groups]))
    clusters = [Cluster(question=_wording(group), entries=tuple(group)) for group in groups]
    return tuple(sorted(clusters, key=lambda c: (-c.unserved, -len(c.entries), -c.entries[0].asked_at)))


def _merged(groups: Sequence[list[Entry]], vectors: Vectors) -> list[list[Entry]]:
    leaders = np.empty_like(vectors)
    merged: list[list[Entry]] = []
    for group, vector in zip(groups, vectors, strict=True):
        likeness = leaders[: len(merged)] @ vector
        likest = int(likeness.argmax()) if merged else -1
        if merged and likeness[likest] >= LIKE_COSINE:
            merged[likest] += group
        else:
            leaders[len(merged)] = vector
            merged.append([*group])
    return [sorted(group, key=lambda entry: -entry.asked_at) for group in merged]


def _by_words(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: list[list[Entry]] = []
    subjects: list[frozenset[str]] = []
    with_word: defaultdict[str, list[int]] = defaultdict(list)  # so that only groups that share a word are compared
    for entry in entries:
        words = term_set(entry.question) or frozenset({entry.question.casefold().strip()})
        near = dict.fromkeys(number for word in sorted(words) for number in with_word[word])
        likest = max(near, key=lambda number: (_shared(words, subjects[number]), -number), default=None)
        if likest is not None and _shared(words, subjects[likest]) >= LIKE_WORDS:
            groups[likest].append(entry)
            continue
        for word in words:
            with_word[word].append(len(groups))
        groups.append([entry])
        subjects.append(words)
    return groups


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _wording(group: Sequence[Entry]) -> str:
    """The most frequent wording, the newest of equals."""
    counts: defaultdict[str, int] = defaultdict(int)
    for entry in group:
        counts[entry.question] += 1
    return max(counts, key=lambda question: counts[question])
