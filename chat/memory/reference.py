"""What in a question points back to what was said before. Rules only, no model; linear in the question's length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from chat.intents import Intent
from chat.memory.pronouns import HE, SHE, THEY, names_whom, owns
from chat.memory.topic import Asked, name_parts
from chat.plainly import LEAD
from chat.small_talk import SmallTalk, small_talk
from chat.words import AUXILIARY, QUESTION_WORD, any_of
from corpus.models import Frozen


class Lean(StrEnum):
    """How a question depends on the one before."""

    ALONE = "alone"  # it does not
    POINTS = "points"  # "how much does it save?": a word stands for the topic
    WHOLE = "whole"  # "who said that?", "why?": it asks about all that was asked before
    AGAIN = "again"  # "really?", "so which is right?": what was asked before is asked once more
    INSTEAD = "instead"  # "what about Lisbon?": the same question of something else
    SOURCE = "source"  # "and in the outline?": the same question of another source
    MORE = "more"  # "tell me more"
    LOOSE = "loose"  # "and how many were hurt?": a full question that names no subject


class Reference(Frozen):
    """How a question leans, and the words of it that point back: `question[start:end]`, empty where none does."""

    lean: Lean
    start: int = 0
    end: int = 0
    word: str = ""  # those words, small
    ordinal: int | None = None  # "the second one" is 1, "the last one" is -1


_SHORT = 9  # words of a question that may name no subject

EXACTLY = (  # asks for the very words
    r"(?:exactly (?:how|what)|(?:how|what) exactly|(?:in|with) (?:what|which) words|word for word|verbatim"
    r"|(?:what (?:were|are) )?(?:the|his|her|their) exact words)"
)
_OF_ANOTHER = r"^\W*(?:(?:what|how) (?:about|of)\b|same (?:question |thing )?(?:for|with)\b)"
_ABOUT = any_of(_OF_ANOTHER)
_MORE = any_of(
    r"^\W*(?:(?:can|could) you )?(?:please )?(?:tell (?:me|us)|say|explain|give me)(?: a (?:bit|little))? more"
    r"(?: (?:about|on|of) (?:it|that|this|them|those))?(?: please)?\W*$",
    rf"{_OF_ANOTHER}\W*$",
    r"^\W*(?:go on|continue|elaborate|more(?: details?| please)?|(?:give me )?(?:the |more )?details)\W*$",
    r"^\W*(?:(?:any|some)thing else|what else|(?:are there )?any (?:others?|more))\b"
    r"(?: there| said| (?:about|on) (?:it|that|this|them))?\W*$",
)
_BARE = any_of(
    r"^\W*(?:(?:by|since|until|from|to|for|in|on|at|with) )?"
    r"(?:how(?: (?:so|come|much|many|long|often|far|big|fast|exactly))?|why(?: not)?|when|where|who|whom|what"
    r"|(?:which|what)(?: (?:ones?|episode|show|year|month|day))?)(?: (?:exactly|was that|is that|again|then))?\W*$",
    rf"^\W*(?:then|(?:and )?what then|says who|{EXACTLY}|exactly (?:who|when|where)|at what (?:time|minute|point))\W*$",
)
_DOUBT = any_of(
    r"^\W*(?:really|seriously|(?:are )?you(?: are|['’]re)? sure|sure|is (?:that|this|it) (?:true|right|correct|so))\b"
    r"[^.?!]{0,20}(?:\W+(?:but )?(?:i|we) (?:thought|heard|read)\b.{0,80})?\W*$",
    r"^\W*(?:which (?:one |of (?:them|the two) |number |figure )?(?:is|was) "
    r"(?:(?:it|right|correct|true|wrong)(?: then| now)?)|who(?: is|['’]s) right)\W*$",
)
_SAID_THAT = any_of(
    r"\b(?:said|says?|saying|ask(?:s|ed)|mention(?:ed|s)?|claim(?:ed|s)?|told(?: us| you)?|mean(?:t|s)?|raised|brought"
    r"|thinks?|agree(?:s|d)?(?: with| on)?|according to)\s+(?:all )?(?:that|this|it|so)\b"
    r"(?=\s*(?:$|[?.!,]|(?:up|about|first|in|on|exactly|and)\b))",
    r"\b(?:is|was|were|are) (?:that|this|it) (?:said|mentioned|stated|from|reported|on air|also)\b",
)
_ORDINALS = {
    "first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1, "final": -1,
}  # fmt: skip
_ORDINAL = any_of(
    r"\bthe (?:very )?(?:(first|second|third|fourth|fifth|last|final) "
    r"(?:one|option|item|point|name|of (?:them|those|these))"
    r"|(former|latter)|(first|second|third|fourth|fifth|last)(?=\W*$))\b"
)
_POINTER = any_of(
    # "the one with the beard" says itself which one
    r"\b(?:the|this|that) (?:other )?ones?\b"
    r"(?! (?:with|that|which|who|in|on|about|from|of|for|by|where|linked|called)\b)",
    r"(?:(?<=\bdoes )|(?<=\bdid ))one\b(?= \w+\W*$)|(?<=\bis )one\b(?= \w+ed\b)",  # "what does one cost?"
    r"\bthe others?(?: two| one)?\b(?=\W*$)|\bthe same\b(?! (?:as|things?|\w+ as)\b)",
    r"\b(?:which|either|both|all|any|each|none|neither) of (?:them|those|these|the (?:two|three|four|five))\b",
    r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|these|those)\b(?!['’])",
    r"\b(?:there|then)\b(?=\s*(?:$|[?.!,]|and\b))",
)
# "that" and "this" point only where no clause or noun before claims them ("the town that burnt").
_THAT = any_of(
    r"(?:^|[,;]\s*|\b(?:is|was|are|were|does|did|do|has|have|had|can|could|will|would|should|about|of|on|in|for|with|to|from"
    r"|by|at|than|like|behind|into|after|before|why|when|where|how|fast|much|many|using|caused?|used?|called?|made|makes?|and"
    r"|or|but)\s+)(?P<that>(?:that|this)\b(?:\s+(?!(?:is|was|are|were|has|have|does|did|do|can|will|would|could|should|of|in"
    r"|on|for|it|they|we|you|the|an?|to|from|so|all)\b)[^\W\d_][\w'’-]*)?)"
)
# In "how much would that cost?" and "when was that decided?" a verb comes last, in "how heavy is that engine?" a noun.
_DONE_BY_THAT = any_of(
    r"\b(?:do|does|did|can|could|will|would|should) (?:that|this)\b(?= [\w'’-]+\W*$)",
    r"\b(?:is|was|are|were|has|have|had) (?:that|this)\b(?= \w+(?:ed|en|de)\W*$)",
)
_WHICH = any_of(r"^\W*which(?: ones?)?\b(?= (?:is|was|are|were|do|does|did|has|have|can|will|would|should)\b)")
# "it" that stands for nothing, and "they" for the hosts.
_EMPTY = any_of(
    r"\bit (?:(?:take|cost|mean|make sense|help|need)s? (?:\w+ ){0,2}to|into|come to)\b",
    r"\bit (?:is |was )?(?:true|possible|likely|safe|worth|enough|easy|hard|better|ok|okay|that)\b",
    r"\bthey (?:ever )?(?:say|said|(?:mention|talk|discuss|cover|report)(?:ed)?|call|quoted?)\b",
)
# People who need no naming: "where does somebody say she …", "what can listeners do with their …".
_PEOPLE = any_of(
    r"\b(?:(?:some|any|every|no)(?:one|body)|who|people|persons?|listeners?|hosts?|users?|customers?|teams?|companies|others)\b"
)
_CLAUSE = any_of(r"[,;:]\s", r"\s(?:and|but|when|because|if|after|before|since|while)\s")
_AUXILIARY = any_of(rf"\b{AUXILIARY}\b")
_VERB = any_of(
    rf"\b(?:{AUXILIARY}|am|isn't|don't|doesn't|didn't)\b",
    r"\b(?:who|what|when|where|why|which|whose|how|tell|list|name|give|show|explain|describe|compare|find|quote|say|said)\b",
)
_ASKS = any_of(
    rf"^\W*(?:(?:at|by|for|from|in|on|to|with|since|until) )?{QUESTION_WORD}\b",
    rf"^\W*{AUXILIARY}\b",
)
_OF = any_of(r"\bof $")
_ARTICLE = any_of(r"\b(?:the|this|that) (?:[\w'-]+ )?$")
_WHO_IS = any_of(r"^\W*who(?:['’]s| (?:is|was))\b")
_WORD = re.compile(r"\w+")
_THE_NOUN = any_of(r"\b(?:the|this|that) ((?:(?!of\b)[^\W\d_][\w'-]* )?[^\W\d_][\w'-]*)")


def reference(asked: Asked, *, topic: Sequence[str] = ()) -> Reference:
    """How a question leans on the conversation. `topic` is what the conversation is about so far."""
    rest = LEAD.sub("", asked.text)
    if _MORE.match(rest):
        return Reference(lean=Lean.MORE)
    if _DOUBT.match(rest):
        return Reference(lean=Lean.AGAIN)
    if _BARE.match(rest) or _asks_who_said(asked):
        return Reference(lean=Lean.WHOLE)
    if chosen := _ordinal(asked) or _which(asked):
        return chosen
    led, about = rest != asked.text, _ABOUT.match(rest)
    if about or not _VERB.search(rest):
        return _fragment(asked, led=led or about is not None)
    return _pointing(asked) or _loose(asked, topic, led=led)


def points(question: str) -> bool:
    """Whether any word of a question may stand for something outside it."""
    return next(_pointers(question), None) is not None


def is_small_talk(text: str) -> bool:
    """Whether nothing is asked: "thanks!", "lol ok"."""
    return small_talk(text) not in (None, SmallTalk.DOUBT)


def _pointing_at(question: str, span: tuple[int, int], ordinal: int | None = None) -> Reference:
    word = question[slice(*span)].casefold()
    return Reference(lean=Lean.POINTS, start=span[0], end=span[1], word=word, ordinal=ordinal)


def _asks_who_said(asked: Asked) -> bool:
    """Whether it asks of what was spoken of, and of nothing named before it: "who said that?"."""
    match = _SAID_THAT.search(asked.text)
    return match is not None and not any(phrase.end <= match.start() for phrase in asked.phrases)


def _ordinal(asked: Asked) -> Reference | None:
    match = _ORDINAL.search(asked.text)
    if not match or _antecedent(asked, match.span()):
        return None
    word = next(group for group in match.groups() if group)
    return _pointing_at(asked.text, match.span(), _ORDINALS[word.lower()])


def _which(asked: Asked) -> Reference | None:
    """ "Which is cheaper?" and "which one did they take?" choose among what was spoken of."""
    match = None if asked.phrases else _WHICH.search(asked.text)
    return _pointing_at(asked.text, match.span()) if match else None


def _fragment(asked: Asked, *, led: bool) -> Reference:
    """A piece of a question: the one before is asked again of another subject or source."""
    if asked.read.kinds or asked.read.speaker or asked.read.episode:
        return Reference(lean=Lean.SOURCE)
    # Words without a verb and without "and" are a search ("gateway savings"): a new one.
    return _pointing(asked) or Reference(lean=Lean.INSTEAD if led else Lean.ALONE)


def _pointing(asked: Asked) -> Reference | None:
    """The first word that stands for something outside the question."""
    empty = {match.start() for match in _EMPTY.finditer(asked.text)}
    for start, end in sorted(_pointers(asked.text), key=lambda span: (span[0], -span[1])):
        if start in empty and (asked.phrases or asked.text[start:end].lower() != "it"):
            continue
        if not _antecedent(asked, (start, end)):
            return _pointing_at(asked.text, (start, end))
    return None


def _pointers(question: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _POINTER.finditer(question))
    verb = _DONE_BY_THAT.search(question)
    for match in _THAT.finditer(question):
        start, end = match.span("that")
        yield start, verb.end() if verb and verb.start() <= start < verb.end() else end


def _antecedent(asked: Asked, span: tuple[int, int]) -> bool:
    """Whether something before `span` in the question itself can be what is pointed to.

    That is a topic in an earlier clause; two things before it; a name, unless the pointing word ends the
    question ("how much did Foo spend on it?"); for "its" and the like the subject of its own clause.
    """
    question, (start, end) = asked.text, span
    word = question[start:end].casefold()
    people = _PEOPLE.search(question, 0, start) if word in HE | SHE | THEY else None
    if people and not (people[0].casefold() == "who" and names_whom(question, word, end)):
        return True
    borders = [border.end() for border in _CLAUSE.finditer(question, 0, start)]
    clause = borders[-1] if borders else 0
    before = [phrase for phrase in asked.phrases if phrase.end <= start]
    if any(phrase.end <= clause for phrase in before):
        return True
    if _OF.search(question, 0, start):
        return False  # "how heavy is a wheel of it?"
    things = [p for p in before if not (p.asked_for and _AUXILIARY.search(question, p.end, start))]
    if len(things) > 1:
        return True
    if owns(question, word, end):
        return bool(things)
    final = not any(map(str.isalnum, question[end:]))
    return not final and any(phrase.name for phrase in things)


def _loose(asked: Asked, topic: Sequence[str], *, led: bool) -> Reference:
    """A whole question that names no subject: it leans when it starts with "and", or is about "the" known thing."""
    alone = Reference(lean=Lean.ALONE)
    found = asked.phrases
    if asked.names or _about_show(asked) or (not led and _is_of_speaker(asked)):
        return alone
    if _WHO_IS.match(asked.text) and found and not any(phrase.article for phrase in found):
        return alone
    known = {text.rpartition(" ")[2].casefold() for text in topic}
    for match in _THE_NOUN.finditer(asked.text):
        if match[1].casefold() in known:
            return _pointing_at(asked.text, match.span())
    short = len(asked.text.split()) <= _SHORT and sum(len(phrase.text.split()) for phrase in found) <= 2
    return Reference(lean=Lean.LOOSE) if led or (short and _ASKS.match(asked.text)) else alone


def _about_show(asked: Asked) -> bool:
    """Whether a question is about the show or one of its people: those need no naming before."""
    if asked.read.intent in (Intent.OPENING, Intent.CLOSING, Intent.CHAT):
        return True
    words = asked.text.casefold().replace("’", "'").split()
    return not name_parts(asked.speakers).isdisjoint(word[:-2] for word in words if word.endswith("'s"))


def _is_of_speaker(asked: Asked) -> bool:
    """Whether a question asks who a speaker is, or what one said of a thing that it names itself: "… about rats?"."""
    if name_parts(asked.speakers).isdisjoint(_WORD.findall(asked.text.casefold())):
        return False
    definite = any(_ARTICLE.search(asked.text[: phrase.start]) for phrase in asked.phrases)
    return bool(_WHO_IS.match(asked.text)) or (bool(asked.phrases) and not definite)
