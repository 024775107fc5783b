"""HTML that is safe by construction: what is not `Html` is escaped, and a link goes where links may go."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

_VOID = frozenset({"br", "input", "link", "meta"})


class Html(str):
    """Markup made by `tag`; any other text is escaped when it is put into a tag."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: str | bool | None) -> Html:
    """`<name …>inside</name>`. `class_` is `class`, `data_id` is `data-id`; None and False leave an attribute out."""
    written = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(inside)}</{name}>")


def join(parts: Iterable[str]) -> Html:
    """The parts one after another, escaped where they are not markup."""
    return Html("".join(part if isinstance(part, Html) else escape(part, quote=False) for part in parts))


def safe_url(url: str | None) -> str | None:
    """`url` when it is an absolute http or https address without white space or control characters, else None."""
    if not url or any(ord(char) <= 32 or ord(char) == 127 for char in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None


def link(url: str | None, *inside: str, **attributes: str | bool | None) -> Html:
    """A link that leaves the page for `url`, or its text alone where the address is none that may be opened."""
    address = safe_url(url)
    if address is None:
        return tag("span", *inside)
    return tag("a", *inside, href=address, target="_blank", rel="noopener noreferrer", **attributes)


def _attribute(key: str, value: str | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'
