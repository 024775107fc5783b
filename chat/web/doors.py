"""What a request asks for, told by its path alone: which doors are shut, which count as questions. Pure."""

from __future__ import annotations

ASKING = frozenset({"/api/ask", "/api/ask/stream", "/api/ask/page", "/api/search"})
# What a listed site may call. The desk and its data are no site's but the server's own.
SHARED = frozenset({"/api/ask", "/api/ask/stream", "/api/search", "/api/feedback", "/widget/start", "/health"})
# Gradio serves these below every page that it mounts. The pages here have no Gradio events, so they need none of it:
# uploads, files by name, calls by function index, its own log-in, its list of visitors.
_GRADIO = frozenset(
    {"gradio_api", "config", "login", "logout", "monitoring", "pwa_icon", "manifest.json", "upload", "queue", "mcp"}
)
_MOUNTS = frozenset({"desk"})


def is_shut(path: str) -> bool:
    """Whether `path` is one of Gradio's doors that nothing here needs."""
    parts = [part for part in path.split("/") if part]
    own = parts[1:] if parts and parts[0] in _MOUNTS else parts
    first = own[0] if own else ""
    return "gradio_api" in parts or first in _GRADIO or first.startswith(("file=", "proxy="))


def is_script(path: str) -> bool:
    """Whether this is a script of the widget: public, any page may load it."""
    return path.startswith("/widget/") and path.endswith(".js")


def is_question(method: str, path: str) -> bool:
    """Whether answering costs what a question costs."""
    return path in ASKING and method in {"GET", "POST"}


def is_shared(path: str) -> bool:
    """Whether a listed site may call this; any other path answers the server's own pages only."""
    return path in SHARED
