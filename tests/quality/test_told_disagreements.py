"""Three made-up shows full of sources that differ, and of some that only look so; the writers did not know the program.

At first sight 0 of 88 questions about what differs were told of it, and 1 of 193 others.
"""

from __future__ import annotations

import pytest

from chat.assistant import Assistant
from chat.evaluate import evaluate
from chat.gold import read_gold
from tests.quality.material import FOLDERS, opened

pytestmark = pytest.mark.quality

LEAST_TOLD = {"lighthouse": 1, "buses": 0, "hospital": 2}
MOST_FLAGGED = {"lighthouse": 0, "buses": 0, "hospital": 1}


@pytest.mark.parametrize("corpus", LEAST_TOLD)
def test_disagreements_are_told_and_look_alikes_are_not(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    index = opened(corpus)
    rows = list(evaluate(read_gold(FOLDERS[corpus].with_suffix(".jsonl")), Assistant(lambda: index)))
    differing = [row for row in rows if row.wants_flag]
    others = [row for row in rows if not row.wants_flag]
    told, flagged = sum(row.flag_right for row in differing), sum(row.flags > 0 for row in others)
    right = sum(row.right for row in rows if row.answerable)
    with capsys.disabled():
        print(f"\n{corpus}: told {told} of {len(differing)}, flagged {flagged} of {len(others)}, right {right}")
    assert (told >= LEAST_TOLD[corpus], flagged <= MOST_FLAGGED[corpus]) == (True, True)
