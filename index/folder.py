"""The folder of an index: its generations, the pointer to the one that answers, and the writer's lock.

```text
INDEX/current           name of the generation that answers, replaced in one step
INDEX/gen-<id>/         one finished build, never changed (index.generation)
INDEX/vectors/          vectors kept by what was embedded (index.vectors)
INDEX/writer.lock       held by the process that ingests
```
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy, IndexingError, NoIndex

_KEPT_GENERATIONS = 2  # the one that answers and the one before, which a running server may still read


def current_generation(index_dir: Path) -> Path:
    """The folder of the generation that answers. Raises `NoIndex`."""
    try:
        name = (index_dir / "current").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        name = ""
    if not name.startswith("gen-") or not (index_dir / name).is_dir():
        raise NoIndex(f"{index_dir}: there is no index here; make one with: aircheck ingest FOLDER --index {index_dir}")
    return index_dir / name


def switch_to(index_dir: Path, generation: Path) -> None:
    """Let `generation` answer from now on: all of it is on disk before the pointer names it."""
    _sync_tree(generation)
    temporary = index_dir / "current.new"
    with temporary.open("w", encoding="ascii") as file:
        file.write(generation.name)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_dir / "current")
    _sync_folder(index_dir)


def remove_old_generations(index_dir: Path) -> list[str]:
    """Remove all generations but the current and the one before; returns the names removed."""
    current = current_generation(index_dir).name
    others = sorted((path for path in index_dir.glob("gen-*") if path.name != current), key=lambda path: path.name)
    finished = [path for path in others if (path / "manifest.json").is_file() and path.name < current]
    kept = finished[len(finished) - (_KEPT_GENERATIONS - 1) :]
    removed = [path for path in others if path not in kept]
    for path in removed:
        shutil.rmtree(path, ignore_errors=True)  # tried again by the next ingest
    return [path.name for path in removed]


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the index for writing. Raises `IndexBusy` with the holder's process id, `IndexingError` if read-only."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = os.open(index_dir / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise IndexingError(f"{index_dir}: cannot write here ({error.strerror}); choose another --index.") from error
    try:
        try:
            # The kernel lets go of it when the process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(lock, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise IndexBusy(
                f"{index_dir}: process {holder} is writing this index; wait for it to finish, then try again."
            ) from error
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(lock)


def require_space(index_dir: Path, bytes_needed: int) -> None:
    """Raise `IndexingError` unless so much is free where the index is."""
    free = shutil.disk_usage(index_dir).free
    if free < bytes_needed:
        raise IndexingError(
            f"{index_dir}: {free / 1e6:.0f} MB are free and building may take {bytes_needed / 1e6:.0f} MB; "
            "free some space or choose another --index."
        )


def size_of(folder: Path) -> int:
    """Bytes of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        elif path.is_dir():
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
