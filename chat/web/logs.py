"""The request log: one line of JSON each, without questions, and without addresses unless they are asked for."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import TextIO

import structlog

_NAME = "aircheck.web"
_SAFE_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")

log = structlog.wrap_logger(
    logging.getLogger(_NAME),
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(ensure_ascii=True),  # no line of another's making, no control characters
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
)


def send_logs_to(stream: TextIO) -> None:
    """Write the log to `stream`; until this is called nothing is written. To be called once, by the program."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger(_NAME)
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.INFO)


def request_id(given: str, *, from_proxy: bool) -> str:
    """A listed proxy's own id of a request, so that both logs tell of the same one; else a new one."""
    return given if from_proxy and _SAFE_ID.fullmatch(given) else uuid.uuid4().hex


class Entry:
    """What is written of one request: never its query, its body or its headers."""

    def __init__(self, request_id: str, method: str, path: str, site: str, address: str | None) -> None:
        self._begun = time.perf_counter()
        self._told = {"request_id": request_id, "method": method[:10], "path": path[:200], "site": site or None}
        if address is not None:
            self._told["address"] = address
        self.status: int | None = None
        self.refused: str | None = None  # the code of a refusal by the guard

    def write(self) -> None:
        """One line, at the request's end. A status of null: whoever asked had gone before an answer began."""
        milliseconds = round((time.perf_counter() - self._begun) * 1000, 1)
        told = {key: value for key, value in self._told.items() if value is not None}
        if self.refused:
            told["refused"] = self.refused
        log.info("request", status=self.status, ms=milliseconds, **told)
