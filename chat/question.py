"""What a question asks for: its subject, the kind of answer, the parts, and the sources it names. Rules only."""

from __future__ import annotations

import re
from enum import StrEnum

from chat.words import terms, tokens
from corpus.models import Frozen, SourceKind


class Intent(StrEnum):
    """What the reader wants done, when it is more than one fact."""

    FACT = "fact"
    MENTION = "mention"  # did anyone say anything of it
    SPEAKER = "speaker"  # who said it
    EPISODE = "episode"  # which episode, where
    QUOTE = "quote"  # the exact words
    LIST = "list"  # all of them
    OPENING = "opening"  # the first words of a source
    CLOSING = "closing"  # the last words of a source
    CHAT = "chat"  # not a question about the material


class Want(StrEnum):
    """The kind of thing that would answer."""

    ANY = "any"
    QUANTITY = "quantity"
    MONEY = "money"
    SHARE = "share"
    DURATION = "duration"
    DATE = "date"
    TIME = "time"
    PERSON = "person"
    REASON = "reason"


class Question(Frozen):
    """A question, read. `parts` are questions that stand alone, one for a plain question."""

    text: str
    intent: Intent
    want: Want
    subject: str  # what to search for
    terms: tuple[str, ...]  # stems of the subject's words
    parts: tuple[str, ...]
    count: int | None = None  # "the three …"
    kinds: tuple[SourceKind, ...] = ()  # sources named in the question
    speaker: str | None = None  # a speaker named as the one who said it
    episode: str | None = None  # an episode named by number
    named: str | None = None  # a source named in words: "according to The Herald"


_KIND_WORDS = {
    SourceKind.TRANSCRIPT: r"transcripts?|scripts?|recordings?|on (?:the )?air|as (?:spoken|aired|recorded)|spoken episode",
    SourceKind.OUTLINE: r"outlines?|production notes|the plan|planned|run[- ]?sheet|rundown",
    SourceKind.PAGE: r"show ?notes|(?:episode |web ?|the )pages?|web ?site",
    SourceKind.ARTICLE: r"articles?|reporters?|the press|newspapers?",
    SourceKind.CAPTIONS: r"captions?|key ?notes?|conference talk|the talk|lecture",
}
_KINDS = {kind: re.compile(rf"\b(?:{words})\b", re.I) for kind, words in _KIND_WORDS.items()}
_EPISODE = re.compile(
    r"\b(?:episodes?|ep|show|lesson)[\s.#]{0,3}(?:no\.? ?|number )?#?(\d{1,4}[a-z]?)\b|#(\d{1,4}[a-z]?)\b", re.I
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of|per)\s+(?:the\s+)?([^,?.;:]{2,60})", re.I)
_TITLE = re.compile(r"[\"“'‘]([^\"“”]{6,120})[\"”'’]")

_CHAT = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|guidelines)\b"
    r"|\b(?:system|hidden|initial|secret) prompt\b|\bapi key\b|\bare you (?:a|an|human|real|sentient)\b|\bwho (?:are|made|built|trained) you\b"
    r"|\byour (?:instructions|prompt|rules|password|model|training)\b"
    r"|\b(?:pretend|role-?play|act as|you are now)\b|\bjailbreak\b|\bwrite (?:me )?(?:a|an|some) (?:poem|song|essay|story|code|joke|email|haiku)\b"
    r"|\btell (?:me|us) a joke\b|^\W*(?:hi|hello|hey|thanks|thank you|good (?:morning|evening))\b(?:\W+\w+){0,2}\W*$",
    re.I,
)
_MENTION = re.compile(
    r"^\W*(?:did|do|does|has|have|was|were|is|are)\b.{0,40}\b(?:mention|mentioned|say anything|talk|talked|discuss|discussed|bring up|cover|covered"
    r"|make it into|come up|say (?:something|a word)|speak of|refer)",
    re.I,
)
_SPEAKER = re.compile(
    r"^\W*who(?:se)?\b.{0,30}\b(?:said|says|say|told|mentioned|mentions|brought up|raised|claims?|claimed|pointed|argued|asks?|asked|explained|used the)\b"
    r"|\bwhich (?:one )?(?:of the )?(?:two |three )?(?:hosts?|speakers?|presenters?|guests?|of (?:them|the two))\b",
    re.I,
)
_EPISODES = re.compile(
    r"\b(?:which|what) (?:shows?|episodes?)\b|\bin (?:which|what) (?:episode|show)\b|^\W*where (?:do|did|does|have) (?:we|you|they|i|the|somebody|someone)\b",
    re.I,
)
_QUOTE = re.compile(
    r"\b(?:exact|exactly|verbatim|precise|word[- ]for[- ]word|literal)\b.{0,30}\b(?:quote|words?|wording|say|said|phrase)\b|\bquote (?:from|of|by)\b|\bexact (?:quote|words)\b",
    re.I,
)
_OPENING = re.compile(
    r"\b(?:very )?first (?:words?|line|sentence)\b|\b(?:open|start|begin|kick off) (?:the|this|that|our) (?:show|episode|programme|program)\b|\bopening (?:words?|line|sentence)\b",
    re.I,
)
_CLOSING = re.compile(
    r"\b(?:very )?last (?:words?|line|sentence)\b|\b(?:close|end|finish|wrap up|sign off) (?:the|this|that|our) (?:show|episode|programme|program)\b|\bclosing (?:words?|line|sentence)\b|\bsign[- ]off\b",
    re.I,
)
_LIST = re.compile(
    r"^\W*(?:list|name|enumerate|give me)\b|\b(?:what|which) (?:are|were) (?:the|all)\b|\b(?:which|what)(?: \w+){0,3} (?:companies|organi[sz]ations|customers|people|episodes|shows|tools|names|places|items|stages|steps|stories|reasons|things|ways|libraries|features|qualities|countries|cities|towns)\b"
    r"|\ball (?:the|of the)\b|\bthrough which\b",
    re.I,
)
_NUMBER_WORD = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNT = re.compile(
    r"\b(?:the|list|name|all|what|which|\w+['’]s?)\s+(?:\w+\s+)?(two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)\s+(?!percent|million|thousand|times|hundred)([a-z]+)",
    re.I,
)

_MONEY_WORDS = r"cost|costs|price|priced|prices|pay|paid|pays|spend|spent|spends|dollars?|euros?|pounds?|revenue|bill|fee|salary|worth|budget|charge|earn|money|salaries|fund(?:s|ed|ing)?"
_WANTS: tuple[tuple[Want, re.Pattern[str]], ...] = (
    (Want.TIME, re.compile(r"\b(?:at )?what time\b|\bwhat hour\b", re.I)),
    (Want.DATE, re.compile(r"\bwhen\b|\b(?:what|which|on what|on which) (?:date|day|year|month|quarter)\b|\bhow recently\b|\bsince when\b", re.I)),
    (Want.SHARE, re.compile(r"\b(?:what|which) (?:share|part|percentage|per ?cent|fraction|proportion|portion|rate)\b", re.I)),
    (Want.DURATION, re.compile(r"\bhow (?:long|often|old|quickly|soon)\b|\bwhat is the longest\b", re.I)),
    (Want.MONEY, re.compile(rf"\bhow much\b.{{0,80}}\b(?:{_MONEY_WORDS})\b|\bwhat\b.{{0,60}}\b(?:{_MONEY_WORDS})\b", re.I)),
    (Want.QUANTITY, re.compile(r"\bhow (?:many|much|big|large|far|fast|high|tall|deep|heavy|wide|hot|cold)\b|\bby how\b|\bwhat (?:number|score|figure|amount|size|gain|peak|speed|headcount)\b|\bup to what\b", re.I)),
    (Want.PERSON, re.compile(r"^\W*who\b|\bwho(?:se|m)?\b|\bwhich (?:person|man|woman|programmer|engineer|author|company|organi[sz]ation)\b", re.I)),
    (Want.REASON, re.compile(r"^\W*why\b|\bwhat (?:caused|triggered|led)\b|\bhow come\b", re.I)),
)  # fmt: skip

_LEADS = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|please|hey|hi|also|then)[,\s]+)*"
    r"(?:(?:can|could|would|will) you (?:please )?)?"
    r"(?:tell (?:me|us) (?:about|more about|what|how)|what (?:did|do|have|has|does) (?:we|you|they|the show|the hosts|the podcast|anyone|anybody) (?:ever )?(?:say|said|talk|tell|report|have|discuss)(?: \w+)? (?:about|on|of)"
    r"|(?:did|do|does|has|have) (?:we|you|they|anyone|anybody|somebody|the show|the hosts) (?:ever )?(?:mention(?:ed)?|talk(?:ed)? about|discuss(?:ed)?|cover(?:ed)?|say anything (?:about|on)|bring up|have anything (?:on|about)))\s+",
    re.I,
)
_SPLIT = re.compile(
    r",?\s+(?:and|but)\s+(?=(?:in |at |on |by |to |from )?(?:what|how|when|where|who|which|why|whom|whose)\b)|\?\s+(?=\S)",
    re.I,
)
_COMPARE = re.compile(
    r"^\W*(?:compare|contrast|put side by side|set side by side|weigh)\s+(.{4,200}?)\s+(?:with|against|to|and|versus|vs\.?)\s+(.{4,200}?)\W*$",
    re.I,
)
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|she|his|her|ones?|this|that|these|those|there)\b", re.I)


def read_question(text: str, *, speakers: tuple[str, ...] = ()) -> Question:
    """Read a question that stands alone. `speakers` are the people the material knows."""
    intent = _intent(text)
    subject = _LEADS.sub("", text).strip() or text
    said_by = _speaker_named(text, speakers)
    episode = _EPISODE.search(text)
    return Question(
        text=text,
        intent=intent,
        want=_want(text),
        subject=subject,
        terms=terms(subject),
        parts=_parts(text),
        count=_count(text),
        kinds=tuple(kind for kind, pattern in _KINDS.items() if pattern.search(text)),
        speaker=said_by,
        episode=(episode[1] or episode[2]) if episode else None,
        named=_named(text),
    )


def _intent(text: str) -> Intent:
    order = (
        (Intent.CHAT, _CHAT), (Intent.CLOSING, _CLOSING), (Intent.OPENING, _OPENING), (Intent.QUOTE, _QUOTE),
        (Intent.MENTION, _MENTION), (Intent.SPEAKER, _SPEAKER), (Intent.EPISODE, _EPISODES), (Intent.LIST, _LIST),
    )  # fmt: skip
    found = next((intent for intent, pattern in order if pattern.search(text)), Intent.FACT)
    return Intent.LIST if found is Intent.FACT and _count(text) else found


def _want(text: str) -> Want:
    return next((want for want, pattern in _WANTS if pattern.search(text)), Want.ANY)


def _count(text: str) -> int | None:
    match = _COUNT.search(text)
    if not match or not match[2].endswith("s"):
        return None
    return _NUMBER_WORD.get(match[1].lower()) or int(match[1])


def _speaker_named(text: str, speakers: tuple[str, ...]) -> str | None:
    """The one speaker a question names, by full name or by a first name that is nobody else's."""
    said = set(tokens(text))
    full = [name for name in speakers if set(tokens(name)) <= said]
    if len(full) == 1:
        return full[0]
    first = [name for name in speakers if tokens(name)[:1] and tokens(name)[0] in said]
    return first[0] if len(first) == 1 and not full else None


def _named(text: str) -> str | None:
    match = _ACCORDING.search(text)
    title = _TITLE.search(text)
    return (match[1].strip() if match else None) or (title[1].strip() if title else None)


def _parts(text: str) -> tuple[str, ...]:
    """The questions inside a question, each able to stand alone: a later part that leans on the first gets its words."""
    compare = _COMPARE.match(text)
    if compare:
        return compare[1], compare[2]
    pieces = [piece.strip() for piece in _SPLIT.split(text) if piece and len(piece.split()) > 1]
    if len(pieces) < 2:
        return (text,)
    first, *rest = pieces[:3]
    return first, *(_lean(first, piece) for piece in rest)


def _lean(first: str, later: str) -> str:
    alone = len(terms(later)) >= 3 and not _PRONOUN.search(later)
    return later if alone else f"{later.rstrip('?')} ({first.rstrip('?')})?"
