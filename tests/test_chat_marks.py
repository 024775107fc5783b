"""A model's text as it comes: cut into sentences with their keys, in whatever pieces it arrives."""

# ruff: noqa: E501 — cases read best a line each
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.llm.marks import Said, sentences


def said(text: str, size: int = 1_000_000) -> list[Said]:
    return list(sentences(text[at : at + size] for at in range(0, len(text), size)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It sank [q1a2b].", [Said(text="It sank.", keys=("q1a2b",))], id="before the full stop"),
        pytest.param("It sank. [q1a2b]", [Said(text="It sank.", keys=("q1a2b",))], id="after the full stop"),
        pytest.param("It sank.\n[q1a2b]", [Said(text="It sank.", keys=("q1a2b",))], id="on the next line"),
        pytest.param("It sank [q1a2b][Q3C4D].", [Said(text="It sank.", keys=("q1a2b", "q3c4d"))], id="two"),
        pytest.param("It sank [q1a2b, q3c4d; q1a2b].", [Said(text="It sank.", keys=("q1a2b", "q3c4d"))], id="a list"),
        pytest.param("It sank 【q1a2b†source】.", [Said(text="It sank.", keys=("q1a2b",))], id="lenticular"),
        pytest.param("It sank (q1a2b) .", [Said(text="It sank.", keys=("q1a2b",))], id="round"),
        pytest.param("It sank [[q1a2b]] [^q3c4d].", [Said(text="It sank.", keys=("q1a2b", "q3c4d"))], id="double, foot"),
        pytest.param("It sank [source: q1a2b].", [Said(text="It sank.", keys=("q1a2b",))], id="label"),
        pytest.param("It sank [1][p12].", [Said(text="It sank.", keys=("1", "p12"))], id="no key of ours"),
        pytest.param("It [sic] sank [in 1911] (2).", [Said(text="It [sic] sank [in 1911] (2).")], id="brackets that are words"),
        pytest.param(
            "Dr. Orla paid $3.20 [q1a2b]. She left [q3c4d].",
            [Said(text="Dr. Orla paid $3.20.", keys=("q1a2b",)), Said(text="She left.", keys=("q3c4d",))],
            id="full stops that end nothing",
        ),
        pytest.param(
            "Two:\n\n- One [q1a2b]\n2. **Two** [q3c4d]\n",
            [
                Said(text="Two:"),
                Said(text="- One", keys=("q1a2b",), line=True),
                Said(text="- Two", keys=("q3c4d",), line=True),
            ],
            id="a list of lines",
        ),
        pytest.param(
            "Run:\n```\nx = [q1a2b]. y\n```\nDone [q3c4d].",
            [
                Said(text="Run:"),
                Said(text="```\nx = [q1a2b]. y\n```", line=True, code=True),
                Said(text="Done.", keys=("q3c4d",), line=True),
            ],
            id="a code block",
        ),
        pytest.param("Type `a. [q1a2b] b` [q3c4d].", [Said(text="Type `a. [q1a2b] b`.", keys=("q3c4d",))], id="inline code"),
        pytest.param("<think>It [q9999]. No.</think>\nIt sank [q1a2b].", [Said(text="It sank.", keys=("q1a2b",))], id="thoughts"),
        pytest.param("<think>It never ends", [], id="only thoughts"),
        pytest.param("See [here](http://x.example/a?b=[q]) ok [q1a2b].", [Said(text="See here ok.", keys=("q1a2b",))], id="link"),
        pytest.param("See ![](https://x.example/p.png) https://y.example/z. Ok.", [Said(text="See."), Said(text="Ok.")], id="image, address"),
        pytest.param("", [], id="nothing"),
        pytest.param("[q1a2b]", [], id="a mark alone"),
    ],
)  # fmt: skip
def test_sentences_and_their_keys_whatever_the_pieces(text: str, expected: list[Said]) -> None:
    assert [said(text, size) for size in (1, 2, 3, 5, 11, 10_000)] == [expected] * 6


def test_a_sentence_is_let_through_as_soon_as_the_next_one_begins() -> None:
    arrived: list[str] = []

    def stream() -> object:
        for piece in ("It sank", " [q1", "a2b]", ".", " Then", " it", " rose [q3c4d]. "):
            arrived.append(piece)
            yield piece

    reading = sentences(stream())  # type: ignore[arg-type] # a generator of texts
    assert next(reading) == Said(text="It sank.", keys=("q1a2b",))
    assert arrived[-1] == " it"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .!?\n[]()q1a2b`<>-*“”", max_size=120), st.integers(1, 9))
def test_the_pieces_never_change_the_words(text: str, size: int) -> None:
    def words(found: list[Said]) -> str:
        return "".join(character for one in found for character in one.text if character.isalnum())

    assert all(one.text for one in said(text, size))
    assert len(words(said(text, size))) <= sum(map(str.isalnum, text))
