"""The sample show's passages as evidence for a model's sentences."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from chat.llm.evidenced import Evidence, evidence_of
from corpus.chunk import chunk_document
from corpus.load import load_corpus
from corpus.models import Passage

SAMPLE = Path(__file__).parent.parent / "corpus" / "sample"


@lru_cache(maxsize=1)
def passages() -> tuple[Passage, ...]:
    """The sample show, cut as it is indexed."""
    documents = load_corpus(SAMPLE, on_problem=lambda problem: pytest.fail(str(problem)))
    return tuple(
        passage
        for document in documents
        for passage in chunk_document(document, max_tokens=240, fits=lambda text: len(text.split()) < 180)
    )


def holding(*words: str) -> dict[str, Evidence]:
    """For each words the first passage that holds them, under keys q0000, q0001 …"""
    found = [next(passage for passage in passages() if part in passage.text) for part in words]
    return {f"q{i:04d}": evidence_of(passage) for i, passage in enumerate(found)}
