"""What a model sets in quotation marks is looked up word for word in what its sentence cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from chat.citations import row_cells
from chat.paired import Quotation, bare, without_halves
from chat.wording import row_text
from corpus.models import Frozen, Sentence

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEFT_OUT = re.compile(r"\s*(?:\[?(?:\.\.\.|…)\]?|\[[^\[\]]{0,40}\])\s*")


class Stretch(Frozen):
    """Where words stand: sentences `first` to `last` of a passage, and the words as they are written there."""

    first: int
    last: int
    words: str
    before: str = ""  # what its first sentence has in front of them
    cells: tuple[str, ...] = ()  # of a table row, those in which they stand


def locate(words: str, sentences: Sequence[Sentence]) -> Iterator[Stretch]:
    """Every place where these very words stand in consecutive sentences of one speaker, or in a table row, in order.

    Words are compared, not marks: capitals, commas and the shape of an apostrophe may differ, and what is shown
    in the end is the source's own writing. Words left out ("…") break a quotation.
    """
    wanted = [_folded(match[0]) for match in _WORD.finditer(words)]
    if wanted and not _LEFT_OUT.search(words.strip(" .…")):
        for group in _together(sentences):
            yield from _within(wanted, group, sentences)


def _within(wanted: Sequence[str], group: Sequence[int], sentences: Sequence[Sentence]) -> Iterator[Stretch]:
    text = " ".join(sentences[i].text for i in group)
    spans = [match.span() for match in _WORD.finditer(text)]
    folded = [_folded(text[start:end]) for start, end in spans]
    for at in (i for i, word in enumerate(folded) if word == wanted[0]):
        if folded[at : at + len(wanted)] == list(wanted):
            start, end = spans[at][0], spans[at + len(wanted) - 1][1]
            (first, inside), (last, _) = (_sentence_at(place, group, sentences) for place in (start, end - 1))
            before = text[start - inside : start]
            cells = _cells(sentences[first], inside, inside + end - start)
            yield Stretch(first=first, last=last, words=_as_shown(text, start, end), before=before, cells=cells)


def _cells(sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    """The cells of a table row in which `text[start:end]` stands."""
    found, at = [], 0
    for cell in row_cells(sentence):
        if at < end and start < at + len(cell):
            found.append(cell)
        at += len(cell) + 1
    return tuple(found)


def _as_shown(text: str, start: int, end: int) -> str:
    """`text[start:end]` with the signs of its first and last word ("$30", "40%"), and no half of a pair of marks."""
    start -= text[max(0, start - 1) : start] in ("$", "€", "£", "~")
    end += text[end : end + 1] in ("%", "+", "×", "?", "!")
    return without_halves(text[start:end])


def _together(sentences: Sequence[Sentence]) -> list[list[int]]:
    """The sentences in which one quotation can stand: those of one speaker, each table row by itself."""
    groups: list[list[int]] = []
    for i, sentence in enumerate(sentences):
        if groups and _goes_on(sentences[i - 1], sentence):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _goes_on(before: Sentence, sentence: Sentence) -> bool:
    return before.speaker == sentence.speaker and not row_cells(before) and not row_cells(sentence)


def _sentence_at(position: int, group: Sequence[int], sentences: Sequence[Sentence]) -> tuple[int, int]:
    """Which sentence of the group, joined by spaces, has the character at `position`, and where in it."""
    for i in group:
        if position <= len(sentences[i].text):
            return i, position
        position -= len(sentences[i].text) + 1
    raise ValueError("The position is beyond the sentences.")


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")


def unquoted(text: str, exact: Sequence[tuple[Quotation, Stretch | None]]) -> str:
    """The sentence with found quotations in the source's own writing, and no other quotation marks."""
    shown, at = "", 0
    for quotation, stretch in exact:
        shown += bare(text[at : quotation.start]) + (_marked(quotation, stretch) if stretch else bare(quotation.words))
        at = quotation.end
    return re.sub(r"([.,!?])\1+$", r"\1", shown + bare(text[at:]))


def _marked(quotation: Quotation, stretch: Stretch) -> str:
    """Found words in marks, or as a table row is told, with the stop that the model set within its own."""
    stop = quotation.words.rstrip()[-1:]
    shown = row_text(stretch.cells) if len(stretch.cells) > 1 else f"“{stretch.words}”"
    return shown + (stop if stop in tuple(".,!?") and stretch.words[-1:] not in ("!", "?") else "")
