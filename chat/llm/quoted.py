"""Quotation marks in a model's sentence: each pair is looked up word for word in what the sentence cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.models import Frozen, Sentence

_PAIRS = re.compile(r"“([^“”\"]{1,1200})[”\"]|„([^„“”]{1,1200})[“”]|«([^«»]{1,1200})»|\"([^\"“”]{1,1200})\"")
_SINGLE = re.compile(r"(?<![\w’'])[‘']([^‘’'\n]{12,600}?(?:[’']\w[^‘’'\n]{0,200}?){0,6})[’'](?!\w)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEFT_OUT = re.compile(r"\s*(?:\[?(?:\.\.\.|…)\]?|\[[^\[\]]{0,40}\])\s*")


class Quotation(Frozen):
    """Words in quotation marks: `text[start:end]` with the marks, `words` without them."""

    start: int
    end: int
    words: str


class Stretch(Frozen):
    """Where words stand: sentences `first` to `last` of a passage, and the words as they are written there."""

    first: int
    last: int
    words: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """All pairs of quotation marks, in order; single ones only around several words."""
    found = [
        Quotation(start=match.start(), end=match.end(), words=next(filter(None, match.groups()), ""))
        for match in _PAIRS.finditer(text)
    ]
    free = [
        Quotation(start=match.start(), end=match.end(), words=match[1])
        for match in _SINGLE.finditer(text)
        if len(match[1].split()) > 2 and not any(q.start < match.end() and match.start() < q.end for q in found)
    ]
    return tuple(sorted((*found, *free), key=lambda quotation: quotation.start))


def locate(words: str, sentences: Sequence[Sentence]) -> Stretch | None:
    """Where these very words stand in consecutive sentences of one speaker; None when they do not.

    Words are compared, not marks: capitals, commas and the shape of an apostrophe may differ, and what is shown
    in the end is the source's own writing. Words left out ("…") break a quotation.
    """
    wanted = [_folded(match[0]) for match in _WORD.finditer(words)]
    if not wanted or _LEFT_OUT.search(words.strip(" .…")):
        return None
    for group in _by_speaker(sentences):
        if stretch := _within(wanted, group, sentences):
            return stretch
    return None


def _within(wanted: Sequence[str], group: Sequence[int], sentences: Sequence[Sentence]) -> Stretch | None:
    text = " ".join(sentences[i].text for i in group)
    spans = [match.span() for match in _WORD.finditer(text)]
    folded = [_folded(text[start:end]) for start, end in spans]
    for at in (i for i, word in enumerate(folded) if word == wanted[0]):
        if folded[at : at + len(wanted)] == list(wanted):
            start, end = spans[at][0], spans[at + len(wanted) - 1][1]
            first, last = _sentence_at(start, group, sentences), _sentence_at(end - 1, group, sentences)
            return Stretch(first=first, last=last, words=_with_signs(text, start, end))
    return None


def _with_signs(text: str, start: int, end: int) -> str:
    """`text[start:end]` with the signs that belong to its first and last word: "$30" and "40%"."""
    start -= text[max(0, start - 1) : start] in ("$", "€", "£", "~")
    end += text[end : end + 1] in ("%", "+", "×", "?", "!")
    return text[start:end]


def _by_speaker(sentences: Sequence[Sentence]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, sentence in enumerate(sentences):
        if groups and sentences[groups[-1][-1]].speaker == sentence.speaker:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _sentence_at(position: int, group: Sequence[int], sentences: Sequence[Sentence]) -> int:
    """Which sentence of the group, joined by spaces, has the character at `position`."""
    for i in group:
        if position <= len(sentences[i].text):
            return i
        position -= len(sentences[i].text) + 1
    return group[-1]


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")


def unquoted(text: str, exact: Sequence[tuple[Quotation, Stretch | None]]) -> str:
    """The sentence with found quotations in the source's own writing, and the marks off the others."""
    for quotation, stretch in reversed(exact):
        shown = f"“{stretch.words}”" if stretch else quotation.words
        if stretch and quotation.words.rstrip()[-1:] in (".", ",", "!", "?") and stretch.words[-1:] not in ("!", "?"):
            shown = f"“{stretch.words}”{quotation.words.rstrip()[-1]}"
        text = text[: quotation.start] + shown + text[quotation.end :]
    return re.sub(r"([.,!?])\1+$", r"\1", text)
