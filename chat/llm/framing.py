"""Words with which an answer speaks of its sources, denies, or says the contrary."""

from __future__ import annotations

import re
from collections import Counter

from chat.words import stem, term_set, tokens

# How an answer speaks of its sources is no part of what it claims.
_FRAME = frozenset(
    stem(word)
    for word in """
    according add added addition additionally adds agree agreed aired also answer argue argued article believe
    both captions claim comment compared conclude confirm confirmed contrast data describe described detail
    details differ different disagree discuss discussion document emphasize estimate explain explained expressed
    figure figures finally furthermore given guest highlight highlighted however identify include includes
    including indicate indicated information instead interview keynote last lastly likewise list listed mean
    meanwhile moreover next no note noted notes outline overall page pages part passage passages plan planned
    point pointed press print printed quote rather refer reference regarding relate report respectively say
    second section show similarly source sources specific specifically speech stated statement states summary
    table talk tell text therefore third topic total transcript version whereas while write written yes
    """.split()  # noqa: SIM905 - a list of words is read as words
)
_CLAUSE = re.compile(r"[;,](?=\s)|\s(?:and|but|while|whereas|versus|compared)\s|[()—–:]")
_DENIALS = frozenset(
    ("not", "no", "never", "none", "without", "neither", "nor", "cannot", "nobody", "nothing", "nowhere", "hardly")
)
_DENYING = frozenset(map(stem, _DENIALS))
_DENIAL_ENDING = re.compile(r"n['’]t$")
_NOT_ONLY = re.compile(r"\bnot (?=(?:only|just|merely|to mention)\b)|\bno (?=(?:doubt|wonder)\b)", re.IGNORECASE)
# Each word and its opposite.
_OPPOSITES = """
    increase decrease, increased decreased, rise fall, rose fell, faster slower, higher lower, before after,
    cheaper dearer, larger smaller, bigger smaller, more less, more fewer, most least, above below, minimum
    maximum, open closed, opened closed, gain loss, gained lost, win lose, won lost, always never, buy sell,
    bought sold, longer shorter, earlier later, accept reject, accepted rejected, allow forbid, start stop,
    success failure, succeeded failed, arrived left, north south, east west, old new, over under, first last, up
    down, older younger
"""
_PAIRS = tuple(pair.split() for pair in _OPPOSITES.split(","))


def subject(text: str) -> frozenset[str]:
    """The stems of what a sentence speaks of, the words with which it speaks of its sources left out."""
    return term_set(text) - _FRAME


def stated(text: str) -> frozenset[str]:
    """The same without the words that deny it."""
    return subject(text) - _DENYING


def clauses(text: str) -> list[str]:
    """The pieces of a sentence, each of which states something of its own."""
    return [clause for clause in _CLAUSE.split(text) if clause and not clause.isspace()]


def last_clause(text: str) -> str:
    """The piece of a clause with which a text ends; "" where it ends with a whole one."""
    return _CLAUSE.split(text)[-1]


def denials(text: str) -> int:
    """How many words of denial a text has; "not only" denies nothing."""
    return sum(word in _DENIALS or bool(_DENIAL_ENDING.search(word)) for word in tokens(_NOT_ONLY.sub("", text)))


def contrary(text: str, source: str) -> bool:
    """Whether a word of `text` stands where `source` has its opposite: there once more, the opposite once less."""
    said, given = Counter(tokens(text)), Counter(tokens(source))
    return any(
        said[one] > given[one] and said[other] < given[other] for pair in _PAIRS for one, other in (pair, pair[::-1])
    )
