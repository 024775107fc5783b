"""The steps from material to a finished generation: read, embed, write, check, share, clean up."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Protocol

from corpus.errors import CorpusError, DoubtfulSource, EmptyFolder
from index.checksums import write_sums
from index.columns import summaries_of
from index.embed import Embedder
from index.errors import IndexDamaged, IndexingError
from index.folder import remove_old_generations, switch_to
from index.generation import Generation, write_generation
from index.health import check_built
from index.lease import Lease
from index.models import Counts, Manifest, Material, Progress
from index.passport import library_versions, passport_of, reader_version
from index.published import publish, remove_old
from index.scan import SKETCHED_ABOVE
from index.vectors import EmbeddedTexts, KeptRows, KeptVectors

_KEPT, _ANEW = "vectors", "vectors.new"  # folders of kept vectors: from one ingest to the next, and of a rebuild

OnProgress = Callable[[Progress], None]
OnProblem = Callable[[CorpusError], None]


class Source(Protocol):
    """Where material comes from: a folder, or a test."""

    def versions(self) -> dict[str, str]:
        """Path → hash of every file that decides what an index holds."""
        ...

    def read(self, fits: Callable[[str], bool], on_problem: OnProblem, on_progress: OnProgress) -> Material:
        """All material, read and cut into passages that `fits` the embedding model."""
        ...


class Clock:
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


class Build:
    """The steps from material to a checked generation, in order."""

    def __init__(
        self, index_dir: Path, embedder: Embedder, lease: Lease | None, clock: Clock, on_progress: OnProgress
    ) -> None:
        self._index_dir = index_dir
        self._embedder = embedder
        self._lease = lease
        self._clock = clock
        self._on_progress = on_progress
        self._problems: list[str] = []
        self._warnings: list[str] = []

    def read(self, folder: Path, source: Source, on_problem: OnProblem) -> Material:
        def note(problem: CorpusError) -> None:
            (self._warnings if isinstance(problem, DoubtfulSource) else self._problems).append(str(problem))
            on_problem(problem)

        material = source.read(self._embedder.fits, note, self._on_progress)
        if not material.passages:
            raise EmptyFolder(
                f"{folder}: no text to index was found in these files; check that it is the right folder."
            )
        self._clock.lap("read")
        return material

    def embed(self, material: Material, rebuild: bool) -> tuple[KeptRows, int]:
        # What answers needs its own until the switch, and a rebuild that was stopped goes on with those it has.
        self._kept = KeptVectors(self._index_dir / (_ANEW if rebuild else _KEPT), self._embedder)
        vectors, embedded = self._kept.embed(
            EmbeddedTexts(material.passages),
            on_progress=lambda done, total: self._say("embed", done, total, "characters"),
        )
        self._rows = len(vectors)  # passages and sentences
        self._clock.lap("embed")
        return vectors, embedded

    def manifest(
        self, folder: Path, material: Material, versions: dict[str, str], store: str | None, exact_limit: int
    ) -> Manifest:
        sources = summaries_of(material.documents, material.passages)
        sentences = self._rows - len(material.passages)
        sketched, hnsw = how_compared(self._rows, exact_limit)
        now = datetime.now(UTC)
        return Manifest(
            generation=self._name(now),
            passport=passport_of(self._embedder),
            built_at=now.isoformat(timespec="seconds"),
            show=material.show,
            counts=Counts(
                sources=len(material.documents),
                passages=len(material.passages),
                sentences=sentences,
                claims=len(material.claims),
            ),
            sources=sources,
            speakers=tuple(sorted({name for source in sources for name in source.speakers})),
            short_names=material.short_names,
            folder=str(folder),
            versions=versions,
            reader=reader_version(),
            problems=tuple(self._problems),
            warnings=tuple(self._warnings),
            libraries=library_versions(),
            kept_vectors=self._kept.used,
            store=store,
            sketched=sketched,
            hnsw=hnsw,
        )

    def _name(self, now: datetime) -> str:
        name = f"gen-{_next_number(self._index_dir, self._lease):06d}-{now:%Y%m%dT%H%M%S}"
        # A writer that was taken for dead may publish in the same second as the one after it, and never what that did.
        return name if self._lease is None else f"{name}-{self._lease.number}"

    def write(self, material: Material, vectors: KeptRows, manifest: Manifest) -> None:
        folder = self._index_dir / manifest.generation
        try:
            self._fill(folder, material, vectors, manifest)
            self._clock.lap("store")
            check_built(folder)
            write_sums(folder)
            Generation(folder)  # opens as it will be opened
        except (OSError, IndexingError):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._clock.lap("check")

    def _fill(self, folder: Path, material: Material, vectors: KeptRows, manifest: Manifest) -> None:
        total = len(material.passages)
        try:
            write_generation(
                folder,
                material,
                vectors,
                manifest,
                on_progress=lambda done: self._say("store", done, total, "passages"),
            )
        except IndexDamaged as error:  # by what is wrong, but here nothing was whole yet
            reason = str(error.__cause__).strip().partition("\n")[0]
            raise IndexingError(
                f"{folder}: Chroma cannot write its files ({reason}); the index that answers is whole. "
                "Free some space, then ingest again."
            ) from error

    def publish(self, manifest: Manifest) -> None:
        """Let what was built answer from now on, and forget what nobody needs any more."""
        if self._lease is not None:
            self._share(self._lease, manifest)
        switch_to(self._index_dir, self._index_dir / manifest.generation)
        remove_old_generations(self._index_dir)
        if self._lease is not None:
            remove_old(self._lease)
        self._kept.keep_used()
        self._forget_others()
        self._clock.lap("clean")

    def _forget_others(self) -> None:
        """Let go of all vectors kept before a rebuild, or of what one that was stopped had come to."""
        kept, anew = self._index_dir / _KEPT, self._index_dir / _ANEW
        if self._kept.path.parent == anew:
            kept.mkdir(exist_ok=True)
            name = self._kept.path.replace(kept / self._kept.path.name).name
            for other in kept.iterdir():
                if other.name != name:
                    other.unlink()
        shutil.rmtree(anew, ignore_errors=True)

    def _share(self, lease: Lease, manifest: Manifest) -> None:
        folder = self._index_dir / manifest.generation
        try:
            publish(lease, folder, lambda done, total: self._say("publish", done, total, "bytes"))
        except (OSError, IndexingError):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._clock.lap("publish")

    def _say(self, stage: str, done: int, total: int, unit: str) -> None:
        self._on_progress(Progress(stage=stage, done=done, total=total, unit=unit))


def how_compared(vectors: int, exact_limit: int) -> tuple[bool, bool]:
    """Whether an index of so many vectors has sketches of them, and whether it has HNSW indexes."""
    return vectors > SKETCHED_ABOVE, vectors > exact_limit


def _next_number(index_dir: Path, lease: Lease | None) -> int:
    """One more than the greatest number of a generation: names sort as they were built, whatever the clock says."""
    names = [path.name for path in index_dir.glob("gen-*")]
    if lease is not None and lease.before is not None:
        names.append(lease.before.generation)  # not here when it could not be fetched
    numbers = [number for name in names for number in name.split("-")[1:2]]
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)
