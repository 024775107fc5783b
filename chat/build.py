"""The real parts, put together as the settings say. Heavy ones are imported here, when they are needed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from chat.settings import Settings
from corpus.errors import AircheckError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from chat.assistant import Assistant
    from chat.disagreement.audit import AuditReport
    from chat.disagreement.markings import Markings
    from chat.llm.writer import Writer
    from index.embed import Embedder


FINDINGS = "findings"  # folder of the index in which its disagreements are kept


def embedder_of(settings: Settings) -> Embedder:
    """The embedding model, loaded when it is first needed."""
    from index.embed import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.embedder or None)


def assistant_of(settings: Settings, embedder: Embedder | None = None) -> Assistant:
    """Everything that answers. Raises ModelUnavailable for a model whose package is missing; the index opens later."""
    from chat.assistant import Assistant
    from index.live import LiveIndex

    live = LiveIndex(settings.index, embedder or embedder_of(settings))
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

    `program` is how this program is started, for the re-index; `tell` is told why there is no index yet.
    """
    from chat.desk.journal import Journal
    from chat.web.api import create_app
    from chat.web.desk import mount_desk
    from chat.web.desk_book import AuditBook
    from chat.web.desk_needs import Desk
    from chat.web.reindex import Reindex
    from corpus.models import Show

    embedder = embedder_of(settings)
    assistant = assistant_of(settings, embedder)
    questions = settings.index / "questions.sqlite"
    journal = Journal(questions, keep_days=settings.questions_days) if settings.questions_log else None
    show, findings, reindex = Show(title="Aircheck"), None, None
    try:
        index = assistant.index
        show, material = index.show, index.material
        findings = AuditBook(lambda: assistant.index, _markings(settings, material))
        reindex = Reindex([*program, "ingest", str(material), "--index", str(settings.index), "--skip-bad"])
    except AircheckError as problem:
        tell(str(problem))  # the pages open all the same, and say so
    desk = Desk(
        library=lambda: assistant.index,
        findings=findings,
        questions=journal,
        reindex=reindex,
        embed=embedder.embed_query,
    )
    return create_app(
        assistant,
        settings.web(host=host, show=show),
        journal=journal,
        audit=lambda _: report_of(settings, assistant),
        doors=[lambda app: mount_desk(app, show, desk)],
    )


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


def _markings(settings: Settings, material: Path) -> Markings:
    from chat.disagreement.markings import MARKINGS_FILE, Markings

    return Markings(Path(settings.markings) if settings.markings else material / MARKINGS_FILE)


def report_of(settings: Settings, assistant: Assistant, episode: str | None = None) -> AuditReport:
    """Everything that does not hold together, but for what a producer has marked. Raises BadMarkings."""
    from chat.disagreement.audit import audit
    from chat.disagreement.claim_book import ClaimBook

    index = assistant.index
    marks = _markings(settings, index.material).marks()
    return audit(ClaimBook(index.claims()), episode=episode, marks=marks)
