"""Where sources, or two places of one, give different answers: pure functions over the claims that ingest stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat.findings import disagreements_of
from chat.hearing import as_meant
from chat.matching import across_episodes, best_partners, candidates, pairs, prepare
from chat.models import Disagreement
from chat.pairing import Stated
from chat.soundness import is_altered, is_restated, is_sound, is_sound_afar
from chat.stories import story_disagreements
from corpus.claims import CLAIMS_VERSION, Claim


def find_disagreements(claims: Iterable[Claim]) -> list[Disagreement]:
    """Every disagreement among the claims, episode by episode, then those between episodes.

    Claims of another version are left out: they were made by other rules.
    """
    ready = prepare(as_meant([claim for claim in claims if claim.version == CLAIMS_VERSION]))
    found = [one for episode in by_episode(ready).values() for one in of_episode(episode)]
    return [*found, *between_episodes(ready)]


def by_episode(ready: Iterable[Stated]) -> dict[str, list[Stated]]:
    """The claims of each episode, and of each source without one, in order of its name."""
    episodes: dict[str, list[Stated]] = defaultdict(list)
    for one in ready:
        episodes[one.claim.episode or one.claim.path].append(one)
    return dict(sorted(episodes.items()))


def of_episode(ready: Sequence[Stated]) -> list[Disagreement]:
    """The disagreements within one episode's material."""
    met = pairs(candidates(ready))
    across = [pair for pair in met if pair.one.claim.path != pair.other.claim.path]
    within = [pair for pair in met if pair.one.claim.path == pair.other.claim.path and is_restated(pair)]
    different = [pair for pair in best_partners(across) if not pair.agrees and is_sound(pair)]
    different += [pair for pair in across if is_altered(pair) and pair not in different]
    different += [pair for pair in best_partners(within) if not pair.agrees and is_sound(pair)]
    found = disagreements_of(different, [pair for pair in met if pair.agrees])
    return [*found, *story_disagreements(one.claim for one in ready)]


def between_episodes(ready: Sequence[Stated]) -> list[Disagreement]:
    """Where two episodes give different values for one event or figure."""
    met = pairs(across_episodes(ready))
    different = [pair for pair in best_partners(met) if not pair.agrees and is_sound_afar(pair)]
    return disagreements_of(different, [pair for pair in met if pair.agrees])
