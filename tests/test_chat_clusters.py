"""Questions that ask the same come together, the least helped first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from chat.desk.clusters import cluster
from tests.desk_people import entry

ASKED = (
    entry(7, "Who paid for the lighthouse?", helpful=True),
    entry(6, "How much was a keeper's wage?", answered=False),
    entry(5, "What lens is at Skerry Point?"),
    entry(4, "the keepers' wages?", answered=False, helpful=False, note="no figure"),
    entry(3, "How much was a keeper's wage?", helpful=False, note="no figure"),
    entry(2, "What lens is at Skerry Point?"),
    entry(1, "Which lens did Skerry Point have?"),
)


def test_likeness_by_words_puts_the_least_helped_first_and_then_the_most_asked() -> None:
    clusters = cluster(ASKED)
    assert [(c.question, len(c.entries), c.unanswered, c.unhelpful, c.unserved, c.notes) for c in clusters] == [
        ("How much was a keeper's wage?", 3, 2, 2, 3, ("no figure",)),
        ("What lens is at Skerry Point?", 3, 0, 0, 0, ()),
        ("Who paid for the lighthouse?", 1, 0, 0, 0, ()),
    ]


def test_likeness_by_meaning_does_not_drift_along_a_chain() -> None:
    asked = [entry(4 - n, question) for n, question in enumerate(("cold lamp", "warm bell", "old stair", "wet rope"))]
    angles = dict(zip((each.question for each in asked), np.deg2rad([0, 30, 60, 90]), strict=True))

    def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([(np.cos(angles[text]), np.sin(angles[text])) for text in texts], dtype=np.float32)

    assert [[each.question for each in group.entries] for group in cluster(asked, vectors_of)] == [
        ["cold lamp", "warm bell"],
        ["old stair", "wet rope"],
    ]


def test_only_one_wording_of_each_group_is_embedded_and_the_newest_stays_first() -> None:
    embedded: list[str] = []

    def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
        embedded.extend(texts)
        return np.ones((len(texts), 1), dtype=np.float32)

    (group,) = cluster(ASKED, vectors_of)
    assert embedded == [
        "Who paid for the lighthouse?",
        "How much was a keeper's wage?",
        "What lens is at Skerry Point?",
    ]
    assert group.entries == ASKED


@pytest.mark.parametrize("questions", [[], [""], ["?"], ["?", "?", "who"]], ids=["none", "empty", "mark", "marks"])
def test_questions_without_a_subject_are_grouped_by_their_letters(questions: list[str]) -> None:
    asked = [entry(9 - n, question) for n, question in enumerate(questions)]
    assert sorted(c.question for c in cluster(asked)) == sorted(set(questions))


@given(st.lists(st.text(max_size=30), max_size=20))
def test_every_question_is_in_exactly_one_group(questions: list[str]) -> None:
    asked = [entry(100 - n, question) for n, question in enumerate(questions)]
    grouped = [e.answer_id for c in cluster(asked) for e in c.entries]
    assert sorted(grouped) == sorted(e.answer_id for e in asked)
