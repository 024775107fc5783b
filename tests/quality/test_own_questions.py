"""The project's own 60 questions over the real show: that they are sound, and how well they are answered."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from chat.assistant import Assistant
from chat.evaluate import by_type, evaluate, summarise
from chat.gold import Gold
from tests.quality.check_show_questions import problems, read_questions, resolve
from tests.quality.material import FOLDERS, curve, opened

SHOW = FOLDERS["show"]

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not SHOW.is_dir(), reason="the real show is not beside this checkout (../shared/corpus/show)"),
]

SHOWN = (
    "right", "nugget_recall", "first_citation_supports", "verbatim", "speaker_right", "abstain_recall",
    "abstain_precision", "disagree_recall", "false_flag_near_miss", "false_flag_other", "recall@5",
    "calibration_error", "median_words",
)  # fmt: skip
LEAST = {"right": 0.48, "verbatim": 1.0, "speaker_right": 0.98, "abstain_recall": 0.6, "recall@5": 0.65}
MOST = {"false_flag_near_miss": 0.0, "false_flag_other": 0.03}


def test_each_quote_stands_where_it_is_said_to_and_bears_out_its_question() -> None:
    questions = list(resolve(read_questions(), SHOW))
    assert list(problems(questions)) == []
    assert len(questions) == 60
    assert len({quote["file"].partition("/")[0] for question in questions for quote in question["gold"]}) >= 25


def test_no_sentence_of_the_show_is_kept_with_the_questions() -> None:
    kept = Path(__file__).with_name("show_questions.jsonl").read_text("utf-8")
    quotes = {quote["quote"] for question in resolve(read_questions(), SHOW) for quote in question["gold"]}
    assert [quote for quote in quotes if quote in kept or json.dumps(quote)[1:-1] in kept] == []


def test_they_are_answered_no_worse_than_before(capsys: pytest.CaptureFixture[str]) -> None:
    index = opened("show")
    questions = list(resolve(read_questions(), SHOW))
    rows = list(evaluate(map(Gold.model_validate, questions), Assistant(lambda: index)))
    figures, shapes = summarise(rows), {question["id"]: question["shape"] for question in questions}
    asked, right = Counter(shapes.values()), Counter(shapes[row.id] for row in rows if row.right)
    with capsys.disabled():
        print("\nown 60: " + ", ".join(f"{name} {figures[name]}" for name in SHOWN))
        print("  " + ", ".join(f"{kind} {good}/{all_}" for kind, (good, all_) in by_type(rows).items()))
        print("  " + ", ".join(f"{shape} {right[shape]}/{number}" for shape, number in asked.items()))
        print(f"  confidence and share supported: {curve(rows)}")
        print("\n".join(f"  {row.id}: {row.miss}" for row in rows if row.miss))
    below = {name: figures[name] for name, least in LEAST.items() if (figures[name] or 0.0) < least}
    above = {name: figures[name] for name, most in MOST.items() if (figures[name] or 0.0) > most}
    assert (below, above) == ({}, {})
