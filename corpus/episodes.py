"""Episode numbers: one spelling for "50", "#050", "ep050" and "00050-the-slug"."""

import re

_NUMBER = re.compile(r"(?:ep(?:isode)?)?[\s#._-]*0*(\d{1,6})([a-z]?)(?:$|[-_/\s:].*)", re.IGNORECASE | re.DOTALL)
_PREFIX = re.compile(r"(?:ep|episode|e)[\s#._-]?(0*\d{1,6}[a-z]?)(?![a-z\d])", re.IGNORECASE)
_LEADING = re.compile(r"#?(0\d{1,5}[a-z]?|\d{1,3}[a-z]?)(?=$|[-_\s.])", re.IGNORECASE)


def episode_id(written: str) -> str | None:
    """The id of an episode however its number is written, or None when there is no number: "#50" → "050"."""
    match = _NUMBER.fullmatch(written.strip())
    return f"{int(match[1]):03d}{match[2].lower()}" if match else None


def episode_in_name(name: str) -> str | None:
    """The episode that a file or folder is named after, or None: "my-ep050", "00050-slug", "67b", not "2025-12-03"."""
    for match in _PREFIX.finditer(name):
        if match.start() == 0 or not name[match.start() - 1].isalnum():
            return episode_id(match[1])
    match_at_start = _LEADING.match(name)
    return episode_id(match_at_start[1]) if match_at_start else None


def written_number(episode: str) -> str:
    """An id as a person writes it: "007" → "7"."""
    return episode.lstrip("0") or "0"
