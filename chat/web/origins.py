"""Which web sites may use the show's answers: origins as they are written, read and compared. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,62})"
_ORIGIN = re.compile(rf"(https?)://(\*\.)?({_LABEL}(?:\.{_LABEL}){{0,15}}|\[[0-9a-f:.]{{2,45}}\])(?::([0-9]{{1,5}}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
NULL = "null"  # what a page opened from a file calls itself, and every sandboxed frame too


def read_origin(written: str) -> str | None:
    """An origin in its one spelling: lower case, without the scheme's own port; None when it is none.

    >>> read_origin("HTTPS://Show.Example:443")
    'https://show.example'
    """
    text = written.strip().lower()
    if text == NULL:
        return NULL
    found = _ORIGIN.fullmatch(text) if len(text) <= 300 else None
    if found is None or int(found[4] or 1) not in range(1, 65536):
        return None
    scheme, star, host, port = found.groups()
    is_default = port is None or str(int(port)) == _DEFAULT_PORTS[scheme]
    return f"{scheme}://{star or ''}{host}{'' if is_default else f':{int(port)}'}"


def is_allowed(origin: str, sites: Sequence[str]) -> bool:
    """Whether `origin` is one of `sites`; `https://*.show.example` stands for every name below that one."""
    if "*" in origin:
        return False
    return any(origin == site or _is_below(origin, site) for site in sites)


def is_own(origin: str, host: str) -> bool:
    """Whether `origin` is the server itself, known by the `Host` that the browser asked for.

    The scheme is left out of it: behind a proxy that ends TLS the server does not know its own.
    """
    scheme, _, _ = origin.partition("://")
    return scheme in _DEFAULT_PORTS and read_origin(f"{scheme}://{host}") == origin and "*" not in origin


def checked_sites(sites: Sequence[str]) -> tuple[str, ...]:
    """Sites from the settings in their one spelling; `ValueError` names what is none."""
    read = {site: read_origin(site) for site in sites}
    wrong = [site for site, origin in read.items() if origin is None]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no origin; write it like https://show.example or https://*.show.example")
    return tuple(origin for origin in read.values() if origin is not None)


Sites = Annotated[tuple[str, ...], AfterValidator(checked_sites)]


def _is_below(origin: str, site: str) -> bool:
    scheme, star, parent = site.partition("://*.")
    return bool(star) and origin.startswith(f"{scheme}://") and origin.endswith(f".{parent}")
