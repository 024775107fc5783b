"""A LlamaIndex model as a `ChatModel`: connecting is tried again, every problem is told in one line without the key."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from chat.errors import ModelUnavailable
from chat.llm.prompt import Turn
from chat.llm.reply import ModelSettings, Piece

# A reply that is not what the protocol says surfaces as any of these, wherever the libraries trip over it; a connection
# that is closed while somebody still asks, as a RuntimeError.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError)


class _CannotConnect(Exception):
    """The server was not reached: nothing was asked yet, so that it can be tried again."""


class LlamaIndexModel:
    """A LlamaIndex LLM as a `ChatModel`."""

    def __init__(
        self,
        llm: Any,
        settings: ModelSettings,
        *,
        problems: tuple[type[Exception], ...] = (),
        client: httpx.Client | None = None,
    ) -> None:
        """`problems` are the base errors of the provider's own library; `client` is its connection, ours to close."""
        self._llm = llm
        self._client = client
        self._settings = settings
        self._problems: tuple[type[Exception], ...] = (*problems, httpx.HTTPError, *_UNREADABLE)

    def stream(self, turns: Sequence[Turn]) -> Iterator[Piece]:
        """The reply as it comes; connecting is tried again, a reply that has begun is not."""
        core = import_module("llama_index.core.llms")
        messages = [core.ChatMessage(role=turn.role, content=turn.content) for turn in turns]
        tries = Retrying(
            stop=stop_after_attempt(self._settings.tries),
            wait=wait_random_exponential(multiplier=0.1, max=1.0),
            retry=retry_if_exception_type(_CannotConnect),
            reraise=True,
        )
        try:
            first, rest = tries(self._begin, messages)
        except _CannotConnect as problem:
            raise ModelUnavailable(f"The language model at {self._settings.where} cannot be reached.") from problem
        try:
            yield from first
            yield from self._guarded(rest)
        except GeneratorExit:
            # The library's stream refers to itself, so that only a collection frees it. One that came while some
            # thread holds the connection pool's lock would close it there, and wait for that lock for ever.
            del rest
            gc.collect()
            raise

    def close(self) -> None:
        """Close the connection, if it is ours."""
        if self._client:
            self._client.close()

    def _begin(self, messages: Sequence[Any]) -> tuple[list[Piece], Iterator[Any]]:
        """The first piece and the rest of the reply."""
        try:
            replies = iter(self._llm.stream_chat(messages))
            first = [_piece(reply) for reply in islice(replies, 1)]
        except self._problems as problem:
            if isinstance(_on_the_wire(problem), httpx.ConnectError):
                raise _CannotConnect from problem
            raise self._told(problem) from problem
        return first, replies

    def _guarded(self, replies: Iterator[Any]) -> Iterator[Piece]:
        try:
            for reply in replies:
                yield _piece(reply)
        except self._problems as problem:
            raise self._told(problem) from problem

    def _told(self, problem: Exception) -> ModelUnavailable:
        """A problem in one line. Providers repeat keys in their messages, so these are left out."""
        where, status = self._settings.where, getattr(problem, "status_code", None)
        if isinstance(_on_the_wire(problem), httpx.TimeoutException):
            return ModelUnavailable(f"The language model at {where} fell silent.")
        if status in _STATUS:
            return ModelUnavailable(_STATUS[status].format(where=where, model=self._settings.model))
        if isinstance(status, int):
            return ModelUnavailable(f"The language model at {where} answered with error {status}.")
        if isinstance(_on_the_wire(problem), httpx.HTTPError):
            return ModelUnavailable(f"The language model at {where} broke off.")
        return ModelUnavailable(f"The language model at {where} sent a reply that cannot be read.")


def _on_the_wire(problem: Exception) -> BaseException:
    """What went wrong with the connection, which a provider's library wraps; else the problem itself."""
    return problem.__cause__ if isinstance(problem.__cause__, httpx.HTTPError) else problem


_STATUS = {
    400: "The language model at {where} refused the request (400); is {model} a chat model with enough context?",
    401: "The language model at {where} refused the key (401); set AIRCHECK_LLM_KEY.",
    403: "The language model at {where} refused the key (403); set AIRCHECK_LLM_KEY.",
    404: "The language model at {where} does not know {model} (404); set AIRCHECK_LLM_MODEL, and _URL up to /v1.",
    429: "The language model at {where} has too many questions just now (429).",
}


# Under which name, and by which word, the classes of LlamaIndex say that a model had no room left: OpenAI's and those
# like it, Anthropic's, Ollama's, Cohere's. One that does not say it is taken to have ended by itself.
_ENDED_BY = ("finish_reason", "stop_reason", "done_reason")
_NO_ROOM = ("length", "max_tokens")


def _piece(reply: Any) -> Piece:
    """A LlamaIndex reply as a piece; counts and the reason for the end stand in different places by provider."""
    counts = getattr(reply, "additional_kwargs", None) or {}
    message = getattr(reply, "message", None)
    places = (reply.raw, *islice(_of(reply.raw, "choices") or (), 1), getattr(message, "additional_kwargs", None))
    return Piece(
        text=reply.delta or "",
        prompt_tokens=counts.get("prompt_tokens"),
        completion_tokens=counts.get("completion_tokens"),
        cut=any(str(_of(place, name)).casefold() in _NO_ROOM for place in places for name in _ENDED_BY),
    )


def _of(place: Any, name: str) -> Any:
    """What a reply's object, or a mapping in its stead, has under a name; None where it has nothing."""
    return place.get(name) if isinstance(place, Mapping) else getattr(place, name, None)
