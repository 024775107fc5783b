"""An OpenAI-compatible chat server that says what a test tells it to: real HTTP, real streaming, on loopback."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_KEY = re.compile(r'<passage key="(\w+)"')


@dataclass(frozen=True)
class Pause:
    """Say nothing for a while."""

    seconds: float


@dataclass(frozen=True)
class Until:
    """Say nothing until the test has seen something."""

    seen: threading.Event


@dataclass(frozen=True)
class Raw:
    """Bytes as they are, instead of a well-formed event."""

    data: bytes


@dataclass(frozen=True)
class Refuse:
    """An error instead of a reply."""

    status: int
    body: bytes = b'{"error": {"message": "no, your key is sk-very-secret"}}'


class Hangup:
    """Close the connection in the middle of the reply, or instead of one."""


Step = str | Pause | Until | Raw | Hangup
Script = Refuse | Hangup | Sequence[Step]
Teller = Callable[[dict[str, Any]], Script]


@dataclass
class Scripted:
    """The server as a test sees it: `url` to connect to, `asked` all request bodies, `reply` the next ones."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    replies: list[Script | Teller] = field(default_factory=list)
    piece_characters: int = 5
    counts: bool = True
    open_now: int = 0
    most_open: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def say(self, *replies: str | Script | Teller) -> None:
        """What to answer next: texts (`{0}` is the first passage's key), scripts or tellers; the last one repeats."""
        self.replies = [[reply] if isinstance(reply, str) else reply for reply in replies]

    def next(self, body: dict[str, Any]) -> Script:
        with self.lock:
            self.asked.append(body)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        script = reply(body) if callable(reply) else reply
        if isinstance(script, Refuse | Hangup):
            return script
        keys = keys_of(body)
        return [filled(step, keys) if isinstance(step, str) else step for step in script]


def keys_of(body: dict[str, Any]) -> list[str]:
    """The keys of the passages in a request, in order."""
    return _KEY.findall(body["messages"][-1]["content"])


def filled(text: str, keys: Sequence[str]) -> str:
    """`{0}`, `{1}` … replaced by the keys; other braces stay."""
    return re.sub(r"\{(\d)\}", lambda match: keys[int(match[1])], text)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a reader who has gone is part of the script
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as the server hands them over


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripted: Scripted

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        told = self.scripted
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told.headers.append(dict(self.headers))
        script = told.next(body)
        if isinstance(script, Refuse):
            self._refuse(script)
            return
        if isinstance(script, Hangup):
            self.close_connection = True
            return
        with told.lock:
            told.open_now += 1
            told.most_open = max(told.most_open, told.open_now)
        try:
            self._stream(script)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with told.lock:
                told.open_now -= 1

    def _refuse(self, script: Refuse) -> None:
        self.send_response(script.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(script.body)))
        self.end_headers()
        self.wfile.write(script.body)

    def _stream(self, script: Sequence[Step]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        said = 0
        for step in script:
            if isinstance(step, Pause):
                time.sleep(step.seconds)
            elif isinstance(step, Until):
                step.seen.wait(30)
            elif isinstance(step, Raw):
                self._chunk(step.data)
            elif isinstance(step, Hangup):
                self.close_connection = True
                self.connection.close()
                return
            else:
                said += len(step)
                size = self.scripted.piece_characters
                for at in range(0, len(step), size):
                    self._event({"choices": [_choice(step[at : at + size])]})
        self._event({"choices": [_choice("", "stop")]})
        if self.scripted.counts:
            usage = {"prompt_tokens": 700, "completion_tokens": said // 4, "total_tokens": 700 + said // 4}
            self._event({"choices": [], "usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, more: dict[str, Any]) -> None:
        whole = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted", **more}
        self._chunk(b"data: " + json.dumps(whole).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _choice(text: str, end: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": end}


@contextmanager
def scripted_server() -> Iterator[Scripted]:
    """A running server; it stops with the block."""
    scripted = Scripted()
    handler = type("Handler", (_Handler,), {"scripted": scripted})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    scripted.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield scripted
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
