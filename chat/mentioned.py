"""Where the show mentions something: every episode that has the very word, the oldest first, and no other.

It is a look-up and no search: what is near in meaning or in letters is not what was asked for. A word counts in the
spelling that was typed and in the one that the material's mis-heard words are mended to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from chat.choices import Choice
from chat.episodes import title_of
from chat.evidence import Candidate
from chat.gather import CERTAIN
from chat.intents import Intent
from chat.question import Question
from chat.wants import SAYERS
from chat.wording import Composer
from chat.words import any_of
from corpus.episodes import written_number
from corpus.models import Form, Passage, Sentence, SourceKind
from corpus.searchable import searchable
from index.models import Filters
from index.positional import words_in
from index.search import Index

_MENTION = r"(?:mention(?:ed|s)?|names?|named|bring up|brought up|say the (?:words?|name)|use the word)"
_ASKED = any_of(
    rf"^\W*where (?:do|does|did|has|have) {SAYERS}(?: ever)? {_MENTION} (?P<word>[^?]{{2,60}}?)\W*$",
    r"^\W*(?:where|in (?:which|what) episodes?|which episodes?) (?:is|was|are|were) (?P<said>[^?]{2,60}?)(?: ever)?"
    r" (?:mentioned|named)(?: in)?\W*$",
    rf"^\W*(?:in )?(?:which|what) episodes?(?: do {SAYERS})? (?:mention|name)s? (?P<held>[^?]{{2,60}}?)\W*$",
)
_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_DESCRIBES = re.compile(
    r"\b(?:that|which|who|how|why|when|and|or|with|about|in|on|at|by|from|during|for|to)\b", re.IGNORECASE
)
_MOST_WORDS = 4  # of a name; more describe something
_TITLED, _QUOTED = 4, 8  # episodes that are told with their titles, or quoted; further ones by their numbers alone
_SHORT, _LONG = 5, 40  # words of a sentence that says something of it, and reads as a line of a list
_ON_AIR_FIRST = (SourceKind.TRANSCRIPT, SourceKind.CAPTIONS, SourceKind.PAGE, SourceKind.OUTLINE, SourceKind.ARTICLE)


def word_asked(question: Question) -> str | None:
    """The word or name of which a question asks where the show mentions it."""
    match = _ASKED.search(question.text) if question.intent in (Intent.EPISODE, Intent.FACT, Intent.LIST) else None
    if match is None or question.episode:
        return None
    asked = _ARTICLE.sub("", match[str(match.lastgroup)].strip(" \"'“”"))
    return None if _DESCRIBES.search(asked) or len(asked.split()) > _MOST_WORDS else asked


def mentions(index: Index, question: Question, filters: Filters) -> list[Candidate] | None:
    """The sentence of each episode that mentions what is asked for, oldest first; None where that is not asked.

    None, too, where nothing mentions it and it may be put in other words; what is written as a name is not.
    """
    asked = word_asked(question)
    if asked is None or len(index.episodes()) < 2 or filters.speaker:
        return None
    held = _having(index, asked)
    found = [
        (source, Candidate(passage.sentences[at], passage, at, CERTAIN, ()))
        for source in index.sources()
        if source.episode and (not filters.kind or source.kind in filters.kind)
        if not filters.episode or source.episode in filters.episode
        for passage, at in held.get(source.path, ())
    ]
    best: dict[str, Candidate] = {}
    for source, candidate in sorted(found, key=lambda pair: _rank(pair[1])):
        best.setdefault(source.episode or "", candidate)
    in_order = sorted(best.values(), key=lambda candidate: candidate.passage.episode or "")
    if all(candidate.passage.published for candidate in in_order):
        in_order.sort(key=lambda candidate: candidate.passage.published or "")
    return in_order if in_order or all(word[:1].isupper() for word in asked.split()) else None


def _rank(candidate: Candidate) -> tuple[bool, int, bool, str, int]:
    """What is quoted of an episode: sentences before headings, on air before in print."""
    words = len(candidate.sentence.text.split())
    return (
        candidate.sentence.form not in (Form.SPEECH, Form.PROSE, Form.ITEM),
        _ON_AIR_FIRST.index(candidate.passage.kind),
        not _SHORT <= words <= _LONG,
        candidate.passage.path,
        candidate.sentence.start,
    )


def _having(index: Index, asked: str) -> dict[str, list[tuple[Passage, int]]]:
    """The sentences that have a name, by their sources: passage and place in it."""
    said = index.said()
    numbers = np.unique(np.concatenate([said.words.with_phrase(words_in(form)) for form in _forms(asked)]))
    rows: dict[int, list[int]] = {}
    for number, row in zip(numbers.tolist(), said.passages_of(numbers).tolist(), strict=True):
        rows.setdefault(row, []).append(number - int(said.rows.sentence_starts[row]))
    held: dict[str, list[tuple[Passage, int]]] = {}
    for row, places in rows.items():
        passage = index.passage(said.passage_id(row))
        fitting = [(passage, at) for at in places if _is_it(passage.sentences[at], asked)]
        held.setdefault(passage.path, []).extend(fitting)
    return held


def _forms(asked: str) -> Iterable[str]:
    """A name as it is typed and as it is searched, and its plural where it is an ordinary word."""
    forms = [asked, searchable(asked)]
    if asked.islower():
        forms += [f"{asked}s", asked.removesuffix("s")]
    return dict.fromkeys(forms)


def _is_it(sentence: Sentence, asked: str) -> bool:
    """Whether a sentence has it as a name, where it is typed as one: Bath, and not a bath; or was mis-heard."""
    if not asked[:1].isupper():
        return True
    pattern = rf"(?<!\w){re.escape(asked)}(?!\w)"
    return bool(re.search(pattern, sentence.text) or not re.search(pattern, sentence.text, re.IGNORECASE))


def choose_mentions(candidates: Sequence[Candidate], index: Index) -> list[Choice]:
    """What is quoted of each episode, with its title where they are few."""
    quoted = [Choice((c.sentence,), c.passage, c.score) for c in candidates]
    if len(quoted) > _TITLED:
        return quoted
    return [replace(choice, title=title_of(choice.passage.episode or "", index)) for choice in quoted]


def mention_statements(choices: Sequence[Choice], composer: Composer) -> Iterator[str | None]:
    """One statement an episode, and one for all those of many that are only named."""
    yield from (composer.statement(choice) for choice in choices[:_QUOTED])
    named = [(choice, composer.numbers(choice)) for choice in choices[_QUOTED:]]
    cited = [f"{written_number(c.passage.episode or '')} {''.join(f'[{n}]' for n in own)}" for c, own in named if own]
    if cited:
        yield f"Also in episode{'s' if len(cited) > 1 else ''} {', '.join(cited)}."
