"""The claims of an episode, and of two episodes, set against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat.disagreement.cases import are_given_apart, are_of_two_periods
from chat.disagreement.denials import denial_findings
from chat.disagreement.findings import Finding, findings_of
from chat.disagreement.lone import is_lone, is_lone_within
from chat.disagreement.matching import (
    BySentence,
    Pair,
    best_partners,
    by_sentence,
    by_two_names,
    candidates,
    pairs,
    says_both,
)
from chat.disagreement.pairing import Stated
from chat.disagreement.parts import are_of_two, knows
from chat.disagreement.soundness import is_altered, is_restated, is_sound, is_sound_afar, is_stretch
from chat.disagreement.stories import story_findings
from chat.disagreement.values import agree, comparable
from corpus.claims.extract import ClaimKind


def by_episode(ready: Iterable[Stated]) -> dict[str, list[Stated]]:
    """The claims of each episode, and of each source without one, in order of its name."""
    episodes: dict[str, list[Stated]] = defaultdict(list)
    for one in ready:
        episodes[one.claim.episode or one.claim.path].append(one)
    return dict(sorted(episodes.items()))


def within_episode(ready: Sequence[Stated]) -> list[Finding]:
    """Where the sources of one episode, or two places of one source, give different values."""
    met, sentences = pairs(candidates(ready)), by_sentence(one.claim for one in ready)
    across = [pair for pair in met if pair.one.claim.path != pair.other.claim.path]
    within = [pair for pair in met if pair.one.claim.path == pair.other.claim.path and is_restated(pair)]
    within += [pair for pair in met if is_lone_within(pair, ready) and pair not in within]
    partners = [pair for pair in best_partners(across) if not pair.agrees]
    different = [pair for pair in partners if is_sound(pair) or is_lone(pair, ready)]
    different += [pair for pair in across if is_altered(pair) and pair not in different]
    different += [pair for pair in best_partners(within) if not pair.agrees and is_sound(pair)]
    different = [pair for pair in different if not says_both(pair, sentences) and are_of_one(pair)]
    different = [pair for pair in different if not are_periods(pair, sentences)]
    found = findings_of(different, [pair for pair in met if pair.agrees])
    claims = [one.claim for one in ready]
    return [*found, *story_findings(claims), *denial_findings(claims)]


def are_of_one(pair: Pair) -> bool:
    """Whether two values are of one case of one thing, by their own sentences and what is said right beside them."""
    one, other = pair.one.claim, pair.other.claim
    if one.kind not in (ClaimKind.QUANTITY, ClaimKind.DATE) or is_stretch(one):
        return True
    told_apart = are_given_apart(one, other) or are_of_two(pair.one, pair.other)
    told_apart = told_apart or (one.kind is ClaimKind.QUANTITY and are_of_two_periods(one, other))
    return not (told_apart or knows(one, other) or knows(other, one))


def are_periods(pair: Pair, sentences: BySentence) -> bool:
    """Whether two dates say when two other values hold: "4,200 loaves in May", "4,800 in June"."""
    one, other = pair.one.claim, pair.other.claim
    if one.kind is not ClaimKind.DATE:
        return False
    mine, theirs = (
        [claim for claim in sentences[side.path, side.start] if claim.kind is ClaimKind.QUANTITY]
        for side in (one, other)
    )
    met = [(a, b) for a in mine for b in theirs if comparable(a, b)]
    return bool(met) and not any(agree(a, b) for a, b in met)


def between_episodes(ready: Sequence[Stated]) -> list[Finding]:
    """Where two episodes give different values for one event or figure."""
    met = pairs(by_two_names(ready))
    afar = [pair for pair in met if pair.one.claim.episode != pair.other.claim.episode]
    different = [pair for pair in best_partners(afar) if not pair.agrees and is_sound_afar(pair)]
    return findings_of(different, [pair for pair in met if pair.agrees])
