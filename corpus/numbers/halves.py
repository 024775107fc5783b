"""Numbers that end in a part of one: "two and a half", "a million and a half", "half a million"; dozens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers.numeral import ONES, SCALES, TEENS, TENS, Numeral, NumeralRole, digits_of

PART = r"(?:(?:a|one)[ -](?:half|quarter)|three[ -]quarters)(?![\w-])"
_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.75, "third": 1 / 3, "thirds": 2 / 3}
_SCALE = rf"(?P<scale>{'|'.join(SCALES)})\b"
_AFTER = re.compile(rf" and (?P<part>{PART})(?: {_SCALE})?", re.I)
_ENDS_IN_SCALE = re.compile(rf"(?P<scale>{'|'.join(word for word in SCALES if word != 'hundred')})$", re.I)
_FRACTION = re.compile(
    rf"\b(?P<part>half|a quarter|a third|three[ -]quarters|two[ -]thirds)(?: of)? (?:an? |one )?{_SCALE}", re.I
)
DOZEN = re.compile(
    rf"\b(?P<times>half a|an?|{'|'.join((*ONES[1:], *TEENS, *TENS))}|(?<![\d.,])\d{{1,2}})[ -]dozen\b(?!-)", re.I
)


def dozens(text: str) -> Iterator[Numeral]:
    """A dozen, half a dozen, three dozen."""
    for match in DOZEN.finditer(text):
        times = match["times"].lower()
        value = 12 * (0.5 if times == "half a" else _small(times))
        yield Numeral(match.start(), match.end(), value, digits_of(value), spoken=True)


def _small(word: str) -> float:
    """What a word of a number under a hundred, or an article, says."""
    if word.isdigit():
        return float(word)
    if word in TENS:
        return 10.0 * (2 + TENS.index(word))
    return float((*ONES, *TEENS).index(word)) if word in (*ONES, *TEENS) else 1.0


def fractions_of_scales(text: str) -> Iterator[Numeral]:
    """Half a million, a quarter of a million."""
    for match in _FRACTION.finditer(text):
        value = _part(match["part"]) * SCALES[match["scale"].lower()]
        yield Numeral(match.start(), match.end(), value, digits_of(value), spoken=True)


def has_half(text: str, end: int) -> bool:
    """Whether "and a half" follows a number that ends at `end`."""
    return _AFTER.match(text, end) is not None


def with_half(text: str, numeral: Numeral) -> Numeral:
    """A number with the half that follows it: of one ("two and a half", then perhaps "million"), or of its scale."""
    half = _AFTER.match(text, numeral.end)
    if half is None or numeral.role is not NumeralRole.CARDINAL:
        return numeral
    own = _ENDS_IN_SCALE.search(text[max(numeral.end - 8, numeral.start) : numeral.end])
    if own and half["scale"]:
        return numeral  # "a million and a half million" is two
    part = _part(half["part"]) * (SCALES[own["scale"].lower()] if own else 1.0)
    value = (numeral.value + part) * (SCALES[half["scale"].lower()] if half["scale"] else 1.0)
    return numeral._replace(end=half.end(), value=value, digits=digits_of(value))


def _part(words: str) -> float:
    return _PARTS[re.split(r"[ -]", words.lower())[-1]]
