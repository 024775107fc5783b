"""The words around a number that bound it, make it a rate, or say what happens: "up to", "a month", "faster"."""

from __future__ import annotations

import re

from corpus.letters import LOWER
from corpus.numbers.counted import singular, unit_at
from corpus.numbers.halves import DOZEN
from corpus.numbers.numeral import NUMBER_WORDS
from corpus.numbers.quantity import Bound, Direction
from corpus.numbers.units import MONEY_WORDS, SAME_PER, SECONDS, SIGN, UNITS

_UPPER = r"up to|as (?:many|much|high|long) as|at most|maximum(?: of)?|max(?: of)?|no more than|no longer than"
_UNDER = r"under|below|less than|fewer than|lower than|shorter than|sub-?|<|&lt;"
_LOWER = r"over|above|more than|greater than|longer than|at least|minimum(?: of)?|exceed(?:s|ed|ing)?|north of|>|&gt;"
_NEARLY = r"nearly|almost|close to|just under|just shy of|approaching"
_ABOUT = r"about|around|roughly|approximately|approx\.?|some|circa|an estimated|~|≈"
_BOUND_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?P<nearly>{_NEARLY})|(?<![a-z])(?P<most>{_UPPER}|{_UNDER})|(?<![a-z])(?P<least>{_LOWER})"
    rf"|(?<![a-z])(?P<about>{_ABOUT}))[ ]?(?:a |an |the )?(?:{SIGN} ?)?$",
    re.I,
)
PLUS_AFTER = re.compile(r"\+(?! ?\d)|[ -]plus\b| or (?:more|higher|above|greater)\b| and (?:up|above)\b", re.I)
ABOUT_AFTER = re.compile(r"(?:[ -]odd|-ish|-something)(?= [a-z])| or so\b| or thereabouts\b| give or take\b", re.I)
_LESS_AFTER = re.compile(r" or (?:less|fewer|under|lower)\b| max(?:imum)?\b", re.I)
_MOST_LABELLED = re.compile(r"\bmax(?:imum)?\b[^.;:|]{0,30}: ?$", re.I)  # "Maximum crew size: 12"
_LEAST_PRICE = re.compile(
    r"(?:(?P<moved>\b(?:up|down|away|rose|risen|rises|fell|fallen|falls|grew|grown|went|raised|increased?|cut|reduced|dropped"
    r"|comes?|came|grants?|loan|money|gift) )?\bfrom|\bstart(?:s|ing)? (?:at|from))"
    rf" (?:only |just )?(?P<sign>{SIGN} ?)?$",
    re.I,
)
_UP_TO_AFTER = re.compile(r"[^.;:]{0,20} ?(?:\b(?:to|until|through|till)\b|–|-|→)")
_MONEY_NEXT = re.compile(rf" (?:{'|'.join(word for word in MONEY_WORDS if word.isalpha())})\b", re.I)
_EXTRA_BEFORE = re.compile(rf"\b(?:another|an additional|additional|an extra|extra|a further)[ ]?(?:{SIGN} ?)?$", re.I)
_ANY_NUMBER = rf"(?:\d|\b(?:{'|'.join(NUMBER_WORDS)})\b)"
_TO_BEFORE = re.compile(
    rf"(?:{_ANY_NUMBER}[^.;:]{{0,16}}(?:→|->)|\b(?:drop|fell|fall|grow|grew|rise|rose|went|cut|reduc|increas)[a-z]{{0,3}}"
    rf" to) ?~?(?:{SIGN} ?)?$",
    re.I,
)
_TO_AFTER = re.compile(rf"[^.,;:]{{0,12}}(?:→|->) ?(?:about |~)?(?:{SIGN} ?)?{_ANY_NUMBER}", re.I)
_FROM_BEFORE = re.compile(
    rf"\b(?:up|down|increased?|decreased?|compared with|compared to|rather than|instead of) from ~?(?:{SIGN} ?)?$", re.I
)
_BY_BEFORE = re.compile(
    r"\b(?:up|down|rose|rises?|risen|fell|falls?|fallen|grew|grows?|grown|drops?|dropped|increased?|decreased?|shrank"
    r"|climbed|sank|raised|lowered|reduced|cut) by"
    rf" (?:(?:about|around|some|nearly|almost|over|roughly|only|just) )?~?(?:{SIGN} ?)?$",
    re.I,
)
_PER = re.compile(
    rf"[ ]?(?:/|per |a |an |(?:for )?(?:each|every) )[ ]?(?P<noun>[{LOWER}]{{2,20}})"
    r"|[ ](?P<adverb>annually|yearly|monthly|weekly|daily|hourly)",
    re.I,
)
_ADVERB_NEAR = re.compile(r"\b(?P<adverb>annual|annually|yearly|monthly|weekly|daily|hourly)\b", re.I)
_ADVERBS = {"annual": "year", "annually": "year", "yearly": "year", "monthly": "month"}
_ADVERBS |= {"weekly": "week", "daily": "day", "hourly": "hour"}
_UP = re.compile(
    r"\b(?:better|faster|more|higher|improve[a-z]{0,6}|increas[a-z]{1,3}|grow(?:th|s|ing)?|grew|gains?|larger|bigger|"
    r"greater|boosts?|rise|rose|quicker|up(?! to)|cagr|return|roi|speedup)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:lower|fewer|less|reduc[a-z]{1,5}|saving?s?|saved?|cuts?|cutting|cheaper|decreas[a-z]{1,3}|drop[a-z]{0,4}|"
    r"down|declin[a-z]{1,3}|fell|fall|discounts?|off|eliminat[a-z]{1,4}|smaller|shorter)\b",
    re.I,
)
_SHARE_AFTER = re.compile(r" (?:of|share|coverage|adoption|utili[sz]ation|uptime|availability)\b", re.I)
_CLAUSE_END = re.compile(r"[,.;:!?()—\n|]| (?:and|but|while|which|with|versus|vs|compared)\b")


def bound_of(text: str, start: int, end: int) -> Bound:
    """Which side of the number is open."""
    plus = PLUS_AFTER.search(text[start:end]) or PLUS_AFTER.match(text, end)
    if plus:
        return Bound.AT_LEAST
    if _LESS_AFTER.match(text, end) or _MOST_LABELLED.search(text[max(0, start - 48) : start]):
        return Bound.AT_MOST
    match = _BOUND_BEFORE.search(text[max(0, start - 24) : start])
    if match is None and _is_least_price(text, start, end):
        return Bound.AT_LEAST
    if match is None:
        is_about = DOZEN.match(text, start, end) or ABOUT_AFTER.search(text, start, end) or ABOUT_AFTER.match(text, end)
        return Bound.ABOUT if is_about else Bound.EXACT
    if (
        match["least"]
        and match["least"].lower() == "over"
        and unit_at(text, end) is None
        and _is_span(text, start, end)
    ):
        return Bound.ABOUT  # "over three years" is mostly a stretch of time, not a lower bound
    names = {"nearly": Bound.NEARLY, "most": Bound.AT_MOST, "least": Bound.AT_LEAST, "about": Bound.ABOUT}
    return names[str(match.lastgroup)]


def _is_least_price(text: str, start: int, end: int) -> bool:
    """Whether an amount of money is what prices begin at: "from £20", "starts at 20 euros"."""
    least = _LEAST_PRICE.search(text[max(0, start - 32) : start])
    if least is None or least["moved"] or _UP_TO_AFTER.match(text, end):
        return False
    return bool(least["sign"] or text[start:end].lower().endswith(MONEY_WORDS) or _MONEY_NEXT.match(text, end))


def _is_span(text: str, start: int, end: int) -> bool:
    return text[start:end].lower().rstrip("s").endswith(tuple(SECONDS))


def per_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """What a quantity is a rate of: ("user", "month") for "$39/user/month"."""
    found: list[str] = []
    at = end
    while len(found) < 3 and (match := _PER.match(text, at)):
        noun = _ADVERBS[match["adverb"].lower()] if match["adverb"] else singular(match["noun"])
        if match["noun"] and text[match.start() : match.start("noun")].strip() in ("a", "an") and noun not in UNITS:
            break
        noun = SAME_PER.get(noun, noun)
        found.append(noun)
        at = match.end()
    if not found and (near := _ADVERB_NEAR.search(text[max(0, start - 12) : start] + " " + text[start : end + 20])):
        found.append(_ADVERBS[near["adverb"].lower()])
    return tuple(sorted(set(found)))


def direction_of(text: str, start: int, end: int) -> Direction:
    """What a ratio says happens, from the words of its own clause: behind it first, then before it."""
    if _SHARE_AFTER.match(text, end):
        return Direction.SHARE
    after = text[end : end + 60]
    stop = _CLAUSE_END.search(after)
    for window in (after[: stop.start()] if stop else after, text[max(0, start - 40) : start]):
        down, up = _DOWN.search(window), _UP.search(window)
        if down and (not up or down.start() < up.start()):
            return Direction.DOWN
        if up:
            return Direction.UP
    return Direction.NONE


def is_change(before: str) -> bool:
    """Whether an amount is what something went up or down by, and not what it is."""
    return bool(_BY_BEFORE.search(before))


def role_of(before: str, after: str) -> str:
    """What part of a larger statement a quantity is, from what stands around it."""
    if _TO_BEFORE.search(before):
        return "to"
    if _TO_AFTER.match(after):
        return "from"
    if _EXTRA_BEFORE.search(before):
        return "extra"
    return "from" if _FROM_BEFORE.search(before) else ""
