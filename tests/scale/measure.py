"""One measurement in a process of its own, printed as JSON: `measure.py ingest MATERIAL INDEX`,
`measure.py serve INDEX EPISODES QUESTIONS` or `measure.py audit INDEX`."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import psutil
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from chat.assistant import Assistant
from chat.build import FINDINGS, collect_rarely
from chat.disagreement.audit import audit
from chat.disagreement.kept import keep, kept_book
from index.embed import SentenceTransformerEmbedder
from index.models import EVERYTHING, Filters
from index.search import Index
from index.sync import sync
from tests.scale.geometry import MadeUpEmbedder
from tests.scale.made_up import MadeUpShow


class AskedOfBoth(MadeUpEmbedder):
    """The real model reads every question, as it would; the vector is the made-up one, which fits the index."""

    def __init__(self) -> None:
        super().__init__()
        self.real = SentenceTransformerEmbedder()

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of one question."""
        self.real.embed_query(text)
        return super().embed_query(text)


def rss_mb() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


def peak_mb() -> float:
    """The most memory this process has held; `ru_maxrss` would begin with what its parent held."""
    held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    assert held is not None
    return int(held[1]) * 1024 / 1e6


def ingest(material: Path, index_dir: Path) -> dict[str, object]:
    """Seconds by stage, of the first ingest and of one that finds nothing changed."""
    embedder = MadeUpEmbedder()
    stages: dict[str, float] = {}
    before = rss_mb()
    cpu = time.process_time()
    report = sync(
        material,
        index_dir,
        embedder=embedder,
        on_progress=lambda p: stages.__setitem__(p.stage, max(stages.get(p.stage, 0.0), rss_mb())),
    )
    index = Index.open(index_dir, embedder)
    keeping = _seconds(lambda: keep(index, index_dir / FINDINGS))
    cpu = time.process_time() - cpu
    again = _seconds(lambda: sync(material, index_dir, embedder=embedder))
    sizes = {path.name: path.stat().st_size for path in index_dir.rglob("*") if path.is_file()}
    return {
        "seconds": report.seconds,
        "cpu_s": cpu,
        "again_cpu_s": again,
        "findings_cpu_s": keeping,
        "passages": report.passages,
        "sentences": report.sentences,
        "memory_before_mb": before,
        "memory_mb": stages,
        "peak_mb": peak_mb(),
        "disk_mb": sum(sizes.values()) / 1e6,
        "files_mb": {name: round(size / 1e6, 1) for name, size in sorted(sizes.items()) if size > 1e6},
    }


def audited(index_dir: Path) -> dict[str, object]:
    """What the producer's report of all episodes costs."""
    index = Index.open(index_dir, MadeUpEmbedder())
    book = kept_book(index, index_dir / FINDINGS, quiet=lambda _: False)
    assert book is not None
    before = rss_mb()
    return {"audit_cpu_s": _seconds(lambda: audit(book)), "peak_over_mb": peak_mb() - before}


def serve(index_dir: Path, episodes: int, questions: int) -> dict[str, object]:
    """Milliseconds of asking, with and without filters, over those of embedding the question alone."""
    embedder = AskedOfBoth()
    embedder.real.embed_query("warm")
    base = rss_mb()
    ready = _seconds(lambda: Index.open(index_dir, embedder))
    index = Index.open(index_dir, embedder)
    assistant = Assistant(lambda: index, kept=index_dir / FINDINGS)
    show = MadeUpShow()
    asked = show.questions(episodes, questions)
    first = _seconds(lambda: assistant.ask(asked[0]))
    after_first = rss_mb()
    collect_rarely()
    timed = _asked(assistant, embedder, asked, [EVERYTHING] * len(asked))
    rng = np.random.default_rng(2)
    filters = [_filters(index, rng, n) for n in range(len(asked))]
    filtered = _asked(assistant, embedder, asked, filters)
    memory, peak = rss_mb(), peak_mb()
    bare = _bare_p50(embedder.real, asked)  # loads what answering does without
    return {
        "passages": sum(source.passages for source in index.sources()),
        "ready_s": ready,
        "first_s": first,
        "memory_before_mb": base,
        "memory_after_first_mb": after_first,
        "memory_mb": memory,
        "peak_mb": peak,
        "bare_p50": bare,
        "p50_over_bare": timed["ask_p50"] / bare,
        "p95_over_bare": timed["ask_p95"] / bare,
        "ask": timed,
        "filtered": filtered,
        "filtered_over_unfiltered": filtered["ask_p50"] / timed["ask_p50"],
    }


def _bare_p50(embedder: SentenceTransformerEmbedder, questions: Sequence[str]) -> float:
    """Milliseconds in which sentence-transformers by itself embeds a question."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(embedder.folder), device="cpu", local_files_only=True)
    model.encode(questions[0], show_progress_bar=False)
    return 1e3 * median(_seconds(lambda text=text: model.encode(text, show_progress_bar=False)) for text in questions)  # type: ignore[misc]


def _filters(index: Index, rng: np.random.Generator, n: int) -> Filters:
    """In turn: one episode, one speaker, one kind."""
    if n % 3 == 0:
        return Filters(episode=(str(rng.choice(index.episodes())),))
    if n % 3 == 1:
        return Filters(speaker=(str(rng.choice(index.speakers())),))
    return Filters(kind=(index.sources()[int(rng.integers(3))].kind,))


def _asked(
    assistant: Assistant, embedder: AskedOfBoth, questions: Sequence[str], filters: Sequence[Filters]
) -> dict[str, float]:
    """Each question asked, and embedded alone right before."""
    alone, whole, walls = [], [], []
    for question, wanted in zip(questions, filters, strict=True):
        alone.append(1e3 * _seconds(lambda question=question: embedder.real.embed_query(question)))  # type: ignore[misc]
        started, wall = time.process_time(), time.perf_counter()
        assistant.ask(question, filters=wanted)
        whole.append(1e3 * (time.process_time() - started))
        walls.append(1e3 * (time.perf_counter() - wall))
    p50, p95 = median(whole), quantiles(whole, n=20)[-1]
    return {
        "embed_p50": median(alone),
        "ask_p50": p50,
        "ask_p95": p95,
        "wall_p50": median(walls),
        "p50_over_embed": p50 / median(alone),
        "p95_over_embed": p95 / median(alone),
    }


def _seconds(call: Callable[[], object]) -> float:
    """Processor time: the machine may be shared. Asking runs on one thread, reading from memory or a warm disk."""
    started = time.process_time()
    call()
    return time.process_time() - started


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "ingest":
        print(json.dumps(ingest(Path(rest[0]), Path(rest[1]))))
    elif what == "audit":
        print(json.dumps(audited(Path(rest[0]))))
    else:
        print(json.dumps(serve(Path(rest[0]), int(rest[1]), int(rest[2]))))
