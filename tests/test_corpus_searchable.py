"""What a text is searched under."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.searchable import searchable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The V H F call and P C Bs", "The VHF call and PCBs", id="letters apart"),
        pytest.param("an A I agent asks the A P I", "an AI agent asks the API", id="letters that are also words"),
        pytest.param("Plan B I think", "Plan B I think", id="a letter of a series"),
        pytest.param("M eight s with B twelve", "M8s with B12", id="letter and number"),
        pytest.param("the p-ninety-five latency", "the p95 latency", id="percentile"),
        pytest.param("Tide dot io and init dot lua", "Tide.io and init.lua", id="dot"),
        pytest.param("A C slash D C", "AC/DC", id="slash"),
        pytest.param("the harbour dash pilot", "the harbour-pilot", id="dash"),
        pytest.param("four point four times", "4.4 times", id="numbers"),
        pytest.param("wait a 5 minute break", "wait a 5 minute break", id="an article is no letter"),
    ],
)
def test_spoken_forms_are_searched_as_written(text: str, expected: str) -> None:
    assert searchable(text) == expected


@given(st.text(alphabet=st.sampled_from("AB c1 .-dots slh"), max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(searchable(text), str)
