"""Quotation marks of every kind in a sentence: which belong together, and which belong to none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.models import Frozen

# Double marks by kind: what opens a quotation, what may close it. "‹" is not among them: the prompt writes "<" so.
KINDS = (
    ("“", '”"'),
    ("„", "“”"),
    ("«", "»"),
    ('"', '"'),
    ("＂", "＂"),
    ("「", "」"),
    ("『", "』"),
    ("〝", "〞〟"),
    ("❝", "❞"),
)
_DOUBLE = "".join(opens + closes for opens, closes in KINDS) + "‟‹›″ʺ"
_OPENING, _CLOSING = "「『", "」』"  # these alone look the same way in every language
_MARK = re.compile(rf"''|‘‘|’’|(?<!`)``(?!`)|(?![‹›] ?\d)[{_DOUBLE}]")  # "‹ 5" is how the prompt writes "less than"
_SINGLE = "'‘’‚‛❛❜＇"
_BEFORE = " \n\t([{—–-/:" + _DOUBLE + _SINGLE  # what an opening mark may follow
_BEHIND = "$€£#([…-~+" + _DOUBLE + _SINGLE  # what may follow one, beside a word
_SINGLE_MARK = re.compile(rf"[{_SINGLE}]")
# What an apostrophe at the beginning of a word stands for: '90s, rock 'n' roll, 'tis.
_ELIDED = re.compile(
    rf"[{_SINGLE}](?:\d\ds?|n|em|er|til|till|tis|twas|cause|cos|bout|round|ere|kay)(?![a-z])", re.IGNORECASE
)
_POSSESSIVE = re.compile(rf"(?<=[sxzSXZ])[{_SINGLE}](?= [a-z])")
_INCHES = re.compile(r"(?<![\d.,])\d{1,2}(?:\.\d)?(?P<mark>[\"″]|'')(?=[ -][a-z])")  # a 19" rack
_LONGEST = 1_200  # characters between two marks that belong together


Span = tuple[int, int]


class Quotation(Frozen):
    """Words in quotation marks: `text[start:end]` with the marks, `words` without them."""

    start: int
    end: int
    words: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """All pairs of quotation marks that stand within no other pair, in order; apostrophes are none."""
    pairs = sorted({*_double_pairs(text), *_single_pairs(text)}, key=lambda pair: (pair[0][0], -pair[1][1]))
    found: list[Quotation] = []
    for (start, inner), (last, end) in pairs:
        if (not found or start >= found[-1].end) and text[inner:last].strip():
            found.append(Quotation(start=start, end=end, words=text[inner:last].strip()))
    return tuple(found)


def bare(text: str) -> str:
    """`text` without any quotation mark; apostrophes, and inches and feet behind a number, stay."""
    spans = [span for pair in _single_pairs(text) for span in pair]
    spans += [mark.span() for mark in _SINGLE_MARK.finditer(text) if _is_half(text, mark)]
    return _without(text, [*spans, *_double_spans(text)])


def without_halves(text: str) -> str:
    """`text` without the double marks that belong to none of its pairs."""
    paired = {span for pair in _double_pairs(text) for span in pair}
    return _without(text, [s for s in _double_spans(text) if s not in paired])


def within_marks(text: str) -> str:
    """`text` as it stands between “ and ”: its own double marks single, those that belong to no pair left out."""
    shown = {span: mark for pair in _double_pairs(text) for span, mark in zip(pair, "‘’", strict=True)}
    parts, done = [], 0
    for start, end in _double_spans(text):
        parts += [text[done:start], shown.get((start, end), "")]
        done = end
    return "".join([*parts, text[done:]])


def unpaired(text: str) -> tuple[bool, bool]:
    """Whether a quotation ends in `text` that began before it, and whether one begins that ends behind it."""
    paired = {span for pair in _double_pairs(text) for span in pair}
    halves = [mark for mark in _MARK.finditer(text) if mark.span() not in paired and not _is_inch(text, mark)]
    opening = [_opens(text, mark) for mark in halves]
    return not all(opening), any(opening)


def _double_spans(text: str) -> list[Span]:
    return [mark.span() for mark in _MARK.finditer(text) if not _is_inch(text, mark)]


def _without(text: str, spans: Iterable[Span]) -> str:
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + text[end:]
    return text


def _double_pairs(text: str) -> Iterator[tuple[Span, Span]]:
    """An opening mark and the one that closes it, wherever they stand; what is never closed opens nothing."""
    open_marks: list[Span] = []
    for mark in _MARK.finditer(text):
        if _opens(text, mark) or not (open_marks or _is_inch(text, mark) or _closes(text, mark)):
            open_marks.append(mark.span())
        elif open_marks:
            if mark.start() - open_marks[-1][1] <= _LONGEST:
                yield open_marks[-1], mark.span()
            open_marks.pop()


def _opens(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands where a quotation begins: a word behind it and none in front."""
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    if mark[0] in _OPENING:
        return True
    return mark[0] not in _CLOSING and before in _BEFORE and (after.isalnum() or after in tuple(_BEHIND))


def _closes(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands where a quotation ends: something in front of it and no word behind."""
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    return mark[0] in _CLOSING or (bool(before) and not before.isspace() and not after.isalnum())


def _is_inch(text: str, mark: re.Match[str]) -> bool:
    begin = max(0, mark.start() - 6)  # as far as such a number can reach
    near = text[begin : mark.end() + 2]
    return any(begin + inches.start("mark") == mark.start() for inches in _INCHES.finditer(near))


def _single_pairs(text: str) -> Iterator[tuple[Span, Span]]:
    """Single marks around words: each that opens with the first behind it that closes."""
    doubles = [mark.span() for mark in _MARK.finditer(text)]
    marks = [
        mark
        for mark in _SINGLE_MARK.finditer(text)
        if not any(start <= mark.start() < end for start, end in doubles if end - start > 1)
    ]
    opening: re.Match[str] | None = None
    closing: list[re.Match[str]] = []
    for mark in marks:
        if _opens(text, mark) and not _ELIDED.match(text, mark.start()):
            yield from _closed(text, opening, closing)
            opening, closing = mark, []
        elif _closes(text, mark) and not _opens(text, mark):
            closing.append(mark)
    yield from _closed(text, opening, closing)


def _closed(text: str, opening: re.Match[str] | None, closing: Iterable[re.Match[str]]) -> Iterator[tuple[Span, Span]]:
    """The pair that an opening single mark makes: sooner with a mark that cannot be a possessive."""
    if opening is None:
        return
    ends = [mark for mark in closing if mark.start() - opening.end() <= _LONGEST]
    if ends:
        certain = (mark for mark in ends if not _POSSESSIVE.match(text, mark.start()))
        yield opening.span(), next(certain, ends[0]).span()


def _is_half(text: str, mark: re.Match[str]) -> bool:
    """Whether a single mark is no apostrophe: it opens a word, or stands behind the end of a sentence."""
    if _ELIDED.match(text, mark.start()):
        return False
    return _opens(text, mark) or (
        text[max(0, mark.start() - 1) : mark.start()] in tuple(".,!?…") and _closes(text, mark)
    )
