"""A value that a model takes from a table is that of the row of which it speaks."""

from __future__ import annotations

import pytest

from chat.llm.evidenced import Evidence, evidence_of
from chat.llm.marks import Said
from chat.llm.tabled import misplaced
from chat.llm.verify import check
from corpus.models import Form, SourceKind
from tests.fakes import make_passage

HEADER = ("Sail", "Kilos", "Made in", "Weeks")
ROWS = (
    ("Mainsail", "190", "Brixham", "12"),
    ("Jib of the bow", "45", "Falmouth", "5"),
    ("Fore topsail", "80", "Brixham", "7"),
    ("Ropes, blocks and hooks", "230", "Lerwick", "12"),
)


def table(*prose: str, key: str = "q0000") -> dict[str, Evidence]:
    """A passage with prose and behind it the table."""
    turns = [(None, text) for text in (*prose, *(" ".join(row) for row in ROWS))]
    passage = make_passage(f"{key}.md", *turns, kind=SourceKind.PAGE)
    rows = [
        sentence.model_copy(update={"form": Form.ROW, "header": HEADER, "cells": cells})
        for sentence, cells in zip(passage.sentences[len(prose) :], ROWS, strict=True)
    ]
    return {key: evidence_of(passage.model_copy(update={"sentences": (*passage.sentences[: len(prose)], *rows)}))}


def failure(text: str, given: dict[str, Evidence]) -> str | None:
    return check(Said(text=text, keys=tuple(given)), given).failure


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mainsail: 190 kilos.", id="colon"),
        pytest.param("The mainsail weighs 190 kilos and took 12 weeks.", id="two values"),
        pytest.param("The jib weighs 45 kilos.", id="part of a label"),
        pytest.param("The mainsail weighs 190 kilos and the fore topsail 80.", id="two rows"),
        pytest.param("80 kilos for the fore topsail, 190 for the mainsail.", id="values first"),
        pytest.param("Both the mainsail and the ropes took 12 weeks.", id="shared value"),
        pytest.param("At 190 kilos the mainsail is heavier than the jib of the bow.", id="comparison"),
        pytest.param("Ropes, blocks and hooks weigh 230 kilos, the mainsail 190.", id="commas in a label"),
        pytest.param("Brixham made the mainsail, and Falmouth the jib of the bow.", id="names"),
        pytest.param("The sail from Falmouth took 5 weeks.", id="known by another cell"),
    ],
)
def test_a_row_may_be_told_in_any_words(text: str) -> None:
    assert failure(text, table()) is None


def test_values_that_follow_all_labels_in_order_are_not_told_apart() -> None:
    text = "The mainsail and the fore topsail weigh 190 and 80 kilos respectively."
    assert misplaced(text, tuple(table().values())) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("Mainsail: 80 kilos.", "80", id="colon"),
        pytest.param("The mainsail weighs 45 kilos.", "45", id="sentence"),
        pytest.param("The mainsail weighs 190 kilos and took 7 weeks.", "7", id="one of two values"),
        pytest.param("The mainsail weighs 80 kilos and the fore topsail 190.", "80", id="exchanged"),
        pytest.param("190 kilos for the fore topsail, 80 for the mainsail.", "190", id="exchanged, values first"),
        pytest.param("The mainsail was made in Falmouth.", "Falmouth", id="name"),
        pytest.param("“Mainsail” is “80”.", "80", id="quoted"),
    ],
)
def test_what_stands_in_another_row_is_not_told_of_this(text: str, value: str) -> None:
    assert misplaced(text, tuple(table().values())) == value
    assert failure(text, table()) is not None


def test_what_is_said_outside_the_table_may_differ_from_it() -> None:
    talk = {"q1111": evidence_of(make_passage("talk.txt", (None, "The mainsail weighs 80 kilos, they say.")))}
    assert failure("The mainsail weighs 80 kilos.", table("The mainsail weighs 80 kilos, they say.")) is None
    assert failure("The mainsail weighs 80 kilos.", table() | talk) is None
    assert failure("The mainsail weighs 80 kilos.", table("The crew weighs 80 kilos, they say.")) is not None
