"""Slips of the keyboard are mended towards the words of the material, and nothing else is touched."""

import pytest

from chat.spelling import respelled
from chat.words import stem

NEVER, OFTEN = 8.0, 3.0
HELD = "the ferry carried people through a lighthouse in february and martin mended tidewheel lamp glass there"
KNOWN = frozenset(map(stem, HELD.split()))


def rarity(words: str) -> float:
    return max(OFTEN if stem(word) in KNOWN else NEVER for word in words.split())


def unwritten(_: str) -> str:
    return ""


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        pytest.param("how many peple went", "how many people went", id="a letter left out"),
        pytest.param("how many peeople went", "how many people went", id="a letter doubled"),
        pytest.param("was it in Feburary", "was it in February", id="two letters changed over"),
        pytest.param("was it in fevruary", "was it in february", id="a letter mistaken"),
        pytest.param("tehre is a lamp", "there is a lamp", id="a plain word"),
        pytest.param("the lampglass broke", "the lamp glass broke", id="a space left out"),
        pytest.param("the tide wheel broke", "the tidewheel broke", id="a name taken apart"),
        pytest.param("the Tidewhel broke", "the Tidewheel broke", id="a name the material has"),
    ],
)
def test_a_slip_is_read_as_the_word_of_the_material(asked: str, searched: str) -> None:
    assert respelled(asked, rarity=rarity, written=unwritten).lower() == searched.lower()


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("how many people went", id="no slip"),
        pytest.param("who lent the table", id="English that the material never uses"),
        pytest.param("did Martyn mend it", id="a name with another letter"),
        pytest.param("what did FERRZ say", id="letters that stand for themselves"),
        pytest.param("where is fery-2 or fery.io", id="addresses and numbers"),
        pytest.param("exm", id="a word too short to know"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_may_be_meant_is_left_as_it_is(asked: str) -> None:
    assert respelled(asked, rarity=rarity, written=unwritten) == asked


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        pytest.param("is the tidelamp lit", "is the tide lamp lit", id="two words run together"),
        pytest.param("was Tidelamp sold", "was Tidelamp sold", id="a name that only looks like them"),
        pytest.param("Tidelamp was sold", "Tide lamp was sold", id="no name, for it begins the question"),
    ],
)
def test_two_plain_words_are_no_name(asked: str, searched: str) -> None:
    held = {"tide", "lamp", "lit", "sold"}
    often = lambda words: OFTEN if held.issuperset(words.lower().split()) else NEVER  # noqa: E731
    assert respelled(asked, rarity=often, written=unwritten) == searched


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        pytest.param("who built the Brandelmere", "who built the Brandelmare", id="a long one, a letter mistaken"),
        pytest.param("who painted Katelina", "who painted Katelina", id="a shorter one may be another"),
        pytest.param("who built the Brundelmere", "who built the Brundelmere", id="two letters"),
        pytest.param("who built the brandelmere", "who built the brandelmere", id="not written as a name"),
    ],
)
def test_a_long_name_with_one_other_letter_is_that_of_the_material(asked: str, searched: str) -> None:
    names = {"brandelmare": "Brandelmare", "katerina": "Katerina"}
    often = lambda word: OFTEN if word.lower() in names else rarity(word)  # noqa: E731
    assert respelled(asked, rarity=often, written=lambda word: names.get(word.lower(), "")) == searched
