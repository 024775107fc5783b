"""Dates in running text, as far as they are given: a day, a month, a quarter, a year; or a stretch: "last month"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from corpus.models import Frozen
from corpus.numbers.numeral import FIRST_YEAR, NumeralRole
from corpus.numbers.numerals import numerals

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:1\d|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH_ALONE = re.compile(
    r"(?:(?<=\bin )|(?<=\b[Bb]y )|(?<=\bIn )|(?<=\bsince )|(?<=\buntil )|(?<=\bfrom ))"
    rf"(?P<month>{'|'.join(name for name in calendar.month_name if name)})\b(?!,? (?:of )?\d)"
)
_FORMS = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH} {_DAY}(?!\d)(?:,? {_YEAR}\b)?", re.I),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?\b", re.I),
    re.compile(rf"\b{_MONTH},? (?:of )?{_YEAR}\b", re.I),
    _MONTH_ALONE,
    re.compile(rf"\b(?:Q(?P<quarter>[1-4])|(?P<half>first|second|third|fourth) quarter)(?: of)?,? {_YEAR}\b", re.I),
    re.compile(rf"(?<![\w$€£.,/-]){_YEAR}(?![\w%]|[.,]\d|-\d)"),
    re.compile(r"(?<=\()(?P<year>1[0-8]\d\d)(?=-\d{4}\))"),  # "(1685-1750)"
    re.compile(r"(?<=\(1[0-8]\d\d-)(?P<year>[12]\d{3})(?=\))"),
)
_DIGIT = re.compile(r"\d")
_STRETCH = re.compile(
    r"\b(?:in |within |over |during )?(?:the )?(?P<which>last|past|this|next|previous) "
    r"(?P<span>week|month|quarter|year|decade)\b",
    re.I,
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_SMALL_DAYS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
)
_TEEN_DAYS = (
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_DAYS = {name: number for number, name in enumerate((*_SMALL_DAYS, *_TEEN_DAYS, "twentieth"), start=1)} | {
    "thirtieth": 30
}
_DAYS |= {f"twenty-{name}": 20 + number for number, name in enumerate(_SMALL_DAYS[:9], start=1)} | {"thirty-first": 31}
_DAY_WORDS = "|".join(name.replace("-", "[- ]") for name in sorted(_DAYS, key=len, reverse=True))
_LONG_MONTH = "|".join(name for name in MONTHS if len(name) > 3 or name == "may")
_SPOKEN_DAY = re.compile(
    rf"\b(?P<before>{_DAY_WORDS})(?= of (?:{_LONG_MONTH})\b)|\b(?:{_LONG_MONTH}) (?P<after>{_DAY_WORDS})\b", re.I
)
_SPOKEN_MONTH = re.compile(rf"\b(?:{'|'.join(name for name in MONTHS if len(name) > 3)})\b", re.I)


_TO = r"(?:-|–|to|and|through|until)"
_RANGE_BEFORE = re.compile(rf"(?:\d(?:st|nd|rd|th)?|\b(?:{_DAY_WORDS})) ?{_TO} ?(?:the )?$", re.I)
_RANGE_AFTER = re.compile(
    r" ?(?:-|–|to|through|until) ?(?:the )?(?:[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w:%]| [a-z]+s\b)", re.I
)


class Date(Frozen):
    """`text[start:end]` gives a date as far as its parts are set; `stretch` is set instead for "last month"."""

    start: int
    end: int
    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    stretch: str = ""

    @property
    def is_month(self) -> bool:
        """Whether no more than a month is given, which may as well say of what as when: "the frost of May"."""
        return bool(self.month) and not (self.year or self.day)

    def parts(self) -> tuple[int | None, int | None, int | None, int | None]:
        """Year, quarter, month, day; the quarter of a month is known."""
        quarter = self.quarter or ((self.month + 2) // 3 if self.month else None)
        return self.year, quarter, self.month, self.day


def dates(text: str) -> tuple[Date, ...]:
    """Every date of `text` that exists in the calendar, in order; spoken years and days count too."""
    plain, places = _with_digits(text)
    years = {numeral.start for numeral in numerals(text) if numeral.role is NumeralRole.YEAR}
    found: list[Date] = []
    taken: list[tuple[int, int]] = []
    for form in _FORMS if _DIGIT.search(plain) else (_MONTH_ALONE,):  # all the others have one
        for every in form.finditer(plain):
            match = _with_year(every, form, places, years)
            if match and all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                found.extend(_valid(match, places))
    found.extend(_stretches(text))
    return tuple(sorted(found, key=lambda value: value.start))


def _with_year(match: re.Match[str], form: re.Pattern[str], places: list[int], years: set[int]) -> re.Match[str] | None:
    """A match, without its year where that is none: "on March 12, 1500 people came"; None where nothing is left."""
    year = match.groupdict().get("year")
    if year is None or int(year) >= FIRST_YEAR or places[match.start("year")] in years:
        return match
    return form.match(match.string, match.start(), match.start("year"))


def _stretches(text: str) -> Iterator[Date]:
    for match in _STRETCH.finditer(text):
        which = "past" if match["which"].lower() in ("last", "past", "previous") else match["which"].lower()
        yield Date(start=match.start(), end=match.end(), stretch=f"{which} {match['span'].lower()}")


def _valid(match: re.Match[str], places: list[int]) -> Iterator[Date]:
    """The date of a match, when the calendar has it."""
    found = match.groupdict()
    year = int(found["year"]) if found.get("year") else None
    month = MONTHS[found["month"].lower()] if found.get("month") else None
    month = int(found["number"]) if found.get("number") else month
    day = int(found["day"]) if found.get("day") and not _is_range(match) else None
    quarter = int(found["quarter"]) if found.get("quarter") else _QUARTERS.get((found.get("half") or "").lower())
    try:
        date(year or 2000, month or 1, day or 1)  # 2000 has a 29 February
    except ValueError:
        return
    start, end = places[match.start()], places[match.end() - 1] + 1
    yield Date(start=start, end=end, year=year, quarter=quarter, month=month, day=day)


def _is_range(match: re.Match[str]) -> bool:
    """Whether the day is one end of several: "May 6–8", "from the 6th to the 8th of May"."""
    before, after = match.string[: match.start()][-24:], match.string[match.end() :][:24]
    return bool(_RANGE_BEFORE.search(before) or (not match["year"] and _RANGE_AFTER.match(after)))


def _with_digits(text: str) -> tuple[str, list[int]]:
    """`text` with spoken years and days in digits, and for each of its characters the place it comes from."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, digits in _spoken(text):
        if start >= at:
            parts += [text[at:start], digits]
            places += [*range(at, start), *_stretched(start, end, len(digits))]
            at = end
    parts.append(text[at:])
    places += range(at, len(text))
    return "".join(parts), places


def _spoken(text: str) -> list[tuple[int, int, str]]:
    """Start, end and digits of the spoken years and days."""
    found = []
    for match in _SPOKEN_DAY.finditer(text):
        day = match["before"] or match["after"]
        group = "before" if match["before"] else "after"
        # Two digits, so that both ends of the word have their place.
        found.append((match.start(group), match.end(group), f"{_DAYS[day.lower().replace(' ', '-')]:02d}"))
    for numeral in numerals(text):
        after_month = bool(_SPOKEN_MONTH.search(text[max(0, numeral.start - 12) : numeral.start]))
        if numeral.spoken and (numeral.role is NumeralRole.YEAR or (after_month and numeral.value < 32)):
            found.append((numeral.start, numeral.end, numeral.digits))
    return sorted(found)


def _stretched(start: int, end: int, length: int) -> list[int]:
    """`length` places for the stretch from `start` to `end`, first and last kept."""
    return [start] * (length - 1) + [end - 1]


def same_date(one: Date, other: Date) -> bool | None:
    """Whether two dates agree in every part that both give; None when they share no part, or one is a stretch."""
    if one.stretch or other.stretch:
        if not (one.stretch and other.stretch):
            return None
        return one.stretch.split()[-1] == other.stretch.split()[-1]
    shared = [(a, b) for a, b in zip(one.parts(), other.parts(), strict=True) if a is not None and b is not None]
    return all(a == b for a, b in shared) if shared else None
