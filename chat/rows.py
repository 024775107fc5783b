"""Rows of tables among what findings quote: told with their cells apart, never in quotation marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from chat.llm.paired import within_marks
from chat.models import Place, Position
from chat.wording import told_row
from corpus.models import Passage

Rows = Callable[[Position | Place], str]  # the table row that stands at a place, as it is told; empty for anything else


def rows_in(passages: Callable[[str], Iterable[Passage]]) -> Rows:
    """The table rows of an index by their places; `passages` are those of a source, and may raise `KeyError`."""

    @cache
    def of(path: str) -> Mapping[int, str]:
        try:
            sentences = [sentence for passage in passages(path) for sentence in passage.sentences]
        except KeyError:  # the index was switched after the audit was worked out
            return {}
        return {sentence.start: row for sentence in sentences if (row := told_row(sentence))}

    return lambda place: of(place.path).get(place.start, "")


def no_rows(_: Position | Place) -> str:
    """Where nothing is known of tables."""
    return ""


def quoted(place: Position | Place, rows: Rows) -> str:
    """What stands at a place: a row as it is told, anything else in quotation marks."""
    return rows(place) or f"“{within_marks(place.quote)}”"
