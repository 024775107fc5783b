"""Which words of an index are near in meaning to a question's."""

import numpy as np
import pytest

from index.embed import SentenceTransformerEmbedder
from index.word_vectors import NO_WORDS, NearWords, WordVectors

# Around their mean: rope and cable are near, bell is far from both.
WORDS = WordVectors(
    ("[PAD]", "##s", "rope", "cable", "bell", "door", "at"),
    np.array([[0, 0], [0, 0], [5, 1], [5, 0], [-5, 1], [-5, -1], [0, -1]], dtype=np.float32),
)


def test_only_words_that_the_index_holds_are_near() -> None:
    everything, some = NearWords(WORDS, lambda _: True), NearWords(WORDS, {"cabl", "bell"}.__contains__)
    assert list(everything.near("rope")) == ["rope", "cabl"]
    assert list(some.near("rope")) == ["cabl"]
    assert 0.9 < some.near("rope")["cabl"] < everything.near("rope")["rope"] == pytest.approx(1.0)


@pytest.mark.parametrize("word", ["zyzzyva", "at", "##s", ""], ids=["unknown", "too short", "an ending", "nothing"])
def test_what_is_no_known_word_is_near_to_nothing(word: str) -> None:
    assert NearWords(WORDS, lambda _: True).near(word) == {}


def test_words_in_place_of_others_count_less_than_those_asked_for() -> None:
    found = NearWords(WORDS, lambda _: True).in_place_of(("rope", "zyzzyva", "rope"))
    assert list(found) == ["cabl"]
    assert 0.0 < found["cabl"] < 0.3


def test_a_model_without_words_has_none_alike() -> None:
    alike = NearWords(NO_WORDS, lambda _: True)
    assert (alike.near("rope"), alike.in_place_of(("rope",))) == ({}, {})


def test_the_packaged_model_knows_words_of_like_meaning() -> None:
    alike = NearWords(SentenceTransformerEmbedder().word_vectors(), lambda _: True)
    assert {"creator", "cost", "photo"} <= {
        *alike.near("maker"), *alike.near("price"), *alike.in_place_of(("picture",)),
    }  # fmt: skip
    assert alike.near("maker").get("cost", 0.0) == 0.0
