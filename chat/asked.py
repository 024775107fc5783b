"""What somebody wrote, as it is read: composed, without what nobody sees. Every door and the assistant clean alike."""

from __future__ import annotations

import unicodedata

from chat.errors import BadQuestion
from chat.models import QUESTION_CHARACTERS

_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # they make text read otherwise than it is
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff") | frozenset(map(chr, _BIDI))
_UNPRINTED = frozenset({"Cc", "Cs", "Co", "Cn"})  # control, surrogate, private, unassigned


def clean_text(text: str) -> str:
    """`text` in NFC without control, tag and other invisible characters, white space folded to single spaces."""
    visible = "".join(" " if char.isspace() else char for char in text if not _hidden(char))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def clean_question(text: str) -> str:
    """A question fit to be asked. Raises BadQuestion when nothing is left of it, or over `QUESTION_CHARACTERS`."""
    question = clean_text(text)
    if not question:
        raise BadQuestion("The question is empty; ask something about the show.")
    if len(question) > QUESTION_CHARACTERS:
        raise BadQuestion(f"The question has {len(question):,} characters; ask in at most {QUESTION_CHARACTERS:,}.")
    return question


def _hidden(char: str) -> bool:
    if char.isspace():
        return False
    return char in _INVISIBLE or 0xE0000 <= ord(char) <= 0xE0FFF or unicodedata.category(char) in _UNPRINTED
