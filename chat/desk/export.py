"""Quotes for a spreadsheet or a document: CSV and Markdown in which nothing runs, whatever the material says."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence

from chat.desk.lookup import Row
from chat.wording import clock_text
from corpus.episodes import written_number

COLUMNS = ("date", "episode", "kind", "speaker", "words", "numbers", "title", "section", "path", "start", "end", "time")

# A spreadsheet takes a cell that begins so, also after blanks or in full-width signs, for a formula.
_FORMULA = re.compile(r"\s{0,100}[=+\-@\t\r\n|%＝＋－＠]")
_MARK = re.compile(r"[\\`*_\[\]|~$]")
_LINE_MARK = re.compile(r"(?:[#+=-]|\d{1,9}(?=[.)]))")  # makes a heading, a rule or a list, at the start of a line only
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def to_csv(rows: Sequence[Row]) -> str:
    """The rows as RFC 4180 with a header line. A cell that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        said = (row.date, row.episode, row.kind.value, row.speaker, row.written, ", ".join(row.numbers))
        place = (row.title, row.section, row.path)
        writer.writerow([*map(_cell, (*said, *place)), row.start, row.end, _cell(_time(row))])
    return out.getvalue()


def to_markdown(rows: Sequence[Row], *, heading: str) -> str:
    """The rows as a list of block quotes, each with who, where and when under it."""
    parts = [f"# {markdown_text(heading)}\n"]
    for row in rows:
        said = [
            row.speaker,
            f"episode {written_number(row.episode)}" if row.episode else None,
            row.kind.value,
            row.date,
            _time(row),
            row.section,
        ]
        where = ", ".join(markdown_text(part) for part in said if part)
        place = f"{markdown_text(row.path)}, characters {row.start}–{row.end}"
        parts.append(f"> {markdown_text(row.written)}\n>\n> — {where} ({place})\n")
    return "\n".join(parts)


def markdown_text(text: str) -> str:
    """`text` on one line, with every mark that Markdown or HTML could read made plain."""
    one_line = " ".join(_CONTROL.sub("", text).split())
    plain = html.escape(_MARK.sub(r"\\\g<0>", one_line), quote=False)
    first = _LINE_MARK.match(plain)
    if first is None:
        return plain
    # A list's number is kept whole: "12\. May"; any other mark is escaped itself.
    return f"{first[0]}\\{plain[first.end() :]}" if first[0].isdigit() else f"\\{plain}"


def _time(row: Row) -> str | None:
    """When it was said: "8:32", with "about" where the clock is not exact; None where the source has none."""
    return None if row.starts_at is None or row.clock is None else clock_text(row.starts_at, row.clock)


def _cell(value: str | None) -> str:
    text = _CONTROL.sub("", value or "")
    return f"'{text}" if _FORMULA.match(text) else text
