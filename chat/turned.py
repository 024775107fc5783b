"""Whether a sentence turns round what a question takes for granted: it says the opposite, or another number.

"Which towns were not destroyed?" is not answered by what says which were. Nearness in meaning does not see it.
"""

from __future__ import annotations

import re
from itertools import chain

from chat.words import any_of, stem, terms, tokens
from corpus.numbers.written import written

_NOT = any_of(
    r"(?:\b(?<!and )(?<!but )(?:not|never|cannot|no longer)|n['’]t)\b"
    r"(?! (?:just|only|even|yet|necessarily|all|every)\b)([^.,;:?!]{2,60})"
)
_DENIES = any_of(
    r"\b(?:not|never|no|none|nobody|nothing|without|neither|nor|cannot|hardly|instead|only|until|un\w{4,}"
    r"|(?:except|exclu|fail|lack|avoid|stop|refus|prevent|bann)\w*)\b|n['’]t\b"
)
_DENIED = 2  # words that carry a subject, right behind the "not"
_PAIRS = (
    "most least", "largest smallest", "biggest smallest", "larger smaller", "bigger smaller", "highest lowest",
    "higher lower", "maximum minimum", "longest shortest", "longer shorter", "oldest newest", "oldest youngest",
    "older younger", "fastest slowest", "faster slower", "best worst", "better worse", "cheapest dearest",
    "heaviest lightest", "strongest weakest", "richest poorest", "deepest shallowest", "hottest coldest",
    "increase decrease", "gain lose", "win lose", "won lost", "buy sell", "bought sold", "accept reject", "add remove",
    "import export", "majority minority", "internal external", "positive negative", "domestic foreign",
    "public private", "formal informal",
)  # fmt: skip
_OPPOSITES = frozenset(frozenset(map(stem, pair.split())) for pair in _PAIRS)
_TURNED = re.compile(r"(?:un|dis|non|i[nm](?=\w*(?:[ai]ble|[ae]nt|ect|ate|ite|al|ive)$))(\w{5,})")
_FIGURE = re.compile(r"(?<!\b[Tt]he )(?<![\w.,-])(\d[\d.,]*\d)\b(?![-\w])")  # "the 83" is what a thing is called


def is_turned(question: str, sentence: str) -> bool:
    """Whether a sentence says of the same words what a question denies, or their opposites, and denies nothing."""
    return not _DENIES.search(sentence) and (_denies(question, sentence) or _is_opposite(question, sentence))


def figure_given(question: str) -> str | None:
    """The number that a question supposes, in digits: "Who built all 61 of them?"; None of none, or of several."""
    given = [figure.replace(",", "") for figure in _FIGURE.findall(written(question))]
    return given[0] if len(given) == 1 else None


def _denies(question: str, sentence: str) -> bool:
    denied = chain.from_iterable(terms(match[1])[:_DENIED] for match in _NOT.finditer(question))
    return not set(terms(sentence)).isdisjoint(denied)


def _is_opposite(question: str, sentence: str) -> bool:
    asked, said = tokens(question), tokens(sentence)
    stems = {stem(word) for word in said}
    only_asked = [word for word in asked if stem(word) not in stems]
    return any(_are_opposite(one, other) for one in only_asked for other in set(said).difference(asked))


def _are_opposite(one: str, other: str) -> bool:
    return frozenset((stem(one), stem(other))) in _OPPOSITES or _is_turned(one, other) or _is_turned(other, one)


def _is_turned(word: str, plain: str) -> bool:
    turned = _TURNED.fullmatch(word)
    return turned is not None and turned[1] == plain
