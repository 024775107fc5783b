"""Dates of the material: what is none is told, not dropped."""

from pathlib import Path

import pytest

from corpus.errors import AircheckError
from corpus.load import load_corpus


@pytest.mark.parametrize(
    ("head", "told"),
    [
        pytest.param("# Salt\n\n**Published**: 2025-04-31\n", ["n.md:3: 2025-04-31"], id="episode data"),
        pytest.param("---\ndate: 2025-13-01\n---\n# Salt\n", ["n.md:2: 2025-13-01"], id="front matter"),
        pytest.param("# Salt\n\n- **Recording Date**: June 31, 2025\n", ["n.md:3: June 31, 2025"], id="of a recording"),
        pytest.param("# Salt\n\nPublished: 2025-04-30\n", [], id="a day"),
        pytest.param("# Salt\n\nDate: soon\n", [], id="no date at all"),
        pytest.param("# Salt\n\nThe ship of 2025-04-31 is late.\n", [], id="within a sentence"),
    ],
)
def test_a_date_that_is_no_day_is_told_with_its_line(tmp_path: Path, head: str, told: list[str]) -> None:
    (tmp_path / "n.md").write_text(f"{head}\n## Cargo\n\nSalt went to Cervia.\n", "utf-8")
    problems: list[AircheckError] = []
    documents = list(load_corpus(tmp_path, on_problem=problems.append))
    assert [document.path for document in documents] == ["n.md"]
    left_out = "is no day of the calendar, and left out; correct it and ingest again."
    assert list(map(str, problems)) == [f"{where} {left_out}" for where in told]
