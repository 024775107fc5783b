"""A question is read the same however it is typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.assistant import Assistant
from chat.plainly import cased, plainly
from chat.question import read_question


@pytest.mark.parametrize(
    "typed",
    [
        "how heavy is the anchor", "How heavy is the anchor?", "how heavy is the anchor ???",
        "How heavy is the anchor.", "hi, how heavy is the anchor?", "hi there how heavy is the anchor",
        "Hello! How heavy is the anchor? Thanks", "please how heavy is the anchor", "how heavy is the anchor please",
        "how heavy is the anchor, thanks a lot!", "ok how heavy is the anchor", "um, how heavy is the anchor",
        "lol ok. how heavy is the anchor", "quick question: how heavy is the anchor",
        "just wondering how heavy the anchor is", "Really, how heavy is the anchor",
        "do you know how heavy the anchor is", "can you tell me how heavy the anchor is, please?",
        "well, how heavy is the anchor", "I was wondering how heavy the anchor is",
        "Sorry, could you please tell us how heavy the anchor is", "any idea how heavy the anchor is?",
        "how heavy is the anchor, do you know?",
    ],
)  # fmt: skip
def test_greetings_thanks_and_lead_ins_change_nothing(typed: str) -> None:
    assert plainly(typed) == "How heavy is the anchor?"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("whats a fid", "What's a fid?", id="what's"),
        pytest.param("didnt she sink", "Didn't she sink?", id="didn't"),
        pytest.param("who’s the cook", "Who's the cook?", id="curly"),
        pytest.param("were its oars wont to break?", "Were its oars wont to break?", id="words of their own"),
        pytest.param("who said 'ive no anchor'", "Who said 'ive no anchor'?", id="quoted as it is"),
        pytest.param("what is in episode one", "What is in episode 1?", id="an episode by its number in words"),
        pytest.param("how long is episode two hundred and two", "How long is episode 202?", id="a long one"),
        pytest.param("thanks to whom was it built?", "Thanks to whom was it built?", id="thanks to somebody"),
        pytest.param("ok what does OK stand for", "What does OK stand for?", id="what only looks like a lead-in"),
        pytest.param("who gave thanks", "Who gave thanks?", id="thanks that were given"),
        pytest.param("right wing or left?", "Right wing or left?", id="right without a mark"),
        pytest.param("can you eat the rope", "Can you eat the rope?", id="no command"),
        pytest.param("can you list the crew", "List the crew.", id="a command"),
        pytest.param("do you know if the mast is safe", "Is the mast safe?", id="whether"),
        pytest.param("any idea when it was built", "When was it built?", id="told, then asked"),
        pytest.param("thanks!", "Thanks?", id="nothing else"),
    ],
)
def test_what_is_asked_is_kept(typed: str, read: str) -> None:
    assert plainly(typed) == read


def test_a_question_that_stands_alone_needs_no_tie() -> None:
    asked = ("So who is he?", "And then, how?", "Soap?")
    assert [read_question(text).text for text in asked] == ["who is he?", "how?", "Soap?"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who is oddvin", "who is Oddvin"), ("what is kstow", "what is KStow"), ("oddvins boat", "Oddvin's boat"),
        ("Who IS it", "Who IS it"), ("WHO IS ODDVIN", "who is Oddvin"), ("the zzyzx", "the zzyzx"),
    ],
)  # fmt: skip
def test_names_are_known_by_the_material_and_not_by_capitals(typed: str, read: str) -> None:
    names = {"oddvin": "Oddvin", "kstow": "KStow"}
    assert cased(typed, lambda word: names.get(word, "")) == read


@given(st.text(max_size=200))
def test_reading_twice_is_reading_once(text: str) -> None:
    assert plainly(plainly(text)) == plainly(plainly(plainly(text)))


@pytest.mark.parametrize(
    "piece", ["hi ", "please, ", "ok? ", "  ", ".,", "whats ", "do you know ", "'", "episode one "]
)
def test_nothing_that_is_typed_takes_long(piece: str) -> None:
    started = time.process_time()
    plainly(piece * (20_000 // len(piece)))
    assert time.process_time() - started < 1.0


def test_the_same_is_answered_however_it_is_typed(sure: Assistant) -> None:
    asked = ("What does the great bell of Varnholm weigh?", "hi, what does the great bell of varnholm weigh please")
    first, second = (sure.ask(question) for question in asked)
    assert (first.answer, first.confidence) == (second.answer, second.confidence)
    assert (second.question, second.asked_as) == (asked[1], None)
