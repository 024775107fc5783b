"""What a model thinks before it answers, between `<think>` tags, is left out of its reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_OPENING = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSING = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_MAYBE_OPENING = re.compile(r"(?:<(?:t|th|thi|thin|think\w{0,3})?)?\Z", re.IGNORECASE)  # or nothing yet
_LONGEST_TAG = len("</thinking>")


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a reply from its first word on. Time is linear in what is thought."""
    text, thinking, begun = "", False, False
    for piece in pieces:
        if begun:
            yield piece
            continue
        text, thinking = _after_thoughts(text + piece, thinking)
        begun = not thinking and not _MAYBE_OPENING.match(text)
        if begun:
            yield text
    if not begun and not thinking:
        yield text


def _after_thoughts(text: str, thinking: bool) -> tuple[str, bool]:
    """What is left of the beginning of a reply, and whether a thought goes on: then only what may end it."""
    while True:
        if not thinking:
            text = text.lstrip()
            opened = _OPENING.match(text)
            if not opened:
                return text, False
            text = text[opened.end() :]
        closed = _CLOSING.search(text)
        if not closed:
            return text[-_LONGEST_TAG:], True
        text, thinking = text[closed.end() :], False
