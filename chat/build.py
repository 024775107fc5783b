"""The real parts, put together as the settings say. Heavy ones are imported here, when they are needed."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from chat.settings import Settings
from corpus.errors import AircheckError
from index.errors import IndexDamaged, NoIndex

if TYPE_CHECKING:
    from fastapi import FastAPI

    from chat.assistant import Assistant
    from chat.disagreement.audit import AuditReport
    from chat.disagreement.markings import Markings
    from chat.llm.writer import Writer
    from chat.web.desk_needs import Desk
    from chat.workers import Workers
    from corpus.models import Show
    from index.embed import Embedder
    from index.follow import Follower
    from index.live import LiveIndex

QUESTIONS = "questions.sqlite"  # in the folder of the index: what listeners asked
FINDINGS = "findings"  # folder of the index in which its disagreements are kept
_MOST_WORKERS = 4  # without being told so: each takes some 0.2 GB


def embedder_of(settings: Settings) -> Embedder:
    """The embedding model, loaded when it is first needed."""
    from index.embed import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.embedder or None)


def _follower_of(settings: Settings, tell: Callable[[str], None]) -> Follower | None:
    """What keeps the index folder as a shared store has it; None where there is no store."""
    if not settings.store:
        return None
    from index.follow import Follower

    return Follower(settings.index, settings.store, tell)


def assistant_of(settings: Settings, tell: Callable[[str], None]) -> Assistant:
    """Everything that answers, of a shared store what it has now; `tell` is told when that cannot be reached.

    Raises ModelUnavailable for a model whose package is missing; the index opens later.
    """
    if follower := _follower_of(settings, tell):
        follower.look()
        follower.close()
    return assistant_here(settings)


def assistant_here(settings: Settings) -> Assistant:
    """Everything that answers, from the index folder as it is."""
    return _assistant(settings, _live(settings, embedder_of(settings)))


def _live(settings: Settings, embedder: Embedder) -> LiveIndex:
    from index.live import LiveIndex

    return LiveIndex(settings.index, embedder)


def _assistant(settings: Settings, live: LiveIndex) -> Assistant:
    from chat.assistant import Assistant

    markings_of = cache(partial(_markings, settings))  # kept, for it reads its file again only when that has changed

    def quiet(finding: str) -> bool:
        return markings_of(live.current().material).hushes(finding)

    return Assistant(live.current, quiet=quiet, writer=_writer(settings), kept=settings.index / FINDINGS)


def keep_findings(settings: Settings, embedder: Embedder) -> None:
    """Work out what the sources of the index disagree about, so that no question has to wait for it."""
    from chat.disagreement.kept import keep
    from index.search import Index

    index = Index.open(settings.index, embedder)
    keep(index, settings.index / FINDINGS)
    index.close()


def application_of(settings: Settings, host: str, *, program: Sequence[str], tell: Callable[[str], None]) -> FastAPI:
    """Every door on one application: chat page, desk, widget, API.

    `program` is how this program is started, for the re-index; `tell` is told why there is no index yet, and how a
    shared store is doing, which is followed from here on.
    """
    from chat.desk.journal import Journal
    from chat.web.api import create_app
    from chat.web.desk import mount_desk

    embedder, follower = embedder_of(settings), _follower_of(settings, tell)
    if follower is not None:
        follower.start()
    live = _live(settings, embedder)
    assistant = _assistant(settings, live)
    journal = Journal(settings.index / QUESTIONS, keep_days=settings.questions_days) if settings.questions_log else None
    show, desk = _desk(settings, assistant, program, tell)
    desk = replace(desk, questions=journal, embed=embedder.embed_query)
    return create_app(
        workers_of(settings, assistant) or assistant,
        settings.web(host=host, show=show),
        journal=journal,
        audit=lambda _, episode: report_of(settings, assistant, episode),
        doors=[lambda app: mount_desk(app, show, desk)],
        behind=lambda: _behind(live, follower),
    )


def _behind(live: LiveIndex, follower: Follower | None) -> str | None:
    """That another index answers than should, for anybody to read: the log has the reason, which names folders."""
    if live.is_gone:
        return "The index is gone from its folder; the one that was opened answers while the server runs."
    if live.problem or (follower is not None and follower.is_behind):
        return "An older index answers, or one that may be older; the log says why."
    return None


def _desk(
    settings: Settings, assistant: Assistant, program: Sequence[str], tell: Callable[[str], None]
) -> tuple[Show, Desk]:
    """The show, and what its desk stands on."""
    from chat.web.desk_book import AuditBook
    from chat.web.desk_needs import Desk
    from chat.web.reindex import Reindex
    from corpus.models import Show

    desk = Desk(library=lambda: assistant.index)
    try:
        show, material = assistant.index.show, assistant.index.material
    except AircheckError as problem:
        tell(str(problem))  # the pages open all the same, and say so
        return Show(title="Aircheck"), desk
    findings = AuditBook(lambda: assistant.book, _markings(settings, material))
    reindex = Reindex([*program, "ingest", str(material), "--index", str(settings.index), "--skip-bad"])
    return show, replace(desk, findings=findings, reindex=reindex)


def collect_rarely() -> None:
    """Look for garbage in circles less often, and not among what is there now and stays: one look at everything that
    a long show's index holds takes as long as two questions, and a question leaves hardly any behind."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _writer(settings: Settings) -> Writer | None:
    model = settings.model()
    if model is None:
        return None
    from chat.llm.budget import TokenBudget
    from chat.llm.writer import Writer

    return Writer(model, budget=TokenBudget(settings.llm_tokens_per_day))


def workers_of(settings: Settings, assistant: Assistant) -> Workers | None:
    """Processes that answer; None where the server does it alone, as it does where answering is waiting for a model."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = settings.workers or min(cores, _MOST_WORKERS)
    if count == 1 or settings.model() is not None:
        return None
    from chat.workers import Workers

    return Workers(assistant, partial(assistant_here, settings), count)


def _markings(settings: Settings, material: Path) -> Markings:
    from chat.disagreement.markings import MARKINGS_FILE, Markings

    return Markings(Path(settings.markings) if settings.markings else material / MARKINGS_FILE)


def examine(settings: Settings) -> list[str]:
    """All that is wrong with the index and with what is kept beside it, one line each. Raises NoIndex."""
    from chat.desk.journal import check_journal
    from chat.errors import BadMarkings
    from index import health
    from index.folder import current_generation

    findings: list[str] = []
    if settings.store:
        from index.published import difference

        findings += filter(None, [difference(settings.store, settings.index)])
    try:
        findings += health.examine(settings.index, embedder_of(settings))
    except NoIndex:
        if not findings:
            raise  # else a shared store has said more
        return findings
    questions = check_journal(settings.index / QUESTIONS)
    findings += [questions] if questions else []
    try:
        _markings(settings, Path(health.material_of(current_generation(settings.index)))).marks()
    except BadMarkings as problem:
        findings.append(str(problem))
    except IndexDamaged:
        pass  # found already; where the material is cannot be told
    return findings


def warnings_of(settings: Settings) -> tuple[str, ...]:
    """What was left out of sources of the index, one line each; nothing where it cannot be opened."""
    from index.folder import current_generation
    from index.generation import read_manifest

    try:
        return read_manifest(current_generation(settings.index)).warnings
    except AircheckError:
        return ()  # found by `examine`


def report_of(settings: Settings, assistant: Assistant, episode: str | None = None) -> AuditReport:
    """Everything that does not hold together, or in one episode however it is written, but for what a producer marked.

    Raises BadMarkings, UnknownFilterValue.
    """
    from chat.disagreement.audit import audit

    episode = assistant.index.episode(episode) if episode else None
    marks = _markings(settings, assistant.index.material).marks()
    return audit(assistant.book, episode=episode, marks=marks)
