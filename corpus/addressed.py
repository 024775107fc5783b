"""Spoken questions under the names of those they are put to: nobody else asks Hal "What were you before?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import Form, Sentence

_YOU = re.compile(
    r"\byou(?:(?P<is>['’]re)|(?P<has>['’]ve)|(?P<would>['’]d)|(?P<will>['’]ll)|(?P<own>rs?))?\b", re.IGNORECASE
)
_ENDINGS = {"is": " is", "has": " has", "would": " would", "will": " will", "own": "'s"}


def addressed(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """What each of some sentences that follow one another is compared with a listener's question by; never shown.

    That is its `search_text`, in which a spoken question has the name of whoever speaks next instead of "you".
    """
    return tuple(_named(sentence, sentences[at + 1 :]) for at, sentence in enumerate(sentences))


def _named(sentence: Sentence, following: Sequence[Sentence]) -> str:
    text = sentence.search_text
    if sentence.form is not Form.SPEECH or not text.rstrip().endswith("?") or not _YOU.search(text):
        return text
    other = next((after.speaker for after in following if after.speaker != sentence.speaker), None)
    return _YOU.sub(lambda you: f"{other}{_ENDINGS.get(you.lastgroup or '', '')}", text) if other else text
