"""What the reader of a question wants done: a fact, who said it, which episode, the exact words, a list."""

from __future__ import annotations

from enum import StrEnum

from chat.small_talk import small_talk
from chat.wants import WHERE_SAID
from chat.words import any_of


class Intent(StrEnum):
    """What the reader wants done, when it is more than one fact."""

    FACT = "fact"
    MENTION = "mention"  # did anyone say anything of it
    SPEAKER = "speaker"  # who said it
    EPISODE = "episode"  # which episode, where
    QUOTE = "quote"  # the exact words
    MOMENT = "moment"  # when it was said
    LIST = "list"  # all of them
    OPENING = "opening"  # the first words of a source
    CLOSING = "closing"  # the last words of a source
    CHAT = "chat"  # not a question about the material


_CHAT = any_of(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|guidelines)\b",
    r"\b(?:system|hidden|initial|secret) prompt\b|\bapi key\b",
    r"\bare you (?:a|an|human|real|sentient)\b|\bwho (?:are|made|built|trained) you\b",
    r"\byour (?:instructions|prompt|rules|password|model|training)\b",
    r"^\W*(?:print|show|reveal|output|repeat|display|dump|tell me) (?:me )?(?:all )?(?:of )?(?:your|the|its|any)\b"
    r".{0,20}\b(?:settings?|prompts?|instructions?|configuration|rules|source code|secrets?)\b",
    r"\b(?:pretend|role-?play|act as|you are now)\b|\bjailbreak\b|\btell (?:me|us) a joke\b",
    r"\bwrite (?:me )?(?:a|an|some) (?:poem|song|essay|story|code|joke|email|haiku)\b",
    r"^[\W_]*$",  # marks and signs alone
)
_MENTION = any_of(
    r"^\W*(?:did|do|does|has|have|was|were|is|are)\b.{0,40}\b(?:mention(?:ed)?|talk(?:ed)?|discuss(?:ed)?|cover(?:ed)?"
    r"|say (?:anything|something|a word)|bring up|make it into|come up|speak of|refer)\b",
)
_SPEAKER = any_of(
    r"^\W*who(?:se)?\b.{0,30}\b(?:said|says?|told|mention(?:ed|s)|brought up|raised|claim(?:s|ed)?|pointed|argued"
    r"|ask(?:s|ed)|explained|used the)\b",
    r"^\W*whose (?:words?|line|quote|phrase|remark)\b",
    r"\bwhich (?:one )?(?:of the )?(?:two |three )?(?:hosts?|speakers?|presenters?|guests?)\b",
    r"\bwhich (?:one )?of (?:them|the two)\b.{0,30}\b(?:said|says?|told|mention|brought|ask|claim|argue|explain)",
)
_EPISODES = any_of(
    r"\b(?:which|what) (?:shows?|ep(?:isode)?s?)\b|\bwhich (?:is|was) the (?:show|episode)\b",
    r"^\W*(?:\w+ ){0,3}(?:episodes|shows) (?:about|on|that|where|which|with|in which)\b",
    r"\b(?:number|title|name) of the (?:show|ep(?:isode)?) (?:about|on|that|where|which|with|in which)\b",
    rf"^\W*{WHERE_SAID}",
)
_QUOTE = any_of(
    r"\b(?:exact|exactly|verbatim|precise|word[- ]for[- ]word|literal)\b"
    r".{0,30}\b(?:quote|words?|wording|say|said|phrase)\b",
    r"\bquote (?:from|of|by)\b|\bwording of\b",
    r"\b(?:say|said|tell|told|put|words?|quote)\b.{0,120}"
    r"\b(?:word for word|verbatim|in (?:his|her|their) (?:own|exact) words)\b",
)
SAYING = r"(?:say|said|mention(?:ed)?|talk(?:ed)?|discuss(?:ed)?|bring up|brought up|cover(?:ed)?)"
_MOMENT = any_of(
    rf"^\W*(?:when|at what (?:time|point|minute)) (?:was (?:it|that|this) {SAYING}"
    rf"|(?:did|do|have|has) (?:\w+ ){{1,2}}{SAYING})\b"
)
_OPENING = any_of(
    r"\b(?:very )?first (?:words?|line|sentence)\b|\bopening (?:words?|line|sentence)\b",
    r"\b(?:open|start|begin|kick off) (?:the|this|that|our) (?:show|episode|program(?:me)?)\b",
)
_CLOSING = any_of(
    r"\b(?:very )?last (?:words?|line|sentence)\b|\bclosing (?:words?|line|sentence)\b|\bsign[- ]off\b",
    r"\b(?:close|end|finish|wrap up|sign off) (?:the|this|that|our) (?:show|episode|program(?:me)?)\b",
)
_LIST = any_of(
    r"^\W*(?:list|name|enumerate)\b|\b(?:what|which) (?:are|were) (?:the|all)\b|\ball of the\b|\bthrough which\b",
    r"\b(?:which|what)(?: \w+){0,3} (?:companies|organi[sz]ations|customers|people|episodes|shows|tools|names|places"
    r"|items"
    r"|stages|steps|stories|reasons|things|ways|libraries|features|qualities|countries|cities|towns)\b",
)


def intent_of(text: str, *, counts: bool) -> Intent:
    """What a question wants done; one that `counts` ("the three …") and asks for nothing else wants a list."""
    order = (
        (Intent.CHAT, _CHAT), (Intent.CLOSING, _CLOSING), (Intent.OPENING, _OPENING), (Intent.MOMENT, _MOMENT),
        (Intent.QUOTE, _QUOTE), (Intent.MENTION, _MENTION), (Intent.SPEAKER, _SPEAKER), (Intent.EPISODE, _EPISODES),
        (Intent.LIST, _LIST),
    )  # fmt: skip
    if small_talk(text):
        return Intent.CHAT
    found = next((intent for intent, pattern in order if pattern.search(text)), Intent.FACT)
    # "The five lessons that close the episode" are a list, not its last words.
    return Intent.LIST if found in (Intent.FACT, Intent.OPENING, Intent.CLOSING) and counts else found
