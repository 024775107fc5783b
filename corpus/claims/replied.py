"""What a short reply takes from the question before it: "How long did the roof take?" "Eleven weeks."

A reply that is no more than its value says nothing of what the value is of. The question does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.claims.words import Word, words_of
from corpus.models import Form, Sentence
from corpus.numbers.numerals import numerals

_ASKS_VALUE = re.compile(
    r"^\W*(?:(?:and|so|but|well),? )?when\b|"
    r"\b(?:how (?:many|much|long|old|far|often|high|tall|deep|wide|big|large|heavy|hot|cold|warm|fast|early|late)|"
    r"(?:what|which) (?:year|date|day|month|share|age|size|depth|height|weight|percentage)|"
    r"what (?:did|does|do|would) [^?]{1,60} (?:cost|weigh|measure))\b",
    re.I,
)
_ASKED = re.compile(r"\?\W{0,4}$")
_EITHER = re.compile(r"\bor\b", re.I)  # "in spring or in autumn?": a reply takes up one of them


def question_words(sentences: Sequence[Sentence], position: int, names: frozenset[str]) -> list[Word]:
    """The words of the question that a sentence begins to answer; none where no value was asked for."""
    if position == 0:
        return []
    reply, asked = sentences[position], sentences[position - 1]
    talk = reply.form is Form.SPEECH and asked.form is Form.SPEECH and reply.speaker and asked.speaker
    if not talk or reply.speaker == asked.speaker or not _ASKED.search(asked.text):
        return []
    if not _ASKS_VALUE.search(asked.text) or _EITHER.search(asked.text) or numerals(asked.text):
        return []
    return words_of(asked.text, names)
