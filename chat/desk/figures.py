"""The figures of a sentence, as a producer scans for them: digits with what they count."""

from __future__ import annotations

import re

from chat.words import terms

_NUMBER = re.compile(
    r"(?<![\w.])\d[\d,.]{0,30}(?<=\d)(?!\w)\+?"
    r"(?: (?:thousand|million|billion|trillion))?(?: (?:percent|times|dollars))?(?: [a-z]{2,20}\b)?"
)


def numbers_in(search_text: str) -> tuple[str, ...]:
    """The figures of a sentence whose numbers are in digits, each once, with what they count where one word says it."""
    return tuple(dict.fromkeys(_figure(match[0]) for match in _NUMBER.finditer(search_text)))


def _figure(number: str) -> str:
    head, _, last = number.rpartition(" ")
    number = head if head and not terms(last) else number
    number = number.replace(" percent", "%").replace(" times", "×")
    return re.sub(r"^([^a-z]+(?: [a-z]{2}llion| thousand)?) dollars\b", r"$\1", number)
