"""Follow-ups find what they are about: two- and three-turn conversations over the real material and the sample.

Each line of tests/data/conversations.jsonl has a corpus, the listener's questions so far, the last question, and
the stretches of source that answer it, by path, offsets and SHA-256: none of the text is kept here. Those of
tests/data/unanswered_follow_ups.jsonl end in a question that the material does not answer.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chat.assistant import Assistant
from chat.evaluate import evaluate
from chat.find import implied
from chat.gold import read_gold
from chat.memory.follow_up import stand_alone
from chat.models import Message, Status
from chat.question import read_question
from index.models import Filters
from index.search import Index
from tests.quality.material import FOLDERS, SHARED, opened

pytestmark = pytest.mark.quality

CONVERSATIONS = Path(__file__).parents[1] / "data" / "conversations.jsonl"
UNANSWERED = CONVERSATIONS.with_name("unanswered_follow_ups.jsonl")
Asking = Callable[[Index, str, Sequence[Message]], tuple[str, Filters]]


def conversations(corpus: str, path: Path = CONVERSATIONS) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line["corpus"] == corpus]


def messages(history: Sequence[str | dict[str, str]]) -> list[Message]:
    return [Message(content=said) if isinstance(said, str) else Message.model_validate(said) for said in history]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"<[^<>]{0,200}>", "", text)).casefold().strip()


def found(index: Index, corpus: str, gold: Sequence[dict[str, Any]], asked: str, filters: Filters) -> bool:
    """Whether a gold stretch, or a copy of its words, is within the first five passages."""
    narrowed = implied(index, read_question(asked, speakers=tuple(index.speakers())), filters)
    passages = [hit.passage for hit in index.search(asked, filters=narrowed, top=5)]
    for stretch in gold:
        file = (FOLDERS[corpus] / stretch["path"]).read_bytes().decode("utf-8-sig")
        words = file[stretch["start"] : stretch["end"]]
        assert hashlib.sha256(words.encode()).hexdigest() == stretch["sha256"], f"{stretch['path']} has changed"
        here = (p.path == stretch["path"] and p.start < stretch["end"] and stretch["start"] < p.end for p in passages)
        if any(here) or any(plain(words) in plain(passage.text) for passage in passages):
            return True
    return False


def with_memory(index: Index, question: str, history: Sequence[Message]) -> tuple[str, Filters]:
    follow = stand_alone(question, history, speakers=index.speakers(), names=index.rarity)
    return follow.question, follow.filters


def last_alone(index: Index, question: str, history: Sequence[Message]) -> tuple[str, Filters]:
    return question, Filters()


def all_that_was_asked(index: Index, question: str, history: Sequence[Message]) -> tuple[str, Filters]:
    return " ".join([*(message.content for message in history if message.role == "user"), question]), Filters()


def recall(corpus: str, asking: Asking) -> list[bool]:
    index = opened(corpus)
    return [
        found(index, corpus, line["gold"], *asking(index, line["question"], messages(line["history"])))
        for line in conversations(corpus)
    ]


def test_the_right_passage_is_within_the_first_five() -> None:
    kept = {
        asking.__name__: [hit for corpus in FOLDERS for hit in recall(corpus, asking)]
        for asking in (last_alone, all_that_was_asked, with_memory)
    }
    for name, hits in kept.items():
        print(f"conversations, recall@5, {name}: {sum(hits)} of {len(hits)} = {sum(hits) / len(hits):.3f}")
    assert len(kept["with_memory"]) >= 60
    assert sum(kept["with_memory"]) / len(kept["with_memory"]) >= 0.85
    assert sum(kept["with_memory"]) > sum(kept["last_alone"])


def answered(path: Path) -> list[bool]:
    found = []
    for corpus in FOLDERS:
        assistant = Assistant(partial(opened, corpus))
        asked = ((line["question"], messages(line["history"])) for line in conversations(corpus, path))
        found += [assistant.ask(*each).status is Status.ANSWERED for each in asked]
    return found


def test_a_follow_up_is_answered_where_the_material_does() -> None:
    told, made_up = answered(CONVERSATIONS), answered(UNANSWERED)
    print(
        f"follow-ups answered: {sum(told)} of {len(told)}; of those without an answer: {sum(made_up)} of {len(made_up)}"
    )
    assert sum(told) >= 0.88 * len(told)
    assert sum(made_up) <= 0.2 * len(made_up)


@pytest.mark.parametrize("corpus", ["episode-050", "show"])
def test_the_follow_ups_of_the_gold_sets_are_all_right(corpus: str) -> None:
    golds = (gold for gold in read_gold(SHARED / "eval" / f"{corpus}.questions.jsonl") if gold.history)
    judged = list(evaluate(golds, Assistant(partial(opened, corpus))))
    assert len(judged) == 2
    assert {row.id: row.miss for row in judged if not row.right} == {}
