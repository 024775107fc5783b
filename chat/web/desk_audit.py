"""The desk's audit: where the sources disagree, both sides with their places, and the producer's mark on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Body, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from chat.disagreement.audit import AuditReport
from chat.disagreement.markdown import to_markdown
from chat.errors import BadQuestion
from chat.models import Disagreement, DisagreementKind, Severity
from chat.rows import Rows, rows_in
from chat.web.desk_findings import (
    MARKS,
    SEVERITIES,
    Mark,
    Wanted,
    apart_html,
    finding_html,
    findings_of,
    select,
    sum_up,
)
from chat.web.desk_needs import Findings, OnlyFromTheDesk, Shelf, desk_of
from chat.web.desk_parts import NotOffered, Part, as_file, choose, episode_choices, nothing_here, panel, tick
from chat.web.html import Html, join, tag
from chat.web.labels import reader_address
from index.models import counted

FIRST_FINDINGS = 25
MAX_FINDINGS = 2_000


NOT_YET = NotOffered(
    heading="There is no audit here",
    text="This program runs without it; aircheck audit prints every disagreement in the material.",
)
_ALL = "all"

router = APIRouter(include_in_schema=False)


def _findings(request: Request) -> Findings | None:
    return desk_of(request).findings


def asked_for(
    severity: Annotated[list[Severity], Query(max_length=10)] = [],  # noqa: B006 - FastAPI copies defaults
    kind: str = "",
    episode: str = "",
    mark: str = Mark.OPEN.value,
) -> Wanted:
    """The form as a choice of findings; raises `BadQuestion` for one that there is not."""
    if kind and kind not in list(DisagreementKind):
        raise BadQuestion(f"{kind[:20]!r} is no kind of disagreement; choose one of {', '.join(DisagreementKind)}.")
    if mark != _ALL and mark not in list(Mark):
        raise BadQuestion(f"{mark[:20]!r} is no mark; choose one of {', '.join(MARKS.values())}.")
    return Wanted(
        severity=tuple(severity),
        kind=DisagreementKind(kind) if kind else None,
        episode=episode,
        mark=None if mark == _ALL else Mark(mark),
    )


Audit = Annotated[Findings | None, Depends(_findings)]
Choice = Annotated[Wanted, Depends(asked_for)]
Limit = Annotated[int, Query(ge=1, le=MAX_FINDINGS)]


@router.get("/desk/view/audit")
def view(wanted: Choice, audit: Audit, shelf: Shelf, limit: Limit = FIRST_FINDINGS) -> Part:
    """The whole page."""
    if audit is None:
        return Part(told=NOT_YET.heading, html=nothing_here(NOT_YET))
    shown = findings_part(audit, wanted, limit, rows_in(shelf.library().passages))
    form = form_html(wanted, episode_choices(shelf.library()))
    return Part(told=shown.told, html=join([form, tag("div", Html(shown.html), id="findings", tabindex="-1")]))


@router.get("/desk/findings")
def findings(wanted: Choice, audit: Audit, shelf: Shelf, limit: Limit = FIRST_FINDINGS) -> Part:
    """The findings that the form asks for."""
    if audit is None:
        return Part(told="", html=nothing_here(NOT_YET))
    return findings_part(audit, wanted, limit, rows_in(shelf.library().passages))


@router.get("/desk/audit.md")
def audit_markdown(wanted: Choice, audit: Audit, shelf: Shelf, request: Request) -> Response:
    """The same findings for a ticket, with addresses that open the places."""
    base = str(request.base_url).rstrip("/")
    chosen = select(audit.report(), audit.marks(), wanted) if audit else AuditReport()
    rows = rows_in(shelf.library().passages)
    text = to_markdown(chosen, address=lambda path, start, end: f"{base}{reader_address(path, start, end)}", rows=rows)
    return as_file(text, "text/markdown; charset=utf-8", "audit.md")


@router.post("/desk/mark", dependencies=[OnlyFromTheDesk])
def mark(
    finding: Annotated[str, Body(max_length=100)], mark: Annotated[Mark, Body()], audit: Audit, shelf: Shelf
) -> Part:
    """Keep a mark, and give the finding as it then looks."""
    known = {each.id: each for each in findings_of(audit.report())} if audit else {}
    if audit is None or finding not in known:
        raise BadQuestion("This finding is no longer in the material; load the page again.")
    audit.mark(finding, mark.value)
    return Part(
        told=f"Marked: {MARKS[mark]}", html=finding_html(known[finding], mark, rows_in(shelf.library().passages))
    )


def findings_part(audit: Findings, wanted: Wanted, limit: int, rows: Rows) -> Part:
    """What the form finds, and one line that sums it up."""
    report, marks = audit.report(), audit.marks()
    chosen = select(report, marks, wanted)
    if found := findings_of(chosen):
        html = join([findings_html(found, marks, wanted, limit, rows), apart_html(chosen, rows)])
        return Part(told=sum_up(found), html=html)
    quiet = "Nothing disagrees with this choice." if findings_of(report) else "The sources do not disagree."
    return Part(told=quiet, html=join([panel(quiet, tag("p", _left_out(report, chosen))), apart_html(chosen, rows)]))


def form_html(wanted: Wanted, episodes: Mapping[str, str]) -> Html:
    """The filters."""
    severities = {severity.value: name for severity, (name, _) in SEVERITIES.items()}
    kinds = {"": "Any", **{kind.value: kind.value.title() for kind in DisagreementKind}}
    marks = {mark.value: name for mark, name in MARKS.items()} | {_ALL: "All"}
    filters = tag(
        "div",
        tick("severity", "Severity", severities, [severity.value for severity in wanted.severity]),
        choose("kind", "Kind", kinds, wanted.kind.value if wanted.kind else ""),
        choose("episode", "Episode", episodes, wanted.episode),
        choose("mark", "Mark", marks, _ALL if wanted.mark is None else wanted.mark.value),
        class_="filters",
    )
    return tag("form", filters, data_to="/desk/findings", data_into="findings", data_address=True)


def findings_html(
    chosen: Sequence[Disagreement], marks: Mapping[str, str], wanted: Wanted, limit: int, rows: Rows
) -> Html:
    """The list, and what can be taken away."""
    away = tag("a", "Markdown", href=f"/desk/audit.md?{_query(wanted)}", download="audit.md")
    head = tag("div", tag("p", sum_up(chosen), class_="count"), tag("p", "Download: ", away), class_="result-head")
    items = [
        tag("li", finding_html(each, Mark(marks.get(each.id, "")), rows), id=f"finding-{each.id}")
        for each in chosen[:limit]
    ]
    more = []
    if limit < min(len(chosen), MAX_FINDINGS):
        following = min(limit * 3, MAX_FINDINGS)
        more = [tag("button", f"Show more of {len(chosen):,}", type="button", data_more=str(following))]
    return join([head, tag("ol", *items, class_="findings"), *more])


def _left_out(report: AuditReport, chosen: AuditReport) -> str:
    every = len(findings_of(report))
    if not every:
        return "Nothing in the material gives two different answers to one thing."
    return f"{counted(every, 'finding')} in all, {chosen.marked:,} of them marked. Take a filter away to see more."


def _query(wanted: Wanted) -> str:
    fields = [("severity", severity.value) for severity in wanted.severity]
    fields += [("kind", wanted.kind.value)] if wanted.kind else []
    fields += [("episode", wanted.episode)] if wanted.episode else []
    return urlencode([*fields, ("mark", _ALL if wanted.mark is None else wanted.mark.value)])
