"""How a name is written in the material."""

from __future__ import annotations

import re
from collections import Counter

from corpus.models import Form
from index.generation import Generation

_PASSAGES = 16  # that are looked at, spread over all
_RUNNING = (Form.SPEECH, Form.PROSE)  # headings and labels capitalise anything


def as_written(word: str, generation: Generation) -> str:
    """The form in which a word stands most often in sentences; "" where it also stands in small letters, or not at all."""
    pattern = re.compile(rf"(?<![\w'’-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    seen = Counter[str]()
    rows = generation.keywords.rows(word)
    for row in rows[:: -(-len(rows) // _PASSAGES) or 1]:
        for sentence in generation.passage(int(row)).sentences:
            if sentence.form in _RUNNING:
                seen.update(pattern.findall(sentence.text))
    return "" if any(form.islower() for form in seen) else max(seen, key=lambda form: (seen[form], form), default="")
