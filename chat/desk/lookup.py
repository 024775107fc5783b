"""Looking words up in everything that was said and printed: every sentence that has them, not only the best ones.

A word finds its other forms ("costs" finds "cost" and "costing") and, while it is being typed, what begins like it.
A "quoted phrase" finds exactly those words in that order, whatever the case and punctuation. Numbers are found
however they were written: "four point four times" finds "4.4x".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from chat.desk.concordance import Concordance, Line, Terms, read_terms
from chat.desk.figures import numbers_in
from corpus.models import Clock, Frozen, Passage, Sentence, SourceKind
from index.models import Filters, Hit, SourceSummary

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
    allowed = _allowed(shown, lookup.filters.speaker)
    how = How.WORDS
    if any(asked):
        how, lines = _matching(concordance, asked, allowed)
    else:
        narrowed = not lookup.words.strip() and lookup != Lookup(order=lookup.order)
        lines = [line for line in concordance.lines if allowed(line)] if narrowed else []
    if lines:
        ordered = _ordered(lines, lookup.order, concordance.sources, nearest if any(asked) else list)[:limit]
        rows = tuple(_row(home := passage(line.passage), home.sentences[line.number]) for line in ordered)
        return Found(how=how, rows=rows, total=len(lines), tallies=_tallies(lines, concordance.sources))
    return _near(nearest() if asked.words and not asked.phrases else (), shown)


def _near(hits: Sequence[Hit], shown: frozenset[str]) -> Found:
    near = [hit for hit in hits[:NEAREST] if hit.dense >= NEAR_COSINE and hit.passage.path in shown]
    rows = tuple(_row(hit.passage, _scored(hit)[0][1]) for hit in near)
    return Found(how=How.MEANING if rows else How.NOTHING, rows=rows, total=len(rows))


def _matching(concordance: Concordance, asked: Terms, allowed: Callable[[Line], bool]) -> tuple[How, list[Line]]:
    having = [*map(concordance.with_phrase, asked.phrases), *map(concordance.with_word, asked.words)]
    whole = [concordance.lines[number] for number in sorted(set.intersection(*having))]
    if whole := [line for line in whole if allowed(line)]:
        return How.WORDS, whole
    terms_of: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))  # passage → line
    for term, numbers in enumerate(having):
        for number in numbers:
            if allowed(concordance.lines[number]):
                terms_of[concordance.lines[number].passage][number].add(term)
    together = [lines for lines in terms_of.values() if len(set().union(*lines.values())) == len(having)]
    fullest = [max(lines, key=lambda number: (len(lines[number]), -number)) for lines in together]
    return How.TOGETHER, [concordance.lines[number] for number in sorted(fullest)]


def _shown(concordance: Concordance, lookup: Lookup) -> frozenset[str]:
    """Paths of the sources that may answer."""
    fields = lookup.filters
    return frozenset(
        path
        for path, source in concordance.sources.items()
        if (not fields.kind or source.kind in fields.kind)
        and (not fields.episode or source.episode in fields.episode)
        and _within(source.published, lookup.since, lookup.until)
    )


def _allowed(shown: frozenset[str], speakers: Sequence[str]) -> Callable[[Line], bool]:
    people = {name.casefold() for name in speakers}

    def allowed(line: Line) -> bool:
        # A word-for-word copy is no second witness, unless what it copies is filtered out.
        is_copy = line.copy_of is not None and line.copy_of in shown
        heard = not people or (line.speaker or "").casefold() in people
        return line.path in shown and heard and not is_copy

    return allowed


def _within(date: str | None, since: str, until: str) -> bool:
    if not since and not until:
        return True
    return date is not None and date[: len(since)] >= since and (not until or date[: len(until)] <= until)


def _ordered(
    lines: Sequence[Line], order: Order, sources: Mapping[str, SourceSummary], nearest: Callable[[], Sequence[Hit]]
) -> Sequence[Line]:
    """Lines without a date go last in either order of time; within a date the order stays."""
    if order is Order.BEST:
        rank = _ranks(nearest())
        return sorted(lines, key=lambda line: rank.get((line.path, line.start), len(rank)))
    dated = [line for line in lines if sources[line.path].published]
    dated.sort(key=lambda line: sources[line.path].published or "", reverse=order is Order.NEWEST)
    return [*dated, *(line for line in lines if not sources[line.path].published)]


def _ranks(hits: Sequence[Hit]) -> dict[tuple[str, int], int]:
    places = ((hit.passage.path, sentence.start) for hit in hits for _, sentence in _scored(hit))
    return {place: rank for rank, place in enumerate(dict.fromkeys(places))}


def _scored(hit: Hit) -> list[tuple[float, Sentence]]:
    """The sentences of a hit with their likeness to the query, best first."""
    return sorted(zip(hit.sentences, hit.passage.sentences, strict=True), key=lambda pair: -pair[0])


def _tallies(lines: Sequence[Line], sources: Mapping[str, SourceSummary]) -> tuple[Tally, ...]:
    counts = Counter((sources[line.path].published, sources[line.path].kind) for line in lines)
    return tuple(
        Tally(date, kind, counts[date, kind]) for date, kind in sorted(counts, key=lambda k: (k[0] or "", k[1]))
    )


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
    )
