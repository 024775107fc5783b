"""Whether two best partners with different values are enough alike to be set against each other, by kind of value.

The figures were chosen on marked material: a bell that rings for nothing is worse than silence.
"""

from __future__ import annotations

from chat.disagreement.matching import Pair
from corpus.claims.extract import Claim, ClaimKind
from corpus.models import SourceKind

LIKE, STANDS_ON = 0.46, 1.15  # likeness, and weight of the words in common, of two figures of different sources
LIKE_CAPTIONS = 0.62  # the same where one side is a machine's hearing
LIKE_STRETCH, STANDS_ON_STRETCH = 0.55, 2.0  # the same for "last month" against "this quarter"
LIKE_WITHIN, STANDS_ON_WITHIN = 0.85, 2.0  # the same within one source
LIKE_AFAR = {ClaimKind.DATE: 0.4, ClaimKind.QUANTITY: 0.55}  # the same between two episodes
APART = 1500  # characters between two statements of one thing in one source; a list sets like things side by side
FAR_OFF, NEARLY_SAME = 20.0, 0.85  # values further apart are of one thing only when their sentences are nearly the same
SENTENCE = 15  # characters from which a sentence is more than an exclamation
_WORDS = {  # likeness and common weight where the value is words
    ClaimKind.POLARITY: (0.75, 1.3),
    ClaimKind.LIST: (0.55, 0.4),
    ClaimKind.NAME: (0.5, 1.0),
    ClaimKind.QUOTE: (0.5, 1.5),
}


def is_sound(pair: Pair) -> bool:
    """Whether two claims of different sources, or a pair that holds within one, are about one thing."""
    one, other = pair.one.claim, pair.other.claim
    if is_stretch(one):
        return pair.likeness >= LIKE_STRETCH and pair.common >= STANDS_ON_STRETCH
    if one.asked or other.asked or one.imagined or other.imagined:
        return False
    like, stands_on = _WORDS.get(one.kind, (LIKE, STANDS_ON))
    if (one.source is SourceKind.CAPTIONS) != (other.source is SourceKind.CAPTIONS):
        like = max(like, LIKE_CAPTIONS)
    if pair.likeness < like or pair.common < stands_on:
        return False
    if one.kind is ClaimKind.DATE and pair.one.near & pair.other.near <= pair.one.known | pair.other.known:
        return pair.likeness >= NEARLY_SAME  # two things that befell one person, or one place
    return pair.likeness >= NEARLY_SAME or not is_far_off(one, other)


def is_restated(pair: Pair) -> bool:
    """Whether one source says a thing twice, well apart and nearly in the same words."""
    one, other = pair.one.claim, pair.other.claim
    if abs(one.start - other.start) < APART:
        return False
    return pair.likeness >= (LIKE_STRETCH if is_stretch(one) else LIKE_WITHIN) and pair.common >= STANDS_ON_WITHIN


def is_sound_afar(pair: Pair) -> bool:
    """Whether two claims of different episodes are about one event, or one figure that both call by two names."""
    one, other = pair.one.claim, pair.other.claim
    if one.asked or other.asked or one.imagined or other.imagined or is_stretch(one):
        return False
    return pair.likeness >= LIKE_AFAR.get(one.kind, 1.0)


def is_altered(pair: Pair) -> bool:
    """Whether two sources have one sentence word for word, but for the value."""
    one, other = pair.one.claim, pair.other.claim
    if pair.agrees or one.asked or one.imagined or one.kind not in LIKE_AFAR:
        return False
    around = one.text.replace(one.value, "#")
    return len(around) >= SENTENCE and "#" in around and around == other.text.replace(other.value, "#")


def is_stretch(claim: Claim) -> bool:
    """Whether the value is a stretch of time such as "last month"."""
    return claim.date is not None and bool(claim.date.stretch)


def is_far_off(one: Claim, other: Claim) -> bool:
    """Whether two quantities are of different orders, which mostly means different things."""
    if one.quantity is None or other.quantity is None:
        return False
    low, high = sorted((one.quantity.high, other.quantity.high))
    return low > 0 and high / low > FAR_OFF
