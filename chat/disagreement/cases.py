"""What makes two cases of two values of one thing: another time, a plan, a view, a part, a stage, a bound.

A word of the tables counts up to where the clause of the value ends ("founded in 1878, and until the war it was men
only" is no former founding), and where the other side, and the question, have none like it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from chat.disagreement.soundness import APART, is_stretch
from chat.disagreement.wanted import LIGHT, text_before
from corpus.claims.agenda import OF_THE_SHOW
from corpus.claims.clauses import BORDER, clause_of
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.words import words_of
from corpus.letters import UPPER
from corpus.models import Form, SourceKind
from corpus.numbers.moments import Date, dates, same_date
from corpus.numbers.quantities import Bound
from corpus.numbers.units import COUNT, MONIES

_NO_NAME = "In|On|By|Since|From|Until|Till|Before|After|Around|About|It|This|That|The|And|But|So|Late|Early"
_NO_NAME += "".join(f"|{day}" for day in calendar.day_name)
_EDITION = re.compile(rf"\b(?!(?:{_NO_NAME})\b)[{UPPER}][\w’'-]* $")
_CONDITION = re.compile(r"^\W{0,3}(?:but |and |so )?(?:at|with|beyond|once|past|after|from)(?: \w+)? ?$", re.I)
_OF_A_YEAR = re.compile(r"(?<!ed)(?<!\bset)(?<!\bdue) for $")  # "the report for 2025"
_STAGES = "deprecat|remov|beta|alpha|preview|experiment|announc"
_STAGE = re.compile(rf"\b(?:{_STAGES})", re.I)
_ANYBODY = r"(?:people|everybody|everyone|some)(?: \w+){0,3}"
_WAYS = {  # of which any word is as good as another
    "then": r"before|previous|former|original|initial|at first|used to|once had|(?:started|began|begun) (?:with|out)|"
    r"(?:was|were|had|cost)\b.{1,40}\buntil|back then|in those days|in the (?:good )?old days|(?:was|were) down to|"
    r"in the (?:(?:eighteen|nineteen|19|18)[- ]?)?(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet|\d0)(?:ies|s)\b|"
    r"when (?:it|they|we|she|he|i) (?:opened|started|began|came|arrived|joined|bought|moved|took (?:it )?over)|"
    r"remembers?\b",
    "planned": r"plan(?:s|ned)?\b|(?:drawn|designed|laid out|intended) (?:for|to)\b|"
    r"goal|target|aim|meant to|want(?:s|ed)?\b|hop(?:es?|ed|ing)\b|asked for|supposed to|"
    r"budgeted|expect|forecast|predict|would|could|might|should|going to|will|\w+['’]ll",
    "believed": rf"{_ANYBODY} (?:tell|say|think|believe|swore|swear)|brochure|myth\b|legend\b|rumou?r|critics|"
    r"newspapers? (?:wrote|said|had)|(?:i|you|one|we)(?:['’]d| would)(?: have)? (?:guess|th[io]|sa[iy]|sw)|"
    r"(?:i|we) (?:thought|guessed|imagined)|drew the \w+ with|dream|so-called|alleged|fe(?:el|lt)s? like",
}
_WAY = {name: re.compile(rf"\b(?:{words})", re.I) for name, words in _WAYS.items()}
_CASE = re.compile(  # each word for itself
    r"\b(?:another|additional|extra|further|record|total|combined|altogether|in all\b|average|median|typical|minimum|"
    r"maximum|peak|"
    r"longest|shortest|highest|lowest|elsewhere|instead|when you|unlike|in comparison|rather than|"
    r"(?<!and a )half(?! an?\b)|double\b|full-time|part-time|partial|list price|top (?:rate|speed)|in practice|"
    r"alone|against|runner-up|the other\b|possible|later|meanwhile)",
    re.I,
)
# Of the value only where they stand in its own clause: "they move in in the first week, and pay 28,000 crowns".
_CASE_NEAR = re.compile(rf"\b(?:again|first|last|next|best|worst|{_STAGES})", re.I)
_PERIOD = re.compile(
    r"\b(?:(?:last|this|next) (?:year|season|summer|winter|spring|autumn)|(?:first|second|third|fourth|last) "
    r"(?:quarter|half|year|season|week)|summer|winter|spring|autumn|christmas|easter)\b",
    re.I,
)
_PAYERS = re.compile(r"\b(?:adult|child|junior|senior|student|pensioner|resident|member)(?:s|ren)?\b", re.I)
_OF_SOME = re.compile(
    r"^\W*(?:of (?:those|these|them)|including|another|the (?:other|rest))\b"
    r"|\bof (?:us|them|those) (?:who|that|were)\b|\bamong (?:them|those|these)\b",
    re.I,
)
_PLURAL = frozenset(
    {"people", "men", "women", "children", "feet", "mice", "geese", "sheep", "fish", "staff", "crew", "police"}
)
_KNOWN_TO = re.compile(r"\bwill (?:remember|recall|know)\b", re.I)  # "Readers will remember the winter of 2010"
_IF = re.compile(r"\bif (?P<what>[^,.;]+)", re.I)
_NARROWED = re.compile(r"\b(?:new|left|remaining|missing|spare|lost)\b", re.I)
_LEAST = re.compile(r"\bfrom (?:only |just )?[$€£¥]?$|\bstart(?:s|ing)? at [$€£¥]?$", re.I)


def states(claim: Claim, asked: AbstractSet[str]) -> bool:
    """Whether a value is said of something: not asked, of a stretch of time, the edition of a name ("Fair 2024"), a
    condition ("At ninety guests, …") or imagined, unless in the case that is asked for by the keys of its words ("95 if
    you ring before midnight")."""
    if claim.asked or is_stretch(claim) or claim.items[:1] in OF_THE_SHOW or _is_one_of_a_kind(claim):
        return False
    if claim.imagined and not _is_in_case(claim, asked):
        return False
    before = text_before(claim)
    edition = claim.date and (_EDITION.search(before) or (claim.date.month is None and _OF_A_YEAR.search(before)))
    return not (_CONDITION.search(before) or edition)


def _is_in_case(claim: Claim, asked: AbstractSet[str]) -> bool:
    case = _IF.search(claim.text)
    return case is not None and any(word.key in asked - LIGHT for word in words_of(case["what"], frozenset()))


def _is_one_of_a_kind(claim: Claim) -> bool:
    """Whether a thing is counted in the singular: "4 winter underground" counts what winters, "a 12 node cluster"."""
    quantity = claim.quantity
    if quantity is None or quantity.dimension != COUNT or not quantity.unit or quantity.high <= 1:
        return False
    last = claim.value.lower().split()[-1]
    return last.isalpha() and not last.endswith("s") and last not in _PLURAL


def is_of_some(claim: Claim, question: str) -> bool:
    """Whether a value is of some of the things only: "of those forty", a row "New lamps", not asked for."""
    narrowed = _NARROWED.search(claim.text) if claim.form is Form.ROW and claim.quantity else None
    return bool(_OF_SOME.search(claim.text) or (narrowed and narrowed[0].lower() not in question.lower()))


def may_differ(a: Claim, b: Claim, *, afar: bool = False) -> bool:
    """Whether two places are apart enough to be at odds: not two lines of one table, not figures of two episodes,
    which change (`afar` lets them), and not a threshold from above with one from below."""
    if a.path == b.path and (abs(a.start - b.start) < APART or a.source is SourceKind.CAPTIONS):
        return False
    if a.episode != b.episode and a.kind is ClaimKind.QUANTITY and not afar:
        return False
    bounds = {claim.quantity.bound for claim in (a, b) if claim.quantity}
    return bounds != {Bound.AT_LEAST, Bound.AT_MOST}


def are_two_cases(a: Claim, b: Claim, question: str) -> bool:
    """Whether one is said to be of another time, of a plan, of several together, and neither the other one nor the
    question says so."""
    near = ({word.lower() for word in _CASE_NEAR.findall(clause_of(claim.text, claim.value))} for claim in (a, b))
    turns = set.symmetric_difference(*near) if a.kind is not ClaimKind.NAME else set()
    if are_given_apart(a, b, question) or any(word not in question.lower() for word in turns):
        return True
    mine, theirs = ({date.parts() for date in _dates(claim.text) if not date.is_month} for claim in (a, b))
    return a.kind is not ClaimKind.DATE and mine != theirs


def may_be_two_cases(a: Claim, b: Claim) -> bool:
    """Whether so much as a date, a season or a "last" is said with the one value and not with the other."""
    return are_two_cases(a, b, "") or are_of_two_periods(a, b)


def are_of_two_periods(a: Claim, b: Claim) -> bool:
    """Whether a season or a "last year" is said with the one value and not with the other: "800 loaves at Easter"."""
    return _periods(a.text) != _periods(b.text)


def are_given_apart(a: Claim, b: Claim, question: str = "") -> bool:
    """Whether the sentences of two values say themselves that they are of two cases."""
    bounded = all(claim.quantity and claim.quantity.bound is Bound.AT_MOST for claim in (a, b))
    asked = _ways(question) | ({"maximum"} if bounded else set())
    cases = (_cases(a) ^ _cases(b)) - asked
    if a.taken_back != b.taken_back or any(case not in question.lower() for case in cases):
        return True
    if _apart(_periods(a.text), _periods(b.text)):
        return True
    mine, theirs = _dates(a.text), _dates(b.text)
    others = all(same_date(one, other) is False for one in mine for other in theirs)
    return a.kind is not ClaimKind.DATE and bool(mine and theirs) and others


def _cases(claim: Claim) -> set[str]:
    """What makes a value one of a case: the ways of the tables, and single words."""
    if claim.kind is ClaimKind.NAME:
        return {match[0].lower() for match in _STAGE.finditer(_up_to(claim))}
    text, found = _up_to(claim), set()
    if claim.quantity is not None and claim.quantity.dimension in MONIES:
        found = {word.lower() for word in _PAYERS.findall(text)}
        if _LEAST.search(text_before(claim)):
            found.add("from")
    ways = _ways(text) - {"planned"} if claim.kind is ClaimKind.DATE else _ways(text)  # what is to come has one date
    return {*ways, *found, *(word.lower() for word in _CASE.findall(text))}


@lru_cache(maxsize=4096)
def _ways(text: str) -> frozenset[str]:
    text = _KNOWN_TO.sub("", text)
    return frozenset(name for name, words in _WAY.items() if words.search(text))


def _up_to(claim: Claim) -> str:
    """A sentence up to where the clause of its value ends."""
    at = claim.text.find(claim.value)
    end = BORDER.search(claim.text, at + len(claim.value)) if at >= 0 else None
    return claim.text[: end.start()] if end else claim.text


def _periods(text: str) -> set[str]:
    return {match[0].lower() for match in _PERIOD.finditer(text)}


def _apart(mine: set[str], theirs: set[str]) -> bool:
    """Whether both have some, and none in common."""
    return bool(mine and theirs) and mine.isdisjoint(theirs)


@lru_cache(maxsize=4096)
def _dates(text: str) -> tuple[Date, ...]:
    return tuple(date for date in dates(text) if not date.stretch)
