"""The pages' words: every language has all of them, and the browser's wish is followed."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.web.strings import DE, EN, LANGUAGES, pick


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for each in (value.values() if isinstance(value, dict) else value) for text in texts(each)]


@pytest.mark.parametrize("key", sorted(set(EN.model_dump()) - {"language"}))
def test_every_language_says_everything_with_the_same_places_for_values(key: str) -> None:
    ours, theirs = texts(getattr(EN, key)), texts(getattr(DE, key))
    assert len(ours) == len(theirs)
    assert all(ours)
    assert all(theirs)
    assert [places(text) for text in ours] == [places(text) for text in theirs]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        pytest.param(None, "en", id="no header"),
        pytest.param("", "en", id="empty"),
        pytest.param("de", "de", id="plain"),
        pytest.param("de-AT,de;q=0.9,en;q=0.8", "de", id="region"),
        pytest.param("en;q=0.4, de;q=0.6", "de", id="weights"),
        pytest.param("fr, de;q=0", "en", id="refused"),
        pytest.param("fr, it", "en", id="unknown languages"),
        pytest.param("de;q=⅒", "de", id="a weight that is no number"),
    ],
)
def test_the_browsers_language_is_followed(header: str | None, language: str) -> None:
    assert pick(header).language == language


@given(st.text(max_size=600))
def test_any_header_gives_a_language(header: str) -> None:
    assert pick(header) in LANGUAGES.values()
