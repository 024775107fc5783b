"""The producer's report: every disagreement of the material or of one episode, and what else to check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from chat.disagreement.checks import never_said, of_no_source
from chat.disagreement.findings import Finding, label_of, position
from chat.models import Disagreement, DisagreementKind, Place, Position, Severity
from corpus.claims.extract import Claim
from corpus.models import Frozen, SourceKind

_WORST_FIRST = tuple(Severity)


class Topic(Frozen):
    """The findings about one thing, worst first."""

    name: str
    findings: tuple[Disagreement, ...]


class TableFigure(Frozen):
    """A figure of an outline's table that was said differently on air, or never."""

    figure: Position
    label: str
    said: Position | None = None  # what was said instead; None when nothing was


class AuditReport(Frozen):
    """What an audit found. `marked` counts the findings that a producer has marked and that are left out."""

    episode: str | None = None
    topics: tuple[Topic, ...] = ()
    drifted: tuple[Disagreement, ...] = ()  # quotations of one person in two wordings
    table_figures: tuple[TableFigure, ...] = ()
    no_source: tuple[Position, ...] = ()  # said on air with a number that no written source has: no disagreement
    claims: int = 0
    marked: int = 0

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Every finding of every topic, in order."""
        return tuple(found for topic in self.topics for found in topic.findings)

    def by_episode(self) -> list[tuple[str, list[Disagreement]]]:
        """The findings of each episode, worst first, under its name; those between episodes last, under none."""
        groups: dict[str, list[Disagreement]] = defaultdict(list)
        for found in self.disagreements:
            episodes = {position.episode for position in found.positions}
            groups[episodes.pop() or "" if len(episodes) == 1 else ""].append(found)
        return sorted(groups.items(), key=lambda group: (not group[0], group[0]))

    def unsourced(self) -> Iterable[tuple[Position, str]]:
        """Each sentence that was said with numbers of no written source, once, and those numbers."""
        values: dict[tuple[str, int], dict[str, Position]] = defaultdict(dict)
        for said in self.no_source:
            values[said.path, said.start].setdefault(said.value, said)
        return ((next(iter(of.values())), ", ".join(of)) for of in values.values())


class Audited(Protocol):
    """All that the sources of an index state and disagree about; see `FindingsBook`."""

    def findings(self) -> Iterable[Finding]:
        """Every disagreement, quiet ones too: episode by episode, then those between episodes."""
        ...

    def by_episode(self) -> Iterable[Sequence[Claim]]:
        """The claims, those of an episode together."""
        ...


def audit(book: Audited, *, episode: str | None = None, marks: Mapping[str, str] | None = None) -> AuditReport:
    """Everything that does not hold together in the material, or in one episode; marked findings are only counted."""
    findings = [f for f in book.findings() if episode is None or any(c.episode == episode for c in f.claims)]
    quiet = {f.disagreement.id for f in findings if f.disagreement.id in (marks or {})}
    told = [finding for finding in findings if finding.disagreement.id not in quiet]
    instead = {(c.path, c.start): finding for finding in told for c in finding.claims}
    figures: list[TableFigure] = []
    no_source: list[Position] = []
    count = 0
    for claims in book.by_episode():  # one after another: a long show's claims are a gigabyte
        if episode is None or claims[0].episode == episode:
            count += len(claims)
            figures += _table_figures(claims, instead)
            no_source += (position(claim) for claim in of_no_source(claims) if (claim.path, claim.start) not in instead)
    plain = [f for f in told if f.disagreement.kind is not DisagreementKind.QUOTE]
    return AuditReport(
        episode=episode,
        topics=_topics(plain),
        drifted=tuple(_heard_first(f) for f in told if f.disagreement.kind is DisagreementKind.QUOTE),
        table_figures=tuple(figures),
        no_source=tuple(no_source),
        claims=count,
        marked=len(quiet),
    )


def _topics(findings: Sequence[Finding]) -> tuple[Topic, ...]:
    """The findings by what they are about: the first name in their topic, within their episode."""
    groups: dict[tuple[str, str], list[Disagreement]] = defaultdict(list)
    for finding in findings:
        name = _name_of(finding)
        groups[finding.claims[0].episode or "", name].append(_heard_first(finding))
    topics = [
        Topic(name=name, findings=tuple(sorted(found, key=badness)))
        for (_, name), found in sorted(groups.items(), key=lambda group: (group[0][0], group[0][1]))
    ]
    return tuple(sorted(topics, key=lambda topic: badness(topic.findings[0])))


def _name_of(finding: Finding) -> str:
    """The first name that the topic has, or else the topic."""
    topic = finding.disagreement.topic
    return next((word.rstrip(",:") for word in topic.split() if any(letter.isupper() for letter in word)), topic)


def badness(found: Disagreement) -> int:
    """Where a disagreement stands among others, the worst first."""
    return _WORST_FIRST.index(found.severity)


def _heard_first(finding: Finding) -> Disagreement:
    """The disagreement, what was said on air first, even where print says the same."""
    sides = finding.disagreement.positions
    if any(side.kind is SourceKind.TRANSCRIPT for side in sides):
        return finding.disagreement
    heard = {(c.path, c.start): c for c in finding.claims if c.source is SourceKind.TRANSCRIPT}
    told = sorted((_as_heard(side, heard) for side in sides), key=lambda side: side.kind is not SourceKind.TRANSCRIPT)
    return finding.disagreement.model_copy(update={"positions": tuple(told)})


def _as_heard(side: Position, heard: Mapping[tuple[str, int], Claim]) -> Position:
    """One side with the words of the transcript that give its value, if one does, and its other places behind them."""
    spoken = next((claim for also in side.also if (claim := heard.get((also.path, also.start)))), None)
    if spoken is None:
        return side
    first = Place(
        path=side.path, start=side.start, end=side.end, quote=side.quote, speaker=side.speaker, kind=side.kind
    )
    others = [also for also in side.also if (also.path, also.start) != (spoken.path, spoken.start)]
    return position(spoken).model_copy(update={"also": (first, *others)})


def _table_figures(claims: Sequence[Claim], instead: Mapping[tuple[str, int], Finding]) -> Iterator[TableFigure]:
    """Figures of an episode's outlines' tables that none of its transcripts says, in order."""
    for claim in never_said(claims, frozenset(instead)):
        finding = instead.get((claim.path, claim.start))
        said = next((c for c in finding.claims if c.source is SourceKind.TRANSCRIPT), None) if finding else None
        if said or finding is None:
            yield TableFigure(figure=position(claim), label=label_of(claim), said=position(said) if said else None)
