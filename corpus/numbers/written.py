"""Spoken and written numbers meet: the same figure has the same digits, for searching, never for quoting."""

from __future__ import annotations

import re

from corpus.letters import LOWER, UPPER
from corpus.numbers.moments import dates
from corpus.numbers.numeral import Numeral, NumeralRole
from corpus.numbers.numerals import numerals
from corpus.numbers.quantities import quantities

__all__ = ["dates", "quantities", "written"]

_PERCENT = re.compile(r"\s?(?:%|per cent\b)")
_TIMES = re.compile(r"\s?[xX×](?![\w])|-fold\b|fold\b|-times\b", re.I)
_PLUS = re.compile(r"\+|[ -]plus\b(?= (?:dollars?|percent|times|%|[a-z]+s\b))", re.I)
_DOLLARS_BEFORE = re.compile(r"\$\s?$")
_GENERATION = re.compile(rf"\b([{UPPER}][{LOWER}]{{3,30}})(\d{{1,2}})\b")
_HYPHEN_UNIT = re.compile(rf"-(?=[{LOWER}])")


def written(text: str) -> str:
    """`text` with every number in digits and its sign in words, so that spoken and printed forms share their words.

    "four point four times" and "4.4x" give "4.4 times", "thirty-plus dollars" and "$30+" give "30+ dollars",
    "twenty twenty-five" gives "2025", "one million" and "1M" give "1 million". Never longer than a few times `text`.
    """
    text = _GENERATION.sub(r"\1 \2", text)
    parts: list[str] = []
    at = 0
    for numeral in numerals(text):
        before = text[at : numeral.start]
        dollars = _DOLLARS_BEFORE.search(before[-3:])
        parts.append(before[: len(before) - len(dollars[0])] if dollars else before)
        said, at = _said(text, numeral, dollars=dollars is not None)
        parts.append(said)
    parts.append(text[at:])
    return "".join(parts)


def _said(text: str, numeral: Numeral, *, dollars: bool) -> tuple[str, int]:
    """One number in digits with its unit in words, and where the text goes on."""
    at, said = numeral.end, numeral.digits
    if numeral.role in (NumeralRole.YEAR, NumeralRole.VERSION, NumeralRole.ORDINAL):
        return said, at
    if plus := _PLUS.match(text, at):
        said, at = said + "+", plus.end()
    if percent := _PERCENT.match(text, at):
        return f"{said} percent", percent.end()
    if times := _TIMES.match(text, at):
        return f"{said} times", times.end()
    if dollars:
        return f"{said} dollars", at
    if hyphen := _HYPHEN_UNIT.match(text, at):
        return f"{said} ", hyphen.end()
    return said, at
