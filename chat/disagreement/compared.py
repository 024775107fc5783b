"""All claims of an index compared, episode by episode, as lines of the file that keeps what was found.

The claims of a long show are in a file meanwhile: those of one episode are held, and of the others what might meet
those of another episode.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from chat.disagreement.comparison import between_episodes, by_episode, within_episode
from chat.disagreement.findings import Finding
from chat.disagreement.hearing import as_meant
from chat.disagreement.matching import BySentence, Vocabulary, by_sentence, names_by_two
from chat.disagreement.pairing import Stated
from chat.models import Disagreement
from corpus.claims.common import EMPTY
from corpus.claims.extract import CLAIMS_VERSION, Claim, ClaimKind
from corpus.models import Frozen
from corpus.spool import Spool

_HELD_EPISODES = 250  # lines; of more, all are in a file


class KeptFinding(Frozen):
    """A finding as it is written, with every claim of its claims' sentences."""

    disagreement: Disagreement
    shared: tuple[str, ...]
    claims: tuple[Claim, ...]
    beside: tuple[Claim, ...]

    def found(self) -> Finding:
        """The finding itself."""
        return Finding(self.disagreement, frozenset(self.shared), self.claims)


class Kept(Frozen):
    """One line of the file: the findings of an episode. In the first line, what is known of all; in the second, those
    between episodes."""

    names: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()  # of the lines from the third on
    episode_of: Mapping[str, str] = {}  # the episode of each source, under the name by which it is compared
    findings: tuple[KeptFinding, ...] = ()


def compared(claims: Iterable[Claim], scratch: Path | None = None) -> Iterator[Kept]:
    """The lines of the file, in order. `scratch` is a folder for what would take memory; None: memory."""
    episodes = Episodes(claims, scratch)
    vocabulary = Vocabulary()
    for group in episodes.groups():
        vocabulary.add(as_meant(group))
    lines, order = Spool(Kept, scratch, most=_HELD_EPISODES), {}
    meeting = _Meeting()
    for number, group in enumerate(episodes.groups()):
        ready = vocabulary.ready(as_meant(group))
        meeting.add(number, ready)
        sentences = by_sentence(group)
        for episode, theirs in by_episode(ready).items():
            order[episode] = len(lines)
            lines.append(Kept(findings=tuple(_kept(one, sentences) for one in within_episode(theirs))))
    yield Kept(
        names=tuple(sorted(episodes.names - EMPTY)), episodes=tuple(sorted(order)), episode_of=episodes.episode_of
    )
    yield Kept(findings=tuple(_afar(episodes, vocabulary, meeting)))
    for episode in sorted(order):
        yield lines[order[episode]]


class Episodes:
    """The claims of an index by episode, in the order in which episodes come first."""

    def __init__(self, claims: Iterable[Claim], scratch: Path | None) -> None:
        self._claims = Spool(Claim, scratch)
        self._rows: dict[str | None, array[int]] = defaultdict(lambda: array("q"))
        self.names: set[str] = set()
        self.episode_of: dict[str, str] = {}
        for claim in claims:
            if claim.version == CLAIMS_VERSION:
                self._rows[claim.episode].append(len(self._claims))
                self._claims.append(claim)
                if claim.kind is not ClaimKind.STATEMENT:  # it adds none of its own
                    self.names.update(claim.names)
                self.episode_of[claim.path] = claim.episode or claim.path

    def groups(self) -> Iterator[list[Claim]]:
        """The claims of each."""
        return ([self._claims[row] for row in rows] for rows in self._rows.values())


class _Meeting:
    """Which claims might meet one of another episode: those that share two names with another one."""

    def __init__(self) -> None:
        self._places: dict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)

    def add(self, group: int, ready: Sequence[Stated]) -> None:
        """The claims of the next group."""
        for place, one in enumerate(ready):
            for names in names_by_two(one):
                self._places[names].append((group, place))

    def of_groups(self) -> dict[int, list[int]]:
        """Their places in each group that has some, in order."""
        found: dict[int, set[int]] = defaultdict(set)
        for places in self._places.values():
            if len(places) > 1:
                for group, place in places:
                    found[group].add(place)
        return {group: sorted(places) for group, places in found.items()}


def _afar(episodes: Episodes, vocabulary: Vocabulary, meeting: _Meeting) -> Iterator[KeptFinding]:
    """What the episodes disagree about among each other."""
    of_groups, chosen = meeting.of_groups(), []
    for number, group in enumerate(episodes.groups()):
        if number in of_groups:
            meant = as_meant(group)
            chosen += vocabulary.ready(meant[place] for place in of_groups[number])
    found = between_episodes(chosen)
    places = {(claim.path, claim.start) for one in found for claim in one.claims}
    claims = (claim for group in episodes.groups() for claim in group) if found else ()
    sentences = by_sentence(claim for claim in claims if (claim.path, claim.start) in places)
    return (_kept(one, sentences) for one in found)


def _kept(finding: Finding, sentences: BySentence) -> KeptFinding:
    places = dict.fromkeys((claim.path, claim.start) for claim in finding.claims)
    return KeptFinding(
        disagreement=finding.disagreement,
        shared=tuple(sorted(finding.shared)),
        claims=finding.claims,
        beside=tuple(claim for place in places for claim in sentences[place]),
    )
