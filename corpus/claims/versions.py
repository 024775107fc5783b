"""The version that a sentence names: "Foo 2.4", "version two point four", a table row that begins with it."""

from __future__ import annotations

import re

from corpus.claims.models import Claim, ClaimKind, Site, Value, claim_at
from corpus.claims.words import words_of
from corpus.models import Form

VERSION = "version"  # first of `Claim.items`, before its parts: "1.29" has "1" and "1.29"
_NUMBER = re.compile(
    r"(?P<before>\b[A-Z][\w.+-]{0,30} |\b(?:versions?|releases?) |^|\bv)(?P<number>\d{1,4}(?:\.\d{1,4}){1,3})(?![\w%.-]"
    r"|\s?(?:x\b|per ?cent|times|[mb]illion|thousand|hours?|days?|seconds?|minutes?|[kmgt]b\b))",
    re.I,
)


def version_claims(site: Site) -> list[Claim]:
    """At most one: of several versions in one sentence, each is said of something else."""
    sentence = site.sentence
    found = [m for m in _NUMBER.finditer(sentence.search_text) if m["before"] or sentence.form is Form.ROW]
    if len({match["number"] for match in found}) != 1:
        return []
    number = found[0]["number"]
    ends = [match.start() for match in re.finditer(r"\.|$", number)]
    value = Value(ClaimKind.NAME, number, items=(VERSION, *(number[:end] for end in ends)))
    return [claim_at(site, value, words_of(sentence.text, site.names))]
