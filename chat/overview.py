"""Questions about the show itself: what it or an episode is about, who hosts it, how many episodes, the newest, when.

They have no words that a search could go by, and are answered from where a show says such things of itself. A
question is one of them only when nothing else is in it: "how many episodes are there on ships?" is not.
"""

from __future__ import annotations

import re
from enum import StrEnum

from chat.plainly import LEAD
from chat.words import any_of


class Overview(StrEnum):
    """What is asked of the show or of an episode as a whole."""

    SUBJECT = "subject"  # what it is about
    SUMMARY = "summary"  # that, and what to take away from it
    POINTS = "points"  # what to take away from it
    HOSTS = "hosts"  # who speaks
    NUMBER = "number"  # how many episodes there are
    EPISODES = "episodes"  # which there are
    NEWEST = "newest"
    OLDEST = "oldest"
    DATE = "date"  # when an episode came out
    TITLE = "title"  # what it is called
    LENGTH = "length"  # how long it is
    GUESTS = "guests"  # who speaks besides the hosts
    FREQUENCY = "frequency"  # how often an episode comes out
    CONTACT = "contact"  # how to write to it
    WHERE = "where"  # where it can be heard
    CREDITS = "credits"  # who made it, its music, its sound
    STUDIO = "studio"  # where it is recorded
    AUDIENCE = "audience"  # how many listen to it
    RETURN = "return"  # when it is on again
    NEXT = "next"  # what comes in the next episode
    DISPUTES = "disputes"  # where its sources disagree


OF_ALL = (Overview.NUMBER, Overview.EPISODES)  # asked of all episodes together
_SAID_SOMEWHERE = (Overview.CREDITS, Overview.STUDIO, Overview.AUDIENCE, Overview.RETURN, Overview.NEXT)
OF_SHOW = (Overview.FREQUENCY, Overview.CONTACT, Overview.WHERE, *_SAID_SOMEWHERE)  # whatever episode tells it
# Told by their place in the notes, or not at all: words to search for there are none.
OF_NOTES = (
    Overview.LENGTH, Overview.GUESTS, Overview.FREQUENCY, Overview.CONTACT, Overview.WHERE, Overview.NEXT,
)  # fmt: skip
NOTED = (*OF_NOTES, *_SAID_SOMEWHERE, Overview.TITLE)  # a line of the notes or one sentence
# Read off the index's own data: a language model has nothing to word.
READ_OFF = frozenset(Overview) - {Overview.SUBJECT, Overview.SUMMARY, Overview.POINTS}

_FIRST, _LAST = r"(?:very )?first|oldest|earliest", r"(?:very )?(?:last|latest)|newest|most recent|current"
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PREVIOUS = r"previous|penultimate|last but one"
_EPISODE = (
    rf"(?:(?:this|the|that|your|its|their) )?(?:(?:{_FIRST}|{_LAST}|{_PREVIOUS}|{'|'.join(_ORDINALS)}) )?"
    r"(?:(?:episode|show|ep\.?|lesson)(?: ?(?:(?:no\.?|number) ?)?#?\d{1,4}[a-z]?)?|#\d{1,4}[a-z]?)"
)
_SHOW = r"(?:(?:this|the|that|your) )?(?:show|podcast|program(?:me)?|series)"
_IT = rf"(?:{_EPISODE}|{_SHOW})(?: (?:of|in|on) {_SHOW})?"
_THEY = r"(?:they|you|we|the hosts|people)"
_MAKERS = r"(?:they|you|we|the hosts)"
_ABOUT = r"(?:talk about|cover|discuss|deal with)"
_MAIN = r"(?:(?:main|key|most important|big(?:gest)?|central) )?"
_POINTS = r"(?:take-?aways?|points?|lessons?|messages?|highlights?|conclusions?)"
_OUT = r"(?:published|released|recorded|aired|broadcast|uploaded|posted|out|air|come out|go (?:out|live)|from)"
_IS = r"(?:['’]s|['’]re| is| are| was| were)"
_LENGTHS = r"(?:length|duration|running time|runtime)"
_PLURAL = r"(?:(?:the|your|their|its|an?) )?(?:(?:new|next|typical|average|normal) )?episodes?"
_ANY = rf"(?:{_IT}|{_PLURAL})"
_GUESTS = r"(?:special )?guests?"
_CAN_I = r"(?:can|could|do|would) (?:i|we|you|one|people|listeners)"
_THEM = rf"(?:them|us|{_THEY}|{_SHOW})"
_MADE = r"(?:do(?:es)?|did|ma(?:de|kes)|wr(?:ote|ites)|compose[sd]|play(?:s|ed)|produce[sd]|edit(?:s|ed)|mix(?:es|ed))"
_PARTS = r"(?:music|theme|jingle|song|sound|audio|mixing|editing|production|art ?work|cover art|research)"
_HOSTS = r"(?:hosts?|presenters?|speakers?|hosting|speaking|talking)"
_NEXT = r"(?:(?:in |on |for )?(?:(?:the|your|our) )?next (?:episode|show|one|lesson)|next (?:time|week|month)|next)"
_IN_ONE = rf"(?: (?:in|at the end of) {_EPISODE})?"
_SO_FAR = rf"(?: (?:in total|so far|altogether|in all|by now|(?:of|in) {_SHOW})){{0,3}}"
_SUMMARY = r"(?:(?:short|brief|quick) )?(?:summary|overview|recap|gist|description) (?:of|for)"
_DIFFERENCE = r"(?:contradictions?|disagreements?|differences?|discrepanc(?:y|ies)|conflicts?|inconsistenc(?:y|ies))"
_SOURCE = (
    r"(?:(?:the|our|its|your|all) )?"
    r"(?:transcripts?|scripts?|recordings?|outlines?|plan|show ?notes|pages?|articles?|captions?|sources|material)"
)
_SOURCES = rf"(?:(?:the|our|its|your|all) )?(?:sources|material|{_SOURCE} and {_SOURCE})"
_AMONG = rf"(?: (?:in|between|across|among|of|within) (?:{_SOURCES}|{_IT})){{0,2}}"


def _one_of(which: str) -> tuple[str, str]:
    """How somebody asks for the newest or the oldest episode."""
    return (
        rf"(?:what(?:{_IS})? )?(?:the|your) (?:{which}) (?:episode|show)(?: (?:called|titled|about))?",
        rf"(?:what|which) (?:episode|show){_IS} (?:the )?(?:{which})(?: one)?",
    )


_PATTERNS = tuple(
    (overview, re.compile("|".join(ways), re.IGNORECASE))
    for overview, *ways in (
        (
            Overview.POINTS,
            rf"(?:(?:what|which){_IS} )?(?:the )?{_MAIN}{_POINTS} (?:of|from|in) {_IT}",
            rf"what (?:can|should|did|do) (?:i|we|you|one) (?:learn|take away) from {_IT}",
        ),
        (
            Overview.NUMBER,
            rf"how many (?:episodes|shows) (?:are there|exist|have been \w+){_SO_FAR}",
            rf"how many (?:episodes|shows) (?:do|does|did|has|have) (?:{_THEY}|{_SHOW}|it|there)(?: \w+)?{_SO_FAR}",
        ),
        (
            Overview.EPISODES,
            rf"(?:list|name|show me|give me|what{_IS})(?: me)?(?: all)?(?: (?:of )?(?:the|your))? episodes{_SO_FAR}",
            rf"(?:which|what) episodes (?:are there|exist|(?:do|have) {_THEY}(?: \w+)?|does {_SHOW} have){_SO_FAR}",
        ),
        (Overview.NEWEST, *_one_of(_LAST)),
        (Overview.OLDEST, *_one_of(_FIRST)),
        (
            Overview.HOSTS,
            rf"who{_IS} (?:the )?{_HOSTS}(?: (?:(?:of|on|in|for) )?{_IT})?|who{_IS} (?:on|in|behind) {_SHOW}",
            rf"who (?:hosts|presents|speaks|talks)(?: (?:on|in))? {_IT}",
            rf"what{_IS} the (?:names? of the hosts?|hosts?['’]s? names?)(?: (?:of|on|in) {_IT})?",
        ),
        (
            Overview.TITLE,
            rf"what{_IS} (?:the )?(?:title|name) of {_IT}|what{_IS} {_IT} (?:called|titled|named)",
        ),
        (
            Overview.LENGTH,
            rf"how long{_IS} {_ANY}|how long (?:do|does|did) {_ANY} (?:last|run|take|go on)(?: for)?",
            rf"how long{_IS} {_ANY} (?:meant|planned|supposed) to (?:be|last|run|take)",
            rf"how long (?:do|did) {_MAKERS} (?:want|plan|mean|intend) {_ANY} to (?:be|last|run|take)",
            rf"(?:what{_IS} )?the (?:usual |average |total )?{_LENGTHS} of {_ANY}|how many minutes{_IS} {_IT}",
        ),
        (
            Overview.GUESTS,
            rf"(?:who|which|what){_IS} (?:the |your |their )?{_GUESTS}(?: (?:of|on|in|for)(?: {_IT})?)?",
            rf"(?:which|what) {_GUESTS}(?:{_IS}| have been) (?:on|in)(?: {_IT})?(?: so far)?",
            rf"who(?:{_IS}| has been) (?:the {_GUESTS} )?(?:on|in) {_EPISODE}|who was on last time",
        ),
        (
            Overview.FREQUENCY,
            rf"how (?:often|frequently) (?:do|does|is|are) (?:it|{_THEY}|{_ANY}) (?:{_OUT}|publish|release|record)",
            rf"how (?:often|frequently){_IS} (?:there )?{_ANY}(?: {_OUT})?",
            rf"(?:when|(?:what|which) day(?: of the week)?) (?:do|does|is|are) {_PLURAL} {_OUT}",
        ),
        (
            Overview.CONTACT,
            rf"how {_CAN_I} (?:contact|reach|write to|e-?mail|get (?:in touch with|hold of)) {_THEM}",
            rf"(?:what{_IS} )?(?:the|your|their) (?:e-?mail|contact)(?: (?:address|details))?(?: (?:of|for) {_SHOW})?",
            rf"(?:how|where) {_CAN_I} (?:send|submit)(?: in)?(?: an?| my)? (?:question|e-?mail|letter|feedback)s?"
            rf"(?: (?:to|for) {_THEM})?",
        ),
        (
            Overview.WHERE,
            rf"(?:where|how) {_CAN_I} (?:(?:listen|subscribe|tune in)(?: to)?|hear|stream|download)(?: (?:it|{_ANY}))?",
            rf"where {_CAN_I} (?:find|get) (?:{_SHOW}|{_PLURAL})",
        ),
        (
            Overview.CREDITS,
            rf"who {_MADE} (?:the |your |their )?(?:theme |intro )?{_PARTS}(?: (?:for|of|on|in) {_IT})?",
            rf"who (?:produce[sd]?|edit(?:s|ed)?|mix(?:es|ed)?) {_IT}",
            rf"who{_IS} (?:the |your )?(?:producer|editor|sound engineer)s?(?: (?:for|of|on|in) {_IT})?",
            rf"who (?:makes?|made) {_IT}",
        ),
        (
            Overview.STUDIO,
            rf"where (?:do|does|did) {_MAKERS} (?:record(?: (?:it|this|{_ANY}))?|make {_ANY})",
            rf"where{_IS} (?:it|{_ANY}) recorded|where{_IS} {_ANY} (?:made|produced)",
        ),
        (
            Overview.AUDIENCE,
            rf"how many (?:listeners|subscribers) (?:do|does|have) (?:{_MAKERS}|{_SHOW}|it)(?: (?:have|got))?",
            rf"how many (?:people|listeners|of us) (?:listen|tune in|subscribe)(?: to (?:it|{_ANY}))?",
            rf"how (?:big|large){_IS} (?:the|your|their|its) audience(?: of {_SHOW})?",
        ),
        (
            Overview.RETURN,
            rf"when (?:do|does|will|are|is) (?:you|we|the hosts|{_IT}) (?:be )?(?:come |be )?(?:back|return|on again)"
            r"(?: (?:on air|again))?",
            r"when (?:do|does|will|is) (?:the |your )?(?:next|new) (?:season|series)(?: (?:start|begin|out|on))?",
        ),
        (
            Overview.NEXT,
            rf"what(?:{_IS}| comes| will be)(?: (?:coming(?: up)?|up|planned))? {_NEXT}",
            rf"what(?:{_IS}| will) {_NEXT}(?: be)? about",
            rf"what (?:do|did|will|have|are|were) {_MAKERS} (?:be |going to )?(?:\w+ ){{1,2}}(?:for|about|in|on) "
            rf"{_NEXT}{_IN_ONE}",
            rf"what (?:do|did|will|are|were) {_MAKERS} (?:be )?(?:\w+ ){{1,3}}next (?:time|week){_IN_ONE}",
        ),
        (
            Overview.DATE,
            rf"when (?:was|were|is|did|does) (?:{_IT}|the (?:{_LAST}) one) (?:be )?{_OUT}",
            rf"(?:what{_IS} )?(?:the )?(?:\w+ )?date of {_IT}|how old is {_EPISODE}",
        ),
        (
            Overview.DISPUTES,
            rf"(?:are|is) there (?:any |some )?{_DIFFERENCE}{_AMONG}",
            rf"(?:(?:what|which|where){_IS}|list|find|show me|give me)(?: all)?(?: (?:the|any))? {_DIFFERENCE}{_AMONG}",
            rf"(?:where|what|on what|about what|how)? ?do(?:es)? {_SOURCES} (?:dis)?agree(?: (?:on|about))?{_AMONG}",
            rf"(?:where|how)? ?do(?:es)? {_SOURCES} (?:differ|contradict each other){_AMONG}",
            rf"what (?:differs|disagrees|is different|(?:does not|doesn['’]t) (?:match|agree)){_AMONG}",
        ),
        (
            Overview.SUBJECT,
            rf"what{_IS} (?:(?:this|the|your) (?:show|podcast)|this)|what{_IS} (?:{_IT}|this) (?:all )?about",
            rf"what (?:does|did) {_IT} {_ABOUT}",
            rf"what (?:happen(?:s|ed)|goes on|went on) (?:in|on) {_IT}|what{_IS} (?:in|on) {_EPISODE}",
            rf"what (?:do|did) {_THEY} do (?:in|on) {_EPISODE}",
            rf"what{_IS} (?:discussed|covered|talked about) (?:in|on) {_IT}",
            rf"what (?:topics|subjects|things|stories) (?:do|does|did) (?:{_THEY}|{_IT}) {_ABOUT}(?: (?:in|on) {_IT})?",
            rf"what (?:topics|subjects|things|stories){_IS} (?:covered|discussed)(?: (?:in|on) {_IT})?",
            rf"what (?:do|did) {_THEY} {_ABOUT} (?:in|on) {_IT}",
        ),
        (
            Overview.SUMMARY,
            rf"(?:summari[sz]e|sum up|recap|describe|introduce|tell (?:me|us) (?:more )?about) {_IT}",
            rf"(?:give (?:me|us) )?(?:a |an |the )?{_SUMMARY} {_IT}",
        ),
    )
)

# Which episode a question names: "What is the latest episode about?"; any of these, one, and not the show.
NAMES_LAST, NAMES_FIRST = any_of(rf"\b(?:{_LAST})\b"), any_of(rf"\b(?:{_FIRST})\b")
NAMES_ONE = any_of(r"(?<!\ban )(?<!\ba new )(?<!\btypical )(?<!\baverage )\b(?:episode|lesson)\b")
NAMES_PREVIOUS = any_of(rf"\b(?:{_PREVIOUS})\b")
_NTH = any_of(rf"\b({'|'.join(_ORDINALS)}) (?:episode|show|lesson)\b")


def overview_of(text: str) -> Overview | None:
    """What a question asks of the show or an episode as a whole; None when it asks something else, or more."""
    asked = " ".join(LEAD.sub("", text).rstrip(" ?!.…").split())
    return next((overview for overview, pattern in _PATTERNS if pattern.fullmatch(asked)), None)


def nth_named(text: str) -> int | None:
    """Which one a question counts, from 2 on: "the second episode"."""
    match = _NTH.search(text)
    return _ORDINALS.index(match[1].casefold()) + 2 if match else None
