"""What is asked of a language model, and what it gives: settings, a reply piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from chat.llm.prompt import Turn
from corpus.models import Frozen


class Unsupported(StrEnum):
    """What becomes of a sentence that its sources do not support."""

    MARK = "mark"  # shown with "(not found in the sources)"
    REMOVE = "remove"


class ModelSettings(Frozen):
    """Which language model, and its limits. The key is masked wherever this is shown."""

    model: str
    url: str = ""  # of an OpenAI-compatible server, such as http://localhost:11434/v1
    provider: str = ""  # empty: the address above; "openai"; "anthropic"; or "package.Class" of llama_index.llms
    key: SecretStr = SecretStr("")
    context_tokens: int = Field(default=8_192, ge=1_024)  # what the model reads and writes in all
    answer_tokens: int = Field(default=600, ge=50)
    first_token_s: float = Field(default=20.0, gt=0)
    total_s: float = Field(default=90.0, gt=0)
    at_once: int = Field(default=4, ge=1)  # questions that the model works on at the same time
    tries: int = Field(default=3, ge=1)  # to connect; nothing else is tried again
    unsupported: Unsupported = Unsupported.MARK
    rewrites: bool = False  # ask the model to word follow-ups, too: one more call before the search
    price_in: float = Field(default=0.0, ge=0)  # of a million prompt tokens, in any currency
    price_out: float = Field(default=0.0, ge=0)  # of a million completion tokens

    @property
    def where(self) -> str:
        """The place that is asked, for messages: never with the key, nor with what else an address can hold back."""
        address = urlsplit(self.url)._replace(query="", fragment="")
        return address._replace(netloc=address.netloc.rpartition("@")[2]).geturl() or self.provider.partition(".")[0]


class Piece(Frozen):
    """Some text of a model as it comes; the counts come once, mostly last, from models that count."""

    text: str = ""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cut: bool = False  # the model stopped because it had no room left


class ChatModel(Protocol):
    """All that is asked of a language model."""

    def stream(self, turns: Sequence[Turn]) -> Iterator[Piece]:
        """The reply as it comes. Raises ModelUnavailable, in one line without the key, whatever goes wrong."""
        ...

    def close(self) -> None:
        """Let go of connections; nothing is asked afterwards."""
        ...
