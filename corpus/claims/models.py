"""The data of what a source states, and the one place where a claim is made of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from corpus.claims.beside import Said
from corpus.claims.words import Word
from corpus.models import Document, Form, Frozen, Passage, Sentence, SourceKind
from corpus.numbers.moments import Date
from corpus.numbers.quantities import Quantity

CLAIMS_VERSION = 6
_IMAGINED = re.compile(
    r"^if\b|\b(?:imagine|picture|let's say|say you|suppose|for example|for instance|scenario|hypothetical|"
    r"if you(?:r|'re)?|e\.g\.|what if|consider a|looks like|you deploy|you run)\b",
    re.I,
)
_ASKED = re.compile(r"\?[ \"”'’]{0,4}$")
_TAG = re.compile(r",\s(?:remember|right|no|huh|you know|[a-z]{2,6}n['’]t (?:it|they|he|she|we|you))\?\W{0,4}$", re.I)


class ClaimKind(StrEnum):
    """What sort of value a claim has."""

    QUANTITY = "quantity"
    DATE = "date"
    NAME = "name"
    LIST = "list"
    QUOTE = "quote"
    POLARITY = "polarity"
    STATEMENT = "statement"  # a thing said outright, or denied: see `corpus.claims.plain`


class Claim(Frozen):
    """One value that a source states, and where: `text` is the reading of `file[start:end]`.

    `own`, `frame` and `context` are word keys (`corpus.claims.words`): the value's clause, the rest of its sentence,
    what it inherits. `names` are those of all three that are names. `items` are the keys of a list's members, of a
    quotation's words, of a name's parts.
    """

    version: int = CLAIMS_VERSION
    kind: ClaimKind
    path: str
    source: SourceKind
    episode: str | None = None
    published: str | None = None
    speaker: str | None = None
    form: Form = Form.PROSE
    start: int
    end: int
    text: str
    value: str
    own: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    quantity: Quantity | None = None
    date: Date | None = None
    rank: float | None = None  # of a quantifier: 0 none … 1 all
    items: tuple[str, ...] = ()
    person: str | None = None  # who is quoted, by last name
    asked: bool = False  # stands in a question: it can agree, it states nothing
    imagined: bool = False  # an example, a hypothetical case
    taken_back: bool = False  # at once: "ninety, sorry, sixty"
    beside: Said = ()  # of a quantity: the numbers said close by
    label: str = ""  # of a table row: what its first cell and its column say the value is of


Source = Document | Passage  # as far as a claim needs it: path, kind, episode, date


class Site(NamedTuple):
    """Where a claim stands and what it inherits there."""

    document: Source
    sentence: Sentence
    context: list[Word]
    names: frozenset[str]  # the names that the document knows
    beside: Said = ()
    taken_back: bool = False
    question: Sequence[Word] = ()  # the words of the question that the sentence replies to
    sample: bool = False  # words that somebody might say


class Value(NamedTuple):
    """What a claim says, as shown and as compared."""

    kind: ClaimKind
    shown: str
    quantity: Quantity | None = None
    date: Date | None = None
    rank: float | None = None
    items: tuple[str, ...] = ()
    person: str | None = None
    text: str | None = None  # where the claim's words are not the sentence's own


def claim_at(site: Site, value: Value, own: Iterable[Word], frame: Iterable[Word] = ()) -> Claim:
    """The claim of one sentence, with its place and what surrounds it."""
    own, frame, sentence = list(own), list(frame), site.sentence
    return Claim(
        kind=value.kind,
        path=site.document.path,
        source=site.document.kind,
        episode=site.document.episode,
        published=site.document.published,
        speaker=sentence.speaker,
        form=sentence.form,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text if value.text is None else value.text,
        value=value.shown,
        own=keys(own),
        frame=keys(frame),
        context=keys(site.context),
        names=keys(word for word in (*own, *frame, *site.context) if word.name),
        quantity=value.quantity,
        date=value.date,
        rank=value.rank,
        items=value.items,
        person=value.person,
        asked=bool(_ASKED.search(sentence.text)) and not _TAG.search(sentence.text),
        imagined=site.sample or bool(_IMAGINED.search(sentence.text)),
        taken_back=site.taken_back,
        beside=site.beside if value.quantity else (),
    )


def keys(words: Iterable[Word]) -> tuple[str, ...]:
    """The keys of words, each once, in order."""
    return tuple(dict.fromkeys(word.key for word in words))
