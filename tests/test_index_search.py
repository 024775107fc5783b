"""What a search finds, and under which filters."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.models import SourceKind, SourceText
from index.errors import IndexMismatch, NoIndex, UnknownFilterValue
from index.live import LiveIndex
from index.models import Filters
from index.search import Index
from index.sync import sync
from tests.fakes import FakeEmbedder, FakeSource, make_passage

LIGHTHOUSE = make_passage(
    "ep007/transcript.txt",
    ("Mira Holt", "The lighthouse at Skerry Point burns 40 litres of oil a night."),
    ("Tom Reed", "And nobody has painted its tower since the storm."),
    ("Mira Holt", "I painted the lighthouse door, once."),
)
FERRY = make_passage(
    "ep007/transcript.txt",
    ("Tom Reed", "The night ferry to Orsay leaves at 9, tide or no tide."),
    ("Tom Reed", "Its captain has made the crossing four thousand times."),
    start=200,
)
KELP = make_passage(
    "ep008/outline.md", (None, "Kelp farming: yields doubled in two seasons."), kind=SourceKind.OUTLINE, episode="008"
)
COPY = make_passage(
    "ep007/page.md",
    ("Tom Reed", "The night ferry to Orsay leaves at 9, tide or no tide."),
    kind=SourceKind.PAGE,
    copy_of="ep007/transcript.txt",
)
SOURCE = FakeSource(LIGHTHOUSE, FERRY, KELP, COPY)
pytestmark = pytest.mark.usefixtures("without_a_child")


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    sync(Path("material"), folder, embedder=FakeEmbedder(), source=SOURCE)
    return folder


@pytest.fixture(scope="module")
def index(index_dir: Path) -> Iterator[Index]:
    index = Index.open(index_dir, FakeEmbedder())
    yield index
    index.close()


def found(index: Index, query: str, **filters: tuple[str, ...]) -> list[str]:
    return [hit.passage.id for hit in index.search(query, filters=Filters.model_validate(filters))]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("when does the night ferry leave", FERRY.id, id="several-words"),
        pytest.param("40 litres", LIGHTHOUSE.id, id="number"),
        pytest.param("kelp", KELP.id, id="one-word"),
    ],
)
def test_the_passage_with_the_answer_comes_first(index: Index, query: str, first: str) -> None:
    assert found(index, query)[0] == first


def test_a_hit_tells_its_scores_by_kind_and_by_sentence(index: Index) -> None:
    hit = index.search("the captain of the night ferry", top=1)[0]
    assert hit.passage == FERRY
    assert 0 <= hit.score <= 1
    assert hit.lexical > 0
    assert len(hit.sentences) == len(FERRY.sentences)
    query = FakeEmbedder().embed_query("the captain of the night ferry")
    expected = [float(FakeEmbedder().embed_query(one.search_text) @ query) for one in FERRY.sentences]
    assert hit.sentences == pytest.approx(expected, abs=1e-3)
    assert hit.dense == pytest.approx(float(FakeEmbedder().embed_query(FERRY.search_text) @ query), abs=1e-3)


def test_top_limits_the_hits(index: Index) -> None:
    assert len(index.search("the night", top=2)) == 2


def test_a_question_of_unknown_words_still_ranks(index: Index) -> None:
    assert len(index.search("zyzzyva")) == 3


def test_a_copy_is_left_out_where_what_it_copies_may_answer(index: Index) -> None:
    assert COPY.id not in found(index, "night ferry to Orsay")
    assert COPY.id not in found(index, "night ferry to Orsay", kind=("page", "transcript"))


def test_a_copy_answers_where_what_it_copies_may_not(index: Index) -> None:
    assert found(index, "night ferry to Orsay", kind=("page",)) == [COPY.id]


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        pytest.param({"kind": ("outline",)}, {KELP.id}, id="kind"),
        pytest.param({"episode": ("8",)}, {KELP.id}, id="episode-by-number"),
        pytest.param({"episode": ("#007",)}, {LIGHTHOUSE.id, FERRY.id}, id="episode-as-printed"),
        pytest.param({"episode": ("7", "8")}, {LIGHTHOUSE.id, FERRY.id, KELP.id}, id="either-episode"),
        pytest.param({"kind": ("outline",), "episode": ("7",)}, set(), id="nothing-fits-both"),
    ],
)
def test_filters_leave_only_what_fits(index: Index, filters: dict[str, tuple[str, ...]], allowed: set[str]) -> None:
    assert set(found(index, "the night", **filters)) == allowed


@pytest.mark.parametrize("name", ["Tom Reed", "tom reed", "Tom", "REED", "Tóm Reéd"])
def test_a_speaker_is_found_however_the_name_is_written(index: Index, name: str) -> None:
    hits = index.search("the lighthouse", filters=Filters(speaker=(name,)))
    assert {one.speaker for hit in hits for one in hit.passage.sentences} == {"Tom Reed"}
    assert len(hits) == 2


def test_with_a_speaker_the_passage_is_narrowed_to_their_nearest_words(index: Index) -> None:
    passage = index.search("painted the door", filters=Filters(speaker=("Mira",)), top=1)[0].passage
    door = LIGHTHOUSE.sentences[2]
    assert (passage.text, passage.start, passage.end) == (door.text, door.start, door.end)
    assert passage.sentences == (door,)
    assert passage.speaker == "Mira Holt"
    assert index.passage(passage.id) == LIGHTHOUSE


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        pytest.param(
            {"speaker": ("Mira Hold",)},
            "speaker 'Mira Hold' is not in this index; did you mean Mira Holt?",
            id="speaker",
        ),
        pytest.param(
            {"speaker": ("Xaver",)}, "speaker 'Xaver' is not in this index; it has Mira Holt, Tom Reed.", id="far"
        ),
        pytest.param({"episode": ("9",)}, "episode '9' is not in this index; it has 007, 008.", id="episode"),
        pytest.param({"kind": ("captions",)}, "kind 'captions' is not in this index; it has", id="kind"),
    ],
)
def test_an_unknown_filter_value_names_the_valid_ones(
    index: Index, filters: dict[str, tuple[str, ...]], message: str
) -> None:
    with pytest.raises(UnknownFilterValue) as error:
        found(index, "the night", **filters)
    assert str(error.value).startswith(message)


def test_the_material_can_be_walked_through(index: Index) -> None:
    assert index.passages("ep007/transcript.txt") == [LIGHTHOUSE, FERRY]
    assert index.passage(FERRY.id) == FERRY
    assert index.document("ep008/outline.md").file == KELP.text
    document = index.document("ep008/outline.md")
    assert index.text("ep008/outline.md") == SourceText(file=document.file, reading=document.reading)
    assert index.speakers() == ["Mira Holt", "Tom Reed"]
    assert index.episodes() == ["007", "008"]
    assert [source.path for source in index.sources()] == ["ep007/page.md", "ep007/transcript.txt", "ep008/outline.md"]
    assert index.sources()[0].copy_of == "ep007/transcript.txt"
    assert [source.passages for source in index.sources()] == [1, 2, 1]


@pytest.mark.parametrize("missing", ["ep009/transcript.txt#0-5", "nothing"])
def test_an_unknown_passage_is_a_key_error(index: Index, missing: str) -> None:
    with pytest.raises(KeyError):
        index.passage(missing)


def test_a_rare_word_is_rarer_than_a_common_one(index: Index) -> None:
    assert index.rarity("night") < index.rarity("kelp") < index.rarity("zyzzyva")
    assert index.rarity("") == 0.0


def test_both_ways_to_the_nearest_vectors_give_the_same_hits(index: Index, tmp_path: Path) -> None:
    sync(Path("material"), tmp_path, embedder=FakeEmbedder(), source=SOURCE, exact_limit=0)
    by_hnsw = Index.open(tmp_path, FakeEmbedder())
    for query in ("night ferry", "who painted the lighthouse tower", "kelp"):
        for filters in (Filters(), Filters(speaker=("Tom Reed",)), Filters(episode=("7",))):
            exact = index.search(query, filters=filters)
            found = by_hnsw.search(query, filters=filters)
            assert [hit.passage for hit in found] == [hit.passage for hit in exact]
            assert [hit.score for hit in found] == pytest.approx([hit.score for hit in exact], abs=1e-5)
    by_hnsw.close()


def test_no_index_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match=r"aircheck ingest FOLDER --index"):
        Index.open(tmp_path / "nowhere", FakeEmbedder())


def test_another_model_is_a_mismatch_that_names_the_mending_command(index_dir: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"fingerprint .*: aircheck ingest material --index "):
        Index.open(index_dir, FakeEmbedder(fingerprint="0" * 64))


def test_a_live_index_follows_the_pointer_without_failing_a_question(tmp_path: Path) -> None:
    sync(Path("material"), tmp_path, embedder=FakeEmbedder(), source=FakeSource(LIGHTHOUSE))
    live = LiveIndex(tmp_path, FakeEmbedder())
    before = live.current()
    assert live.current() is before
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(lambda: live.current().search("night")[0].passage.path) for _ in range(200)]
        sync(Path("material"), tmp_path, embedder=FakeEmbedder(), source=SOURCE)
        asked += [pool.submit(lambda: live.current().search("night")[0].passage.path) for _ in range(200)]
    assert {each.result() for each in asked} == {"ep007/transcript.txt"}
    assert len(live.current().sources()) == 3
    assert before.search("lighthouse")[0].passage == LIGHTHOUSE


def test_a_live_index_keeps_serving_when_the_new_generation_is_damaged(tmp_path: Path) -> None:
    sync(Path("material"), tmp_path, embedder=FakeEmbedder(), source=FakeSource(LIGHTHOUSE))
    live = LiveIndex(tmp_path, FakeEmbedder())
    before = live.current()
    report = sync(Path("material"), tmp_path, embedder=FakeEmbedder(), source=SOURCE)
    (tmp_path / report.generation / "passages.npy").unlink()
    assert live.current() is before
    assert live.problem is not None and live.problem.endswith(f"aircheck ingest material --index {tmp_path}")


def test_a_live_index_keeps_serving_when_its_folder_is_taken_away_and_is_at_home_again_when_it_is_back(
    tmp_path: Path,
) -> None:
    here, away = tmp_path / "index", tmp_path / "away"
    sync(Path("material"), here, embedder=FakeEmbedder(), source=FakeSource(LIGHTHOUSE))
    live = LiveIndex(here, FakeEmbedder())
    before = live.current()
    here.rename(away)
    assert (live.current() is before, live.is_gone) == (True, True)
    away.rename(here)
    assert (len(live.current().sources()), live.is_gone, live.problem) == (1, False, None)


@pytest.mark.parametrize("hnsw", [False, True])
def test_a_narrow_filter_finds_every_passage_it_allows(tmp_path: Path, hnsw: bool) -> None:
    many = [
        make_passage(f"ep{n:03d}/transcript.txt", ("Tom Reed", f"Wreck {n} lies off the cape."), episode=f"{n:03d}")
        for n in range(30)
    ]
    sync(Path("m"), tmp_path, embedder=FakeEmbedder(), source=FakeSource(*many), exact_limit=0 if hnsw else 10**6)
    index = Index.open(tmp_path, FakeEmbedder())
    for n in range(30):
        assert found(index, "the wreck", episode=(str(n),)) == [many[n].id]
    index.close()
