"""What to check beside the disagreements: planned figures that were never said, numbers said without a source."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from chat.disagreement.values import agree, comparable, same_value
from corpus.claims.extract import Claim, ClaimKind
from corpus.models import Form, SourceKind
from corpus.numbers.numeral import NUMBER_WORDS, NumeralRole
from corpus.numbers.numerals import numerals
from corpus.numbers.quantities import SMALLEST_BARE, Quantity
from corpus.numbers.units import COUNT, MONIES, TIME

_WRITTEN = frozenset({SourceKind.OUTLINE, SourceKind.PAGE, SourceKind.ARTICLE})
_WRITTEN_BEFORE = frozenset({SourceKind.OUTLINE, SourceKind.ARTICLE})  # a page is made of what was said
DISTINCTIVE = 12  # a greater number that stands elsewhere is mostly the same one
# What people say of themselves has no other source; what they think or have read may have one.
_OF_ONESELF = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|me)\b(?! (?:think|thought|believe|guess|mean|read|saw|heard|know)\b)"
)
FEWEST_WORDS = 2  # of weight in a sentence; "Fifty days." alone says of nothing
YEARS = (1900, 2100)  # a bare number between them is mostly one
_WORD = re.compile(r" (?!(?:of|more|less|fewer)\b)[a-z]")
_TALK = re.compile(r"twice", re.I)
_ROUND = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_THE_ROUND = re.compile(rf"\bthe (?P<number>{'|'.join(_ROUND)})\b", re.I)  # "the thousand most popular"
# More number words at once behind or before a number: a time, a code or a name said in digits, of which it is a piece.
_DIGIT_WORD = rf"(?:{'|'.join(NUMBER_WORDS)}|oh|dot|slash)"
_PIECE_BEFORE = re.compile(rf"(?<!\w){_DIGIT_WORD}[ -]$|\b(?-i:[A-Z]{{2,5}}) $", re.I)  # "AS twelve", "RFC nine"
_PIECE_AFTER = re.compile(rf"[ -]{_DIGIT_WORD}(?!\w)", re.I)

Place = tuple[str, int]


def never_said(claims: Sequence[Claim], told: Container[Place]) -> Iterator[Claim]:
    """The figures of an episode's outlines' tables that none of its transcripts says; `told` are those of a finding."""
    spoken = _quantities(claims, {SourceKind.TRANSCRIPT})
    numbers = _numbers(claim for claim in claims if claim.source is SourceKind.TRANSCRIPT)
    for claim in _quantities(claims, {SourceKind.OUTLINE}) if spoken else ():
        if claim.quantity is not None and not claim.quantity.high:
            continue  # nought is rarely said as a number
        known = (claim.path, claim.start) not in told and _has_equal(spoken, numbers, claim)
        if claim.form is Form.ROW and not known and not any(_tells(other, claim) for other in spoken):
            yield claim


def of_no_source(claims: Sequence[Claim]) -> Iterator[Claim]:
    """What was said with a number that no written source of the episode has, each number once, in order.

    An episode without an outline or an article has nothing on file that a number could come from.
    """
    written = _quantities(claims, _WRITTEN) if any(claim.source in _WRITTEN_BEFORE for claim in claims) else []
    numbers = _numbers(claim for claim in claims if claim.source in _WRITTEN)
    seen: set[tuple[str, float, float]] = set()
    for claim in _quantities(claims, {SourceKind.TRANSCRIPT}) if written else ():
        if claim.quantity is None or claim.asked or claim.imagined or _is_talk(claim) or _is_piece(claim):
            continue
        value = claim.quantity.dimension, claim.quantity.low, claim.quantity.high
        if value in seen or _has_equal(written, numbers, claim) or any(_tells(other, claim) for other in written):
            continue
        seen.add(value)
        yield claim


def _quantities(claims: Iterable[Claim], kinds: Container[SourceKind]) -> list[Claim]:
    """The quantities that sources of these kinds give."""
    return [claim for claim in claims if claim.source in kinds and claim.kind is ClaimKind.QUANTITY]


def _numbers(claims: Iterable[Claim]) -> frozenset[float]:
    """The numbers in the sentences of claims, whatever they count."""
    texts = dict.fromkeys(claim.text for claim in claims)
    told = {n.value for text in texts for n in numerals(text) if n.role is NumeralRole.CARDINAL}
    return frozenset(
        told.union(_ROUND[match["number"].lower()] for text in texts for match in _THE_ROUND.finditer(text))
    )


def _tells(other: Claim, claim: Claim) -> bool:
    """Whether a claim gives the same value for something that shares a word."""
    near = {*claim.own, *claim.frame, *claim.context}
    return comparable(other, claim) and agree(other, claim) and not near.isdisjoint((*other.own, *other.frame))


def _has_equal(others: Iterable[Claim], numbers: frozenset[float], claim: Claim) -> bool:
    """Whether the same amount in a unit, or a number that is hardly there by chance, is given of anything."""
    told = {numeral.value for numeral in numerals(claim.value)}
    if told and min(told) > DISTINCTIVE and told <= numbers:
        return True
    return any(_in_one_unit(other.quantity, claim.quantity) and same_value(other, claim) for other in others)


def _in_one_unit(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two amounts are measured alike; cents are of any money."""
    if one is None or other is None or COUNT in (one.dimension, other.dimension):
        return False
    cents = "cents" in (one.unit, other.unit) and {one.dimension, other.dimension} <= MONIES
    return cents or one.dimension == other.dimension


def _is_piece(claim: Claim) -> bool:
    """Whether a number is a piece of a longer one that is no amount: "eleven oh five", "RFC ninety-two thirty-four"."""
    before, _, after = claim.text.partition(claim.value)
    last = max((numeral.end for numeral in numerals(claim.value)), default=0)
    return bool(_PIECE_BEFORE.search(before) or _PIECE_AFTER.match(claim.value[last:] + after))


def _is_named(quantity: Quantity) -> bool:
    """Whether a number counts things or is a rate: "two thousand sixteen lamps", not "two thousand sixteen offered"."""
    return bool(quantity.per) or (bool(quantity.unit) and not quantity.unit.endswith("ed"))


def _is_talk(claim: Claim) -> bool:
    """Whether a number needs no source: a few of something, an exclamation, what somebody says of himself."""
    quantity = claim.quantity
    if quantity is None or (quantity.dimension == COUNT and quantity.high < SMALLEST_BARE):
        return True
    if len({*claim.own, *claim.frame}) < FEWEST_WORDS:
        return True
    if quantity.dimension == COUNT and YEARS[0] <= quantity.low < YEARS[1] and not _is_named(quantity):
        return True
    after = claim.text.partition(claim.value)[2]
    if claim.value.lower().endswith("a third") and _WORD.match(after):  # the third one
        return True
    plain = quantity.dimension == TIME and not numerals(claim.value)  # "a whole week"
    return plain or bool(_TALK.fullmatch(claim.value) or _OF_ONESELF.search(claim.text))
