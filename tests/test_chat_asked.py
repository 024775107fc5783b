"""What somebody wrote is read without what nobody sees, and no further changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.asked import clean_history, clean_question, clean_text
from chat.errors import BadQuestion
from chat.models import QUESTION_CHARACTERS, Message


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        pytest.param("  How   heavy\n\tis it? ", "How heavy is it?", id="white space"),
        pytest.param("How\x00 heavy\x1b[31m is it?\x07", "How heavy[31m is it?", id="control characters"),
        pytest.param("How heavy\u200b\u202e is \u2066it?\ufeff", "How heavy is it?", id="direction and no width"),
        pytest.param("How hea\u00advy is it?", "How heavy is it?", id="a soft hyphen inside a word"),
        pytest.param("How heavy\U000e0041\U000e0042 is it?", "How heavy is it?", id="tag characters"),
        pytest.param("Wie schwer? Mu\u0308de", "Wie schwer? M\u00fcde", id="composed"),
        pytest.param("Mu\u200b\u0308de", "M\u00fcde", id="composed over what is not seen"),
        pytest.param("👩\u200d🚀 ma\u00f1ana", "👩\u200d🚀 ma\u00f1ana", id="joined emoji stay"),
        pytest.param("x" * QUESTION_CHARACTERS, "x" * QUESTION_CHARACTERS, id="the longest"),
    ],
)
def test_text_is_cleaned_to_what_can_be_seen(written: str, clean: str) -> None:
    assert clean_text(written) == clean_question(written) == clean


@given(st.text(max_size=QUESTION_CHARACTERS))
def test_a_clean_question_stays_as_it_is(text: str) -> None:
    try:
        once = clean_question(text)
    except BadQuestion:
        return
    assert clean_question(once) == once
    assert once.isprintable() or any(ord(char) > 127 for char in once)


def test_history_keeps_its_lines_and_loses_halves_of_characters() -> None:
    turns = (Message(content="Which\ud800 bells?"), Message(role="assistant", content="- Gloria\n- \udce9Osanna 🔔"))
    assert clean_history(turns) == (
        Message(content="Which bells?"),
        Message(role="assistant", content="- Gloria\n- Osanna 🔔"),
    )
