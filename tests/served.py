"""A real `serve` in a process of its own, with limits that nobody reaches."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
MANY = 1_000_000


@contextmanager
def served(index: Path) -> Iterator[tuple[str, int]]:
    """A real `serve` over an index, with limits that nobody reaches: its address and process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    limits = ("PER_MINUTE", "PER_DAY", "AT_ONCE", "REQUESTS_PER_MINUTE")
    environment = {**os.environ, **{f"AIRCHECK_LIMIT_{name}": str(MANY) for name in limits}}
    command = [sys.executable, "app.py", "serve", "--index", str(index), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 300
        try:
            while not is_ready(address):
                assert server.poll() is None, "the server stopped"
                assert time.monotonic() < deadline, "the server did not answer in 300 s"
            yield address, server.pid
        finally:
            server.terminate()


def is_ready(address: str) -> bool:
    """Whether a question can be answered; waits a little where not."""
    try:
        return httpx.get(f"{address}/health", timeout=60).is_success
    except httpx.TransportError:
        time.sleep(0.1)
        return False
