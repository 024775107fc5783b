"""The material that quality is measured on, indexed once and kept: the real one beside the project, and the sample."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from statistics import mean

import pytest

from chat.evaluate import Judged, calibration_error, reliability
from index.embed import SentenceTransformerEmbedder
from index.search import Index
from index.sync import sync

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FOLDERS = {
    "episode-050": SHARED / "corpus" / "episode-050",
    "show": SHARED / "corpus" / "show",
    "sample": ROOT / "corpus" / "sample",
    **{
        name: Path(__file__).with_name("shows") / name
        for name in (
            *("steamer", "rescue", "circus", "server", "orchard", "counter"),
            *("lighthouse", "buses", "hospital"),
            *("relay", "caves"),
        )
    },  # made up
}
KEPT = ROOT / ".aircheck-quality"  # one index a folder; a second run embeds only what changed


@lru_cache(maxsize=1)
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@lru_cache(maxsize=8)
def opened(corpus: str) -> Index:
    """The index of a corpus, brought up to date. Skips the test where the material is not there."""
    if not FOLDERS[corpus].is_dir():
        pytest.skip(f"the material is not there: {FOLDERS[corpus].relative_to(ROOT.parent)}")
    sync(FOLDERS[corpus], KEPT / corpus, embedder=embedder(), on_problem=print)
    return Index.open(KEPT / corpus, embedder())


def curve(rows: Sequence[Judged]) -> str:
    """The reliability curve in one line: how sure → how often supported (of how many), and its error by chance alone.

    A tenth of the confidence holds few of fifty questions, so that even a confidence without fault shows a gap there.
    """
    held = ", ".join(f"{sure:.2f} → {held:.2f} ({count})" for count, sure, held in reliability(rows))
    return f"{held}; error {calibration_error(rows)}, {_by_chance(rows):.2f} by chance alone"


def _by_chance(rows: Sequence[Judged], *, draws: int = 200) -> float:
    """The mean calibration error of so many questions if each held with exactly the chance it is told with."""
    draw = random.Random(0).random
    return mean(
        calibration_error(
            [row.model_copy(update={"answerable": True, "supported": draw() < row.confidence}) for row in rows]
        )
        or 0.0
        for _ in range(draws)
    )
