"""Which words count, and how passages that share them with a question are scored."""

from pathlib import Path
from tempfile import TemporaryDirectory

import bm25s  # type: ignore[import-untyped]  # ships no stubs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import K1, B, build
from index.keyword import KeywordIndex, stems_of, tokens_of, weights_of, words_of

PASSAGES = ["The heron stands in the reeds.", "Herons and egrets nest together.", "A kingfisher dives 1,000 times."]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("bm25")
    build(PASSAGES, folder)
    return KeywordIndex(folder)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("Herons were nesting", ["heron", "nest"], id="stemmed-without-stop-words"),
        pytest.param("Heron5", ["heron5", "heron", "5"], id="letters-and-digits"),
        pytest.param("v1.33", ["v1.33", "v", "1", "33"], id="version"),
        pytest.param("1,000 birds", ["1000", "bird"], id="thousands"),
        pytest.param("re:Nest", ["re:nest", "re", "nest"], id="colon"),
        pytest.param("the heron’s egg", ["heron", "egg"], id="possessive"),
        pytest.param("40% of $3", ["40", "3"], id="signs"),
        pytest.param("CI/CD", ["ci/cd", "ci", "cd"], id="slash"),
        pytest.param("… — !", [], id="no-words"),
        pytest.param("Straße ÉTÉ", ["strass", "ete"], id="folded"),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokens_of(text) == tokens


@given(st.text())
def test_any_text_has_tokens_without_capitals_or_spaces(text: str) -> None:
    assert all(token == token.casefold() and not any(c.isspace() for c in token) for token in tokens_of(text))


def test_a_long_line_takes_linear_time() -> None:
    for hostile in ("a" * 1_000_000, "a-" * 500_000, "1," * 500_000, "." * 1_000_000):
        assert len(tokens_of(hostile)) <= 1_000_001


def test_scores_count_shared_words_alone(index: KeywordIndex) -> None:
    scores = index.scores(weights_of("Where do egrets and herons nest?", {}))
    assert scores.shape == (3,)
    assert scores[1] > scores[0] > 0
    assert scores[2] == 0
    assert np.array_equal(index.scores({"owl": 1.0}), np.zeros(3, dtype=np.float32))


def test_a_word_asked_twice_counts_once(index: KeywordIndex) -> None:
    assert weights_of("heron herons", {}) == weights_of("heron", {}) == {"heron": 1.0}


def test_a_word_beside_those_asked_for_counts_what_it_is_given_and_no_less_when_asked_for(index: KeywordIndex) -> None:
    beside = index.scores(weights_of("kingfisher", {"heron": 0.25}))
    alone = index.scores({"heron": 1.0})
    assert beside[:2].tolist() == (0.25 * alone[:2]).tolist()
    assert beside[2] == index.scores({"kingfish": 1.0})[2]
    assert weights_of("heron", {"heron": 0.25, "egret": 0.1}) == {"heron": 1.0, "egret": 0.1}


def test_the_plain_words_of_a_question_are_those_looked_for() -> None:
    assert words_of("What's the heron’s price in v1.33, Agathe?") == ("heron", "price", "agathe")
    assert stems_of(words_of("nested herons")) == ["nest", "heron"]


def test_rarity_falls_with_frequency(index: KeywordIndex) -> None:
    assert 0 < index.rarity("heron") < index.rarity("egret") < index.rarity("owl")
    assert index.rarity("heron egret") == index.rarity("egret")
    assert index.rarity("the") == 0.0


def test_the_rarity_of_a_stem_is_that_of_its_word(tmp_path: Path) -> None:
    build(["The egret was released.", "Its release was noted.", "An owl."], tmp_path)
    index = KeywordIndex(tmp_path)
    assert index.rarity("releas") == index.rarity("release") < index.rarity("owl")  # stemmed again it is "relea"


@given(st.lists(st.text(alphabet="abc d1", max_size=30), min_size=1, max_size=9))
def test_the_files_are_those_that_bm25s_would_write(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        build(texts, Path(folder))
        vocabulary: dict[str, int] = {"": 0}
        rows = [[vocabulary.setdefault(token, len(vocabulary)) for token in tokens_of(text)] for text in texts]
        theirs = bm25s.BM25(k1=K1, b=B, method="lucene")
        if any(rows):  # of no words at all bm25s makes no index
            theirs.index((rows, vocabulary), show_progress=False)
            theirs.save(f"{folder}/theirs", show_progress=False)
            for file in sorted((Path(folder) / "theirs").iterdir()):
                assert (Path(folder) / file.name).read_bytes() == file.read_bytes(), file.name
