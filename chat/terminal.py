"""How answers, passages and sources look in a terminal: plain lines, no colour, readable in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent

from chat.abstain import is_unsure
from chat.disagreement.audit import AuditReport
from chat.disagreement.wording import heading, summary, to_check
from chat.evaluate import Judged, by_type, summarise
from chat.models import Answer, Citation, Disagreement, FoundPassage, Place, Position, SearchResult, Status
from chat.rows import Address, Rows, no_rows, path_only, quoted
from chat.wording import UNSURE, clock_text, row_text
from index.models import SourceSummary, counted


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer, its sources numbered below it, and what they disagree about."""
    if is_unsure(answer):
        yield f"({UNSURE})"
    yield answer.answer
    if answer.notice:
        yield f"({answer.notice})"
    if answer.status is Status.ABSTAINED and answer.citations:
        yield "The nearest passages:"
    for citation in answer.citations:
        yield ""
        yield f"[{citation.n}] {place(citation)}"
        yield f"    {_in_marks(citation)}"
        if citation.heard:
            yield f"    (captions; most likely: {citation.heard})"
    for disagreement in answer.disagreements:
        yield ""
        yield from disagreement_lines(disagreement, _rows_of(answer.citations))


def disagreement_lines(disagreement: Disagreement, rows: Rows = no_rows) -> Iterator[str]:
    """A disagreement and its positions, a line each; `rows` are those of tables."""
    yield f"The sources disagree ({disagreement.severity}): {disagreement.topic}"
    for position in disagreement.positions:
        who = f"{position.speaker}, " if position.speaker else ""
        yield f"  {position.value}: {quoted(position, rows)} ({who}{position.path})"


def report_lines(
    report: AuditReport, rows: Rows = no_rows, address: Address = path_only, *, checks: bool = True
) -> Iterator[str]:
    """An audit, episode by episode, worst first; with `checks` what else to look at, or else how much that is."""
    yield summary(report)
    for episode, findings in report.by_episode():
        yield from ("", f"{heading(episode, findings)}:")
        for found in findings:
            yield from ("", *_finding_lines(found, rows, address))
    if report.drifted:
        yield from ("", "Quotations in two wordings:")
        for found in report.drifted:
            yield from ("", *_finding_lines(found, rows, address))
    if not checks:
        yield from ("", *told) if (told := list(to_check(report))) else ()
        return
    if report.table_figures:
        yield from ("", "Figures of a table that were said differently, or never:")
        for row in report.table_figures:
            said = f"said: {quoted(row.said, rows)} ({_where(row.said, address)})" if row.said else "never said"
            yield f"  {row.label}: {row.figure.value} ({_where(row.figure, address)}); {said}"
    if report.no_source:
        yield from ("", "Said on air, with no source on file:")
        for spoken, numbers in report.unsourced():
            who = "" if spoken.speaker else "nobody named, "
            yield f"  {numbers}: {quoted(spoken, rows)} ({who}{_where(spoken, address)})"


def _finding_lines(found: Disagreement, rows: Rows, address: Address) -> Iterator[str]:
    """A disagreement, its sides, and where else each stands."""
    yield f"The sources disagree ({found.severity}): {found.topic}"
    for side in found.positions:
        yield f"  {side.value}: {quoted(side, rows)} ({_where(side, address)})"
        if side.also:
            yield f"    also {'; '.join(_where(also, address) for also in side.also)}"


def _where(place: Position | Place, address: Address) -> str:
    who = f"{place.speaker}, " if place.speaker else ""
    return who + address(place.path, place.start, place.end)


def search_lines(result: SearchResult) -> Iterator[str]:
    """Passages, best first."""
    for rank, passage in enumerate(result.passages, 1):
        yield f"{rank}. {place(passage)}  {passage.score:.2f}"
        yield indent(passage.text, "   ")


def source_lines(sources: Iterable[SourceSummary]) -> Iterator[str]:
    """What is indexed, a line a source."""
    for source in sources:
        episode = f"episode {source.episode}" if source.episode else "no episode"
        spoken = f", {', '.join(source.speakers)}" if source.speakers else ""
        held = f"{counted(source.passages, 'passage')}, {counted(source.words, 'word')}"
        yield f"{source.path}  {source.kind}, {episode}, {held}{spoken}"


def figure_lines(rows: Sequence[Judged], *, misses: bool) -> Iterator[str]:
    """The figures of an evaluation, by type, and with `misses` why each question was missed."""
    for name, value in summarise(rows).items():
        yield f"{name:26} {'–' if value is None else f'{value:g}'}"
    yield ""
    yield from (f"{kind or 'any type':26} {right} of {asked} right" for kind, (right, asked) in by_type(rows).items())
    if misses:
        yield ""
        yield from (f"{row.id:26} {row.miss}" for row in rows if row.miss)


def place(cited: Citation | FoundPassage) -> str:
    """Who and where, in one line: "Alex, transcript, episode 050, about 8:32 (transcript.txt:87)"."""
    parts = [cited.speaker, cited.kind, f"episode {cited.episode}" if cited.episode else None, cited.published]
    if cited.starts_at is not None:
        parts.append(clock_text(cited.starts_at, cited.clock))
    line = f":{cited.line}" if isinstance(cited, Citation) else f" {cited.start}–{cited.end}"
    return f"{', '.join(filter(None, parts))} ({cited.path}{line})"


def _rows_of(citations: Sequence[Citation]) -> Rows:
    """The table rows among what an answer cites."""
    told = {(each.path, each.start): row_text(each.cells) for each in citations if each.cells}
    return lambda place: told.get((place.path, place.start), "")


def _in_marks(citation: Citation) -> str:
    if citation.cells:
        return row_text(citation.cells)
    return f"“{citation.quote}”" if citation.verdict == "exact" else citation.quote
