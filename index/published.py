"""A generation in a store that several machines share: its files as rows, fetched whole and checked.

Published are all files but Chroma's own, for which the collections of passages and sentences stand: cut into pieces,
each compressed, with the ids `<file>#<n>`, and a list of the files with their hashes, whose own hash the pointer has.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import count, islice
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from corpus.models import Frozen
from index.checksums import sha256_of
from index.errors import IndexDamaged, IndexingError, NoIndex
from index.folder import current_generation, remove_old_generations, switch_to
from index.generation import Generation, name_on_server, read_manifest
from index.lease import Lease, Pointer, answering
from index.server import ChromaServer

_PIECE_BYTES = 256_000
_PIECES = 16  # in one request: 5 MB where nothing can be compressed, and a server takes 40
_GENERATION = re.compile(r"gen-[0-9A-Za-z-]{1,60}")
_FILE_NAME = re.compile(
    r"(?!\.)[\w.-]{1,80}(?:/(?!\.)[\w.-]{1,80}){0,3}", re.ASCII
)  # of a generation, below its folder
_LIST = "#files"  # the row with the hashes of all files
_ANY_GENERATION = name_on_server("gen-")


class _File(Frozen):
    """One published file."""

    sha256: str
    pieces: int = Field(ge=0, le=1_000_000)


_LISTED = TypeAdapter(dict[str, _File])


def publish(lease: Lease, folder: Path, on_progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Put a finished generation into the store and let it answer. Raises `IndexBusy` when the lease was lost.

    `on_progress` is given bytes read so far and in all.
    """
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.parts[len(folder.parts)] != "chroma"]
    total, done = sum(path.stat().st_size for path in paths), 0
    hashes = {path.relative_to(folder).as_posix(): hashlib.sha256() for path in paths}
    counts = dict.fromkeys(hashes, 0)
    pieces = _pieces(folder, hashes)
    while some := list(islice(pieces, _PIECES)):
        rows = {_id(name, number): _packed(piece) for name, number, piece in some}
        lease.server.write_rows(_files_of(folder.name), rows)
        for name, number, piece in some:
            hashes[name].update(piece)
            counts[name] = number + 1
            done += len(piece)
        on_progress(done, total)
    files = {name: _File(sha256=hashed.hexdigest(), pieces=counts[name]) for name, hashed in hashes.items()}
    listed = _LISTED.dump_json(files).decode()
    lease.server.write_rows(_files_of(folder.name), {_LIST: listed})
    lease.publish(folder.name, _sha256(listed))


def remove_old(lease: Lease) -> None:
    """Remove from the store the generations that neither answer nor answered before this one."""
    labels = lease.server.labels()
    lease.require()  # after the look: nobody else can have written what was seen, so nothing of a later one is removed
    pointer = answering(labels)
    kept = [name_on_server(one.generation) for one in (pointer, lease.before) if one is not None]
    old = [name for name in labels if name.startswith(_ANY_GENERATION) and not name.startswith(tuple(kept))]
    for name in old:
        lease.server.delete(name)


def published(server: ChromaServer) -> Pointer:
    """What answers, as the store says. Raises `NoIndex` when nothing was published."""
    pointer = answering(server.labels())
    if pointer is None:
        raise NoIndex(f"{server.address}: no index is there yet; publish one with: aircheck ingest FOLDER")
    if not _GENERATION.fullmatch(pointer.generation):
        raise IndexDamaged(f"{server.address}: names {pointer.generation[:40]!r} as what answers; {_AGAIN}")
    return pointer


def bring(server: ChromaServer, index_dir: Path) -> Pointer:
    """Let the index folder answer with what the store has published, fetching it where it is not here.

    To be called by who holds the folder for writing. Raises `NoIndex` when nothing was published, `IndexDamaged`
    when what was published is not whole; the folder answers as before then.
    """
    pointer = published(server)
    folder = index_dir / pointer.generation
    if not is_whole(folder, server.address):
        _fetch(server, pointer, folder)
    if name_here(index_dir) != pointer.generation:
        switch_to(index_dir, folder)
        remove_old_generations(index_dir)
    return pointer


def difference(address: str, index_dir: Path) -> str | None:
    """Why what a store has published does not answer here, in one line; None when it does."""
    try:
        with closing(ChromaServer(address)) as server:
            pointer = published(server)
    except IndexingError as error:
        return str(error)
    here = name_here(index_dir)
    if here == pointer.generation:
        return None
    return f"{index_dir}: has {here or 'nothing'}, and {address} has {pointer.generation}; aircheck serve fetches it."


def name_here(index_dir: Path) -> str | None:
    """Name of the generation that answers on this machine."""
    try:
        return current_generation(index_dir).name
    except IndexingError:
        return None


_AGAIN = "publish it again with: aircheck ingest FOLDER --rebuild"


def _fetch(server: ChromaServer, pointer: Pointer, folder: Path) -> None:
    beside = folder.with_name(f"{folder.name}.fetched")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        files = _listed(server, pointer)
        _fetch_files(server, pointer, files, beside)
        for name, file in files.items():
            if sha256_of(beside / name) != file.sha256:
                raise _not_whole(server, pointer, name)
        _require_same_address(server, beside)
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    except OSError as error:
        raise IndexingError(f"{folder}: cannot be fetched from the store ({error.strerror}).") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _listed(server: ChromaServer, pointer: Pointer) -> dict[str, _File]:
    """What was published, by name."""
    listed = server.read_rows(_files_of(pointer.generation), [_LIST]).get(_LIST, "")
    if _sha256(listed) != pointer.files:
        raise _not_whole(server, pointer, "the list of files")
    try:
        files = _LISTED.validate_json(listed)
    except ValidationError as error:
        raise _not_whole(server, pointer, "the list of files") from error
    for name in files:
        if not _FILE_NAME.fullmatch(name):
            raise _not_whole(server, pointer, repr(name[:80]))
    return files


def _fetch_files(server: ChromaServer, pointer: Pointer, files: Mapping[str, _File], into: Path) -> None:
    for name in files:
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).touch()
    wanted = iter([(name, number) for name, file in files.items() for number in range(file.pieces)])
    while some := list(islice(wanted, _PIECES)):
        rows = server.read_rows(_files_of(pointer.generation), [_id(*one) for one in some])
        for name, number in some:
            with (into / name).open("ab") as file:
                file.write(_unpacked(rows.get(_id(name, number), "")))


def _require_same_address(server: ChromaServer, folder: Path) -> None:
    """A generation names the server of its collections, so all who use it have to call that by one name."""
    theirs = read_manifest(folder).store
    if theirs != server.address:
        raise IndexingError(
            f"{server.address}: the index there was published as {theirs}; set AIRCHECK_STORE to one and the same "
            "address on all machines, and ingest again."
        )


def _not_whole(server: ChromaServer, pointer: Pointer, what: str) -> IndexDamaged:
    return IndexDamaged(f"{server.address}: {what} of {pointer.generation} is not what was published; {_AGAIN}")


def is_whole(folder: Path, store: str | None) -> bool:
    """Whether a generation is here, can be opened, and was made for a store."""
    try:
        return Generation(folder).manifest.store == store
    except IndexDamaged:
        return False


def _pieces(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, int, bytes]]:
    """The pieces of files, each with the file's name and its number in it."""
    for name in names:
        with (folder / name).open("rb") as file:
            for number in count():
                piece = file.read(_PIECE_BYTES)
                if not piece:
                    break
                yield name, number, piece


def _packed(piece: bytes) -> str:
    return base64.b64encode(zlib.compress(piece, 1)).decode("ascii")


def _unpacked(row: str) -> bytes:
    """A piece; nothing, where it was altered: the file's hash tells that."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(row), _PIECE_BYTES)
    except (ValueError, zlib.error):
        return b""


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _id(name: str, number: int) -> str:
    return f"{name}#{number:06d}"


def _files_of(generation: str) -> str:
    return f"{name_on_server(generation)}-files"
