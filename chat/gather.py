"""Answers that are not one sentence: the items of a list, the first or last words of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from chat.choices import Choice
from chat.citations import Documents
from chat.evidence import FEATURES, Candidate
from chat.intents import Intent
from chat.question import Question
from chat.states import points_elsewhere
from chat.wants import Want
from chat.words import term_set
from corpus.models import Form, Passage, SourceKind
from index.models import Filters
from index.search import Index

_ORDINAL = re.compile(
    r"^(?:and )?(?:(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|finally|last(?:ly)?|number \w+)\b[,:. —–-]"
    r"|(?:one|two|three|four|five|six|seven)\b ?[,:.—–-])",
    re.IGNORECASE,
)
_COUNTED_ALOUD = re.compile(r"(?:and )?(?:number )?(\w+) ?(?:[,:.—–]|-(?!\w))", re.IGNORECASE)
_NUMBER = {
    word: number
    for words in ("one two three four five six seven", "first second third fourth fifth sixth seventh")
    for number, word in enumerate(words.split(), 1)
}
_APART = 1500  # characters of the file between two that are counted aloud
_EDGE_SENTENCES = 2  # what "the last words" are taken to be
CERTAIN = 30.0  # the score of what is found by its place, not by its words
_ITEMS = 10
_ABOUT = 0.6
_GIVES = FEATURES.index("gives")
_BEHIND = 4.5  # how far the best of its items may score behind the sentence that answers best, in log-odds


def listed(question: Question, candidates: Sequence[Candidate], *, documents: Documents, words: int) -> list[Choice]:
    """The items of the list that answers, in their order, or nothing when no list does.

    A list is a run of items or rows of one section, or of sentences that are counted ("First: …"), by one speaker or by
    two in turn. It answers when it is about what is asked (its headings, the line before it and its items hold most of
    the question's words), is not far behind the best sentence and has as many items as were asked for, if a number was.
    """
    own = [candidate for candidate in candidates if not points_elsewhere(question, candidate.sentence)]
    runs = [_outermost(run, documents) for group in _by_passage(own) for run in _runs(group)]
    runs += _counted_aloud(own) if question.want is Want.ANY else []
    least = max((c.score for c in candidates), default=0.0) - _BEHIND
    near = (run for run in runs if len(run) > 1 and max(c.score for c in run) >= least)
    fitting = [run for run in near if _fits(question, run) and _gives(question, run)]
    best = max(fitting, key=lambda run: (_aboutness(question, run), max(c.score for c in run)), default=[])
    chosen: list[Choice] = []
    for candidate in best[:_ITEMS]:
        choice = Choice((candidate.sentence,), candidate.passage, candidate.score)
        if sum(c.words for c in chosen) + choice.words <= words:
            chosen.append(choice)
    return chosen


def _fits(question: Question, run: Sequence[Candidate]) -> bool:
    return _aboutness(question, run) >= _ABOUT and (question.count is None or len(run) == question.count)


def _gives(question: Question, run: Sequence[Candidate]) -> bool:
    """Whether the items name somebody, or something, where that is asked for."""
    named = sum(not c.features or bool(c.features[_GIVES]) for c in run)
    return question.want is not Want.PERSON or 2 * named >= len(run)


def _aboutness(question: Question, run: Sequence[Candidate]) -> float:
    """The share of the question's words that the list's headings, lead and items hold."""
    first = run[0]
    lead = first.passage.sentences[max(first.at - 2, 0) : first.at]
    texts = [
        first.passage.title,
        *first.sentence.section,
        *(s.search_text for s in lead),
        *(c.sentence.search_text for c in run),
    ]
    held = frozenset[str]().union(*map(term_set, texts))
    wanted = set(question.terms) - {str(question.count)}
    return len(wanted & held) / (len(wanted) or 1) + 0.1 * (question.count == len(run))


def _outermost(run: Sequence[Candidate], documents: Documents) -> list[Candidate]:
    """The items that are not part of another item, by how far they are set in."""
    depths = [_indent(documents(c.passage.path).file, c.sentence.start) for c in run]
    return [candidate for candidate, depth in zip(run, depths, strict=True) if depth == min(depths)]


def _indent(file: str, start: int) -> int:
    line = file[file.rfind("\n", 0, start) + 1 : start]
    return len(line) - len(line.lstrip())


def edges(index: Index, question: Question, filters: Filters) -> list[Candidate]:
    """The first or last words of the transcripts that the filters leave, newest first; at most two sources."""
    if question.intent not in (Intent.OPENING, Intent.CLOSING):
        return []
    sources = [
        source
        for source in index.sources()
        if source.kind in (filters.kind or (SourceKind.TRANSCRIPT,))
        and (not filters.episode or source.episode in filters.episode)
    ]
    return [c for source in sources[-2:] for c in _edge(index.passages(source.path), question.intent)]


def _edge(passages: Sequence[Passage], intent: Intent) -> Iterator[Candidate]:
    if not passages:
        return
    passage = passages[0] if intent is Intent.OPENING else passages[-1]
    count = len(passage.sentences)
    places = (
        range(min(_EDGE_SENTENCES, count))
        if intent is Intent.OPENING
        else range(max(count - _EDGE_SENTENCES, 0), count)
    )
    for at in places:
        yield Candidate(passage.sentences[at], passage, at, CERTAIN, ())


def _by_passage(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    grouped: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        grouped.setdefault(candidate.passage.id, []).append(candidate)
    for group in grouped.values():
        yield sorted(group, key=lambda c: c.at)


def _runs(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Runs of at least two sentences that are alike in form, speaker and section."""
    for (form, _, _), group in groupby(
        candidates, key=lambda c: (c.sentence.form, c.sentence.speaker, c.sentence.section)
    ):
        run = list(group)
        if form is Form.SPEECH:
            run = [candidate for candidate in run if _ORDINAL.match(candidate.sentence.text)]
        if len(run) > 1 and form in (Form.ITEM, Form.ROW, Form.SPEECH):
            yield run
    yield from _nested(candidates)


def _counted_aloud(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Sentences of a source that are counted from one on, whoever says them, with others in between."""
    runs: list[list[Candidate]] = []
    for candidate in sorted(candidates, key=lambda c: (c.passage.path, c.sentence.start)):
        match = _COUNTED_ALOUD.match(candidate.sentence.text) if candidate.sentence.form is Form.SPEECH else None
        number = _NUMBER.get(match[1].lower()) if match else None
        if number == 1:
            runs.append([candidate])
        elif number and runs and number == len(runs[-1]) + 1 and _follows(runs[-1][-1], candidate):
            runs[-1].append(candidate)
    return runs


def _follows(before: Candidate, candidate: Candidate) -> bool:
    apart = candidate.sentence.start - before.sentence.end
    return candidate.passage.path == before.passage.path and apart <= _APART


def _nested(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Lists with the items inside their items, whose section is the list's and the item they stand under."""
    run: list[Candidate] = []
    for candidate in candidates:
        section, is_item = candidate.sentence.section, candidate.sentence.form is Form.ITEM
        base = run[0].sentence.section if run else ()
        if run and not (is_item and section[: len(base)] == base):
            yield run
            run = []
        if is_item:
            run.append(candidate)
    if run:
        yield run
