"""How much of a language model all listeners together may use in one day."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_DAY_S = 86_400


class TokenBudget:
    """Tokens for one day (UTC), for several threads. A process counts for itself and begins with nothing spent."""

    def __init__(self, per_day: int, *, clock: Callable[[], float] = time.time) -> None:
        self._per_day = per_day
        self._clock = clock
        self._lock = threading.Lock()
        self._day = 0
        self._spent = 0

    def has_left(self) -> bool:
        """Whether the model may be asked once more today."""
        with self._lock:
            self._turn_day()
            return self._spent < self._per_day

    def spend(self, tokens: int) -> None:
        """Count what one answer used; the last one of a day may go over."""
        with self._lock:
            self._turn_day()
            self._spent += tokens

    def _turn_day(self) -> None:
        today = int(self._clock() // _DAY_S)
        if today != self._day:
            self._day, self._spent = today, 0
