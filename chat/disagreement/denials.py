"""What one source of an episode says outright and another one denies: a disagreement of a yes and a no.

Strict, as a plain denial is often of something else: the same words in the same order, or one that says a little more
of what the other denies; the same time; and no source that says both.
"""

from __future__ import annotations

import calendar
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat.disagreement.findings import Finding, position
from chat.models import Disagreement, DisagreementKind, Severity
from corpus.claims.common import EMPTY
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.plain import NOT
from corpus.claims.words import stem, words_of
from corpus.models import SourceKind
from corpus.numbers.moments import MONTHS

_CALENDAR = frozenset(map(stem, (*calendar.day_name, *MONTHS)))
MOST_MORE = 2  # words that a statement may have beyond those of its denial


def denial_findings(claims: Iterable[Claim]) -> list[Finding]:
    """What is denied among the plain statements of one episode, in the order of the denials."""
    said: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    denied: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind is ClaimKind.STATEMENT:
            if NOT in claim.items:
                denied[claim.items].append(claim)
            else:
                said[claim.items[:2]].append(claim)  # its time and its first word
    found = []
    for items, noes in denied.items():
        first = next(item for item in items[1:] if item != NOT)
        yeses = [c for c in said[items[0], first] if contradicts(items, c.items) and _are_of_one(c, noes)]
        if yeses and {claim.path for claim in noes}.isdisjoint(claim.path for claim in yeses):
            found.append(_finding(yeses, noes))
    return found


def contradicts(denial: Sequence[str], statement: Sequence[str]) -> bool:
    """Whether a statement's words are those of a denial; of what is said of its subject it may say a little more."""
    at = denial.index(NOT)
    words = [*denial[:at], *denial[at + 1 :]]
    if list(statement[:at]) != words[:at]:
        return False
    more, rest = [], iter(words[at:])
    wanted = next(rest, None)
    for word in statement[at:]:
        if word == wanted:
            wanted = next(rest, None)
        else:
            more.append(word)
    is_scope = any(word in EMPTY or word in _CALENDAR or word.isdigit() for word in more)
    return wanted is None and len(more) <= MOST_MORE and not is_scope


def _are_of_one(yes: Claim, noes: Sequence[Claim]) -> bool:
    """Whether a statement without a name ("the tower is open") stands among the names that a denial stands among."""
    return any(not (yes.names and no.names) or not set(yes.names).isdisjoint(no.names) for no in noes)


def _finding(yeses: Sequence[Claim], noes: Sequence[Claim]) -> Finding:
    denial = noes[0]
    words = list(dict.fromkeys(words_of(denial.text, frozenset())))
    identity = "|".join([DisagreementKind.POLARITY, denial.episode or "", *denial.items])
    sides = sorted(
        (yeses, noes), key=lambda side: (side[0].source is not SourceKind.TRANSCRIPT, side[0].path, side[0].start)
    )
    found = Disagreement(
        id=hashlib.sha256(identity.encode()).hexdigest()[:12],
        topic=" ".join(denial.text[word.start : word.end] for word in words[:8]),
        kind=DisagreementKind.POLARITY,
        severity=Severity.CONFLICT,
        positions=tuple(position(side[0], side[1:]) for side in sides),
    )
    return Finding(found, frozenset(word.key for word in words), (*yeses, *noes))
