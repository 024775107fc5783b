"""The HTTP API's routes, as in the contract, and what every door's routes depend on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from chat.asked import clean_question, clean_text
from chat.desk.journal import Kept
from chat.filters import read_filters
from chat.models import Answer, Done, Event
from chat.web import examples
from chat.web.access import desk_allowed
from chat.web.errors import ErrorOut, problem_of
from chat.web.inputs import AskIn, FeedbackIn, read_question
from chat.web.metrics import Meters
from chat.web.needs import Assistant, Journal, assistant_of
from chat.web.options import WebOptions
from chat.web.streams import event, streamed
from corpus.errors import AircheckError
from index.models import Filters, SourceSummary

MAX_TOP = 100

_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "A question or filter that cannot be taken."},
    403: {"model": ErrorOut, "description": "This origin or address may not ask."},
    413: {"model": ErrorOut, "description": "Too large."},
    429: {"model": ErrorOut, "description": "Too many questions; `Retry-After` says when to go on."},
    503: {"model": ErrorOut, "description": "No index, or a model that cannot be reached."},
    "default": {"model": ErrorOut, "description": "Anything else, in the same shape."},
}
# With a model, FastAPI would have them sent as events.
_STREAM_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": told["description"],
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}},
    }
    for status, told in _ERRORS.items()
}


class SourcesOut(BaseModel):
    """What is indexed."""

    sources: tuple[SourceSummary, ...]


class Thanks(BaseModel):
    """Whether the verdict was kept: not when the journal is off or does not know the answer."""

    kept: bool


def get_assistant(request: Request) -> Assistant:
    """The assistant that serves now; raises its reason while there is none."""
    return assistant_of(request.app)


def need_desk(request: Request) -> None:
    """Refuse who may not see the producer's side: 401 when a password would help, 403 when none is set."""
    options: WebOptions = request.app.state.options
    if desk_allowed(request, options):
        return
    if options.desk_password is not None:
        challenge = {"WWW-Authenticate": 'Basic realm="desk", charset="UTF-8"'}
        raise HTTPException(401, "The desk needs its password.", challenge)
    raise HTTPException(403, "The desk answers on this machine only; set AIRCHECK_DESK_PASSWORD to open it elsewhere.")


def search_filters(
    kind: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 — FastAPI copies defaults
    speaker: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 — FastAPI copies defaults
    episode: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 — FastAPI copies defaults
) -> Filters:
    """Filters of a query string; each may be repeated."""
    return read_filters(kind=kind, speaker=speaker, episode=episode)


Ready = Annotated[Assistant, Depends(get_assistant)]


def get_events(body: AskIn, request: Request) -> Iterator[Event]:
    """The answer as it comes."""
    asked = read_question(body)
    return assistant_of(request.app).stream(asked.question, asked.history, asked.filters)


Events = Annotated[Iterator[Event], Depends(get_events)]
router = APIRouter(responses=_ERRORS)


@router.post("/api/ask", responses=examples.content(examples.ANSWER), tags=["ask"])
def ask(body: AskIn, request: Request) -> Answer:
    """Answer a question with quotes and where they stand."""
    # All of it in one go: each dependency would be handed to a thread by itself, and stand in line there anew.
    asked, assistant = read_question(body), assistant_of(request.app)
    try:
        answer = assistant.ask(asked.question, asked.history, asked.filters)
    except AircheckError as error:
        request.app.state.meters.failed(problem_of(error).code)
        raise
    keep(request, answer)
    return answer


@router.post(
    "/api/ask/stream",
    response_class=StreamingResponse,
    responses={**examples.STREAMED, **_STREAM_ERRORS},
    tags=["ask"],
)
async def ask_stream(events: Events, request: Request) -> Response:
    """The same as server-sent events: `status`, `delta`s, `citation`s, `disagreement`s, then `done` or `error`."""
    return streamed(sent(events, request, _as_it_is))


def _as_it_is(come: Event) -> bytes:
    if isinstance(come, Done):
        return event("done", come.answer)
    return event(type(come).__name__.lower(), come)


def sent(
    events: Iterator[Event], request: Request, told: Callable[[Event], bytes | None]
) -> Generator[bytes, None, None]:
    """The events of an answer as `told` words them, None for those left out; the answer is kept before it goes out.

    Closed, it lets go of the answer at once, for a model is paid by the word.
    """
    yield event("status", {"state": "searching"})
    try:
        for come in events:
            if isinstance(come, Done):
                keep(request, come.answer)
            message = told(come)
            if message is not None:
                yield message
    except AircheckError as error:
        # The status line has gone out, so the error travels as an event.
        problem = problem_of(error)
        request.app.state.meters.failed(problem.code)
        yield event("error", problem.body())
    finally:
        if isinstance(events, Generator):
            events.close()


@router.get("/api/search", responses=examples.content(examples.SEARCH), tags=["search"])
def search(
    q: Annotated[str, Query(description="Words, or a question.", examples=["lighthouse height"])],
    filters: Annotated[Filters, Depends(search_filters)],
    assistant: Ready,
    top: Annotated[int, Query(ge=1, le=MAX_TOP)] = 10,
) -> JSONResponse:
    """Ranked passages, best first, without an answer."""
    return _json(assistant.search(clean_question(q), filters, top))


@router.get("/api/sources", dependencies=[Depends(need_desk)], tags=["desk"])
def sources(assistant: Ready) -> SourcesOut:
    """What is indexed. Needs the desk's password beyond this machine."""
    return SourcesOut(sources=tuple(assistant.index.sources()))


@router.get("/api/audit", dependencies=[Depends(need_desk)], tags=["desk"])
def audit(
    assistant: Ready,
    request: Request,
    episode: Annotated[list[str], Query(max_length=1)] = [],  # noqa: B006 — FastAPI copies defaults
) -> JSONResponse:
    """Every disagreement in the material, or in one episode. Needs the desk's password beyond this machine."""
    find_all: Callable[[Assistant, str | None], BaseModel] | None = request.app.state.audit
    if find_all is None:
        raise HTTPException(404, "The audit is not served here.")
    return _json(find_all(assistant, next(iter(read_filters(episode=episode).episode), None)))


@router.post("/api/feedback", tags=["ask"])
def feedback(verdict: FeedbackIn, request: Request) -> Thanks:
    """Say whether an answer helped."""
    journal: Journal | None = request.app.state.journal
    request.app.state.meters.judged(verdict.helpful)
    if journal is not None:
        kept = journal.feedback(clean_text(verdict.answer_id), verdict.helpful, clean_text(verdict.note))
        return Thanks(kept=kept is Kept.YES)
    return Thanks(kept=False)


@router.get("/health", responses=examples.content({"status": "ok"}), tags=["operate"])
def health(assistant: Ready, request: Request) -> dict[str, str]:
    """200 when a question can be answered, which is tried; 503 with the reason when not.

    `behind` is there while the newest index cannot be had, or is gone, and the one before answers.
    """
    assistant.search("health", Filters(), 1)
    behind = request.app.state.behind()
    return {"status": "ok", "behind": behind} if behind else {"status": "ok"}


@router.get("/metrics", tags=["operate"])
def metrics(request: Request) -> Response:
    """Figures in Prometheus' text format, when asked for in the settings."""
    if not request.app.state.options.metrics:
        raise HTTPException(404, "Metrics are off; set AIRCHECK_METRICS to turn them on.")
    meters: Meters = request.app.state.meters
    return meters.page()


def keep(request: Request, answer: Answer) -> None:
    """Count an answer, and write it to the journal when there is one."""
    request.app.state.meters.answered(answer)
    if request.app.state.journal is not None:
        request.app.state.journal.record(answer)


def _json(model: BaseModel) -> JSONResponse:
    return JSONResponse(model.model_dump(mode="json"))
