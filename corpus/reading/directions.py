"""Stage directions in what was said: "[laughs]", "(door creaks)", "*sighs*" are no words of anybody's.

An editor's brackets look the same and hold words that stay: "[the bridge]", "[sic]", "[inaudible]" for what was lost.
What tells them apart is what the words name and where they stand: a direction names a sound or a manner of speaking,
or stands between sentences, where an editor has nothing to fill in.
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Voices and rooms: marked so within a sentence, too.
_VOICED = re.compile(
    r"(?:laugh(?:s|ing|ter)?|(?:chuckl|giggl|sneez|sniffl)(?:e|es|ing)|(?:snigger|snicker|sigh|cough|sniff|snort|gasp|groan|"
    r"yawn|whisper|mumbl|mutter)(?:e|s|es|ing)?|sob(?:s|bing)?|clap(?:s|ping)|cheer(?:s|ing)|clear(?:s|ing)|applause)"
)
_BESIDE = _words(
    "a and all both the his her their my throat audience crowd group everyone room again still loud loudly softly "
    "quietly nervously theme intro outro background plays playing fades continues stops in out off mic"
)
# Things: a "[ring]" within a sentence may be what somebody spoke of.
_SOUNDS = re.compile(
    r"(?:bang|bark|beep|bell|buzz|chant|chim|clatter|click|clink|creak|cry|drum|growl|honk|howl|hum|jingl|knock|meow|moan|"
    r"rattl|ring|rumbl|rustl|scream|shout|shriek|sing|slam|snap|splash|squeak|sting|tap|thud|thunder|tick|toll|wail|whistl|"
    r"whoop|whoosh|yell|silenc|paus|beat|music|sound|nois|speak|sfx)(?:[a-z]?ing|e|s|es|ies)?"
)
_PERSONS = _words("i you he she it we they who that this there")
# They stand for words that were said and are missing: without them a quote would say something else.
_LOST = re.compile(
    r"\b(?:sic|inaudible|unintelligible|indistinct|unclear|crosstalk|bleep(?:ed)?|censored|redacted|expletive|omitted)\b"
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:[ ,]{1,2}[^\W\d_]+(?:['’-][^\W\d_]+)*){0,5}[.!]?")
_NEAR = 12  # characters before and after that are looked at
_MARKS = " \t\r\n*_"
_ENDS, _BEGINS = ".?!…:—–\"”’'])*", "\"“‘'[(¿¡—–"


def is_direction(text: str, start: int, end: int, within: tuple[int, int]) -> bool:
    """Whether the marked stretch `text[start:end]` of the turn at `within` is a stage direction.

    It begins and ends with its mark: a bracket, a parenthesis, or a star.
    """
    mark, written = text[start], text[start + 1 : end - 1].strip()
    words = [word.strip(".!,").lower() for word in written.split()]
    if not words or not _WORDS.fullmatch(written) or _LOST.search(written.lower()):
        return False
    if mark != "*" and _is_voiced(words):
        return True
    if not _between_sentences(text, start, end, within):
        return False
    names_sound = _is_voiced(words) or any(_SOUNDS.fullmatch(word) for word in words)
    if mark == "[" and written.islower():
        return len(written) > 1
    return names_sound and not _PERSONS.intersection(words)


def _is_voiced(words: list[str]) -> bool:
    rest = [word for word in words if not _VOICED.fullmatch(word)]
    return len(rest) < len(words) and _BESIDE.issuperset(rest)


def _between_sentences(text: str, start: int, end: int, within: tuple[int, int]) -> bool:
    first, last = within
    before = text[max(first, start - _NEAR) : start].rstrip(_MARKS)
    after = text[end : min(last, end + _NEAR)].lstrip(_MARKS)
    opens = before[-1:] in _ENDS if before else start - _NEAR <= first
    goes_on = bool(after) and not after[0].isupper() and not after[0].isdigit() and after[0] not in _BEGINS
    return opens and not goes_on and (bool(after) or end + _NEAR >= last)
