"""What a search finds, and under which filters."""

from pathlib import Path

import pytest

from corpus.models import SourceKind
from index.errors import IndexMismatch, NoIndex, UnknownFilterValue
from index.models import Filters
from index.search import Index, LiveIndex
from index.sync import sync
from tests.fakes import FakeEmbedder, FakeSource, make_passage

LIGHTHOUSE = make_passage(
    "ep007/transcript.txt",
    ("Mira Holt", "The lighthouse at Skerry Point burns 40 litres of oil a night."),
    ("Tom Reed", "And nobody has painted its tower since the storm."),
)
FERRY = make_passage(
    "ep007/transcript.txt",
    ("Tom Reed", "The night ferry to Orsay leaves at nine, tide or no tide."),
    ("Tom Reed", "Its captain has made the crossing four thousand times."),
    start=200,
)
KELP = make_passage(
    "ep008/outline.md", (None, "Kelp farming: yields doubled in two seasons."), kind=SourceKind.OUTLINE, episode="008"
)
COPY = make_passage(
    "ep007/page.md",
    ("Tom Reed", "The night ferry to Orsay leaves at nine, tide or no tide."),
    kind=SourceKind.PAGE,
    copy_of="ep007/transcript.txt",
)
SOURCE = FakeSource(LIGHTHOUSE, FERRY, KELP, COPY)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    sync(Path("material"), folder, embedder=FakeEmbedder(), source=SOURCE)
    return folder


@pytest.fixture(scope="module")
def index(index_dir: Path) -> Index:
    return Index.open(index_dir, FakeEmbedder())


def found(index: Index, query: str, **filters: tuple[str, ...]) -> list[str]:
    return [hit.passage.id for hit in index.search(query, filters=Filters.model_validate(filters))]


def test_the_passage_with_the_answer_comes_first(index: Index) -> None:
    assert found(index, "when does the night ferry leave")[0] == FERRY.id
    assert found(index, "how much oil does the lighthouse burn")[0] == LIGHTHOUSE.id
    assert found(index, "kelp yields")[0] == KELP.id
