"""The sample show's marked disagreements and look-alikes hold against the sample show itself.

A line of `tests/data/sample/disagreements.jsonl`: `id`, `verdict` (`disagree`, or `agree` for a look-alike), `topic`,
`kind` and `severity` (as in the contract; null for look-alikes), `why`, and `sides`, each a `path`, a `quote` that
stands there exactly once, the `value` within it as a reader sees it, who said it, and the places that repeat it.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from chat.models import DisagreementKind, Severity

SAMPLE = Path(__file__).parent.parent / "corpus" / "sample"
MARKS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "sample" / "disagreements.jsonl").read_text("utf-8").splitlines()
]
TAGS = re.compile(r"<[^<>]{0,200}>|\[pause[^\]]{0,20}\]|\*\*")
each_mark = pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark["id"])


def test_every_kind_is_marked_and_look_alikes_outnumber_the_real_ones() -> None:
    real = [mark for mark in MARKS if mark["verdict"] == "disagree"]
    look_alikes = [mark for mark in MARKS if mark["verdict"] == "agree"]
    assert {mark["kind"] for mark in real} == {kind.value for kind in DisagreementKind}
    assert {mark["severity"] for mark in real} == {Severity.CONFLICT, Severity.UPDATE, Severity.CAPTION}
    assert len(look_alikes) >= max(20, len(real))
    assert Counter(mark["id"] for mark in MARKS).most_common(1)[0][1] == 1


@each_mark
def test_a_look_alike_has_no_kind_and_a_disagreement_has_one(mark: dict[str, Any]) -> None:
    assert set(mark) == {"id", "verdict", "topic", "kind", "severity", "why", "sides"}
    assert mark["verdict"] in {"agree", "disagree"}
    assert (mark["kind"] is None) == (mark["severity"] is None) == (mark["verdict"] == "agree")
    assert len(mark["sides"]) >= 2


@each_mark
def test_every_quote_stands_exactly_once_in_its_file_and_holds_its_value(mark: dict[str, Any]) -> None:
    for side in mark["sides"]:
        text = (SAMPLE / side["path"]).read_bytes().decode("utf-8")
        assert text.count(side["quote"]) == 1, side
        assert side["value"] in " ".join(TAGS.sub("", side["quote"]).split()), side
        for copy in side["same_as"]:
            assert (SAMPLE / copy["path"]).read_bytes().decode("utf-8").count(copy["quote"]) == 1, copy
