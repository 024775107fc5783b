"""Lines that the audit has in a terminal and as Markdown alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.disagreement.audit import AuditReport
from chat.models import Disagreement
from index.models import counted


def summary(report: AuditReport) -> str:
    """How much was found in how much."""
    quoted = f" and {counted(len(report.drifted), 'quotation')} in two wordings," if report.drifted else ""
    found = f"{counted(len(report.disagreements), 'disagreement')}{quoted} in {counted(report.claims, 'statement')}"
    return found + (f"; {counted(report.marked, 'marked finding')} left out." if report.marked else ".")


def heading(episode: str, found: Sequence[Disagreement]) -> str:
    """What a group of findings is of: an episode, several, or sources without one."""
    if episode:
        return f"Episode {episode}"
    several = any(position.episode for each in found for position in each.positions)
    return "Between episodes" if several else "Sources without an episode"


def to_check(report: AuditReport) -> Iterator[str]:
    """How many things beside the disagreements there are to look at; nothing where there are none."""
    figures, unsourced = len(report.table_figures), len(list(report.unsourced()))
    parts = [
        f"{counted(figures, 'figure')} of outlines' tables not said so" if figures else "",
        f"{counted(unsourced, 'sentence')} on air with numbers of no source on file" if unsourced else "",
    ]
    if told := ", ".join(filter(None, parts)):
        yield f"To check as well: {told} (--checks lists them)."
