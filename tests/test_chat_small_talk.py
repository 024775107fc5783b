"""What asks nothing of the material, and what only looks so."""

import time

import pytest

from chat.assistant import Assistant
from chat.models import Message, Status
from chat.small_talk import SmallTalk, small_talk
from chat.wording import SMALL_TALK


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("thanks!", SmallTalk.THANKS), ("Thank you so much", SmallTalk.THANKS),
        ("ok cool thanks, bye", SmallTalk.THANKS), ("cheers bye", SmallTalk.THANKS), ("bye", SmallTalk.FAREWELL),
        ("ok", SmallTalk.REACTION), ("great answer", SmallTalk.REACTION), ("lol", SmallTalk.REACTION),
        ("that's funny", SmallTalk.REACTION), ("hello there!", SmallTalk.GREETING),
        ("Good morning", SmallTalk.GREETING), ("hi, how are you?", SmallTalk.SELF), ("who are you", SmallTalk.SELF),
        ("are you a bot", SmallTalk.SELF), ("what can you do?", SmallTalk.SELF), ("youre wrong", SmallTalk.COMPLAINT),
        ("that's not what i asked", SmallTalk.COMPLAINT), ("That makes no sense.", SmallTalk.COMPLAINT),
        ("danke!", SmallTalk.THANKS), ("Vielen Dank", SmallTalk.THANKS), ("merci beaucoup", SmallTalk.THANKS),
        ("muchas gracias, bye", SmallTalk.THANKS), ("grazie mille", SmallTalk.THANKS), ("tak", SmallTalk.THANKS),
        ("спасибо", SmallTalk.THANKS), ("谢谢", SmallTalk.THANKS),
        ("can you speak german", SmallTalk.LANGUAGE), ("really?", SmallTalk.DOUBT),
    ],
)  # fmt: skip
def test_small_talk_is_known_by_having_nothing_else_in_it(said: str, kind: SmallTalk) -> None:
    assert small_talk(said) is kind


@pytest.mark.parametrize(
    "asked",
    [
        "", "thanks to whom was the bridge built?", "ok what does OK stand for", "really, how many ropes are there?",
        "What is wrong with the mast?", "How does it work?", "what do you do with the oil", "good harbour",
        "hello is said how in Breton", "can you help me find the tar", "do you speak to whales", "is it wrong",
        "what does danke mean", "merci is said where", "tack the sail",
    ],
)  # fmt: skip
def test_a_question_is_no_small_talk(asked: str) -> None:
    assert small_talk(asked) is None


@pytest.mark.parametrize(
    "said", ["thanks", "ok", "you're wrong", "good morning", "really", "well done", "which languages do you know"]
)
def test_small_talk_gets_a_reply_of_its_own_kind(sure: Assistant, said: str) -> None:
    answer = sure.ask(said)
    kind = small_talk(said)
    assert kind
    assert (answer.status, answer.answer, answer.citations, answer.disagreements) == (
        Status.ABSTAINED, SMALL_TALK[kind], (), ()
    )  # fmt: skip


def test_a_reply_is_one_sentence() -> None:
    assert all(text.count(". ") == 0 and text.endswith(".") for text in SMALL_TALK.values())


def test_thanks_lean_on_nothing_but_a_doubt_does(sure: Assistant) -> None:
    history = [Message(content="What does the great bell of Varnholm weigh?"), Message(role="assistant", content="…")]
    assert sure.ask("ok, thanks", history).answer == SMALL_TALK[SmallTalk.THANKS]
    assert sure.ask("Really?", history).status is Status.ANSWERED


@pytest.mark.parametrize("piece", ["ok ", "ha", "thanks so much ", "very ", "that's "])
def test_nothing_that_is_said_takes_long(piece: str) -> None:
    started = time.process_time()
    small_talk(piece * 5_000)
    assert time.process_time() - started < 1.0
