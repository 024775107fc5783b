"""The kind of thing that a question asks for."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from chat.words import AUXILIARY, QUESTION_WORD, any_of, terms


class Want(StrEnum):
    """The kind of thing that would answer."""

    ANY = "any"
    QUANTITY = "quantity"
    MONEY = "money"
    SHARE = "share"
    DURATION = "duration"
    AGE = "age"
    FREQUENCY = "frequency"  # so many times, every so often
    EXTENT = "extent"  # in time or in space
    DATE = "date"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    VERSION = "version"
    WORDS = "words"  # somebody's very words
    DEFINITION = "definition"  # what something is, who somebody is


SAYERS = r"(?:we|you|they|i|the (?:hosts?|show|podcast|speakers?)|(?:any|some)(?:body|one))"
# "Where do they say …?" asks for an episode, "where did they find …?" for a place.
_SAY = (
    r"(?:(?:say|said|t(?:ell|old)|sp(?:eak|oke)|talk|mention|discuss|cover|ask|explain|describe|compar|argu|claim|call"
    r"|quot|cit|nam|list|refer|report|announc|recommend|suggest|advis|warn|promis|predict|admit|thank|jok|credit"
    r"|blam|address|introduc|answer|prais|complain|deal)(?:e|ed|ing)?\b"
    r"|note\b|br(?:ing|ought) up|read (?:out|from)|go (?:into|over|through)|get onto|touch on|come up"
    r"|use (?:the|an?|that|this) (?:\w+ )?(?:figure|number|word|phrase|term|example|name|line|comparison|quote)"
    r"|(?:put|set|hold)\b.{1,120}\b(?:next to|side by side|beside|against))\b"
)
WHERE_SAID = rf"where (?:do|did|does|have) {SAYERS} (?:(?:\w+ly|ever|first|last|also|even|all|both) )?{_SAY}"
_PRICE = (
    r"(?:costs?|prices?|fees?|bills?|budgets?|revenues?|salar(?:y|ies)|wages?|rents?|fares?|tolls?|deposits?"
    r"|valuations?)"
)
_MEASURES = (
    r"number|score|figure|amount|size|gains?|peak|speed|headcount|depth|height|length|width|weight|distance|temperature"
    r"|capacity|overhead|latency|throughput|increase|decrease|drop|rise|reduction|improvement|savings?|discount|premium"
    r"|advantage|total|sum|limit|maximum|minimum|turnout|attendance|population|reading|level"
)
_MEASURE = rf"(?:{_MEASURES})"
# Nouns that ask for a number where they head a question without a verb: "error rate of the …".
_MEASURE_ALONE = rf"(?:{_MEASURES}|rates?|volume|output|yield|consumption|voltage|area|range|average)"
_TIMES = r"(?:seconds|minutes|hours|days|weeks|months|years)"
_UNITS = (
    r"(?:(?:kilo|centi|milli)?met(?:re|er)s|k?m|miles|feet|litres|liters|(?:kilo)?grams|kilos|kg|tonnes|tons|degrees)"
)
_NO_NOUN = r"(?:and|but|about|at|by|for|from|in|of|on|to|with|compare|contrast|explain|describe|why)"
# The words before the noun of such a question.
_HEADS = rf"^\W*(?:(?!(?:{AUXILIARY}|{QUESTION_WORD}|{_NO_NOUN})\b)[\w'’-]+ ){{0,3}}?"
_OF = r"(?: tag| level)? (?:of|for|in|at|on|per|to|after|before|during|until|an?)\b"
_DETERMINER = r"(?:the|its|his|her|their|our|your)"
_THE = rf"(?:{_DETERMINER} )?(?:\w+ ){{0,2}}?"
_NOUN = rf"^\W*{_DETERMINER} (?:\w+ ){{0,2}}?"  # a side of a comparison: "the monthly toll of …"
_PAY = r"(?:cost|pay|paid|charge|earn|spend|make|worth|raise)"
_CLAUSE = r"(?:an?|the|you|we|they|it|i|he|she|this|that|somebody|someone)\b"  # "when it rains, …" asks for no date
_WHO = r"(?:^|[,;:?.–—-]\W*|\b(?:and|but|or|by|to|for|with|from|of|about|me|us) )who(?:se|m)?\b"  # not "those who"
# Things that have names of their own: "Which tool …?" is answered by one.
_NAMED = (
    r"(?:tools?|models?|frameworks?|databases?|languages?|librar(?:y|ies)|vendors?|brands?|firms?|banks?|hotels?|pubs?"
    r"|museums?|schools?|universit(?:y|ies)|charit(?:y|ies)|magazines?|newspapers?|books?|songs?|films?|clubs?|agenc(?:y|ies)"
    r"|vets?|pilots?|nurses?|judges?|artists?|scientists?|captains?|musicians?|guests?)"
)
_NO_QUALITY = r"(?:an?|the|did|do|does|can|is|are|was|were|will|would|of|about)\b"  # "what do pilots drink?"
_WANTS = (
    (Want.TIME, any_of(r"\b(?:what (?:time|hour|minute|timestamp)|which (?:hour|minute))\b")),
    (
        Want.DATE,
        any_of(
            rf"\bwhen(?:['’]s| (?:exactly )?{AUXILIARY})\b|\bwhen\W*$",
            rf"^\W*(?:and |but )?(?:since |until |by )?when (?!{_CLAUSE})",
            r"\b(?:what|which) (?:exact |very |calendar )?(?:date|day|year|month|quarter)s?\b|\bhow recently\b",
            r"^\W*(?:what(?:['’]s| is| was) )?(?:the )?(?:\w+ ){0,3}(?:date|deadline|year) (?:of|for)\b",
        ),
    ),
    (
        Want.SHARE,
        any_of(
            r"\b(?:what|which) (?:share|part|percentage|per ?cent|fraction|proportion|portion|rate)\b",
            r"\bhow much of\b",
            r", in (?:percent|per cent|%)\W*$",
        ),
    ),
    (Want.VERSION, any_of(r"\b(?:what|which)(?! about)(?: \w+){0,2} (?:versions?|releases?)\b")),
    (Want.EXTENT, any_of(r"\bhow long (?:is|are) (?:the|an?|its|his|her|their|our)\b")),
    (Want.FREQUENCY, any_of(r"\bhow (?:often|frequently)\b|\bhow many times\b(?! (?:more|less|\w+er)\b)")),
    (
        Want.AGE,
        any_of(r"\bhow old\b|\b(?:what|which) age\b|\bwhat (?:is|was) (?:[\w'’-]+ ){1,4}age\b", rf"{_HEADS}age of\b"),
    ),
    (
        Want.DURATION,
        any_of(
            r"\bhow (?:long|quickly|soon)\b|\bwhat is the longest\b",
            r"\b(?:with)?in (?:what|which|how (?:much|little)) time\b",
            rf"{_HEADS}(?:duration{_OF}|time (?:for|in|to|until|the|an?|it|they|we|you)\b)",
            rf"{_HEADS}{_TIMES} (?:from|until|till|to|since)\b",
            r"\bhow (?:many|much) (?:(?!(?:an?|per|each|every) )\w+ ){0,2}"  # no "meals a day"
            r"(?:time|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b",
        ),
    ),
    (
        Want.MONEY,
        any_of(
            rf"\bhow much\b.{{0,80}}\b(?:{_PRICE}|{_PAY}|(?<!for your )money|dollars|euros|pounds|funding)\b",
            r"\bhow many (?:dollars|euros|pounds)\b(?!.{0,60}\bweighs?\b)",
            rf"\bwhat (?:\w+ )?{_PRICE}\b|\bwhat(?:['’]s| is| was| are| were)\b.{{0,60}}\b{_PRICE}\b|{_NOUN}{_PRICE}\b",
            rf"{_HEADS}(?:{_PRICE}|bonus){_OF}",
            r"\bwhat (?:extra |more |else )?(?:do|does|did|will|would|can|could|must)\b(?:(?! about\b).){0,60}"
            r"\b(?:cost|pay|charge|earn|owe|spend on)\b",
            r"\bwhat (?:(?:an?|the|it|they|he|she|we|you|its|his|her|their|our) (?:[\w'’-]+ ){0,5}?costs?|"
            r"(?:(?!about\b)[\w'’-]+ ){1,5}?(?:earns?|charges?(?! (?:you|us|me)\b)|pays?))\b",
            r"\bhow much (?:is|are|was|were)\b.{0,60} (?:per|an?|each|every) (?:hour|day|week|month|year|seat|head)\b",
            r"\bwhat (?:is|was|are|were) (?:[\w'’-]+ ){0,6}(?:paid|charged|earned|worth)\b",
            r"\bhow (?:pricey|expensive|costly|cheap)\b",
        ),
    ),
    (
        Want.QUANTITY,
        any_of(
            r"\bhow (?:many|much|big|large|far|fast|high|tall|deep|heavy|wide|hot|cold)\b|\bby how\b|\bup to what\b",
            rf"\bwhat (?:\w+ ){{0,2}}?{_MEASURE}\b|\bwhat(?:['’]s| (?:is|was|are|were)) {_THE}{_MEASURE}\b",
            rf"{_NOUN}{_MEASURE}\b|{_HEADS}{_MEASURE_ALONE}{_OF}|^\W*{_UNITS} (?:of|in|from|to|at|above|below|per)\b",
            r"\bwhat (?:do|does|did|would|might|can) (?:[\w'’-]+ ){1,6}weigh\b",
        ),
    ),
    (
        Want.PERSON,
        any_of(
            rf"{_WHO}|\b(?:words|quote) (?:of|from|by) (?:the|an?) \w+",
            r"\bwhich (?:person|man|woman|\w+er|\w+or|company|organi[sz]ation)\b",
            r"\bwhich (?:\w+ )?(?:people|men|women|companies|organi[sz]ations|customers)\b",
            rf"\b(?:which|what) (?:(?!{_NO_QUALITY})\w+ )?{_NAMED}\b",
            r"\b(?:sur|family )?names? of\b|\b(?:surname|family name)\b",
        ),
    ),
    (
        Want.PLACE,
        any_of(
            rf"^\W*(?!{WHERE_SAID})where\b",
            r"\b(?:what|which)(?: \w+){0,2} (?:places?|cit(?:y|ies)|towns?|villages?|countr(?:y|ies))\b",
        ),
    ),
    (Want.REASON, any_of(r"^\W*why\b|\bwhat (?:caused|triggered|led)\b|\bhow come\b")),
)
_DEFINED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"what(?:['’]s| is| are) (?:(?P<article>an?|the) )?(?P<thing>.+)",
        r"what (?:do|does) (?:an? |the )?(?P<thing>.+) (?:mean|stand for)",
        r"(?:define|explain(?: to me)?(?: what)?) (?:an? )?(?P<thing>.+?)(?: (?:is|are|means?))?",
        r"(?:who(?:['’]s| is| was)|tell (?:me|us) (?:more )?about) (?P<name>.+)",
    )
)
_THING = re.compile(r"[\w.+#/&-]{2,30}(?: [\w.+#/&-]{1,30}){0,3}")
_NO_THING = any_of(
    r"\b(?:about|and|at|by|for|from|in|it|of|on|or|than|that|they|this|to|with|you|your|our|his|her|their|my"
    r"|paid|charged|earned|worth|best|better|different|going|happening|left|main|missing|more|most|new|next|worst|wrong)\b"
)
_YES_NO = any_of(rf"^\W*{AUXILIARY}\b")
_TELL = any_of(r"^\W*tell\b")


def thing_defined(text: str) -> str | None:
    """The thing, or the person, of which a question asks what it is, or who: "What is a windlass?", or None."""
    asked = " ".join(text.strip(" ?!.").split())
    match = next(filter(None, (pattern.fullmatch(asked) for pattern in _DEFINED)), None)
    if match is None:
        return None
    found = match.groupdict()
    thing = found.get("thing") or found["name"]
    if not _THING.fullmatch(thing) or _NO_THING.search(thing) or not terms(thing):
        return None
    # "What is the price?" asks for a price; "What is the FOB?" for what that is. "Who is the cook?" asks for a name.
    named = found.get("name") or (found.get("article") or "").casefold() == "the"
    return thing if not named or all(word[0].isupper() for word in thing.split()) else None


def asks_yes_or_no(text: str) -> bool:
    """Whether a question begins as one that yes or no answers: "Did the town pay for it?"."""
    return bool(_YES_NO.match(text))


@lru_cache(maxsize=256)  # of one question it is asked many times
def want_of(text: str) -> Want:
    """The want that is named first; of two in one place, the more special one. "Tell me about" wants all of it."""
    if thing_defined(text) and not _TELL.match(text):
        return Want.DEFINITION
    found = [
        (match.start(), order, want) for order, (want, pattern) in enumerate(_WANTS) if (match := pattern.search(text))
    ]
    return min(found)[2] if found else Want.ANY
