"""What is found of the marked set; the material stays where it is, and the test is skipped where it is not."""

from pathlib import Path

import pytest

from chat.disagreement.relevance import find_disagreements
from tests.claim_material import claims_in
from tests.quality.mark_claims import measure, read_marks, stale

SHOW = Path(__file__).parents[2].parent / "shared" / "corpus" / "show"

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not SHOW.is_dir(), reason="the real show is not beside this checkout (../shared/corpus/show)"),
]


def test_the_marked_set_is_found_and_its_look_alikes_are_left_in_peace() -> None:
    marks = read_marks()
    claims, files = claims_in(SHOW)
    assert stale(marks, files) == []
    figures = measure(marks, find_disagreements(claims))
    assert figures["look_alikes"] >= 60
    assert figures["look_alikes_flagged"] <= 0.02
    assert (figures["recall"] >= 0.85, figures["precision"] >= 0.85) == (True, True), figures
