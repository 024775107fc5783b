"""Gold questions over real material and over the sample show: the figures of the README, and the least they may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat.assistant import Assistant
from chat.evaluate import by_type, evaluate, summarise
from chat.gold import read_gold
from tests.quality.material import ROOT, SHARED, curve, opened

pytestmark = pytest.mark.quality

SHOWN = (
    "right", "first_citation_supports", "verbatim", "speaker_right", "abstain_recall", "abstain_precision",
    "disagree_recall", "false_flag_near_miss", "false_flag_other", "recall@5", "calibration_error", "median_words",
)  # fmt: skip
QUESTIONS = {
    "episode-050": SHARED / "eval" / "episode-050.questions.jsonl",
    "show": SHARED / "eval" / "show.questions.jsonl",
    "sample": ROOT / "tests" / "data" / "sample" / "questions.jsonl",
}
LEAST = {
    "episode-050": {"right": 0.90, "first_citation_supports": 0.88, "verbatim": 1.0, "speaker_right": 1.0,
                    "abstain_recall": 0.88, "abstain_precision": 0.88, "disagree_recall": 1.0},
    "show": {"right": 0.78, "first_citation_supports": 0.72, "verbatim": 1.0, "speaker_right": 1.0,
             "abstain_recall": 0.85, "abstain_precision": 0.85, "disagree_recall": 0.7},
    "sample": {"right": 0.75, "first_citation_supports": 0.80, "verbatim": 1.0, "speaker_right": 0.98},
}  # fmt: skip
MOST = {
    "episode-050": {"false_flag_near_miss": 0.0, "false_flag_other": 0.03},
    "show": {"false_flag_near_miss": 0.0, "false_flag_other": 0.05},
    "sample": {"false_flag_near_miss": 0.0},
}


@pytest.mark.parametrize("corpus", QUESTIONS)
def test_answers_are_as_right_as_the_readme_says(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    index = opened(corpus)
    rows = list(evaluate(read_gold(Path(QUESTIONS[corpus])), Assistant(lambda: index)))
    figures = summarise(rows)
    with capsys.disabled():
        print(f"\n{corpus}: " + ", ".join(f"{name} {figures[name]}" for name in SHOWN))
        print("  " + ", ".join(f"{kind} {right}/{asked}" for kind, (right, asked) in by_type(rows).items()))
        print(f"  confidence and share supported: {curve(rows)}")
        print("\n".join(f"  {row.id}: {row.miss}" for row in rows if row.miss))
    below = {name: figures[name] for name, least in LEAST[corpus].items() if (figures[name] or 0.0) < least}
    above = {name: figures[name] for name, most in MOST[corpus].items() if (figures[name] or 0.0) > most}
    assert (below, above) == ({}, {})
