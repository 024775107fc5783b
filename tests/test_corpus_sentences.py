"""Sentence borders."""

from importlib.util import find_spec
from pathlib import Path

import nltk.data  # type: ignore[import-untyped]  # nltk ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktTokenizer  # type: ignore[import-untyped]  # nltk ships no types

from corpus.sentences import MAX_WORDS, is_common_word, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["The tide turns.", "It always does."], id="plain"),
        pytest.param(["We moved to Node.js vs. Deno last year.", "It went well."], id="a dot inside a name, and vs."),
        pytest.param(["It is No. 5 on the list.", "No.", "Never."], id="No. before a number, and No."),
        pytest.param(["Version 1.35 is out.", "See tides.io for more."], id="versions and hosts"),
        pytest.param(["She met Dr. Voss, i.e. the keeper.", "See fig. 3 there."], id="abbreviations"),
        pytest.param(['"Why two?" she asked.', '"Because."', "Then she left."], id="quotes"),
        pytest.param(["It opens at 5 p.m. on weekdays.", "He lives in the U.S.", "The end."], id="ending in letters"),
        pytest.param(["Take plan B.", "We go."], id="a single letter"),
        pytest.param(["OK.", "Hey, good morning.", "All right."], id="short turns of captions"),
        pytest.param(["So...", "What now?"], id="dots before a question"),
        pytest.param(["Is it salt? - Only some.", "Yes."], id="a dash goes on"),
        pytest.param(['He said "done." …', "Then silence."], id="marks alone go with what is before"),
        pytest.param(["… and so on."], id="marks alone at the beginning"),
    ],
)
def test_borders_are_where_a_reader_pauses(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_ordinary_sentences_end_where_punkt_ends_them(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "The keeper of the light wrote every night. On Jan. 3 he counted 41 ships, which is more than in all of 1909. "
        "Was that many? It was! Mr. Haugen of Tide & Co. did not think so. His son moved to the U.K. in March. "
        "Prices rose 3.5 percent. Nobody at the St. Olav pier minded, although the mail came late. They drank coffee."
    )
    spec = find_spec("llama_index.core")
    assert spec is not None and spec.origin is not None
    monkeypatch.setattr(nltk.data, "path", [str(Path(spec.origin).parent / "_static/nltk_cache")])
    assert split_sentences(text) == list(PunktTokenizer("english").span_tokenize(text))


def test_a_long_run_is_cut_before_and_but_so() -> None:
    text = "we haul the nets and we mend them, " * 20
    parts = sentences(text.strip())
    assert [part.split(maxsplit=1)[0] for part in parts[1:]] == ["we"] * (len(parts) - 1)
    assert max(len(part.split()) for part in parts) <= MAX_WORDS


@given(st.text(alphabet=st.sampled_from(" .?!\"'’)]ab A1\n…,;-é"), max_size=300))
def test_every_character_is_in_exactly_one_sentence_of_at_most_sixty_words(text: str) -> None:
    spans = split_sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))
    assert all(len(text[start:end].split()) <= MAX_WORDS for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


def test_common_words_are_told_from_names() -> None:
    assert [is_common_word(word) for word in ("Sure", "happy", "Springsteen", "Qvist")] == [True, True, False, False]
