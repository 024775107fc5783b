"""Who may open the producer's side: anyone with the desk password, or this machine when there is none."""

from __future__ import annotations

import base64
import binascii
import hashlib
import ipaddress
import secrets

from starlette.requests import Request

from chat.web.options import WebOptions

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def desk_allowed(request: Request, options: WebOptions) -> bool:
    """Whether this request may see the desk, the audit and the list of sources."""
    if options.desk_password is not None:
        return _has_password(request.headers.get("authorization", ""), options.desk_password.get_secret_value())
    return is_local(request)


def is_local(request: Request) -> bool:
    """Whether the request comes from this machine and was meant for it.

    A proxy on this machine makes everybody look local, so a forwarded request is not. A web site whose name
    was made to point here is told by its `Host`.
    """
    client = request.client.host if request.client else ""
    forwarded = any(name in request.headers for name in _FORWARDED)
    return not forwarded and _is_loopback(client) and _is_loopback(request.url.hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _has_password(authorization: str, password: str) -> bool:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > 4096:
        return False
    try:
        _, _, given = base64.b64decode(encoded, validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return False
    # Digests have one length, so the comparison does not tell how long the password is.
    return secrets.compare_digest(hashlib.sha256(given).digest(), hashlib.sha256(password.encode()).digest())
