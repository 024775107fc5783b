"""The whole application over a shared store, in a process of its own: `store_server.py INDEX STORE`.

Prints the port, then serves. Embeddings are the fake ones, and every question is taken to be answered.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from unittest.mock import patch

import uvicorn

from chat import build
from chat.settings import Settings
from tests.fakes import FakeEmbedder


def main(index_dir: str, store: str) -> None:
    """Serve until killed."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    many = 10**9
    settings = Settings(
        index=Path(index_dir),
        store=store,
        workers=1,  # others would not know the fakes
        limit_per_minute=many,
        limit_per_day=many,
        limit_requests_per_minute=many,
    )
    with (
        patch("chat.build.embedder_of", lambda settings: FakeEmbedder()),
        patch("chat.find.confidence", lambda *given, **named: 1.0),
    ):
        app = build.application_of(
            settings, "127.0.0.1", program=[], tell=lambda line: print(line, file=sys.stderr, flush=True)
        )
        print(listener.getsockname()[1], flush=True)
        config = uvicorn.Config(app, log_level="error", access_log=False, proxy_headers=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
