"""A spoken question names whom it is put to, where it is compared with a listener's; nothing else changes."""

import pytest

from corpus.addressed import addressed
from corpus.models import Form, Sentence


def said(speaker: str | None, text: str, form: Form = Form.SPEECH) -> Sentence:
    return Sentence(text=text, search_text=text, start=0, end=len(text), form=form, speaker=speaker)


@pytest.mark.parametrize(
    ("asked", "compared"),
    [
        pytest.param("What were you before?", "What were Oddny before?", id="you"),
        pytest.param("You're from where?", "Oddny is from where?", id="you are"),
        pytest.param("What you've seen, you'd tell?", "What Oddny has seen, Oddny would tell?", id="other short forms"),
        pytest.param("Is your boat yours?", "Is Oddny's boat Oddny's?", id="your"),
        pytest.param("Is the youngest rope younger?", "Is the youngest rope younger?", id="no such word"),
        pytest.param("You rang the bell.", "You rang the bell.", id="no question"),
    ],
)
def test_a_question_has_the_name_of_whoever_speaks_next(asked: str, compared: str) -> None:
    sentences = (said("Hedda", asked), said("Hedda", "Go on?"), said("Oddny", "A welder."))
    assert addressed(sentences) == (compared, "Go on?", "A welder.")


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param((said("Hedda", "Who are you?"), said("Hedda", "I wonder.")), id="nobody else speaks"),
        pytest.param((said("Hedda", "Who are you?"), said(None, "A welder.")), id="nobody knows who speaks"),
        pytest.param((said("Hedda", "Who are you?", Form.PROSE), said("Oddny", "A welder.")), id="in print"),
    ],
)
def test_nobody_is_guessed_where_it_is_not_clear_who_is_asked(sentences: tuple[Sentence, ...]) -> None:
    assert addressed(sentences) == tuple(sentence.text for sentence in sentences)
