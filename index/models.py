"""The data of the index: what is asked of it and what it answers."""

from __future__ import annotations

from corpus.models import Frozen, Passage, SourceKind


class Filters(Frozen):
    """Which material may answer: any of the values within a field, all of the fields. Empty means all."""

    kind: tuple[SourceKind, ...] = ()
    speaker: tuple[str, ...] = ()
    episode: tuple[str, ...] = ()  # ids as `corpus.episodes.episode_id` gives them


class Hit(Frozen):
    """One ranked passage. Scores are higher for better; only `score` orders, the parts are evidence.

    With a speaker filter the passage is narrowed to that speaker's sentences.
    """

    passage: Passage
    score: float  # 0..1, fused
    dense: float  # cosine of question and passage
    lexical: float  # BM25 of question and passage, raw
    sentences: tuple[float, ...]  # cosine of question and each sentence, aligned with `passage.sentences`


class SourceSummary(Frozen):
    """One source as indexed."""

    path: str
    kind: SourceKind
    title: str
    episode: str | None
    published: str | None
    url: str | None
    speakers: tuple[str, ...]
    passages: int
    words: int
    copy_of: str | None = None
