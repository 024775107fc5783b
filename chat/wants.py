"""The kind of thing that a question asks for."""

from __future__ import annotations

from enum import StrEnum

from chat.words import any_of


class Want(StrEnum):
    """The kind of thing that would answer."""

    ANY = "any"
    QUANTITY = "quantity"
    MONEY = "money"
    SHARE = "share"
    DURATION = "duration"
    EXTENT = "extent"  # in time or in space
    DATE = "date"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    VERSION = "version"


SAYERS = r"(?:we|you|they|i|the (?:hosts?|show|speakers?)|somebody|someone)"
_PRICE = r"(?:costs?|prices?|fees?|bills?|budgets?|revenues?|salar(?:y|ies)|wages?)"
_PAY = r"(?:cost|pay|paid|charge|earn|spend|make|worth|raise)"
_WANTS = (
    (Want.TIME, any_of(r"\bwhat (?:time|hour)\b")),
    (Want.DATE, any_of(r"\bwhen\b|\b(?:what|which) (?:date|day|year|month|quarter)\b|\bhow recently\b")),
    (
        Want.SHARE,
        any_of(
            r"\b(?:what|which) (?:share|part|percentage|per ?cent|fraction|proportion|portion|rate)\b",
            r"\bhow much of\b",
        ),
    ),
    (Want.VERSION, any_of(r"\b(?:what|which)(?! about)(?: \w+){0,2} (?:versions?|releases?)\b")),
    (Want.EXTENT, any_of(r"\bhow long (?:is|are) (?:the|an?|its|his|her|their|our)\b")),
    (
        Want.DURATION,
        any_of(
            r"\bhow (?:long|often|old|quickly|soon)\b|\bwhat is the longest\b",
            r"\bhow (?:many|much) (?:\w+ ){0,2}(?:time|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b",
        ),
    ),
    (
        Want.MONEY,
        any_of(
            rf"\bhow much\b.{{0,80}}\b(?:{_PRICE}|{_PAY}|money|dollars|euros|pounds|funding)\b",
            rf"\bwhat (?:\w+ )?{_PRICE}\b|\bwhat (?:is|was|are|were)\b.{{0,60}}\b{_PRICE}\b",
            r"\bwhat (?:do|does|did|would)\b.{0,60}\b(?:cost|pay|charge|earn)\b",
        ),
    ),
    (
        Want.QUANTITY,
        any_of(
            r"\bhow (?:many|much|big|large|far|fast|high|tall|deep|heavy|wide|hot|cold)\b|\bby how\b|\bup to what\b",
            r"\bwhat (?:number|score|figure|amount|size|gain|peak|speed|headcount)\b",
        ),
    ),
    (Want.PERSON, any_of(r"\bwho(?:se|m)?\b|\bwhich (?:person|man|woman|\w+er|\w+or|company|organi[sz]ation)\b")),
    (
        Want.PLACE,
        any_of(
            rf"^\W*where\b(?! (?:do|did|does|have) {SAYERS}\b)",
            r"\b(?:what|which)(?: \w+){0,2} (?:places?|cit(?:y|ies)|towns?|villages?|countr(?:y|ies))\b",
        ),
    ),
    (Want.REASON, any_of(r"^\W*why\b|\bwhat (?:caused|triggered|led)\b|\bhow come\b")),
)


def want_of(text: str) -> Want:
    """The want that is named first; of two in one place, the more special one."""
    found = [
        (match.start(), order, want) for order, (want, pattern) in enumerate(_WANTS) if (match := pattern.search(text))
    ]
    return min(found)[2] if found else Want.ANY
