"""What makes two cases of two values of one thing: another time, a plan, a part, a stage, a bound from above."""

from __future__ import annotations

import re

from chat.disagreement.soundness import APART, is_stretch
from corpus.claims.agenda import OF_THE_SHOW
from corpus.claims.clauses import BORDER, clause_of
from corpus.claims.extract import Claim, ClaimKind
from corpus.letters import UPPER
from corpus.models import SourceKind
from corpus.numbers.moments import dates
from corpus.numbers.quantities import Bound

_EDITION = re.compile(rf"[{UPPER}][\w’'-]* $")
_CONDITION = re.compile(r"^\W{0,3}(?:but |and |so )?(?:at|with|beyond|once|past|after|from)(?: \w+)? ?$", re.I)
_STAGES = "deprecat|remov|beta|alpha|preview|experiment|announc"
_STAGE = re.compile(rf"\b(?:{_STAGES})", re.I)
_CASE = re.compile(
    r"\b(?:before|previous|former|original|initial|at first|used to|until|plan|goal|target|aim|expect|forecast|predict|"
    r"would|could|might|another|additional|extra|further|record|total|combined|altogether|"
    r"average|median|typical|minimum|maximum|peak|elsewhere|instead|when you|unlike|in comparison|"
    rf"rather than|half|double|full-time|part-time|partial|alone|possible|later|meanwhile|{_STAGES})",
    re.I,
)

# Of the value only where they stand in its own clause: "they move in in the first week, and pay 28,000 crowns".
_CASE_NEAR = re.compile(r"\b(?:again|first|last|next|best|worst)", re.I)


def states(claim: Claim) -> bool:
    """Whether a value is said of something: not asked, imagined, of a stretch of time, the edition of a name ("Fair
    2024") or a condition ("At ninety guests, …")."""
    if claim.asked or claim.imagined or is_stretch(claim) or claim.items[:1] in OF_THE_SHOW:
        return False
    before = claim.text[: max(claim.text.find(claim.value), 0)]
    return not _CONDITION.search(before) and not (claim.date is not None and _EDITION.search(before))


def may_differ(a: Claim, b: Claim) -> bool:
    """Whether two places are apart enough to be at odds: not two lines of one table, not figures of two episodes,
    which change, and not a threshold from above with one from below."""
    if a.path == b.path and (abs(a.start - b.start) < APART or a.source is SourceKind.CAPTIONS):
        return False
    if a.episode != b.episode and a.kind is ClaimKind.QUANTITY:
        return False
    bounds = {claim.quantity.bound for claim in (a, b) if claim.quantity}
    return bounds != {Bound.AT_LEAST, Bound.AT_MOST}


def are_two_cases(a: Claim, b: Claim, question: str) -> bool:
    """Whether one is said to be of another time, of a plan, of several together, and neither the other one nor the
    question says so."""
    mine, theirs = _cases(a), _cases(b)
    bounded = all(claim.quantity and claim.quantity.bound is Bound.AT_MOST for claim in (a, b))
    if any(case not in question.lower() and not (bounded and case == "maximum") for case in mine ^ theirs):
        return True
    return a.kind is not ClaimKind.DATE and _dates(a) != _dates(b)


def _cases(claim: Claim) -> set[str]:
    """The words that make a value one of a case."""
    if claim.kind is ClaimKind.NAME:
        return {match[0].lower() for match in _STAGE.finditer(_up_to(claim))}
    near = _CASE_NEAR.findall(clause_of(claim.text, claim.value))
    return {word.lower() for word in (*_CASE.findall(_up_to(claim)), *near)}


def _up_to(claim: Claim) -> str:
    """A sentence up to where the clause of its value ends."""
    at = claim.text.find(claim.value)
    end = BORDER.search(claim.text, at + len(claim.value)) if at >= 0 else None
    return claim.text[: end.start()] if end else claim.text


def _dates(claim: Claim) -> set[object]:
    return {date.parts() for date in dates(claim.text) if not date.is_month}
