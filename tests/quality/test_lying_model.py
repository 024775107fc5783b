"""A scripted model over both gold sets: honest, it is passed on whole; lying in every third sentence, it is caught."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest

from chat.llm.closing import Written
from chat.llm.reply import ModelSettings
from chat.llm.writer import Writer
from corpus.models import Passage
from index.search import Index
from tests.lies import false_ones, truths
from tests.quality.material import SHARED, opened
from tests.scripted_llm import Scripted, keys_of, scripted_server

pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra [openai]")
pytestmark = pytest.mark.quality

NOT_FOUND = "(not found in the sources)"


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_server() as scripted:
        scripted.piece_characters = 40
        yield scripted


def questions(corpus: str) -> list[str]:
    lines = (SHARED / "eval" / f"{corpus}.questions.jsonl").read_text("utf-8").splitlines()
    return [row["question"] for row in map(json.loads, lines) if row["answerable"]]


def honest(passages: Sequence[Passage], keys: Sequence[str], chance: random.Random) -> list[str]:
    told = [
        (key, text)
        for key, passage in zip(keys, passages, strict=False)
        for text in list(truths(passage))[:6]
        if "\n" not in text and "[" not in text
    ]
    return [f"{text} [{key}]. " for key, text in chance.sample(told, min(6, len(told)))]


def a_lie(passages: Sequence[Passage], keys: Sequence[str], chance: random.Random) -> str:
    number = chance.randrange(min(len(keys), len(passages)))
    others = [passage for passage in passages if passage.path != passages[number].path] or list(passages)
    _, text = chance.choice(list(false_ones(passages[number], others, chance)))
    return f"{text} [{keys[number]}]. "


def answers(
    index: Index, asked: Sequence[str], server: Scripted, *, lying: bool, seed: int = 11
) -> Iterator[tuple[list[str], Written]]:
    """What the model said, sentence by sentence, and what became of it."""
    chance = random.Random(seed)
    with closing(Writer(ModelSettings(model="scripted", url=server.url))) as writer:
        for question in asked:
            passages = [hit.passage for hit in index.search(question, top=8)]
            said: list[str] = []

            def reply(body: dict[str, Any], passages: list[Passage] = passages, said: list[str] = said) -> list[str]:
                keys = keys_of(body)
                said += honest(passages, keys, chance)
                if lying:
                    said[2::3] = [a_lie(passages, keys, chance) for _ in said[2::3]]
                return list(said)

            server.say(reply)
            *_, written = writer.write(question, passages, documents=index.document)
            assert isinstance(written, Written)
            yield said, written


def marked(written: Written) -> int:
    return written.text.count(NOT_FOUND)


@pytest.mark.parametrize("corpus", ["episode-050", "show"])
def test_an_honest_model_is_passed_on_word_for_word(corpus: str, server: Scripted) -> None:
    index = opened(corpus)
    said = shown = failed = exact = cited = 0
    for sentences, written in answers(index, questions(corpus), server, lying=False):
        said, failed = said + len(sentences), failed + marked(written)
        shown += len(sentences) - marked(written)
        for citation in written.citations:
            document = index.document(citation.path)
            start, end = document.reading.from_file(citation.start, citation.end)
            exact += " ".join(document.reading.text[start:end].split()) == " ".join(citation.quote.split())
            cited += 1
    print(f"honest model over {corpus}: {said} sentences, {failed} marked wrongly; {exact} of {cited} quotes verbatim")
    assert exact == cited
    assert failed <= 0.03 * said


def bare(text: str) -> str:
    """A sentence or an answer without quotation marks: they come off where a quotation was altered."""
    return text.replace("“", "").replace("”", "")


def shown_unmarked(sentence: str, text: str) -> int:
    """How often the words of a sentence stand in the answer without being marked."""
    words = bare(sentence.rsplit(" [", 1)[0]).rstrip(" .?!")
    return sum(not after.lstrip(" .?!").startswith(NOT_FOUND) for after in bare(text).split(words)[1:])


@pytest.mark.parametrize("corpus", ["episode-050", "show"])
def test_a_lying_model_is_caught(corpus: str, server: Scripted) -> None:
    lies = caught = truth = wronged = 0
    # Of 90 lies five more or less are caught by the draw alone, so there are three draws.
    for seed in (1, 2, 3):
        for sentences, written in answers(opened(corpus), questions(corpus), server, lying=True, seed=seed):
            said = [bare(sentence.rsplit(" [", 1)[0]) for sentence in sentences]
            true = [words for i, words in enumerate(said) if i % 3 != 2]
            for i, sentence in enumerate(sentences):
                unmarked = shown_unmarked(sentence, written.text)
                if i % 3 == 2:  # a lie under a wrong key has the very words of a truth: that one may stand
                    lies, caught = lies + 1, caught + (unmarked <= true.count(said[i]))
                else:
                    truth, wronged = truth + 1, wronged + (said[i] in bare(written.text) and unmarked == 0)
    print(f"lying model over {corpus}: {caught} of {lies} lies caught, {wronged} of {truth} true sentences marked")
    assert caught >= 0.95 * lies
    assert wronged <= 0.03 * truth
