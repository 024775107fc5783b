"""Words with which an answer speaks of its sources, denies, or says the contrary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from chat.words import stem, term_set, tokens

# How an answer speaks of its sources is no part of what it claims.
FRAME = frozenset(
    stem(word)
    for word in """
    according add added addition additionally adds agree agreed aired also answer argue argued article believe
    both captions claim comment compared conclude confirm confirmed contrast data describe described detail
    details differ different disagree discuss discussion document emphasize estimate explain explained expressed
    figure figures finally furthermore given guest highlight highlighted however identify include includes
    including indicate indicated information instead interview keynote last lastly likewise list listed mean
    meanwhile moreover next no note noted notes outline overall page pages part passage passages plan planned point pointed
    press print printed quote rather refer reference regarding relate report respectively say second section
    show similarly source sources specific specifically speech stated statement states summary table talk tell
    text therefore third topic total transcript version whereas while write written yes
    """.split()  # noqa: SIM905 - a list of words is read as words
)
_DENIALS = frozenset(
    ("not", "no", "never", "none", "without", "neither", "nor", "cannot", "nobody", "nothing", "nowhere", "hardly")
)
_DENIAL_ENDING = re.compile(r"n['’]t$")
# Each word and its opposite.
_OPPOSITES = """
    increase decrease, increased decreased, rise fall, rose fell, faster slower, higher lower, before after,
    cheaper dearer, larger smaller, bigger smaller, more less, more fewer, most least, above below, minimum
    maximum, open closed, opened closed, gain loss, gained lost, win lose, won lost, always never, buy sell,
    bought sold, longer shorter, earlier later, accept reject, accepted rejected, allow forbid, start stop,
    success failure, succeeded failed, arrived left, north south, east west, old new, older younger
"""
_PAIRS = tuple(pair.split() for pair in _OPPOSITES.split(","))


def subject(text: str) -> frozenset[str]:
    """The stems of what a sentence speaks of, the words with which it speaks of its sources left out."""
    return term_set(text) - FRAME


def denies(text: str) -> bool:
    """Whether a text has a word of denial."""
    return any(word in _DENIALS or _DENIAL_ENDING.search(word) for word in tokens(text))


def contrary(words: Set[str], source: Set[str]) -> bool:
    """Whether some word is missing in the source's words while its opposite is there and is not in `words`."""
    return any(
        one in words and one not in source and other in source and other not in words
        for pair in _PAIRS
        for one, other in _both_ways(pair)
    )


def _both_ways(pair: list[str]) -> Iterable[tuple[str, str]]:
    return (pair[0], pair[1]), (pair[1], pair[0])
