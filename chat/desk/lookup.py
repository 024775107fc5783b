"""Looking words up in everything that was said and printed: every sentence that has them, not only the best ones.

A word finds its other forms ("costs" finds "cost" and "costing") and, while it is being typed, what begins like it.
A "quoted phrase" finds exactly those words in that order, whatever the case and punctuation. Numbers are found
however they were written: "four point four times" finds "4.4x".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial, reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chat.citations import row_cells
from chat.desk.concordance import Concordance, Terms, read_terms
from chat.desk.figures import numbers_in
from chat.wording import row_text
from corpus.models import Clock, Frozen, Passage, Sentence, SourceKind
from index.models import Filters, Hit

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_NONE: Ints = np.empty(0, dtype=np.int64)
NEAREST = 10  # passages shown when none has the words
NEAR_COSINE = 0.3  # below which a passage is about something else


class Order(StrEnum):
    """Which row comes first."""

    BEST = "best"
    OLDEST = "oldest"
    NEWEST = "newest"


class How(StrEnum):
    """How the rows were found."""

    WORDS = "words"  # each row has every word and phrase
    TOGETHER = "together"  # no sentence has all; each row is from a passage that does
    MEANING = "meaning"  # no passage has all; these are nearest in meaning
    NOTHING = "nothing"


class Lookup(Frozen):
    """What is looked up. `since` and `until` are ISO dates or their beginnings ("2024", "2024-05"), both inclusive."""

    words: str = ""
    filters: Filters = Filters()
    since: str = ""
    until: str = ""
    order: Order = Order.BEST


class Row(Frozen):
    """One quote: the reading of `file[start:end]` of the source at `path`, one sentence by one person."""

    date: str | None
    episode: str | None
    kind: SourceKind
    speaker: str | None
    words: str
    numbers: tuple[str, ...]  # figures in digits, with what they count: "4.4×", "12 keepers"
    title: str
    section: str | None
    path: str
    start: int
    end: int
    starts_at: float | None
    clock: Clock | None
    context: str  # the passage around it; contains `words`
    cells: tuple[str, ...] = ()  # of a table row, as printed; `words` has a blank between them

    @property
    def written(self) -> str:
        """The words to be read: a table row as it is told, its cells apart."""
        return row_text(self.cells) if self.cells else self.words


class Tally(NamedTuple):
    """How many quotes stand in sources of one date and kind."""

    date: str | None
    kind: SourceKind
    quotes: int


class Found(Frozen):
    """What a look-up found.

    `rows` are the first of `total`, in the order asked for. `tallies` count all of them, or none where the rows only
    come near.
    """

    how: How
    rows: tuple[Row, ...] = ()
    total: int = 0
    tallies: tuple[Tally, ...] = ()


def look_up(
    concordance: Concordance,
    lookup: Lookup,
    *,
    limit: int,
    passage: Callable[[str], Passage],
    nearest: Callable[[], Sequence[Hit]],
) -> Found:
    """Every sentence that matches; the first `limit` as rows.

    `passage` gives the passage of an id. `nearest` gives the index's own ranking of the same words under the same
    filters; it is called only where its order is wanted or no passage has the words. An empty query with a filter
    gives everything the filter leaves.
    """
    asked = read_terms(lookup.words)
    shown = _shown(concordance, lookup)
    how, lines = How.WORDS, _NONE
    if any(asked):
        how, lines = _matching(concordance, asked, _allowed(concordance, shown, lookup.filters.speaker))
    elif not lookup.words.strip() and lookup != Lookup(order=lookup.order):
        lines = np.flatnonzero(_allowed(concordance, shown, lookup.filters.speaker))
    if len(lines):
        ordered = _ordered(concordance, lines, lookup.order, nearest if any(asked) else list)[:limit]
        rows = tuple(_row_of(concordance, passage, int(line)) for line in ordered)
        return Found(how=how, rows=rows, total=len(lines), tallies=_tallies(concordance, lines))
    return _near(nearest() if asked.words and not asked.phrases else (), concordance, shown)


def _near(hits: Sequence[Hit], concordance: Concordance, shown: Mask) -> Found:
    paths = {path for path, may in zip(concordance.said.paths, shown, strict=True) if may}
    near = [hit for hit in hits[:NEAREST] if hit.dense >= NEAR_COSINE and hit.passage.path in paths]
    rows = tuple(_row(hit.passage, _scored(hit)[0][1]) for hit in near)
    return Found(how=How.MEANING if rows else How.NOTHING, rows=rows, total=len(rows))


def _matching(concordance: Concordance, asked: Terms, allowed: Mask) -> tuple[How, Ints]:
    every = [*map(concordance.with_phrase, asked.phrases), *map(concordance.with_word, asked.words)]
    having = [lines[allowed[lines]] for lines in every]
    if len(whole := reduce(partial(np.intersect1d, assume_unique=True), having)):
        return How.WORDS, whole
    return How.TOGETHER, _together(concordance, having)


def _together(concordance: Concordance, having: Sequence[Ints]) -> Ints:
    """Of each passage that has every term, the line with most of them; the first of those that have as many."""
    passages = [np.unique(concordance.said.passages_of(lines)) for lines in having]
    full = reduce(partial(np.intersect1d, assume_unique=True), passages)
    lines, terms = np.unique(np.concatenate(having), return_counts=True)
    rows = concordance.said.passages_of(lines)
    inside = np.isin(rows, full)
    lines, terms, rows = lines[inside], terms[inside], rows[inside]
    best_first = np.lexsort((lines, -terms, rows))
    _, first = np.unique(rows[best_first], return_index=True)
    fullest: Ints = np.sort(lines[best_first[first]])
    return fullest


def _shown(concordance: Concordance, lookup: Lookup) -> Mask:
    """Which sources may answer, in the order of the concordance's."""
    fields = lookup.filters
    return np.array(
        [
            (not fields.kind or source.kind in fields.kind)
            and (not fields.episode or source.episode in fields.episode)
            and _within(source.published, lookup.since, lookup.until)
            for source in concordance.sources
        ],
        dtype=bool,
    )


def _allowed(concordance: Concordance, shown: Mask, speakers: Sequence[str]) -> Mask:
    """Which lines may answer."""
    said = concordance.said
    allowed: Mask = shown[concordance.source_of]
    # A word-for-word copy is no second witness, unless what it copies is filtered out.
    copy_of = said.rows.sentence_copy_of
    allowed &= ~((copy_of >= 0) & shown[copy_of])
    if speakers:
        people = {name.casefold() for name in speakers}
        codes = [code for code, name in enumerate(said.speakers) if name.casefold() in people]
        allowed &= np.isin(said.rows.speaker, codes)
    return allowed


def _within(date: str | None, since: str, until: str) -> bool:
    if not since and not until:
        return True
    return date is not None and date[: len(since)] >= since and (not until or date[: len(until)] <= until)


def _ordered(concordance: Concordance, lines: Ints, order: Order, nearest: Callable[[], Sequence[Hit]]) -> Ints:
    """Lines without a date go last in either order of time; within a date the order stays."""
    if order is Order.BEST:
        ranked = np.array(_ranked(concordance, nearest()), dtype=np.int64)
        best: Ints = np.concatenate([ranked[np.isin(ranked, lines)], lines[~np.isin(lines, ranked)]])
        return best
    dates = [source.published or "" for source in concordance.sources]
    number = np.unique(dates, return_inverse=True)[1]
    undated = np.array([not date for date in dates], dtype=bool)
    source = concordance.source_of[lines]
    key = -number[source] if order is Order.NEWEST else number[source]
    ordered: Ints = lines[np.lexsort((lines, key, undated[source]))]
    return ordered


def _ranked(concordance: Concordance, hits: Sequence[Hit]) -> list[int]:
    """The lines of the hits' sentences, best first, each once."""
    places = ((hit.passage.path, sentence.start) for hit in hits for _, sentence in _scored(hit))
    return [line for path, start in dict.fromkeys(places) if (line := concordance.line_at(path, start)) is not None]


def _scored(hit: Hit) -> list[tuple[float, Sentence]]:
    """The sentences of a hit with their likeness to the query, best first."""
    return sorted(zip(hit.sentences, hit.passage.sentences, strict=True), key=lambda pair: -pair[0])


def _tallies(concordance: Concordance, lines: Ints) -> tuple[Tally, ...]:
    counts: Counter[tuple[str | None, SourceKind]] = Counter()
    for source, quotes in zip(*np.unique(concordance.source_of[lines], return_counts=True), strict=True):
        counts[concordance.sources[source].published, concordance.sources[source].kind] += int(quotes)
    return tuple(
        Tally(date, kind, counts[date, kind]) for date, kind in sorted(counts, key=lambda k: (k[0] or "", k[1]))
    )


def _row_of(concordance: Concordance, passage: Callable[[str], Passage], line: int) -> Row:
    row = int(concordance.said.passages_of(np.array([line]))[0])
    home = passage(concordance.said.passage_id(row))
    return _row(home, home.sentences[line - int(concordance.said.rows.sentence_starts[row])])


def _row(passage: Passage, sentence: Sentence) -> Row:
    return Row(
        date=passage.published,
        episode=passage.episode,
        kind=passage.kind,
        speaker=sentence.speaker,
        words=sentence.text,
        numbers=numbers_in(sentence.search_text),
        title=passage.title,
        section=passage.section,
        path=passage.path,
        start=sentence.start,
        end=sentence.end,
        starts_at=sentence.starts_at if sentence.starts_at is not None else passage.starts_at,
        clock=passage.clock,
        context=passage.text,
        cells=row_cells(sentence),
    )
