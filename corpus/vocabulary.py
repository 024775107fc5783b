"""The words of the captions against those of the show's own text: which of them are strange."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from corpus.sentences import is_common_word
from corpus.tokens import is_written_english

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:['’-][A-Za-z0-9]+)*")
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z0-9]*(?:['’-][A-Za-z0-9]+)*")


class Words(NamedTuple):
    """The words of some documents: how often each is used, as written, and which stand side by side."""

    written: Counter[str]
    inside: Counter[str]  # with a capital within a sentence
    folded: Counter[str]
    pairs: Counter[tuple[str, str]]


def read_words(texts: Iterable[str]) -> Words:
    """The words of all `texts`. Linear in their length."""
    text = Words(Counter(), Counter(), Counter(), Counter())
    for one in texts:
        words = _WORD.findall(one)
        text.written.update(words)
        text.inside.update(_INSIDE.findall(one))
        text.folded.update(word.casefold() for word in words)
        text.pairs.update(pairwise(word.casefold() for word in words))
    return text


def is_strange(word: str, clean: Words) -> bool:
    """Whether neither the show's own text nor English has the word, as it is or without an ending."""
    stems = (word, word.removesuffix("s"), word.removesuffix("'s").removesuffix("’s"))
    if any(stem.casefold() in clean.folded or is_common_word(stem) for stem in stems):
        return False
    return not is_written_english(form for stem in stems for form in (stem, stem.casefold()))
