"""Which words of a sentence belong to a value in it: those of its own clause, and the others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.claims.words import Word

Span = tuple[int, int]

BORDER = re.compile(
    r"[,;()\[\]—–|\n!?]|:(?=\s)|\.\s|\s-\s"
    r"|\s(?:versus|vs\.?|compared (?:to|with)|while|whereas|but|and|with|because|so|which|who|that)\s",
    re.I,
)
COMPARED = re.compile(r"(?:vs\.?|versus|compared (?:to|with)|unlike)\s", re.I)  # at the start of a clause in brackets
_LABEL = re.compile(r"\W{0,4}(?:[\w/&.'’-]+ ){0,4}[\w/&.'’-]+: ")
_LED_IN = re.compile(r"\b(?:by|in|on|since|until|from|during|as of) (?:early |late |mid-?)?$", re.I)


def rings(text: str, words: Sequence[Word], value: Span, spans: Sequence[Span]) -> tuple[list[Word], list[Word]]:
    """The words of the value's own clause, and the others of its sentence; `spans` are all values of the sentence.

    The words of other values are left out. A clause without a name takes the nearest name before it, which is its
    subject: "Foo is old, weighs 90 kilos".
    """
    left, right = _clause(text, value, spans)
    free = [w for w in words if not any(w.start >= s and w.end <= e for s, e in spans if (s, e) != value)]
    own = _inside(free, left, right)
    if not own and _LED_IN.search(text[left : value[0]]) and text[value[1] : value[1] + 1] == ",":
        right = _clause(text, (right + 1, right + 2), spans)[1]  # "By April 2031, Foo had paid": the clause follows
        own = _inside(free, left, right)
    while not own and left > 0:  # "Oslo, Bergen, above eighty percent": the subject stands before the comma
        borders = [m.end() for m in BORDER.finditer(text, 0, left - 1)]
        left = borders[-1] if borders else 0
        own = _inside(free, left, right)
    label = None if COMPARED.match(text, left) else _LABEL.match(text)
    if label and label.end() <= value[0]:  # "Preview: 50 seats"
        own = list(dict.fromkeys([*_inside(free, 0, label.end()), *own]))
    if own and not any(word.name for word in own):
        own = [*[w for w in free if w.name and w.end <= left][-1:], *own]
    inside = {(w.start, w.end) for w in own}
    return own, [w for w in free if (w.start, w.end) not in inside]


def clause_of(text: str, value: str) -> str:
    """The clause of a text in which a value first stands; all of it where it does not."""
    start = text.find(value)
    if start < 0:
        return text
    left, right = _clause(text, (start, start + len(value)), [(start, start + len(value))])
    return text[left:right]


def _inside(words: Sequence[Word], left: int, right: int) -> list[Word]:
    return [w for w in words if left <= w.start and w.end <= right]


def _clause(text: str, value: Span, spans: Sequence[Span]) -> Span:
    """Where the clause of a value starts and ends; borders inside a value ("35, 40") do not count."""
    borders = [m for m in BORDER.finditer(text) if not any(s < m.end() and m.start() < e for s, e in spans)]
    starts = [m.end() for m in borders if m.end() <= value[0] + 1]
    if starts and text[starts[-1] - 1] == "(" and not COMPARED.match(text, starts[-1]):
        starts.pop()  # "Foo (under 200 people)" is said of Foo
    left = starts[-1] if starts else 0
    right = min((m.start() for m in borders if m.start() >= value[1]), default=len(text))
    return left, right
