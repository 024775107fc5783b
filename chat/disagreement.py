"""Where sources, or two places of one, give different answers: pure functions over the claims that ingest stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat.findings import disagreements_of
from chat.matching import Pair, across_episodes, best_partners, candidates, pairs, prepare
from chat.models import Disagreement
from chat.pairing import Stated
from corpus.claims import CLAIMS_VERSION, Claim
from corpus.models import SourceKind

LIKE, STANDS_ON = 0.46, 1.15  # likeness and common weight from which differing best partners are a disagreement
LIKE_CAPTIONS = 0.62  # the same where one side is a machine's hearing
LIKE_AFAR = 0.55  # the same between two episodes
LIKE_STRETCH, STANDS_ON_WITHIN = 0.55, 2.0  # the same for "last month" against "this quarter", and within one source
APART = 1500  # characters between two statements of one thing in one source
FAR_OFF = 20.0  # values further apart than this are one fact only when their sentences are nearly the same
NEARLY_SAME = 0.85
SENTENCE = 15  # characters from which a sentence is more than an exclamation


def find_disagreements(claims: Iterable[Claim]) -> list[Disagreement]:
    """Every disagreement among the claims, in the order of the material. Claims of another version are left out."""
    ready = prepare([claim for claim in claims if claim.version == CLAIMS_VERSION])
    episodes: dict[str, list[Stated]] = defaultdict(list)
    for one in ready:
        episodes[one.claim.episode or one.claim.path].append(one)
    found = [one for episode in sorted(episodes) for one in of_episode(episodes[episode])]
    return [*found, *between_episodes(ready)]


def of_episode(ready: Sequence[Stated]) -> list[Disagreement]:
    """The disagreements within one episode's material."""
    met = pairs(candidates(ready))
    across = [pair for pair in met if pair.one.claim.path != pair.other.claim.path]
    within = [pair for pair in met if pair.one.claim.path == pair.other.claim.path and _is_restated(pair)]
    different = [pair for pair in best_partners(across) if not pair.agrees and is_sound(pair)]
    different += [p for p in across if _is_altered(p) and p not in different]
    different += [pair for pair in best_partners(within) if not pair.agrees and is_sound(pair)]
    return disagreements_of(different, [pair for pair in met if pair.agrees])


def between_episodes(ready: Sequence[Stated]) -> list[Disagreement]:
    """Where two episodes give different values for one event or figure, each named by two names at least."""
    met = pairs(across_episodes(ready))
    different = [pair for pair in best_partners(met) if not pair.agrees and is_sound(pair) and pair.likeness >= LIKE_AFAR]
    return disagreements_of(different, [pair for pair in met if pair.agrees])


def _is_restated(pair: Pair) -> bool:
    """Whether one source says a thing twice, well apart: a list sets like things side by side, and restates nothing."""
    one, other = pair.one.claim, pair.other.claim
    if abs(one.start - other.start) < APART:
        return False
    stretch = one.date is not None and bool(one.date.stretch)
    return pair.likeness >= (LIKE_STRETCH if stretch else NEARLY_SAME) and pair.common >= STANDS_ON_WITHIN


def is_sound(pair: Pair) -> bool:
    """Whether two best partners with different values are enough alike to be set against each other."""
    one, other = pair.one.claim, pair.other.claim
    stretch = one.date is not None and bool(one.date.stretch)
    if stretch:
        return pair.likeness >= LIKE_STRETCH and pair.common >= STANDS_ON_WITHIN
    if one.asked or other.asked or one.imagined or other.imagined:
        return False
    captions = (one.source is SourceKind.CAPTIONS) != (other.source is SourceKind.CAPTIONS)
    if pair.likeness < (LIKE_CAPTIONS if captions else LIKE) or pair.common < STANDS_ON:
        return False
    return pair.likeness >= NEARLY_SAME or not _far_off(one, other)


def _is_altered(pair: Pair) -> bool:
    """Whether two sources have one sentence word for word, but for the value."""
    one, other = pair.one.claim, pair.other.claim
    if pair.agrees or one.asked or one.imagined:
        return False
    around = one.text.replace(one.value, "#")
    return len(around) >= SENTENCE and around == other.text.replace(other.value, "#") and "#" in around


def _far_off(one: Claim, other: Claim) -> bool:
    """Whether two quantities are of different orders, which mostly means different things."""
    if one.quantity is None or other.quantity is None:
        return False
    low, high = sorted((one.quantity.high, other.quantity.high))
    return low > 0 and high / low > FAR_OFF
