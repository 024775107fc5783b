"""Names of people in what is said: who introduces themselves, who is announced, thanked or asked.

Captions are machine-heard: capitals are mostly right, punctuation is not always, and ordinary words turn up
with capitals. A word that English writes small ("sure", "head") is therefore never a name by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import jellyfish
from rapidfuzz import fuzz

from corpus.sentences import is_common_word

# Where captions have no full stops, these go on behind a name and are no part of it; the second ones can be names, too.
_I = r"I(?:['’](?:m|ve|ll|d))?(?![\w.'’-])"
_ON = (
    "And|But|Because|From|With|At|The|We|We['’]re|You|He|She|They|This|That|That['’]s|It['’]s|There|Here|Now|Today|Then|Well"
    "|Okay|OK|Yes|Yeah|Hello|Hey|Welcome|Thanks|Thank|Let['’]?s?|Um|Uh|Er|Who|What|When|Where|Why|How|If|Is|Am|Are|Was"
    "|Also|Just|As|For|Of|Or|Please|PhD|MD|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Dr|Mr|Mrs|Ms"
)
_ON_OR_NAME = "So|To|On|In|No|My|Our|It|Hi|Good|Do|An"
_ACRONYM = r"(?!(?:II|III|IV)\b)[A-Z]{2,}\b"
_NO_PART = rf"(?:{_I}|(?:{_ON})(?![\w'’-])|(?:{_ON_OR_NAME})(?= (?:[a-z]|I\b))|{_ACRONYM})"
_NAME = (
    rf"(?!{_I})[A-Z][\w'’-]{{0,30}}\.?"
    r"(?:(?: (?:de|van|von|der|da|di|del|bin|la|le)){0,2}"
    rf" (?!{_NO_PART})[A-Z](?:\.(?= [A-Z])|[\w'’-]{{0,30}})){{0,4}}"
)
_OFFICES = frozenset(
    """
    engineer director manager head chief professor president founder producer editor keeper curator archivist captain
    chair chairman chairwoman secretary officer lead reader lecturer researcher scientist coordinator
    """.split()  # noqa: SIM905 -- a list of words is read as words
)
_PAUSE = r",?\s(?:(?:uh|um|er|well),?\s){0,2}"
_RUN = re.compile(_NAME)
_SELF = re.compile(rf"\b(?:I['’]m|I am|[Mm]y name is|[Mm]y name['’]s){_PAUSE}({_NAME})(?P<after>.{{0,40}})", re.DOTALL)
_SELF_HERE = re.compile(rf"(?:(?:So|And|Hi|Hello|Well|OK|Okay|Yes),? )?({_NAME}) here\b(?P<after>.{{0,40}})", re.DOTALL)
_SURE_SELF = re.compile(r",?\s(?:from|with|at|here|and I(?: am|['’]m) (?:the|a|an))\b")
_SELF_SMALL = re.compile(r"\b[Mm]y name(?: is|['’]s) ((?:[a-z'’-]{2,30} ){1,3}[a-z'’-]{2,30})")
_GOES_ON = re.compile(r"\s(?:about|to|that|for|you|by)\b")  # "I'm Super Excited about", not a name
_PEOPLES = ("ish", "ese", "ian", "can", "ean")

_THANKS = re.compile(
    rf"\b(?:[Tt]hank you|[Tt]hanks|[Aa]ppreciate it|[Cc]heers)(?: (?:so|very) much| again| a lot)?,? ({_NAME})"
)
_THANKS_AFTER = re.compile(rf"^(?:(?:OK|Okay|All right|Great|Well|So),? )?({_NAME}), thank(?:s| you)\b")
_ASKED = re.compile(rf"^(?:(?:OK|Okay|And|So|All right|Now|Well|Great),? )?({_NAME}),\s|,\s({_NAME})\?$")

_WELCOME = re.compile(
    r"\bplease (?:(?:join me in|all|help me) )?welcom(?:e|ing)\b|\bwelcome (?:back )?(?:to the stage|on stage|up)\b"
    r"|\bjoin me in welcoming\b",
    re.IGNORECASE,
)
_APPLAUSE = re.compile(
    r"\bgive it up for\b|\bhands together for\b|\b(?:round of applause|warm welcome) (?:to|for)\b"
    r"|\b(?:over|floor) to (?:you,? )?",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\b(?:introduce|invite|bring (?:up|out|on)|turn to|hear from|joined by|joining (?:me|us)(?: today)?(?: is| are)?"
    r"|with (?:me|us)(?: today| here)? (?:is|are)|panel(?:ists)?(?: is| are))\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(r"\b(?:later|in a (?:minute|moment|bit)|after (?:that|this|lunch)|tomorrow|yesterday|earlier)\b")
_HEARD_ALIKE = 70  # likeness of two last names in letters, 0..100: "Fastberg" is heard for "Vassberg"
_TITLES = ("dr", "mr", "mrs", "ms", "prof", "professor", "sir", "dame", "chef", "captain")
_PLACE = re.compile(r"\b(?:at|of|from|with|for|in|by)\s$")


class Mentions(NamedTuple):
    """What one sentence says of people, each name as heard."""

    self_name: str | None = None  # "I'm Ada Voss"
    sure: bool = False  # the self-introduction stands without other evidence
    thanked: str | None = None
    asked: str | None = None  # addressed by name at the beginning or the end of a question
    announces: bool = False  # someone comes on now
    announced: tuple[str, ...] = ()
    hinted: tuple[str, ...] = ()  # will speak, or sits on the panel


def mentions(sentence: str) -> Mentions:
    """The people in one sentence and what is said of them. Linear in its length."""
    own = _SELF.search(sentence) or _SELF_HERE.match(sentence)
    self_name = _person(own[1]) if own and not _GOES_ON.match(own["after"]) else None
    thanks = _THANKS.search(sentence) or _THANKS_AFTER.search(sentence)
    asked = _ASKED.search(sentence)
    welcome, hint = _WELCOME.search(sentence), _HINT.search(sentence)
    applause = _APPLAUSE.search(sentence)
    if applause and not welcome and _people_in(sentence[applause.end() :]):
        welcome = applause
    if welcome and _NOT_NOW.search(sentence):
        welcome, hint = None, welcome
    return Mentions(
        self_name=self_name,
        sure=own is not None and self_name is not None and _is_sure(own, self_name),
        thanked=_person(thanks[1]) if thanks else None,
        asked=_person(asked[1] or asked[2]) if asked else None,
        announces=welcome is not None,
        announced=_people_in(sentence[welcome.end() :]) if welcome else (),
        hinted=_people_in(sentence[hint.end() :]) if hint else (),
    )


def _is_sure(own: re.Match[str], name: str) -> bool:
    if " " in name or "name" in own[0][:8]:
        return True
    return not name.lower().endswith(_PEOPLES) and _SURE_SELF.match(own["after"]) is not None


def _person(run: str) -> str | None:
    """The person's name in a run of capitalised words, titles off; None when they are ordinary words or acronyms."""
    words = [word.rstrip(".,").removesuffix("'s").removesuffix("’s") for word in run.split()]
    while words and (words[0].lower() in _TITLES or (words[0].isupper() and len(words[0]) > 1 and len(words) > 2)):
        words = words[1:]
    if not words or all(is_common_word(word) or (word.isupper() and len(word) > 1) for word in words):
        return None
    return " ".join(_without_trade([word for word, last in zip(words, ["", *words], strict=False) if word != last]))


def _without_trade(words: list[str]) -> list[str]:
    """A full name without the trade behind it: "Ada Voss Engineer", "Ada Voss Chief Engineer"."""
    for at in range(2, len(words)):
        behind = [is_common_word(word) or word.lower() in _OFFICES for word in words[at:]]
        is_trade = any(word.lower() in _OFFICES for word in words[at:]) or len(behind) > 1
        if all(behind) and is_trade:
            return words[:at]
    return words


def _people_in(clause: str) -> tuple[str, ...]:
    """The people named in an announcement, without their offices and employers.

    "vice president of harbours at the Port of Ulm Ada Voss", "Ada Voss, harbour master", "Ada from Ulm": a run
    of capitalised words behind "at", "of", "from" is a place unless it is long enough to end in a name.
    """
    found: list[str] = []
    behind_place: list[str] = []
    for run in _RUN.finditer(clause):
        words = _without_offices(run[0])
        if _PLACE.search(clause, max(0, run.start() - 8), run.start()):
            if len(words) >= 3:
                behind_place.append(" ".join(words[-2:]))
        elif words and (name := _person(" ".join(words))):
            found.append(name)
    return tuple(found or [name for run in behind_place if (name := _person(run))])


def _without_offices(run: str) -> list[str]:
    """The words behind the last ordinary one: "Vice President Ada Voss" → Ada, Voss."""
    words = run.split()
    last_office = max((i for i, word in enumerate(words) if is_common_word(word) and i < len(words) - 2), default=-1)
    return words[last_office + 1 :]


def is_name_alone(name: str) -> bool:
    """Whether this can be taken for a person without other evidence: two or three words, none an ordinary one."""
    return 2 <= len(words := name.split()) <= 3 and not any(is_common_word(word) for word in words)


def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: "Rob", "Rob Voss" and "Robert Voss"."""
    first, second = one.split(), other.split()
    if len(first) > 1 and len(second) > 1:
        return _alike(first[-1], second[-1]) and (_short_of(first[0], second[0]) or _short_of(second[0], first[0]))
    short, full = (first[0], second) if len(first) == 1 else (second[0], first)
    return any(_short_of(short, word) or _short_of(word, short) for word in full)


def _short_of(short: str, long: str) -> bool:
    return long.lower().startswith(short.lower()) and (len(short) > 2 or len(short) == len(long))


def _alike(one: str, other: str) -> bool:
    likeness = fuzz.ratio(one.lower(), other.lower())
    return likeness >= 85 or (likeness >= 70 and jellyfish.metaphone(one) == jellyfish.metaphone(other))


def same_sound(one: str, other: str) -> bool:
    """Whether two full names sound alike, however they are written: "Inga Falcon Burg", "Inga Falkenberg"."""
    first, second = one.casefold().split(maxsplit=1), other.casefold().split(maxsplit=1)
    if len(first) < 2 or len(second) < 2:
        return False
    return all(_sound_alike(*names) for names in zip(first, second, strict=True))


def _sound_alike(one: str, other: str) -> bool:
    """The sound that is compared leaves vowels out: "Maria" and "Mario" are two names by their last ones."""
    one, other = one.replace(" ", ""), other.replace(" ", "")
    same_end = one[-1] == other[-1] or not {one[-1], other[-1]} <= set("aeiou")
    return same_end and jellyfish.metaphone(one) == jellyfish.metaphone(other) and fuzz.ratio(one, other) >= 60


def full_names(text: str) -> Iterator[str]:
    """Every two words that stand side by side in a run of capitalised ones, ordinary words alone left out."""
    for run in _RUN.finditer(text):
        for pair in pairwise(run[0].split()):
            if not all(is_common_word(word) for word in pair):
                yield " ".join(pair).rstrip(".,")


def with_names(sentence: str, names: Sequence[str]) -> str:
    """A self-introduction that was heard in small letters, with the one of `names` that sounds so."""
    own = _SELF_SMALL.search(sentence)
    words = own[1].split() if own else []
    for count in range(len(words), 1, -1):
        heard = " ".join(words[:count])
        for name in names:
            if own and same_sound(heard, name):
                return f"{sentence[: own.start(1)]}{name}{sentence[own.start(1) + len(heard) :]}"
    return sentence


def spelled(name: str, about: str) -> str:
    """`name` as `about` (what the show writes itself) has it, when it names that person; else as it is."""
    alike = (same_person, same_sound, _same_first_name)
    return next((full for full in full_names(about) if any(each(name, full) for each in alike)), name)


def _same_first_name(one: str, other: str) -> bool:
    """Whether two full names have the same first one, and a last one that may be heard for the other's: of the few whom
    a talk's own title and description name, that is the one who speaks."""
    first, second = one.casefold().split(), other.casefold().split()
    both = len(first) == len(second) == 2
    return both and first[0] == second[0] and fuzz.ratio(first[1], second[1]) >= _HEARD_ALIKE
