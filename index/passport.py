"""What an index is built with, as this program would build it now."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import corpus
from index.embed import Embedder
from index.errors import IndexMismatch
from index.generation import ingest_command
from index.models import Manifest, Passport

SCHEMA_NUMBER = 5  # raised when a generation's files change their meaning
MAX_TOKENS = 180
_LIBRARIES = ("sentence-transformers", "torch", "chromadb", "llama-index-core", "bm25s", "tiktoken")


def passport_of(embedder: Embedder) -> Passport:
    """The passport of an index that this program builds with `embedder`."""
    return Passport(
        schema_number=SCHEMA_NUMBER,
        model=embedder.name,
        fingerprint=embedder.fingerprint,
        dimensions=embedder.dimensions,
        max_tokens=MAX_TOKENS,
    )


def require_same(folder: Path, manifest: Manifest, ours: Passport) -> None:
    """Raise `IndexMismatch` unless the index was built by what would search it."""
    for field in ("schema_number", "model", "fingerprint", "dimensions"):
        theirs, mine = getattr(manifest.passport, field), getattr(ours, field)
        if theirs != mine:
            raise IndexMismatch(
                f"{folder.parent}: this index was built with {field} {str(theirs)[:40]!r} and would be searched "
                f"with {str(mine)[:40]!r}; build it again: {ingest_command(manifest.folder, folder.parent)}"
            )


@cache
def reader_version() -> str:
    """Hash of the code that reads material: after an upgrade the same files may be read differently."""
    digest = hashlib.sha256()
    for path in sorted(Path(str(corpus.__file__)).parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def library_versions() -> dict[str, str]:
    """The installed versions of what an index depends on, for people to read."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
