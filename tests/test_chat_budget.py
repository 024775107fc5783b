"""A day's budget of a language model."""

from __future__ import annotations

from contextlib import closing

import pytest

from chat.llm.budget import TokenBudget
from chat.llm.closing import Written
from chat.llm.meter import Usage
from chat.llm.writer import Writer
from tests.kestrel import PASSAGES, QUESTION, documents, settings
from tests.scripted_llm import scripted_server


def test_a_days_budget_is_spent_and_comes_back() -> None:
    now = 1_800_000_000.0
    budget = TokenBudget(1000, clock=lambda: now)
    assert budget.has_left()
    budget.spend(999)
    assert budget.has_left()
    budget.spend(500)
    assert not budget.has_left()
    now += 86_400
    assert budget.has_left()


def test_a_budget_of_nothing_never_has_any() -> None:
    assert not TokenBudget(0).has_left()


def test_a_writer_spends_it_and_is_unavailable_when_it_is_spent() -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra [openai]")
    budget = TokenBudget(1)
    with scripted_server() as server, closing(Writer(settings(server), budget=budget)) as writer:
        server.say("The Kestrel is 32 metres long [{0}].")
        list(writer.write(QUESTION, PASSAGES, documents=documents))
        assert not budget.has_left()
        (written,) = writer.write(QUESTION, PASSAGES, documents=documents)
        assert written == Written(text="", stopped="The language model's budget for today is used up.", usage=Usage())
