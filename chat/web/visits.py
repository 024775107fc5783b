"""What is known of a request before anything acts on it, and whether it may go on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chat.web.addresses import client_address, is_listed_proxy, networks
from chat.web.doors import is_question, is_script, is_shared, is_shut
from chat.web.errors import Problem
from chat.web.limits import Visit
from chat.web.logs import request_id
from chat.web.options import WebOptions
from chat.web.origins import is_allowed, is_own, read_origin
from corpus.models import Frozen


class Request(Frozen):
    """What the guard knows of one request."""

    id: str
    method: str
    path: str
    address: str
    site: str = ""  # the listed origin that asks; empty for the server's own pages and for programs
    is_foreign: bool = False  # asked for by a page that may not
    is_preflight: bool = False
    has_password: bool = False

    @property
    def visit(self) -> Visit:
        """As it is counted."""
        return Visit(address=self.address, site=self.site, is_question=is_question(self.method, self.path))


class Refused(Frozen):
    """A request that goes no further: what is told, and after how many seconds it may come again."""

    problem: Problem
    retry_after: int | None = None


def read_request(*, method: str, path: str, peer: str, headers: Mapping[str, str], options: WebOptions) -> Request:
    """A request from its line and headers; nothing in it is believed that a browser or a listed proxy did not say."""
    proxies = networks(options.proxies)
    from_proxy = is_listed_proxy(peer, proxies)
    host = (headers.get("x-forwarded-host") if from_proxy else None) or headers.get("host", "")
    site, is_foreign = judge_origin(path, host, headers, options.origins)
    return Request(
        id=request_id(headers.get("x-request-id", ""), from_proxy=from_proxy),
        method=method,
        path=path,
        address=client_address(peer, headers.get("x-forwarded-for", ""), proxies),
        site=site,
        is_foreign=is_foreign,
        is_preflight=method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers,
        has_password="authorization" in headers,
    )


def judge_origin(path: str, host: str, headers: Mapping[str, str], sites: Sequence[str]) -> tuple[str, bool]:
    """The listed site that asks (or ""), and whether the page that asks may not.

    A request without an origin is a program's, or a page's that its browser vouches for in `Sec-Fetch-Site`.
    """
    if is_script(path):
        return "", False
    written = headers.get("origin")
    if written is None:
        within = headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        return "", not within and headers.get("sec-fetch-mode") != "navigate"
    origin = read_origin(written)
    if origin is None or not (is_own(origin, host) or is_allowed(origin, sites)):
        return "", True
    if is_own(origin, host):
        return "", False
    return origin, not is_shared(path)


def refused_at_the_door(request: Request) -> Refused | None:
    """Why a request is refused whatever it holds, or None."""
    if is_shut(request.path):
        return _refused(404, "not_found", "Not Found.")
    if request.is_foreign:
        return _refused(403, "origin_not_allowed", "This web site may not use this; its owner can list it.")
    return None


def too_many(seconds: int, *, at_once: bool = False) -> Refused:
    """Over a limit."""
    why = "Too many questions are being answered for you already" if at_once else "Too many in a short time"
    unit = "second" if seconds == 1 else "seconds"
    return _refused(429, "too_many", f"{why}; come again in {seconds:,} {unit}.", retry_after=seconds)


def too_large(most: int) -> Refused:
    """A body over the limit."""
    return _refused(413, "too_large", f"The request is over {most:,} bytes; send a shorter one.")


def too_slow() -> Refused:
    """A body that does not come."""
    return _refused(408, "too_slow", "The request did not arrive in time; send it again.")


def _refused(status: int, code: str, message: str, *, retry_after: int | None = None) -> Refused:
    return Refused(problem=Problem(status=status, code=code, message=message), retry_after=retry_after)
