"""How much one address and one site may ask: per minute, per day, at once. Counted here or in a shared Redis."""

from __future__ import annotations

import math
import threading
import time
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from chat.errors import NoRedis
from chat.web.options import WebOptions
from corpus.models import Frozen

_WRONG_PASSWORDS_PER_MINUTE = 10
_REDIS_TIMEOUT_S = 0.5
_RETRY_REDIS_S = 30.0
_SWEEP_S = 60.0


class Visit(Frozen):
    """One request as it is counted."""

    address: str
    site: str  # the origin of the page it comes from; empty for the server's own and for programs
    is_question: bool


Counted = tuple[RateLimitItem, str]  # a limit, and who it is counted for


class Rules(Frozen):
    """Which limits a request is held to."""

    per_minute: int
    per_day: int
    site_per_minute: int
    site_per_day: int
    requests_per_minute: int

    @classmethod
    def of(cls, options: WebOptions) -> Rules:
        """As the settings say."""
        return cls(
            per_minute=options.limit_per_minute,
            per_day=options.limit_per_day,
            site_per_minute=options.limit_site_per_minute,
            site_per_day=options.limit_site_per_day,
            requests_per_minute=options.limit_requests_per_minute,
        )

    def counted(self, visit: Visit) -> list[Counted]:
        """The limits of one request, narrowest first: a refused one uses up nothing of those behind it."""
        if not visit.is_question:
            return [(RateLimitItemPerMinute(self.requests_per_minute, namespace="request"), visit.address)]
        own: list[Counted] = [
            (RateLimitItemPerMinute(self.per_minute, namespace="question"), visit.address),
            (RateLimitItemPerDay(self.per_day, namespace="question"), visit.address),
        ]
        if not visit.site:
            return own
        return [
            *own,
            (RateLimitItemPerMinute(self.site_per_minute, namespace="site"), visit.site),
            (RateLimitItemPerDay(self.site_per_day, namespace="site"), visit.site),
        ]


class Limits:
    """Counts requests; for several threads. When Redis is lost `is_alone` says so, and counting goes on here."""

    def __init__(self, rules: Rules, redis: str | None = None) -> None:
        self._rules = rules
        self._here = MovingWindowRateLimiter(Memory())
        self._shared = MovingWindowRateLimiter(_redis(redis)) if redis else None
        self._redis_lost_at: float | None = None

    @property
    def waits(self) -> bool:
        """Whether counting talks to another machine, and so belongs on a thread."""
        return self._shared is not None

    @property
    def is_alone(self) -> bool:
        """Whether a shared count was asked for and cannot be reached now."""
        return self._redis_lost_at is not None

    def refused(self, visit: Visit) -> int | None:
        """Count a request: None when it may go on, else the seconds after which to come again."""
        return self._hit(self._rules.counted(visit))

    def refused_password(self, address: str) -> int | None:
        """The seconds to wait for an address that gave too many wrong passwords, else None."""
        limit = _wrong_passwords(address)
        return None if self._here.test(*limit) else _wait(self._here, limit)

    def wrong_password(self, address: str) -> None:
        """Count a wrong password of the desk, on this process alone."""
        self._here.hit(*_wrong_passwords(address))

    def _hit(self, counted: Sequence[Counted]) -> int | None:
        if self._shared is None or not self._is_due():
            return _hit(self._here, counted)
        try:
            refused = _hit(self._shared, counted)
        except StorageError:
            self._redis_lost_at = time.monotonic()
            return _hit(self._here, counted)
        self._redis_lost_at = None
        return refused

    def _is_due(self) -> bool:
        return self._redis_lost_at is None or time.monotonic() - self._redis_lost_at > _RETRY_REDIS_S


class Memory(MemoryStorage):
    """Counts in this process. Their own class starts a thread for a request to forget old counts, and waits for it: on
    the event loop, for as long as threads that answer keep it from running."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._taken: dict[str, Taken] = {}
        self._sweep_at = time.time() + _SWEEP_S

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count, when `limit` allows it, and now and then forget what no limit looks at any more."""
        with self._lock:
            now = time.time()
            if now > self._sweep_at:
                self._sweep_at = now + _SWEEP_S
                self._taken = {each: taken for each, taken in self._taken.items() if taken.within(now)}
            taken = self._taken.setdefault(key, Taken(expiry, array("d")))
            if taken.within(now) + amount > limit:
                return False
            taken.at.extend([now] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest of those that count was taken, in seconds since 1970, and how many do."""
        with self._lock:
            now = time.time()
            taken = self._taken.get(key)
            count = taken.within(now) if taken else 0
            return (taken.at[0] if taken and count else now), count


class Taken(NamedTuple):
    """When somebody was let in, in seconds since 1970, oldest first."""

    seconds: int  # for how long each counts
    at: array[float]  # eight bytes each

    def within(self, now: float) -> int:
        """How many are within the last `seconds`; those before are forgotten."""
        del self.at[: bisect_right(self.at, now - self.seconds)]
        return len(self.at)


class AtOnce:
    """How many questions of one address are being answered now, in this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    def is_full(self, address: str) -> bool:
        """Whether another question of `address` has to wait."""
        return self._open[address] >= self._most

    @contextmanager
    def held(self, address: str) -> Iterator[None]:
        """Count one question while it is being answered."""
        self._open[address] += 1
        try:
            yield
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]


def _hit(limiter: MovingWindowRateLimiter, counted: Sequence[Counted]) -> int | None:
    for limit in counted:
        if not limiter.hit(*limit):
            return _wait(limiter, limit)
    return None


def _wait(limiter: MovingWindowRateLimiter, limit: Counted) -> int:
    return max(1, math.ceil(limiter.get_window_stats(*limit).reset_time - time.time()))


def _wrong_passwords(address: str) -> Counted:
    return RateLimitItemPerMinute(_WRONG_PASSWORDS_PER_MINUTE, namespace="password"), address


def _redis(address: str) -> Storage:
    timeouts = {"socket_timeout": _REDIS_TIMEOUT_S, "socket_connect_timeout": _REDIS_TIMEOUT_S}
    try:
        storage = storage_from_string(address, wrap_exceptions=True, **timeouts)
    except ConfigurationError as problem:
        raise NoRedis(f"limits cannot be shared by {address.partition('@')[2] or address}: {problem}") from None
    assert isinstance(storage, Storage)  # not one of its asynchronous twins
    return storage
