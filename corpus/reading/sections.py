"""What stands above a block: its headings, and the lines that introduce its list or table.

A list item or a table row gets its subject from the line before it ("**What customers saw**:") as much as from
the headings, so both count.
"""

from __future__ import annotations

import re

_LONGEST_LEAD = 100  # characters
_SMALLEST = 6  # level of a heading
_SHOW_NAME = re.compile(r"\b(?:podcast|show|radio)\b", re.IGNORECASE)
_BOLD_START = re.compile(r"\*\*([^*\n]{1,100})\*\*:?")


class Sections:
    """The headings and introductions in force, while a file is walked through from above."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []
        self._leads: dict[int, str] = {}
        self._title_seen = self._under_title = False

    def heading(self, level: int, text: str) -> tuple[str, ...]:
        """Enter a section; the headings above it. The first heading of level 1 is the title, above everything;
        a heading right below it that names the show is no section either.
        """
        self._leads.clear()
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        above = self.here()
        title = level == 1 and not self._title_seen
        subtitle = self._under_title and _SHOW_NAME.search(text) is not None
        if not title and not subtitle:
            self._headings.append((level, text))
        self._under_title = title
        self._title_seen = self._title_seen or title
        return above

    def here(self) -> tuple[str, ...]:
        """The headings above a paragraph."""
        return tuple(text for _, text in self._headings)

    def over_item(self, level: int) -> tuple[str, ...]:
        """The headings and introductions above a list item of that level (a row: 1)."""
        return (*self.here(), *(self._leads[depth] for depth in sorted(self._leads) if depth < level))

    def lead(self, level: int, raw: str, text: str) -> None:
        """Note what a paragraph (level 0) or item may introduce; `raw` has its Markdown marks, `text` does not."""
        for depth in [depth for depth in self._leads if depth >= level]:
            del self._leads[depth]
        bold = _BOLD_START.match(raw.lstrip())
        introduces = text.endswith(":") or bold is not None or (level > 0 and len(text) <= _LONGEST_LEAD)
        if introduces and len(text) <= _LONGEST_LEAD:
            self._leads[level] = text.rstrip(": ")
        elif bold:
            self._leads[level] = bold[1].rstrip(": ")

    def close(self) -> None:
        """A rule or a turn of dialogue: what was introduced is over, and so is the smallest kind of section."""
        self._leads.clear()
        if self._headings and self._headings[-1][0] == _SMALLEST:
            self._headings.pop()
