"""From pairs of claims that differ to disagreements: positions with their places, topic, severity, a lasting id."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from chat.disagreement.matching import Pair
from chat.disagreement.pairing import Stated
from chat.disagreement.values import roughly_agree, same_value
from chat.models import Disagreement, DisagreementKind, Place, Position, Severity
from corpus.claims.agenda import EPISODE
from corpus.claims.common import EMPTY
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.words import Word, words_of
from corpus.models import Form, SourceKind
from corpus.numbers.numerals import numerals
from corpus.numbers.units import COUNT

SAME_FACT = 0.48  # likeness from which two claims with equal values state one fact
_MOST_SAID = 8  # words of a topic
_LONGEST_TOPIC = 60  # characters of one that is a piece of a sentence
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY_AT_END = re.compile(rf" on {_DAY}$")
_SMALL = re.compile(rf"[,:]?(?: (?:{'|'.join(sorted(map(re.escape, EMPTY)))}),?){{0,5}} ", re.IGNORECASE)
_WHOSE = re.compile(r"(?P<of>(?: of)?(?: (?:the|our|their|its|these|those))?)(?P<words>(?: [\w'’-]{1,30}){1,3})", re.I)
_AIRED_FIRST = (SourceKind.TRANSCRIPT, SourceKind.OUTLINE, SourceKind.PAGE, SourceKind.ARTICLE, SourceKind.CAPTIONS)


_LABELLED = (Form.ROW, Form.ITEM)
_ITEM = re.compile(rf"(?P<label>[^:|,]{{3,60}}): (?:{_DAY},? )?")


class Finding(NamedTuple):
    """A disagreement with what it is about: the words of its two sides, and every claim that takes part."""

    disagreement: Disagreement
    shared: frozenset[str]  # words that both sides have in their sentences
    claims: tuple[Claim, ...]


def findings_of(different: Sequence[Pair], equal: Iterable[Pair]) -> list[Finding]:
    """The disagreements that `different` pairs make, equal statements put together, in the order of their best pair."""
    facts = _facts(equal)
    found: dict[tuple[int, ...], Pair] = {}
    for pair in different:
        key = tuple(sorted((_fact_of(facts, pair.one), _fact_of(facts, pair.other))))
        if key[0] != key[1]:
            found.setdefault(key, pair)
    members: dict[int, list[Stated]] = defaultdict(list)
    for pair in different:
        for side in (pair.one, pair.other):
            members[_fact_of(facts, side)].append(side)
    for side, _ in facts.values():
        members[_fact_of(facts, side)].append(side)
    return [_finding(pair, members, facts) for pair in found.values()]


_Facts = dict[int, tuple[Stated, int]]


def _facts(equal: Iterable[Pair]) -> _Facts:
    """For each claim that is stated again elsewhere: itself, and the claim that stands for its fact."""
    facts: _Facts = {}
    for pair in equal:
        if pair.likeness < SAME_FACT or not same_value(pair.one.claim, pair.other.claim):
            continue
        for side in (pair.one, pair.other):
            facts.setdefault(id(side), (side, id(side)))
        root, other = _fact_of(facts, pair.one), _fact_of(facts, pair.other)
        if root != other:
            facts[other] = (facts[other][0], root)
    return facts


def _fact_of(facts: _Facts, side: Stated) -> int:
    """The claim that stands for a claim's fact; itself when nothing else states it."""
    at = id(side)
    while at in facts and facts[at][1] != at:
        at = facts[at][1]
    return at


def _finding(pair: Pair, members: dict[int, list[Stated]], facts: _Facts) -> Finding:
    """One disagreement: the two sides of its best pair, each with all the places that give its value."""
    sides = [_aired(side, members[_fact_of(facts, side)]) for side in (pair.one, pair.other)]
    places = [_distinct(side, members[_fact_of(facts, side)]) for side in sides]
    order = sorted((0, 1), key=lambda n: _rank(sides[n].claim))
    kind = DisagreementKind(pair.one.claim.kind.value)
    claims = (sides[0].claim, sides[1].claim, *places[0], *places[1])
    labels = [label for claim in claims if claim.form in _LABELLED and (label := label_of(claim))]
    if pair.one.claim.items[:1] == (EPISODE,):
        labels = ["number of the episode"]
    topic = labels[0] if labels else topic_of(pair.one, pair.other)
    found = Disagreement(
        id=identity(kind, pair.one, pair.other),
        topic=topic,
        kind=kind,
        severity=severity_of(pair.one.claim, pair.other.claim),
        positions=tuple(position(sides[n].claim, places[n]) for n in order),
    )
    return Finding(found, pair.one.near & pair.other.near, claims)


def _rank(claim: Claim) -> tuple[int, str, int]:
    return _AIRED_FIRST.index(claim.source), claim.path, claim.start


def _aired(side: Stated, members: Iterable[Stated]) -> Stated:
    """Where a statement that is printed in the same words was made on air, or itself."""
    alike = [m for m in members if m.near == side.near and m.claim.episode == side.claim.episode]
    return min([side, *alike], key=lambda m: _rank(m.claim))


def _distinct(best: Stated, members: Iterable[Stated]) -> list[Claim]:
    """The other places of a fact, each once, in order."""
    places = {(m.claim.path, m.claim.start): m.claim for m in members}
    places.pop((best.claim.path, best.claim.start), None)
    return [places[key] for key in sorted(places)]


def position(claim: Claim, others: Sequence[Claim] = ()) -> Position:
    """A claim as one side of a disagreement, with the other places that say the same."""
    return Position(
        value=value_of(claim),
        quote=claim.text,
        path=claim.path,
        speaker=claim.speaker,
        start=claim.start,
        end=claim.end,
        kind=claim.source,
        episode=claim.episode,
        also=tuple(
            Place(path=c.path, start=c.start, end=c.end, quote=c.text, speaker=c.speaker, kind=c.source) for c in others
        ),
    )


def value_of(claim: Claim) -> str:
    """A claim's value as it stands; "None of" says nothing alone and has with it what it is said of."""
    if claim.kind is not ClaimKind.POLARITY:
        return claim.value
    found = re.search(rf"\b{re.escape(claim.value)}\b", claim.text)
    whose = found and _WHOSE.match(claim.text, found.end())
    words = list(takewhile(lambda word: word.lower() not in EMPTY, whose["words"].split())) if whose else []
    if not whose or not words:
        return claim.value
    last = next((at for at, word in enumerate(words, 1) if word.endswith("s")), 1)  # "guild members", or the first word
    return " ".join([claim.value + whose["of"], *words[:last]])


def severity_of(one: Claim, other: Claim) -> Severity:
    """How the difference should be read."""
    if (one.source is SourceKind.CAPTIONS) != (other.source is SourceKind.CAPTIONS):
        return Severity.CAPTION
    if one.episode != other.episode and one.quantity is not None:
        return Severity.UPDATE  # a date of an event does not change, a figure may
    if one.quantity is not None and other.quantity is not None and roughly_agree(one.quantity, other.quantity):
        return Severity.SCOPE
    return Severity.CONFLICT


def label_of(claim: Claim) -> str:
    """What a table row, or an item of the form "label: value", says its value is of; empty where it does not."""
    before = claim.text.partition(claim.value)[0]
    if claim.form is Form.ROW:
        return claim.label or before.strip(" |:–-")
    item = _ITEM.fullmatch(before)
    return item["label"] if item else ""


def topic_of(one: Stated, other: Stated) -> str:
    """What both are about: the names that both know and what their clauses share, as it stands in one of the sentences.

    Where neither sentence has the most of it, and every name, in one piece: those words in the order of the shorter.
    """
    shared = (one.near & other.near) | (one.known & other.known & (one.near | other.near))
    texts = [side.claim.text for side in sorted((one, other), key=lambda side: (len(side.claim.text), side.claim.path))]
    said = [_said(text, one.known | other.known, shared) for text in texts]
    pieces = [piece for text, words in zip(texts, said, strict=True) for piece in _pieces(text, words)]
    pieces = [(_DAY_AT_END.sub("", piece), words) for piece, words in pieces]
    best, held = max(pieces, key=lambda piece: (len(piece[1]), -len(piece[0])), default=("", []))
    named = {word.key for word in said[0] if word.name}
    short, long = sorted((one.claim, other.claim), key=lambda claim: (len(claim.text), claim.path))
    if len(said[0]) < 2 and (whole := _without_number(short) or _without_number(long)):
        return whole  # one word says too little: "teeth"
    if len(held) > len(said[0]) / 2 and named <= {word.key for word in held}:
        return best if len(held) == len(said[0]) else _around(short, said[0]) or best
    return _around(short, said[0]) or " ".join(texts[0][word.start : word.end] for word in said[0]) or texts[0][:60]


def _without_number(claim: Claim) -> str:
    """A short sentence without the number of its value: "Rake of ash wood, … teeth"; empty where nothing is left."""
    before, value, after = claim.text.strip(" .*").partition(claim.value)
    last = max((numeral.end for numeral in numerals(value)), default=len(value))
    counted = value[last:] if claim.quantity is not None and claim.quantity.dimension == COUNT else ""
    told = f"{before}…{counted}{after}" if value else ""
    return told if len(told) <= _LONGEST_TOPIC and re.search(r"\w", f"{before}{after}") else ""


def _around(claim: Claim, words: Sequence[Word]) -> str:
    """The stretch of a sentence that holds words and its value between them, the value left out: "church is … old"."""
    stretch = claim.text[words[0].start : words[-1].end] if words else ""
    before, value, after = stretch.partition(claim.value)
    return f"{before}…{after}" if value and after and len(stretch) <= _LONGEST_TOPIC else ""


def _said(text: str, names: frozenset[str], shared: frozenset[str]) -> list[Word]:
    """The first words of a sentence that are shared, each once."""
    words = {word.key: word for word in reversed(words_of(text, names)) if word.key in shared}
    return sorted(words.values(), key=lambda word: word.start)[:_MOST_SAID]


def _pieces(text: str, words: list[Word]) -> Iterator[tuple[str, list[Word]]]:
    """Stretches of a sentence that begin and end with such words, with small words alone between them."""
    first = 0
    for at, word in enumerate(words, 1):
        if at == len(words) or not _SMALL.fullmatch(text, word.end, words[at].start):
            yield text[words[first].start : word.end], words[first:at]
            first = at


def identity(kind: DisagreementKind, one: Stated, other: Stated) -> str:
    """A name that lasts over re-ingest: made of what is claimed, not of where it stands."""
    values = sorted((_value(one.claim), _value(other.claim)))
    about = sorted(one.near & other.near)
    episodes = sorted({one.claim.episode or "", other.claim.episode or ""})
    return hashlib.sha256("|".join([kind, *episodes, *values, *about]).encode()).hexdigest()[:12]


def _value(claim: Claim) -> str:
    if claim.kind is ClaimKind.QUANTITY and claim.quantity is not None:
        return f"{claim.quantity.low:g}-{claim.quantity.high:g} {claim.quantity.dimension} {claim.quantity.bound}"
    if claim.date is not None:
        return claim.date.stretch or "-".join(str(part) for part in claim.date.parts())
    return claim.value.casefold()
