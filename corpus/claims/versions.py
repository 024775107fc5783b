"""The versions that a sentence names: "Foo 2.4", "version two point four", a table row that begins with one."""

from __future__ import annotations

import re

from corpus.claims.models import Claim, ClaimKind, Site, Value, claim_at
from corpus.claims.words import words_of
from corpus.letters import UPPER
from corpus.models import Form

VERSION = "version"  # first of `Claim.items`, before its parts: "1.29" has "1" and "1.29"
_NUMBER = re.compile(
    rf"(?P<before>\b(?-i:[{UPPER}])[\w.+-]{{0,30}} |\b(?:versions?|releases?) |^|\bv)"
    r"(?P<number>\d{1,4}(?:\.\d{1,4}){1,3})(?!\.?\d|[\w%-]"
    r"|\s?(?:x\b|per ?cent|times|[mb]illion|thousand|hours?|days?|seconds?|minutes?|[kmgt]b\b))",
    re.I,
)


def version_claims(site: Site) -> list[Claim]:
    """At most one: of several versions in one sentence, each is said of something else."""
    sentence = site.sentence
    text = sentence.text if sentence.form is Form.ROW else sentence.search_text  # spoken numbers as digits
    numbers = {m["number"] for m in _NUMBER.finditer(text) if m["before"] or sentence.form is Form.ROW}
    if len(numbers) != 1:
        return []
    (number,) = numbers
    ends = [match.start() for match in re.finditer(r"\.|$", number)]
    value = Value(ClaimKind.NAME, number, items=(VERSION, *(number[:end] for end in ends)))
    return [claim_at(site, value, words_of(sentence.text, site.names))]
