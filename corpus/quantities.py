"""Quantities in running text: how much of what, with its bound, its rate and the direction of a change.

A number is read only where the text says what is counted; versions, years, ordinals, slugs and addresses are
no quantities, and neither are vague amounts ("hundreds of"). All of it is linear in the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from enum import StrEnum

from corpus.models import Frozen
from corpus.numerals import Numeral, NumeralRole, numerals
from corpus.units import COUNT, MONEY, NAUTICAL, RATIO, SAME_PER, SECONDS, TIME, UNIT_AFTER, UNITS, Unit


class Bound(StrEnum):
    """Which values a stated number leaves open."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at least"  # over, more than, 30+
    AT_MOST = "at most"  # up to, under, less than


class Direction(StrEnum):
    """What a ratio does to what it is said of."""

    NONE = ""
    UP = "up"  # faster, more, improvement
    DOWN = "down"  # lower, savings, reduction
    SHARE = "share"  # 98 % of the customers


class Quantity(Frozen):
    """`text[start:end]` states `low` to `high` (the same number for a single one), in the base of `dimension`.

    `unit` is the unit's name, or the counted thing in the singular for `count`. `per` is what it is a rate of.
    """

    start: int
    end: int
    low: float
    high: float
    dimension: str
    unit: str = ""
    bound: Bound = Bound.EXACT
    per: tuple[str, ...] = ()
    direction: Direction = Direction.NONE
    role: str = ""  # "from" or "to" of a change, "extra" for an additional amount

    def interval(self) -> tuple[float, float]:
        """The values that it leaves open, in the base of its dimension."""
        if self.bound is Bound.AT_LEAST:
            return self.low, math.inf
        if self.bound is Bound.AT_MOST:
            return 0.0, self.high
        slack = {Bound.ABOUT: 0.03, Bound.NEARLY: 0.03}.get(self.bound, 0.0)
        above = 0.0 if self.bound is Bound.NEARLY else slack
        return self.low * (1 - slack), self.high * (1 + above)


_UPPER = r"up to|as (?:many|much|high|long) as|at most|maximum(?: of)?|max(?: of)?|no more than|no longer than"
_UNDER = r"under|below|less than|fewer than|lower than|shorter than|sub-?|<|&lt;"
_LOWER = r"over|above|more than|greater than|longer than|at least|minimum(?: of)?|exceed(?:s|ed|ing)?|north of|>|&gt;"
_NEARLY = r"nearly|almost|close to|just under|just shy of|approaching"
_ABOUT = r"about|around|roughly|approximately|approx\.?|some|circa|an estimated|~|≈"
_BOUND_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?P<nearly>{_NEARLY})|(?<![a-z])(?P<most>{_UPPER}|{_UNDER})|(?<![a-z])(?P<least>{_LOWER})"
    rf"|(?<![a-z])(?P<about>{_ABOUT}))[ ]?(?:a |an |the )?[$€£]?$",
    re.I,
)
_PLUS_AFTER = re.compile(r"\+|[ -]plus\b| or (?:more|higher|above|greater)\b| and (?:up|above)\b", re.I)
_LESS_AFTER = re.compile(r" or (?:less|fewer|under|lower)\b| max(?:imum)?\b", re.I)
_EXTRA_BEFORE = re.compile(r"\b(?:another|an additional|additional|an extra|extra|a further)[ ]?[$€£]?$", re.I)
_BETWEEN = re.compile(r"(?:-plus)?\+?\s?(?:-|–|—|→|->|to|through|and)\s?[$€£~+]?")
_TO_BEFORE = re.compile(
    r"(?:→|->|\b(?:drop|fell|fall|grow|grew|rise|rose|went|cut|reduc|increas)[a-z]{0,3} to) ?[$€£~]?$", re.I
)
_TO_AFTER = re.compile(r"[^.,;:]{0,12}(?:→|->)")
_FROM_BEFORE = re.compile(
    r"\b(?:up|down|increased?|decreased?|compared with|compared to|rather than|instead of) from [$€£~]?$", re.I
)
_PER = re.compile(
    r"[ ]?(?:/|per |a |an |each |every )[ ]?(?P<noun>[a-z]{2,20})|[ ](?P<adverb>annually|yearly|monthly|weekly|daily|hourly)",
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
_TIMES_APART = re.compile(r"(?:-[xX]| X)(?! ?\d)\b")  # "ten X better", "three-x"
_CENTS = re.compile(r" and (?P<cents>[a-z0-9-]{1,15}) (?:cents?|pence)\b")
_KIND_OF_UNIT = re.compile(r" [A-Z]{1,4}\d{1,2}(?= )")  # "362 FP8 petaflops"
_NOUN = re.compile(r"[ -](?P<word>[A-Za-z][A-Za-z0-9/']{0,30})")
_STOP = frozenset(
    "of in on at to for from by with and or but than per is are was were be been has have had will would can could "
    "may might do does did not that this these those which who what when where how a an the as into over under "
    "between across about it its their our your they we you he she if so because while after before since until "
    "within without through during later ago equals equal times more less better faster higher lower fewer larger cheaper old long "
    "wide deep each every via vs versus plus minus then now just only also still".split()  # noqa: SIM905 -- a word list reads best as words
)
_NOT_COUNTED = frozenset("am pm th st nd rd lts ga eol".split())  # noqa: SIM905 -- as above
_SIGNS = {"$": MONEY, "€": "euros", "£": "pounds"}
SMALLEST_BARE = 10  # a lone smaller number is too often "one of three", "step 2" to be an amount
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:episodes?|parts?|steps?|acts?|stor(?:y|ies)|chapters?|sections?|phases?|levels?|tiers?|options?|pages?|"
    r"figures?|numbers?|ports?|lines?|issues?|layers?|seasons?|volumes?|versions?|scenarios?|releases?|kernel|segments?|"
    r"rules?|lessons?|principles?|pillars?|stages?|discovery|dimension|rank(?:ed)?|no\.)|#|(?<![\w.])[vV])[ ]?$",
    re.I,
)
_NAME_BEFORE = re.compile(r"\b[A-Z][A-Za-z0-9]{1,30}[ -]$")
_NOT_A_NAME = re.compile(
    r"(?:^|[\s(\"“])(?:Over|Nearly|About|Only|Just|In|At|The|With|For|From|Under|Around|Roughly|Almost|Some|All|And|But|"
    r"Than|To|Of|Per|Those|These|Their|Our|Your|Up to|More than|Less than|By|After|Every|Within|Another|First|Top|Get|"
    r"Use|Has|Have|Typically|Usually|Approximately|Supports?|Supported|Saves?|Costs?|Cut|Takes?|Need|Minimum|Maximum|Max|"
    r"Across|Between|Now|Then|That's|It's|Day|Here|Still|Like|Say|Run|Set|Found|Add) $"
)
_IN_ADDRESS = re.compile(r"(?<![A-Za-z0-9_@#/.-])[0-9.-]{0,20}[A-Za-z_@#/][A-Za-z0-9_@#/.-]{0,40}$")
_HALVES = re.compile(
    r"\b(?P<word>half|two[- ]thirds|(?:a|one)[- ]third|(?:a|one)[- ]quarter|three[- ]quarters)"
    r" (?P<of>(?:of )?(?:all|the|its|their|our|your|my|as|those|these|[a-z]{3,20}))|"
    r"\b(?P<fold>double[sd]?|twice|triple[sd]?|quadruple[sd]?)\b(?! [dc]ig)",
    re.I,
)
_PARTS = {"half": 0.5, "two thirds": 2 / 3, "a third": 1 / 3, "one third": 1 / 3, "a quarter": 0.25}
_PARTS |= {"one quarter": 0.25, "three quarters": 0.75}
ROUGH_PART = 0.04  # "half of them" is said of 46 % and more
_FOLDS = {"d": 2.0, "tw": 2.0, "tr": 3.0, "q": 4.0}
_ARTICLE_TIME = re.compile(
    r"\b(?P<lead>up to|for|over|under|about|nearly|within|at least|more than|less than|almost|every) (?:a|an|one)"
    r"(?: full| entire| whole)? (?P<unit>second|minute|hour|day|week|month|quarter|year|decade)\b",
    re.I,
)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order of where it starts. Any text is taken; a number too long to mean anything is not."""
    numbers = [n for n in numerals(text) if n.role is NumeralRole.CARDINAL and not _is_label(text, n)]
    found = [*_numbered(text, numbers), *_halves(text), *_article_times(text)]
    ordered: list[Quantity] = []
    for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if not ordered or quantity.start >= ordered[-1].end:  # "two dollars and ten cents" is one amount
            ordered.append(quantity)
    return tuple(ordered)


def _numbered(text: str, numbers: list[Numeral]) -> Iterator[Quantity]:
    """Single numbers and ranges."""
    position = 0
    while position < len(numbers):
        first = numbers[position]
        second = numbers[position + 1] if position + 1 < len(numbers) else None
        if second and (joint := _joint(text, first, second)):
            position += 2
            yield from _range(text, first, second, joint)
        else:
            position += 1
            if quantity := _single(text, first):
                yield quantity


def _joint(text: str, first: Numeral, second: Numeral) -> str:
    """How two numbers belong together: "range", "change" or not at all."""
    unit = _unit_at(text, first.end)
    between = text[unit[1] if unit else first.end : second.start]
    if len(between) > 10 or not (joint := _BETWEEN.fullmatch(between)):
        return ""
    before = text[max(0, first.start - 14) : first.start].lower()
    if "and" in joint[0]:
        return "range" if "between" in before else ""
    if joint[0].endswith("+") or "→" in joint[0] or ">" in joint[0] or re.search(r"\bfrom [$€£~]?$", before):
        return "change"
    return "range" if second.value > first.value else ""


def _range(text: str, first: Numeral, second: Numeral, joint: str) -> Iterator[Quantity]:
    """Two numbers as one range, or as the two ends of a change."""
    high = _single(text, second)
    if high is None:
        return
    scale = second.value and (high.high / second.value)
    own = _unit_at(text, first.end)
    low = first.value * (own[0].factor if own and own[0].dimension == high.dimension else scale)
    if "million" in second.digits and first.value < 1000 and "million" not in first.digits:
        low *= 1e6
    if _money_before(text, second.start) is None and (sign := _money_before(text, first.start)):
        high = high.model_copy(update={"dimension": _SIGNS[sign], "unit": "dollars" if sign == "$" else _SIGNS[sign]})
    if joint == "change":
        yield high.model_copy(update={"start": first.start, "end": first.end, "low": low, "high": low, "role": "from"})
        yield high.model_copy(update={"role": "to"})
        return
    bound = _bound(text, first.start, high.end)
    low, top = min(low, high.high), max(low, high.high)
    yield high.model_copy(update={"start": first.start, "low": low, "high": top, "bound": bound})


def _single(text: str, numeral: Numeral) -> Quantity | None:
    """One number with its unit or what it counts; None where it counts nothing."""
    sign = _money_before(text, numeral.start)
    end = numeral.end
    if plus := _PLUS_AFTER.match(text, end):
        end = plus.end()
    unit = _unit_at(text, end, numeral.value)
    if sign:
        unit = (Unit("dollars" if sign == "$" else _SIGNS[sign], _SIGNS[sign], 1.0), end)
    if unit is None and text[end : end + 1].isalpha():
        return None  # "4HANA", "3D"
    if unit:
        kind, end = unit
        value, name, dimension = numeral.value * kind.factor, kind.name, kind.dimension
        if kind.dimension in _SIGNS.values() and (cents := _CENTS.match(text, end)):
            small = numerals(cents["cents"])
            value, end = value + (small[0].value / 100 if small else 0.0), cents.end()
    else:
        name, end_of_noun = _counted(text, end)
        if not name and numeral.value < SMALLEST_BARE and not _is_alone(text, numeral, end):
            return None
        value, dimension, end = numeral.value, COUNT, max(end, end_of_noun)
    return Quantity(
        start=numeral.start,
        end=end,
        low=value,
        high=value,
        dimension=dimension,
        unit=name,
        bound=_bound(text, numeral.start, end),
        per=_per(text, numeral.start, end),
        direction=_direction(text, numeral.start, end) if dimension == RATIO else Direction.NONE,
        role=_role(text[max(0, numeral.start - 24) : numeral.start], text[end : end + 16]),
    )


def _role(before: str, after: str) -> str:
    """What part of a larger statement a quantity is, from what stands around it."""
    if _TO_BEFORE.search(before):
        return "to"
    if _TO_AFTER.match(after):
        return "from"
    if _EXTRA_BEFORE.search(before):
        return "extra"
    return "from" if _FROM_BEFORE.search(before) else ""


def _unit_at(text: str, at: int, value: float = 0.0) -> tuple[Unit, int] | None:
    """The unit that stands right behind a number, and where it ends."""
    match = UNIT_AFTER.match(text, at)
    if match is None and (kind := _KIND_OF_UNIT.match(text, at)):
        match = UNIT_AFTER.match(text, kind.end())
    if match is None:
        return None
    written = match["unit"]
    if len(written) == 1 and written.isalpha() and match.start("unit") > at and not _TIMES_APART.match(text, at):
        return None  # "4 x 3", "5 s": a letter apart is no unit
    unit = UNITS[written.lower()]
    return (unit if written != "nm" or value < NAUTICAL else UNITS["nautical mile"]), match.end()


def _counted(text: str, at: int) -> tuple[str, int]:
    """What is counted behind a number: the head of the noun phrase, in the singular, and where it ends."""
    words: list[tuple[str, int]] = []
    while len(words) < 5 and (match := _NOUN.match(text, at)):
        word = match["word"]
        if len(word) == 1 or word.lower() in _STOP or word.lower() in _NOT_COUNTED:
            break
        words.append((word, match.end()))
        at = match.end()
        following = _NOUN.match(text, at)
        if _is_plural(word) and not (following and _is_plural(following["word"])):
            break
    plural = [pair for pair in words if _is_plural(pair[0])]
    if plural:
        return singular(plural[-1][0]), plural[-1][1]
    return (singular(words[0][0]), words[0][1]) if words else ("", at)


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


def singular(word: str) -> str:
    """`word` in lower case without its plural ending."""
    word = word.lower()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if _is_plural(word) else word


def _is_alone(text: str, numeral: Numeral, end: int) -> bool:
    """Whether a bare number fills a table cell or ends a "label: number" line."""
    return not text[end:].strip(" .*|") and bool(re.search(r"[:|]\s?[*]{0,2}$|^$", text[: numeral.start][-4:]))


def _is_label(text: str, numeral: Numeral) -> bool:
    """Whether the digits are part of a name, an address, a version or an enumeration."""
    before, after = text[max(0, numeral.start - 40) : numeral.start], text[numeral.end : numeral.end + 3]
    if _LABEL_BEFORE.search(before):
        return True
    small = numeral.value < 100 and numeral.value == int(numeral.value) or "." in numeral.digits
    if (
        numeral.value
        and text[numeral.start : numeral.start + 1] == "0"
        and text[numeral.start + 1 : numeral.start + 2].isdigit()
    ):
        return True  # "00040-name"
    if (
        re.search(r"\b[A-Z]{2,6}[ -]?#?$", before)
        and not _unit_at(text, numeral.end)
        and not _counted(text, numeral.end)[0]
    ):
        return True  # a standard's or a ticket's number: "RFC 9999"
    if re.search(r"\d:$", before) or (small and numeral.value > 9 and _is_plural(_next_word(text, numeral.end))):
        return before.endswith(":")  # a clock; "Foo 64 regions" counts regions
    if small and not _unit_at(text, numeral.end) and _NAME_BEFORE.search(before) and not _NOT_A_NAME.search(before):
        return True  # a product's generation or version: "Foo 3", "Foo 1.35"
    if numeral.spoken:
        return False
    if _IN_ADDRESS.search(before) or re.match(r"[_@#]|/[a-z0-9]{0,2}\d|:\d\d", after):
        return not re.search(r"(?:^|[\s(])(?:sub-?)$", before)
    return bool(re.search(r"(?:^|\n)\s*$", before) and re.match(r"[.)]\s", after)) and numeral.value < 100


def _next_word(text: str, at: int) -> str:
    match = _NOUN.match(text, at)
    return match["word"] if match else ""


def _money_before(text: str, start: int) -> str | None:
    sign = text[max(0, start - 2) : start].rstrip()[-1:]
    return sign if sign in _SIGNS and sign else None


def _bound(text: str, start: int, end: int) -> Bound:
    """Which side of the number is open."""
    plus = _PLUS_AFTER.search(text[start:end]) or _PLUS_AFTER.match(text, end)
    if plus:
        return Bound.AT_LEAST
    if _LESS_AFTER.match(text, end):
        return Bound.AT_MOST
    match = _BOUND_BEFORE.search(text[max(0, start - 24) : start])
    if match is None:
        return Bound.EXACT
    if (
        match["least"]
        and match["least"].lower() == "over"
        and _unit_at(text, end) is None
        and _is_span(text, start, end)
    ):
        return Bound.ABOUT  # "over three years" is mostly a stretch of time, not a lower bound
    names = {"nearly": Bound.NEARLY, "most": Bound.AT_MOST, "least": Bound.AT_LEAST, "about": Bound.ABOUT}
    return names[str(match.lastgroup)]


def _is_span(text: str, start: int, end: int) -> bool:
    return text[start:end].lower().rstrip("s").endswith(tuple(SECONDS))


def _per(text: str, start: int, end: int) -> tuple[str, ...]:
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


def _direction(text: str, start: int, end: int) -> Direction:
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


def _halves(text: str) -> Iterator[Quantity]:
    """Half of, two thirds of, twice, triple: ratios without a numeral."""
    for match in _HALVES.finditer(text):
        if match["fold"]:
            value = next(factor for head, factor in _FOLDS.items() if match["fold"].lower().startswith(head))
            unit, direction = "times", Direction.UP
        else:
            value = _PARTS[match["word"].lower().replace("-", " ")]
            unit, direction = "percent", Direction.SHARE
        if match["word"] and match["of"].lower() in SECONDS:
            continue
        end = match.end("fold") if match["fold"] else match.end("word")
        bound = _bound(text, match.start(), end)
        bound = Bound.ABOUT if bound is Bound.EXACT else bound
        yield Quantity(
            start=match.start(),
            end=end,
            low=value if match["fold"] else value - ROUGH_PART,
            high=value,
            dimension=RATIO,
            unit=unit,
            bound=bound,
            direction=direction,
        )


def _article_times(text: str) -> Iterator[Quantity]:
    """Up to a year, for an entire year."""
    for match in _ARTICLE_TIME.finditer(text):
        value = SECONDS[match["unit"].lower()]
        start = match.end("lead") + 1
        bound = _bound(text, start, match.end())
        yield Quantity(
            start=start, end=match.end(), low=value, high=value, dimension=TIME, unit=match["unit"].lower(), bound=bound
        )
