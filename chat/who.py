"""Who did something, where the sentence that says so names nobody: its speaker, or somebody named right beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.given import FULL_NAME
from chat.quoting import runs_into, who_is_meant
from chat.words import AUXILIARY, any_of
from corpus.models import Form, Sentence

# "Who ruined it?", not "Who is the cook?", "Who did they ask?".
_WHO_DID = any_of(
    rf"^\W*who (?!(?:{AUXILIARY}|am|else)\b)",
    r"^\W*who (?:is|was) (?:it|the (?:one|person|first|last)) (?:that|who|to)\b",
)
_LEAD = r"^\W*(?:(?:and|but|so|then|well|now|because|okay|yes|yeah|no|oh|um|uh|when)\b,? ?){0,3}"
# What somebody only thinks, saw or heard of, another did.
_NO_DEED = (
    r"(?:think|thought|guess|mean|meant|suppose|know|knew|believe|doubt|hope|wish|see|saw|seen|hear|heard|read|remember"
    r"|wonder(?:ed)?|loved?|liked?|hated?|want(?:ed)?|asked?|tell|told|say|said|says|meet|met|speak|spoke|talk(?:ed)?"
    r"|watch(?:ed)?|look(?:ed)?|feel|felt|am|was|will|would|can|could|might|may|should|must|never"
    r"|(?:do|did|ca|could|wo|would|have|had|was)n['’]t|['’]m)"
)
_I_DID = any_of(rf"{_LEAD}I(?:['’](?:ve|d))? (?!(?:\w+ly )?{_NO_DEED}\b)\w")
_HE_OR_SHE_DID = any_of(rf"{_LEAD}s?he\b")
_LONGEST = 60  # words of what is told together
_SHORT_NAME = 5  # words


def asks_who_did(text: str) -> bool:
    """Whether a question asks who did something."""
    return bool(_WHO_DID.search(text))


def told_with(sentences: Sequence[Sentence], at: int) -> tuple[Sentence, ...]:
    """The sentence at `at` with the one beside it that names who did what it says; by itself where its speaker did.

    Nothing where it does not tell who.
    """
    here = sentences[at]
    if here.form not in (Form.SPEECH, Form.PROSE):
        return ()
    if here.speaker and _I_DID.match(here.text):
        return (here,)
    after = sentences[at + 1] if at + 1 < len(sentences) else None
    if after and after.speaker == here.speaker and runs_into(here, after) and _is_bare_name(after.text):
        return here, after
    before = who_is_meant(sentences, here) if _HE_OR_SHE_DID.match(here.text) else ()
    told = (*before, here)
    return told if before and sum(len(one.text.split()) for one in told) <= _LONGEST else ()


def _is_bare_name(text: str) -> bool:
    name = re.sub(r"\W+$", "", text)
    return bool(FULL_NAME.fullmatch(name)) and len(name.split()) <= _SHORT_NAME
