"""What stands at a place that a finding quotes, and its line: rows with their cells apart, never in quotation marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from chat.models import Place, Position
from chat.paired import within_marks
from chat.wording import told_row
from corpus.models import Passage, SourceText, line_at

Address = Callable[[str, int, int], str]  # of a stretch of a source: path, start, end
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


def lines_in(texts: Callable[[str], SourceText]) -> Address:
    """Gives a stretch of a source of an index as "path:line"; `texts` are those sources, and may raise `KeyError`."""

    text = cache(texts)

    def address(path: str, start: int, _end: int) -> str:
        try:
            return f"{path}:{line_at(text(path).file, start)}"
        except KeyError:
            return path

    return address


def path_only(path: str, _start: int, _end: int) -> str:
    """Where nothing is known of lines."""
    return path
