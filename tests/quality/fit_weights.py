"""Fit the weights of `chat.evidence` and the calibration of `chat.abstain` on questions with known answers.

    python tests/quality/fit_weights.py --squad INDEX --gold QUESTIONS.jsonl INDEX [--gold …]

Prints both tables, ready to stand in the two modules. Half of ../shared/eval/squad (its `dev` split) and the gold
questions are used; what is reported as held back was not fitted on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from chat.evidence import FEATURES, Candidate, weigh
from chat.find import PASSAGES
from chat.question import read_question
from index.embed import SentenceTransformerEmbedder
from index.search import Index

SHARED = Path(__file__).parents[2].parent / "shared" / "eval"


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))


def answers(candidate: Candidate, golds: list[tuple[str, str]]) -> bool:
    own = words(candidate.sentence.text)
    for path, quote in golds:
        want = words(quote)
        same = candidate.passage.path == path or candidate.passage.path.rsplit(".", 1)[0] == path
        if same and want and own and len(own & want) >= 0.6 * min(len(own), len(want)) and len(own & want) >= min(3, len(want)):
            return True
    return False


def squad_questions(split: str, unanswerable: slice) -> Iterator[tuple[str, list[tuple[str, str]], str | None]]:
    for line in (SHARED / "squad" / "queries.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == split:
            yield row["question"], [(row["doc"], span) for span in row["gold_spans"]], row["answer"]
    for line in (SHARED / "squad" / "queries_unanswerable.jsonl").read_text("utf-8").splitlines()[unanswerable]:
        yield json.loads(line)["question"], [], None


def gold_questions(path: Path) -> Iterator[tuple[str, list[tuple[str, str]], str | None]]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if not row["history"]:
            golds = [(g["file"], g["quote"]) for g in row["gold"]]
            golds += [(s["file"], s["quote"]) for g in row["gold"] for s in g.get("same_as") or []]
            yield row["question"], golds, None


def rows(index: Index, questions: Iterator[tuple[str, list[tuple[str, str]], str | None]]) -> list[tuple[np.ndarray, np.ndarray, bool]]:
    found = []
    for text, golds, answer in questions:
        read = read_question(text, speakers=index.speakers())
        hits = index.search(read.subject, top=PASSAGES)
        candidates = weigh(read, hits, rarity=index.rarity)
        values = np.array([c.features for c in candidates])
        truth = np.array([answers(c, golds) and (answer is None or answer in c.sentence.text) for c in candidates])
        found.append((values, truth, bool(golds)))
    return found


def first_right(data: list[tuple[np.ndarray, np.ndarray, bool]], coefficients: np.ndarray) -> float:
    return float(np.mean([truth[np.argmax(values @ coefficients)] for values, truth, answerable in data if answerable]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("QUESTIONS", "INDEX"))
    parser.add_argument("--limit", type=int, default=400)
    args = parser.parse_args()
    random.seed(3)
    embedder = SentenceTransformerEmbedder(None)
    squad = Index.open(args.squad, embedder)
    dev = list(squad_questions("dev", slice(0, 250)))
    test = list(squad_questions("test", slice(250, 500)))
    fit = rows(squad, iter(random.sample(dev, min(args.limit, len(dev)))))
    held = rows(squad, iter(random.sample(test, min(args.limit // 2, len(test)))))
    gold = [row for path, index in args.gold for row in rows(Index.open(Path(index), embedder), gold_questions(Path(path)))]
    np.savez("/tmp/rows.npz", fit=np.array(fit, dtype=object), held=np.array(held, dtype=object), gold=np.array(gold, dtype=object))
    report(fit, held, gold)


def report(fit: list, held: list, gold: list) -> None:
    train = fit + gold * 3
    x, y = np.concatenate([v for v, _, _ in train]), np.concatenate([t for _, t, _ in train])
    model = LogisticRegression(C=1.0, max_iter=2000).fit(x, y)
    coefficients = model.coef_[0]
    for name, value in zip(FEATURES, coefficients, strict=True):
        print(f'    "{name}": {value:.2f},')
    print(f'    "bias": {model.intercept_[0]:.2f},')
    for name, data in (("fitted", fit), ("held back", held), ("gold", gold)):
        print(f"{name}: first right {first_right(data, coefficients):.3f} of {len(data)}", file=sys.stderr)


if __name__ == "__main__":
    main()
