"""Stage directions in what was said are no words; an editor's brackets are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.citations import stands_in
from corpus.reading.clean import read_stretch


@pytest.mark.parametrize(
    ("turn", "read"),
    [
        pytest.param("[laughs] Forty hives.", "Forty hives.", id="before a turn"),
        pytest.param("Go on. [laughs] Go on, then.", "Go on. Go on, then.", id="between sentences"),
        pytest.param("I, [laughs] I dropped it", "I, I dropped it", id="within a sentence"),
        pytest.param("No [sighs].", "No.", id="before a full stop"),
        pytest.param("[clears throat] So.", "So.", id="two words"),
        pytest.param("[a kettle whistles] Tea?", "Tea?", id="a thing, between sentences"),
        pytest.param("[MUSIC PLAYING] Hello.", "Hello.", id="large"),
        pytest.param("(laughter) We did.", "We did.", id="in parentheses"),
        pytest.param("It opened. (door creaks) Who is it?", "It opened. Who is it?", id="a sound in parentheses"),
        pytest.param("I did (laughs nervously) that.", "I did that.", id="with its manner"),
        pytest.param("*sighs* Well.", "Well.", id="between stars"),
        pytest.param("**[applause]** Thanks.", "Thanks.", id="bold"),
        pytest.param("Over.[knocking]Next.", "Over. Next.", id="glued on both sides"),
        pytest.param("♪ La la ♪ so", "La la so", id="notes"),
    ],
)
def test_a_direction_is_not_read(turn: str, read: str) -> None:
    assert read_stretch(turn, markup="speech").text == read


@pytest.mark.parametrize(
    "turn",
    [
        pytest.param("We love [the old hive] very much.", id="an editor's words"),
        pytest.param("[The hive] was closed.", id="an editor's words at the beginning"),
        pytest.param("We was [sic] there. [sic] And off.", id="sic"),
        pytest.param("We need [inaudible] by Friday. [inaudible] Two.", id="words that are lost"),
        pytest.param("See [1] and [2]. [3] Then.", id="numbers"),
        pytest.param("The [rings] of the hive, and [music] too.", id="things that somebody speaks of"),
        pytest.param("We did it (in the end) twice. (We really did.) And?", id="an aside"),
        pytest.param("[Grace] Hello.", id="a name"),
    ],
)
def test_an_editors_words_are_read(turn: str) -> None:
    assert read_stretch(turn, markup="speech").text == turn


def test_emphasis_and_links_in_speech_are_no_directions() -> None:
    assert read_stretch("She *laughs* at [sighs](/x) and *music*.", markup="speech").text == (
        "She laughs at sighs and music."
    )


def test_what_is_printed_keeps_its_brackets() -> None:
    assert read_stretch("The crowd [laughs] went home.").text == "The crowd [laughs] went home."


PARTS = ["[laughs]", "(laughs)", "[pause]", "hive", "Queen", "bees.", "No?", "42", "(", "]", "**", " ", " ", " "]


@given(st.lists(st.sampled_from(PARTS), max_size=24), st.data())
def test_any_stretch_of_a_turn_is_found_in_its_file(parts: list[str], data: st.DataObject) -> None:
    file = "".join(parts)
    reading = read_stretch(file, markup="speech")
    if any(character.isalnum() for character in reading.text):
        start = data.draw(st.integers(0, len(reading.text) - 1))
        end = data.draw(st.integers(start + 1, len(reading.text)))
        words = reading.text[start:end]
        if any(character.isalnum() for character in words):
            assert stands_in(file[slice(*reading.to_file(start, end))], words)


@pytest.mark.parametrize("unit", ["[", "(", "*", "[a", "(a ", "*a", "[laughs] ", "a [b c] "])
def test_time_is_linear(unit: str) -> None:
    start = time.process_time()
    read_stretch(unit * 20_000, markup="speech")
    assert time.process_time() - start < 3
