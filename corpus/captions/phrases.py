"""Captions without full stops → phrases about as long as a sentence.

A machine that hears no full stops still shows where somebody paused, and where a caption ended; and English says
where a clause can begin ("and we", "so the", "no it is") and where none can end ("the", "of", "and they"). The cuts of
a stretch are those that together cost least: lengths far from a sentence's cost, good borders pay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus.numbers.numeral import ONES, SCALES, TEENS, TENS

MOST_WORDS = 28  # of a phrase
RUN_ON = 40  # words between two full stops, on average, from which on captions are taken to have none
_AIM = 13  # words: a spoken sentence's length
_SHORTER, _LONGER = 6.0, 8.0  # words less and more than that, which cost one point
_PAUSE_S, _LONGEST_PAUSE_S = 0.25, 2.0  # less is how captions are set, not how somebody spoke
_PAUSED, _NEW_CAPTION, _COMMA, _OPENS, _SAYS_WHO, _AND_WHO, _WHEN = 3.0, 0.8, 1.5, 2.0, 1.2, 2.0, 0.6
_CUT = 0.6  # what any cut costs
_TORN, _STRETCHED = 6.0, 2.0  # what one costs more that leaves a word without the one it belongs to, or may belong to
_WORD = re.compile(r"\S+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NUMBER_WORDS = frozenset((*ONES, *TEENS, *TENS, *SCALES))
_OPENING = _words("so but because okay ok alright now well anyway however thank thanks no yes please finally")
_NOMINATIVE = _words("i we he she they i'm we're they're he's she's i've we've they've i'll we'll that's there's")
_SUBJECTS = _NOMINATIVE | _words(
    "you it it's this that there these those my our his her the one none nobody everybody somebody some all most"
)
_VERBS = _words(
    "is isn't was wasn't are aren't were has had have will won't would can can't could may might must should does "
    "doesn't did didn't means makes made takes took goes went comes came starts started"
)
_SUBORDINATE = _words("when if while although unless since after before until where which")
_GOES_ON = _words(
    "a an the of to from with into onto between and or but nor that which who whom whose what where when why how if "
    "because as than while although unless until since my your his its our their these those every each is are was "
    "were am be been being has have had do does did will would can could may might must should shall not very really "
    "quite say says said think thought know knew mean means guess hope tell told ask asked i we he she they it's i'm "
    "we're they're he's she's i've we've they've that's there's called mister mr mrs doctor dr"
)
_MAY_GO_ON = _words(
    "in on at by for about over under through before after up off out it you there then so no this her some any more "
    "most just even only also like such"
)
_CLINGS = _words("of than too either ago percent per o'clock")


class _Word(NamedTuple):
    start: int
    end: int
    text: str


def cut_run_on(text: str, start: int, end: int, silences: Mapping[int, float]) -> list[tuple[int, int]]:
    """The phrases of `text[start:end]`, in order, none of more than `MOST_WORDS` words; every word in one.

    `silences` are the seconds of silence before the captions that begin at these places of the text. Time is linear.
    """
    words = [_Word(*match.span(), match[0].casefold().strip(".,;:!?\"'")) for match in _WORD.finditer(text, start, end)]
    gains = [_gain(text, words, at, silences) for at in range(len(words))]
    best, cut_at = [0.0], [0]
    for last in range(1, len(words) + 1):
        cost, first = min(
            (best[first] + _cost(last - first) - (gains[first] if first else 0.0), first)
            for first in range(max(0, last - MOST_WORDS), last)
        )
        best.append(cost)
        cut_at.append(first)
    phrases: list[tuple[int, int]] = []
    last = len(words)
    while last:
        first = cut_at[last]
        phrases.append((words[first].start, words[last - 1].end))
        last = first
    return phrases[::-1]


def _cost(words: int) -> float:
    return ((words - _AIM) / (_SHORTER if words < _AIM else _LONGER)) ** 2


def _gain(text: str, words: Sequence[_Word], at: int, silences: Mapping[int, float]) -> float:
    """What a cut before the word at `at` is worth."""
    if not at:
        return 0.0
    before, word, after = words[at - 1], words[at], words[at + 1].text if at + 1 < len(words) else ""
    gain = _opening_gain(word.text, after) - _CUT
    if text[before.end - 1] in ",;:–—":
        gain += _COMMA
    silence = silences.get(word.start, -1.0)
    if silence >= _PAUSE_S:
        return gain + _PAUSED + min(silence, _LONGEST_PAUSE_S)
    return gain + _NEW_CAPTION * (word.start in silences) - _torn(text, before, word)


def _opening_gain(word: str, after: str) -> float:
    if word in _OPENING:
        return _OPENS
    if word in ("and", "or", "then"):
        return _AND_WHO if after in _SUBJECTS | _OPENING | _SUBORDINATE else _WHEN / 2
    if word in _NOMINATIVE or (word in _SUBJECTS and after in _VERBS):
        return _SAYS_WHO
    return _WHEN if word in _SUBORDINATE else 0.0


def _torn(text: str, before: _Word, word: _Word) -> float:
    """What it costs to part two words: an article and its noun, the parts of a number or of a name."""
    if before.text in _MAY_GO_ON or (word.text == "and" and _is_number(before.text)):  # "three and a half"
        return _STRETCHED
    numbers = _is_number(before.text) and _is_number(word.text)
    named = text[before.start].isupper() and text[word.start].isupper() and word.text != "i"
    return _TORN if before.text in _GOES_ON or word.text in _CLINGS or numbers or named else 0.0


def _is_number(word: str) -> bool:
    return word in _NUMBER_WORDS or word[:1].isdigit()
