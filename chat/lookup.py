"""Looking words up in everything that was said and printed: every sentence that has them, not only the best ones.

A word finds its other forms ("costs" finds "cost" and "costing") and, while it is being typed, what begins like it.
A "quoted phrase" finds exactly those words in that order, whatever the case and punctuation. Numbers are found
however they were written: "four point four times" finds "4.4x".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from chat.concordance import Concordance, Line, Terms, line_of, read_terms
from chat.words import terms
from corpus.models import Clock, Frozen, Sentence, SourceKind
from index.models import Filters, Hit

MAX_ROWS = 2_000  # rows that are listed and exported; all are counted
NEAREST = 10  # passages shown when none has the words
NEAR_COSINE = 0.3  # below which a passage is about something else

_NUMBER = re.compile(
    r"(?<![\w.])\d[\d,.]{0,30}(?<=\d)(?!\w)\+?"
    r"(?: (?:thousand|million|billion|trillion))?(?: (?:percent|times|dollars))?(?: [a-z]{2,20}\b)?"
)


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

    `rows` are the first `MAX_ROWS` of `total`, in the order asked for. `tallies` count all of them. `marks` are the
    terms to highlight, as `mark_pattern` takes them.
    """

    how: How
    rows: tuple[Row, ...] = ()
    total: int = 0
    tallies: tuple[Tally, ...] = ()
    marks: tuple[str, ...] = ()


def look_up(concordance: Concordance, lookup: Lookup, nearest: Callable[[], Sequence[Hit]]) -> Found:
    """Every sentence that matches.

    `nearest` gives the index's own ranking of the same words under the same filters; it is called only where its
    order is wanted or no passage has the words. An empty query with a filter gives everything the filter leaves.
    """
    asked = read_terms(lookup.words)
    allowed = _allowed(concordance, lookup)
    if not any(asked):
        wants_all = not lookup.words.strip() and lookup != Lookup(order=lookup.order)
        lines = [line for line in concordance.lines if allowed(line)] if wants_all else []
        return _found(How.WORDS, lines, lookup.order, ())
    marks = (*asked.phrases, *asked.words)
    how, lines = _matching(concordance, asked, allowed)
    if lines and lookup.order is Order.BEST:
        rank = _ranks(nearest())
        lines.sort(key=lambda line: rank.get((line.passage.path, line.sentence.start), len(rank)))
    if not lines and not asked.phrases:
        near = [_best_line(hit) for hit in nearest()[:NEAREST] if hit.dense >= NEAR_COSINE]
        how, lines = How.MEANING, [line for line in near if allowed(line)]
    return _found(how, lines, lookup.order, marks)


def numbers_in(search_text: str) -> tuple[str, ...]:
    """The figures of a sentence whose numbers are in digits, each once, with what they count where one word says it."""
    return tuple(dict.fromkeys(_figure(match[0]) for match in _NUMBER.finditer(search_text)))


def _figure(number: str) -> str:
    head, _, last = number.rpartition(" ")
    number = head if head and not terms(last) else number
    number = number.replace(" percent", "%").replace(" times", "×")
    return re.sub(r"^([^a-z]+(?: [a-z]{2}llion| thousand)?) dollars\b", r"$\1", number)


def _matching(concordance: Concordance, asked: Terms, allowed: Callable[[Line], bool]) -> tuple[How, list[Line]]:
    having = [*map(concordance.with_phrase, asked.phrases), *map(concordance.with_word, asked.words)]
    whole = [concordance.lines[number] for number in sorted(set.intersection(*having))]
    if whole := [line for line in whole if allowed(line)]:
        return How.WORDS, whole
    terms_of: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for term, numbers in enumerate(having):
        for number in numbers:
            if allowed(concordance.lines[number]):
                terms_of[concordance.lines[number].passage.id][number].add(term)
    together = [lines for lines in terms_of.values() if len(set().union(*lines.values())) == len(having)]
    fullest = [max(lines, key=lambda number: (len(lines[number]), -number)) for lines in together]
    return How.TOGETHER, [concordance.lines[number] for number in sorted(fullest)]


def _allowed(concordance: Concordance, lookup: Lookup) -> Callable[[Line], bool]:
    fields = lookup.filters
    people = {name.casefold() for name in fields.speaker}
    shown = {
        path
        for path, source in concordance.sources.items()
        if (not fields.kind or source.kind in fields.kind)
        and (not fields.episode or source.episode in fields.episode)
        and _within(source.published, lookup.since, lookup.until)
    }

    def allowed(line: Line) -> bool:
        # A word-for-word copy is no second witness, unless what it copies is filtered out.
        is_copy = line.sentence.copy_of is not None and line.sentence.copy_of in shown
        heard = not people or (line.sentence.speaker or "").casefold() in people
        return line.passage.path in shown and heard and not is_copy

    return allowed


def _within(date: str | None, since: str, until: str) -> bool:
    if not since and not until:
        return True
    return date is not None and date[: len(since)] >= since and (not until or date[: len(until)] <= until)


def _ranks(hits: Sequence[Hit]) -> dict[tuple[str, int], int]:
    places = ((hit.passage.path, sentence.start) for hit in hits for _, sentence in _scored(hit))
    return {place: rank for rank, place in enumerate(dict.fromkeys(places))}


def _best_line(hit: Hit) -> Line:
    return line_of(hit.passage, _scored(hit)[0][1])


def _scored(hit: Hit) -> list[tuple[float, Sentence]]:
    """The sentences of a hit with their likeness to the query, best first."""
    return sorted(zip(hit.sentences, hit.passage.sentences, strict=True), key=lambda pair: -pair[0])


def _found(how: How, lines: Sequence[Line], order: Order, marks: tuple[str, ...]) -> Found:
    if not lines:
        return Found(how=How.NOTHING, marks=marks)
    counts = Counter((line.passage.published, line.passage.kind) for line in lines)
    return Found(
        how=how,
        rows=tuple(map(_row, _ordered(lines, order)[:MAX_ROWS])),
        total=len(lines),
        tallies=tuple(
            Tally(date, kind, counts[date, kind])
            for date, kind in sorted(counts, key=lambda key: (key[0] or "", key[1]))
        ),
        marks=marks,
    )


def _ordered(lines: Sequence[Line], order: Order) -> Sequence[Line]:
    """Lines without a date go last either way; within a date the order stays."""
    if order is Order.BEST:
        return lines
    dated = [line for line in lines if line.passage.published]
    dated.sort(key=lambda line: line.passage.published or "", reverse=order is Order.NEWEST)
    return [*dated, *(line for line in lines if not line.passage.published)]


def _row(line: Line) -> Row:
    passage, sentence = line.passage, line.sentence
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
