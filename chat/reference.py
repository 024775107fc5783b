"""What in a question points back to what was said before. Rules only, no model; linear in the question's length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from chat.question import read_question
from chat.topic import Phrase, phrases
from corpus.models import Frozen


class Lean(StrEnum):
    """How a question depends on the one before."""

    ALONE = "alone"  # it does not
    POINTS = "points"  # "how much does it save?": a word stands for the topic
    WHOLE = "whole"  # "who said that?", "why?": it asks about all that was asked before
    INSTEAD = "instead"  # "what about Lisbon?": the same question of something else
    SOURCE = "source"  # "and in the outline?": the same question of another source
    MORE = "more"  # "tell me more"
    LOOSE = "loose"  # "and how many were hurt?": a full question that names no subject


class Reference(Frozen):
    """How `question` leans, and the words that point back: `question[start:end]`, empty where no word does."""

    lean: Lean
    start: int = 0
    end: int = 0
    ordinal: int | None = None  # "the second one" is 1, "the last one" is -1


_LEAD = re.compile(r"^\W*(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|hm+|oh|yeah|right|ah)\b[,\s]*){1,4}", re.IGNORECASE)
_ABOUT = re.compile(r"^\W*(?:what|how) (?:about|of)\b\s*|^\W*(?:same (?:question|thing) )?(?:for|with)\b(?=[^?]{0,60}\?*$)\s*", re.IGNORECASE)
_MORE = re.compile(
    r"^\W*(?:(?:can you |could you |please )?(?:tell me|tell us|say|explain|give me)(?: a (?:bit|little))? more(?: (?:about|on|of)"
    r" (?:it|that|this|them|those))?|go on|continue|more(?: details?| please)?|elaborate|(?:any|some)thing else|what else|(?:and |are there )?any"
    r" (?:others?|more)|(?:give me )?(?:the |more )?details)\b[\s,]*(?:please|there|said|about (?:it|that|this|them))?\W*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\W*(?:(?:by|since|until|from|to|for|in|on|at|with) )?(?:how (?:so|come|much|many|long|often|far|big|fast|exactly)|why(?: not)?|when|where|who|whom|how"
    r"|what|which(?: ones?)?|(?:in )?(?:which|what) (?:episode|show|year|month|day|one)s?)(?: (?:exactly|was that|is that|again|then))?\W*$",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"^\W*(?:really|are you sure|is (?:that|this|it) (?:true|right|correct|so)|sure|says who)\b[^.?!]{0,20}\W*$", re.IGNORECASE)
_SAID_THAT = re.compile(
    r"\b(?:said|says?|saying|mention(?:ed|s)?|claim(?:ed|s)?|told(?: us| you)?|mean(?:t|s)?|raised|brought|think|thinks|agree(?:s|d)?(?: with| on)?|according to)"
    r"\s+(?:all )?(?:that|this|it|so)\b(?=\s*(?:$|[?.!,]|up\b|about\b|first\b|in\b|on\b|exactly\b|and\b))"
    r"|\b(?:is|was|were|are) (?:that|this|it) (?:said|mentioned|stated|from|reported|on air|also)\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1, "final": -1}
_ORDINAL = re.compile(
    r"\bthe (?:very )?(?:(first|second|third|fourth|fifth|last|final)(?: (?:one|option|item|point|name|of (?:them|those|these)))"
    r"|(former|latter)|(first|second|third|fourth|fifth|last)(?=\W*$))\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:(?:the|this|that) (?:other )?ones?|the other(?: one| two)?|the same|(?:either|both|all|any|each|none|neither) of (?:them|those|these)|the others?)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|these|those)\b(?!['’])", re.IGNORECASE)
_THAT = re.compile(
    r"(?:^|\b(?:is|was|are|were|does|did|do|has|have|had|can|could|will|would|should|about|of|on|in|for|with|to|from|by|at|than|like|behind|into|after|before"
    r"|why|when|where|how|fast|much|many|using|cost|cause|caused|use|used|call|called|made|make|makes|and|or|but)\s+|[,;]\s*)"
    r"(?P<that>(?:that|this|these|those)(?:\s+(?!(?:is|was|are|were|has|have|does|did|do|can|will|would|could|should|of|in|on|for|it|they|we|you)\b)[^\W\d_][\w'’-]*)?)",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:there|then)\b(?=\s*(?:$|[?.!,]|and\b))", re.IGNORECASE)
# "it" that stands for nothing: "how long does it take to …", "is it true that …", "make it into the episode".
_EMPTY_IT = re.compile(
    r"\bit (?:(?:take|cost|mean|make sense|help|need)s? (?:\w+ ){0,2}to|(?:is |was )?(?:true|possible|likely|safe|worth|enough|easy|hard|better|ok|okay|that)\b|into\b|come to\b)",
    re.IGNORECASE,
)
_EMPTY_THEY = re.compile(r"\bthey (?:ever )?(?:say|said|mention|mentioned|talk|talked|discuss|discussed|call|cover|covered|quote|quoted|report|reported)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|when|because|if|after|before|since|while)\s", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|am|isn't|don't|doesn't|didn't|who|what|when|where|why|which|whose"
    r"|how|tell|list|name|give|show|explain|describe|compare|find|quote|say|said)\b",
    re.IGNORECASE,
)
_THE_NOUN = re.compile(r"\b(?:the|this|that) ((?:(?!of\b)[^\W\d_][\w'-]* ){0,1}[^\W\d_][\w'-]*)", re.IGNORECASE)
# Nouns that stand for something named before when they come with an article and nothing else.
_STAND_INS = frozenset(
    "accident agreement announcement app attack author award bill book bug building chip city club company conference contract council country crash"
    " creator deal device disaster document engine event executive failure feature fire firm flood founder framework fund group guest incident"
    " injury initiative interview invention law library machine maker merger method mission model museum organisation organization outage owner"
    " paper partnership person place plan plant platform policy process processor product programme program project proposal protocol"
    " province purchase region release request restaurant river rule sale school service ship site software speaker species story study survey system"
    " talk takeover team technique technology test theory tool town trial tribe university update venue version village vote work writer"
    .split()
)


def reference(question: str, *, speakers: Sequence[str] = (), topic: Sequence[str] = ()) -> Reference:
    """How a question leans on the conversation. `topic` is what the conversation is about so far."""
    lead = _LEAD.match(question)
    rest = question[lead.end() :] if lead else question
    about = _ABOUT.match(rest)
    found = phrases(question, speakers=speakers)
    if _MORE.match(rest):
        return Reference(lean=Lean.MORE)
    if _DOUBT.match(rest) or _BARE.match(rest):
        return Reference(lean=Lean.WHOLE)
    if ordinal := _ordinal(question, found):
        return ordinal
    if said := _SAID_THAT.search(question):
        if not _antecedent(question, said.start(), found, final=False):
            return Reference(lean=Lean.WHOLE, start=said.start(), end=said.end())
    if about or not _VERB.search(rest):
        return _fragment(question, rest, found, speakers, led=bool(lead or about))
    return _pointing(question, found) or _loose(question, found, topic, led=bool(lead))


def _fragment(question: str, rest: str, found: Sequence[Phrase], speakers: Sequence[str], *, led: bool) -> Reference:
    """A piece of a question: the one before is asked again of another subject or source."""
    words = len(rest.split())
    if _names_source(question, speakers):
        return Reference(lean=Lean.SOURCE)
    if (pointing := _pointing(question, found)) and words <= 8:
        return pointing
    if led and words <= 8:
        return Reference(lean=Lean.INSTEAD)
    # Words without a verb and without "and" are a search ("nat gateway savings"): a new one.
    return Reference(lean=Lean.ALONE)


def _names_source(question: str, speakers: Sequence[str]) -> bool:
    read = read_question(question, speakers=tuple(speakers))
    return bool(read.kinds or read.speaker or read.episode)


def _ordinal(question: str, found: Sequence[Phrase]) -> Reference | None:
    match = _ORDINAL.search(question)
    if not match or _antecedent(question, match.start(), found, final=False):
        return None
    word = next(group for group in match.groups() if group)
    return Reference(lean=Lean.POINTS, start=match.start(), end=match.end(), ordinal=_ORDINALS[word.lower()])


def _pointing(question: str, found: Sequence[Phrase]) -> Reference | None:
    """The first word that stands for something outside the question."""
    empty = [match.span() for pattern in (_EMPTY_IT, _EMPTY_THEY) for match in pattern.finditer(question)]
    spans = [match.span() for pattern in (_ONE, _PRONOUN, _THERE) for match in pattern.finditer(question)]
    spans += [match.span("that") for match in _THAT.finditer(question)]
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if any(low <= start < high for low, high in empty) and any(phrase.name for phrase in found):
            continue
        final = not re.search(r"\w", question[end:])
        if not _antecedent(question, start, found, final=final):
            return Reference(lean=Lean.POINTS, start=start, end=end)
    return None


def _antecedent(question: str, at: int, found: Sequence[Phrase], *, final: bool) -> bool:
    """Whether what stands before `at` in the question itself can be what is pointed to.

    That is a topic in an earlier clause, or a name earlier in the same clause ("did the Foo story make it …"),
    unless the pointing word ends the question ("how much did Foo spend on it?").
    """
    borders = [border.end() for border in _CLAUSE.finditer(question, 0, at)]
    clause = borders[-1] if borders else 0
    before = [phrase for phrase in found if phrase.end <= at]
    if any(phrase.end <= clause for phrase in before):
        return True
    return not final and any(phrase.name for phrase in before)


def _loose(question: str, found: Sequence[Phrase], topic: Sequence[str], *, led: bool) -> Reference:
    """A whole question that names no subject: it leans when it starts with "and", or is about "the" known thing."""
    if any(phrase.name for phrase in found) or (len(found) > 2 and not led):
        return Reference(lean=Lean.ALONE)
    known = {word.casefold() for phrase in topic for word in phrase.split()[-1:]}
    for match in _THE_NOUN.finditer(question):
        noun = match[1].casefold()
        if noun in known or noun in _STAND_INS:
            return Reference(lean=Lean.POINTS, start=match.start(), end=match.end())
    words = sum(len(phrase.text.split()) for phrase in found)
    return Reference(lean=Lean.LOOSE if led or words <= 2 else Lean.ALONE)
