"""What one answer of a language model cost: time to the first word, tokens, money."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from chat.llm.prompt import Count, Turn
from chat.llm.reply import ModelSettings, Piece
from corpus.models import Frozen


class Usage(Frozen):
    """Counts of one answer. Tokens are the model's own counts where it gives them, else ours."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0  # in the currency of the prices that were set; 0 without prices
    first_token_ms: float | None = None  # the model's own
    first_text_ms: float | None = None  # the reader's


class Meter:
    """Listens to one reply."""

    def __init__(self, turns: Sequence[Turn], *, count: Count, clock: Callable[[], float] = time.perf_counter) -> None:
        self._turns = turns
        self._count = count
        self._clock = clock
        self._started = clock()
        self._text: list[str] = []
        self._prompt: int | None = None
        self._completion: int | None = None
        self._first_token_ms: float | None = None
        self._first_text_ms: float | None = None
        self.was_cut = False  # the model had no room left

    def metered(self, pieces: Iterable[Piece]) -> Iterator[str]:
        """The texts of the pieces, counted on the way."""
        for piece in pieces:
            if piece.text and self._first_token_ms is None:
                self._first_token_ms = self._elapsed_ms()
            self._prompt = piece.prompt_tokens or self._prompt
            self._completion = piece.completion_tokens or self._completion
            self.was_cut = self.was_cut or piece.cut
            self._text.append(piece.text)
            yield piece.text

    def shown(self) -> None:
        """Some text goes to the reader."""
        if self._first_text_ms is None:
            self._first_text_ms = self._elapsed_ms()

    def usage(self, settings: ModelSettings) -> Usage:
        """All of it, when the reply has ended."""
        prompt = self._prompt or sum(self._count(turn.content) for turn in self._turns)
        completion = self._completion or self._count("".join(self._text))
        return Usage(
            prompt_tokens=prompt,
            completion_tokens=completion,
            cost=(prompt * settings.price_in + completion * settings.price_out) / 1_000_000,
            first_token_ms=self._first_token_ms,
            first_text_ms=self._first_text_ms,
        )

    def _elapsed_ms(self) -> float:
        return round((self._clock() - self._started) * 1000, 2)
