"""The data of a number in running text: its place, value and role; the words that numbers are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
LARGE = SCALES | {"lakh": 1e5, "crore": 1e7}  # behind digits
NUMBER_WORDS = frozenset((*ONES, *TEENS, *TENS, *SCALES))
SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "bn": 1e9, "mn": 1e6}
FIRST_YEAR, LAST_YEAR = 1900, 2045  # later four-digit numbers, such as 2048, are mostly amounts


class NumeralRole(StrEnum):
    """What a number is for. Only a cardinal can be a quantity."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    YEAR = "year"
    VERSION = "version"  # "six point seventeen", "1.2.3": no decimal
    OPEN = "open"  # "twenty-six nine", "at twelve sixty": part of a number that cannot be told


class Numeral(NamedTuple):
    """One number: `text[start:end]` says `value`; `digits` is how it is written in digits."""

    start: int
    end: int
    value: float
    digits: str
    role: NumeralRole = NumeralRole.CARDINAL
    spoken: bool = False


def digits_of(value: float) -> str:
    """`value` in plain digits, millions and more by their name: "192", "4.4", "15.6 million"."""
    for name in ("trillion", "billion", "million"):
        scaled = value / SCALES[name]
        if scaled >= 1 and round(scaled, 3) == scaled:
            return f"{scaled:g} {name}"
    return f"{value:.0f}" if value == int(value) else f"{value:.6g}"
