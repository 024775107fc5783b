"""Numbers in digits as other lands write them: "85 000 €", "85'000 francs", "1.200 €", "3,50 €".

A point or a comma that parts thousands here parts decimals there, and a space may part two numbers: each is read only
where its neighbours decide. What stays open ("€1.200", "12 345 people") is left to the plain reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers.numeral import Numeral, digits_of
from corpus.numbers.units import MONEY_BEFORE, MONEY_WORDS

_AFTER = rf"(?= ?(?:{'|'.join(sorted(map(re.escape, MONEY_WORDS), key=len, reverse=True))})(?![^\W_]))"
_GROUPED = re.compile(
    r"(?<![\w.,'’])\d{1,3}(?P<gap>['’ \u00a0\u2009\u202f])\d{3}(?:(?P=gap)\d{3}){0,3}(?:[.,]\d{1,2})?"
    r"(?![\w'’]|[.,]\d)"
)
_CONTINENTAL = re.compile(rf"(?<![\w.,])(?:\d{{1,3}}(?:\.\d{{3}}){{1,4}}(?:,\d{{2}})?|\d{{1,9}},\d{{2}}){_AFTER}", re.I)
_MONEY_AFTER = re.compile(_AFTER, re.I)


def grouped(text: str) -> Iterator[Numeral]:
    """Numbers whose thousands are parted by spaces or apostrophes, or by points before money, comma decimals too."""
    for match in _GROUPED.finditer(text):
        if match["gap"] != " " or " 000" in match[0] or _is_money(text, match):
            yield _numeral(match, re.sub(r"[^\d.,]", "", match[0]).replace(",", "."))
    for match in _CONTINENTAL.finditer(text):
        if not MONEY_BEFORE.search(text[max(0, match.start() - 5) : match.start()]):
            yield _numeral(match, match[0].replace(".", "").replace(",", "."))


def _is_money(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 5) : match.start()]
    return bool(MONEY_BEFORE.search(before) or _MONEY_AFTER.match(text, match.end()))


def _numeral(match: re.Match[str], printed: str) -> Numeral:
    value = float(printed)
    return Numeral(match.start(), match.end(), value, digits_of(value))
