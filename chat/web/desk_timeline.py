"""The timeline as a drawing of our own: bars, on air below and in print above, and the same counts as a table."""

from __future__ import annotations

from itertools import pairwise

from chat.desk.timeline import Bucket, Timeline
from chat.web.html import Html, tag
from index.models import counted

_SLOT = 20  # width of a bar with its gap, in units of the drawing
_HEIGHT = 100
_MIN_BAR = 3  # a single quote beside hundreds is still seen
_WIDEST = 26  # pixels of a slot where there is room
_APART = 20  # hundredths of the width between two years
_LOW = 4  # quotes that fill the height at least, so that single ones do not look like many
_FEW = 2  # below which a timeline says nothing


def timeline_html(timeline: Timeline) -> Html:
    """The figure, or nothing for fewer than two bars with something in them."""
    buckets = timeline.buckets
    if sum(bucket.quotes > 0 for bucket in buckets) < _FEW:
        return Html("")
    highest = max(_LOW, *(bucket.quotes for bucket in buckets))
    drawing = tag(
        "svg",
        *[_bar(number, bucket, highest) for number, bucket in enumerate(buckets) if bucket.quotes],
        viewBox=f"0 0 {len(buckets) * _SLOT} {_HEIGHT}",
        width=str(len(buckets) * _WIDEST),
        height="96",
        preserveAspectRatio="none",
        role="img",
        aria_label=_in_words(buckets),
    )
    ticks = tag("div", *_ticks(buckets), class_="ticks-row", aria_hidden="true")
    plot = tag("div", drawing, ticks, class_="plot")
    return tag("figure", _legend(timeline), plot, _table(buckets), class_="timeline")


def _bar(number: int, bucket: Bucket, highest: int) -> Html:
    heard = _units(bucket.on_air, highest)
    printed = _units(bucket.in_print, highest)
    title = tag("title", f"{bucket.label}: {bucket.on_air} on air, {bucket.in_print} in print")
    bars = [
        tag("rect", x=str(number * _SLOT + 2), y=f"{y:.1f}", width=str(_SLOT - 4), height=f"{size:.1f}", class_=name)
        for name, y, size in (("on-air", _HEIGHT - heard, heard), ("in-print", _HEIGHT - heard - printed, printed))
        if size
    ]
    # The whole column answers to the pointer, not only the drawn part of it.
    column = tag("rect", x=str(number * _SLOT), y="0", width=str(_SLOT), height=str(_HEIGHT), class_="column")
    return tag("g", title, column, *bars, data_since=bucket.since, data_until=bucket.until)


def _units(quotes: int, highest: int) -> float:
    return max(_MIN_BAR, quotes / highest * (_HEIGHT - 2 * _MIN_BAR)) if quotes else 0.0


def _ticks(buckets: tuple[Bucket, ...]) -> list[Html]:
    """The first bar's name, then the year under its first bar, as far apart as their letters need."""
    ticks = [tag("span", buckets[0].label, style="left:0")]
    last = 0.0
    for number, (before, bucket) in enumerate(pairwise(buckets), 1):
        at = 100 * number / len(buckets)
        if bucket.label[-4:] != before.label[-4:] and at - last >= _APART:
            ticks.append(tag("span", bucket.label[-4:], style=f"left:{at:.2f}%"))
            last = at
    return ticks


def _legend(timeline: Timeline) -> Html:
    parts = [tag("span", "on air", class_="key on-air"), tag("span", "in print", class_="key in-print")]
    most = f"Quotes by {timeline.period.value}, at most {max(bucket.quotes for bucket in timeline.buckets)}"
    left_out = [
        f"{count} {where}" for count, where in ((timeline.undated, "undated"), (timeline.earlier, "earlier")) if count
    ]
    rest = [tag("span", f"not drawn: {', '.join(left_out)}")] if left_out else []
    return tag("figcaption", tag("span", most), *parts, *rest)


def _in_words(buckets: tuple[Bucket, ...]) -> str:
    most = max(buckets, key=lambda bucket: bucket.quotes)
    total = counted(sum(bucket.quotes for bucket in buckets), "quote")
    return f"{total} from {buckets[0].label} to {buckets[-1].label}, most in {most.label}: {most.quotes}"


def _table(buckets: tuple[Bucket, ...]) -> Html:
    """The same for whoever cannot see or point at the drawing; choosing a row narrows the dates."""
    head = tag("tr", *[tag("th", name, scope="col") for name in ("When", "On air", "In print")])
    rows = [
        tag(
            "tr",
            tag("th", _narrow(bucket), scope="row"),
            tag("td", str(bucket.on_air)),
            tag("td", str(bucket.in_print)),
        )
        for bucket in buckets
        if bucket.quotes
    ]
    counts = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag("details", tag("summary", "As a table"), counts)


def _narrow(bucket: Bucket) -> Html:
    return tag("button", bucket.label, type="button", data_since=bucket.since, data_until=bucket.until)
