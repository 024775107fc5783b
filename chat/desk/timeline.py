"""How often something came up, over time: counts by month, quarter or year, with the empty ones between."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from chat.desk.lookup import Tally
from corpus.models import Frozen, SourceKind

MAX_BUCKETS = 48  # bars that can still be told apart

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])(?:-[0-9]{2})?")
_ON_AIR = frozenset({SourceKind.TRANSCRIPT, SourceKind.CAPTIONS})
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Period(StrEnum):
    """How long one bar is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


class Bucket(Frozen):
    """One bar: quotes heard on air, and quotes in print (outlines, pages, articles)."""

    label: str  # "Mar 2024", "Q1 2024", "2024"
    since: str  # ISO date of its first day
    until: str  # and of its last
    on_air: int = 0
    in_print: int = 0

    @property
    def quotes(self) -> int:
        """All of them."""
        return self.on_air + self.in_print


class Timeline(Frozen):
    """At most `MAX_BUCKETS` bars without gaps, oldest first; `earlier` quotes lie before them, `undated` nowhere."""

    period: Period = Period.MONTH
    buckets: tuple[Bucket, ...] = ()
    undated: int = 0
    earlier: int = 0


def timeline(tallies: Sequence[Tally]) -> Timeline:
    """The finest bars that fit. A span too long even for years shows its last ones."""
    on_air: Counter[int] = Counter()
    in_print: Counter[int] = Counter()
    undated = 0
    for tally in tallies:
        month = _month(tally.date)
        if month is None:
            undated += tally.quotes
        else:
            (on_air if tally.kind in _ON_AIR else in_print)[month] += tally.quotes
    months = sorted({*on_air, *in_print})
    if not months:
        return Timeline(undated=undated)
    period = next((p for p in Period if months[-1] // _MONTHS[p] - months[0] // _MONTHS[p] < MAX_BUCKETS), Period.YEAR)
    size = _MONTHS[period]
    last = months[-1] // size
    first = max(months[0] // size, last - MAX_BUCKETS + 1)
    heard, printed = _summed(on_air, size), _summed(in_print, size)
    return Timeline(
        period=period,
        buckets=tuple(
            _bucket(bucket * size, period, heard[bucket], printed[bucket]) for bucket in range(first, last + 1)
        ),
        undated=undated,
        earlier=sum(count for bucket, count in (heard + printed).items() if bucket < first),
    )


def _month(date: str | None) -> int | None:
    """Months since the year 0."""
    match = _MONTH.fullmatch(date or "")
    return int(match[1]) * 12 + int(match[2]) - 1 if match else None


def _summed(months: Counter[int], size: int) -> Counter[int]:
    summed: Counter[int] = Counter()
    for month, count in months.items():
        summed[month // size] += count
    return summed


def _bucket(month: int, period: Period, on_air: int, in_print: int) -> Bucket:
    last_year, last_month = divmod(month + _MONTHS[period] - 1, 12)
    return Bucket(
        label=_label(month, period),
        since=f"{month // 12:04d}-{month % 12 + 1:02d}-01",
        until=f"{last_year:04d}-{last_month + 1:02d}-{monthrange(last_year or 4, last_month + 1)[1]}",
        on_air=on_air,
        in_print=in_print,
    )


def _label(month: int, period: Period) -> str:
    year, of_year = divmod(month, 12)
    if period is Period.YEAR:
        return f"{year:04d}"
    return f"Q{of_year // 3 + 1} {year:04d}" if period is Period.QUARTER else f"{_NAMES[of_year]} {year:04d}"
