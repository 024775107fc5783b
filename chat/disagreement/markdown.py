"""The audit as Markdown, for a ticket. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from chat.disagreement.audit import AuditReport
from chat.disagreement.wording import heading, summary, to_check
from chat.models import Disagreement, Place, Position
from chat.rows import Address, Rows, no_rows, quoted


def place_of(path: str, start: int, end: int) -> str:
    """The place as text, where there is no page to open."""
    return f"{path}, characters {start} to {end}"


def to_markdown(report: AuditReport, *, address: Address = place_of, rows: Rows = no_rows, checks: bool = True) -> str:
    """The report as one Markdown text, episode by episode, worst first; `address` gives what opens a place, `rows`
    those of tables. With `checks` the lists beside the disagreements stand at the end, else their counts."""
    lines = [*_lines(report, address, rows), *(_checks(report, address, rows) if checks else ("", *to_check(report)))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _lines(report: AuditReport, address: Address, rows: Rows) -> Iterator[str]:
    yield f"# Audit{f' of episode {report.episode}' if report.episode else ''}"
    yield ""
    yield summary(report)
    for episode, found in report.by_episode():
        yield from ("", f"## {_plain(heading(episode, found))}")
        for each in found:
            yield from _finding(each, address, rows)
    yield from _section(
        "Quotations in two wordings", [line for d in report.drifted for line in _finding(d, address, rows)]
    )


def _checks(report: AuditReport, address: Address, rows: Rows) -> Iterator[str]:
    yield from _section("Figures of a table that were not said so", list(_table(report, address, rows)))
    unsourced = [
        f"- {_plain(numbers)}: {_quoted(said, rows)} ({_who(said)}{address(said.path, said.start, said.end)})"
        for said, numbers in report.unsourced()
    ]
    yield from _section("No source on file", unsourced)


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"## {title}", "", *lines)


def _finding(found: Disagreement, address: Address, rows: Rows) -> Iterator[str]:
    yield from ("", f"**{_plain(found.topic)}** ({found.severity.value}, {found.kind.value}, {found.id})", "")
    for position in found.positions:
        where = _who(position) + address(position.path, position.start, position.end)
        yield f"- {_plain(position.value)}: {_quoted(position, rows)} ({where})"
        for also in position.also:
            yield f"  - also {_quoted(also, rows)} ({_who(also)}{address(also.path, also.start, also.end)})"


def _table(report: AuditReport, address: Address, rows: Rows) -> Iterator[str]:
    for row in report.table_figures:
        figure = row.figure
        said = f"said as {_plain(row.said.value)}: {_quoted(row.said, rows)}" if row.said else "never said"
        where = address(figure.path, figure.start, figure.end)
        yield f"- {_plain(row.label)}: {_plain(figure.value)}, {said} ({where})"


def _who(place: Position | Place) -> str:
    return f"{_plain(place.speaker)}, " if place.speaker else ""


def _quoted(place: Position | Place, rows: Rows) -> str:
    return _plain(quoted(place, rows))


def _plain(text: str) -> str:
    """One line, with what Markdown would read as a mark escaped."""
    folded = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in folded)
