"""The claims of an index, ready for asking: which disagreements touch a place, worked out once for each episode."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from chat.disagreement.comparison import between_episodes, by_episode, within_episode
from chat.disagreement.findings import Finding
from chat.disagreement.hearing import as_meant
from chat.disagreement.matching import BySentence, by_sentence, prepare
from chat.disagreement.pairing import Stated
from corpus.claims.extract import CLAIMS_VERSION, Claim
from corpus.claims.words import EMPTY

Quiet = Callable[[str], bool]  # of a disagreement's id: a producer has marked it as known, or as none


class ClaimBook:
    """The claims of one opened index. Nothing is compared before it is asked for; what was found is kept.

    Claims of another version are left out: they were made by other rules. `quiet` ones are left out of answers.
    """

    def __init__(self, claims: Iterable[Claim], *, quiet: Quiet = lambda _: False) -> None:
        self.claims: Sequence[Claim] = [claim for claim in claims if claim.version == CLAIMS_VERSION]
        self._quiet = quiet
        self._found: dict[str, list[Finding]] = {}

    @cached_property
    def _ready(self) -> list[Stated]:
        return prepare(as_meant(self.claims))

    @cached_property
    def _episodes(self) -> dict[str, list[Stated]]:
        return by_episode(self._ready)

    @cached_property
    def _afar(self) -> list[Finding]:
        return between_episodes(self._ready)

    @cached_property
    def _episode_of(self) -> dict[str, str]:
        """The episode of each source, under the name by which it is compared."""
        return {claim.path: claim.episode or claim.path for claim in self.claims}

    @cached_property
    def _sentences(self) -> BySentence:
        return by_sentence(self.claims)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the material knows."""
        return frozenset(name for claim in self.claims for name in claim.names) - EMPTY

    def findings(self) -> list[Finding]:
        """Every disagreement, quiet ones too: episode by episode, then those between episodes."""
        within = [found for episode in self._episodes for found in self._of_episode(episode)]
        return [*within, *self._afar]

    def by_episode(self) -> Iterable[Sequence[Claim]]:
        """The claims, those of an episode together."""
        found: dict[str | None, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.episode].append(claim)
        return found.values()

    def findings_for(self, paths: Iterable[str]) -> list[Finding]:
        """The disagreements that the episodes of these sources have, and those with other episodes; no quiet ones."""
        wanted = list(dict.fromkeys(self._episode_of[path] for path in paths if path in self._episode_of))
        within = [found for episode in wanted for found in self._of_episode(episode)]
        afar = [found for found in self._afar if any(self._episode_of[c.path] in wanted for c in found.claims)]
        return [found for found in [*within, *afar] if not self._quiet(found.disagreement.id)]

    def claims_beside(self, claim: Claim) -> Sequence[Claim]:
        """The claims of a claim's own sentence, itself included."""
        return self._sentences.get((claim.path, claim.start), ())

    def _of_episode(self, episode: str) -> list[Finding]:
        if episode not in self._found:
            self._found[episode] = within_episode(self._episodes.get(episode, []))
        return self._found[episode]
