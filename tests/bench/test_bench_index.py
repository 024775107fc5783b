"""What the index costs, as ratios to what cannot be avoided, measured in the same run."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import psutil
import pytest
import torch
from sentence_transformers import SentenceTransformer

from chat.assistant import Assistant
from corpus.models import Passage
from index.embed import SentenceTransformerEmbedder
from index.material import FolderSource
from index.models import SyncReport
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


Ingested = tuple[Path, SyncReport, float]  # the index, what ingesting told, CPU seconds


def seconds_of(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def cpu_seconds() -> float:
    """Of this process and the children it has waited for."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def seconds_of_program(program: str, *arguments: str) -> float:
    return seconds_of(lambda: subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, check=True))


def texts_of(passages: Sequence[Passage]) -> list[str]:
    texts = [passage.search_text for passage in passages]
    return list(dict.fromkeys(texts + [one.search_text for passage in passages for one in passage.sentences]))


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    found = SentenceTransformerEmbedder()
    found.embed(["warm"])
    return found


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder) -> Iterator[Ingested]:
    if not SHOW.is_dir():
        pytest.skip("the show is not there: ../shared/corpus/show")
    folder = tmp_path_factory.mktemp("show")
    begun = cpu_seconds()
    report = sync(SHOW, folder, embedder=embedder)
    yield folder, report, cpu_seconds() - begun


def bare_seconds(
    model: SentenceTransformer, texts: list[str], batch_size: int, *, bfloat16: bool, threads: int
) -> tuple[float, float]:
    """Seconds and CPU seconds of sentence-transformers by itself, which sorts by length."""
    usual = torch.get_num_threads()
    torch.set_num_threads(threads)
    begun = cpu_seconds()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        seconds = seconds_of(lambda: model.encode(texts, batch_size=batch_size, show_progress_bar=False))
    torch.set_num_threads(usual)
    return seconds, cpu_seconds() - begun


def has_bfloat16() -> bool:
    return bool(torch.cpu.get_capabilities().get("avx512_bf16") or torch.cpu.get_capabilities().get("amx_bf16"))


def test_ingest_is_mostly_the_model_at_work(ingested: Ingested, embedder: SentenceTransformerEmbedder) -> None:
    """The bare model embeds a tenth of the same texts, drawn over all lengths: in bfloat16 where the processor has it,
    at the best batch size measured, and as it comes (float32, 32 at a time). CPU time, which says the same on a busy
    machine, is compared with that of one thread: several spend some of theirs on waiting for each other."""
    _, report, cpu_s = ingested
    reading = FolderSource(SHOW).read(embedder.fits, lambda problem: None, lambda progress: None)
    texts = sorted(texts_of(reading.passages), key=len)
    sample = texts[::10]
    model = SentenceTransformer(str(embedder.folder), device="cpu", local_files_only=True)
    model.encode(sample[:32], show_progress_bar=False)
    scale = sum(map(len, texts)) / sum(map(len, sample))
    measured = partial(bare_seconds, model, sample)
    fast, threads = has_bfloat16(), torch.get_num_threads()
    best = min(measured(size, bfloat16=fast, threads=threads)[0] for size in (8, 32)) * scale / report.seconds["total"]
    best_cpu = min(measured(size, bfloat16=fast, threads=1)[1] for size in (8, 16, 32)) * scale / cpu_s
    plain = measured(32, bfloat16=False, threads=threads)[0] * scale / report.seconds["total"]
    plain_cpu = measured(32, bfloat16=False, threads=1)[1] * scale / cpu_s
    print(f"\ningest {report.seconds}, {cpu_s:.0f} CPU s; of the bare model's rate")
    print(f"at its best {best:.2f}, in CPU time {best_cpu:.2f}; as it comes {plain:.2f}, in CPU time {plain_cpu:.2f}")
    assert best >= 0.9
    assert best_cpu >= 0.9


def test_ingest_and_serving_stay_within_their_memory(tmp_path: Path) -> None:
    """In processes of their own, so that nothing else counts."""
    if not SHOW.is_dir():
        pytest.skip("the show is not there: ../shared/corpus/show")
    ingest_mb = peak_mb_of("ingest", str(SHOW), "--index", str(tmp_path))
    batch = tmp_path / "questions.jsonl"
    rows = [json.dumps({"id": str(n), "question": question}) for n, question in enumerate(QUESTIONS * 20)]
    batch.write_text("\n".join(rows), "utf-8")
    answers = str(tmp_path / "answers.jsonl")
    asking_mb = peak_mb_of("ask", "--batch", str(batch), "--out", answers, "--index", str(tmp_path))
    print(f"\npeak memory: ingest {ingest_mb:.0f} MB, answering {len(rows)} questions {asking_mb:.0f} MB")
    assert ingest_mb <= 1500
    assert asking_mb <= 1000


def peak_mb_of(*arguments: str) -> float:
    with psutil.Popen([sys.executable, "app.py", *arguments], cwd=ROOT) as program:
        peak = 0.0
        while program.poll() is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                peak = max(peak, program.memory_info().rss / 1e6)
            time.sleep(0.05)
    assert program.returncode == 0
    return peak


@pytest.fixture(scope="module")
def bare_s(embedder: SentenceTransformerEmbedder) -> float:
    """Seconds in which sentence-transformers embeds a question on one thread, p50: what cannot be avoided."""
    model = SentenceTransformer(str(embedder.folder), device="cpu", local_files_only=True)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    model.encode(QUESTIONS[0])
    found = median(seconds_of(partial(model.encode, question)) for question in QUESTIONS * 10)
    torch.set_num_threads(threads)
    return found


def test_asking_takes_at_most_three_times_what_the_bare_model_takes_to_embed_the_question(
    ingested: Ingested, embedder: SentenceTransformerEmbedder, bare_s: float
) -> None:
    """Beside it the same over our own embedding of a question, which is faster than the model's."""
    index = Index.open(ingested[0], embedder)
    assistant = Assistant(lambda: index)
    assistant.ask(QUESTIONS[0])
    ours_s = median(seconds_of(partial(embedder.embed_query, question)) for question in QUESTIONS * 10)
    whole_s = median(assistant.ask(question).timings.total_ms / 1e3 for question in QUESTIONS * 10)
    print(
        f"\nask {1e3 * whole_s:.1f} ms, p50; embedding the question: bare model {1e3 * bare_s:.1f} ms, "
        f"{whole_s / bare_s:.2f}; ours {1e3 * ours_s:.1f} ms, {whole_s / ours_s:.2f}"
    )
    assert whole_s / bare_s <= 3


def test_ingesting_again_what_did_not_change_is_nearly_free(
    ingested: Ingested, embedder: SentenceTransformerEmbedder
) -> None:
    folder, first, _ = ingested
    again = seconds_of(lambda: sync(SHOW, folder, embedder=embedder))
    print(f"\nunchanged: {again:.2f} s, {again / first.seconds['total']:.4f} of the first ingest")
    assert again / first.seconds["total"] <= 0.03


def test_searching_takes_less_than_the_bare_model_takes_to_embed_the_question(
    ingested: Ingested, embedder: SentenceTransformerEmbedder, bare_s: float
) -> None:
    index = Index.open(ingested[0], embedder)
    timings = [index.search_timed(question)[1] for _ in range(20) for question in QUESTIONS]
    embed_ms, search_ms = (median(getattr(each, name) for each in timings) for name in ("embed_ms", "search_ms"))
    print(f"\nembed {embed_ms:.1f} ms (bare {1e3 * bare_s:.1f}), search {search_ms:.1f} ms, p50 of {len(timings)}")
    assert search_ms <= 1e3 * bare_s


def test_asking_from_cold_takes_less_than_importing_sentence_transformers(
    ingested: Ingested,
) -> None:
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
