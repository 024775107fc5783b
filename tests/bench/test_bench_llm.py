"""What checking costs: time to the reader's first text beyond the model's own first sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from chat.llm.reply import ModelSettings
from chat.llm.writer import Writer
from tests.kestrel import PASSAGES, QUESTION, documents
from tests.scripted_llm import Scripted, scripted_server

pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra [openai]")
pytestmark = pytest.mark.bench

RUNS = 100
ADDED_P95_MS = 150.0


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_server() as scripted:
        scripted.piece_characters = 12
        yield scripted


def test_the_first_text_comes_soon_after_the_models_first_token(server: Scripted) -> None:
    """The scripted model sends without pausing, so that all between its first token and our first text is ours."""
    server.say("The Kestrel is 32 metres long and has two masts [{0}]. The outline has 34 metres [{1}]. Not so bad.")
    added: list[float] = []
    with closing(Writer(ModelSettings(model="scripted", url=server.url))) as writer:
        for _ in range(RUNS):
            *_, written = writer.write(QUESTION, PASSAGES, documents=documents)
            usage = written.usage  # type: ignore[union-attr] # the last event
            assert usage.first_text_ms is not None and usage.first_token_ms is not None
            added.append(usage.first_text_ms - usage.first_token_ms)
            time.sleep(0.005)
    added.sort()
    p50, p95 = added[RUNS // 2], added[int(RUNS * 0.95)]
    print(
        f"first text after the model's first token: p50 {p50:.1f} ms, p95 {p95:.1f} ms "
        f"(first run {added[-1]:.1f} ms at most)"
    )
    assert p95 <= ADDED_P95_MS
