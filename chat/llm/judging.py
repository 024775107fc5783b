"""Where a model's sentence decides between sources, or names a kind of source that it does not cite."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.llm.evidenced import Evidence, Line, union
from corpus.models import SourceKind

_WRONG = r"wrong|false|mistaken|incorrect|inaccurate|erroneous|untrue|in error"
_RIGHT = r"right|correct|accurate|true"
_BE = r"(?:is|are|was|were|be|been|seems?|appears?|(?:has|have|had|gets?|got) (?:it|that|this))"
_HOW = r"(?: (?:simply|plainly|clearly|just|also|not|actually|probably|factually|therefore|[a-z]{2,12}ly)){0,2}"
_JUDGED = re.compile(
    rf"\b{_BE}{_HOW} (?P<is>{_WRONG})\b"
    rf"|\b{_BE}{_HOW} (?P<holds>{_RIGHT})(?=[.,;:!?)]|$| (?:and|but|while|about|against|figure|number|one|here)\b)"
    r"|\b(?P<how>wrongly|falsely|mistakenly|incorrectly|erroneously) (?:say|state|claim|list|give|put|print|has|have)"
    rf"|\bthe (?P<what>{_WRONG}|{_RIGHT}) (?:figures?|numbers?|dates?|names?|values?|answers?) (?:is|are|was|were)\b"
    r"|\b(?P<which>wrong|false|mistaken|incorrect) (?:figures?|numbers?|dates?|names?|values?|claims?|statements?)\b",
    re.IGNORECASE,
)
_KINDS = {
    "transcript": (SourceKind.TRANSCRIPT, SourceKind.CAPTIONS, SourceKind.PAGE),  # pages and captions print one too
    "outline": (SourceKind.OUTLINE,),
    "show notes": (SourceKind.PAGE,),
    "article": (SourceKind.ARTICLE,),
    "captions": (SourceKind.CAPTIONS,),
}
_KIND = r"(?P<kind>transcript|outline|show notes|article|captions)"
_NAMED = re.compile(
    rf"\b[Tt]he (?:[a-z]{{2,20}}[’']?s? )?{_KIND}(?: (?:of|for) (?:the |this )?[Ee]pisode \w{{1,12}})?"
    r"(?: [a-z]{2,15}ly| also)? (?:has|have|says?|said|states?|stated|lists?|listed|gives?|gave|mentions?|mentioned"
    r"|notes?|puts?|shows?|describes?|reports?|plans?|planned|calls?)\b"
    rf"|\b(?:[Aa]ccording to|[Ii]n) the {_KIND.replace('kind', 'place')}\b"
)


def decides(own: str, lines: Sequence[Line]) -> bool:
    """Whether a sentence's own words call something right or wrong that the lines it stands on do not call so."""
    said = union(line.words for line in lines)
    for found in _JUDGED.finditer(own):
        judged = found["is"] or found["holds"] or found["how"] or found["which"] or found["what"]
        if not any(word.startswith(judged.casefold().split()[-1][:5]) for word in said):
            return True
    return False


def other_kind(text: str, evidence: Sequence[Evidence]) -> str | None:
    """The kind of source that a sentence names, when it cites none of that kind, nor one that speaks of such a one."""
    for found in _NAMED.finditer(text):
        kind = found["kind"] or found["place"]
        words = union(line.words for item in evidence for line in item.lines)
        if not any(item.passage.kind in _KINDS[kind] for item in evidence) and not words.issuperset(kind.split()):
            return kind
    return None
