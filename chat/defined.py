"""Whether a text says what a thing is, or who somebody is: by its form, since the words of a definition are its own."""

from __future__ import annotations

import re

from chat.given import FULL_NAME, POST
from chat.words import any_of

_ACRONYM = re.compile(r"[a-z]?[A-Z]{3,7}")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SMALL = frozenset({"a", "and", "for", "in", "of", "on", "the", "to"})
_NEAR = 250  # characters before and after a thing that are looked at
_SHORT_QUESTION = 12  # words
_WHAT = any_of(r"\b(?:what|who)\b")
_MARKS = " *_-•“\"'’.0123456789"
_BESIDE_POST = 40  # characters between a name and a post
# What stands before a thing that is not what the sentence is about: "moving to windlasses is …".
_NOT_SUBJECT = re.compile(
    r"\b(?:about|against|at|by|from|for|in|into|like|of|on|over|than|through|to|under|using|via|versus|vs|with|without"
    r"|\w{2,20}ing)(?: (?:an?|the|our|your|their|its))? $",
    re.IGNORECASE,
)
_AMISS = (  # "… is the new default" does not say what it is
    r"(?!(?:\w+ )?(?:answer|best|better|biggest|case|default|good|great|issue|key|main|next|only|point|problem|question"
    r"|reason|right|same|winner)\b)"
)
_IS_WHAT = re.compile(
    r"(?: \([^()]{1,200}\))?,?(?: (?:which|that|it|really|basically|essentially|simply|just|actually)){0,2}"
    r" (?:(?:is|are|was|were) (?:an?|the|one|basically|essentially|where|when|what|short for) "
    rf"{_AMISS}"
    r"|stands? for\b|means?\b|refers? to\b|describes?\b)",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    rf", (?:also called|short for|or|an?|the|(?-i:[A-Z])\w{{1,30}}['’]s) {_AMISS}|\s?[—–] ?(?:an?|the) {_AMISS}"
    r"|\s?\((?!(?:also|and|as|at|e\.?g|for|if|in|no|not|on|optional|or|see|when|with)\b)(?-i:[a-z])"
    r"[^()]{0,80} [^()]{0,80}\)",
    re.IGNORECASE,
)
_SUBORDINATE = any_of(r"^\W*(?:\w+,? )?(?:after|as|because|before|if|once|since|when|while|with)\b")
_LABELS = re.compile(r"\**(?: \([^()]{1,60}\))?\**\s?(?::|—|–| - )\**\s?\w")
_OPENS_BRACKETS = re.compile(r"[a-z]{3,} \($")

# How people are introduced: "Ada, who runs the yard", "Ada's our cook", "my sister Ada", "a woman called Ada".
_SURNAME = r"(?: (?-i:[A-Z])[\w’'-]{1,30})?"
_TITLE = r"(?:(?:Dr|Mrs?|Ms|Prof(?:essor)?)\.? )?"
_WHO = re.compile(
    rf"{_SURNAME}(?:['’]s (?:an?|the|what|our|my|his|her|their) {_AMISS}|, (?:my|our|his|her|their) \w"
    r"|,? (?:(?:at|from|in|of) [^,.;:]{1,40},? )?who(?:['’]\w{1,2})? (?!said|says|told|asked|wrote|thinks)\w)",
    re.IGNORECASE,
)
_KIN = (
    r"(?:brother|sister|grand(?:daughter|son|mother|father)|son|daughter|mother|father|mum|dad|wife|husband|aunt|uncle|cousin"
    r"|niece|nephew|friend|neighbour|colleague|guest(?: today)?|partner|dog|cat|horse)"
)
_THIS_IS_WHO = any_of(
    rf"\b(?:my|our|his|her|their|\w{{1,30}}['’]s) (?:\w{{1,20}} ){{0,2}}{_KIN}(?:,| is)? {_TITLE}$",
    rf"\b(?:man|woman|person|lady|guy|someone|somebody) called {_TITLE}$",
)
# "Guest: Ada Brook, cook", "Ada used to cook on a trawler."
_LABEL = any_of(rf"^\W*(?:(?:guest|host|producer|editor|speaker|presenter): )?{_TITLE}$")
_STARTED_WITH = re.compile(
    rf"{_SURNAME}(?:, \w| (?:used to|works?|worked|runs|owns|founded|leads|teaches|keeps)\b)", re.IGNORECASE
)


class Defined:
    """Tells whether a text says what a thing is, or who somebody is."""

    def __init__(self, thing: str) -> None:
        words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", thing))
        self._thing = re.compile(rf"(?<![\w-]){words}(?:e?s)?(?![\w-])", re.IGNORECASE)
        self._initials = thing.casefold() if _ACRONYM.fullmatch(thing) else ""
        self._is_capital = all(word[:1].isupper() for word in thing.split())
        self._is_name = bool(FULL_NAME.fullmatch(thing))

    def in_(self, text: str) -> bool:
        """Whether `text` does: "A windlass is a winch", "the windlass, a winch", "Windlass: winch", "winch (windlass)".

        So do words that begin with an acronym's letters. Who somebody is, a post beside the full name tells.
        """
        if self._initials and _spells_out(self._initials, text):
            return True
        is_clause = bool(_SUBORDINATE.match(text))
        for match in self._thing.finditer(text):
            before, after = text[max(match.start() - _NEAR, 0) : match.start()], text[match.end() : match.end() + _NEAR]
            if _is_what(before, after) or (_has_post if self._is_name else _is_told)(before, after):
                return True
            if self._is_capital and _introduces(before, after):
                return True
            if not self._is_name and not is_clause and _APPOSED.match(after):
                return True
        return False

    def is_asked(self, text: str) -> bool:
        """Whether a question asks for it, too: "Tell them what a windlass is."."""
        return bool(_WHAT.search(text) and self._thing.search(text)) and len(text.split()) <= _SHORT_QUESTION


def _spells_out(initials: str, text: str) -> bool:
    """Whether some consecutive words begin with these letters, small words between them counted or not."""
    words = _LETTERS.findall(text.casefold())
    return any(initials in "".join(word[0] for word in words if word not in left_out) for left_out in (_SMALL, ()))


def _is_what(before: str, after: str) -> bool:
    return not _NOT_SUBJECT.search(before) and bool(_IS_WHAT.match(after))


def _is_told(before: str, after: str) -> bool:
    in_brackets = bool(_OPENS_BRACKETS.search(before)) and after.startswith(")")
    labels = not before.strip(_MARKS) and bool(_LABELS.match(after))
    return in_brackets or labels


def _introduces(before: str, after: str) -> bool:
    """Whether what stands around a name says who that is."""
    label = _LABEL.match(before)
    started = label and (":" in before or not after.startswith(",")) and _STARTED_WITH.match(after)
    return bool(started or _WHO.match(after) or _THIS_IS_WHO.search(before))


def _has_post(before: str, after: str) -> bool:
    apposed = after[:1] in tuple(",(—–") and POST.search(after[:_BESIDE_POST])
    return bool(apposed or POST.search(before[-_BESIDE_POST // 2 :]))
