"""Two values that an episode gives no third one beside: then little in common is enough to set them against each other.

"A new rib's fourteen pounds" and the row "New rib: £18" have one word in common, and far too much is said of one word.
Where no other price of the episode stands beside that word, both are of one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from chat.disagreement.cases import may_be_two_cases
from chat.disagreement.matching import Pair
from chat.disagreement.pairing import Stated
from chat.disagreement.parts import is_narrower
from chat.disagreement.soundness import APART, is_stretch
from chat.disagreement.values import agree, comparable
from chat.disagreement.wanted import LIGHT
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.words import stem
from corpus.models import Form, SourceKind
from corpus.numbers.numerals import numerals
from corpus.numbers.units import COUNT, TIME

LIKE = {ClaimKind.QUANTITY: 0.35, ClaimKind.DATE: 0.5}  # likeness from which two such values are of one thing
STANDS_ON, MUCH = 0.75, 2.0  # weight of the words in common: one rare word; several
LIKE_WITHIN, STANDS_ON_WITHIN = 0.6, 3.0  # the same within one source, which mostly tells like things apart
FAR_OFF = 3.0  # times; values further apart are mostly of two things
_OF_THEM = re.compile(r" of (?:them|us)\b")


def is_lone(pair: Pair, ready: Iterable[Stated]) -> bool:
    """Whether two claims share words that stand beside their two values, and beside no third one in `ready`."""
    one, other = pair.one.claim, pair.other.claim
    if pair.likeness < LIKE.get(one.kind, 1.0) or pair.common < STANDS_ON:
        return False
    if not (_says_plainly(one) and _says_plainly(other)) or _is_far_off(one, other):
        return False
    if _is_bare(one, other) or _is_bare(other, one):
        return False
    shared = (pair.one.own & pair.other.own) - LIGHT
    if not shared or _are_of_two(pair, shared):
        return False
    beside = (side.claim for side in ready if not side.own.isdisjoint(shared))
    alike = (third for third in beside if comparable(one, third) and comparable(other, third))
    return all(agree(one, third) or agree(other, third) for third in alike)


def _are_of_two(pair: Pair, shared: frozenset[str]) -> bool:
    """Whether the words that are not shared may tell two things, two times or two people apart."""
    one, other = pair.one, pair.other
    if may_be_two_cases(one.claim, other.claim):
        return True
    if is_narrower(one, other, shared) or is_narrower(other, one, shared):
        return True
    if _unknown(one, other) and _unknown(other, one):
        return True  # "the hall seats forty", "the kitchen seats twelve"
    if _is_numbered(one.claim) or _is_numbered(other.claim):
        return True
    if one.own == other.own or pair.common >= MUCH:
        return False
    return _is_span(one.claim) or _is_span(other.claim)  # for so long somebody was something, and others for longer


def _is_numbered(claim: Claim) -> bool:
    """Whether a label has a number of its own: "A lesson of two hours: £35"."""
    return _is_labelled(claim) and bool(numerals(claim.text.partition(claim.value)[0]))


def _is_labelled(claim: Claim) -> bool:
    """Whether a label stands before a value: that of a row, or "Loaf:"."""
    return claim.form is Form.ROW or claim.text.partition(claim.value)[0].rstrip().endswith(":")


def _is_span(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.dimension == TIME


def _unknown(one: Stated, other: Stated) -> frozenset[str]:
    return one.own - other.near - other.far


def is_lone_within(pair: Pair, ready: Iterable[Stated]) -> bool:
    """The same of two places of one source, well apart, that have much in common."""
    one, other = pair.one.claim, pair.other.claim
    if one.path != other.path or abs(one.start - other.start) < APART:
        return False
    return pair.likeness >= LIKE_WITHIN and pair.common >= STANDS_ON_WITHIN and is_lone(pair, ready)


def _says_plainly(claim: Claim) -> bool:
    """Whether a value is stated, heard by no machine, and more than "last month"."""
    return not (claim.asked or claim.imagined or is_stretch(claim)) and claim.source is not SourceKind.CAPTIONS


def _is_bare(claim: Claim, other: Claim) -> bool:
    """Whether a number is of who knows what: it counts nothing, and no label names what the other one counts."""
    quantity, after = claim.quantity, claim.text.partition(claim.value)[2]
    if quantity is None or quantity.dimension != COUNT or quantity.unit or _OF_THEM.match(after):
        return False
    return not (
        _is_labelled(claim) and other.quantity and other.quantity.unit and stem(other.quantity.unit) in claim.own
    )


def _is_far_off(one: Claim, other: Claim) -> bool:
    if one.quantity is None or other.quantity is None:
        return False
    low, high = sorted((one.quantity.high, other.quantity.high))
    return low <= 0 or high / low > FAR_OFF
