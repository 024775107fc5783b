"""How much a text says, as it is compared: numbers with their units, sums with their currency, fractions, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import isclose

from chat.words import stem
from corpus.numbers.quantities import Quantity, quantities
from corpus.numbers.units import MONEY, MONIES, RATIO, UNITS

Price = tuple[str, float, float]

_SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))
_SHORT = {"g": "gram", "t": "tonne", "h": "hour", "d": "day", "ft": "feet", "foot": "feet"}
_AMBIGUOUS = ("nm",)  # nanometres or nautical miles
_GLUED = re.compile(r"(\d[\d.]*)([^\W\d_]{2,8}[²³]?|m|l)")  # "64GB"
_ONE = ("1", "one", "a", "an", "single", "another", "each", "per", "every")


def _patterns(words_of: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in words_of.items()}


_FRACTIONS = _patterns(
    {
        "half": r"half|halves|halv(?:e[sd]?|ing)",
        "double": r"twice|doubl(?:es?|ed|ing)|two times",
        "third": r"thirds?",
        "two thirds": r"(?:two|2)[- ]thirds",
        "quarter": r"quarters?",
        "triple": r"tripl(?:es?|ed|ing)|thrice|three times",
        "dozen": r"dozens?",
    }
)
_PERCENT, _TIMES = f"{RATIO} 0.01", f"{RATIO} 1"
_AS_NUMBER = {  # the unit of a number, and between which values it is the fraction or multiple
    "half": (_PERCENT, 45, 55),
    "third": (_PERCENT, 30, 36),
    "two thirds": (_PERCENT, 63, 70),
    "quarter": (_PERCENT, 23, 27),
    "double": (_TIMES, 2, 2),
    "triple": (_TIMES, 3, 3),
    "dozen": ("", 12, 12),
}
# The same where they state how much: not "half past six" or "the second quarter".
_STATED = _patterns(
    {
        "half": r"(?<!than )(?<!over )(?<!under )half (?:of|as|the|its|their|what|that)|in half|by half|halv(?:ed|ing)",
        "double": r"twice (?:as|the|its|their|our|what|that)|double (?:the|its|what|that)|doubl(?:es|ed|ing)",
        "third": r"(?:a|one|1)[- ]third (?:of|as|more|less|the)",
        "two thirds": r"(?:two|2)[- ]thirds",
        "quarter": r"(?:a|one|1)[- ]quarter (?:of|as|more|less|the)",
        "triple": r"tripl(?:es?|ed|ing)|thrice",
        "dozen": r"(?<!half )(?:a|one|1) dozen",
    }
)


def prices(text: str) -> list[Quantity]:
    """The sums of money in a text, in whole units of whatever currency."""
    return [quantity for quantity in quantities(text) if quantity.dimension in MONIES]


def without(text: str, found: Sequence[Quantity]) -> str:
    """`text` with blanks in the place of what was found in it."""
    for quantity in found:
        text = text[: quantity.start] + " " * (quantity.end - quantity.start) + text[quantity.end :]
    return text


def priced(text: str, price: Quantity) -> Price:
    """A sum of money with its currency; "" where the text does not name one: "ninety cents", "raised two million"."""
    written = text[max(0, price.start - 2) : price.end].casefold()
    unnamed = price.dimension == MONEY and not any(sign in written for sign in ("$", "dollar", "usd", "bucks"))
    return "" if unnamed else price.dimension, price.low, price.high


def same_price(one: Price, other: Price) -> bool:
    """Whether two sums are the same, as far as both name a currency in the same one."""
    same_sum = isclose(one[1], other[1]) and isclose(one[2], other[2])
    return same_sum and (one[0] == other[0] or not one[0] or not other[0])


@lru_cache(maxsize=4096)
def unit_of(words: str) -> str:
    """The name under which a unit is compared, however it is written; "" for what is no unit."""
    if words in _SCALES:
        return words
    unit = UNITS.get(_SHORT.get(words, words)) if words not in _AMBIGUOUS else None
    return f"{unit.dimension} {unit.factor:g}" if unit else ""


def is_always_named(unit: str) -> bool:
    """Whether a number in that unit goes with it wherever it stands: "percent", "million", "euros"."""
    return unit in _SCALES or unit.partition(" ")[0] in (RATIO, *MONIES)


def numbers(listed: Sequence[str]) -> list[tuple[str, str]]:
    """The numbers among words in order, each with its unit where what follows is one."""
    found = []
    for i, word in enumerate(listed):
        if word[0].isdigit():
            glued = _GLUED.fullmatch(word)
            if glued and unit_of(glued[2]):
                found.append((glued[1], unit_of(glued[2])))
            else:
                found.append((word.rstrip("+"), _unit_behind(listed[i + 1 : i + 3])))
    return found


def _unit_behind(following: Sequence[str]) -> str:
    if following[1:] == ["old"]:
        return ""  # "23 years old" is also said as "aged 23"
    return unit_of(" ".join(following)) or (unit_of(following[0]) if following else "")


def counted(listed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each number with the stems of the two words behind it; an article counts one."""
    for i, word in enumerate(listed):
        if word[0].isdigit() or word in _ONE:
            yield from (("1" if word in _ONE else word, stem(noun)) for noun in listed[i + 1 : i + 3])


def fractions(text: str) -> frozenset[str]:
    """The fractions and multiples that a text names in a word: half, twice, a third, a dozen."""
    return frozenset(name for name, pattern in _FRACTIONS.items() if pattern.search(text))


def fractions_of(given: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The same of numbers: 50 percent is half, 2 times is double."""
    return frozenset(
        name
        for digits, unit in given
        if digits.replace(".", "", 1).isdigit()
        for name, (wanted, least, most) in _AS_NUMBER.items()
        if wanted == unit and least <= float(digits) <= most
    )


def stated_fractions(text: str) -> frozenset[str]:
    """The fractions and multiples by which a text says how much something is."""
    return frozenset(name for name, pattern in _STATED.items() if pattern.search(text))
