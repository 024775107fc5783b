"""Who types without accents finds what is written with them."""

import pytest

from corpus.letters import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Radka Nováčková", "radka novackova", id="carons"),
        pytest.param("FRANÇOISE", "francoise", id="capitals"),
        pytest.param("Þórdís Ægisdóttir", "thordis aegisdottir", id="letters of their own"),
        pytest.param("Søren Łukasz", "soren lukasz", id="strokes"),
        pytest.param("Straße", "strasse", id="sharp s"),
        pytest.param("Heron 5, 1,000 m²", "heron 5, 1,000 m²", id="raised figures"),
        pytest.param("東京", "東京", id="no letters with accents"),
    ],
)
def test_letters_are_those_of_a_plain_keyboard(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_an_accent_may_come_as_a_sign_of_its_own() -> None:
    assert plain("Nova\u0301k") == plain("Novák") == "novak"
