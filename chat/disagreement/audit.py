"""The producer's report: every disagreement of the material or of one episode, and what else to check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Protocol

from chat.disagreement.findings import Finding, position
from chat.disagreement.values import agree, comparable
from chat.models import Disagreement, DisagreementKind, Position, Severity
from corpus.claims.extract import Claim, ClaimKind
from corpus.models import Form, Frozen, SourceKind

_WORST_FIRST = tuple(Severity)
_WRITTEN = frozenset({SourceKind.OUTLINE, SourceKind.PAGE, SourceKind.ARTICLE})


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
            no_source += _unsourced(claims)
    plain = [f for f in told if f.disagreement.kind is not DisagreementKind.QUOTE]
    return AuditReport(
        episode=episode,
        topics=_topics(plain),
        drifted=tuple(f.disagreement for f in told if f.disagreement.kind is DisagreementKind.QUOTE),
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
        groups[finding.claims[0].episode or "", name].append(finding.disagreement)
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


def _table_figures(claims: Sequence[Claim], instead: Mapping[tuple[str, int], Finding]) -> Iterable[TableFigure]:
    """Figures of an episode's outlines' tables that none of its transcripts says, in order."""
    spoken = _quantities(claims, {SourceKind.TRANSCRIPT})
    for claim in claims:
        if claim.form is not Form.ROW or claim.source is not SourceKind.OUTLINE or claim.kind is not ClaimKind.QUANTITY:
            continue
        if not spoken or any(_tells(other, claim) for other in spoken):
            continue
        finding = instead.get((claim.path, claim.start))
        others = [c for c in finding.claims if c.source is SourceKind.TRANSCRIPT] if finding else []
        label = claim.text.partition(claim.value)[0].strip()
        yield TableFigure(figure=position(claim), label=label, said=position(others[0]) if others else None)


def _unsourced(claims: Sequence[Claim]) -> Iterable[Position]:
    """What was said with a number that no written source of the episode has, in order."""
    written = _quantities(claims, _WRITTEN)
    if not written:
        return
    for claim in claims:
        spoken = claim.source is SourceKind.TRANSCRIPT and claim.kind is ClaimKind.QUANTITY
        if spoken and not claim.asked and not claim.imagined and not any(_tells(other, claim) for other in written):
            yield position(claim)


def _quantities(claims: Iterable[Claim], kinds: Container[SourceKind]) -> list[Claim]:
    """The quantities that sources of these kinds give."""
    return [claim for claim in claims if claim.source in kinds and claim.kind is ClaimKind.QUANTITY]


def _tells(other: Claim, claim: Claim) -> bool:
    """Whether a claim gives the same value for something that shares a word."""
    near = {*claim.own, *claim.frame, *claim.context}
    return comparable(other, claim) and agree(other, claim) and not near.isdisjoint((*other.own, *other.frame))
