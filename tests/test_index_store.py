"""What LlamaIndex, knowing nothing of this program, finds in an index; and our ranking given to it."""

from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.models import Clock, SourceKind
from index.errors import IndexDamaged, IndexingError
from index.search import Index
from index.server import ChromaServer
from index.store import ChromaStore, _batches, _rows_between_saves
from index.sync import sync
from tests.chroma_run import chroma_run
from tests.fakes import FakeEmbedder, FakeSource, make_passage

PLOUGH = make_passage(
    "ep012/captions.srt", ("Nell Fry", "A chisel plough leaves the stubble on top."), kind=SourceKind.CAPTIONS, start=40
).model_copy(update={"starts_at": 12.5, "clock": Clock.EXACT, "section": "Soil › Tillage", "line": 3})
SEED = make_passage("ep012/captions.srt", (None, "Rye seed wants cold ground."), kind=SourceKind.CAPTIONS, start=140)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    sync(Path("farm"), folder, embedder=FakeEmbedder(), source=FakeSource(PLOUGH, SEED))
    return folder


def llama_embedding() -> Any:
    from llama_index.core.embeddings import MockEmbedding

    class OurEmbedding(MockEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = FakeEmbedder().embed_query(query).tolist()
            return vector

    return OurEmbedding(embed_dim=64)


def test_llama_index_alone_opens_the_store_and_finds_a_passage_with_its_metadata(index_dir: Path) -> None:
    import chromadb
    from llama_index.core import VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    generation = (index_dir / "current").read_text()
    client = chromadb.PersistentClient(path=str(index_dir / generation / "chroma"))
    store = ChromaVectorStore(chroma_collection=client.get_collection("passages"))
    opened = VectorStoreIndex.from_vector_store(store, embed_model=llama_embedding())
    found = opened.as_retriever(similarity_top_k=1).retrieve("chisel plough on stubble")[0].node
    assert (found.node_id, found.get_content(), found.ref_doc_id) == (PLOUGH.id, PLOUGH.text, PLOUGH.path)
    assert found.metadata == {
        "path": "ep012/captions.srt",
        "kind": "captions",
        "title": "ep012/captions.srt",
        "episode": "007",
        "published": "",
        "url": "",
        "video": "",
        "section": "Soil › Tillage",
        "speaker": "Nell Fry",
        "start": 40,
        "end": PLOUGH.end,
        "line": 3,
        "starts_at": 12.5,
        "clock": "exact",
        "copy_of": "",
    }


def test_our_ranking_is_a_llama_index_retriever(index_dir: Path) -> None:
    from index.retriever import AircheckRetriever

    index = Index.open(index_dir, FakeEmbedder())
    nodes = AircheckRetriever(index, top=1).retrieve("rye seed")
    hit = index.search("rye seed", top=1)[0]
    assert [(node.node.get_content(), node.score) for node in nodes] == [(SEED.text, hit.score)]


def test_a_missing_database_is_damage_and_not_an_empty_index(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="database is missing; mend it with: aircheck ingest"):
        ChromaStore.open(tmp_path)


def test_a_garbled_database_is_damage(index_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database " * 100)
    with pytest.raises(IndexDamaged, match="Chroma cannot use its files"):
        ChromaStore.open(tmp_path)


def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    with pytest.raises(IndexingError, match="http://localhost:9: the Chroma server does not answer"):
        ChromaStore.open("http://localhost:9")


def test_nearest_gives_ids_and_cosines_nearest_first(tmp_path: Path) -> None:
    store = ChromaStore.open(tmp_path, create=True)
    store.add_vectors(np.eye(3, dtype=np.float32))
    ids, cosines = store.nearest(np.array([0.8, 0.6, 0.0], dtype=np.float32), 3)
    assert (store.count(), ids) == (3, ["0", "1", "2"])
    assert cosines == pytest.approx([0.8, 0.6, 0.0], abs=1e-6)
    assert [store.vector(row).tolist() for row in range(3)] == np.eye(3).tolist()
    store.close()


@pytest.mark.parametrize("rows", [0, 1, 999, 1_000, 2_858, 16_000, 109_387, 1_100_003])
def test_all_rows_are_written_once_and_the_index_saved_a_few_times_the_last_time_at_the_end(rows: int) -> None:
    batches = list(_batches(rows))
    assert [row for batch in batches for row in range(batch.start, batch.stop)] == list(range(rows))
    assert all(batch.stop - batch.start <= 1_000 for batch in batches)
    between = _rows_between_saves(rows)
    ends = [batch.stop for batch in batches if batch.stop % between == 0]  # where Chroma has had that many since
    assert len(ends) == rows // between <= 16
    assert rows < 1_000 or rows - ends[-1] < 16


@pytest.mark.slow
def test_a_server_holds_two_generations_and_answers_like_a_folder(tmp_path: Path) -> None:
    """Building and checking go through a real server; older generations leave it."""
    with chroma_run(tmp_path / "server") as chroma:
        for passages in ((PLOUGH,), (SEED,), (PLOUGH, SEED)):
            sync(
                Path("farm"),
                tmp_path / "index",
                embedder=FakeEmbedder(),
                source=FakeSource(*passages),
                store=chroma.address,
                exact_limit=0,
            )
        index = Index.open(tmp_path / "index", FakeEmbedder())
        assert [hit.passage for hit in index.search("rye seed", top=1)] == [SEED]
        index.close()
        with closing(ChromaServer(chroma.address)) as server:
            kinds = sorted(name.split("T", 1)[-1][6:] for name in server.labels() if "-gen-" in name)
    # each named by the lease that it was published under
    assert kinds == ["-2", "-2-files", "-2-sentences", "-3", "-3-files", "-3-sentences"]
