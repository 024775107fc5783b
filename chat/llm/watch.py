"""A model's reply against the clock: it is read in a thread of its own, so that silence can be noticed."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from enum import Enum

from chat.errors import ModelUnavailable
from chat.llm.prompt import Turn
from chat.llm.reply import ChatModel, Piece


class _End(Enum):
    WHOLE = "whole"  # the reply is complete
    LOST = "lost"  # the reading thread ended without saying why


_Reply = queue.SimpleQueue[Piece | ModelUnavailable | _End]


class Watch:
    """Reads replies of one model, at most `at_once` at a time, each within its time limits."""

    def __init__(self, model: ChatModel, *, at_once: int, first_token_s: float, total_s: float) -> None:
        self._model = model
        self._free = threading.BoundedSemaphore(at_once)
        self._first_token_s = first_token_s
        self._total_s = total_s

    def pieces(self, turns: Sequence[Turn]) -> Iterator[Piece]:
        """The reply as it comes; it is asked for at once, not at the first piece.

        Raises ModelUnavailable when it is late, silent for too long, or fails. Closing the iterator stops the
        reading at the next piece.
        """
        started = time.monotonic()
        if not self._free.acquire(timeout=self._first_token_s):
            raise ModelUnavailable("The language model is busy with other questions.")
        reply: _Reply = queue.SimpleQueue()
        stopped = threading.Event()
        reader = threading.Thread(target=self._read, args=(turns, reply, stopped), daemon=True, name="language-model")
        try:
            reader.start()
        except RuntimeError as problem:  # the system has no thread left
            self._free.release()
            raise ModelUnavailable("The language model cannot be asked just now.") from problem
        return self._taken(reply, started, stopped)

    def _taken(self, reply: _Reply, started: float, stopped: threading.Event) -> Iterator[Piece]:
        try:
            yield from self._in_time(reply, started)
        finally:
            stopped.set()

    def _in_time(self, reply: _Reply, started: float) -> Iterator[Piece]:
        begun = False
        while True:
            left = started + self._total_s - time.monotonic()
            try:
                piece = reply.get(timeout=max(0.0, min(left, self._first_token_s)))
            except queue.Empty:
                raise ModelUnavailable(self._late(begun=begun, over=left <= self._first_token_s)) from None
            if isinstance(piece, ModelUnavailable):
                raise piece
            if piece is _End.WHOLE:
                return
            if isinstance(piece, _End):
                raise ModelUnavailable("The language model's reply was lost.")
            begun = begun or bool(piece.text)
            yield piece

    def _late(self, *, begun: bool, over: bool) -> str:
        if over:
            return f"The language model took longer than {self._total_s:g} seconds."
        if begun:
            return f"The language model fell silent for {self._first_token_s:g} seconds."
        return f"The language model did not begin within {self._first_token_s:g} seconds."

    def _read(self, turns: Sequence[Turn], reply: _Reply, stopped: threading.Event) -> None:
        """In the thread: everything that happens goes into the queue, so that nobody waits for what will not come."""
        try:
            for piece in self._model.stream(turns):
                if stopped.is_set():
                    return
                reply.put(piece)
            reply.put(_End.WHOLE)
        except ModelUnavailable as problem:
            reply.put(problem)
        finally:
            reply.put(_End.LOST)
            self._free.release()
