"""A request's body, read whole before anybody acts on it: bounded in bytes and in time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.types import Message, Receive

BODY_SECONDS = 20.0  # in which the whole of it has to come


class BodyTooLarge(Exception):
    """More bytes than are taken, told beforehand or counted on the way."""


class BodyTooSlow(Exception):
    """Not whole in time."""


class Gone(Exception):
    """Whoever asked hung up before the body was whole."""


def is_told_too_large(headers: Mapping[str, str], most: int) -> bool:
    """Whether the request itself says that it is over `most` bytes, or says nothing that can be read as a length."""
    told = headers.get("content-length")
    return told is not None and (not told.isascii() or not told.isdigit() or len(told) > 15 or int(told) > most)


async def read_body(receive: Receive, most: int, seconds: float = BODY_SECONDS) -> bytes:
    """The whole body. A chunked one tells no length, so its bytes are counted as they come.

    Raises BodyTooLarge as soon as `most` is passed, with no more than one message of it in memory; BodyTooSlow; Gone.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                body += message.get("body", b"")
                if len(body) > most:
                    raise BodyTooLarge
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise BodyTooSlow from None


def replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was read, then whatever comes after it."""
    is_given = False

    async def again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
