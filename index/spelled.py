"""How a name is written in the material."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpus.models import Form
from index.generation import Generation

_PASSAGES = 16  # that are looked at, spread over all
_RUNNING = (Form.SPEECH, Form.PROSE)  # headings and labels capitalise anything


def as_written(word: str, generation: Generation) -> str:
    """The form in which a name stands most often; "" for a word that also stands in small letters, or nowhere."""
    pattern = re.compile(rf"(?<![\w'’-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    seen = Counter[str]()
    for text in _sentences(word, generation):
        found = pattern.findall(text)
        if any(form.islower() for form in found):
            return ""
        seen.update(found)
    return max(seen, key=lambda form: (seen[form], form), default="")


def _sentences(word: str, generation: Generation) -> Iterator[str]:
    rows = generation.keywords.rows(word)
    for row in rows[:: -(-len(rows) // _PASSAGES) or 1]:
        yield from (one.text for one in generation.passage(int(row)).sentences if one.form in _RUNNING)
