"""The headers that every answer carries, whoever made it: policy, sharing, no cookies. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chat.web.doors import is_script
from chat.web.origins import NULL

Pair = tuple[bytes, bytes]

# Ours say everything with files of their own; Gradio's page starts with scripts and styles written into it.
_OWN_PAGES = ("/source", "/docs", "/widget")
_INLINE = "'self' 'unsafe-inline'"
_PAGE = (
    "default-src 'self'; script-src {inline}; style-src {inline}; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors {frames}"
)
_NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
# Gradio reflects any origin; who may read an answer elsewhere is decided here alone. Listeners get no cookie.
_TAKEN_OFF = (b"access-control-", b"set-cookie", b"server", b"x-powered-by")
_PRIVATE = ("/api/", "/desk", "/source", "/start")


def dressed(
    headers: Iterable[Pair], *, path: str, request_id: str, sites: Sequence[str], sharing: str | None
) -> list[Pair]:
    """`headers` as they leave. `sharing` is the listed origin that may read this answer, or None."""
    kept = [(name.lower(), value) for name, value in headers if not name.lower().startswith(_TAKEN_OFF)]
    known = dict(kept)
    added = [*_ALWAYS, ("x-request-id", request_id), *_shared(path, sharing)]
    added.append(("content-security-policy", policy(path, known.get(b"content-type", b"").decode("latin-1"), sites)))
    if path.startswith(_PRIVATE) and b"cache-control" not in known:
        added.append(("cache-control", "no-store"))
    ours = [(name.encode(), value.encode("latin-1")) for name, value in added]
    replaced = {name for name, _ in ours if name != b"vary"}
    return [pair for pair in kept if pair[0] not in replaced] + ours


def policy(path: str, content_type: str, sites: Sequence[str]) -> str:
    """The content security policy of one answer: what a page may load, and who may show it in a frame."""
    if not content_type.startswith("text/html"):
        return _NO_PAGE
    is_desk = path == "/desk" or path.startswith("/desk/")
    frames = "'none'" if is_desk else " ".join(["'self'", *(site for site in sites if site != NULL)])
    return _PAGE.format(inline="'self'" if path.startswith(_OWN_PAGES) else _INLINE, frames=frames)


PREFLIGHT: tuple[Pair, ...] = (  # what a browser hears, besides its origin, that asks whether it may call
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"7200"),
)


def _shared(path: str, sharing: str | None) -> list[tuple[str, str]]:
    if is_script(path):
        return [("cross-origin-resource-policy", "cross-origin"), ("access-control-allow-origin", "*")]
    own = [("cross-origin-resource-policy", "same-origin"), ("vary", "Origin")]
    if sharing is None:
        return own
    # No Allow-Credentials: a site's visitors have nothing here to be recognised by.
    exposed = ("access-control-expose-headers", "Retry-After, X-Request-Id")
    return [*own, ("access-control-allow-origin", sharing), exposed]
