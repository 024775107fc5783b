"""Whether a text gives the kind of thing that is asked for: an amount, a date, a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from chat.wants import Want
from chat.words import any_of, stem, token_set
from corpus.letters import LOWER, UPPER
from corpus.numbers.units import MONEY_WORDS
from corpus.numbers.years import old_years

_FIGURE = r"\d[\d.,]{0,15}"  # all of it, so that a number of the question is known again
# "In 1974", "the 1930s" are no amounts; round hundreds may be.
_IN_YEAR = (
    r"(?:(?<=\bin )|(?<=\bsince )|(?<=\bfrom )|(?<=\buntil )|(?<=\bby )|(?<=\bthe ))(?!\d\d00)(?:1[5-9]|20)\d\d"
    r"(?:s?\b)(?![,.]\d|%)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_UNIT_OF_TIME = r"(?:ms|millisecond|second|minute|hour|day|week|month|quarter|year|decade)"
_UNIT_OF_LENGTH = (
    r"(?:(?:kilo|centi|milli)?met(?:re|er)s?|km|cm|mm|miles?|feet|foot|ft|yards?|inch(?:es)?|pages?|words)"
)
_TIMES = (
    rf"\d[\d.,+-]*[\s-]?(?:\w+\s)?{_UNIT_OF_TIME}s?\b",
    rf"\b(?:an?|one|every|each|full|entire|per) (?:\w+ )?{_UNIT_OF_TIME}\b",
    r"\b(?:daily|weekly|monthly|yearly|annually|overnight)\b",
)
_ABOUT = r"about|almost|already|around|just|nearly|now|only|over|some|still"
_AS_A_RULE = frozenset({"do", "does"})  # "When do the boats leave?" "At 07:40."
_BESIDE = 40  # characters between a name and a post
_GIVES = {
    # Here and for dates, what cannot begin a match is told by its first character: half the time for each sentence.
    Want.QUANTITY: any_of(
        rf"(?=\d)(?<![a-z.\d])(?!{_IN_YEAR}){_FIGURE}",
        r"\b(?=[dhmqt])(?:half|double|twice|triple|dozen|hundreds|thousands|millions|quarter|third)\b",
    ),
    Want.MONEY: any_of(
        rf"[$€£]\s?{_FIGURE}",
        rf"\b(?:costs?|fees?|rates?|premiums?|prices?|charges?|pays?)\b.{{0,40}}{_FIGURE}\s?(?:%|per ?cent)",
        rf"{_FIGURE}\s?(?:k|m|bn|thousand|million|billion)?\+?\s?(?:{'|'.join(MONEY_WORDS)})\b",
        rf"\b(?:is|are|at|for|costs?) (?:\d+ )?{_FIGURE} (?:an?|per) (?:month|year|seat|head)\b",  # "Pro is 40 a month"
    ),
    Want.SHARE: any_of(
        rf"{_FIGURE}\s?(?:%|per ?cent)", r"\b(?:half|third|quarter|\d+ (?:\w+ )?(?:in|of|out of) (?:every )?\d+)\b"
    ),
    Want.DURATION: any_of(*_TIMES),
    Want.AGE: any_of(
        rf"\d[\s-](?:{_UNIT_OF_TIME}s?)[\s-](?:olds?\b|of age\b)|\bage[ds]?(?: (?:of|at|is|was))? \d",
        rf"(?:['’](?:s|m|re)|\b(?:am|are|is|was|were|be|being|turn(?:s|ed|ing)?)) (?:(?:{_ABOUT}) )?\d{{1,3}}\b"
        r"(?=[.,;:!?)]|$| (?:and|but|by|now|or|then|this|when|years?)\b)",
        r"(?<=[^\W\d]), \d{1,3},",
        r"\b(?:born|built|created|dates?|established|founded|laid|launched|made|opened|since|started)\b.{0,40}"
        r"\b(?:1\d|20)\d\d\b",
    ),
    Want.FREQUENCY: any_of(rf"(?<![a-z.\d]){_FIGURE}", r"\b(?:once|twice)\b", *_TIMES),
    Want.EXTENT: any_of(*_TIMES, rf"{_FIGURE}[\s-]?{_UNIT_OF_LENGTH}\b"),
    Want.DATE: any_of(
        rf"\b(?=\w)(?:{_MONTH}\b(?:\.? ?\d)?|(?:19|20)\d\d\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
        r"|(?:today|yesterday|tomorrow)\b"
        r"|(?:last|next|this) (?:week|month|quarter|year|spring|summer|autumn|fall|winter)\b)"
    ),
    Want.TIME: any_of(
        rf"(?<![$€£\d])\d{{1,2}}[:.]\d\d(?!\d| ?(?:%|per ?cent|{'|'.join(MONEY_WORDS)}))",
        r"\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|o'clock)|\b\d{4} ?(?:utc|gmt|hours)|\b(?:noon|midnight|utc)\b"
        r"|\b(?:half|quarter) (?:past|to) \d",
    ),
    Want.VERSION: any_of(r"(?<![\w.$€£-])v?\d+(?:\.\d+)+\b(?![\w-]|\s?(?:%|x\b|per ?cent|times|[mb]illion|thousand))"),
    Want.WORDS: any_of(r"[“”\"]|\bquote\b"),
    Want.REASON: any_of(r"\b(?:because|since|due to|caused?|so that|in order|reason|led to|result|trigger)"),
}
_NAME = re.compile(rf"\b[{UPPER}][\w’'-]+(?:\s+(?:de |van |von |of )?[{UPPER}][\w’'-]+)*")
FULL_NAME = re.compile(rf"\b[{UPPER}][{LOWER}’'-]+(?: [{UPPER}]\.)?(?: (?:de |van |von |der )?[{UPPER}][\w’'-]+)+")
POST = any_of(
    r"\b(?:C[ETFIO]O|(?:co-?)?founder|engineer|director|manager|vice president|VP|lead|maintainer|creator|author|editor"
    r"|researcher|scientist|professor|president|head|chief|captain|minister|analyst|journalist|reporter|developer"
    r"|architect|chair(?:man|woman|person)?|owner|teacher|doctor|artist|winner)\b"
)
_DEED = any_of(
    r"\b(?:said|says|wrote|writes|told|put it|explained|noted|argued|called|announced|built|created|made|founded|led"
    r"|joined|won|runs|invented|designed|discovered)\b"
)
# What stands after a figure, up to where an aside, another clause or a rate begins: "40 pounds a rope".
_COUNTED = re.compile(rf"(?=\d)(?<![\w.]){_FIGURE}(?<=\d)\+?((?:(?! (?:an?|per|each|every)\b)[^\d.;:!?()→—]){{1,60}})")
_COUNTED_WITHIN = 4  # words
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_PLACE = re.compile(rf"\b(?:in|at|from|to|between|near|off|into|through|via|and) (?:the )?({_NAME.pattern})")


def gives(want: Want, text: str, search_text: str, asked: frozenset[str], at_least: int = 1) -> bool:
    """Whether a text holds the kind of thing that is wanted, other than what the question itself said."""
    if want is Want.ANY:
        return False
    if want in (Want.PERSON, Want.PLACE):
        names = _given(want, text[1:] if want is Want.PERSON else text)
        return sum(not words <= asked for words in set(names)) >= at_least
    given = _given(want, search_text)
    if want is Want.DATE and "when" in asked and not asked.isdisjoint(_AS_A_RULE):
        given += _given(Want.TIME, search_text)
    return any(not words or not words <= asked for words in given)


@lru_cache(maxsize=16384)
def _given(want: Want, text: str) -> tuple[frozenset[str], ...]:
    """The words of each thing of that kind in a text: remembered, as sentences are looked at again and again."""
    pattern = {Want.PERSON: _NAME, Want.PLACE: _PLACE}.get(want) or _GIVES[want]
    found = tuple(token_set(match[match.lastindex or 0]) for match in pattern.finditer(text))
    return (*found, *(token_set(str(old.year)) for old in old_years(text))) if want is Want.DATE else found


def person(text: str, asked: frozenset[str]) -> tuple[float, float]:
    """Whether a text has somebody's full name that the question does not, with a post, and with a deed."""
    names, posted, credited = _people(text)
    told = any(not words <= asked for words in names)
    return float(told and posted), float(told and credited)


def holds_post(text: str, asked: frozenset[str]) -> bool:
    """Whether a text has such a name right beside a post that the question asks for: "the captain, Ada Brook"."""
    for post in POST.finditer(text):
        if post[0].casefold() in asked:
            before, after = text[max(post.start() - _BESIDE, 0) : post.start()], text[post.end() : post.end() + _BESIDE]
            beside = (*FULL_NAME.finditer(before.rpartition(".")[2]), *FULL_NAME.finditer(after.partition(".")[0]))
            if any(not token_set(name[0]) <= asked for name in beside):
                return True
    return False


def counts(search_text: str, things: Mapping[str, float]) -> float:
    """How near in meaning to `things`, by stem, is what stands right after a figure: "192 fast cores", 0..1."""
    after = (word for match in _COUNTED.finditer(search_text) for word in _WORD.findall(match[1])[:_COUNTED_WITHIN])
    return max((things.get(stem(word), 0.0) for word in after), default=0.0)


def _is_full(name: str) -> bool:
    """Whether two words of a name are no post: "Chief Engineer Ada Brook", not "Developer Days"."""
    return sum(not POST.fullmatch(word) for word in name.split()) > 1


@lru_cache(maxsize=16384)
def _people(text: str) -> tuple[tuple[frozenset[str], ...], bool, bool]:
    names = tuple(token_set(match[0]) for match in FULL_NAME.finditer(text) if _is_full(match[0]))
    if not names:
        return (), False, False  # nobody has the post, or did the deed: as most sentences are
    return names, bool(POST.search(text)), bool(_DEED.search(text))
