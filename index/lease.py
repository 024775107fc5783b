"""Who may write a store, and which generation answers: numbered leases in the store itself.

Lease n is the collection `aircheck-lease-<n>`, and the server lets one process alone create a name. Its label says who
holds it, counts that process's signs of life, and at the end names the generation that was published under it.

- The pointer is the generation of the highest lease that names one. So a writer that was taken for dead and wakes up
  changes nothing that a later one has published.
- No clocks are compared: whoever finds a held lease looks at its count for `silence_s`. If it moves, the holder lives;
  if not, the next number is taken.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from corpus.models import Frozen
from index.errors import IndexBusy, IndexingError
from index.server import ChromaServer

PREFIX = "aircheck-lease-"

Labels = Mapping[str, Mapping[str, str]]


class Pace(Frozen):
    """How often a holder gives a sign of life, and after how long a silence it is taken for dead, in seconds."""

    beat_s: float = 5.0
    silence_s: float = 30.0
    look_s: float = 1.0  # between two looks at the holder's count


PACE = Pace()


class Pointer(Frozen):
    """What answers: a generation, the SHA-256 of the list of its files, the lease it was published under."""

    generation: str
    files: str
    lease: int


def answering(labels: Labels) -> Pointer | None:
    """What answers, by the labels of a store's collections; None before anything was published."""
    for number in sorted(_numbers(labels), reverse=True):
        label = labels[_name(number)]
        if label.get("generation"):
            return Pointer(generation=label["generation"], files=label.get("files", ""), lease=number)
    return None


class Lease:
    """The newest lease of a store, as its holder has it."""

    def __init__(self, server: ChromaServer, number: int, label: dict[str, str], before: Pointer | None) -> None:
        self.server = server
        self.number = number
        self.before = before  # what answered when it was taken
        self._label = label
        self._lock = Lock()
        self._ended = Event()

    def require(self) -> None:
        """Raise `IndexBusy` when another process has taken this one for dead and the next lease."""
        newest = max(_numbers(self.server.labels()), default=0)
        if newest != self.number:
            raise IndexBusy(
                f"{self.server.address}: this process was not heard of for too long and another one is writing; "
                "the index stays as it was; try again when that one has finished."
            )

    def publish(self, generation: str, files: str) -> None:
        """Let a generation answer from now on. Raises `IndexBusy` when the lease was lost."""
        self.require()
        with self._lock:
            self._label |= {"generation": generation, "files": files}
            self.server.relabel(_name(self.number), self._label)

    def keep_alive(self, beat_s: float) -> None:
        """Give signs of life until the end; to run in a thread."""
        while not self._ended.wait(beat_s):
            with suppress(IndexingError), self._lock:  # tried again; if the lease is lost meanwhile, publishing says so
                self._label["beats"] = str(int(self._label["beats"]) + 1)
                self.server.relabel(_name(self.number), self._label)

    def end(self) -> None:
        """Give it back. When that fails, the next writer waits out the silence."""
        self._ended.set()
        with suppress(IndexingError), self._lock:
            self._label["holder"] = ""
            self.server.relabel(_name(self.number), self._label)


@contextmanager
def leased(
    server: ChromaServer, *, pace: Pace = PACE, on_wait: Callable[[float], None] = lambda seconds: None
) -> Iterator[Lease]:
    """Hold the store for writing. Raises `IndexBusy` with who holds it since when.

    `on_wait` is told for how many seconds the silence of a holder has been listened to.
    """
    labels = server.labels()
    number = max(_numbers(labels), default=0)
    if number and labels[_name(number)].get("holder"):
        _outlast(server, number, pace, on_wait)
    number += 1
    label = {
        "holder": f"process {os.getpid()} on {socket.gethostname()}",
        "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "beats": "0",
    }
    if not server.create(_name(number), label):
        raise _busy(server, number)
    labels = server.labels()
    if max(_numbers(labels)) != number:
        # Looked up long ago: others have come and gone meanwhile, and have removed what was of this number.
        server.delete(_name(number))
        raise _busy(server, max(_numbers(labels)))
    lease = Lease(server, number, label, answering(labels))
    for old in _meaningless(labels):
        server.delete(old)
    signs = Thread(target=lease.keep_alive, args=(pace.beat_s,), name="lease", daemon=True)
    signs.start()
    try:
        yield lease
    finally:
        lease.end()
        signs.join()


def _meaningless(labels: Labels) -> list[str]:
    """Names of all leases but the newest and the one that has the pointer."""
    pointer = answering(labels)
    kept = {max(_numbers(labels)), pointer.lease if pointer else 0}
    return [_name(number) for number in _numbers(labels) if number not in kept]


def _outlast(server: ChromaServer, number: int, pace: Pace, on_wait: Callable[[float], None]) -> None:
    """Return when the holder of a lease has given it back or is dead. Raises `IndexBusy` when it lives."""
    heard = server.labels().get(_name(number), {})
    # Looks are counted, not seconds: a machine that slept meanwhile has not listened.
    for look in range(round(pace.silence_s / pace.look_s)):
        on_wait(look * pace.look_s)
        time.sleep(pace.look_s)
        now = server.labels().get(_name(number), {})
        if not now.get("holder"):
            return
        if now != heard:
            raise _busy(server, number)


def _busy(server: ChromaServer, number: int) -> IndexBusy:
    label = server.labels().get(_name(number), {})
    holder, since = label.get("holder") or "another process", label.get("since", "just now")
    return IndexBusy(
        f"{server.address}: {holder} is writing this index since {since}; wait for it to finish, then try again."
    )


def _numbers(labels: Labels) -> list[int]:
    named = [name.removeprefix(PREFIX) for name in labels if name.startswith(PREFIX)]
    return [int(number) for number in named if number.isdecimal()]


def _name(number: int) -> str:
    return f"{PREFIX}{number:06d}"
