"""Findings of the audit as markup and as Markdown. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from chat.export import markdown_text
from chat.models import Disagreement, DisagreementKind, Place, Position, Severity
from chat.web.desk_parts import KINDS, counted
from chat.web.html import Html, join, tag
from chat.web.labels import reader_address
from corpus.models import Frozen, SourceKind


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


SEVERITIES = {
    Severity.CONFLICT: ("Conflict", "Both cannot be true."),
    Severity.SCOPE: ("Scope", "May be about different scopes, or rounded."),
    Severity.UPDATE: ("Update", "A later source says it anew."),
    Severity.CAPTION: ("Mis-heard", "The captions may have heard this wrong."),
}
MARKS = {Mark.OPEN: "Open", Mark.KNOWN: "Known", Mark.NO_CONFLICT: "Not a conflict"}


def select(found: Sequence[Disagreement], marks: Mapping[str, str], wanted: Wanted) -> list[Disagreement]:
    """The findings that are asked for, worst first; within a severity the order stays."""
    chosen = [
        each
        for each in found
        if (not wanted.severity or each.severity in wanted.severity)
        and (wanted.kind is None or each.kind is wanted.kind)
        and (not wanted.episode or any(position.episode == wanted.episode for position in each.positions))
        and (wanted.mark is None or marks.get(each.id, "") == wanted.mark)
    ]
    return sorted(chosen, key=lambda each: list(Severity).index(each.severity))


def finding_html(finding: Disagreement, mark: Mark) -> Html:
    """One finding: what about, each position with its quote and place, and the marks to choose from."""
    name, meaning = SEVERITIES[finding.severity]
    about = tag("p", tag("b", name), f" · {finding.kind.value} · {meaning}", class_="soft")
    positions = tag("ul", *[tag("li", position_html(each)) for each in finding.positions], class_="positions")
    return tag("article", tag("h2", finding.topic), about, positions, _mark_buttons(finding, mark), class_="finding")


def position_html(position: Position) -> Html:
    """One side: the value, the words that give it, who and where, and how often else."""
    quote = tag(
        "a", f"“{position.quote}”", href=reader_address(position.path, position.start, position.end), class_="quote"
    )
    who = _who(position.kind, position.episode, position.speaker, position.path)
    also = [tag("li", _also(place)) for place in position.also]
    further = (
        [tag("details", tag("summary", f"and in {counted(len(also), 'further place')}"), tag("ul", *also))]
        if also
        else []
    )
    return join([tag("p", position.value, class_="value"), tag("p", quote), tag("p", who, class_="soft"), *further])


def to_markdown(findings: Sequence[Disagreement], marks: Mapping[str, str]) -> str:
    """The findings for a ticket: a heading each, a block quote for each side."""
    parts = ["# Where the sources disagree\n"]
    for each in findings:
        name, _ = SEVERITIES[each.severity]
        marked = f", marked: {MARKS[Mark(marks[each.id])].lower()}" if marks.get(each.id) else ""
        parts.append(f"## {markdown_text(each.topic)}\n\n{name}, {each.kind.value}{marked}\n")
        for side in each.positions:
            who = markdown_text(_who(side.kind, side.episode, side.speaker, side.path))
            place = f"{who}, characters {side.start}–{side.end}"
            parts.append(f"- **{markdown_text(side.value)}**: {place}\n\n  > {markdown_text(side.quote)}\n")
    return "\n".join(parts)


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
            data_body=f'{{"finding": "{finding.id}", "mark": "{each.value}"}}',
        )
        for each, name in MARKS.items()
    ]
    return tag("div", *buttons, class_="marks", role="group", aria_label=f"Mark: {finding.topic}")


def _also(place: Place) -> Html:
    link = tag("a", place.quote, href=reader_address(place.path, place.start, place.end), class_="quote")
    return join([link, tag("span", _who(place.kind, None, place.speaker, place.path), class_="soft")])


def _who(kind: SourceKind, episode: str | None, speaker: str | None, path: str) -> str:
    parts = (speaker, KINDS[kind].lower(), f"episode {episode}" if episode else None, path)
    return ", ".join(part for part in parts if part)


def sum_up(found: Sequence[Disagreement]) -> str:
    """How many findings of each severity, in one line."""
    counts = Counter(each.severity for each in found)
    each = ", ".join(
        f"{counts[severity]:,} {SEVERITIES[severity][0].lower()}" for severity in Severity if counts[severity]
    )
    return f"{counted(len(found), 'finding')}: {each}"
