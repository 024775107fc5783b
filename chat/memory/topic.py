"""What a question is about: its names and noun phrases, found by shape and by what they are not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from chat.question import Question, read_question
from chat.words import UNSEEN, terms
from corpus.letters import UPPER
from corpus.models import Frozen
from corpus.sentences import is_common_word
from corpus.tokens import is_written_english

Rarity = Callable[[str], float]  # of a stem in the material; higher is rarer, greatest where the material lacks it

_WORD = re.compile(r"[^\W_]+(?:[.'’/&-][^\W_]+)*")
_ASKED_FOR = re.compile(r"\b(?:how (?:many|much)|what|which|whose)(?: other| more)? $", re.IGNORECASE)
_HOW = re.compile(r"\bhow $", re.IGNORECASE)  # "how heavy"
_AUXILIARY = r"(?:do|does|did|will|would|can|could|should)"
# A word right after these is a verb: "who owns the yard", "how far did they carry it".
_BEFORE_VERB = re.compile(rf"\b(?:who|ever|{_AUXILIARY} (?:i|you|we|they|he|she|it)) $", re.IGNORECASE)
_DOES = re.compile(rf"\b{_AUXILIARY} (?:\w+ )?$", re.IGNORECASE)
_ASKS_WHAT = re.compile(r"^\W*(?:\w+ )?(?:what|which|where|how (?:much|many|far|often))\b", re.IGNORECASE)
_MANY_DO = re.compile(r"\bdo (?:\w+ )?$", re.IGNORECASE)
_DID = re.compile(rf"\b{_AUXILIARY}\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:is|are|was|were|been)\b", re.IGNORECASE)
_JUST_WAS = re.compile(r"\b(?:is|are|was|were|been|anyone|anybody|someone|ever|one) $", re.IGNORECASE)
# What comes after a verb rather than after a noun.
_OBJECT = re.compile(
    r" (?:an?|the|his|her|its|their|our|it|him|them|to|at|for|from|in|on|with|by|up|down|out|first|last|now|then|before"
    r"|there|again)\b"
)
_ARTICLE = re.compile(
    r"\b(the|our|your|their|his|her|its|an?|(?!(?:what|who|how|where|when|that|there|it)['’])\w+['’]s)"
    r"(?: first| new| old| whole| main)? $",
    re.IGNORECASE,
)
_CAPITAL = re.compile(rf"[{UPPER}]\w")
_SMALL_WORD = re.compile(r"[^\W\d_]{3,}")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDING = re.compile(r"(?:e?s|e?d|ing|e?r|e?st|i?ly)$")

MOST_THINGS = 5  # that a follow-up is about
_CARRIED = 4  # of one question

# Words that carry no topic from one question to the next, beyond the empty ones of `chat.words`: the verbs,
# adverbs and general nouns with which anything can be asked.
_LIGHT = frozenset(
    """
    able advise advised affect affected again ago agree agrees allow allowed already always announce announced
    apparently approximately aside ask asked back based became become behind believe better bigger biggest bring
    brought build built buy came cause caused change changed cheaper come comes compare compared compete compute
    connect connected contain contains continue cost costs course cut deal decide decided deploy deployed describe
    described detail details developed difference different discuss discussed drop easier enough even exactly explain
    faster figure first fit fix fixed full go goes going gone good got great grew grow grown handle handled happen
    happened happens hello help helped hi important improve improved include included inside instead introduced involve
    keep kept kind know known largest last lately launch launched lead leave led left less let level list long look
    lost lot main matter mean means meant measure measured move moved near need needed never new newest next normally
    number okay old open opened operate operated order outside paid part pay people place please point possible
    previous problem put quick quickly quite raise raised ran reach reached really reason recent recently recommend
    release released require required result right roughly run running runs save saved saves second see seen sell set
    several ship shipped shows since slower smaller sold solve sorry sort sound spend spent split start started stay
    still stop stopped sure switch take taken takes thank thanks thing things think third time times today took total
    trigger triggered true try turn turned two type typically usually version want wanted way ways went whole work
    worked works worse worst worth write wrong wrote yeah yes yesterday
    """.split()  # noqa: SIM905 - a list of words is read as words
)


class Known(Frozen):
    """What is known of the material while a conversation is read."""

    speakers: tuple[str, ...]
    rarity: Rarity | None
    hosts: tuple[str, ...] = ()


class Phrase(Frozen):
    """A run of words that carry a topic: `question[start:end]`, its article left out."""

    text: str
    start: int
    end: int
    name: bool  # holds a proper name, a product or a version
    name_start: int  # that name: `question[name_start:name_end]`; all of the phrase where there is none
    name_end: int
    asked_for: bool = False  # what the question wants to know ("how many votes"), not what it is about
    article: str = ""  # "the " and "our " are "the ", "a " and "an " are "a "


@dataclass(frozen=True)
class Asked:
    """A question of a conversation, taken apart once. Those who speak in the show are no topic."""

    text: str
    speakers: tuple[str, ...] = ()

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The runs of words that carry a topic."""
        return phrases(self.text, speakers=self.speakers)

    @cached_property
    def names(self) -> tuple[Phrase, ...]:
        """Those of the runs that hold a name."""
        return tuple(phrase for phrase in self.phrases if phrase.name)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The stems of its words that carry a topic, verbs among them."""
        words = _topic_words(self.text, self.speakers)
        return tuple(dict.fromkeys(term for word in words for term in terms(word[0])))

    @cached_property
    def read(self) -> Question:
        """What it asks for, and the sources it names."""
        return read_question(self.text, speakers=self.speakers)


def name_parts(names: Iterable[str]) -> frozenset[str]:
    """The first names, last names and so on of people, small."""
    return frozenset(part for name in names for part in name.casefold().split())


def without_possessive(word: str) -> str:
    """A name without what makes it an owner: "Orla's", "the boats'"."""
    return _POSSESSIVE.sub("", word)


def looks_like_name(word: str, *, first: bool) -> bool:
    """Whether a word has the shape of a name: a capital (but not for standing first), or letters with digits."""
    if any(letter.isupper() for letter in word[1:]) or (any(map(str.isdigit, word)) and not word.isdigit()):
        return True
    return word[0].isupper() and not first


def _is_name(question: str, word: re.Match[str]) -> bool:
    """Whether a word of a question is a name: by its shape, or, in a question typed small, as no plain English word."""
    if looks_like_name(word[0], first=word.start() == 0):
        return True
    small = not _CAPITAL.search(question, 1) and not _ARTICLE.search(question[: word.start()])
    return small and _SMALL_WORD.fullmatch(word[0]) is not None and _is_rare(word[0].lower())


@lru_cache(maxsize=16384)
def _is_rare(word: str) -> bool:
    forms = {word, _ENDING.sub("", word), _ENDING.sub("e", word), _ENDING.sub("y", word)}
    return not any(map(is_common_word, forms)) and not is_written_english(forms - {""})


def phrases(question: str, *, speakers: Sequence[str] = ()) -> tuple[Phrase, ...]:
    """The runs of topic words of a question, in order. Speakers are no topic: they are who, not what."""
    runs: list[list[re.Match[str]]] = []
    for word in _topic_words(question, speakers):
        joined = bool(runs) and _joins(question, runs[-1][-1], word)
        runs[-1].append(word) if joined else runs.append([word])
    pieces = (piece for run in runs for piece in _around_verb(question, run))
    return tuple(_phrase(question, kept) for piece in pieces if (kept := _without_verbs(question, piece)))


def _joins(question: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two words stand together: "tide table", "the boats' sails", and "suit of sails", but not with names."""
    between = question[one.end() : other.start()].lstrip("'’")
    return between.isspace() or (between == " of " and not _is_name(question, one) and not _is_name(question, other))


def carried(question: str, *, speakers: Sequence[str] = (), rarity: Rarity | None = None) -> tuple[str, ...]:
    """What a follow-up should take over from a question: its names, or its noun phrases where it has none.

    A phrase rarer in the material than every name goes along: a name that is everywhere says too little.
    """
    found = phrases(question, speakers=speakers)
    about = [phrase for phrase in found if phrase.name or not phrase.asked_for] or list(found)
    names = [phrase for phrase in about if phrase.name]
    if names and rarity:
        best = max((rare for phrase in names if (rare := rareness(phrase.text, rarity)) < math.inf), default=math.inf)
        names = [phrase for phrase in about if phrase.name or best < rareness(phrase.text, rarity) < math.inf]
    kept = dict.fromkeys(p.article + p.text for p in (names or about))
    return tuple(kept)[:_CARRIED]


def rareness(text: str, rarity: Rarity) -> float:
    """The rarity of a text's rarest word, 0 where it has none; infinite where the material lacks a word of it."""
    rarest = max((rarity(term) for term in terms(text)), default=0.0)
    return rarest if rarest < rarity(UNSEEN) else math.inf


def is_known(text: str, rarity: Rarity) -> bool:
    """Whether the material has every word of a text that carries a topic, and there is one."""
    return 0 < rareness(text, rarity) < math.inf


def _topic_words(question: str, speakers: Sequence[str]) -> Iterator[re.Match[str]]:
    """The words that carry a topic, verbs among them; who speaks is none."""
    hosts = name_parts(speakers)
    for word in _WORD.finditer(question):
        plain = without_possessive(word[0].casefold())
        if plain not in hosts and _is_topical(plain):
            yield word


@lru_cache(maxsize=16384)
def _is_topical(plain: str) -> bool:
    return plain not in _LIGHT and bool(terms(plain))


def _around_verb(question: str, run: list[re.Match[str]]) -> tuple[list[re.Match[str]], ...]:
    """A run without the verb inside it, which comes after what does it: "do inspectors (hate) wooden boards"."""
    if not _MANY_DO.search(question[: run[0].start()]):
        return (run,)
    does = next((i for i, word in enumerate(run) if word[0].endswith("s") and not word[0].endswith("ss")), len(run))
    return (run[: does + 1], run[does + 2 :]) if does + 2 < len(run) else (run,)


def _without_verbs(question: str, run: list[re.Match[str]]) -> list[re.Match[str]]:
    """The run without the verbs at its edges: "who (owns) Norrbo", "why do they (raise) the bell"."""
    before = question[: run[0].start()]
    does, is_done = _BEFORE_VERB.search(before), _JUST_WAS.search(before) and run[0][0].endswith(("ed", "en"))
    if (does or is_done) and not _is_name(question, run[0]):
        run = run[1:]
    return run[:-1] if run and _ends_in_verb(question, run) else run


def _ends_in_verb(question: str, run: list[re.Match[str]]) -> bool:
    """Whether the last word is a verb: "does the bell of Norrbo weigh?", "how many boats sailed to", "was it sold"."""
    last, before, after = run[-1][0], question[: run[0].start()], question[run[-1].end() :]
    if not last.islower() or _is_name(question, run[-1]):
        return False
    several, does = len(run) > 1, _DOES.search(before)
    if _OBJECT.match(after):
        return bool(several and does) or (last.endswith("ed") and (several or not _ARTICLE.search(before)))
    if after.strip(" ?.!") or not several:
        return False
    was = _WAS.search(before) and last.endswith(("ed", "en"))
    return bool((does and _ASKS_WHAT.match(question)) or was or (_is_name(question, run[-2]) and _DID.search(before)))


def _article(before: str) -> str:
    article = _ARTICLE.search(before)
    return ("a " if article[1].lower() in ("a", "an") else "the ") if article else ""


def _phrase(question: str, run: Sequence[re.Match[str]]) -> Phrase:
    start, end = run[0].start(), run[-1].end()
    text = without_possessive(question[start:end])
    before = question[max(0, start - 24) : start]
    names = [word for word in run if _is_name(question, word)]
    return Phrase(
        text=text,
        start=start,
        end=start + len(text),
        name=bool(names),
        name_start=names[0].start() if names else start,
        name_end=min(names[-1].end(), start + len(text)) if names else start + len(text),
        asked_for=bool(_ASKED_FOR.search(before) or (len(run) == 1 and _HOW.search(before))),
        article=_article(before) if not run[-1][0][0].isupper() else "",
    )
