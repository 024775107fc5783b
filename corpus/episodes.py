"""Episode numbers: one spelling for "50", "#050", "ep050" and "00050-the-slug"."""

import re

_NUMBER = re.compile(r"(?:ep(?:isode)?)?[\s#._-]*0*(\d{1,6})([a-z]?)(?:$|[-_/\s:].*)", re.IGNORECASE | re.DOTALL)


def episode_id(written: str) -> str | None:
    """The id of an episode however its number is written, or None when there is no number: "#50" → "050"."""
    match = _NUMBER.fullmatch(written.strip())
    return f"{int(match[1]):03d}{match[2].lower()}" if match else None
