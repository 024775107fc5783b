"""What a text is searched under: numbers in digits, letters and names spelled for the voice closed up again."""

from __future__ import annotations

import re

from corpus.numbers.written import written

# "V H F", "P C Bs": the scripts spell letters apart for the speech engine; a listener searches for "VHF".
_SPELLED = re.compile(r"(?<![\w'’.-])(?:[A-Z] ){1,7}[A-Z](?:s|es)?(?!\w)")
_SERIES = re.compile(
    r"\b(?:plan|option|tier|grade|vitamin|section|type|class|appendix|path|part|team)\s$", re.IGNORECASE
)
_LETTER_NUMBER = re.compile(r"(?<![\w'’])([A-Za-z])[ -](\d{1,3})(?: ([a-z])\b|\b(?![.,%]?\d))")
_HYPHENED = re.compile(r"\b([a-z])-(?=[a-z]{3,9}(?:-[a-z]{3,5})?\b)")  # "p-ninety-five"
_DOT = re.compile(
    r"\b(\w{1,40}) dot ((?i:io|com|net|org|dev|ai|af|app|cloud|co|fm|tv|me|sh|js|ts|py|go|rs|rb|lua|java|ya?ml|json|"
    r"toml|md|txt|xml|conf|cfg|ini|env|lock|local|internal|gov|edu))\b"
)
_SLASH = re.compile(r"\b([A-Z]\w{0,30}) slash ([A-Z]\w{0,30})\b")
_DASH = re.compile(r"\b([a-z]\w{0,30}) dash (?!of\b|to\b|for\b|and\b|the\b|a\b|in\b)(\w{1,30})\b")
_SIGNS = ((" dot ", _DOT, r"\1.\2"), (" slash ", _SLASH, r"\1/\2"), (" dash ", _DASH, r"\1-\2"))


def searchable(text: str) -> str:
    """`text` as it is searched: "B twelve" → "B12", "V H F" → "VHF", "Tide dot io" → "Tide.io", numbers in digits.

    Never shown. Questions should go through it too, so that both sides are spelled alike.
    """
    text = _HYPHENED.sub(r"\1 ", _SPELLED.sub(_closed_up, text))
    for word, pattern, sign in _SIGNS:
        if word in text:  # few sentences have one
            text = pattern.sub(sign, text)
    return _LETTER_NUMBER.sub(_joined, written(text))


def _closed_up(match: re.Match[str]) -> str:
    letters = match[0].split()
    if len(letters) == 2 and _SERIES.search(match.string, max(0, match.start() - 12), match.start()):
        return match[0]  # "plan B I think"
    return "".join(letters)


def _joined(match: re.Match[str]) -> str:
    if match[1] in "aAI":
        return match[0]  # "a 5 minute wait"
    return match[1] + match[2] + (match[3] or "")
