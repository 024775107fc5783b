"""The disagreements of an index worked out once, right after it was built, and kept in a file beside it.

To compare the claims of an episode takes some 30 ms, and to hold those of a thousand episodes a gigabyte: too much
while a listener waits. Where the file is missing, what is asked for is worked out as it is asked for.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from tempfile import gettempdir
from typing import Protocol

from chat.disagreement.compared import Episodes, Kept, KeptFinding, compared
from chat.disagreement.findings import Finding
from corpus.claims.extract import Claim
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


class KeptBook:
    """Findings read from their file, and claims from their index, as they are asked for: what `ClaimBook` gives."""

    def __init__(
        self, path: Path, claims: Callable[[], Iterable[Claim]], *, quiet: Callable[[str], bool] = lambda _: False
    ) -> None:
        """Raises `OSError` or `ValueError` when the file is missing or cannot be read."""
        self._path = path
        self._claims = claims
        self._lines = Lines(path)
        self._quiet = quiet
        self._head = Kept.model_validate_json(self._lines[0])
        self._line_of = {episode: line for line, episode in enumerate(self._head.episodes, 2)}
        self._of_episode = lru_cache(maxsize=256)(self._read)
        self.names = frozenset(self._head.names)

    def findings(self) -> Iterator[Finding]:
        """Every disagreement, quiet ones too: episode by episode, then those between episodes."""
        lines = (*range(2, 2 + len(self._head.episodes)), 1)
        return (one.found() for line in lines for one in self._read(line))

    def by_episode(self) -> Iterable[Sequence[Claim]]:
        """The claims, those of an episode together; of many, in a file meanwhile."""
        return Episodes(self._claims(), Path(gettempdir())).groups()

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
        return KeptBook(_file_of(index, folder), index.claims, quiet=quiet)
    except (OSError, ValueError):
        return None


def keep(index: Claimed, folder: Path) -> None:
    """Work out the findings of an index and keep them in `folder`, in place of those of other builds."""
    file = _file_of(index, folder)
    if file.is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    write_lines(new, compared(index.claims(), folder))
    new.replace(file)  # the places of its lines lie beside it already
    for other in folder.iterdir():
        if other not in (file, file.with_suffix(".places.npy")):
            other.unlink()


def _file_of(index: Claimed, folder: Path) -> Path:
    return folder / f"{index.generation}-{_rules()}.jsonl"


@cache
def _rules() -> str:
    """Hash of the code that compares: after an upgrade the same claims may be found to disagree otherwise."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
