"""What something is, and who somebody is: which questions ask for it, and which sentences say it."""

from __future__ import annotations

import pytest

from chat.assistant import Assistant
from chat.defined import Defined
from chat.evidence import BY_FORM, FEATURES, weigh
from chat.given import holds_post
from chat.question import read_question
from chat.replies import asks
from chat.wants import Want, thing_defined
from chat.words import tokens
from index.models import Hit
from index.search import Index
from tests.fake_index import as_searched
from tests.fakes import FakeWords, make_passage


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("What is a windlass?", "windlass"),
        ("what's FOB", "FOB"),
        ("What is the FOB?", "FOB"),
        ("What does FOB stand for?", "FOB"),
        ("Explain what a lead line is", "lead line"),
        ("define ballast", "ballast"),
        ("Who is Pim Adler?", "Pim Adler"),
        ("What is the price?", None),
        ("Who is the cook?", None),
        ("What is happening?", None),
        ("What is the weight of the bell?", None),
        ("What is a windlass made of?", None),
        ("What is it?", None),
    ],
)
def test_what_a_question_wants_defined(question: str, thing: str | None) -> None:
    assert (thing_defined(question), read_question(question).want is Want.DEFINITION) == (thing, thing is not None)


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("windlass", "A windlass is a drum on which the chain is wound."),
        ("windlass", "Windlasses, which are basically drums, are an old thing."),
        ("windlass", "Then there is the windlass, a drum with a handle."),
        ("windlass", "Windlass: drum for the chain"),
        ("windlass", "- **Windlass** — drum for the chain"),
        ("windlass", "They brought a drum (windlass) aboard."),
        ("windlass", "They brought a windlass (drum with handles) aboard."),
        ("FOB", "FOB stands for what it stands for."),
        ("FOB", "We sell free on board, so you pay the freight."),
        ("eLOA", "The extra length over all is eight metres."),
        ("Pim Adler", "The welder, engineer Pim Adler, came at noon."),
        ("Pim Adler", "Pim Adler is a welder from Ostmark."),
    ],
)
def test_a_definition_is_known_by_its_form(thing: str, text: str) -> None:
    assert Defined(thing).in_(text)


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("windlass", "The windlass broke."),
        ("windlass", "Changing to a windlass is a matter of money."),
        ("windlass", "A windlass is the best choice."),
        ("windlass", "When they had bought the windlass, the money was gone."),
        ("windlass", "The windlass (if there is one) is oiled."),
        ("windlass", "The windlasses' drum is a heavy thing."),
        ("FOB", "Free beer on board."),
        ("Pim Adler", "Pim Adler: hand me the torch."),
        ("Pim Adler", "Pim Adler left before the captain of the other ship, who had waited since noon, came on board."),
    ],
)
def test_what_only_speaks_of_a_thing_is_no_definition(thing: str, text: str) -> None:
    assert not Defined(thing).in_(text)


def test_who_asks_for_a_definition_is_answered_by_one(sure: Assistant, bells: Index) -> None:
    assert sure.ask("Who is Oddny Fell?").citations[0].quote.startswith("I am Oddny Fell and I ring")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is a fid?", True),
        ("Okay, tell them what a fid is.", True),
        ("Remind us again why it is called that.", True),
        ("They told us what a fid is.", False),
        ("Tell them to go.", False),
    ],
)
def test_who_is_told_to_tell_is_asked(text: str, expected: bool) -> None:
    assert asks(text) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who is the captain?", "I had a word with the captain, Ada Brook.", True),
        ("Who is the captain?", "Ada Brook, captain of the Heron, was late.", True),
        ("Who is the captain?", "The captain sleeps. Ada Brook is at the wheel.", False),
        ("Who is the captain?", "The captain earns three thousand.", False),
        ("Who is the captain?", "The engineer, Ada Brook, sleeps.", False),
        ("Is Ada Brook the captain?", "The captain, Ada Brook, sleeps.", False),
    ],
)
def test_who_holds_a_post_is_the_one_whose_name_stands_beside_it(question: str, text: str, expected: bool) -> None:
    assert holds_post(text, frozenset(tokens(question))) is expected


def test_the_holder_of_another_post_is_no_answer() -> None:
    passage = as_searched(make_passage("talk.txt", ("Ida", "The captain of the Heron, Ada Brook, sleeps till noon.")))
    hit = Hit(passage=passage, score=1.0, dense=0.5, lexical=1.0, sentences=(0.5,))
    posted = FEATURES.index("posted")
    told = {
        ship: weigh(read_question(f"Who is the captain of the {ship}?"), [hit], words=FakeWords())[0].features[posted]
        for ship in ("Heron", "Gannet")
    }
    assert told == {"Heron": BY_FORM, "Gannet": 1.0}
