"""An answer that is doubted is not told a second time in the same words."""

import pytest

from chat.again import BESIDES, NOTHING_ELSE
from chat.assistant import Assistant
from chat.models import Answer, Delta, Done, Message, Status


def asked_twice(assistant: Assistant, question: str, doubt: str) -> tuple[Answer, Answer]:
    return assistant.ask(question), assistant.ask(doubt, [Message(content=question)])


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        pytest.param("How did the Ostmark bell crack?", "are you sure?", id="a doubt"),
        pytest.param("Why did the Ostmark bell crack?", "but why?", id="why once more"),
    ],
)
def test_what_else_there_is_is_told(
    sure: Assistant, monkeypatch: pytest.MonkeyPatch, question: str, doubt: str
) -> None:
    monkeypatch.setattr("chat.again.confidence", lambda *given, **named: 1.0)
    first, second = asked_twice(sure, question, doubt)
    assert second.answer.startswith(BESIDES)
    assert second.citations
    assert not {c.quote for c in first.citations} & {c.quote for c in second.citations}


def test_where_nothing_else_answers_as_well_the_same_quotes_are_told_as_all_there_is(
    sure: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.again.confidence", lambda *given, **named: 0.7)
    first, second = asked_twice(sure, "How did the Ostmark bell crack?", "are you sure?")
    assert (second.status, second.answer) == (Status.ANSWERED, f"{NOTHING_ELSE} {first.answer}")
    assert second.citations == first.citations


def test_the_sides_of_a_dispute_are_the_reply_to_a_doubt(sure: Assistant) -> None:
    first, second = asked_twice(sure, "What does the great bell of Varnholm weigh?", "are you sure?")
    assert first.disagreements
    assert (second.answer, second.disagreements) == (first.answer, first.disagreements)


def test_a_doubt_about_silence_is_silence(unsure: Assistant) -> None:
    assert [answer.status for answer in asked_twice(unsure, "Who cast the bell?", "are you sure?")] == [
        Status.ABSTAINED,
        Status.ABSTAINED,
    ]


def test_the_parts_of_the_stream_make_up_the_answer(sure: Assistant) -> None:
    history = [Message(content="How did the Ostmark bell crack?")]
    *events, done = sure.stream("are you sure?", history)
    assert isinstance(done, Done)
    assert "".join(event.text for event in events if isinstance(event, Delta)) == done.answer.answer
