"""The folder of an index: its generations, the pointer to the one that answers, and the writer's lock.

```text
INDEX/current           name of the generation that answers, replaced in one step
INDEX/gen-<id>/         one finished build, never changed (index.generation)
INDEX/vectors/          vectors kept by what was embedded (index.vectors)
INDEX/vectors.new/      the same of a rebuild, until it is done
INDEX/writer.lock       number of the process that ingests; what is locked is the folder itself
```
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.checksums import SUMS
from index.errors import IndexBusy, IndexDamaged, IndexingError, NoIndex

_KEPT_GENERATIONS = 2  # the one that answers and the one before, which a running server may still read


def current_generation(index_dir: Path) -> Path:
    """The folder of the generation that answers. Raises `NoIndex`, or `IndexDamaged` when the pointer is no good."""
    name = pointer_of(index_dir)
    if name.startswith("gen-") and (index_dir / name).is_dir():
        return index_dir / name
    for path in (index_dir, index_dir / "current"):
        if path.exists() and not os.access(path, os.R_OK):
            raise IndexingError(f"{path}: this user may not read it; correct its permissions.")
    if next(index_dir.glob(f"gen-*/{SUMS}"), None) is None:
        raise NoIndex(f"{index_dir}: there is no index here; make one with: aircheck ingest FOLDER --index {index_dir}")
    raise IndexDamaged(
        f"{index_dir / 'current'}: names no build of the index that is here; "
        f"mend it with: aircheck ingest FOLDER --index {index_dir}"
    )


def pointer_of(index_dir: Path) -> str:
    """What `current` says: another text after every switch. Empty when it cannot be read."""
    try:
        return (index_dir / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


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


def remove_old_generations(index_dir: Path) -> None:
    """Remove all generations but the current and the one before."""
    current = current_generation(index_dir).name
    others = sorted((path for path in index_dir.glob("gen-*") if path.name != current), key=lambda path: path.name)
    finished = [path for path in others if (path / SUMS).is_file() and path.name < current]
    kept = finished[len(finished) - (_KEPT_GENERATIONS - 1) :]
    for path in others:
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)  # tried again by the next ingest


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the index for writing. Raises `IndexBusy` with the holder's process id, `IndexingError` if read-only."""
    note = index_dir / "writer.lock"
    with _writable(index_dir):
        index_dir.mkdir(parents=True, exist_ok=True)
        # Not the file: once somebody has deleted that, a second writer would lock another of the same name.
        lock = os.open(index_dir, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            # The kernel lets go of it when the process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(
                f"{index_dir}: process {_holder(note)} is writing this index; wait for it to finish, then try again."
            ) from error
        with _writable(index_dir):
            note.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        os.close(lock)


def _holder(note: Path) -> str:
    try:
        return str(int(note.read_bytes()[:32]))
    except (OSError, ValueError):
        return "unknown"


@contextmanager
def _writable(index_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexingError(f"{index_dir}: cannot write here ({error.strerror}); choose another --index.") from error


@contextmanager
def told(index_dir: Path) -> Iterator[None]:
    """Turn what the disk says into what to do about it."""
    try:
        yield
    except OSError as error:
        where, reason = error.filename or index_dir, error.strerror or error
        raise IndexingError(
            f"{where}: cannot be written ({reason}); the index that answers is whole. "
            "Free some space, correct the permissions or move away what is in its place, then ingest again."
        ) from error


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
