"""A language model may word a follow-up; what it invents is not taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chat.memory.follow_up import StandAlone, stand_alone
from chat.models import Message
from tests.kestrel import writer
from tests.scripted_llm import Refuse, Scripted, scripted_server

pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra [openai]")

TALK = [
    Message(content="Who owns the Kestrel ferry?"),
    Message(role="assistant", content="Orla Venn and Zed Bogus [1]."),
]
QUESTION = "and how much did it cost?"
BY_RULES = StandAlone(
    question="How much did the Kestrel ferry cost?",
    changed=True,
    topic=("the Kestrel ferry",),
    typed=QUESTION,
    told="Who owns the Kestrel ferry? Orla Venn and Zed Bogus [1].",
)


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_server() as scripted:
        yield scripted


def rarity(stem: str) -> float:
    return {"orla": 3.0, "venn": 4.0}.get(stem, 9.0)


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        pytest.param("How much did the Kestrel ferry cost its owners?", True, id="faithful"),
        pytest.param("How much did the Kestrel cost Orla Venn?", True, id="a name of the answer that the material has"),
        pytest.param("How much did the Kestrel cost Zed Bogus?", False, id="a name of the answer that it has not"),
        pytest.param("How much did the Heron ferry cost?", False, id="an invented name"),
        pytest.param("How much did the Kestrel ferry cost in 1999?", False, id="an invented number"),
        pytest.param("Who owns the Kestrel ferry?", False, id="another question"),
        pytest.param("It cost a lot.\nReally.", False, id="an answer"),
        pytest.param("", False, id="nothing"),
        pytest.param("How much did the Kestrel cost? " * 30, False, id="endless"),
        pytest.param(Refuse(500), False, id="error"),
    ],
)
def test_a_rewriting_is_taken_only_when_it_invents_nothing(server: Scripted, reply: str | Refuse, taken: bool) -> None:
    assert stand_alone(QUESTION, TALK, names=rarity) == BY_RULES
    server.say(reply)
    with writer(server, rewrites=True) as made:
        found = made.rephrase(QUESTION, TALK, BY_RULES, rarity=rarity)
    assert found == (BY_RULES.model_copy(update={"question": reply}) if taken else BY_RULES)


def test_nothing_is_sent_unless_asked_for_or_needed(server: Scripted) -> None:
    server.say("How?")
    alone = StandAlone(question="How old is Norrbo?")
    with writer(server) as plain, writer(server, rewrites=True) as rewriting:
        assert plain.rephrase(QUESTION, TALK, BY_RULES) == BY_RULES
        assert rewriting.rephrase("How old is Norrbo?", TALK, alone) == alone
    assert server.asked == []
