"""What somebody wrote, as it is read: composed, without what nobody sees. Every door and the assistant clean alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from chat.errors import BadQuestion
from chat.models import QUESTION_CHARACTERS, Message
from corpus.reading.marks import seen

_UNPRINTED = frozenset({"Cs", "Co", "Cn"})  # surrogate, private, unassigned


def clean_text(text: str) -> str:
    """`text` in NFC without control, tag and other invisible characters, white space folded to single spaces."""
    visible = "".join(char for char in seen(text) if unicodedata.category(char) not in _UNPRINTED)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def clean_question(text: str) -> str:
    """A question fit to be asked. Raises BadQuestion when nothing is left of it, or over `QUESTION_CHARACTERS`."""
    question = clean_text(text)
    if not question:
        raise BadQuestion("The question is empty; ask something about the show.")
    if len(question) > QUESTION_CHARACTERS:
        raise BadQuestion(f"The question has {len(question):,} characters; ask in at most {QUESTION_CHARACTERS:,}.")
    return question


def clean_history(history: Iterable[Message]) -> tuple[Message, ...]:
    """What was said before, without halves of characters, which no model takes. Lines stay: an answer may be a list."""
    return tuple(
        turn.model_copy(update={"content": turn.content.encode("utf-8", "ignore").decode()}) for turn in history
    )
