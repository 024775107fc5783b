"""Dates, durations and chapter times as episode pages write them."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\.?"
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?!\d)"),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? {_MONTH},? (?P<year>\d{{4}})\b", re.IGNORECASE),
)
_CLOCK = re.compile(r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?![\d:])")
_UNIT = re.compile(
    r"(\d{1,4}(?:\.\d{1,3})?)(?:\s?[-–—]\s?(\d{1,4}(?:\.\d{1,3})?))?\s?(hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b",
    re.IGNORECASE,
)
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0}


def find_date(text: str) -> str | None:
    """The first date written out in `text`, as ISO; None when there is none or it is no day of the calendar."""
    for match in _written(text):
        parts = match.groupdict()
        month = int(parts["number"]) if "number" in parts else _MONTHS.index(parts["month"][:3].lower()) + 1
        try:
            return date(int(parts["year"]), month, int(parts["day"])).isoformat()
        except ValueError:
            continue
    return None


def no_day(text: str) -> str | None:
    """What is written like a date in `text` and is no day of the calendar, where nothing in it is one."""
    written = _written(text)
    return written[0][0] if written and find_date(text) is None else None


def _written(text: str) -> list[re.Match[str]]:
    found = [match for pattern in _DATES if (match := pattern.search(text))]
    return sorted(found, key=lambda match: match.start())


def parse_duration(written: str) -> float | None:
    """Seconds in "15 minutes 44 seconds", "~17 minutes (with news)", "1:02:03"; of "12-15 minutes" the middle."""
    written = written.partition("(")[0]
    if clock := _CLOCK.search(written):
        return _clock_seconds(clock)
    total = 0.0
    for amount, upper, unit in _UNIT.findall(written):
        total += (float(amount) + float(upper or amount)) / 2 * _SECONDS[unit[0].lower()]
    return total or None


def parse_time(written: str) -> float | None:
    """Seconds of a chapter time at the beginning of `written`: "00:45", "~1:30", "1:02:03"."""
    clock = _CLOCK.match(written.lstrip("~≈[( "))
    return _clock_seconds(clock) if clock else None


def _clock_seconds(clock: re.Match[str]) -> float:
    return int(clock[1] or 0) * 3600.0 + int(clock[2]) * 60.0 + int(clock[3])
