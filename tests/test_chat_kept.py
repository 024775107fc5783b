"""Disagreements kept beside an index are those that would be worked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat.disagreement.audit import audit
from chat.disagreement.kept import keep, kept_book
from corpus.claims.extract import Claim
from index.material import FolderSource
from tests.claim_material import book_of

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"


class Claimed:
    generation = "gen-000001"

    def __init__(self, claims: list[Claim]) -> None:
        self._claims = claims
        self.read = 0

    def claims(self) -> list[Claim]:
        self.read += 1
        return self._claims


@pytest.fixture(scope="module")
def index() -> Claimed:
    reading = FolderSource(SAMPLE).read(lambda text: True, lambda problem: None, lambda progress: None)
    return Claimed(list(reading.claims))


def test_kept_findings_are_those_that_would_be_worked_out(tmp_path: Path, index: Claimed) -> None:
    keep(index, tmp_path / "findings")
    kept, book = kept_book(index, tmp_path / "findings", quiet=lambda _: False), book_of(index.claims())
    assert kept is not None
    paths = sorted({claim.path for claim in index.claims()})
    assert kept.names == book.names
    assert [kept.findings_for([path]) for path in paths] == [book.findings_for([path]) for path in paths]
    found = book.findings_for(paths)
    assert kept.findings_for([*paths, "no/such.txt"]) == found
    beside = [claim for finding in found for claim in finding.claims]
    assert beside
    assert [list(kept.claims_beside(one)) for one in beside] == [
        list(dict.fromkeys(book.claims_beside(one))) for one in beside
    ]


def test_an_audit_of_kept_findings_is_that_of_findings_worked_out(tmp_path: Path, index: Claimed) -> None:
    keep(index, tmp_path)
    kept = kept_book(index, tmp_path, quiet=lambda _: True)
    assert kept is not None
    assert audit(kept) == audit(book_of(index.claims()))
    assert audit(kept).disagreements


def test_a_quiet_finding_is_left_out(tmp_path: Path, index: Claimed) -> None:
    keep(index, tmp_path)
    paths = sorted({claim.path for claim in index.claims()})
    loud = kept_book(index, tmp_path, quiet=lambda _: False)
    assert loud is not None
    first = loud.findings_for(paths)[0].disagreement.id
    quiet = kept_book(index, tmp_path, quiet=lambda finding: finding == first)
    assert quiet is not None
    assert [found.disagreement.id for found in quiet.findings_for(paths)] == [
        found.disagreement.id for found in loud.findings_for(paths) if found.disagreement.id != first
    ]


def test_findings_are_worked_out_once_for_a_build_and_those_of_others_go(tmp_path: Path, index: Claimed) -> None:
    keep(index, tmp_path)
    before = index.read
    keep(index, tmp_path)
    assert index.read == before
    other = Claimed(list(index.claims()))
    other.generation = "gen-000002"
    keep(other, tmp_path)
    assert {path.name.partition("-")[2][:6] for path in tmp_path.iterdir()} == {"000002"}
    assert kept_book(index, tmp_path, quiet=lambda _: False) is None


def test_a_damaged_file_counts_for_none(tmp_path: Path, index: Claimed) -> None:
    keep(index, tmp_path)
    for file in tmp_path.glob("*.jsonl"):
        file.write_bytes(file.read_bytes()[:-5])
    assert kept_book(index, tmp_path, quiet=lambda _: False) is None
