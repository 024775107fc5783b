"""Whether a value is of the sort that a question asks for: a date for "when", money for "what does it cost"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chat.wants import Want, asks_yes_or_no, want_of
from corpus.claims.extract import Claim, ClaimKind
from corpus.claims.versions import VERSION
from corpus.claims.words import stem, words_of
from corpus.numbers.around import direction_of
from corpus.numbers.numerals import numerals
from corpus.numbers.quantities import Direction, Quantity
from corpus.numbers.units import COUNT, MONIES, RATIO, TIME

_KINDS = {
    **dict.fromkeys((Want.QUANTITY, Want.MONEY, Want.SHARE), ClaimKind.QUANTITY),
    **dict.fromkeys((Want.AGE, Want.DURATION, Want.FREQUENCY, Want.EXTENT), ClaimKind.QUANTITY),
    Want.DATE: ClaimKind.DATE,
    Want.PERSON: ClaimKind.NAME,
    Want.VERSION: ClaimKind.NAME,
}
_SPEEDS = frozenset({RATIO, TIME, "speed", "bits", "data", "frequency"})
_OF_WANT = {  # dimensions
    Want.MONEY: MONIES | {RATIO, COUNT},
    Want.SHARE: frozenset({RATIO, COUNT}),
    Want.EXTENT: frozenset({"length", TIME}),
}
_MEASURED = re.compile(
    r"\bhow (?:much )?"
    r"(?P<how>fast|faster|long|longer|often|far|quickly|heavy|old|deep|wide|tall|thick|warm|hot|cold)\b",
    re.I,
)
_OF_MEASURE = {"fast": _SPEEDS, "faster": _SPEEDS, "quickly": _SPEEDS, "often": frozenset({TIME, COUNT, RATIO})}
_OF_MEASURE |= {"long": frozenset({TIME, "length"}), "longer": _SPEEDS, "far": frozenset({"length"})}
_OF_MEASURE |= {"heavy": frozenset({"mass", COUNT}), "old": frozenset({TIME, COUNT})}
_OF_MEASURE |= dict.fromkeys(("deep", "wide", "tall", "thick"), frozenset({"length", COUNT}))
_OF_MEASURE |= dict.fromkeys(("warm", "hot", "cold"), frozenset({"temperature", COUNT}))
_BARE = frozenset(
    {"heavy", "old", "deep", "wide", "tall", "thick", "warm", "hot", "cold"}
)  # a bare number may be one: "Depth: 40"
_EDITION = re.compile(r"\b(?:which|what) (?:yearly|annual)\b", re.I)  # "Which annual report …?": that of a year
_COUNTED = re.compile(
    r"\bhow many (?P<things>[\w-]+(?: [\w-]+)?)"
    r"|\bhow much (?!money|time|more|less|(?:cheap|fast|slow|bigg|small|larg|high|low|heavi|light|long)er\b)"
    r"(?P<stuff>\w{3,20}) (?=(?:do(?:es)?|did|is|are|was|were|ha[sv]e?)\b)",
    re.I,
)
_EVERY = re.compile(r"\b(?:every|each|per|once|intervals?)\b[^,.;]{0,30}$", re.I)
_EXTREME = re.compile(r"\b(?:\w{3,12}est|most|least|first|last)$", re.I)
LIGHT_WORDS = """
    have has had give gives take takes need needs cost price pay hold holds support run start end keep serve reach
    measure stand come bring lead top count amount size figure value length height weight width provide offer get go
    include ship release charge become became long much many big large high far call make exact stable general
    generally available ga people person paid pays bill fee fare rent toll carry carries arrive arrives appear
    appears introduce introduced rate cheaper faster slower bigger smaller larger higher lower heavier
    lighter""".split()  # noqa: SIM905 -- read as words
LIGHT = frozenset(map(stem, LIGHT_WORDS))  # words of a question that do not tell one thing from another


def kind_wanted(question: str) -> ClaimKind | None:
    """The kind of value that is asked for; None where any would do."""
    return ClaimKind.DATE if _EDITION.search(question) else _KINDS.get(want_of(question))


def asks_whether(question: str) -> bool:
    """Whether a question is answered by yes or no, and not by a figure or a date: "Were any of them kept?"."""
    return kind_wanted(question) is None and asks_yes_or_no(question) and not numerals(question)


def is_wanted(question: str, claims: Iterable[Claim]) -> bool:
    """Whether claims of one thing are of the sort that is asked for; a question of no sort takes any.

    Why something is so, or what it is, no value answers.
    """
    claims = list(claims)
    if want_of(question) in (Want.REASON, Want.DEFINITION):
        return False
    return _is_counted(question, claims) and all(is_of_sort(question, claim) for claim in claims)


def is_of_sort(question: str, claim: Claim) -> bool:
    """Whether a value is of the kind and the dimension that is asked for, of whatever it is."""
    return _is_of_kind(question, claim) and _is_of_dimension(question, claim)


def _is_counted(question: str, claims: Sequence[Claim]) -> bool:
    """Whether one of them has the thing whose number is asked for, if one is."""
    things = things_counted(question)
    return not things or any(_has_thing(claim, things, question) for claim in claims)


def things_counted(question: str) -> frozenset[str]:
    """Keys of the words for what "how many …" or "how much …" asks the number or the amount of."""
    counted = _COUNTED.search(question)
    found = words_of(counted["things"] or counted["stuff"], frozenset()) if counted else ()
    return frozenset(word.key for word in found)


def _has_thing(claim: Claim, things: frozenset[str], question: str) -> bool:
    """Whether a value stands beside a thing, and is of no single one: "the youngest student is eleven"."""
    found = [word for word in words_of(claim.text, frozenset()) if word.key in things]
    single = (_EXTREME.search(claim.text[: word.start].rstrip()) for word in found)
    if any(match and match[0].lower() not in question.lower() for match in single):
        return False
    return not things.isdisjoint((*words_beside(claim), *claim.frame))


def words_beside(claim: Claim) -> frozenset[str]:
    """The words of a value's clause and of the value itself: its unit may be what is asked for ("how many kilos")."""
    return frozenset((*claim.own, *(word.key for word in words_of(claim.value, frozenset()))))


def text_before(claim: Claim) -> str:
    """What stands before a value in its sentence."""
    return claim.text[: max(claim.text.find(claim.value), 0)]


def _is_of_dimension(question: str, claim: Claim) -> bool:
    """Whether an amount is a length for "how long", money for "what does it cost", and no change of it."""
    if claim.quantity is None:
        return True
    want, measured = want_of(question), _MEASURED.search(question)
    if measured and not _is_measured(claim.quantity, claim, measured["how"].lower()):
        return False
    direction = claim.quantity.direction
    if direction is Direction.UP and direction_of(question, 0, 0) is Direction.DOWN:
        return False  # "How far does it cut costs?": not four times more power
    if want is Want.MONEY and direction in (Direction.UP, Direction.DOWN):
        return False
    return claim.quantity.dimension in _OF_WANT.get(want, {claim.quantity.dimension})


def _is_measured(quantity: Quantity, claim: Claim, how: str) -> bool:
    """Whether an amount is one of what "how long", "how often" or "how heavy" asks for."""
    dimension = quantity.dimension
    if dimension not in _OF_MEASURE[how] or (how in _BARE and dimension == COUNT and quantity.unit):
        return False  # "how heavy": no number of bricks
    if how == "often":  # so many times, or every so often, but not how long
        return dimension == COUNT or quantity.unit == "times" or bool(_EVERY.search(text_before(claim)))
    is_share = dimension == RATIO and how != "longer"
    return not is_share or stem("speed") in (*claim.own, *claim.frame)  # "how fast": no discount


def _is_of_kind(question: str, claim: Claim) -> bool:
    """Whether a value is of the kind that is asked for; a version is no other name."""
    wants_version = want_of(question) is Want.VERSION
    if claim.kind is ClaimKind.NAME and (claim.items[:1] == (VERSION,)) is not wants_version:
        return False
    return kind_wanted(question) in (None, claim.kind)
