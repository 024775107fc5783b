"""What a number counts: the unit or the noun behind it; and which digits are no amount but part of a name."""

from __future__ import annotations

import re

from corpus.letters import LETTER, LETTERS, LOWER, UPPER
from corpus.numbers.numeral import Numeral
from corpus.numbers.units import APART, BY_CASE, MONEY_BEFORE, NAUTICAL, UNIT_AFTER, UNITS, Unit

_OF_ONE = re.compile(r" of (?:an?|one)(?= )")  # "point four of a millimetre"
_TIMES_APART = re.compile(r"(?:-[xX]| X)(?! ?\d)\b")  # "ten X better", "three-x"
_NETWORK = re.compile(r" ?(?:network|phone|mast|signal|coverage|mobile|internet|modem|router|band|tower)")  # "5g"
_WEIGHED = re.compile(
    r"\b(?:weigh\w{0,3}|heav\w{1,3})\b(?:(?!\b(?:and|but|costs?|for|sells?|price)\b)[^.;:\d]){0,24}[\d.,]{0,9}$", re.I
)
_OF_SUMS = (
    r"the|all|this|that|his|her|their|our|your|my|it|money|cash|debts?|tax\w*|rent|income|credit|change|public|government"
    r"|profits?|sales|funding|savings|fines?|damages?|grants?|investments?|revenues?|spending|support|aid|benefits?|loans?"
    r"|loss(?:es)?|costs?|value|worth|turnover|business|work|stock"
)
_OF_WHAT = re.compile(rf" (?:heavier|lighter|in weight|of (?!(?:{_OF_SUMS})\b)[a-z])")  # pounds of flour
_PARTS_OF_ONE = re.compile(
    r"[ -](?:thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths|hundredths|halves)\b", re.I
)
_TIME_QUARTERS = re.compile(r"\b(?:last|past|next|previous|first|consecutive|straight|over|for|in) (?:the )?$", re.I)
_FULL_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY_OF = re.compile(
    rf"(?:st|nd|rd|th)?(?: ?(?:-|–|to|and|or|/) ?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?)?(?: of)? {_FULL_MONTH}(?![a-z])"
)
_OPEN_METRES = re.compile(r" ?m (?P<word>[a-z]{4,20})\b")  # "2m sheep": metres or millions
_MULTIPLIED = re.compile(r" ?[x×] ?\d", re.I)  # "3 x 20,000" states neither
_MULTIPLIES = re.compile(r"\d ?[x×'’′] ?$", re.I)
_KIND_OF_UNIT = re.compile(r" [A-Z]{1,4}\d{1,2}(?= )")  # "362 FP8 petaflops"
_NOUN = re.compile(rf"[ -](?P<word>{LETTER}(?:{LETTERS}|[/']){{0,30}})")
_STOP = frozenset(
    """
    of in on at to for from by with and or but than per is are was were be been has have had will would can could
    may might do does did not that this these those which who what when where how a an the as into over under
    between across about out it its their our your they we you he she if so because while after before since until
    within without through during later ago equals equal times more less better faster higher lower fewer larger
    cheaper old long wide deep each every via vs versus plus minus then now just only also still
    """.split()  # noqa: SIM905 -- a list of words is read as words
)
_NOT_COUNTED = frozenset("am pm th st nd rd lts ga eol".split())  # noqa: SIM905 -- as above
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:episodes?|parts?|steps?|acts?|stor(?:y|ies)|chapters?|sections?|phases?|levels?|tiers?|options?|pages?|"
    r"figures?|numbers?|ports?|lines?|issues?|layers?|seasons?|volumes?|versions?|scenarios?|releases?|kernel|segments?|"
    r"rules?|lessons?|principles?|pillars?|stages?|discovery|dimension|rank(?:ed)?|no\.)|#|(?<![\w.])[vV])[ ]?$",
    re.I,
)
_STANDARD_BEFORE = re.compile(r"\b[A-Z]{2,6}[ -]?#?$")
_NAME_BEFORE = re.compile(rf"\b[{UPPER}]{LETTERS}{{1,30}}[ -]$")
_NOT_A_NAME = re.compile(
    r"(?:^|[\s(\"“])(?:Over|Nearly|About|Only|Just|In|At|The|With|For|From|Under|Around|Roughly|Almost|Some|All|And|But|"
    r"Than|To|Of|Per|Those|These|Their|Our|Your|Up to|More than|Less than|By|After|Every|Within|Another|First|Top|Get|"
    r"Use|Has|Have|Typically|Usually|Approximately|Supports?|Supported|Saves?|Costs?|Cut|Takes?|Need|Minimum|Maximum|Max|"
    r"Across|Between|Now|Then|That's|It's|Day|Here|Still|Like|Say|Run|Set|Found|Add) $"
)
_MONEY_AFTER = re.compile(
    rf" (?:(?:in|of|worth of) )?(?:[{LOWER}-]{{2,20}} )?(?:revenues?|sales|funding|savings|spend(?:ing)?|investments?|"
    r"profits?|salar(?:y|ies)|wages|debts?|damages|fines|grants?)\b",
    re.I,
)
_MONEY_BEFORE = re.compile(
    r"\b(?:raised|paid|pays?|costs?|spent|spends?|invested|earn(?:s|ed)|fined|worth|sold for|bought for)"
    r"(?: (?:it|them|us|him|her))?"
    r"(?: (?:about|around|roughly|nearly|almost|over|some|up to|more than|another|a|an))?[ ~]{1,2}$",
    re.I,
)
_IN_ADDRESS = re.compile(r"(?<![A-Za-z0-9_@#/.-])[0-9.-]{0,20}[A-Za-z_@#/][A-Za-z0-9_@#/.-]{0,40}$")


def unit_at(text: str, at: int, value: float = 0.0) -> tuple[Unit, int] | None:
    """The unit that stands right behind a number, and where it ends; behind less than one, what it is a part of."""
    if 0 < value < 1 and (of_one := _OF_ONE.match(text, at)):
        at = of_one.end()
    match = UNIT_AFTER.match(text, at)
    if match is None and (kind := _KIND_OF_UNIT.match(text, at)):
        match = UNIT_AFTER.match(text, kind.end())
    if match is None:
        return None
    written = match["unit"]
    apart = len(written) == 1 and written.isalpha() and match.start("unit") > at and not _TIMES_APART.match(text, at)
    if apart and not (written in APART and text[at] == " "):
        return None  # "4 x 3", "5 s": most letters apart are no unit
    if BY_CASE.get(written.lower(), written) != written or (written == "g" and _NETWORK.match(text, match.end())):
        return None
    return _meant(text, at, match, value), match.end()


def _meant(text: str, at: int, match: re.Match[str], value: float) -> Unit:
    """Which unit of several of one name it is: nautical miles by their number, pounds of flour by what is weighed."""
    name = match["unit"].lower()
    if name == "nm" and value >= NAUTICAL:
        name = "nautical mile"
    if name == "pounds" and (_OF_WHAT.match(text, match.end()) or _WEIGHED.search(text[max(0, at - 40) : at])):
        name = "lb"
    return UNITS[name]


def is_part(text: str, start: int, end: int) -> bool:
    """Whether a number is the upper one of a fraction: "two thirds", "three quarters"."""
    match = _PARTS_OF_ONE.match(text, end)
    if match is None:
        return False
    if match[0][1:].lower() != "quarters" or text.startswith(" of ", match.end()):
        return True
    before = text[max(0, start - 24) : start]
    return text[start:end].lower() == "three" and not _TIME_QUARTERS.search(before)


def counted_at(text: str, at: int) -> tuple[str, int]:
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


def is_open(text: str, at: int) -> bool:
    """Whether an "m" behind a number may as well be of millions of something as of metres."""
    match = _OPEN_METRES.match(text, at)
    return bool(match and _is_plural(match["word"]) and match["word"] not in _STOP)


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


def is_money(text: str, start: int, end: int) -> bool:
    """Whether a large number is money by the words beside it: "raised nine million", "2 million in sales"."""
    if _MONEY_AFTER.match(text, end):
        return True
    return not counted_at(text, end)[0] and bool(_MONEY_BEFORE.search(text[max(0, start - 40) : start]))


def is_alone(text: str, numeral: Numeral, end: int) -> bool:
    """Whether a bare number fills a table cell or ends a "label: number" line."""
    return not text[end:].strip(" .*|") and bool(re.search(r"[:|]\s?[*]{0,2}$|^$", text[: numeral.start][-4:]))


def is_label(text: str, numeral: Numeral) -> bool:
    """Whether the digits are part of a name, an address, a version or an enumeration."""
    before, after = text[max(0, numeral.start - 40) : numeral.start], text[numeral.end : numeral.end + 3]
    if _LABEL_BEFORE.search(before) or _is_of_another(text, numeral):
        return True
    if MONEY_BEFORE.search(before):
        return False
    if _has_name_before(text, numeral, before) or re.search(r"\d:$", before):
        return True
    if numeral.spoken:
        return False
    if _IN_ADDRESS.search(before) or re.match(r"[_@#]|/[a-z0-9]{0,2}\d|:\d\d", after):
        return not re.search(r"(?:^|[\s(])(?:sub-?)$", before)
    return bool(re.search(r"(?:^|\n)\s*$", before) and re.match(r"[.)]\s", after)) and numeral.value < 100


def _is_of_another(text: str, numeral: Numeral) -> bool:
    """Whether a number is part of something else: the day of a date, inches behind feet, a factor."""
    if numeral.value <= 31 and _DAY_OF.match(text, numeral.end):
        return True
    before = text[max(0, numeral.start - 4) : numeral.start]
    return bool(_MULTIPLIED.match(text, numeral.end) or _MULTIPLIES.search(before))


def _has_name_before(text: str, numeral: Numeral, before: str) -> bool:
    """Whether a bare number belongs to the name before it: "RFC 9999", "Foo 3", "Foo 1.35", "00040-name"."""
    if numeral.value and re.match(r"0\d", text[numeral.start : numeral.end]):
        return True
    if unit_at(text, numeral.end):
        return False
    if _STANDARD_BEFORE.search(before) and not counted_at(text, numeral.end)[0]:
        return True
    small = (numeral.value < 100 and numeral.value == int(numeral.value)) or "." in numeral.digits
    if small and numeral.value > 9 and _is_plural(_next_word(text, numeral.end)):
        return False  # "Foo 64 regions" counts regions
    return small and bool(_NAME_BEFORE.search(before)) and not _NOT_A_NAME.search(before)


def _next_word(text: str, at: int) -> str:
    match = _NOUN.match(text, at)
    return match["word"] if match else ""
