"""A run of number words, as the numbers that it says.

text2num reads the words; the rules around it are ours: a year is said in two halves, "six point seventeen" is a version
and no decimal, "nought point five" and "point three percent" are less than one, "one eighty-seven K" is a hundred and
eighty-seven of them, and two numbers that may as well be one ("twenty-six nine") are left open.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol, cast

from text_to_num import find_numbers  # type: ignore[import-untyped]  # ships no stubs

from corpus.numbers.counted import unit_at
from corpus.numbers.numeral import FIRST_YEAR, LAST_YEAR, ONES, SCALES, Numeral, NumeralRole, digits_of
from corpus.numbers.units import MONIES, RATIO, TIME, Unit

NOUGHTS = ("nought", "naught")
SPOKEN_LETTER = re.compile(r"[ -]?(?P<suffix>K|M)(?![\w-])")  # "ninety-three K"
_POINT = re.compile(r"(?<![\w-])(?:oh )?point (?P<ohs>(?:oh ){0,3})$", re.I)
# What stands before an amount; a noun before "point", or before "one", stands here: "boiling point", "the big one".
_LEADS_IN = re.compile(
    r"(?:^|[.,;:!?(\"“–—] ?|\b(?:about|above|almost|approximately|are|around|at|be|been|below|between|by|costs?|dropped"
    r"|equals|exactly|exceeds?|fell|from|gained|grew|had|has|have|is|just|less|like|lost|maybe|minus|nearly|of|only|over|paid"
    r"|perhaps|plus|roughly|rose|say|some|than|times|to|under|up|was|were|with|within)[ ]|['’](?:s|re|m|d) )$",
    re.I,
)
_NOUN_POINT = re.compile(r"\b(?:any|each|every|no|one|same|some|that|the|this|what|which)[ ]$", re.I)
_A_POINT = re.compile(r"\ba $", re.I)
_POINT_AGAIN = re.compile(r" (?:to|and|or) (?:(?:nought|naught|zero|oh) )?point ", re.I)
_AT = re.compile(r"\bat $", re.I)
_GAP = re.compile(r"[ -](?:oh[ -])?", re.I)
_THOUSAND_AND_ONES = re.compile(rf"\bthousand (?P<ones>{'|'.join(ONES[1:])})$", re.I)
_IN_A_YEAR = re.compile(r"\b(?:in|since|until|by|during|from|of) $", re.I)
_PLURAL = re.compile(r"[ -][a-z]+s\b", re.I)
_PRICES = (49, 95, 99)  # "four ninety-nine" is in pounds and pence


class _Occurrence(Protocol):
    """What text2num gives: a stretch of tokens, its digits, its value."""

    start: int
    end: int
    text: str
    value: float
    is_ordinal: bool


class _Token(NamedTuple):
    """One number word of a run, as text2num wants it."""

    word: str
    start: int
    end: int
    apart: bool = False  # a new number starts here: "five hundred | six hundred"

    def text(self) -> str:
        return self.word

    def nt_separated(self, _previous: _Token) -> bool:
        return self.apart

    def not_a_number_part(self) -> bool:
        return False


def numbers_in(text: str, run: re.Match[str]) -> list[Numeral]:
    """The numbers of one run of number words, in order."""
    if point := _POINT.search(text, max(0, run.start() - 18), run.start()):
        return _behind_point(text, point, _tokens(run, behind_point=True))
    tokens = _tokens(run)
    if [token.word for token in tokens[:2]] == ["one", "point"] and _AT.search(text[: run.start()][-4:]):
        return _at_one_point(text, tokens)
    return _settled(text, _joined(tokens))


def _behind_point(text: str, point: re.Match[str], tokens: list[_Token]) -> list[Numeral]:
    """Numbers with a "point" before them that no number leads: "below point three percent" is a decimal, "at that point
    three percent" is none, and where the words around it do not tell the number is left open."""
    plain = _settled(text, _joined(tokens))
    before = text[max(0, point.start() - 24) : point.start()]
    if _NOUN_POINT.search(before):
        return plain
    at = point.start() + point[0].lower().index("point")
    begun = [_Token("zero", point.start(), at), _Token("point", at, at + 5)]
    begun += [_Token("zero", at + 6 + 3 * n, at + 8 + 3 * n) for n in range(len(point["ohs"]) // 3)]
    found = _settled(text, _joined([*begun, *tokens]))
    first = found[0]
    unit = _unit_behind(text, first)
    if not (unit or first.value >= 1 or len(first.digits) > len("0.1") or _POINT_AGAIN.match(text, first.end)):
        return plain  # "point two is that …"
    is_share = unit is not None and unit.dimension == RATIO
    led_in = _LEADS_IN.search(before) or (is_share and _A_POINT.search(before))
    is_decimal = first.role is NumeralRole.CARDINAL and first.value > 0 and not _ends_in(text, first, "hundred")
    return found if led_in and is_decimal else [*map(_open, plain[:1]), *plain[1:]]


def _at_one_point(text: str, tokens: list[_Token]) -> list[Numeral]:
    """ "At one point five percent", and "at one point two hundred people": only a measure tells that it is 1.5."""
    whole = _joined(tokens)
    unit = _unit_behind(text, whole[0])
    if unit and unit.dimension not in (TIME, *MONIES) and not _ends_in(text, whole[0], "hundred"):
        return _settled(text, whole)
    rest = _settled(text, _joined(tokens[2:]))
    return [_open(number) for number in rest] if unit or whole[0].value >= SCALES["thousand"] else rest


def _tokens(run: re.Match[str], *, behind_point: bool = False) -> list[_Token]:
    """The words of a run of number words; what is said for nought in a decimal is one of its digits."""
    places = [
        (match[0].lower(), match.start() + run.start(), match.end() + run.start())
        for match in re.finditer(r"[A-Za-z]+", run[0])
    ]
    words = [word for word, _, _ in places]
    tokens: list[_Token] = []
    for position, (word, start, end) in enumerate(places):
        hundred_before = words[position - 1 : position] == ["hundred"] or words[:position][-2:] == ["hundred", "and"]
        again = position > 1 and words[position + 1 : position + 2] == ["hundred"] and hundred_before
        is_nought = word in NOUGHTS or (behind_point and word == "oh")
        tokens.append(_Token("zero" if is_nought else word, start, end, again))
        behind_point = word == "point" or (behind_point and (is_nought or word in ONES))
    return tokens


def _joined(tokens: list[_Token]) -> list[Numeral]:
    """The numbers of one run, halves of years, versions and scales put together."""
    found: list[Numeral] = []
    last = -1
    for occurrence in cast("list[_Occurrence]", find_numbers(tokens, "en", threshold=0)):
        role = NumeralRole.ORDINAL if occurrence.is_ordinal else NumeralRole.CARDINAL
        start, end = tokens[occurrence.start].start, tokens[occurrence.end - 1].end
        if tokens[max(occurrence.start - 1, 0)].word in ("a", "an"):
            start = tokens[occurrence.start - 1].start
        value = float(occurrence.text if "." in occurrence.text else occurrence.value)
        digits = digits_of(value) if value >= SCALES["million"] else occurrence.text
        numeral = Numeral(start, end, value, digits, role, spoken=True)
        between = [token.word for token in tokens[max(last, 0) : occurrence.start]]
        merged = _merged(found[-1], numeral, between, tokens[occurrence.start].word) if found else None
        if merged:
            found[-1] = merged
        else:
            found.append(numeral)
        last = occurrence.end
    return [numeral for numeral in found if not _is_spelt(numeral, found)]


def _is_spelt(numeral: Numeral, run: list[Numeral]) -> bool:
    """Whether a digit is one of three or more said one by one: an address or a code, no amount."""
    close = [n for n in run if abs(n.start - numeral.start) < 30 and n.value < 10 and n.role is NumeralRole.CARDINAL]
    return numeral.value < 10 and len(close) > 2


def _merged(left: Numeral, right: Numeral, between: list[str], word: str) -> Numeral | None:
    """`left` and `right` as one number, when they are said as one; None when they are two."""
    if right.role is NumeralRole.ORDINAL:
        return None
    if between == ["point"]:
        digits = f"{left.digits}.{right.digits}"
        return Numeral(left.start, right.end, left.value, digits, NumeralRole.VERSION, spoken=True)
    if between in ([], ["oh"]) and left.role is NumeralRole.CARDINAL:
        if word in SCALES and "." in left.digits:
            value = left.value * right.value
            return Numeral(left.start, right.end, value, digits_of(value), spoken=True)
        low = 1 if between else 10
        year = (
            int(left.value * 100 + right.value)
            if left.value in (19, 20) and low <= right.value < (10 if between else 100)
            else 0
        )
        if FIRST_YEAR <= year <= LAST_YEAR:
            return Numeral(left.start, right.end, float(year), str(year), NumeralRole.YEAR, spoken=True)
    return None


def _settled(text: str, numbers: list[Numeral]) -> list[Numeral]:
    """The same, from behind: numbers said one behind the other are one where that is sure, else left open."""
    settled: list[Numeral] = []
    for found in reversed(numbers):
        right = settled[-1] if settled else None
        number = _open(found) if found.role is NumeralRole.YEAR and _is_span(text, found) else found
        if right is None or not _GAP.fullmatch(text, number.end, right.start) or _is_apart(text, number, right):
            settled.append(number)
        elif (value := _as_one(text, number, right)) is not None:
            settled[-1] = Numeral(number.start, right.end, value, digits_of(value), spoken=True)
        else:
            settled[-1] = _open(right)
            settled.append(_open(number))
    return settled[::-1]


def _is_apart(text: str, left: Numeral, right: Numeral) -> bool:
    """Whether two numbers that touch are two for sure: "sixteen eighty-watt lamps", or no amounts at all."""
    if left.role is not NumeralRole.CARDINAL or right.role not in (NumeralRole.CARDINAL, NumeralRole.OPEN):
        return True
    if re.match(r"-[a-z]", text[right.end :][:2], re.I):
        return True
    unit = unit_at(text, right.end, right.value)
    if unit is None:
        return False
    one_of_several = left.value == 1 and unit[0].dimension == RATIO  # "this one ten percent"
    is_plural = text[unit[1] - 1] == "s" or text[unit[1] - 4 : unit[1]].lower() in ("feet", "ertz")
    return one_of_several or not (is_plural or unit[0].dimension == RATIO)


def _as_one(text: str, left: Numeral, right: Numeral) -> float | None:
    """What two numbers say together; None where they may be two, or a price, or a time of day."""
    in_thousands = right.value >= 20_000
    pair = right.value / 1000 if in_thousands else right.value
    is_pair = 20 <= pair < 100 and right.value == int(right.value)
    if right.role is not NumeralRole.CARDINAL or not is_pair or "oh" in text[left.end : right.start].lower():
        return None
    if not in_thousands and (ones := _THOUSAND_AND_ONES.search(text[left.start : left.end])):
        return left.value + ONES.index(ones["ones"].lower()) * 99 + right.value  # "twenty-three thousand five | twenty"
    if not 0 < left.value < 100 or not _LEADS_IN.search(text[max(0, left.start - 24) : left.start]):
        return None
    if in_thousands:  # "two | sixty-nine thousand"
        return left.value * 100_000 + right.value if left.value < 10 else None
    return left.value * 100 + right.value if _is_measure(text, left, right) else None


def _is_measure(text: str, left: Numeral, right: Numeral) -> bool:
    """Whether a measure behind two numbers tells that they are one: "one | eighty-seven K"."""
    unit = _unit_behind(text, right)
    is_measured = unit is not None and unit.dimension not in (TIME, RATIO)
    is_money = unit is not None and unit.dimension in MONIES
    if left.value < 10:
        is_price = is_money and right.value in _PRICES
        return SPOKEN_LETTER.match(text, right.end) is not None or (is_measured and not is_price)
    return is_measured and not is_money and bool(right.value % 10)


def _is_span(text: str, year: Numeral) -> bool:
    """Whether what might be a year is "twenty, twenty-five minutes"."""
    unit = _unit_behind(text, year)
    spans = unit is not None and unit.dimension not in MONIES and _PLURAL.match(text, year.end) is not None
    return spans and not _IN_A_YEAR.search(text[: year.start][-8:])


def _unit_behind(text: str, number: Numeral) -> Unit | None:
    found = unit_at(text, number.end, number.value)
    return found[0] if found else None


def _ends_in(text: str, number: Numeral, word: str) -> bool:
    return text[number.start : number.end].lower().endswith(word)


def _open(number: Numeral) -> Numeral:
    return number._replace(role=NumeralRole.OPEN)
