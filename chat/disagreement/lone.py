"""Two values that an episode gives no third one beside: then little in common is enough to set them against each other.

"A new rib's fourteen pounds" and the row "New rib: £18" have one word in common, and far too much is said of one word.
Where no other price of the episode stands beside that word, both are of one thing.
"""

from __future__ import annotations

from collections.abc import Iterable

from chat.disagreement.matching import Pair
from chat.disagreement.pairing import Stated
from chat.disagreement.soundness import APART, is_stretch
from chat.disagreement.values import agree, comparable
from chat.disagreement.wanted import LIGHT
from corpus.claims.extract import Claim, ClaimKind
from corpus.models import SourceKind
from corpus.numbers.units import COUNT

LIKE = {ClaimKind.QUANTITY: 0.35, ClaimKind.DATE: 0.5}  # likeness from which two such values are of one thing
STANDS_ON = 0.75  # weight of the words in common: one rare word
LIKE_WITHIN, STANDS_ON_WITHIN = 0.6, 3.0  # the same within one source, which mostly tells like things apart
FAR_OFF = 3.0  # times; values further apart are mostly of two things


def is_lone(pair: Pair, ready: Iterable[Stated]) -> bool:
    """Whether two claims have words in common that stand beside their two values, and beside no third one in `ready`."""
    one, other = pair.one.claim, pair.other.claim
    if pair.likeness < LIKE.get(one.kind, 1.0) or pair.common < STANDS_ON:
        return False
    if not (_says_plainly(one) and _says_plainly(other)) or _is_far_off(one, other):
        return False
    shared = (pair.one.own & pair.other.own) - LIGHT
    beside = (side.claim for side in ready if not side.own.isdisjoint(shared))
    return bool(shared) and all(agree(one, third) or agree(other, third) for third in beside if comparable(one, third))


def is_lone_within(pair: Pair, ready: Iterable[Stated]) -> bool:
    """The same of two places of one source, well apart, that have much in common."""
    one, other = pair.one.claim, pair.other.claim
    if one.path != other.path or abs(one.start - other.start) < APART:
        return False
    return pair.likeness >= LIKE_WITHIN and pair.common >= STANDS_ON_WITHIN and is_lone(pair, ready)


def _says_plainly(claim: Claim) -> bool:
    """Whether a value is stated, heard by no machine, and is more than a bare number or "last month"."""
    bare = claim.quantity is not None and claim.quantity.dimension == COUNT and not claim.quantity.unit
    return not (claim.asked or claim.imagined or bare or is_stretch(claim)) and claim.source is not SourceKind.CAPTIONS


def _is_far_off(one: Claim, other: Claim) -> bool:
    if one.quantity is None or other.quantity is None:
        return False
    low, high = sorted((one.quantity.high, other.quantity.high))
    return low <= 0 or high / low > FAR_OFF
