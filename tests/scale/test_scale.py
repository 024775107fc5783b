"""Shows of 100, 300 and 1,000 episodes: what reading, keeping and asking cost, how it grows, and what HNSW would find.

Each size is ingested and asked in processes of its own (`measure.py`). Times are processor seconds, for the machine may
be shared; a ratio has both its sides from one process.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.generation import Generation, open_store
from index.recall import LEAST, recall
from index.sketch import Packed, kept_of, likeliest
from tests.scale.geometry import MadeUpEmbedder
from tests.scale.made_up import MadeUpShow, write_show

pytestmark = [pytest.mark.scale, pytest.mark.timeout(0)]

ROOT = Path(__file__).parents[2]
SIZES = tuple(int(size) for size in (os.environ.get("AIRCHECK_SCALE_EPISODES") or "100 300 1000").split())
QUESTIONS = 120
BARE = ("bare_p50", "p50_over_bare", "p95_over_bare")  # the model by itself, as `make bench` takes it
FULL = 100_000  # passages from which the targets hold


def measured(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).with_name("measure.py")), *arguments]
    told = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scale")


@pytest.fixture(scope="module")
def ingested(folder: Path) -> dict[int, dict[str, Any]]:
    for episodes in SIZES:
        write_show(folder / f"material-{episodes}", episodes)
    return {n: measured("ingest", str(folder / f"material-{n}"), str(folder / f"index-{n}")) for n in SIZES}


@pytest.fixture(scope="module")
def served(folder: Path, ingested: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {n: measured("serve", str(folder / f"index-{n}"), str(n), str(QUESTIONS)) for n in ingested}


def exponent(costs: dict[int, float]) -> float:
    """x of `cost ~ size ** x`, by least squares over the logarithms; 1 is in step with the size."""
    if len(costs) < 2:
        return math.nan
    return float(np.polyfit(np.log(list(costs)), np.log(list(costs.values())), 1)[0])


def growth(name: str, costs: dict[int, float]) -> None:
    told = ", ".join(f"{size}: {cost:,.2f}" for size, cost in costs.items())
    print(f"{name:<28} {told}   ~ size ** {exponent(costs):.2f}")


def test_ingest_grows_in_step_with_the_material(ingested: dict[int, dict[str, Any]]) -> None:
    print()
    for name in ("passages", "sentences", "cpu_s", "peak_mb", "disk_mb", "findings_cpu_s", "again_cpu_s"):
        growth(name, {n: float(each[name]) for n, each in ingested.items()})
    for n, each in ingested.items():
        print(n, "seconds", each["seconds"], "memory", each["memory_mb"], "files", each["files_mb"])
        assert each["again_cpu_s"] / each["cpu_s"] <= 0.03
    if len(ingested) > 1:
        assert exponent({n: each["cpu_s"] for n, each in ingested.items()}) <= 1.15
        least, most = min(ingested), max(ingested)
        grown = (ingested[most]["peak_mb"] - ingested[least]["peak_mb"]) / (most - least)
        print(f"memory of ingest: {grown:.2f} MB more for each episode")
        assert grown <= 0.5


def test_an_audit_of_a_long_show_holds_an_episode_at_a_time(folder: Path, ingested: dict[int, dict[str, Any]]) -> None:
    found = {n: measured("audit", str(folder / f"index-{n}")) for n in ingested}
    print()
    for name in ("audit_cpu_s", "peak_over_mb"):
        growth(name, {n: float(each[name]) for n, each in found.items()})
    assert all(each["peak_over_mb"] <= 400 for each in found.values())


def test_asking_a_long_show_takes_little_more_than_embedding_the_question(served: dict[int, dict[str, Any]]) -> None:
    print()
    names = (
        "ready_s",
        "first_s",
        "memory_mb",
        "filtered_over_unfiltered",
        "bare_p50",
        "p50_over_bare",
        "p95_over_bare",
    )
    for name in names:
        growth(name, {n: float(each[name]) for n, each in served.items()})
    for part in ("ask", "filtered"):
        for name in ("embed_p50", "ask_p50", "ask_p95", "p50_over_embed", "p95_over_embed", "wall_p50"):
            growth(f"{part} {name}", {n: float(each[part][name]) for n, each in served.items()})
    for each in served.values():
        if each["passages"] >= FULL:
            assert each["p50_over_bare"] <= 3
            assert each["p95_over_bare"] <= 5
            assert each["filtered_over_unfiltered"] <= 1.2
            assert each["memory_mb"] <= 1200


def test_what_approximate_searches_find(folder: Path, ingested: dict[int, dict[str, Any]]) -> None:
    """Sketches of passages and of sentences, and Chroma's HNSW index of passages, against all vectors compared."""
    embedder = MadeUpEmbedder()
    print()
    for n in ingested:
        index = folder / f"index-{n}"
        generation = Generation(index / (index / "current").read_text("utf-8").strip())
        questions = np.stack([embedder.embed_query(text) for text in MadeUpShow().questions(n, 50)])
        found: dict[str, float] = {}
        store = open_store(generation.folder, generation.manifest)
        assert generation.sketches is not None
        named = (("passages", generation.passage_vectors), ("sentences", generation.sentence_vectors))
        kept = kept_of(sum(each.shape[1] for each in generation.sketches))
        for (name, vectors), sketches in zip(named, generation.sketches, strict=True):
            assert isinstance(vectors, Packed)
            for top in (24, 100):
                by_sketch = partial(_by_sketch, vectors, sketches, kept)
                found[f"{top} {name} by sketch"] = recall(by_sketch, vectors.bytes_, questions, top)
                if name == "passages":
                    found[f"{top} passages by HNSW"] = recall(partial(_by_store, store), vectors.bytes_, questions, top)
        store.close()
        print(n, {name: round(share, 4) for name, share in found.items()})
        assert min(share for name, share in found.items() if not name.startswith("100")) >= LEAST


def _by_store(store: Any, question: np.ndarray, top: int) -> list[float]:
    return list(store.nearest(question, top)[1])


def _by_sketch(vectors: Packed, sketches: np.ndarray, kept: int, question: np.ndarray, top: int) -> list[float]:
    rows = likeliest(sketches, question, count=kept)
    return sorted(vectors.dot(rows, question).tolist(), reverse=True)[:top]
