"""The audit as the desk opens it: worked out once for each index, with the marks that are kept beside the material."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from chat.disagreement.audit import Audited, AuditReport, audit


class Marks(Protocol):
    """Where a producer's marks are kept; see `chat.disagreement.markings.Markings`."""

    def marks(self) -> Mapping[str, str]:
        """The mark of each marked finding."""
        ...

    def mark(self, finding: str, mark: str) -> None:
        """Keep a mark; the empty one takes it away."""
        ...


class AuditBook:
    """The findings of whatever claims serve now, marked ones too. An audit takes seconds: the last one is kept."""

    def __init__(self, current: Callable[[], Audited], marks: Marks) -> None:
        self._current = current
        self._marks = marks
        self._lock = threading.Lock()
        self._held: tuple[Audited, AuditReport] | None = None

    def report(self) -> AuditReport:
        """Everything that does not hold together. Raises an `AircheckError` when there is no index."""
        book = self._current()
        with self._lock:
            if self._held is None or self._held[0] is not book:
                self._held = book, audit(book)
            return self._held[1]

    def marks(self) -> Mapping[str, str]:
        """The marks by finding."""
        return self._marks.marks()

    def mark(self, finding: str, mark: str) -> None:
        """Keep a mark; the empty one takes it away."""
        self._marks.mark(finding, mark)
