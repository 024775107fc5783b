"""A question in another language: known for one when it plainly is, and never else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chat.language import in_another_language

ROOT = Path(__file__).parent
FOUND = ("The old tower was lit in 1874, and they kept it burning.", "What did the keeper eat? Bread, with butter.")


@pytest.mark.parametrize(
    "question",
    [
        "Wer hat den alten Turm gebaut?",
        "Wie viele Stufen hat der Turm?",
        "¿Cuántos escalones tiene la torre?",
        "que dijo el guardián del faro",
        "Qui a construit la vieille tour ?",
        "Qu'est-ce que le gardien a mangé ?",
        "Quanti gradini ha la torre?",
        "Quantos degraus tem o farol?",
        "Hoeveel treden heeft de toren?",
        "Сколько ступеней в старой башне?",
        "古い塔の階段は何段ありますか？",
        "كم عدد درجات البرج القديم؟",
    ],
)
def test_a_question_that_is_plainly_in_another_language_is_known_for_one(question: str) -> None:
    assert in_another_language(question, FOUND)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Wer ist das?", id="very short"),
        pytest.param("Mies van der Rohe", id="a name"),
        pytest.param("villa del lago di como", id="a place in small letters"),
        pytest.param("Ludwig van Beethoven und Joseph Haydn", id="names and a word between"),
        pytest.param("Владимир Владимирович Иванов", id="a name in other letters"),
        pytest.param("Who sang “Wie ist die Welt so stille”?", id="quoted"),
        pytest.param("What does der die das und nicht mean?", id="about words"),
        pytest.param("whta teh hell si taht sial", id="slips"),
        pytest.param("tower height metres lit keeper", id="words to search"),
        pytest.param("will he comment on son or war as a man", id="English words that others have"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_may_be_english_or_names_is_left_alone(question: str) -> None:
    assert not in_another_language(question, FOUND)


def test_where_the_material_speaks_that_language_it_is_none_other() -> None:
    assert not in_another_language("Wer hat den alten Turm gebaut?", ["Den Turm hat 1874 der alte Wärter gebaut."])


def test_no_gold_question_is_in_another_language() -> None:
    files = [*ROOT.glob("quality/**/*questions.jsonl"), *ROOT.glob("quality/s*/*.jsonl"), *ROOT.glob("data/**/*.jsonl")]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    asked = [row["question"] for row in rows if "question" in row]
    assert len(asked) > 700
    assert [question for question in asked if in_another_language(question, FOUND)] == []
