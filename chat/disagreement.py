"""Where sources, or two places of one, give different answers: pure functions over the claims that ingest stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat.findings import disagreements_of
from chat.matching import Pair, best_partners, pairs, prepare
from chat.models import Disagreement
from chat.pairing import Stated
from corpus.claims import CLAIMS_VERSION, Claim
from corpus.models import SourceKind

LIKE, STANDS_ON = 0.46, 1.15  # likeness and common weight from which differing best partners are a disagreement
LIKE_CAPTIONS = 0.62  # the same where one side is a machine's hearing
FAR_OFF = 20.0  # values further apart than this are one fact only when their sentences are nearly the same
NEARLY_SAME = 0.85


def find_disagreements(claims: Iterable[Claim]) -> list[Disagreement]:
    """Every disagreement among the claims, in the order of the material. Claims of another version are left out."""
    ready = prepare([claim for claim in claims if claim.version == CLAIMS_VERSION])
    episodes: dict[str, list[Stated]] = defaultdict(list)
    for one in ready:
        episodes[one.claim.episode or one.claim.path].append(one)
    return [found for episode in sorted(episodes) for found in of_episode(episodes[episode])]


def of_episode(ready: Sequence[Stated]) -> list[Disagreement]:
    """The disagreements within one episode's material."""
    met = pairs(ready)
    across = [pair for pair in met if pair.one.claim.path != pair.other.claim.path]
    different = [pair for pair in best_partners(across) if not pair.agrees and is_sound(pair)]
    return disagreements_of(different, (pair for pair in met if pair.agrees))


def is_sound(pair: Pair) -> bool:
    """Whether two best partners with different values are enough alike to be set against each other."""
    one, other = pair.one.claim, pair.other.claim
    if one.asked or other.asked or one.imagined or other.imagined:
        return False
    captions = (one.source is SourceKind.CAPTIONS) != (other.source is SourceKind.CAPTIONS)
    if pair.likeness < (LIKE_CAPTIONS if captions else LIKE) or pair.common < STANDS_ON:
        return False
    return pair.likeness >= NEARLY_SAME or not _far_off(one, other)


def _far_off(one: Claim, other: Claim) -> bool:
    """Whether two quantities are of different orders, which mostly means different things."""
    if one.quantity is None or other.quantity is None:
        return False
    low, high = sorted((one.quantity.high, other.quantity.high))
    return low > 0 and high / low > FAR_OFF
