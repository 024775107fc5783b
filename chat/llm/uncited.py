"""Sentences of a model that cite nothing that was given: they stand where all their words are, or frame an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chat.llm.evidenced import Evidence, union
from chat.llm.framing import denials, subject
from chat.llm.marks import Said
from chat.llm.verify import Checked, Cited, check

_CLAIMS = 2  # subject words from which a sentence claims something
_COURTESY = re.compile(
    r"^(?:sure|certainly|of course|absolutely|hello|hi|(?:great|good) question|thank(?:s| you)(?: for asking)?"
    r"|(?:I|we) hope (?:this|that|it) (?:helps|answers)|(?:please )?let me know|(?:please )?feel free to"
    r"|(?:I['’]m|I am) (?:happy|glad) to help|here(?:['’]s| is| are))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:if you have|ask|any|other|more|further|questions?|anything else|know)\b", re.IGNORECASE)


def placed(said: Said, given: Mapping[str, Evidence]) -> Checked:
    """`check`; but what cites nothing given is tried on each passage, where one place has all that it speaks of."""
    terms = subject(said.text)
    if not is_uncited(said, given) or said.code or len(terms) < _CLAIMS:
        return check(said, given)
    for key, evidence in given.items():
        if terms <= union(line.terms for line in evidence.lines):
            checked = check(said.model_copy(update={"keys": (key,)}), given)
            if checked.cited and _stands_whole(said.text, checked.cited):
                return checked
    return check(said, given)


def _stands_whole(text: str, cited: Sequence[Cited]) -> bool:
    """Whether the cited sentences have all that a text speaks of, and deny as often as it does."""
    words = " ".join(sentence.text for place in cited for sentence in place.sentences)
    lines = (line.terms for place in cited for line in place.lines)
    return subject(text) <= union(lines) and denials(text) == denials(words)


def is_uncited(said: Said, given: Mapping[str, Evidence]) -> bool:
    """Whether none of the keys of a sentence was given."""
    return not any(key in given for key in said.keys)


def is_courtesy(said: Said) -> bool:
    """Whether a sentence is but polite: "Sure!", "I hope this helps!"."""
    courteous = _COURTESY.match(said.text)
    return courteous is not None and len(subject(_ASKING.sub(" ", said.text[courteous.end() :]))) < _CLAIMS


def is_frame(said: Said) -> bool:
    """Whether a sentence leads on to what is claimed: a heading, "Here is what they say:"."""
    return said.heading or said.text.endswith(":")
