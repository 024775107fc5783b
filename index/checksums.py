"""What every file of a generation is to be: `SHA256SUMS`, as `sha256sum -c` reads it.

It is written last, so that a generation that has one was finished.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

SUMS = "SHA256SUMS"
_LAST = "sentences.npy"  # of the names in order: without it the list was cut short
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[\w./-]{1,200})\n", re.ASCII)


def write_sums(folder: Path) -> None:
    """Note the SHA-256 of every file below `folder`."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    _write({name: sha256_of(folder / name) for name in names if name != SUMS}, folder / SUMS)


def renew_sums(folder: Path, concerns: Callable[[str], bool]) -> None:
    """Note the files that concern the caller anew, as they are; others, and what is missing, stay as they were noted.

    Whoever reads the list meanwhile sees the old one or the new one, whole.
    """
    digests = {line["name"]: line["digest"] for line in _lines((folder / SUMS).read_text("utf-8")) if line}
    present = (name for name in digests if concerns(name) and (folder / name).is_file())
    digests |= {name: sha256_of(folder / name) for name in present}
    renewed = folder / f"{SUMS}.new"
    _write(digests, renewed)
    renewed.replace(folder / SUMS)


def altered(folder: Path, concerns: Callable[[str], bool] = lambda name: True) -> list[str]:
    """What is not as it was written, one short line a file ("a.npy is missing"), of the files that concern the caller.

    Reads them whole: about 1.5 GB a second of one core.
    """
    try:
        text = (folder / SUMS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    lines = _lines(text)
    expected = {line["name"]: line["digest"] for line in lines if line}
    if None in lines or _LAST not in expected:
        return [f"{SUMS} is missing or altered"]
    found = (_difference(folder, name, digest) for name, digest in expected.items() if concerns(name))
    return [one for one in found if one]


def _lines(text: str) -> list[re.Match[str] | None]:
    """Each line of a list; None for one that is altered."""
    return [_LINE.fullmatch(line) for line in text.splitlines(keepends=True)]


def _write(digests: Mapping[str, str], path: Path) -> None:
    path.write_text("".join(f"{digest}  {name}\n" for name, digest in digests.items()), encoding="utf-8")


def _difference(folder: Path, name: str, digest: str) -> str | None:
    try:
        return None if sha256_of(folder / name) == digest else f"{name} is not the file that was written"
    except FileNotFoundError:
        return f"{name} is missing"
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
