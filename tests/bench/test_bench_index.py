"""What the index costs, as ratios to what cannot be avoided, measured in the same run."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from corpus.models import Passage
from index.embed import SentenceTransformerEmbedder
from index.models import SyncReport
from index.reading import FolderSource
from index.search import Index
from index.sync import sync

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

ROOT = Path(__file__).parents[2]
SHOW = ROOT.parent / "shared" / "corpus" / "show"
QUESTIONS = [
    "How many clusters did they grow to in the end?",
    "What did we say about on-call fatigue?",
    "Which episode talked about the cost of a developer portal?",
    "who said that documentation rots first",
    "When does the old ingress stop being supported?",
]


def seconds_of(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def seconds_of_program(program: str, *arguments: str) -> float:
    return seconds_of(lambda: subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, check=True))


def texts_of(passages: tuple[Passage, ...]) -> list[str]:
    texts = [passage.search_text for passage in passages]
    return list(dict.fromkeys(texts + [one.search_text for passage in passages for one in passage.sentences]))


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    found = SentenceTransformerEmbedder()
    found.embed(["warm"])
    return found


@pytest.fixture(scope="module")
def ingested(
    tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder
) -> Iterator[tuple[Path, SyncReport]]:
    if not SHOW.is_dir():
        pytest.skip("the show is not there: ../shared/corpus/show")
    folder = tmp_path_factory.mktemp("show")
    yield folder, sync(SHOW, folder, embedder=embedder)


def test_ingest_is_mostly_the_model_at_work(
    ingested: tuple[Path, SyncReport], embedder: SentenceTransformerEmbedder
) -> None:
    """The bare model embeds a tenth of the same texts, drawn over all lengths, at the best settings measured."""
    report = ingested[1]
    reading = FolderSource(SHOW).read(embedder.fits, lambda problem: None, lambda progress: None)
    texts = sorted(texts_of(reading.passages), key=len)
    sample = texts[::10]
    bare = seconds_of(lambda: embedder.embed(sample)) * sum(map(len, texts)) / sum(map(len, sample))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    share = bare / report.seconds["total"]
    print(f"\ningest {report.seconds}; the bare model {bare:.1f} s: share {share:.2f}; peak {peak_mb:.0f} MB")
    assert share >= 0.85
    assert peak_mb <= 1500


def test_ingesting_again_what_did_not_change_is_nearly_free(
    ingested: tuple[Path, SyncReport], embedder: SentenceTransformerEmbedder
) -> None:
    folder, first = ingested
    again = seconds_of(lambda: sync(SHOW, folder, embedder=embedder))
    print(f"\nunchanged: {again:.2f} s, {again / first.seconds['total']:.4f} of the first ingest")
    assert again / first.seconds["total"] <= 0.03


def test_searching_takes_less_than_embedding_the_question(
    ingested: tuple[Path, SyncReport], embedder: SentenceTransformerEmbedder
) -> None:
    index = Index.open(ingested[0], embedder)
    timings = [index.search_timed(question)[1] for _ in range(20) for question in QUESTIONS]
    embed_ms, search_ms = (median(getattr(each, name) for each in timings) for name in ("embed_ms", "search_ms"))
    print(f"\nembed {embed_ms:.1f} ms, search {search_ms:.1f} ms, p50 of {len(timings)}")
    assert search_ms <= embed_ms


def test_asking_from_cold_takes_less_than_importing_sentence_transformers(ingested: tuple[Path, SyncReport]) -> None:
    ask = (
        "import sys; from pathlib import Path; from index.embed import SentenceTransformerEmbedder; "
        "from index.search import Index; "
        "Index.open(Path(sys.argv[1]), SentenceTransformerEmbedder()).search('what did we say about portals?')"
    )
    cold = min(seconds_of_program(ask, str(ingested[0])) for _ in range(3))
    plain = min(seconds_of_program("import sentence_transformers") for _ in range(3))
    print(f"\ncold search {cold:.2f} s, import sentence_transformers {plain:.2f} s: {cold / plain:.2f}")
    assert cold <= plain


def test_vectors_of_both_ways_agree(embedder: SentenceTransformerEmbedder) -> None:
    together = embedder.embed(QUESTIONS)
    alone = np.stack([embedder.embed_query(question) for question in QUESTIONS])
    print(f"\nleast cosine between bulk and single vectors: {float((together * alone).sum(axis=1).min()):.6f}")
    assert float((together * alone).sum(axis=1).min()) > 0.9995
