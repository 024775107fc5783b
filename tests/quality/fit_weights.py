"""Fit the weights of `chat.evidence` and of `chat.abstain` on questions with known answers, and print both.

    python tests/quality/fit_weights.py --gold QUESTIONS.jsonl INDEX [--gold …] [--squad INDEX]
                                        [--short QUESTIONS.jsonl INDEX …]

`chat.evidence` ranks: a conditional logistic model, in which the sentences of one question compete and those that
show most of a gold quote are right. ../shared/eval/squad (its `dev` split) keeps it from leaning on the gold sets;
its `test` split is held back. `chat.abstain` decides: a logistic model of answerable against not, of the gold sets and
of short questions as listeners type them: gold questions are long, and those that nothing answers shorter than the
others, so that by them alone whoever asks in few words is met with silence. Squad is left
out, since its unanswerable questions are made to fool a reader of one paragraph. What is printed last says how far
the chances still are from the share of answers that gold supports. What stands in the modules is rounded from what
this printed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from chat.abstain import evidence
from chat.assistant import Assistant
from chat.evaluate import _shows, judge
from chat.evidence import FEATURES
from chat.find import find
from chat.gold import Gold, GoldQuote, read_gold
from chat.intents import Intent
from chat.memory.follow_up import stand_alone
from chat.question import read_question
from index.embed import SentenceTransformerEmbedder
from index.models import EVERYTHING
from index.search import Index

SQUAD = Path(__file__).parents[2].parent / "shared" / "eval" / "squad"
_BY_PLACE = frozenset({Intent.CHAT, Intent.OPENING, Intent.CLOSING})  # not answered by weighing sentences


class Row(NamedTuple):
    """One question: a row of features a candidate, which candidates are right, and what speaks for an answer."""

    features: Any
    right: Any
    decided_by: dict[str, float]
    answerable: bool


def squad(split: str) -> Iterator[Gold]:
    for line in (SQUAD / "queries.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == split:
            quotes = tuple(GoldQuote(file=row["doc"], quote=span) for span in row["gold_spans"])
            yield Gold(id=row["id"], question=row["question"], gold=quotes)


def rows(index: Index, golds: Iterable[Gold]) -> Iterator[Row]:
    for gold in golds:
        follow = stand_alone(gold.question, gold.history, speakers=index.speakers(), names=index.rarity)
        question = read_question(follow.question, speakers=index.speakers())
        if question.intent in _BY_PLACE:
            continue
        part = max(find(index, question, EVERYTHING, near=follow.near).parts, key=lambda each: each.confidence)
        if part.placed:
            continue
        places = [q for quote in gold.gold for q in (quote, *(quote.model_copy(update=dict(c)) for c in quote.same_as))]
        right = [any(_shows(c.passage.path, c.sentence.text, q) for q in places) for c in part.candidates]
        decided_by = evidence(part.question, part.candidates, rarity=index.rarity, closeness=index.closeness)
        if decided_by is not None:
            features = np.array([c.features for c in part.candidates])
            yield Row(features, np.array(right), decided_by, gold.answerable)


def ranking(data: list[Row], *, l2: float = 2e-4) -> Any:
    """The weights under which right sentences win over the others of their question; shape (len(FEATURES),)."""
    weights = torch.zeros(len(FEATURES), requires_grad=True)
    questions = [(torch.tensor(r.features, dtype=torch.float32), torch.tensor(r.right)) for r in data if r.right.any()]
    optimizer = torch.optim.LBFGS([weights], max_iter=60)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        gaps = [torch.logsumexp(z, 0) - torch.logsumexp(z[right], 0) for f, right in questions for z in [f @ weights]]
        total = torch.stack(gaps).mean() + l2 * weights.square().sum()
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        return total

    for _ in range(4):
        optimizer.step(loss)  # type: ignore[no-untyped-call]  # the same
    return weights.detach().numpy()


def flattened(at: Path, questions: Path, embedder: SentenceTransformerEmbedder) -> Iterator[tuple[float, bool]]:
    """The log-odds of each answer's confidence as it is now, and whether gold supports the answer."""
    index = Index.open(at, embedder)
    assistant = Assistant(lambda: index)
    for gold in read_gold(questions):
        answer = assistant.ask(gold.question, gold.history)
        judged = judge(gold, answer, [], documents=index.document)
        chance = min(max(answer.confidence, 0.001), 0.999)
        yield math.log(chance / (1 - chance)), judged.answerable and judged.supported


def first_right(data: list[Row], weights: Any) -> float:
    return float(np.mean([r.right[np.argmax(r.features @ weights)] for r in data if r.right.any()]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--gold", nargs=2, action="append", required=True, metavar=("QUESTIONS", "INDEX"))
    parser.add_argument("--short", nargs=2, action="append", default=[], metavar=("QUESTIONS", "INDEX"))
    parser.add_argument("--squad", type=Path, help="an index of ../shared/eval/squad/docs")
    args = parser.parse_args()
    embedder = SentenceTransformerEmbedder(None)
    sets = [list(rows(Index.open(Path(at), embedder), read_gold(Path(path)))) for path, at in args.gold]
    gold = [row for one in sets for row in one]
    train, held = gold * 2, []
    if args.squad:
        index = Index.open(args.squad, embedder)
        sample = random.Random(3).sample
        train += rows(index, sample(list(squad("dev")), 400))
        held = list(rows(index, sample(list(squad("test")), 200)))
    weights = ranking(train)
    print("chat.evidence", {name: round(float(w), 1) for name, w in zip(FEATURES, weights, strict=True)})
    for name, data in (("gold", gold), ("squad, held back", held)):
        if data:
            print(f"right sentence first, {name}: {first_right(data, weights):.3f} of {len(data)}")
    for (path, _), one in zip(args.gold, sets, strict=True):
        others = ranking([row for other in sets if other is not one for row in other])
        print(f"right sentence first, {path} held back: {first_right(one, others):.3f} of {len(one)}")
    short = [row for path, at in args.short for row in rows(Index.open(Path(at), embedder), read_gold(Path(path)))]
    names = [name for name in gold[0].decided_by if name != "bias"]
    table = np.array([[row.decided_by[name] for name in names] for row in gold + short])
    truth = np.array([row.answerable for row in gold + short])
    model = LogisticRegression(C=10, max_iter=5000)
    chances = cross_val_predict(model, table, truth, cv=8, method="predict_proba")[:, 1]
    fitted = model.fit(table, truth)
    found = dict(zip(names, np.round(fitted.coef_[0], 1).tolist(), strict=True))
    print("chat.abstain", {"bias": round(float(fitted.intercept_[0]), 1), **found})
    odds, supported = zip(
        *(one for path, at in args.gold for one in flattened(Path(at), Path(path), embedder)), strict=True
    )
    line = LogisticRegression(C=100).fit(np.array(odds)[:, None], supported)
    print(f"confidence on top of that: log-odds times {line.coef_[0][0]:.2f}, {line.intercept_[0]:+.2f}")
    print(f"answerable told from not, cross-validated: area {roc_auc_score(truth, chances):.3f} of {len(truth)}")


if __name__ == "__main__":
    main()
