"""A folder of material → an index: plan what changed, read, embed what is new, build, check, switch."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import DoubtfulSource, UnreadableSource
from index.build import Build, Clock, OnProblem, OnProgress, Source, how_compared
from index.embed import Embedder
from index.errors import IndexDamaged, IndexingError, NoIndex
from index.folder import (
    current_generation,
    remove_old_generations,
    require_space,
    size_of,
    told,
    writing,
)
from index.health import state_of
from index.material import FolderSource
from index.models import Manifest, Plan, SyncReport
from index.passport import passport_of, reader_version
from index.shared import is_behind, shared

# Vectors (of passages and sentences alike, for both are compared) up to which questions are compared with the sketches
# of all of them, at some 8 ns each; above, Chroma's HNSW indexes, which take 1.7 kB of memory for each.
EXACT_LIMIT = 12_000_000
_SPACE_PER_BYTE = 40  # an index takes up to so many bytes for one of material, while the one before still stands


def plan(before: Mapping[str, str], now: Mapping[str, str]) -> Plan:
    """What changed between two states of the material, each path → version."""
    return Plan(
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(path for path in now.keys() & before.keys() if now[path] != before[path])),
        removed=tuple(sorted(before.keys() - now.keys())),
        unchanged=tuple(sorted(path for path in now.keys() & before.keys() if now[path] == before[path])),
    )


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Look for garbage in circles less often: reading makes very many objects and hardly a circle of them."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_collecting_rarely()
def sync(  # noqa: PLR0913 - two places and what a caller may choose or replace
    folder: Path,
    index_dir: Path,
    *,
    embedder: Embedder,
    rebuild: bool = False,
    store: str | None = None,
    exact_limit: int = EXACT_LIMIT,
    on_progress: OnProgress = lambda progress: None,
    on_problem: OnProblem = lambda problem: None,
    source: Source | None = None,
) -> SyncReport:
    """Bring the index in `index_dir` up to date with the material in `folder`.

    Nothing is read when no file changed since the last time and the index was built alike; otherwise the
    material is read anew, new texts alone are embedded, and a new generation is built, checked and switched
    to while the old one answers. So it is when a file of the index is not as it was written: every one of them is
    read and compared with its checksum. With `rebuild`, kept vectors are forgotten too. Raises `EmptyFolder`,
    `BadShowFile`, `IndexBusy`, `IndexingError`; the index stays as it was then.
    """
    _require_names(folder, index_dir)
    clock = Clock()
    with writing(index_dir), told(index_dir), shared(store, index_dir, embedder, on_progress) as lease:
        before, harm = (None, []) if rebuild or is_behind(index_dir, lease) else state_of(index_dir, embedder)
        source = source or FolderSource(folder, scratch=index_dir)
        versions = source.versions()
        changes = plan(before.versions if before else {}, versions)
        alike = before is not None and not harm and _is_built_alike(before, embedder, store, exact_limit)
        if before is not None and alike and changes.is_empty:
            _keep(before, index_dir, on_problem)
            return _report(before, before, embedded=0, clock=clock, rebuilt=False)
        require_space(index_dir, _bytes_needed(folder, versions, index_dir))
        build = Build(index_dir, embedder, lease, clock, on_progress)
        material = build.read(folder, source, on_problem)
        vectors, embedded = build.embed(material, rebuild)
        manifest = build.manifest(folder, material, versions, store, exact_limit)
        build.write(material, vectors, manifest)
        build.publish(manifest)
    return _report(before, manifest, embedded=embedded, clock=clock, rebuilt=True, mended=harm)


def _require_names(*folders: Path) -> None:
    for folder in folders:
        try:
            str(folder).encode()
        except UnicodeEncodeError as error:  # neither the manifest nor Chroma could name it
            raise IndexingError(f"{str(folder)!a}: a name that is not in UTF-8; rename the folder.") from error


def _is_built_alike(before: Manifest, embedder: Embedder, store: str | None, exact_limit: int) -> bool:
    counts = before.counts
    return (
        before.passport == passport_of(embedder)
        and before.reader == reader_version()
        and before.store == store
        and (before.sketched, before.hnsw) == how_compared(counts.passages + counts.sentences, exact_limit)
    )


def _keep(before: Manifest, index_dir: Path, on_problem: OnProblem) -> None:
    for problem in before.problems:
        on_problem(UnreadableSource(problem))
    for warning in before.warnings:
        on_problem(DoubtfulSource(warning))
    remove_old_generations(index_dir)  # what an ingest that was killed may have left


def _bytes_needed(folder: Path, versions: Mapping[str, str], index_dir: Path) -> int:
    material = sum((folder / path).stat().st_size for path in versions if (folder / path).is_file())
    try:
        before = size_of(current_generation(index_dir))
    except (NoIndex, IndexDamaged, OSError):
        before = 0
    return max(_SPACE_PER_BYTE * material, before) + 20_000_000


def _report(  # noqa: PLR0913 - what the summary tells
    before: Manifest | None,
    manifest: Manifest,
    *,
    embedded: int,
    clock: Clock,
    rebuilt: bool,
    mended: Sequence[str] = (),
) -> SyncReport:
    clock.lap("finish")
    changes = plan(_held(before) if before else {}, _held(manifest))
    return SyncReport(
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        unchanged=len(changes.unchanged),
        sources=len(manifest.sources),
        passages=manifest.counts.passages,
        sentences=manifest.counts.sentences,
        embedded=embedded,
        seconds=clock.seconds,
        problems=manifest.problems,
        generation=manifest.generation,
        rebuilt=rebuilt,
        mended=tuple(mended),
    )


def _held(manifest: Manifest) -> dict[str, str]:
    """Path → version of every source that an index holds."""
    return {source.path: manifest.versions.get(source.path, "") for source in manifest.sources}
