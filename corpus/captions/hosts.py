"""Who says which sentence of captions that carry no labels: followed from introductions and hand-overs.

Nothing is guessed. A stretch has a speaker when somebody introduced themselves, was called on stage, was handed
the word by name and took it, or was asked by name and thanked by name; between such signs, where two people may
be talking, it has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from corpus.captions.cast import Cast
from corpus.captions.people import Mentions, full_names, mentions, with_names

_FILLER_WORDS = (
    "thank thanks you very much so ok okay all right alright great appreciate it yeah yes wow awesome cool uh um well "
    "amazing perfect nice good cheers please really again everyone everybody guys lot a and applause come on up"
)
_FILLERS = frozenset(_FILLER_WORDS.split())
_GREETING = re.compile(r"\b(?:hey|hi|hello|howdy|good (?:morning|afternoon|evening|day))\b", re.IGNORECASE)
_OF_THEM = re.compile(r"(?:She|He|They)\b")
_FLOOR_OPENS = re.compile(
    r"\bany (?:more |other |further )?questions\?|\bquestions? from the (?:audience|floor|room)\b"
    r"|\bopen (?:it )?up (?:for|to) (?:questions|the (?:floor|audience|room))\b"
    r"|\b(?:take|time for) (?:a|one|some|your|another|the (?:first|next)) (?:more |last )?questions?\b",
    re.IGNORECASE,
)
_FLOOR_CLOSES = re.compile(
    r"\b(?:great|good|excellent|interesting|fair|wonderful) (?:question|point)\b"
    r"|\bthank(?:s| you) for (?:the|that|your) question\b|\bthe question (?:is|was)\b|\bto repeat the question\b",
    re.IGNORECASE,
)
_LONGEST_FILLER, _LONGEST_GREETING = 7, 12  # words
_OPENING = 3  # sentences: thanks within so many of taking the word are for the introduction
_LONGEST_GOODBYE = 9  # words: "And with that, thank you so much, Ada." hands back; a longer sentence goes on
_NAMED_HOLDS = 4  # sentences between naming someone and their taking the word


class _Expected(NamedTuple):
    """Someone takes the word next; `name` is None when the announcement named nobody."""

    name: str | None
    by: str | None
    since: int  # the sentence of the announcement
    returns: bool = False  # handed back by thanks, not announced


class _Named(NamedTuple):
    name: str
    by: str
    at: int
    addressed: bool = False


def attribute(sentences: Sequence[str], *, fresh: Set[int] = frozenset(), about: str = "") -> list[str | None]:
    """The speaker of each sentence, or None where nobody can tell.

    `fresh` are the sentences before which the captions mark a change of speaker (">>"); `about` is text such as
    the front matter's description, used for the spelling of names that were heard, never as a source of names.
    """
    names = tuple(full_names(about))
    heard = [mentions(with_names(sentence, names)) for sentence in sentences]
    follower = _Follower(Cast(heard, about), sentences)
    for at, said in enumerate(heard):
        if at in fresh:
            follower.change(at)
        follower.hear(at, said)
    return follower.speakers


class _Follower:
    """Walks through the sentences and keeps who has the word."""

    def __init__(self, names: Cast, sentences: Sequence[str]) -> None:
        self.speakers: list[str | None] = [None] * len(sentences)
        self._sentences = sentences
        self._names = names
        self._who: str | None = None
        self._since = 0
        self._hosts: dict[str, str] = {}  # who called whom: guest → host
        self._expected: _Expected | None = None
        self._named: _Named | None = None  # spoken of or to, may take the word
        self._asked: _Named | None = None  # was asked a question by name, so another voice may follow
        self._floor: str | None = None  # who had the word when the audience was asked

    def change(self, at: int) -> None:
        """The captions mark that another voice begins."""
        if self._expected is None:
            asked = self._asked
            self._begin(at, asked.name if asked else None, host=asked.by if asked else None)

    def hear(self, at: int, said: Mentions) -> None:
        """Credit sentence `at` and follow what it says about who speaks next."""
        own, thanked = self._names.find(said.self_name), self._names.find(said.thanked)
        if own and own != self._who:
            speaker: str | None = self._introduces_self(at, own)
        elif thanked:
            speaker = self._thanks(at, thanked)
        elif self._expected:
            speaker = self._awaits(at, self._expected)
        else:
            if self._floor and self._who is None and _FLOOR_CLOSES.search(self._sentences[at]):
                self._begin(at, self._floor)
            speaker = self._who
        self.speakers[at] = speaker
        self._look_ahead(at, said, speaker)

    def _begin(self, at: int, who: str | None, *, host: str | None = None) -> None:
        if who and host and who != host:
            self._hosts[who] = host
        self._who, self._since, self._expected, self._asked = who, at, None, None

    def _introduces_self(self, at: int, own: str) -> str:
        """Theirs is also what was said since they were called, or the greeting just before."""
        expected, first = self._expected, at
        if expected:
            while first > expected.since + 1 and self.speakers[first - 1] is None:
                first -= 1
            while first < at and _is_filler(self._sentences[first]) and not _is_greeting(self._sentences[first]):
                first += 1
        else:
            while first > 0 and _is_greeting(self._sentences[first - 1]):
                first -= 1
        self.speakers[first:at] = [own] * (at - first)
        self._begin(at, own, host=expected.by if expected else None)
        return own

    def _thanks(self, at: int, thanked: str) -> str | None:
        """Nobody thanks themselves: thanks to the guest are the host's, thanks to the host end the guest's turn."""
        expected, asked, who = self._expected, self._asked, self._who
        if expected and thanked == expected.name:
            return expected.by
        if expected and thanked == expected.by:
            self._begin(at, expected.name, host=None if expected.returns else expected.by)
        elif asked and who is None and thanked == asked.by:
            self._begin(at, asked.name, host=asked.by)
        elif asked and who is None and thanked == asked.name:
            self.speakers[asked.at + 1 : at] = [asked.name] * (at - asked.at - 1)
            self._begin(at, asked.by)
        elif thanked == who:
            taker = self._named
            if taker and (taker.name == who or at - taker.at > _NAMED_HOLDS):
                taker = None
            self._begin(at, taker.name if taker else self._hosts.get(who), host=who if taker else None)
        elif who and self._hosts.get(who) == thanked and self._says_goodbye(at):
            self._expected, self._who = _Expected(thanked, who, at, returns=True), None
            return who
        return self._who

    def _says_goodbye(self, at: int) -> bool:
        return at - self._since > _OPENING and len(self._sentences[at].split()) <= _LONGEST_GOODBYE

    def _awaits(self, at: int, expected: _Expected) -> str | None:
        """Between a call and the first words of who was called: thanks and applause may be anybody's."""
        sentence = self._sentences[at]
        if expected.name is None or (_is_filler(sentence) and not _is_greeting(sentence)):
            return None
        if not expected.returns and _speaks_of(sentence, expected.name):
            return expected.by
        self._begin(at, expected.name, host=None if expected.returns else expected.by)
        return expected.name

    def _look_ahead(self, at: int, said: Mentions, speaker: str | None) -> None:
        sentence = self._sentences[at]
        called = [name for heard in said.announced if (name := self._names.find(heard)) and name != speaker]
        if said.announces and (called or not said.announced):
            self._expected = _Expected(called[0] if len(called) == 1 else None, speaker, at)
            self._who = None
        elif speaker and speaker == self._who:
            self._note_names(at, said, speaker)
            named = self._named
            if named and named.addressed and sentence.endswith("?") and at - named.at < _NAMED_HOLDS:
                self._asked, self._who = named._replace(at=at), None
            elif _FLOOR_OPENS.search(sentence):
                self._floor, self._who = speaker, None

    def _note_names(self, at: int, said: Mentions, speaker: str) -> None:
        asked = self._names.find(said.asked)
        hinted = [name for heard in said.hinted if (name := self._names.find(heard)) and name != speaker]
        if asked and asked != speaker:
            self._named = _Named(asked, speaker, at, addressed=True)
        elif len(hinted) == 1:
            self._named = _Named(hinted[0], speaker, at)


def _words(sentence: str) -> list[str]:
    return [word.strip(".,!?-\"'").lower() for word in sentence.split()]


def _is_filler(sentence: str) -> bool:
    words = _words(sentence)
    return len(words) <= _LONGEST_FILLER and _FILLERS.issuperset(words)


def _is_greeting(sentence: str) -> bool:
    return len(sentence.split()) <= _LONGEST_GREETING and _GREETING.search(sentence) is not None


def _speaks_of(sentence: str, name: str) -> bool:
    """Whether the sentence is still the introduction: about the person called, in the third person."""
    return _OF_THEM.match(sentence) is not None or name.split(maxsplit=1)[0].lower() in _words(sentence)
