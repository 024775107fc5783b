"""A folder of material → an index: plan what changed, read, embed what is new, build, check, switch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import CorpusError, EmptyFolder, UnreadableSource
from index.checksums import write_sums
from index.embed import Embedder
from index.errors import IndexDamaged, IndexingError, NoIndex
from index.folder import (
    current_generation,
    remove_old_generations,
    require_space,
    size_of,
    switch_to,
    told,
    writing,
)
from index.generation import Generation, Material, summaries_of, write_generation
from index.health import check_built, state_of
from index.lease import Lease
from index.models import Counts, Manifest, Plan, Progress, Reading, SyncReport
from index.passport import library_versions, passport_of, reader_version
from index.published import publish, remove_old
from index.reading import FolderSource
from index.scan import SKETCHED_ABOVE
from index.shared import is_behind, shared
from index.vectors import KeptVectors, embedded_texts

# Vectors (of passages and sentences alike, for both are compared) up to which questions are compared with all of them,
# at some 6 ns each; above, Chroma's HNSW indexes, which take 1.7 kB of memory for each.
EXACT_LIMIT = 2_000_000
_SPACE_PER_BYTE = 40  # an index takes up to so many bytes for one of material, while the one before still stands

OnProgress = Callable[[Progress], None]
OnProblem = Callable[[CorpusError], None]


class Source(Protocol):
    """Where material comes from: a folder, or a test."""

    def versions(self) -> dict[str, str]:
        """Path → hash of every file that decides what an index holds."""
        ...

    def read(self, fits: Callable[[str], bool], on_problem: OnProblem, on_progress: OnProgress) -> Reading:
        """All material, read and cut into passages that `fits` the embedding model."""
        ...


def plan(before: Mapping[str, str], now: Mapping[str, str]) -> Plan:
    """What changed between two states of the material, each path → version."""
    return Plan(
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(path for path in now.keys() & before.keys() if now[path] != before[path])),
        removed=tuple(sorted(before.keys() - now.keys())),
        unchanged=tuple(sorted(path for path in now.keys() & before.keys() if now[path] == before[path])),
    )


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
    clock = _Clock()
    with writing(index_dir), told(index_dir), shared(store, index_dir, embedder, on_progress) as lease:
        before, harm = (None, []) if rebuild or is_behind(index_dir, lease) else state_of(index_dir, embedder)
        source = source or FolderSource(folder, scratch=index_dir)
        versions = source.versions()
        changes = plan(before.versions if before else {}, versions)
        alike = before is not None and not harm and _is_built_alike(before, embedder, store, exact_limit)
        if before is not None and alike and changes.is_empty:
            for problem in before.problems:
                on_problem(UnreadableSource(problem))
            remove_old_generations(index_dir)  # what an ingest that was killed may have left
            return _report(changes, before, embedded=0, clock=clock, rebuilt=False)
        require_space(index_dir, _bytes_needed(folder, versions, index_dir))
        build = _Build(index_dir, embedder, lease, clock, on_progress)
        reading = build.read(folder, source, on_problem)
        vectors, embedded = build.embed(reading, rebuild)
        manifest = build.manifest(folder, reading, versions, store, exact_limit)
        build.write(reading, vectors, manifest)
        build.share(manifest)
        switch_to(index_dir, index_dir / manifest.generation)
        build.clean_up(reading)
    return _report(changes, manifest, embedded=embedded, clock=clock, rebuilt=True, mended=harm)


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._started = self._last = perf_counter()

    def lap(self, stage: str) -> None:
        """Book the time since the last call under `stage`."""
        now = perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self.seconds["total"] = round(now - self._started, 3)
        self._last = now


class _Build:
    """The steps from material to a checked generation, in order."""

    def __init__(
        self, index_dir: Path, embedder: Embedder, lease: Lease | None, clock: _Clock, on_progress: OnProgress
    ) -> None:
        self._index_dir = index_dir
        self._embedder = embedder
        self._lease = lease
        self._clock = clock
        self._on_progress = on_progress
        self._problems: list[str] = []

    def read(self, folder: Path, source: Source, on_problem: OnProblem) -> Reading:
        def note(problem: CorpusError) -> None:
            self._problems.append(str(problem))
            on_problem(problem)

        reading = source.read(self._embedder.fits, note, self._on_progress)
        if not reading.passages:
            raise EmptyFolder(
                f"{folder}: no text to index was found in these files; check that it is the right folder."
            )
        self._clock.lap("read")
        return reading

    def embed(self, reading: Reading, rebuild: bool) -> tuple[tuple[NDArray[np.floating], NDArray[np.floating]], int]:
        if rebuild:
            shutil.rmtree(self._index_dir / "vectors", ignore_errors=True)
        self._kept = KeptVectors(self._index_dir / "vectors", self._embedder)
        texts = embedded_texts(reading.passages)
        self._distinct = len(set(texts))
        vectors, embedded = self._kept.embed(
            texts, on_progress=lambda done, total: self._say("embed", done, total, "characters")
        )
        self._clock.lap("embed")
        passages = len(reading.passages)
        return (vectors[:passages], vectors[passages:]), embedded

    def manifest(
        self, folder: Path, reading: Reading, versions: dict[str, str], store: str | None, exact_limit: int
    ) -> Manifest:
        speakers: set[str] = set()
        sentences = 0
        for passage in reading.passages:
            speakers.update(one.speaker for one in passage.sentences if one.speaker)
            sentences += len(passage.sentences)
        vectors = len(reading.passages) + sentences
        now = datetime.now(UTC)
        return Manifest(
            generation=self._name(now),
            passport=passport_of(self._embedder),
            built_at=now.isoformat(timespec="seconds"),
            show=reading.show,
            counts=Counts(
                sources=len(reading.documents),
                passages=len(reading.passages),
                sentences=sentences,
                claims=len(reading.claims),
            ),
            sources=summaries_of(reading.documents, reading.passages),
            speakers=tuple(sorted(speakers)),
            folder=str(folder),
            versions=versions,
            reader=reader_version(),
            problems=tuple(self._problems),
            libraries=library_versions(),
            kept_vectors=self._distinct,
            store=store,
            sketched=vectors > SKETCHED_ABOVE,
            hnsw=vectors > exact_limit,
        )

    def _name(self, now: datetime) -> str:
        name = f"gen-{_next_number(self._index_dir, self._lease):06d}-{now:%Y%m%dT%H%M%S}"
        # A writer that was taken for dead may publish in the same second as the one after it, and never what that did.
        return name if self._lease is None else f"{name}-{self._lease.number}"

    def write(
        self, reading: Reading, vectors: tuple[NDArray[np.floating], NDArray[np.floating]], manifest: Manifest
    ) -> None:
        material = Material(
            documents=reading.documents,
            passages=reading.passages,
            claims=reading.claims,
            passage_vectors=vectors[0],
            sentence_vectors=vectors[1],
        )
        folder = self._index_dir / manifest.generation
        try:
            self._fill(folder, material, manifest)
            self._clock.lap("store")
            check_built(folder)
            write_sums(folder)
            Generation(folder)  # opens as it will be opened
        except (OSError, IndexingError):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._clock.lap("check")

    def _fill(self, folder: Path, material: Material, manifest: Manifest) -> None:
        total = len(material.passages)
        try:
            write_generation(
                folder, material, manifest, on_progress=lambda done: self._say("store", done, total, "passages")
            )
        except IndexDamaged as error:  # by what is wrong, but here nothing was whole yet
            reason = str(error.__cause__).strip().partition("\n")[0]
            raise IndexingError(
                f"{folder}: Chroma cannot write its files ({reason}); the index that answers is whole. "
                "Free some space, then ingest again."
            ) from error

    def share(self, manifest: Manifest) -> None:
        if self._lease is None:
            return
        folder = self._index_dir / manifest.generation
        try:
            publish(self._lease, folder, lambda done, total: self._say("publish", done, total, "bytes"))
        except (OSError, IndexingError):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._clock.lap("publish")

    def clean_up(self, reading: Reading) -> None:
        remove_old_generations(self._index_dir)
        if self._lease is not None:
            remove_old(self._lease)
        self._kept.keep_only(embedded_texts(reading.passages))
        self._clock.lap("clean")

    def _say(self, stage: str, done: int, total: int, unit: str) -> None:
        self._on_progress(Progress(stage=stage, done=done, total=total, unit=unit))


def _is_built_alike(before: Manifest, embedder: Embedder, store: str | None, exact_limit: int) -> bool:
    vectors = before.counts.passages + before.counts.sentences
    return (
        before.passport == passport_of(embedder)
        and before.reader == reader_version()
        and before.store == store
        and before.sketched == (vectors > SKETCHED_ABOVE)
        and before.hnsw == (vectors > exact_limit)
    )


def _next_number(index_dir: Path, lease: Lease | None) -> int:
    """One more than the greatest number of a generation: names sort as they were built, whatever the clock says."""
    names = [path.name for path in index_dir.glob("gen-*")]
    if lease is not None and lease.before is not None:
        names.append(lease.before.generation)  # not here when it could not be fetched
    numbers = [number for name in names for number in name.split("-")[1:2]]
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)


def _bytes_needed(folder: Path, versions: Mapping[str, str], index_dir: Path) -> int:
    material = sum((folder / path).stat().st_size for path in versions if (folder / path).is_file())
    try:
        before = size_of(current_generation(index_dir))
    except (NoIndex, IndexDamaged, OSError):
        before = 0
    return max(_SPACE_PER_BYTE * material, before) + 20_000_000


def _report(  # noqa: PLR0913 - what the summary tells
    changes: Plan, manifest: Manifest, *, embedded: int, clock: _Clock, rebuilt: bool, mended: Sequence[str] = ()
) -> SyncReport:
    clock.lap("finish")
    return SyncReport(
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        unchanged=len(changes.unchanged),
        passages=manifest.counts.passages,
        sentences=manifest.counts.sentences,
        embedded=embedded,
        seconds=clock.seconds,
        problems=manifest.problems,
        generation=manifest.generation,
        rebuilt=rebuilt,
        mended=tuple(mended),
    )
