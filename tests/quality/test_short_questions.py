"""Short questions, as listeners type them: whether the material answers them is known, and how often that is seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from chat.assistant import Assistant
from chat.gold import read_gold
from chat.models import Status
from tests.quality.material import opened

pytestmark = pytest.mark.quality

HERE = Path(__file__).with_name("short")


@pytest.mark.parametrize(
    ("corpus", "least_answered", "least_abstained"),
    [("sample", 0.72, 0.64), ("episode-050", 0.90, 0.71), ("show", 0.85, 0.64)],
)
def test_short_questions_are_answered_where_the_material_answers_them(
    corpus: str, least_answered: float, least_abstained: float, capsys: pytest.CaptureFixture[str]
) -> None:
    index = opened(corpus)
    assistant = Assistant(lambda: index)
    golds = list(read_gold(HERE / f"{corpus}.jsonl"))
    answered = {gold.id: assistant.ask(gold.question).status is Status.ANSWERED for gold in golds}
    said = share([answered[gold.id] for gold in golds if gold.answerable])
    silent = share([not answered[gold.id] for gold in golds if not gold.answerable])
    with capsys.disabled():
        print(f"\nshort, {corpus}: {said:.2f} of the answerable answered, {silent:.2f} of the others abstained")
        print("\n".join(f"  {gold.question}" for gold in golds if gold.answerable is not answered[gold.id]))
    assert (said >= least_answered, silent >= least_abstained) == (True, True)


def share(found: Sequence[bool]) -> float:
    return sum(found) / len(found)
