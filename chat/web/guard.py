"""The guard before every door: who may ask, how much, how often, and what leaves. Mounted pages are behind it too.

What is decided stands in `visits`, `origins`, `doors`, `limits`, `bodies` and `headers`; here it is carried out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from anyio import move_on_after, sleep, to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.web.bodies import BodyTooLarge, BodyTooSlow, Gone, is_told_too_large, read_body, replayed
from chat.web.errors import refusal
from chat.web.headers import PREFLIGHT, dressed
from chat.web.limits import AtOnce, Limits
from chat.web.logs import Entry, log
from chat.web.options import WebOptions
from chat.web.visits import Refused, Request, read_request, refused_at_the_door, too_large, too_many, too_slow

ANSWER_SECONDS = 300.0  # after which an answer that nobody takes is cut off
TOO_MANY_SECONDS = 0.5  # a refusal waits this long, so that a flood refuses itself at little cost to others
_LINGER_SECONDS = 0.5
_SURPRISE = "Something went wrong on our side. Please try again."


class Guard:
    """One ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, options: WebOptions, limits: Limits) -> None:
        self._app = app
        self._options = options
        self._limits = limits
        self._at_once = AtOnce(options.limit_at_once)
        self._was_alone = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; nothing here speaks WebSocket."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            request = self._read(scope)
            scope.setdefault("state", {})["request_id"] = request.id
            with self._logged(request) as entry:
                await self._guarded(request, scope, receive, self._dressing(request, entry, send), entry)
        else:
            await self._app(scope, receive, send)

    async def _guarded(self, request: Request, scope: Scope, receive: Receive, send: Send, entry: Entry) -> None:
        refused = await self._refused(request, Headers(scope=scope))
        if refused is None and request.is_preflight:
            return await Response(status_code=204)(scope, receive, send)
        body = b""
        if refused is None:
            try:
                body = await read_body(receive, self._options.max_body_bytes)
            except BodyTooLarge:
                refused = too_large(self._options.max_body_bytes)
            except BodyTooSlow:
                refused = too_slow()
            except Gone:
                return None
        if refused is not None:
            entry.refused = refused.problem.code
            if refused.retry_after is not None:
                await sleep(TOO_MANY_SECONDS)
            answer = _answer(refused, request)
            return await answer(scope, receive, _lingering(send) if refused.problem.status == 413 else send)
        return await self._pass(request, scope, replayed(body, receive), send, entry)

    async def _refused(self, request: Request, headers: Headers) -> Refused | None:
        at_the_door = refused_at_the_door(request)
        if at_the_door is not None:
            return at_the_door
        if is_told_too_large(headers, self._options.max_body_bytes):
            return too_large(self._options.max_body_bytes)
        wait = await self._wait(request)
        if wait is not None:
            return too_many(wait)
        if request.visit.is_question and self._at_once.is_full(request.address):
            return too_many(1, at_once=True)
        return None

    async def _wait(self, request: Request) -> int | None:
        if request.has_password:
            wait = self._limits.refused_password(request.address)
            if wait is not None:
                return wait
        if not self._limits.waits:
            return self._limits.refused(request.visit)
        wait = await to_thread.run_sync(self._limits.refused, request.visit)
        if self._limits.is_alone and not self._was_alone:
            log.warning("redis_lost", told="Limits are counted in this process alone until Redis answers again.")
        self._was_alone = self._limits.is_alone
        return wait

    async def _pass(self, request: Request, scope: Scope, receive: Receive, send: Send, entry: Entry) -> None:
        try:
            with move_on_after(ANSWER_SECONDS) as waiting, self._counted(request):
                await self._app(scope, receive, send)
        except Exception:
            # Starlette answers a surprise outside of all middlewares, where it would have neither our headers nor a log
            # line of the request: so it is answered here, and then Starlette's to tell.
            if entry.status is None:
                await refusal(500, _SURPRISE, code="internal")(scope, receive, send)
            raise
        if waiting.cancelled_caught:
            entry.refused = "not_taken"
        if entry.status == 401 and request.has_password:
            self._limits.wrong_password(request.address)

    def _read(self, scope: Scope) -> Request:
        client = scope.get("client")
        return read_request(
            method=scope["method"],
            path=scope["path"],
            peer=client[0] if client else "",
            headers=_joined(Headers(scope=scope)),
            options=self._options,
        )

    def _dressing(self, request: Request, entry: Entry, send: Send) -> Send:
        sharing = request.site if request.site and not request.is_foreign else None

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                headers = dressed(
                    message.get("headers", ()),
                    path=request.path,
                    request_id=request.id,
                    sites=self._options.origins,
                    sharing=sharing,
                )
                if request.is_preflight and message["status"] == 204:
                    headers.extend(PREFLIGHT)
                message = {**message, "headers": headers}
            await send(message)

        return send_dressed

    @contextmanager
    def _counted(self, request: Request) -> Iterator[None]:
        if request.visit.is_question:
            with self._at_once.held(request.address):
                yield
        else:
            yield

    @contextmanager
    def _logged(self, request: Request) -> Iterator[Entry]:
        shown = request.address if self._options.log_addresses else None
        entry = Entry(request.id, request.method, request.path, request.site, shown)
        try:
            yield entry
        finally:
            entry.write()


def _joined(headers: Headers) -> dict[str, str]:
    """Headers by name, those that came several times joined as if they had come once."""
    joined: dict[str, str] = {}
    for name, value in headers.items():
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _lingering(send: Send) -> Send:
    """Hold the connection a moment after the answer: closed with bytes unread, it would take the answer with it."""

    async def send_and_wait(message: Message) -> None:
        if message["type"] == "http.response.body":
            await send({**message, "more_body": True})
            await sleep(_LINGER_SECONDS)
            message = {"type": "http.response.body", "body": b""}
        await send(message)

    return send_and_wait


def _answer(refused: Refused, request: Request) -> Response:
    headers = {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        headers["Connection"] = "close"  # what was not read of the body is not waited for
    problem = refused.problem
    return refusal(problem.status, problem.message, headers=headers, code=problem.code)
