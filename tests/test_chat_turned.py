"""What a question takes for granted, and a sentence that says the opposite of it."""

from __future__ import annotations

import pytest

from chat.turned import figure_given, is_turned

TURNED = {
    "denied in the question": ("Which barges were never repaired?", "All the barges were repaired over the winter."),
    "a verb denied": ("What can't the crane lift?", "The crane can lift four tonnes."),
    "the other end": ("Which was the smallest mill?", "The largest mill stood at Pell."),
    "the other direction": ("Why did the tolls decrease?", "The tolls increased for the sake of the bridge."),
    "by its first letters": ("When were boats unavailable?", "The boats were available in May."),
}
NOT_TURNED = {
    "said as it is asked": ("Which barges were repaired?", "All the barges were repaired over the winter."),
    "both deny": ("Which barges were never repaired?", "The Dora was not repaired."),
    "both deny, in other words": ("Which barges were not repaired?", "All were repaired except the Dora."),
    "denied of something else": (
        "Why is the wheel inside, so it doesn't freeze?",
        "The wheel is inside for the winter.",
    ),
    "not only": ("Who was not just paid?", "Rhona was paid in eels."),
    "one of two": ("Why this year's and not the one they picked for?", "They picked for two hours."),
    "both ends": ("Which was the smallest mill?", "The smallest mill stood at Pell, the largest at Orme."),
    "a word that only begins so": ("Who brought the information?", "They walked in formation and brought it."),
}


@pytest.mark.parametrize(("question", "sentence"), TURNED.values(), ids=TURNED)
def test_a_sentence_that_says_the_opposite_is_turned(question: str, sentence: str) -> None:
    assert is_turned(question, sentence)


@pytest.mark.parametrize(("question", "sentence"), NOT_TURNED.values(), ids=NOT_TURNED)
def test_a_sentence_that_may_answer_is_not_turned(question: str, sentence: str) -> None:
    assert not is_turned(question, sentence)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Who counted all 1,240 of them?", "1240"),
        ("In which town will the fair of twenty twenty-seven be held?", "2027"),
        ("Where does the 83 stop?", None),
        ("Were there 41 or 17?", None),
        ("Who built the two mills?", None),
    ],
    ids=["with a comma", "spoken", "a line's name", "one of two", "few"],
)
def test_the_number_that_a_question_supposes_is_read(question: str, figure: str | None) -> None:
    assert figure_given(question) == figure
