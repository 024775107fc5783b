"""How the material writes names, and what it calls them for short."""

from pathlib import Path

import pytest

from index.names import ShortNames
from index.search import Index
from index.sync import sync
from tests.fakes import FakeEmbedder

NAMES = ShortNames([("HPS", "harbour pilot service"), ("MTTM", "mean time to mooring"), ("PE", "pump engine")])


@pytest.mark.parametrize(
    ("words", "short"),
    [
        pytest.param(("harbour", "pilot", "service"), {"HPS": {"harbour", "pilot", "service"}}, id="all of them"),
        pytest.param(("the", "harbour's", "pilots"), {"HPS": {"harbour's", "pilots"}}, id="two of three, inflected"),
        pytest.param(("harbour", "fees"), {}, id="one of three"),
        pytest.param(("time", "to"), {}, id="two of four"),
        pytest.param(("harbour", "pilot", "hps"), {}, id="the abbreviation is there"),
        pytest.param(("pump", "engineer"), {}, id="an engineer is no engine"),
        pytest.param((), {}, id="no words"),
    ],
)
def test_a_name_is_known_by_most_of_its_words(words: tuple[str, ...], short: dict[str, set[str]]) -> None:
    assert NAMES.among(words) == short


def test_an_index_knows_the_names_that_its_material_explains(tmp_path: Path) -> None:
    material = tmp_path / "material"
    material.mkdir()
    (material / "transcript.txt").write_text(
        "Ada: The Harbour Pilot Service (HPS) has six boats.\nBo: And what does the HPS cost us a year?\n"
    )
    sync(material, tmp_path / "index", embedder=FakeEmbedder())
    index = Index.open(tmp_path / "index", FakeEmbedder())
    assert index.short_for(["harbour", "pilots"]) == {"HPS": {"harbour", "pilots"}}


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
