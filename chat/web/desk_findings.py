"""Findings of the audit as markup and as Markdown. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from chat.disagreement.audit import AuditReport, TableFigure
from chat.models import Disagreement, DisagreementKind, Place, Position, Severity
from chat.rows import Rows, quoted
from chat.web.desk_parts import KINDS
from chat.web.html import Html, join, tag
from chat.web.labels import name_episode, reader_address
from chat.web.strings import EN
from corpus.models import Frozen, SourceKind
from index.models import counted


class Mark(StrEnum):
    """What a producer made of a finding."""

    OPEN = ""  # nothing yet
    KNOWN = "known"
    NO_CONFLICT = "not_a_conflict"


class Wanted(Frozen):
    """Which findings are shown: any of the values within a field, all of the fields. Empty means all."""

    severity: tuple[Severity, ...] = ()
    kind: DisagreementKind | None = None
    episode: str = ""
    mark: Mark | None = Mark.OPEN  # None: marked or not


MAX_APART = 200  # of each list beside the disagreements
SEVERITIES = {
    Severity.CONFLICT: ("Conflict", EN.disagree_note),
    Severity.SCOPE: ("Scope", EN.severity_scope),
    Severity.UPDATE: ("Update", EN.severity_update),
    Severity.CAPTION: ("Mis-heard", EN.severity_caption),
}
MARKS = {Mark.OPEN: "Open", Mark.KNOWN: "Known", Mark.NO_CONFLICT: "Not a conflict"}


def select(report: AuditReport, marks: Mapping[str, str], wanted: Wanted) -> AuditReport:
    """The part of an audit that is asked for, in its order: by topic, worst first."""

    def fits(finding: Disagreement) -> bool:
        return (
            (not wanted.severity or finding.severity in wanted.severity)
            and (wanted.kind is None or finding.kind is wanted.kind)
            and any(_is_of(position, wanted.episode) for position in finding.positions)
            and (wanted.mark is None or marks.get(finding.id, "") == wanted.mark)
        )

    topics = [topic.model_copy(update={"findings": tuple(filter(fits, topic.findings))}) for topic in report.topics]
    # What is no disagreement has no severity, kind or mark by which it could be chosen.
    apart = not wanted.severity and wanted.kind is None and wanted.mark in (None, Mark.OPEN)
    return AuditReport(
        episode=wanted.episode or None,
        topics=tuple(topic for topic in topics if topic.findings),
        drifted=tuple(filter(fits, report.drifted)),
        table_figures=tuple(row for row in report.table_figures if apart and _is_of(row.figure, wanted.episode)),
        no_source=tuple(said for said in report.no_source if apart and _is_of(said, wanted.episode)),
        claims=report.claims,
        marked=sum(finding.id in marks for finding in findings_of(report)),
    )


def _is_of(position: Position, episode: str) -> bool:
    return not episode or position.episode == episode


def findings_of(report: AuditReport) -> tuple[Disagreement, ...]:
    """Everything that can be marked: the disagreements, and the quotations in two wordings."""
    return (*report.disagreements, *report.drifted)


def apart_html(report: AuditReport, rows: Rows) -> Html:
    """What to check beside the disagreements, folded: neither of these says that something is wrong."""
    figures = [tag("li", _figure(row, rows)) for row in report.table_figures[:MAX_APART]]
    unsourced = [tag("li", position_html(said, rows)) for said in report.no_source[:MAX_APART]]
    parts = [
        (f"Figures of a table that were said differently, or never: {len(report.table_figures):,}", figures),
        (f"Said with a number that no written source has: {len(report.no_source):,}", unsourced),
    ]
    return join(
        [tag("details", tag("summary", name), tag("ul", *items), class_="apart") for name, items in parts if items]
    )


def _figure(row: TableFigure, rows: Rows) -> Html:
    said = position_html(row.said, rows) if row.said else tag("p", "never said", class_="soft")
    head = tag("p", row.label, class_="label")
    return join([head, tag("ul", tag("li", position_html(row.figure, rows)), tag("li", said), class_="positions")])


def finding_html(finding: Disagreement, mark: Mark, rows: Rows) -> Html:
    """One finding: what about, each position with its quote and place, and the marks to choose from."""
    name, meaning = SEVERITIES[finding.severity]
    about = tag("p", tag("b", name), f" · {finding.kind.value} · {meaning}", class_="soft")
    positions = tag("ul", *[tag("li", position_html(each, rows)) for each in finding.positions], class_="positions")
    return tag("article", tag("h2", finding.topic), about, positions, _mark_buttons(finding, mark), class_="finding")


def position_html(position: Position, rows: Rows) -> Html:
    """One side: the value, the words that give it, who and where, and how often else."""
    place = reader_address(position.path, position.start, position.end)
    quote = tag("a", quoted(position, rows), href=place, class_="quote")
    who = _who(position.kind, position.episode, position.speaker, position.path)
    also = [tag("li", _also(place, rows)) for place in position.also]
    further = (
        [tag("details", tag("summary", f"and in {counted(len(also), 'further place')}"), tag("ul", *also))]
        if also
        else []
    )
    return join([tag("p", position.value, class_="value"), tag("p", quote), tag("p", who, class_="soft"), *further])


def _mark_buttons(finding: Disagreement, mark: Mark) -> Html:
    buttons = [
        tag(
            "button",
            name,
            type="button",
            id=f"mark-{finding.id}-{each.value or 'open'}",
            aria_pressed="true" if each is mark else "false",
            data_post="/desk/mark",
            data_into=f"finding-{finding.id}",
            data_body=json.dumps({"finding": finding.id, "mark": each.value}),
        )
        for each, name in MARKS.items()
    ]
    return tag("div", *buttons, class_="marks", role="group", aria_label=f"Mark: {finding.topic}")


def _also(place: Place, rows: Rows) -> Html:
    address = reader_address(place.path, place.start, place.end)
    link = tag("a", rows(place) or place.quote, href=address, class_="quote")
    return join([link, tag("span", _who(place.kind, None, place.speaker, place.path), class_="soft")])


def _who(kind: SourceKind, episode: str | None, speaker: str | None, path: str) -> str:
    parts = (speaker, KINDS[kind].lower(), name_episode(episode, EN) if episode else "", path)
    return ", ".join(filter(None, parts))


def sum_up(found: Sequence[Disagreement]) -> str:
    """How many findings of each severity, in one line."""
    counts = Counter(each.severity for each in found)
    each = ", ".join(
        f"{counts[severity]:,} {SEVERITIES[severity][0].lower()}" for severity in Severity if counts[severity]
    )
    return f"{counted(len(found), 'finding')}: {each}"
