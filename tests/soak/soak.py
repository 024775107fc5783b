"""Questions for hours: several askers of one server, the index switched under it, its memory looked at on the way."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median, quantiles

import httpx
import psutil

from corpus.models import Frozen

ASKERS = 8
LOOKS = 20  # at the memory
FLAT_SHARE, FLAT_MB = 0.05, 10.0
_DOORS = ("/api/ask",) * 8 + ("/api/ask/stream", "/api/search")


class Soaked(Frozen):
    """What came of it."""

    answered: int
    statuses: dict[str, int]  # of the questions that were not searches
    errors: tuple[str, ...]
    most_answers: int  # how many different ones came to one question
    memory_mb: tuple[float, ...]  # the server's own and its workers', at even steps of the questions
    p50_ms: float
    p95_ms: float

    @property
    def is_flat(self) -> bool:
        """Whether the last quarter's median is at most 5 % or 10 MB over the second quarter's; the first warms up."""
        quarter = len(self.memory_mb) // 4
        early, late = median(self.memory_mb[quarter : 2 * quarter]), median(self.memory_mb[-quarter:])
        return late <= early + max(FLAT_SHARE * early, FLAT_MB)


def soak(
    address: str, process: int, questions: Sequence[str], *, times: int, switches: int, switch: Callable[[int], None]
) -> Soaked:
    """Ask `times` questions of the server at `address`, whose process is `process`, and call `switch` on the way."""
    return asyncio.run(_Soak(psutil.Process(process), questions, times).run(address, switches, switch))


class _Soak:
    def __init__(self, server: psutil.Process, questions: Sequence[str], times: int) -> None:
        self._server, self._questions, self._times = server, questions, times
        self._statuses: Counter[str] = Counter()
        self._answers: defaultdict[str, set[str]] = defaultdict(set)
        self._errors: list[str] = []
        self._took_ms: list[float] = []
        self._memory_mb: list[float] = []

    async def run(self, address: str, switches: int, switch: Callable[[int], None]) -> Soaked:
        todo = iter(range(self._times))
        async with httpx.AsyncClient(base_url=address, timeout=120) as client:
            asking = [asyncio.create_task(self._ask(client, todo)) for _ in range(ASKERS)]
            for n in range(switches):
                while len(self._took_ms) < (n + 1) * self._times // (switches + 1):
                    await asyncio.sleep(0.01)
                await asyncio.to_thread(switch, n)
            await asyncio.gather(*asking)
        return Soaked(
            answered=len(self._took_ms),
            statuses=dict(self._statuses),
            errors=tuple(self._errors[:10]),
            most_answers=max(map(len, self._answers.values())),
            memory_mb=tuple(self._memory_mb),
            p50_ms=median(self._took_ms),
            p95_ms=quantiles(self._took_ms, n=20)[-1],
        )

    async def _ask(self, client: httpx.AsyncClient, todo: Iterator[int]) -> None:
        for n in todo:
            begun = time.perf_counter()
            try:
                await self._one(client, _DOORS[n % len(_DOORS)], self._questions[n % len(self._questions)])
            except (httpx.HTTPError, AssertionError, ValueError) as error:
                self._errors.append(f"{n}: {type(error).__name__} {error}")
            self._took_ms.append((time.perf_counter() - begun) * 1000)
            if len(self._took_ms) % (self._times // LOOKS) == 0:
                self._look()

    async def _one(self, client: httpx.AsyncClient, door: str, question: str) -> None:
        if door == "/api/search":
            response = await client.get(door, params={"q": question})
            assert response.status_code == 200, response.text
            assert response.json()["passages"], question
            return
        response = await client.post(door, json={"question": question})
        assert response.status_code == 200, response.text
        told = json.loads(response.text.partition("event: done\ndata: ")[2] if "stream" in door else response.text)
        self._statuses[told["status"]] += 1
        self._answers[question].add(told["answer"])

    def _look(self) -> None:
        processes = [self._server, *self._server.children(recursive=True)]
        self._memory_mb.append(sum(process.memory_full_info().uss for process in processes) / 1e6)
        last = self._took_ms[-self._times // LOOKS :]
        print(
            f"{len(self._took_ms):,} questions: {self._memory_mb[-1]:.0f} MB in {len(processes)} processes, "
            f"p50 {median(last):.0f} ms, {len(self._errors)} errors",
            flush=True,
        )
