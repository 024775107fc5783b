"""How often search finds what people marked as the answer, on material beside the project."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chat.find import passages_for
from corpus.models import Passage
from index.models import EVERYTHING
from index.search import Index
from index.sync import sync
from tests.quality.material import KEPT, SHARED, embedder, opened

pytestmark = pytest.mark.quality

EVAL = SHARED / "eval"


def scorer(name: str) -> ModuleType:
    path = EVAL / f"{name}.py"
    if not path.is_file():
        pytest.skip(f"the scorer is not there: ../shared/eval/{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def holders(score: ModuleType, passages: list[Passage], question: dict[str, Any]) -> set[str]:
    """Ids of the passages that hold a gold quote of a question, or one of its copies, whole or for the most part."""
    return {
        passage.id
        for gold in score.with_copies(question["gold"])
        for passage in passages
        if score.same_file(passage.path, gold["file"]) and holds(score.words(passage.text), score.words(gold["quote"]))
    }


def holds(text: list[str], quote: list[str]) -> bool:
    """Whether the quote stands in the text, or half of it where it runs over the border of two passages."""
    wanted = {tuple(quote[n : n + 3]) for n in range(max(1, len(quote) - 2))}
    there = {tuple(text[n : n + 3]) for n in range(len(text))}
    return "".join(quote) in "".join(text) or 2 * len(wanted & there) >= len(wanted)


def found_within(index: Index, corpus: str, most: int) -> Iterator[tuple[str, bool]]:
    """Id of each answerable question, and whether a gold quote is within the first `most` passages."""
    score = scorer("score_answers")
    lines = (EVAL / f"{corpus}.questions.jsonl").read_text("utf-8").splitlines()
    passages = [passage for source in index.sources() for passage in index.passages(source.path)]
    for question in map(json.loads, lines):
        # A follow-up is searched as the chat layer words it, not as it stands.
        if question["answerable"] and question["gold"] and not question["history"]:
            gold = holders(score, passages, question)
            hits, _ = passages_for(index, question["question"], EVERYTHING, most)
            yield question["id"], any(hit.passage.id in gold for hit in hits)


@pytest.mark.parametrize(("corpus", "least"), [("episode-050", 0.92), ("show", 0.84)])
def test_a_gold_quote_is_within_the_first_five_passages(corpus: str, least: float) -> None:
    found = dict(found_within(opened(corpus), corpus, 5))
    share = sum(found.values()) / len(found)
    print(f"\n{corpus}: {share:.3f} of {len(found)}; missed {[name for name, hit in found.items() if not hit]}")
    assert share >= least


def test_plain_passages_are_recalled_within_1500_tokens() -> None:
    score = scorer("score_retrieval")
    docs = EVAL / "squad" / "docs"
    if not docs.is_dir():
        pytest.skip("the plain passages are not there: ../shared/eval/squad/docs")
    sync(docs, KEPT / "squad", embedder=embedder(), on_problem=print)
    index = Index.open(KEPT / "squad", embedder())
    queries = [json.loads(line) for line in (EVAL / "squad" / "queries.jsonl").read_text("utf-8").splitlines()]
    found = {
        query["id"]: [
            {"doc": Path(hit.passage.path).name, "text": hit.passage.text}
            for hit in passages_for(index, query["question"], EVERYTHING, 15)[0]
        ]
        for query in queries
    }
    means, _ = score.score(queries, found)
    print(f"\nsquad: { ({name: round(mean, 4) for name, mean in means.items() if 'recall' in name}) }")
    assert means["recall@1500tok"] >= 0.99
