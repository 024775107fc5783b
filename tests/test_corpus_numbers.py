"""Spoken and written numbers meet in the search text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers.written import written

MEETINGS = {
    "times": ("two point five times", "2.5x", "2.5 times"),
    "percent": ("thirty-one percent", "31%", "31 percent"),
    "plus": ("forty-plus dollars", "$40+", "40+ dollars"),
    "year": ("nineteen ninety-eight", "1998", "1998"),
    "this-century": ("twenty thirty-one", "2031", "2031"),
    "version": ("six point eighteen", "6.18", "6.18"),
    "release": ("three point zero", "3.0", "3.0"),
    "hundreds": ("one hundred ninety-one", "191", "191"),
    "hundreds-and": ("one hundred and five", "105", "105"),
    "thousands": ("three thousand seventy-two", "3,072", "3072"),
    "million": ("one million", "1M", "1 million"),
    "scaled": ("two point five million", "2.5 million", "2.5 million"),
    "dollars": ("$7.5 billion", "$7.5B", "7.5 billion dollars"),
    "thousand-letter": ("one hundred thousand", "100K", "100000"),
    "article": ("a hundred thousand", "100,000", "100000"),
    "half": ("two and a half", "2.5", "2.5"),
    "fraction": ("a quarter of a million", "250,000", "250000"),
    "hyphen": ("five-times", "5x", "5 times"),
    "compound": ("fifteen-minute", "15-minute", "15 minute"),
    "generation": ("Kestrel three", "Kestrel3", "Kestrel 3"),
}


@pytest.mark.parametrize(("spoken", "printed", "expected"), MEETINGS.values(), ids=MEETINGS)
def test_written_gives_spoken_and_printed_numbers_the_same_words(spoken: str, printed: str, expected: str) -> None:
    assert (written(spoken), written(printed)) == (expected, expected)


@pytest.mark.parametrize(
    "text",
    [
        "no one has one",
        "a second look",
        "zero trust",
        "first, we test",
        "millions of birds",
        "in the nineties",
        "wait — one oh one",
    ],
)
def test_written_leaves_words_that_only_sound_like_numbers(text: str) -> None:
    assert written(text) == text


def test_two_numbers_said_in_a_row_stay_two() -> None:
    assert written("five hundred six hundred") == "500 600"


@given(st.text(max_size=300))
def test_written_takes_any_text(text: str) -> None:
    written(text)


@given(
    st.lists(
        st.sampled_from(
            ["one", "hundred", "point", "and", "million", "oh", "-", ".", ",", "5", "twenty", "half a", "$", "%"]
        ),
        max_size=40,
    )
)
def test_written_takes_any_heap_of_number_words(words: list[str]) -> None:
    written(" ".join(words))


def test_written_takes_a_number_of_a_million_digits() -> None:
    assert written("9" * 1_000_000) == "9" * 1_000_000
