"""Which words of a text count, and how they are written before they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.words import stem, term_set, terms, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Foo5 rings", ["foo", "5", "rings"], id="a generation is split from its name"),
        pytest.param("Foo 5 rings", ["foo", "5", "rings"], id="and so meets the name written apart"),
        pytest.param("nine thousand two hundred kilos", ["9200", "kilos"], id="spoken number"),
        pytest.param("9,200 kilos", ["9200", "kilos"], id="a comma among digits"),
        pytest.param("four point five times", ["4.5", "times"], id="spoken decimal"),
        pytest.param(
            "a 60% discount, sixty percent", ["a", "60", "percent", "discount", "60", "percent"], id="percent"
        ),
        pytest.param("the ringer's rope", ["the", "ringer's", "rope"], id="an apostrophe stays in its word"),
        pytest.param("— … ?!", [], id="marks only"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_tokens_are_words_and_digits_in_order(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("What did the hosts say about the clapper?", ("clapper",), id="words about the show are dropped"),
        pytest.param("the bell, the bells and the bell's rope", ("bell", "rope"), id="each stem once"),
        pytest.param("rope of the bell", ("rope", "bell"), id="in order of appearance"),
        pytest.param("What is it that you said?", (), id="no subject at all"),
    ],
)
def test_terms_are_the_stems_that_carry_a_subject(text: str, expected: tuple[str, ...]) -> None:
    assert terms(text) == expected
    assert term_set(text) == frozenset(expected)


@pytest.mark.parametrize("word", ["bell", "Bells", "BELL'S", "bell’s"])
def test_a_stem_forgets_case_inflection_and_possession(word: str) -> None:
    assert stem(word) == "bell"


@given(st.text(max_size=80))
def test_terms_are_distinct_and_have_no_white_space(text: str) -> None:
    found = terms(text)
    assert len(set(found)) == len(found)
    assert not any(character.isspace() for term in found for character in term)
