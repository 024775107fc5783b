"""Where a quotation begins and ends in running text, spoken ("quote, … end quote") or printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.given import FULL_NAME
from chat.paired import unpaired
from corpus.models import Form, Sentence

_SPOKEN_QUOTE = re.compile(r"(?<!end )\bquote[,:]", re.IGNORECASE)
_SPOKEN_END = re.compile(r"\b(?:end|close) quote\b|\bunquote\b", re.IGNORECASE)
_WHOLE_QUOTE = re.compile(r"“[^“”]*”")
_QUOTED_SENTENCES = 6  # the longest quotation that is kept whole
_ANNOUNCES = re.compile(
    r"(?:\b(?:said|says|say|puts?|noted|wrote|told us|explained)\b(?: (?:it|this|that))?(?: \w+)?|:)[.:,]?$",
    re.IGNORECASE,
)
_HE_OR_SHE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_NAMED_WITHIN = 4  # sentences before "she said", among which her name is looked for


def who_is_meant(sentences: Sequence[Sentence], first: Sentence) -> tuple[Sentence, ...]:
    """What the same speaker said before `first`, from where the person is named of whom it only says "she said"."""
    end = sentences.index(first)
    if _HE_OR_SHE.search(first.text) and not FULL_NAME.search(first.text):
        for start in range(end - 1, max(end - _NAMED_WITHIN, 0) - 1, -1):
            if sentences[start].speaker != first.speaker or not runs_into(sentences[start], first):
                break
            if FULL_NAME.search(sentences[start].text):
                return tuple(sentences[start:end])
    return ()


def runs_into(before: Sentence, sentence: Sentence) -> bool:
    """Whether both are running text, spoken or printed, so that one reads on into the other."""
    return before.form is sentence.form and before.form in (Form.SPEECH, Form.PROSE)


def _announced(sentences: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
    """The sentence at `at`, with the next one where it only announces it: "She put it bluntly." """
    here, after = sentences[at], sentences[at + 1] if at + 1 < len(sentences) else None
    if after is None or after.speaker != here.speaker:
        return (here,)
    announces = _ANNOUNCES.search(here.text) or (runs_into(here, after) and _SPOKEN_QUOTE.match(after.text))
    return (here, after) if announces else (here,)


def quotation(sentences: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
    """The sentence at `at`, and where it opens or goes on with a spoken or printed quotation, all of that."""
    for start in range(at, max(at - _QUOTED_SENTENCES, -1), -1):
        if start < at and _closes(sentences[start].text):
            break
        if _opens(sentences[start].text):
            for end in range(start, min(start + _QUOTED_SENTENCES, len(sentences))):
                if sentences[end].speaker != sentences[start].speaker:
                    break
                if _closes(sentences[end].text) and end >= at:
                    return tuple(sentences[start : end + 1])
            break
    return _announced(sentences, at)


def _opens(text: str) -> bool:
    """Whether a sentence opens a quotation that goes on behind it."""
    return bool(_SPOKEN_QUOTE.search(text)) or unpaired(text)[1]


def _closes(text: str) -> bool:
    """Whether a sentence has the end of a quotation."""
    return bool(_SPOKEN_END.search(text)) or unpaired(text)[0] or bool(_WHOLE_QUOTE.search(text))
