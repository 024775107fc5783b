"""What stands in one row of a table, told of another, is caught; rows told as they are, in any words, are not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from chat.llm.evidenced import Evidence, evidence_of
from chat.llm.marks import Said
from chat.llm.verify import check
from corpus.chunk import chunk_document
from corpus.load import load_corpus
from corpus.models import Passage
from tests.quality.material import FOLDERS
from tests.row_lies import told

pytestmark = pytest.mark.quality

MADE_UP = ("sample", "steamer", "rescue", "circus", "server", "orchard")
REAL = ("episode-050", "show")
FREELY = Path(__file__).with_name("rows_told_freely.jsonl")


@lru_cache(maxsize=8)
def passages(corpus: str) -> tuple[Passage, ...]:
    """A corpus as it is indexed. Skips the test where the material is not there."""
    if not FOLDERS[corpus].is_dir():
        pytest.skip(f"the material is not there: {FOLDERS[corpus].name}")
    documents = load_corpus(FOLDERS[corpus], on_problem=print)
    return tuple(
        passage
        for document in documents
        for passage in chunk_document(document, max_tokens=240, fits=lambda text: len(text.split()) < 180)
    )


def stands(text: str, evidence: Evidence) -> bool:
    return check(Said(text=f"{text}.", keys=("q0000",)), {"q0000": evidence}).failure is None


def tried(corpora: tuple[str, ...]) -> Iterator[tuple[str, bool, bool]]:
    """Of every wording of every pair of rows: its name, whether the lie was caught, whether the truth was marked."""
    for passage in (passage for corpus in corpora for passage in passages(corpus)):
        evidence = evidence_of(passage)
        for wording, truth, lie in told(passage):
            yield wording, not stands(lie, evidence), not stands(truth, evidence)


@pytest.mark.parametrize("corpora", [pytest.param(MADE_UP, id="made up"), pytest.param(REAL, id="real")])
def test_a_value_of_another_row_is_caught(corpora: tuple[str, ...]) -> None:
    count, caught, marked = Counter[str](), Counter[str](), Counter[str]()
    for wording, is_caught, is_marked in tried(corpora):
        count[wording] += 1
        caught[wording] += is_caught
        marked[wording] += is_marked
    for wording in count:
        print(f"{wording}: {caught[wording]} of {count[wording]} lies caught, {marked[wording]} true ones marked")
    print(f"rows of {', '.join(corpora)}: {caught.total()} of {count.total()} caught, {marked.total()} wrongly marked")
    assert caught.total() >= 0.95 * count.total()
    assert marked.total() <= 0.03 * count.total()


def beside(corpus: str, words: str) -> Evidence:
    """The first passage that has these words in a table row."""
    return evidence_of(
        next(
            passage
            for passage in passages(corpus)
            if any(words in sentence.text for sentence in passage.sentences if sentence.cells)
        )
    )


@pytest.mark.parametrize("honest", [pytest.param(True, id="true"), pytest.param(False, id="false")])
def test_rows_told_freely_stand_when_they_are_true(honest: bool) -> None:
    rows = [row for row in map(json.loads, FREELY.read_text("utf-8").splitlines()) if row["true"] is honest]
    wrong = []
    for row in rows:
        if stands(row["told"], beside(row["corpus"], row["beside"])) is not honest:
            wrong.append(row["told"])
    print(f"{len(wrong)} of {len(rows)} {'true' if honest else 'false'} sentences misjudged", *wrong, sep="\n  ")
    assert len(wrong) <= (0.07 if honest else 0.1) * len(rows)  # of true ones, sums that stand nowhere are marked
