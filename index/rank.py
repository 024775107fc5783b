"""Scores of several kinds → one ranking. Pure functions over arrays, and over the wording of the question."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from corpus.models import Frozen, SourceKind
from index.arrays import Floats, Ints, Mask

# How far each kind of source speaks for the show: what was said, heard or written by others in full, published notes
# a little less (they sum up), and what was only planned least.
STANDING = {
    SourceKind.TRANSCRIPT: 1.0,
    SourceKind.CAPTIONS: 1.0,
    SourceKind.ARTICLE: 1.0,
    SourceKind.PAGE: 0.9,
    SourceKind.OUTLINE: 0.8,
}
# Weights beside the 1.0 of nearness and words, rounded from a fit over two question sets with parts held back.
_AMOUNT, _DATA, _BESIDE, _EPISODE = 0.2, 0.2, 0.1, 0.1
_BEST_OF_EPISODE = 3
# How a question asks for a number, and how for an episode.
_ASKS_AMOUNT = re.compile(
    r"\b(?:how (?:many|much|long|often|old|far|big|large|high|low|fast|soon|late|early)|when|(?:up|from) (?:to )?what|"
    r"(?:what|which|by what) (?:time|share|part|percent\w{0,4}|price|number|year|date|day|fraction|proportion|rate|"
    r"cost|size|amount|version|factor)|percent(?:age)?|price|cost|number of)\b",
    re.IGNORECASE,
)
_ASKS_EPISODE = re.compile(
    r"\b(?:which|what|where|number)\b.{0,40}\b(?:episodes?|shows?)\b|\bwhere did (?:we|you|they|i)\b", re.IGNORECASE
)


def best_of_groups(scores: Floats, starts: Ints) -> Floats:
    """The best score of each group of neighbours: group i is `scores[starts[i]:starts[i + 1]]`, never empty."""
    best: Floats = np.maximum.reduceat(scores, starts[:-1]) if len(starts) > 1 else np.empty(0, dtype=np.float32)
    return best


def top_rows(scores: Floats, count: int) -> Ints:
    """Rows of the `count` greatest scores, greatest first; ties go by row."""
    if count < len(scores):
        floor = np.partition(scores, len(scores) - count)[len(scores) - count]
        rows = np.flatnonzero(scores >= floor)
    else:
        rows = np.arange(len(scores))
    order = np.argsort(-scores[rows], kind="stable")[:count]
    best: Ints = rows[order]
    return best


def top_nonzero(scores: Floats, count: int) -> Ints:
    """Like `top_rows`, among scores above zero alone.

    BM25 leaves nearly all scores at zero, and partitioning thousands of ties is twenty times slower than leaving
    them out.
    """
    rows = np.flatnonzero(scores != 0)  # of what is true or false, seven times as fast
    best: Ints = rows[top_rows(scores[rows], count)]
    return best


class Asked(Frozen):
    """What kind of thing would answer a question, as far as its wording tells."""

    for_amount: bool = False  # a quantity, a price, a time: the answer has a number in it
    for_episode: bool = False  # an episode: its title and number answer


def asked(question: str) -> Asked:
    """What `question` asks for."""
    return Asked(for_amount=bool(_ASKS_AMOUNT.search(question)), for_episode=bool(_ASKS_EPISODE.search(question)))


class Evidence(NamedTuple):
    """What speaks for each of some passages, one entry a passage in every array."""

    passage: Floats  # cosine of question and passage
    sentence: Floats  # the same of its best sentence: a fact is often a single sentence
    numbered: Floats  # the same of its best sentence that has a number in it, 0 where there is none
    words: Floats  # BM25 of the passage, its header included
    sentence_words: Floats  # BM25 of its best sentence
    standing: Floats  # 0..1, how far its source speaks for the show (`STANDING`)
    is_data: Mask  # whether it is episode data: title, number, date
    source: Ints  # number of its source; neighbours in a source follow one another
    row: Ints
    episode: Ints  # number of its episode


def fuse(evidence: Evidence, asked: Asked) -> Floats:
    """One score a passage, 0..1, higher is better: a weighted sum of scores, each over the best of its kind.

    Measured better than reciprocal rank fusion: by how much the first is ahead says something too. What stands beside
    a good passage, and in an episode with several, counts a little more; so does a number where one was asked for.
    """
    if not len(evidence.passage):
        return evidence.passage
    near: Floats = 0.5 * scaled(evidence.passage) + 0.5 * scaled(evidence.sentence)
    words: Floats = 0.6 * scaled(evidence.words) + 0.4 * scaled(evidence.sentence_words)
    base: Floats = 0.5 * near + 0.5 * words
    score: Floats = (
        base + _BESIDE * best_beside(base, evidence) + _EPISODE * scaled(best_of_episode(base, evidence.episode))
    )
    most = 1 + _BESIDE + _EPISODE
    if asked.for_amount:
        score += _AMOUNT * scaled(evidence.numbered)
        most += _AMOUNT
    score *= evidence.standing
    if asked.for_episode:
        score += _DATA * evidence.is_data
        most += _DATA
    score /= np.float32(most)
    return score


def best_beside(base: Floats, evidence: Evidence) -> Floats:
    """For each passage the greater score of the passages before and after it in its source; 0 where none is known."""
    follows = (np.diff(evidence.row) == 1) & (np.diff(evidence.source) == 0)
    before = np.concatenate([[0], np.where(follows, base[:-1], 0)])
    after = np.concatenate([np.where(follows, base[1:], 0), [0]])
    beside: Floats = np.maximum(before, after).astype(np.float32)
    return beside


def best_of_episode(base: Floats, episode: Ints) -> Floats:
    """For each passage the mean of the three best scores in its episode (missing ones count 0)."""
    order = np.lexsort((-base, episode))
    _, first, code = np.unique(episode[order], return_index=True, return_inverse=True)
    place = np.arange(len(order)) - first[code]
    total = np.bincount(code, weights=np.where(place < _BEST_OF_EPISODE, base[order], 0))
    means = np.empty(len(base), dtype=np.float32)
    means[order] = (total / _BEST_OF_EPISODE)[code]
    return means


def scaled(scores: Floats) -> Floats:
    """`scores` over the greatest of them, 0..1; what is below 0 is 0, and so is all when none is above.

    Not from the least of them: how low the worst candidates are depends on how many candidates there are.
    """
    most = float(scores.max(initial=0.0))
    return (scores / np.float32(most)).clip(0, 1) if most > 0 else np.zeros_like(scores)
