"""An answer as server-sent events, worked out on one thread and sent as they come.

With a thread for each event, as the framework would have it, every event stands in line behind other questions.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Generator, Mapping

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

_PING_S = 15.0  # of silence, after which a proxy may take the connection for dead
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # the second is nginx's


def event(name: str, data: BaseModel | Mapping[str, object]) -> bytes:
    """One event as it is sent."""
    told = data.model_dump_json() if isinstance(data, BaseModel) else json.dumps(data, ensure_ascii=False)
    return format_sse_event(event=name, data_str=told)


def streamed(events: Generator[bytes, None, None]) -> StreamingResponse:
    """The response that sends `events`; when the listener hangs up, they are closed at the next of them."""
    return StreamingResponse(_as_they_come(events), headers=_HEADERS, media_type="text/event-stream")


async def _as_they_come(events: Generator[bytes, None, None]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    come: asyncio.Queue[bytes | None] = asyncio.Queue()  # holds what a slow reader has not taken: an answer at most
    gone = threading.Event()

    def work() -> None:
        try:
            for each in events:
                if gone.is_set():
                    break
                loop.call_soon_threadsafe(come.put_nowait, each)
        finally:
            events.close()

    working = asyncio.ensure_future(run_in_threadpool(work))
    working.add_done_callback(lambda _: come.put_nowait(None))
    try:
        while True:
            try:
                async with asyncio.timeout(_PING_S):
                    each = await come.get()
            except TimeoutError:
                each = KEEPALIVE_COMMENT
            if each is None:
                break
            yield each
        await working
    finally:
        gone.set()
