"""Years from 1000 to 1899 where they stand as one: "in 1684", "cast in sixteen eighty-four", "(1685–1750)"; and those
later ones that are said in full: "in two thousand and four", "in nineteen hundred and three".

Most such numbers are amounts ("1,500 metres", "sixteen eighty-watt lamps"), and a wrong date is worse than none: a
number is a year only by the words before it, and only where it counts nothing behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.letters import LOWER, UPPER
from corpus.numbers.counted import unit_at
from corpus.numbers.numeral import LAST_YEAR, NUMBER_WORDS, ONES, TEENS, TENS

_DIGITS = re.compile(
    r"(?:(?<![\w$€£.,/#-])|(?<=\(1\d{3}-))(?P<year>1[0-8]\d\d)(?![\w%]|[.,]\d|/|-(?!(?:1\d|20)\d\d\)))"
)
_ONE = "|".join(ONES[1:])
_UNDER_HUNDRED = rf"(?:{'|'.join(TENS)})(?:[ -](?:{_ONE}))?|{'|'.join(TEENS)}"
_SPOKEN = re.compile(
    rf"(?<![\w-])(?P<first>{'|'.join(TEENS[:9])})[ -](?:(?P<rest>{_UNDER_HUNDRED})|o[h’']?[ -](?P<one>{_ONE})"
    rf"|hundred(?: and (?P<more>{_UNDER_HUNDRED}|{_ONE}))?)(?![\w’'-])",
    re.I,
)
_IN_FULL = re.compile(
    rf"(?<![\w-])(?P<century>two thousand|nineteen hundred)(?:(?: and)? (?P<rest>{_UNDER_HUNDRED}|{_ONE}))?(?![\w’'-])",
    re.I,
)
_MONTH = (
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_ABOUT = r"(?:(?:about|around|circa|c\.|ca\.|early|late|mid|perhaps|probably)[ -]?)?"
_SEASON = r"(?:spring|summer|autumn|fall|winter|Christmas|Easter)"
_EVENT = (
    r"(?:fires?|floods?|storms?|wars?|siege|charter|treaty|acts?|laws?|maps?|survey|census|revolution|battle|edition|plague"
    r"|famine|earthquake|eruption|frost|harvest|comet|exhibition|end|beginning|class|crash|panic|revolt|uprising|rebellion)"
)
_DONE = (
    r"(?:[Bb]uilt|[Rr]ebuilt|[Cc]ast|[Oo]pened|[Ee]rected|[Cc]ompleted|[Ff]inished|[Pp]ublished|[Pp]rinted|[Pp]ainted|[Ww]ritten"
    r"|[Ll]aunched|[Cc]onsecrated|[Rr]estored|[Mm]ade|[Bb]egun|[Cc]losed)"
)
# What stands before a year and before hardly anything else.
_ALWAYS = re.compile(
    rf"(?:{_MONTH},? (?:of )?|{_MONTH} (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?|[a-z-]{{3,14}}(?:st|nd|rd|th)),? "
    r"|\b(?:[Ii]n|[Bb]y|[Ss]ince) the year |\b[Tt]he year (?:was|is|of our Lord) "
    r"|\b(?:anno(?: domini)?|A\.?D\.?|circa|c\.|ca\.) ?"
    r"|\b(?:[Bb]orn|[Dd]ied|[Ee]st(?:\.|ablished)|[Ff]ounded|[Dd]ated|dates? to|as early as"
    r"|(?:date[sd]?|dating|goes|go|went) back to) "
    rf"|\b{_SEASON} of ){_ABOUT}$"
)
_SINCE = re.compile(
    rf"\b(?:[Ss]ince|[Uu]ntil|till|[Dd]uring) {_ABOUT}$|\b{_EVENT} of $"
    rf"|\b[Tt]he (?:[\w’'-]+ ){{0,2}}[{UPPER}][{LOWER}]+ of $"
    rf"|(?:^|[(,;|] ?)(?:{_DONE}|[Ff]ounded|[Dd]ated?|[Bb]orn|[Dd]ied|[Ee]stablished|[Yy]ear(?: [{LOWER}]{{2,12}})?): $"
)
_IN = re.compile(rf"\b[Ii]n {_ABOUT}$")
_FROM = re.compile(rf"\b(?:[Bb]efore|[Aa]fter|[Bb]y|[Ff]rom) {_ABOUT}$|(?:^|[(,;] ?){_DONE} (?:circa |c\. ?)?$")
_BETWEEN = re.compile(r"\b[Bb]etween $")

# What was made, and about when: "woven in Brussels around fifteen eighty".
_MADE_AROUND = re.compile(
    r"\b(?:built|rebuilt|cast|woven|painted|carved|drawn|engraved|etched|written|composed|printed|published|minted|forged|laid"
    r"|planted|founded|born|dated|erected|completed|made|discovered|invented|commissioned|dug|sewn|signed|launched)\b"
    r"[^.,;:!?()\d]{0,40} (?:around|about|circa|roughly) $"
)
# A year that says which: "an eighteen ninety-one upright", "a sixteen forty-three Van Aelst". Prices and trains are
# called so, too: a price mostly ends in a five, a nought or a nine, and a train goes within the hour.
_ARTICLE = re.compile(r"\b(?P<article>[Aa]n?|[Tt]he|[Tt]h(?:is|at)|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) $")
_ROUND = (0, 5, 9)
_OF_A_THING = re.compile(rf" (?P<noun>[{LOWER}]{{3,20}}|(?P<name>[{UPPER}][\w’'-]{{2,20}}))(?![{LOWER}’'-])")
_TRAIN = re.compile(
    r" (?:\w+ ){0,2}(?:trains?|bus|coach|ferry|flight|service|express|boat|departure|arrival|deal|price|offer|bill"
    r"|ticket|fare|total|fee|menu|lunch|dinner)\b",
    re.I,
)
# By whom it was made, or who died then: "a portrait by Ada de Voss, sixteen forty-three, …".
_BESIDE_NAME = re.compile(
    rf"[{UPPER}][\w’'-]+(?: (?:de|van|von|der|da|di|del|la|le)){{0,2}} [{UPPER}][{LOWER}][\w’'-]*, $"
)

# What stands before an amount.
_AMOUNT_IN = re.compile(
    rf"(?:\d|\b(?:{_ONE}|ten|out|tak(?:e|es|ing)|took|br(?:ing|ings|inging|ought)|put(?:s|ting)?|pull(?:s|ed|ing)?"
    r"|turn(?:s|ed)|rak(?:e|es|ed|ing)|pack(?:s|ed|ing)?|cash(?:es|ed)|chip(?:s|ped)|dr[ae]ws?)) in $",
    re.I,
)
_AMOUNT = re.compile(  # changes by it, goes from it; or is the number of something
    r"\b(?:up|down|r[iou]s[ei]|rising|f[ae]ll|gr[eo]w|dr[oa]p|jump|climb|increas|decreas|reduc|rais|lower|cut|went|go(?:es|ing)"
    r"|rang|var[iy]|pric|cost|fare|fee|pa(?:y|id)|exceed|outnumber|beat|won|lost|miss|divid|multipl|doubl|halv|shr[aiu]nk|sank"
    r"|total|number|count\b|size|sum\b|height|depth|length|width|weigh|speed|scor|rates?\b|population|crowd|crew|attendance"
    r"|capacity|average|m(?:ax|in)imum|army|force|fleet|limit|budget|temperature|degrees|distance|altitude)",
    re.I,
)
_CLOCK = re.compile(
    r"\b(?:open(?:s|ing|ed)?|clos(?:es|ed|ing)|hours?|o'clock|[ap]\.?m|UTC|GMT|daily|every day|today|tonight|tomorrow"
    r"|noon|morning|afternoon|evening|shift|watch|depart\w*|leaves|arriv\w*|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\b"
)
_BARE = re.compile(r"\W*(?:(?:yes|no|well|oh|so|and|it was|that was|that is),? ){0,2}", re.I)

# What stands behind a number that counts nothing.
_JOINT = re.compile(r" ?(?:[–—-]|to|and|or|until|till|through) ?")
_NUMBER = re.compile(rf"\d|(?:{'|'.join(NUMBER_WORDS)})\b", re.I)
# "1914", "nineteen fourteen", or the end of "1838–41"
_LATER = re.compile(
    rf"(?:19|20)\d\d\b|(?<=[–-])\d\d(?!\d)|(?:nineteen|twenty)[ -](?:{_UNDER_HUNDRED}|oh[ -](?:{_ONE}))(?![\w’'-])",
    re.I,
)
_BORDER = (
    "a|an|the|and|or|but|nor|so|yet|as|at|by|for|from|in|into|on|onto|onwards?|over|to|under|until|till|upon|with|within"
    "|without|when|where|while|who|which|that|this|these|those|there|then|than|it|its|he|his|him|she|her|they|their|them|we"
    "|our|us|you|your|I|my|was|is|be|been|had|has|did|does|do|would|could|can|will|may|might|must|not|never"
    "|only|even|still|also|just|already|again|alone|after|before|because|since|during|if|though|although"
)
_ENDS = re.compile(
    r"\s*$|[.,;:!?)\]”\"’'…—–]| [(—–-]| (?:AD|A\.D\.|CE)\b"
    r"| [a-z]{2,14}ed (?:the|an?|its|his|her|their|in|on|at|by|to|for)\b"
    rf"|[ \n](?:{_BORDER})\b(?! (?:year|month|week|day|hour|head|person)\b)"
)
_NAME = re.compile(rf" [{UPPER}][{LOWER}’']{{0,30}}\b(?! [{LOWER}]{{1,30}}s\b)(?P<named> [{UPPER}])?")
_BRACKETED = re.compile(r"\((?:c\. ?)?(?P<low>1\d{3}) ?[–-] ?(?P<high>(?:1\d|20)\d\d)\)")


class OldYear(NamedTuple):
    """`text[start:end]` may say the year."""

    start: int
    end: int
    year: int
    spoken: bool = False


def old_years(text: str) -> Iterator[OldYear]:
    """Such years of a text, in order, where they stand as years."""
    found = sorted((*_in_digits(text), *_in_words(text)))
    fitting: list[OldYear] = []
    for one in reversed(found):
        if _counts_nothing(text, one, fitting[-1:]):
            fitting.append(one)
    last: OldYear | None = None
    for one in reversed(fitting):
        if (last and _JOINT.fullmatch(text, last.end, one.start)) or _is_led_in(text, one):
            last = one
            yield one


def counts_nothing(text: str, end: int) -> bool:
    """Whether no thing is counted behind a number that ends at `end`."""
    if _ENDS.match(text, end):
        return True
    name = _NAME.match(text, end)
    return bool(name and (name["named"] or not name[0].endswith("s")))


def _counts_nothing(text: str, one: OldYear, after: list[OldYear]) -> bool:
    """The same of a number that may be one end of a range: then the other end has to count nothing either."""
    joint = _JOINT.match(text, one.end)
    if joint and _NUMBER.match(text, joint.end()):
        later = _LATER.match(text, joint.end())
        return any(other.start == joint.end() for other in after) or bool(later and counts_nothing(text, later.end()))
    return counts_nothing(text, one.end) or (one.spoken and _tells_which(text, one))


def _in_digits(text: str) -> Iterator[OldYear]:
    return (OldYear(m.start(), m.end(), int(m["year"])) for m in _DIGITS.finditer(text))


def _in_words(text: str) -> Iterator[OldYear]:
    for match in _SPOKEN.finditer(text):
        rest = match["rest"] or match["one"] or match["more"] or ""
        year = 100 * (10 + TEENS.index(match["first"].lower())) + sum(map(_value, re.findall(r"[a-z]+", rest.lower())))
        yield OldYear(match.start(), match.end(), year, spoken=True)
    for match in _IN_FULL.finditer(text):
        century = 2000 if match["century"].lower().startswith("two") else 1900
        year = century + sum(map(_value, re.findall(r"[a-z]+", (match["rest"] or "").lower())))
        if year <= LAST_YEAR:
            yield OldYear(match.start(), match.end(), year, spoken=True)


def _value(word: str) -> int:
    if word in TENS:
        return 10 * (2 + TENS.index(word))
    return ONES.index(word) if word in ONES else 10 + TEENS.index(word)


def _is_led_in(text: str, one: OldYear) -> bool:
    """Whether the words before a number make it a year."""
    before = text[max(0, one.start - 64) : one.start]
    if _ALWAYS.search(before) or (_IN.search(before) and not _AMOUNT_IN.search(before)):
        return True
    if (one.spoken and one.year < 1300 and one.year % 100 < 60) or (
        one.year % 15 == 0 and _CLOCK.search(text, one.start - 64, one.end + 64)
    ):
        return False  # "ten thirty" is a time of day
    if _SINCE.search(before) or _is_bracketed(text, one):
        return True
    if one.spoken and (_MADE_AROUND.search(before) or _tells_which(text, one)):
        return True
    between = _BETWEEN.search(before) and (one.year % 10 or one.spoken)
    if (_FROM.search(before) and one.year % 50) or between:
        return not _AMOUNT.search(before[-48:])
    return bool(one.year % 10) and _is_bare(text, one)


def _tells_which(text: str, one: OldYear) -> bool:
    """Whether a year says which thing or whose is meant: "an eighteen ninety-one upright"."""
    before = text[max(0, one.start - 48) : one.start]
    if one.year < 1300 or one.year % 10 in _ROUND:
        return False
    if _BESIDE_NAME.search(before):
        return text[one.end : one.end + 1] in (",", ".", "")
    article, thing = _ARTICLE.search(before), _OF_A_THING.match(text, one.end)
    if article is None or thing is None or unit_at(text, one.end) or _TRAIN.match(text, one.end):
        return False
    return bool(thing["name"]) or one.year % 100 >= 60


def _is_bracketed(text: str, one: OldYear) -> bool:
    """Whether it is one of two years in brackets: "(1685–1750)"."""
    match = _BRACKETED.search(text, max(0, one.start - 10), one.end + 10)
    if match is None or one.start not in (match.start("low"), match.start("high")):
        return False
    low, high = int(match["low"]), int(match["high"])
    return low < high and bool(low % 10 or high % 10)


def _is_bare(text: str, one: OldYear) -> bool:
    """Whether a year is all that is said."""
    return one.start < 32 and bool(_BARE.fullmatch(text, 0, one.start)) and not text[one.end :].strip(" .!”\"’'")
