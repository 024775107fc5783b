"""What the sources of an index disagree about, episode by episode, as one question needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import gettempdir

from chat.disagreement.compared import Episodes, Kept, KeptFinding, compared
from chat.disagreement.findings import Finding
from corpus.claims.extract import Claim

Quiet = Callable[[str], bool]  # of a disagreement's id: a producer has marked it as known, or as none


class FindingsBook:
    """The findings of one index, read as they are asked for. `quiet` ones are left out of answers."""

    def __init__(
        self, line: Callable[[int], Kept], claims: Callable[[], Iterable[Claim]], *, quiet: Quiet = lambda _: False
    ) -> None:
        """`line` gives what `compared` wrote, by number; the first is read at once, with whatever it raises."""
        self._head = line(0)
        self._claims = claims
        self._quiet = quiet
        self._line_of = {episode: number for number, episode in enumerate(self._head.episodes, 2)}
        self._of_line = lru_cache(maxsize=256)(lambda number: line(number).findings)
        self.names = frozenset(self._head.names)

    def findings(self) -> Iterator[Finding]:
        """Every disagreement, quiet ones too: episode by episode, then those between episodes."""
        lines = (*range(2, 2 + len(self._head.episodes)), 1)
        return (one.found() for line in lines for one in self._of_line(line))

    def by_episode(self) -> Iterable[Sequence[Claim]]:
        """The claims, those of an episode together; of many, in a file meanwhile."""
        return Episodes(self._claims(), Path(gettempdir())).groups()

    def findings_for(self, paths: Iterable[str]) -> list[Finding]:
        """The disagreements that the episodes of these sources have, and those with other episodes; no quiet ones."""
        return [one.found() for one in self._touching(paths) if not self._quiet(one.disagreement.id)]

    def is_quiet(self, finding: Finding) -> bool:
        """Whether a finding is marked, or one that has both its places."""
        if self._quiet(finding.disagreement.id):
            return True
        places = {(claim.path, claim.start) for claim in finding.claims}
        marked = (one for one in self._touching(path for path, _ in places) if self._quiet(one.disagreement.id))
        return any(places <= {(claim.path, claim.start) for claim in one.claims} for one in marked)

    def claims_beside(self, claim: Claim) -> Sequence[Claim]:
        """The claims of the sentence of a finding's claim, itself included."""
        place = (claim.path, claim.start)
        near = (self._line_of[self._head.episode_of[claim.path]], 1)
        for line in near:
            beside = [c for one in self._of_line(line) for c in one.beside if (c.path, c.start) == place]
            if beside:
                return list(dict.fromkeys(beside))
        return ()

    def _touching(self, paths: Iterable[str]) -> Iterator[KeptFinding]:
        episode_of = self._head.episode_of
        wanted = list(dict.fromkeys(episode_of[path] for path in paths if path in episode_of))
        for episode in wanted:
            yield from self._of_line(self._line_of[episode])
        for number in sorted({number for episode in wanted for number in self._afar_of.get(episode, ())}):
            yield self._of_line(1)[number]

    @cached_property
    def _afar_of(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._of_line(1)):
            for episode in {self._head.episode_of[claim.path] for claim in one.claims}:
                found[episode].append(number)
        return dict(found)


def worked_out(claims: Callable[[], Iterable[Claim]], *, quiet: Quiet = lambda _: False) -> FindingsBook:
    """The findings among some claims, worked out now: half a second for fifty episodes."""
    lines = list(compared(claims(), Path(gettempdir())))
    return FindingsBook(lines.__getitem__, claims, quiet=quiet)
