"""Is this index healthy, and does it fit this program?"""

from __future__ import annotations

from pathlib import Path

from index.checksums import altered
from index.embed import Embedder
from index.errors import IndexDamaged, IndexingError, NoIndex
from index.folder import current_generation
from index.generation import ingest_command, read_manifest
from index.models import Manifest
from index.passport import SCHEMA_NUMBER, passport_of
from index.probe import chroma_findings, chroma_harm
from index.search import Index
from index.vectors import kept_harm


def check_built(folder: Path) -> None:
    """Raise `IndexDamaged` unless Chroma finds what a generation that was just written holds."""
    findings = chroma_findings(folder)
    if findings:
        raise IndexDamaged(
            f"{folder}: what was built does not pass its check ({findings[0]}); the index stays as it was. "
            "Ingest again; is the disk full?"
        )


def examine(index_dir: Path, embedder: Embedder) -> list[str]:
    """All that is wrong with an index, one line each, with the command that mends it; empty when it is healthy.

    Raises `NoIndex` when there is none.
    """
    try:
        folder = current_generation(index_dir)
    except IndexDamaged as error:
        return [str(error)]
    mend = f"mend it with: {ingest_command(material_of(folder), index_dir)}"
    findings = [
        f"{index_dir if finding.startswith('vectors/') else folder}: {finding}; {mend}"
        for finding in _harm_of(folder, embedder)
    ]
    if findings:
        return findings
    try:
        Index.open(index_dir, embedder).close()
    except IndexingError as error:
        return [str(error)]
    return []


def state_of(index_dir: Path, embedder: Embedder) -> tuple[Manifest | None, list[str]]:
    """The manifest of the index as it stands (None where there is none that can be read), and what is wrong with it."""
    try:
        folder = current_generation(index_dir)
    except NoIndex:
        return None, []
    except IndexDamaged:
        return None, ["current named no build of the index"]
    harm = _harm_of(folder, embedder)
    try:
        return read_manifest(folder), harm
    except IndexDamaged:
        return None, harm


def _harm_of(folder: Path, embedder: Embedder) -> list[str]:
    """What is wrong with the files of a generation and with the vectors kept for it, one short line each.

    Reads all of them.
    """
    try:
        manifest = read_manifest(folder)
    except IndexDamaged:
        return ["manifest.json is missing or altered"]
    if manifest.passport.schema_number != SCHEMA_NUMBER:
        return []  # of another version of this program: no damage, and built anew all the same
    harm = altered(folder, lambda name: not name.startswith("chroma/")) or chroma_harm(folder, manifest)
    has_only_served = manifest.store is not None and not (folder.parent / "vectors").is_dir()
    if manifest.passport == passport_of(embedder) and not has_only_served:
        harm += kept_harm(folder.parent / "vectors", embedder, manifest.kept_vectors)
    return harm


def material_of(folder: Path) -> str:
    """The folder that a generation was made of; "FOLDER" where that cannot be read any more."""
    try:
        return read_manifest(folder).folder
    except IndexDamaged:
        return "FOLDER"
