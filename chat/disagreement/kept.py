"""The disagreements of an index worked out once, right after it was built, and kept in a file beside it.

To compare the claims of an episode takes some 30 ms, and to hold those of a thousand episodes a gigabyte: too much
while a listener waits. Where the file is missing, what is asked for is worked out as it is asked for.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from chat.disagreement.comparison import between_episodes, by_episode, within_episode
from chat.disagreement.findings import Finding
from chat.disagreement.hearing import as_meant
from chat.disagreement.matching import Vocabulary
from chat.disagreement.pairing import Stated
from chat.models import Disagreement
from corpus.claims.extract import CLAIMS_VERSION, Claim
from corpus.models import Frozen
from index.jsonl import Lines, write_lines

_log = logging.getLogger("aircheck")


class Claimed(Protocol):
    """An opened index, as far as its claims go."""

    @property
    def generation(self) -> str:
        """Name of the build."""
        ...

    def claims(self) -> Iterable[Claim]:
        """What the sentences state."""
        ...


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


class KeptBook:
    """Findings read from their file as they are asked for: what `ClaimBook` gives, for answering questions."""

    def __init__(self, path: Path, *, quiet: Callable[[str], bool] = lambda _: False) -> None:
        """Raises `OSError` or `ValueError` when the file is missing or cannot be read."""
        self._path = path
        self._lines = Lines(path)
        self._quiet = quiet
        self._head = Kept.model_validate_json(self._lines[0])
        self._line_of = {episode: line for line, episode in enumerate(self._head.episodes, 2)}
        self._of_episode = lru_cache(maxsize=256)(self._read)
        self.names = frozenset(self._head.names)

    def findings_for(self, paths: Iterable[str]) -> list[Finding]:
        """The disagreements that the episodes of these sources have, and those with other episodes."""
        episode_of = self._head.episode_of
        wanted = list(dict.fromkeys(episode_of[path] for path in paths if path in episode_of))
        kept = [one for episode in wanted for one in self._of_episode(self._line_of[episode])]
        afar = dict.fromkeys(number for episode in wanted for number in self._afar_of.get(episode, ()))
        kept += [self._of_episode(1)[number] for number in sorted(afar)]
        return [one.found() for one in kept if not self._quiet(one.disagreement.id)]

    def claims_beside(self, claim: Claim) -> Sequence[Claim]:
        """The claims of the sentence of a finding's claim, itself included."""
        place = (claim.path, claim.start)
        near = (self._line_of[self._head.episode_of[claim.path]], 1)
        for line in near:
            beside = [c for one in self._of_episode(line) for c in one.beside if (c.path, c.start) == place]
            if beside:
                return list(dict.fromkeys(beside))
        return ()

    @cached_property
    def _afar_of(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._of_episode(1)):
            for episode in {self._head.episode_of[claim.path] for claim in one.claims}:
                found[episode].append(number)
        return dict(found)

    def _read(self, line: int) -> tuple[KeptFinding, ...]:
        try:
            return Kept.model_validate_json(self._lines[line]).findings
        except (OSError, ValueError) as error:
            _log.warning("%s: disagreements of a source are not told (%s); ingest again.", self._path, error)
            return ()


def kept_book(index: Claimed, folder: Path, *, quiet: Callable[[str], bool]) -> KeptBook | None:
    """The findings kept for an index; None where there are none that can be read."""
    try:
        return KeptBook(_file_of(index, folder), quiet=quiet)
    except (OSError, ValueError):
        return None


def keep(index: Claimed, folder: Path) -> None:
    """Work out the findings of an index and keep them in `folder`, in place of those of other builds."""
    file = _file_of(index, folder)
    if file.is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    write_lines(new, compared(index.claims()))
    new.replace(file)  # the places of its lines lie beside it already
    for other in folder.iterdir():
        if other not in (file, file.with_suffix(".places.npy")):
            other.unlink()


def compared(claims: Iterable[Claim]) -> Iterator[Kept]:
    """The lines of the file, in order. Holds the claims as they are, and those of one episode ready for comparing."""
    groups: dict[str | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.version == CLAIMS_VERSION:
            groups[claim.episode].append(claim)
    vocabulary = Vocabulary()
    meant = {episode: as_meant(group) for episode, group in groups.items()}
    for group in meant.values():
        vocabulary.add(group)
    found: dict[str, list[Finding]] = {}
    named: list[Stated] = []
    for group in meant.values():
        ready = vocabulary.ready(group)
        named += [one for one in ready if len(one.names) > 1]  # no other can meet one of another episode
        found |= {episode: within_episode(theirs) for episode, theirs in by_episode(ready).items()}
    sentences = _by_sentence(groups.values())
    order = sorted(found)
    yield Kept(
        names=tuple(sorted({name for group in groups.values() for claim in group for name in claim.names})),
        episodes=tuple(order),
        episode_of={claim.path: claim.episode or claim.path for group in groups.values() for claim in group},
    )
    yield Kept(findings=tuple(_kept(one, sentences) for one in between_episodes(named)))
    for episode in order:
        yield Kept(findings=tuple(_kept(one, sentences) for one in found[episode]))


_BySentence = dict[tuple[str, int], list[Claim]]


def _by_sentence(groups: Iterable[Iterable[Claim]]) -> _BySentence:
    found: _BySentence = defaultdict(list)
    for group in groups:
        for claim in group:
            found[claim.path, claim.start].append(claim)
    return found


def _kept(finding: Finding, sentences: _BySentence) -> KeptFinding:
    places = dict.fromkeys((claim.path, claim.start) for claim in finding.claims)
    return KeptFinding(
        disagreement=finding.disagreement,
        shared=tuple(sorted(finding.shared)),
        claims=finding.claims,
        beside=tuple(claim for place in places for claim in sentences[place]),
    )


def _file_of(index: Claimed, folder: Path) -> Path:
    return folder / f"{index.generation}-{_rules()}.jsonl"


@cache
def _rules() -> str:
    """Hash of the code that compares: after an upgrade the same claims may be found to disagree otherwise."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
