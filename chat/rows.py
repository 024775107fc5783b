"""Rows of tables among what findings quote: told with their cells apart, never in quotation marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Protocol

from chat.citations import row_cells
from chat.models import Place, Position
from chat.wording import row_text
from corpus.models import Passage

Rows = Callable[[Position | Place], str]  # the table row that stands at a place, as it is told; empty for anything else


class Library(Protocol):
    """An index, as far as its passages go."""

    def passages(self, path: str) -> Sequence[Passage]:
        """Those of a source; raises `KeyError` for one that is not there."""
        ...


def rows_in(library: Library) -> Rows:
    """The table rows of an index by their places."""

    @cache
    def of(path: str) -> Mapping[int, str]:
        try:
            sentences = [sentence for passage in library.passages(path) for sentence in passage.sentences]
        except KeyError:  # the index was switched after the audit was worked out
            return {}
        return {sentence.start: row_text(cells) for sentence in sentences if (cells := row_cells(sentence))}

    return lambda place: of(place.path).get(place.start, "")


def no_rows(_: Position | Place) -> str:
    """Where nothing is known of tables."""
    return ""
