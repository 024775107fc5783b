"""The application on a free port, in a process of its own: `flood_server.py`. Prints the port, then serves."""

from __future__ import annotations

import socket

import uvicorn

from chat.web.api import create_app
from chat.web.options import WebOptions
from tests.fake_assistant import SHOW, FakeAssistant


def main() -> None:
    """Serve until killed, with the limits as they are by default."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(listener.getsockname()[1], flush=True)
    app = create_app(FakeAssistant(delay_s=0.001), WebOptions(show=SHOW), pages=False)
    config = uvicorn.Config(app, log_level="error", access_log=False, proxy_headers=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
