"""The desk's other fakes: findings of an audit, listeners' questions, a re-index; and an application of them all."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from pydantic import SecretStr

from chat.desk.journal import Entry
from chat.disagreement.audit import AuditReport, TableFigure, Topic
from chat.models import Disagreement, DisagreementKind, Place, Position, Severity, Status
from chat.web.api import create_app
from chat.web.desk_needs import Desk
from chat.web.desk_routes import add_desk_routes
from chat.web.options import WebOptions
from chat.web.reindex import Progress, State
from corpus.errors import AircheckError
from tests.desk_material import SHOW, Library

LIBRARY = Library()


def position(value: str, words: str, *, also: tuple[str, ...] = ()) -> Position:
    """The first passage with these words, as one side of a finding; `also` names further places in the same way."""
    passage = next(passage for passage in LIBRARY.all_passages() if words in passage.text)
    places = [next(passage for passage in LIBRARY.all_passages() if other in passage.text) for other in also]
    return Position(
        value=value,
        quote=passage.text,
        path=passage.path,
        speaker=passage.speaker,
        start=passage.start,
        end=passage.end,
        kind=passage.kind,
        episode=passage.episode,
        also=tuple(
            Place(path=each.path, start=each.start, end=each.end, quote=each.text, speaker=each.speaker, kind=each.kind)
            for each in places
        ),
    )


FINDINGS = (
    Disagreement(
        id="f1",
        topic="how far the siren of Gull Rock was heard",
        kind=DisagreementKind.QUANTITY,
        severity=Severity.UPDATE,
        positions=(position("9 miles", "siren at Gull Rock"), position("6 miles", "heard six miles")),
    ),
    Disagreement(
        id="f2",
        topic="steps of the tower <b>at</b> Skerry Point",
        kind=DisagreementKind.QUANTITY,
        severity=Severity.CONFLICT,
        positions=(
            position("142", "hundred and forty-two", also=("climbs the steps",)),
            position("124", "124 steps"),
        ),
    ),
    Disagreement(
        id="f3",
        topic="when the last keeper left",
        kind=DisagreementKind.DATE,
        severity=Severity.CAPTION,
        positions=(position("1988", "the last keeper left"), position("1989", "storm of 1889")),
    ),
)


REPORT = AuditReport(
    topics=(Topic(name="Skerry", findings=(FINDINGS[1],)), Topic(name="Gull", findings=(FINDINGS[0],))),
    drifted=(FINDINGS[2],),
    table_figures=(TableFigure(label="Lamp oil", figure=position("400 litres", "Lamp oil: 400"), said=None),),
    no_source=(position("two tons", "The lens at Skerry Point"), position("40 percent", "costs were 40 percent")),
    claims=24,
)


class Findings:
    """An audit with its marks in memory."""

    def __init__(self, found: AuditReport = REPORT) -> None:
        self.found = found
        self.kept: dict[str, str] = {}

    def report(self) -> AuditReport:
        return self.found

    def marks(self) -> dict[str, str]:
        return self.kept

    def mark(self, finding: str, mark: str) -> None:
        if mark:
            self.kept[finding] = mark
        else:
            self.kept.pop(finding, None)


def entry(number: int, question: str, *, answered: bool = True, helpful: bool | None = None, note: str = "") -> Entry:
    return Entry(
        answer_id=str(number),
        asked_at=1_700_000_000.0 + number * 40_000,
        question=question,
        status=Status.ANSWERED if answered else Status.ABSTAINED,
        confidence=0.5,
        helpful=helpful,
        note=note,
    )


ASKED = (
    entry(9, "Who paid for the lighthouse?", helpful=True),
    entry(8, "How much was a keeper's wage?", answered=False),
    entry(7, "What lens is at Skerry Point?"),
    entry(6, "the keepers' wages?", answered=False, helpful=False, note="No figure anywhere <b>sad</b>"),
    entry(5, "How much was a keeper's wage?", helpful=False, note="I wanted a number"),
    entry(4, "Which lens did Skerry Point have?"),
    entry(3, "Is there a café in the tower? <img src=x onerror=alert(1)>", answered=False),
)


class Questions:
    """A journal with these entries; None for one that cannot be read."""

    def __init__(self, kept: tuple[Entry, ...] | None = ASKED, problem: str | None = None) -> None:
        self.kept = kept
        self._problem = problem

    @property
    def problem(self) -> str | None:
        return self._problem

    def entries(self, *, limit: int = 2_000) -> tuple[Entry, ...] | None:
        return self.kept[:limit] if self.kept is not None else None


class Reindexing:
    """A re-index that is over after as many looks as it has lines."""

    def __init__(self, lines: tuple[str, ...] = ("embed: 200 of 400 passages", "embed: 400 of 400 passages")) -> None:
        self.lines = lines
        self.looked = -1
        self.starts = 0

    def start(self) -> bool:
        self.starts += 1
        self.looked = 0
        return True

    def progress(self) -> Progress:
        if self.looked < 0:
            return Progress()
        self.looked += 1
        done = self.looked > len(self.lines)
        return Progress(
            state=State.DONE if done else State.RUNNING, lines=self.lines[: self.looked], seconds=self.looked * 61.0
        )


class Assistant:
    """Only what the chat page and the reader need beside the desk."""

    def __init__(self, library: Library) -> None:
        self.index = library

    def suggestions(self) -> tuple[str, ...]:
        return ()


def full_desk() -> Desk:
    return Desk(library=lambda: LIBRARY, findings=Findings(), questions=Questions(), reindex=Reindexing())


def closed() -> Library:
    """In place of an index, the reason why there is none."""
    raise AircheckError("shelf: there is no index in this folder; make one with: aircheck ingest FOLDER")


def desk_app(
    desk: Desk | None = None, *, password: str | None = None, door: Callable[[FastAPI, Desk], None] = add_desk_routes
) -> FastAPI:
    """The application with a desk; by default only the desk's routes, without its page."""
    options = WebOptions(show=SHOW, desk_password=SecretStr(password) if password else None)
    whole = desk or full_desk()
    pages = door is not add_desk_routes
    return create_app(Assistant(LIBRARY), options, doors=[lambda app: door(app, whole)], pages=pages)  # type: ignore[arg-type]  # the desk asks it nothing
