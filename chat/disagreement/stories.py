"""Stories that were planned and not told, while others were told in their place: a disagreement of two lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from chat.disagreement.findings import Finding, position
from chat.models import Disagreement, DisagreementKind, Severity
from corpus.claims.agenda import PLAN, PLANNED, TOLD
from corpus.claims.extract import Claim, ClaimKind

HEARD = 0.5  # share of a planned title's words that one told turn has when the story was told
FEWEST_NAMES = 1  # names of a told story that the plan lacks
STORY_WORDS = frozenset({"news", "stori"})
TOPIC = "news stories of the episode"


def story_findings(claims: Iterable[Claim]) -> list[Finding]:
    """At most one for an episode: what was planned and not told against what was told and not planned."""
    lists = [claim for claim in claims if claim.kind is ClaimKind.LIST]
    planned = [claim for claim in lists if claim.items[:1] == (PLANNED,)]
    told = [claim for claim in lists if claim.items[:1] == (TOLD,)]
    plan = {word for claim in lists if claim.items[:1] == (PLAN,) for word in claim.items}
    left_out = [story for story in planned if not any(_is_told(story, turn) for turn in told)]
    strange = [turn for turn in told if _is_unplanned(turn, plan)]
    if not left_out or not strange or len(left_out) < len(planned):
        return []
    return [Finding(_disagreement(left_out, strange), STORY_WORDS, (*strange, *left_out))]


def _is_told(story: Claim, turn: Claim) -> bool:
    words = set(story.own)
    return bool(words) and len(words & set(turn.own)) >= HEARD * len(words)


def _is_unplanned(turn: Claim, plan: set[str]) -> bool:
    """Whether a turn's opening is about names that the plan nowhere has."""
    strange = [name for name in turn.names if name not in plan]
    return len(strange) > FEWEST_NAMES and 2 * len(strange) >= len(turn.names)


def _disagreement(left_out: Sequence[Claim], strange: Sequence[Claim]) -> Disagreement:
    values = sorted(claim.value.casefold() for claim in (*left_out, *strange))
    spoken = position(strange[0], strange[1:])
    return Disagreement(
        id=hashlib.sha256("|".join([TOPIC, left_out[0].episode or "", *values]).encode()).hexdigest()[:12],
        topic=TOPIC,
        kind=DisagreementKind.LIST,
        severity=Severity.CONFLICT,
        positions=(
            spoken.model_copy(update={"value": "; ".join(claim.value for claim in strange)}),
            position(left_out[0], left_out[1:]).model_copy(
                update={"value": "; ".join(claim.value for claim in left_out)}
            ),
        ),
    )
