"""Many people asking at once, as a process of its own: `askers.py ADDRESS PATH PEOPLE EACH` prints JSON."""

from __future__ import annotations

import asyncio
import json
import sys
import time

import httpx

QUESTIONS = (
    "How much does the cat weigh?",
    "When was the ship built?",
    "Who pays for the harbour?",
    "What is in the hold?",
)


async def first_and_last(client: httpx.AsyncClient, path: str, question: str) -> tuple[int, float, float]:
    """Status, milliseconds to the first text, and to the end."""
    begun, first = time.perf_counter(), 0.0
    async with client.stream("POST", path, json={"question": question}) as response:
        async for line in response.aiter_lines():
            if not first and (line == "event: delta" or not path.endswith(("stream", "page"))):
                first = (time.perf_counter() - begun) * 1000
    return response.status_code, first, (time.perf_counter() - begun) * 1000


async def person(client: httpx.AsyncClient, path: str, each: int) -> list[tuple[int, float, float]]:
    """One who asks `each` questions, one after the other."""
    return [await first_and_last(client, path, QUESTIONS[n % len(QUESTIONS)]) for n in range(each)]


async def crowd(address: str, path: str, people: int, each: int) -> list[tuple[int, float, float]]:
    """All of them at once, over one client: making one takes as long as two answers, and would be measured too."""
    everybody = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=300, limits=everybody) as client:
        asked = await asyncio.gather(*(person(client, path, each) for _ in range(people)))
    return [one for many in asked for one in many]


if __name__ == "__main__":
    where, what, people, each = sys.argv[1:]
    print(json.dumps(asyncio.run(crowd(where, what, int(people), int(each)))))
