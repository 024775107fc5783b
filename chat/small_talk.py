"""What is said to a chatbot and asks nothing of the material: greetings, thanks, complaints, questions about itself."""

from __future__ import annotations

import re
from enum import StrEnum

from chat.plainly import with_apostrophes


class SmallTalk(StrEnum):
    """What kind it is; of several, the first here is answered."""

    LANGUAGE = "language"  # which ones it speaks
    SELF = "self"  # what it is, what it can do
    COMPLAINT = "complaint"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GREETING = "greeting"
    REACTION = "reaction"  # "ok", "lol", "great answer"
    DOUBT = "doubt"  # of an answer before: "Really?"


_YOU, _IT = r"(?:you|u)", r"(?:that|it|this)"
_THAT = rf"(?:{_IT} (?:is|was)|(?:that|it)'s|you(?:'re| are))"
_VERY = r"(?:an? |so |very |really |pretty |quite |just |all |completely |totally )?"
_ANSWER = r"(?: (?:answers?|response|reply|one|job|work|point|bot))?"
_GOOD = (
    r"(?:good|great|nice|cool|awesome|amazing|brilliant|excellent|fantastic|perfect|lovely|wonderful|fun|funny|helpful|useful"
    r"|interesting|clever|smart|neat)"
)
_BAD = (
    r"(?:wrong|incorrect|false|untrue|nonsense|rubbish|useless|stupid|dumb|bad|terrible|awful|a lie|no (?:answer|help)"
    r"|not (?:it|right|true|correct|helpful|good|an answer|(?:what|the question) i (?:asked|meant|wanted)(?: for)?))"
)
# What people say who ask in English and thank in their own language.
_THANKS_ABROAD = (
    r"danke(?:sch[oö]n)?|vielen dank|dank je|bedankt|merci|(?:much[ao]s |mille |tante )?(?:gracias|grazie)|obrigad[oa]"
    r"|(?:tusen |mange )?(?:tack|takk|tak)|kiitos|dzi[eę]kuj[eę]|d[eě]kuji|te[sş]ekk[uü]rler|mul[tț]umesc"
    r"|спасибо|дякую|ευχαριστώ|arigat[oō]u?|ありがとう(?:ございます)?|谢谢|謝謝|감사합니다"
)
_PHRASES = (
    (
        SmallTalk.LANGUAGE,
        rf"(?:can|do|could) {_YOU} (?:speak|(?:answer|reply|talk|write)(?: me)? in) [^\W\d_]{{4,20}}(?: please)?",
        rf"(?:what|which) languages? (?:can|do) {_YOU} (?:speak|know|understand)",
    ),
    (
        SmallTalk.SELF,
        rf"(?:who|what)(?: exactly)? are {_YOU}(?: for)?|what (?:can|do) {_YOU} do|what can i ask(?: {_YOU})?",
        r"how are (?:you|things)(?: doing)?(?: today)?|how's it going|what's (?:up|your name)|how does this work",
        rf"who (?:made|built|trained|created) {_YOU}|(?:can {_YOU} )?help(?: me)?|how (?:can|do) {_YOU} (?:help|work)",
        rf"are {_YOU} (?:just )?(?:(?:an?|the) )?(?:real |human )?"
        r"(?:(?:chat ?)?bot|robot|human|person|ai|machine|computer|llm|chat ?gpt|real|sentient)",
    ),
    (
        SmallTalk.COMPLAINT,
        rf"(?:{_THAT} )?{_VERY}{_BAD}{_ANSWER}|{_IT} makes no sense|try again",
        r"i (?:didn't|did not) (?:ask|mean|want|say) (?:that|this|for that)|i (?:don't|do not) (?:understand|get it)",
        rf"(?:{_YOU}|{_IT}) (?:do(?:es)?n't|didn't) (?:make (?:any )?sense|answer (?:me|(?:my|the) question)|help)",
        rf"{_YOU} (?:suck|got {_IT} wrong|misunderstood(?: me)?)",
    ),
    (
        SmallTalk.THANKS,
        r"(?:many |no )?(?:thanks|thank (?:you|u)|thx|ty|cheers|much appreciated)"
        r"(?: (?:a lot|so much|very much|again|in advance|mate|anyway|for (?:that|(?:the|your) (?:help|answer)))){0,2}",
        rf"(?:{_THANKS_ABROAD})(?: (?:sehr|sch[oö]n|wel|beaucoup|bien|mille|much[ao]s?|tante|s[aå] mycket)){{0,2}}",
    ),
    (
        SmallTalk.FAREWELL,
        r"(?:good ?)?bye(?: now| for now)?|see (?:you|ya)(?: later| soon)?|good ?night|that's (?:all|it)(?: for now)?",
    ),
    (
        SmallTalk.GREETING,
        r"(?:hi|hiya|hello|hey|howdy|good (?:morning|afternoon|evening|day))"
        r"(?: (?:there|all|again|guys|folks|everyone))?",
    ),
    (
        SmallTalk.REACTION,
        r"ok|okay|k|oh|ah|wow|yes|yeah|yep|no|nope|fine|right|all ?right|i see|got it|understood|hmm+|um+|lol",
        r"(?:ha){2,10}h?|never ?mind|no (?:problem|worries)|sorry|good to know|well done|not bad|i (?:love|like) it",
        rf"(?:{_THAT} )?{_VERY}{_GOOD}{_ANSWER}",
    ),
    (SmallTalk.DOUBT, rf"really|seriously|are {_YOU} sure(?: about that)?|is that (?:so|true|right)"),
)
_KINDS = tuple((kind, re.compile(rf"(?:{'|'.join(ways)})(?![\w'-])", re.IGNORECASE)) for kind, *ways in _PHRASES)
_BETWEEN = re.compile(r"[\W_]*")
_MOST = 6  # phrases in a row


def small_talk(message: str) -> SmallTalk | None:
    """What kind of small talk a message is; None when there is anything else in it."""
    text = with_apostrophes(message)
    found: list[SmallTalk] = []
    at = _past_marks(text, 0)
    while at < len(text) and len(found) < _MOST:
        ends = [(match.end(), kind) for kind, pattern in _KINDS if (match := pattern.match(text, at))]
        if not ends:
            return None
        end, kind = max(ends, key=lambda one: one[0])
        found.append(kind)
        at = _past_marks(text, end)
    return min(found, key=list(SmallTalk).index) if found and at == len(text) else None


def _past_marks(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at
