"""A producer's marks on findings, in a small file beside the material: known, or no conflict.

A mark is kept by the finding's id, which is made of what is claimed and not of where it stands, so that it outlives
re-ingest. A mark whose finding has gone stays in the file: the words may come back.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from chat.errors import BadMarkings
from corpus.models import Frozen

MARKINGS_FILE = "markings.json"
_VERSION = 1
Mark = Literal["known", "not_a_conflict"]


class _Marked(Frozen):
    """The file: its version, and the mark of each finding."""

    version: int = _VERSION
    marks: dict[str, Mark] = {}


class Markings:
    """The marks kept in one file. A missing file is no marks; one that cannot be read is an error and is left."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[tuple[int, int], _Marked] | None = None  # what the file held when it last looked like this
        self._told = ""

    def marks(self) -> Mapping[str, str]:
        """The mark of each marked finding. Raises `BadMarkings` when the file is damaged or of a later version."""
        return dict(self._read().marks)

    def is_quiet(self, finding: str) -> bool:
        """Whether a finding is marked, and so is shown nowhere."""
        return finding in self._read().marks

    def hushes(self, finding: str) -> bool:
        """`is_quiet` for an answer: a damaged file is told in the log (and by the desk), and hushes nothing."""
        try:
            return self.is_quiet(finding)
        except BadMarkings as problem:
            if self._told != str(problem):  # every finding of every answer asks
                logging.getLogger("aircheck").warning("%s", problem)
            self._told = str(problem)
            return False

    def mark(self, finding: str, mark: str) -> None:
        """Keep a mark; the empty one takes it away. Raises `BadMarkings`, and changes nothing, when that cannot be."""
        marks: dict[str, str] = {**self._read().marks, finding: mark}
        if not mark:
            del marks[finding]
        try:
            kept = _Marked.model_validate({"marks": marks})
        except ValidationError as problem:
            raise BadMarkings(f"'{mark[:40]}' is no mark; use known or not_a_conflict.") from problem
        self._write(kept)

    def _read(self) -> _Marked:
        """What the file holds; read again only when it has changed, for every finding of an answer asks."""
        try:
            known = self._file.stat()
        except OSError:
            return self._load()
        looks = (known.st_mtime_ns, known.st_size)
        if self._seen is None or self._seen[0] != looks:
            self._seen = (looks, self._load())
        return self._seen[1]

    def _load(self) -> _Marked:
        try:
            text = self._file.read_text("utf-8")
        except FileNotFoundError:
            return _Marked()
        except (OSError, UnicodeDecodeError) as problem:
            raise BadMarkings(f"{self._file}: cannot be read ({problem}); mend it or move it away.") from problem
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise BadMarkings(f"{self._file}: is not JSON ({problem}); mend it or move it away.") from problem
        version = found.get("version") if isinstance(found, dict) else None
        if version != _VERSION:
            told = f"has version {version!r}, this program reads {_VERSION}"
            raise BadMarkings(f"{self._file}: {told}; move it away, or use the program that wrote it.")
        try:
            return _Marked.model_validate(found)
        except ValidationError as problem:
            where = ".".join(str(part) for part in problem.errors()[0]["loc"])
            raise BadMarkings(f"{self._file}: {where}: known or not_a_conflict is expected; mend it.") from problem

    def _write(self, kept: _Marked) -> None:
        """Write beside and move into place, so that a mark is kept whole or not at all."""
        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}.new")
        try:
            beside.write_text(kept.model_dump_json(indent=1) + "\n", "utf-8")
            beside.replace(self._file)
        except OSError as problem:
            beside.unlink(missing_ok=True)
            raise BadMarkings(f"{self._file}: cannot be written ({problem.strerror}); check the folder.") from problem
