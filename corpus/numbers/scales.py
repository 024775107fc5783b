"""What digits are multiplied by: "15.6 million", "100K", "2bn", "€2m"."""

from __future__ import annotations

import re

from corpus.numbers.numeral import LARGE, SUFFIXES
from corpus.numbers.units import SIGN, UNITS

_SCALE_AFTER = re.compile(rf"[ -](?P<word>{'|'.join(LARGE)})\b|(?P<suffix>bn|mn|[kKMB])(?![\w])", re.I)
_MONEY_BEFORE = re.compile(rf"{SIGN}[ ]?(?:\d[\d.,]{{0,12}} ?(?:-|–|to) ?)?$")  # "€1.2m", "€2–3m"
_OF_MONEY = re.compile(r" ?(?P<suffix>bn|mn|m|k|M|B|K)(?![\w.’'-]\w|\w)")
# A lone "m" is a million before what is counted in millions, and mostly metres elsewhere.
_MANY = (
    "people|persons|children|men|women|sheep|cattle|inhabitants|residents|citizens|households|homes|visitors|tourists"
    "|guests|passengers|users|members|customers|readers|listeners|viewers|subscribers|followers|downloads|streams|views"
    "|copies|tickets|workers|jobs|voters|votes|barrels|bottles|years"
)
_MILLIONS = re.compile(
    rf" ?(?P<suffix>m)(?= (?:{_MANY}|{'|'.join(word for word in UNITS if len(word) > 4 and word.isalpha())})\b)"
)
_LETTERS = SUFFIXES | {"m": 1e6}


def scale_after(text: str, start: int, end: int) -> tuple[float, int] | None:
    """What a number in digits is multiplied by, and where that ends: "million", "bn", the m of "€2m", "2m people"."""
    scale = _SCALE_AFTER.match(text, end)
    if scale and scale["word"]:
        return LARGE[scale["word"].lower()], scale.end()
    if scale and scale["suffix"] in SUFFIXES:
        return SUFFIXES[scale["suffix"]], scale.end()
    money = _MONEY_BEFORE.search(text[max(0, start - 24) : start])
    letter = _OF_MONEY.match(text, end) if money else _MILLIONS.match(text, end)
    return (_LETTERS[letter["suffix"]], letter.end()) if letter else None
