"""Who did something, or said it, where the sentence itself names nobody."""

from __future__ import annotations

import pytest

from chat.evidence import FEATURES, weigh
from chat.extract import choose
from chat.question import read_question
from chat.who import asks_who_did, told_with
from corpus.models import Form
from index.models import Hit
from tests.fake_index import as_searched
from tests.fakes import FakeWords, make_passage

NAMED = ("Ruben", "Ada Brook, she's the warden, came at ten.")
SHE = ("Ruben", "She locked the tower door.")
CLEANER = ("Ruben", "It was ten when the cleaner locked the tower door.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Who locked the door?", True, id="a deed"),
        pytest.param("who was the first to see the crack", True, id="the first"),
        pytest.param("Who was it that locked the door?", True, id="was it"),
        pytest.param("Who is the warden?", False, id="a post"),
        pytest.param("Who did they ask?", False, id="somebody it was done to"),
        pytest.param("What locks the door?", False, id="no person"),
    ],
)
def test_a_question_for_who_did_something_is_known(question: str, expected: bool) -> None:
    assert asks_who_did(question) is expected


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        pytest.param([("Ruben", "And then I locked the tower door.")], [0], id="the speaker"),
        pytest.param([("Ruben", "I've locked the tower door.")], [0], id="the speaker has"),
        pytest.param([("Ruben", "I heard that they locked the tower door.")], [], id="only heard of"),
        pytest.param([("Ruben", "I didn't lock the tower door.")], [], id="did not"),
        pytest.param([("Ruben", "The tower door was locked.")], [], id="nobody"),
        pytest.param([NAMED, SHE], [0, 1], id="she, named before"),
        pytest.param([("Ruben", "The warden came at ten."), SHE], [], id="she, and no name"),
        pytest.param([("Hedda", "Ada Brook came at ten."), SHE], [], id="a name that another says"),
        pytest.param([CLEANER, ("Ruben", "Ada Brook.")], [0, 1], id="a bare name behind"),
        pytest.param([CLEANER, ("Hedda", "Ada Brook.")], [], id="behind, from another"),
        pytest.param([CLEANER, ("Ruben", "Ada Brook left.")], [], id="no bare name"),
    ],
)
def test_a_sentence_is_told_with_what_names_who_did_it(lines: list[tuple[str, str]], told: list[int]) -> None:
    sentences = make_passage("a.txt", *lines).sentences
    at = next(n for n, sentence in enumerate(sentences) if "lock" in sentence.text)
    assert told_with(sentences, at) == tuple(sentences[n] for n in told)


def test_a_heading_and_what_nobody_is_known_to_say_tell_nobody() -> None:
    written = make_passage("a.md", (None, "I locked the tower door."))
    heading = written.sentences[0].model_copy(update={"form": Form.HEADING, "speaker": "Ruben"})
    assert told_with(written.sentences, 0) == told_with([heading], 0) == ()


def test_who_did_it_is_answered_with_the_name_and_the_deed_together() -> None:
    talk = as_searched(make_passage("a.txt", NAMED, SHE, ("Hedda", "The door has a lock.")))
    found = weigh(
        (question := read_question("Who locked the tower door?")),
        [Hit(passage=talk, score=1.0, dense=0.5, lexical=1.0, sentences=(0.3, 0.6, 0.3))],
        words=FakeWords(),
    )
    assert choose(question, found)[0].text == f"{NAMED[1]} {SHE[1]}"


def test_who_said_it_is_told_by_the_speaker() -> None:
    talk = as_searched(make_passage("a.txt", ("Ruben", "Nobody needs a bell."), ("Hedda", "The weather was fine.")))
    found = weigh(
        read_question("Who said that nobody needs a bell?"),
        [Hit(passage=talk, score=1.0, dense=0.5, lexical=1.0, sentences=(0.6, 0.1))],
        words=FakeWords(),
    )
    assert [c.features[FEATURES.index("gives")] for c in found] == [1.0, 0.0]
