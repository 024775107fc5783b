"""A question as it is read, however it is typed: without greetings, thanks and "can you tell me", one mark at its end.

Every question goes through here once, before anything is searched or weighed; shown is what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from chat.words import AUXILIARY, QUESTION_WORD, any_of
from corpus.numbers.written import written
from corpus.sentences import is_common_word
from corpus.tokens import is_written_english

_APOSTROPHES = re.compile(r"(?<=\w)[’ʼ`´](?=\w)")
# Written without their apostrophe these are no other words: "were", "well", "its", "ill" and "wont" are.
_LEFT_OUT = any_of(
    r"(?P<quoted>(?<!\w)'[^']{1,200}'(?!\w)|[\"“][^\"“”]{1,200}[\"”])",
    r"\b(?:(?:what|who|how|where|when|why|that|there|here|he|she)(?=s\b)"
    r"|(?:(?:did|does|is|was|are|were|has|have|had|could|would|should|do)n|ca(?=nt\b)n)(?=t\b)"
    r"|(?:you|they)(?=re\b)|(?:i|you|they)(?=ve\b)|i(?=m\b))",
)
_BID = r"(?:list|name|tell|give|show|find|explain|describe|compare|summari[sz]e|recap|remind|quote|put)\b"
_QUESTION = rf"(?:(?:at|in|on|for|by|from|to|with|since|until) )?{QUESTION_WORD}\b|{AUXILIARY}(?:n't)?\b"
_ASKING = rf"{_QUESTION}|{_BID}|(?:and|but|so|also)\b"
_THANKS = (
    r"(?:(?:many )?thanks|thank (?:you|u)|thx|cheers)\b(?! (?:to|for)\b)"
    r"(?: (?:a lot|so much|very much|again|in advance|a million))?"
)
# What may stand before a question without a mark after it, and what only with one: "Right, who …", not "Right wing …".
_LOOSE = (
    r"(?:(?:hi|hiya|hello|hey|howdy|good (?:morning|afternoon|evening|day))"
    r"(?: (?:there|all|again|guys|folks|everyone))?"
    rf"|{_THANKS}|ok|okay|um+|uh+|er+m?|hmm+|oh|ah|wow|lol|(?:ha)+h?|sorry|excuse me|please|pls|plz"
    r"|(?:just )?(?:(?:a|one|another) )?(?:quick |small )?question(?: for you)?)"
)
_MARKED = (
    r"(?:(?:hi|hiya|hello|hey) (?:\w+ )?\w+|well|right|great|cool|nice|perfect|lovely|brilliant|interesting|really"
    r"|actually|anyway|alright|all right|got it|i see|quick one)"
)
_BEFORE = any_of(
    rf"^\W*{_LOOSE}(?:\s*[,.!:;…]+\s*|\s+[–—-]+\s*|\s+(?={_ASKING}|{_LOOSE}\b|{_MARKED}\b|i\b|just\b|any\b))",
    rf"^\W*(?:please|pls|plz)\s+|^\W*{_MARKED}\s*[,.!:;…]+\s*",
)
_INDIRECT = any_of(
    r"^\W*(?:(?:do|would) (?:you|anyone|anybody|u)(?: happen to)? know"
    r"|(?:(?:can|could|would|will) (?:you|u|anyone|someone)(?: please)? )?(?:tell|remind) (?:me|us)(?: again| please)?"
    r"|(?:(?:got|have you|do you have) )?any idea|i(?: would|['’]d)(?: really)? (?:like|love) to know"
    r"|(?:(?:i|i['’]m|i am|i was|i['’]ve been|i have been) )?(?:just )?(?:wondering|curious|asking)"
    r"|i(?: just)? (?:want|need|wanted) to know|i wonder|what i (?:want|would like) to know is)"
    r"[,:]?\s+(?P<whether>(?:if|whether) )?"
    rf"(?=(?(whether)\w|(?:{_QUESTION})))"
)
_ASKED_TO = any_of(rf"^\W*(?:can|could|would|will) (?:you|u) (?:please )?(?={_BID})")
# "… how old the bridge is" asks "how old is the bridge", and "… if the bridge is old" asks "is the bridge old".
_STATED = any_of(r"^(what|who|where|when|why|how(?: \w+)?|which \w+) ((?:\w[\w'’-]* ){1,5})(is|are|was|were)$")
_STATED_OF_IT = any_of(r"^(what|where|when|why|how(?: \w+)?) (it|he|she|they|this|that) (is|are|was|were)(?= \w)")
_WHETHER = any_of(
    r"^((?:\w[\w'’-]* ){0,3}?\w[\w'’-]*) (is|are|was|were|can|could|will|would|should|has|have|had)(?= \w)"
)
# An episode is known by its number: "episode twenty-one", "episode number two".
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,7}teen|\w{3,6}ty|hundred|thousand|and)"
_SPELLED = any_of(
    rf"(?P<before>\b(?:episode|ep|lesson) (?:(?:number|no\.?) )?)(?P<number>{_UNIT}(?:[ -]{_UNIT}){{0,5}})\b(?! of\b)"
)
_NO_THANKS = r"(?<!\bto )(?<!\bsay )(?<!\bsaid )(?<!\bgive )(?<!\bgave )(?<!\bof )(?<!\bwith )(?<!\bthe )(?<!\bno )"
_AFTER = any_of(
    rf"[\s,.;:!?…–—-]{{1,8}}{_NO_THANKS}"
    rf"(?:please|pls|plz|{_THANKS}|lol|btw|by the way|do you know|any idea|if you know)$"
)
_ENDS = " \t,;:.!?…"
_BIDS = any_of(rf"^{_BID}")
LEAD = any_of(r"^\W*(?:(?:and|but|so|or|also|then|well(?! done\b))\b[,.!\s]*){1,4}(?=\w)")  # what ties it to another
_WORD = re.compile(r"(?<![\w'’.-])[^\W\d_]{2,30}(?=(?:['’]s)?(?![\w'’-]|\.\w))")
_MOST_BEFORE = 6  # greetings and the like in a row


def plainly(text: str) -> str:
    """The question in what is typed: "hi, can you tell me whats a fid please" is "What's a fid?".

    As it is, apostrophes put right, when nothing else is in it: "Thanks!" has no question.
    """
    typed = _SPELLED.sub(lambda match: match["before"] + _in_digits(match["number"]), with_apostrophes(text))
    asked = _AFTER.sub("", typed.rstrip(_ENDS)).rstrip(_ENDS)
    for _ in range(_MOST_BEFORE):
        asked, last = _ASKED_TO.sub("", _without_lead_in(_BEFORE.sub("", asked))), asked
        if asked == last:
            break
    if not any(map(str.isalnum, asked)):
        return typed
    asked = asked[0].upper() + asked[1:] if asked.split()[0].islower() else asked
    return f"{asked}." if _BIDS.match(asked) else f"{asked}?"


def cased(question: str, as_written: Callable[[str], str]) -> str:
    """The question with names as the material writes them, whether or not they are typed with capitals.

    `as_written` gives how the material writes a word, or nothing. All that is typed in capitals is taken for small.
    """
    words = _WORD.findall(question)
    if len(words) > 2 and not any(word.islower() for word in words):
        question = question.lower()
    return _WORD.sub(lambda match: _as_name(match[0], as_written), question)


def _as_name(word: str, as_written: Callable[[str], str]) -> str:
    if is_common_word(word) or not word.islower():
        return word
    owner = as_written(word[:-1]) if word.endswith("s") and not is_written_english([word]) else ""
    return as_written(word) or (f"{owner}'s" if owner else word)


def _in_digits(number: str) -> str:
    return "1" if number.casefold() == "one" else written(number)


def with_apostrophes(text: str) -> str:
    """The text with its apostrophes plain and none left out, but not in what is quoted: there, one ends the quote."""
    return _LEFT_OUT.sub(lambda match: match[0] if match["quoted"] else f"{match[0]}'", _APOSTROPHES.sub("'", text))


def _without_lead_in(text: str) -> str:
    """What is asked in "do you know how old the bridge is": "how old is the bridge"."""
    match = _INDIRECT.match(text)
    if not match:
        return text
    asked = text[match.end() :]
    if match["whether"]:
        return _WHETHER.sub(r"\2 \1", asked)
    return _STATED_OF_IT.sub(r"\1 \3 \2", _STATED.sub(r"\1 \3 \2", asked)).strip()
