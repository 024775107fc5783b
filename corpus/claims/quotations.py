"""Quotations: the words that a source puts in somebody's mouth, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.claims.common import EMPTY
from corpus.claims.models import Claim, ClaimKind, Site, Source, Value, claim_at
from corpus.claims.words import words_of
from corpus.letters import LOWER, UPPER, unaccented
from corpus.models import Form, Sentence
from corpus.numbers.written import written

FEWEST_WORDS = 4
_MARKED = re.compile(r"[\"“](?P<words>[^\"“”]{12,600})[\"”]")
_SPOKEN = re.compile(r"\bquote\b[,:.]? (?P<words>[^\"“”]{12,600}?)[.,;?!]? (?:end quote|unquote)\b", re.I)
_PART = rf"[{UPPER}][{LOWER}'’-]{{1,20}}"
_PERSON = re.compile(rf"\b(?P<first>{_PART})(?: (?P<middle>{_PART}))?(?: (?P<last>{_PART}))")
_POSSESSIVE = re.compile(
    rf"\b(?P<last>[{UPPER}][{LOWER}-]{{2,20}})(?:['’]s?)? (?:answer|said|says|put|argued|wrote|told|added|warned)\b"
)
_OF_PERSON = re.compile(
    rf"[{UPPER}][\w'’-]+(?: [{UPPER}][\w'’-]+){{1,2}}(?: (?:on|about|said|says)\b|,|$)"
)  # "Ada Moss on bread"
_LEADS_IN = re.compile(r":\W{0,3}$|\b(?:said|says|told|wrote|argued|answer|put it|quoting|explained)\b", re.I)
_WORDS = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_BLOCK = 4  # sentences that are read as one where a quotation may run over them


def quotation_claims(document: Source, sentences: Sequence[Sentence], names: frozenset[str]) -> list[Claim]:
    """The quotations of a source, each once, in order; the person is None where nobody is named."""
    found: dict[tuple[int, str], Claim] = {}
    for position, sentence in enumerate(sentences):
        if sentence.form in (Form.CODE, Form.TASK, Form.DATA, Form.HEADING, Form.ROW):
            continue
        block = _block(sentences, position)
        before = sentences[position - 1] if position else None
        for words, claim_end in _quoted(block):
            person = _person(sentence, words, before)
            if len(words.split()) >= FEWEST_WORDS:
                site = Site(document, sentence.model_copy(update={"end": claim_end}), [], names)
                text = " ".join(s.text for s in block if s.end <= claim_end)
                plain = tuple(_WORDS.findall(unaccented(written(words).lower()).replace("’", "'")))
                own = words_of(words, names)
                quoted = Value(ClaimKind.QUOTE, words.strip(" ,"), items=plain, person=person, text=text)
                found.setdefault(
                    (sentence.start, words),
                    claim_at(site, quoted, own),
                )
    return list(found.values())


def _block(sentences: Sequence[Sentence], position: int) -> list[Sentence]:
    """A sentence and those after it that belong to the same speaker and section."""
    first = sentences[position]
    block = [first]
    for sentence in sentences[position + 1 : position + _BLOCK]:
        if (sentence.speaker, sentence.section, sentence.form) != (first.speaker, first.section, first.form):
            break
        block.append(sentence)
    return block


def _quoted(block: Sequence[Sentence]) -> Iterator[tuple[str, int]]:
    """The quotations that begin in the first sentence of a block, and where the last sentence of each ends."""
    text = " ".join(sentence.text for sentence in block)
    first = len(block[0].text)
    for pattern in (_SPOKEN, _MARKED):
        for match in pattern.finditer(text):
            if match.start() >= first:
                break
            length, last = 0, block[0]
            for last in block:
                length += len(last.text) + 1
                if length >= match.end():
                    break
            yield match["words"], last.end


def _person(sentence: Sentence, words: str, before: Sentence | None) -> str | None:
    """The last name of whoever is quoted: named before the words, in the sentence before, or in the heading."""
    outside = sentence.text.replace(words, " ")
    texts = [outside, *(heading for heading in sentence.section[-1:] if _OF_PERSON.match(heading))]
    same = before is not None and (before.speaker, before.section) == (sentence.speaker, sentence.section)
    if before is not None and same and _LEADS_IN.search(before.text):
        texts.insert(1, before.text)
    for text in texts:
        people = [*_PERSON.finditer(text), *_POSSESSIVE.finditer(text)]
        if people:
            last = unaccented(people[0]["last"]).lower().removesuffix("'s").removesuffix("’s")
            return None if last in EMPTY else last
    return None
