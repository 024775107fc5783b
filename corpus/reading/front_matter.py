"""Front matter: the YAML between `---` lines at the head of a file, read with limits.

It comes from anywhere, so it is capped in size and depth before YAML sees it, and only flat values are kept
(a list of plain values counts as flat). Front matter that is no YAML but lines of `key: value` (an unquoted
colon in a title is the usual reason) is read as those.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

MAX_CHARACTERS = 64 * 1024
_MAX_DEPTH = 4  # of brackets and braces
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+([^\n\r]*)|[ \t]*\r?$)", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}]")

Value = str | tuple[str, ...]


class FrontMatter(NamedTuple):
    """The values of a file's front matter and where its body begins; no values and 0 when there is none."""

    values: dict[str, Value]
    body: int

    def text(self, *keys: str) -> str | None:
        """The first of `keys` that has a value, as text."""
        for key in keys:
            value = self.values.get(key)
            if value:
                return value if isinstance(value, str) else ", ".join(value)
        return None


class FrontMatterProblem(Exception):
    """Front matter that is not read; the message says why, without the file's name."""


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of `text`. Raises `FrontMatterProblem` when it is too large or nested too deep."""
    if not re.match(r"---[ \t]*\r?\n", text):
        return FrontMatter({}, 0)
    begins = text.index("\n") + 1
    end = _END.search(text, begins, begins + MAX_CHARACTERS + 4)
    if end is None:
        if len(text) > MAX_CHARACTERS and _KEY.match(text, begins) and _END.search(text, begins):
            raise FrontMatterProblem(f"front matter is larger than {MAX_CHARACTERS // 1024} KB")
        return FrontMatter({}, 0)
    block = text[begins : end.start()]
    if block.strip() and not _KEY.search(block):
        return FrontMatter({}, 0)  # a thematic break, text, and another one
    if _depth(block) > _MAX_DEPTH:
        raise FrontMatterProblem("brackets in the front matter are nested too deep")
    return FrontMatter(_values(block), min(end.end() + 1, len(text)))


def _depth(block: str) -> int:
    deepest = depth = 0
    for bracket in _BRACKET.finditer(block):
        depth += 1 if bracket[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _values(block: str) -> dict[str, Value]:
    # The base loader makes nothing but strings: the safe one reads the slug 00050 as the octal number 40.
    try:
        loaded = yaml.load(block, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, RecursionError):
        loaded = None
    if not isinstance(loaded, dict):
        return {match[1]: _unquoted(match[2] or "") for match in _KEY.finditer(block)}
    flat = ((str(key), _flat(value)) for key, value in loaded.items())
    return {key: value for key, value in flat if value is not None}


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _flat(value: object) -> Value | None:
    if isinstance(value, list):
        return tuple(str(item) for item in value if not isinstance(item, (list, dict)))
    if value is None or isinstance(value, (dict, set)):
        return None
    return str(value)
