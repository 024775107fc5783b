"""What a question wants to know, as far as its wording tells: decided from its words alone."""

from __future__ import annotations

import re

from corpus.models import Frozen

_AMOUNT = re.compile(
    r"\b(?:how (?:many|much|long|often|old|far|big|large|high|low|fast|soon|late|early)|when|(?:up|from) (?:to )?what|"
    r"(?:what|which|by what) (?:time|share|part|percent\w{0,4}|price|number|year|date|day|fraction|proportion|rate|"
    r"cost|size|amount|version|factor)|percent(?:age)?|price|cost|number of)\b",
    re.IGNORECASE,
)
_EPISODE = re.compile(
    r"\b(?:which|what|where|number)\b.{0,40}\b(?:episodes?|shows?)\b|\bwhere did (?:we|you|they|i)\b", re.IGNORECASE
)


class Asked(Frozen):
    """What kind of thing would answer."""

    for_amount: bool = False  # a quantity, a price, a time: the answer has a number in it
    for_episode: bool = False  # an episode: its title and number answer


def asked(question: str) -> Asked:
    """What `question` asks for."""
    return Asked(for_amount=bool(_AMOUNT.search(question)), for_episode=bool(_EPISODE.search(question)))
