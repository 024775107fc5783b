"""How the material writes a name."""

import pytest

from index.search import Index


@pytest.mark.parametrize(
    ("word", "written"),
    [
        pytest.param("varnholm", "Varnholm", id="a name"),
        pytest.param("bell", "", id="a word that stands small"),
        pytest.param("zebra", "", id="a word that nobody says"),
        pytest.param("VARNHOLM", "Varnholm", id="however it is typed"),
    ],
)
def test_a_name_is_a_word_that_never_stands_small(bells: Index, word: str, written: str) -> None:
    assert bells.written(word) == written
