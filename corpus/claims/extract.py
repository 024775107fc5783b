"""What the sentences of a source state: quantities, dates, names, lists, quotations, polarity, and of what.

A claim is one value with three rings of words around it: its own clause, the rest of its sentence, and what it
inherits (the headings above, a row's label, the sentence before). Which claims meet is decided elsewhere; here
nothing is compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError

from corpus.claims.agenda import agenda_claims
from corpus.claims.beside import is_sample, is_taken_back, numbers_beside
from corpus.claims.figures import figure_claims
from corpus.claims.models import CLAIMS_VERSION, Claim, ClaimKind, Site, Source, claim_at
from corpus.claims.plain import plain_statement
from corpus.claims.quotations import quotation_claims
from corpus.claims.replied import question_words
from corpus.claims.statements import statement_claims
from corpus.claims.versions import version_claims
from corpus.claims.words import Word, names_of, words_of
from corpus.models import Document, Form, Passage, Sentence, SourceKind

__all__ = ["CLAIMS_VERSION", "Claim", "ClaimKind", "claims_from", "claims_of_sentence", "extract_claims", "in_order"]

_SILENT = frozenset({Form.CODE, Form.TASK, Form.HEADING, Form.DATA})  # nothing in these states a fact of the subject
_ABOUT_SOURCES = re.compile(
    r"\b(?:sources|references|resources|further reading|cross-?(?:links|references?)|related|links|production notes|"
    r"checklist|timestamps|chapters?(?: markers)?|dialogue notes)\b",
    re.I,
)
_LONGEST = 2_000  # characters; a longer "sentence" is a heap of something
_REMEMBERED = 5  # sentences back from which speech inherits the names in it
_CARRIED = 2  # sentences back from which it inherits other words


def extract_claims(document: Document, passages: Sequence[Passage]) -> list[Claim]:
    """Every claim of one source, in order. Sentences that repeat another source word for word state nothing new."""
    sentences = in_order(passages)
    names = names_of(s.text for s in sentences if s.form not in (Form.HEADING, Form.ROW, Form.CODE))
    claims = list(agenda_claims(document, sentences, names))
    for position in range(len(sentences)):
        claims += _stated(document, sentences, position, names)
        claims += _plain(document, sentences, position, names)
    claims += quotation_claims(document, [s for s in sentences if s.copy_of is None], names)
    return claims


def claims_of_sentence(
    source: Source, sentences: Sequence[Sentence], position: int, names: frozenset[str]
) -> list[Claim]:
    """What one of the sentences of a source states, quotations included; it inherits from those around it."""
    quoted = quotation_claims(source, sentences[max(0, position - 1) : position + _CARRIED], names)
    stated = _stated(source, sentences, position, names)
    return [*stated, *(claim for claim in quoted if claim.start == sentences[position].start)]


def _stated(source: Source, sentences: Sequence[Sentence], position: int, names: frozenset[str]) -> Iterator[Claim]:
    """The quantities, dates, names, lists and quantifiers of one sentence of a source."""
    sentence = sentences[position]
    if sentence.copy_of is None and _may_state(sentence):
        before = sentences[max(0, position - _REMEMBERED) : position]
        context = _context(sentence, before, names)
        near = numbers_beside(sentences, position)
        taken_back, sample = is_taken_back(sentences, position), is_sample(sentences, position)
        asked = question_words(sentences, position, names)
        site = Site(source, sentence, context, names, near, taken_back, asked, sample)
        yield from figure_claims(site)
        yield from statement_claims(site)
        yield from version_claims(site)


def _plain(source: Source, sentences: Sequence[Sentence], position: int, names: frozenset[str]) -> Iterator[Claim]:
    """What one sentence of a source says outright, or denies."""
    sentence = sentences[position]
    if sentence.copy_of is None and _may_state(sentence) and source.kind is not SourceKind.CAPTIONS:
        before = sentences[max(0, position - _REMEMBERED) : position]
        after = sentences[position + 1] if position + 1 < len(sentences) else None
        if stated := plain_statement(sentence, before[-1] if before else None, after):
            named = any(word.name for word in words_of(sentence.text, names))
            context = [] if named else _context(sentence, before, names)
            yield claim_at(Site(source, sentence, context, names), stated, ())


def claims_from(lines: Iterable[str | bytes]) -> Iterator[Claim]:
    """Stored claims, one JSON object a line. Those of another version are left out: they were made by other rules.

    Raises `ValueError` for a line of this version that is no claim.
    """
    for line in lines:
        try:
            claim = Claim.model_validate_json(line)
        except ValidationError:
            stored = json.loads(line)
            if not isinstance(stored, dict) or stored.get("version") == CLAIMS_VERSION:
                raise
        else:
            if claim.version == CLAIMS_VERSION:
                yield claim


def in_order(passages: Iterable[Passage]) -> list[Sentence]:
    """Each sentence of the passages once, by its place."""
    places = {(s.start, s.end): s for passage in passages for s in passage.sentences}
    return [places[place] for place in sorted(places)]


def _may_state(sentence: Sentence) -> bool:
    """Whether a sentence can state a fact of the subject: by its form, its length and the headings above it."""
    if sentence.form in _SILENT or len(sentence.text) > _LONGEST:
        return False
    return not any(_ABOUT_SOURCES.search(heading) for heading in sentence.section)


def _context(sentence: Sentence, before: Sequence[Sentence], names: frozenset[str]) -> list[Word]:
    """The words that a sentence inherits: from its headings, and from what was said just before."""
    if sentence.form is Form.SPEECH:
        last = [word for s in before[-_CARRIED:] for word in words_of(s.text, names)]
        return [
            *last,
            *(word for s in before if s.speaker == sentence.speaker for word in words_of(s.text, names) if word.name),
        ]
    inherited = [word for heading in sentence.section[-2:] for word in words_of(heading, names)]
    if sentence.form in (Form.PROSE, Form.QUOTE):
        near = [s for s in before[-_CARRIED:] if s.section == sentence.section]
    else:
        near = [s for s in before[-1:] if s.section == sentence.section and s.text.rstrip("*_ ").endswith(":")]
    return [*inherited, *(word for s in near for word in words_of(s.text, names))]
