"""The disagreements of an index worked out once, right after it was built, and kept in a file beside it.

To compare the claims of an episode takes some 30 ms, and to hold those of a thousand episodes a gigabyte: too much
while a listener waits. Where the file is missing, all is worked out when the first question is asked.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from chat.disagreement.book import FindingsBook, Quiet
from chat.disagreement.compared import Kept, compared
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


def kept_book(index: Claimed, folder: Path, *, quiet: Quiet) -> FindingsBook | None:
    """The findings kept for an index; None where there are none that can be read."""
    path = _file_of(index, folder)
    try:
        return FindingsBook(partial(_read, path, Lines(path)), index.claims, quiet=quiet)
    except (OSError, ValueError):
        return None


def _read(path: Path, lines: Lines, number: int) -> Kept:
    """One line of the file; a damaged one but the first costs what its source disagrees about."""
    try:
        return Kept.model_validate_json(lines[number])
    except (OSError, ValueError) as error:
        if number == 0:
            raise
        _log.warning("%s: disagreements of a source are not told (%s); ingest again.", path, error)
        return Kept()


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
