"""From an error to an HTTP answer, in this one place: `{"error": {"code", "message"}}`, never a stack trace."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chat.errors import BadQuestion, ModelUnavailable
from corpus.errors import AircheckError
from corpus.models import Frozen
from index.errors import IndexBusy, IndexDamaged, IndexMismatch, NoIndex, UnknownFilterValue


class Problem(Frozen):
    """What is told to whoever asked: a status, a word for programs and a sentence for people."""

    status: int
    code: str
    message: str

    def body(self) -> dict[str, dict[str, str]]:
        """The contract's JSON, an `ErrorOut`."""
        return {"error": {"code": self.code, "message": self.message}}


class ErrorText(Frozen):
    """A word for programs and a sentence for people."""

    code: str
    message: str


class ErrorOut(Frozen):
    """How every error is told."""

    error: ErrorText


_KNOWN: tuple[tuple[type[AircheckError], int, str], ...] = (
    (BadQuestion, 400, "bad_question"),
    (UnknownFilterValue, 400, "bad_filter"),
    (NoIndex, 503, "no_index"),
    (IndexMismatch, 503, "index_mismatch"),
    (IndexDamaged, 503, "index_damaged"),
    (IndexBusy, 503, "index_busy"),
    (ModelUnavailable, 503, "model_unavailable"),
)
_CODES = {
    400: "bad_request",
    401: "password_needed",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "too_many",
}


def problem_of(error: AircheckError) -> Problem:
    """The answer to an error of ours; one that no door expects counts as "cannot answer now"."""
    for kind, status, code in _KNOWN:
        if isinstance(error, kind):
            return Problem(status=status, code=code, message=str(error))
    return Problem(status=503, code="unavailable", message=str(error))


def refusal(status: int, message: str, *, headers: Mapping[str, str] | None = None, code: str = "") -> JSONResponse:
    """A JSON answer that refuses, for middlewares too."""
    problem = Problem(status=status, code=code or _CODES.get(status, "error"), message=message)
    return JSONResponse(problem.body(), status, headers=headers)


def add_error_handlers(app: FastAPI) -> None:
    """Have `app` tell every error in the contract's shape."""
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)


def _of_ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AircheckError)
    problem = problem_of(error)
    return JSONResponse(problem.body(), problem.status)


def _of_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    told = str(error.detail) if error.detail and error.detail != phrase else f"{phrase}."
    return refusal(error.status_code, told, headers=error.headers)


def _of_validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return refusal(400, validation_sentence(error))


def _of_surprise(_request: Request, _error: Exception) -> Response:
    # The server's log has the trace; whoever asked gets none of it.
    return refusal(500, "Something went wrong on our side. Please try again.", code="internal")


def validation_sentence(error: RequestValidationError) -> str:
    """The first thing wrong with a request, in one sentence that repeats nothing of what was sent."""
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return "The body is not valid JSON."
    where = ".".join(str(part) for part in first["loc"][1:3]) or "The body"  # not which of several types
    return f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}."


HANDLERS = {
    AircheckError: _of_ours,
    HTTPException: _of_http,
    RequestValidationError: _of_validation,
    Exception: _of_surprise,
}
