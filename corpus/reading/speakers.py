"""Who speaks: the labels in front of turns, and which of them are people.

A label is a name and a colon (`Jo:`, `**Jo**:`, `**Jo:**`, `JO (studio):`, `[00:12] Jo:`) at the beginning of a
line, or within one after the end of a sentence. Whether a name is a speaker's is learned from the whole show:
speakers answer each other, and headings such as "First:" or "Note:" do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

MIN_EXCHANGES = 3  # times that two labels follow each other, in both directions, before they count as speakers
MIN_SHARE = 0.4  # of a file's paragraphs that have to be labelled by them

_TIME = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[ \t]{0,3}[-–]?[ \t]{0,3})?"
_PREFIX = re.compile(rf"{_TIME}[*_]{{0,3}}\Z")
_LONGEST_PREFIX = 60  # characters in front of a label: a time and marks, or white space
_ASIDE = r"(?:[ \t]{0,2}[(\[][^()\[\]\n]{0,60}[)\]])?"
_LABEL = re.compile(
    rf"^[ \t]{{0,3}}{_TIME}([*_]{{0,3}})(?P<name>[^\W\d_][\w.'’-]{{0,30}}(?:[ ][\w.'’&-]{{1,30}}){{0,3}})"
    rf"[*_]{{0,3}}{_ASIDE}[*_]{{0,3}}[ \t]?:[*_]{{0,3}}(?=[ \t]+\S)",
    re.MULTILINE,
)
# Scripts of a single line have their labels inside it.
_INNER_LABEL = re.compile(r"(?<=[.?!…\"”\])>])\s{1,4}(?P<name>[^\W\d_][\w'’-]{0,30}):(?=\s)")
_LONG_LINE = 400  # characters
_PARAGRAPH = re.compile(r"\S[^\n]*")
_NO_NAMES = """
    tbd tba first second third fourth fifth sixth seventh eighth ninth tenth next last finally then also and but so
    now here one two three four five six seven eight nine ten note notes tip warning example examples quote source
    sources step part act story news question answer q a problem solution challenge before after pro pros con cons
    why what how who when where impact action result results key summary conclusion intro outro hook transition
    title duration speakers speaker host hosts guest presenter target audience published series format date topic
    topics context background option day week month year lesson rule principle reason point update important
    remember fact myth reality today tomorrow yesterday input output cost costs price link links read watch listen
    subscribe music sound sfx narration scene https http
"""
_NOT_NAMES = frozenset(_NO_NAMES.split())
_LISTED = re.compile(
    r"^[-*_ \t]{0,6}(?:Speakers?|Hosts?|Guests?)[*_]{0,2}:[*_]{0,2}[ \t]+([^\n]{1,200})$", re.MULTILINE
)
_ASIDES = re.compile(r"\([^()]{0,60}\)|\s[-–—]\s[^,&]{0,80}")
_AND = re.compile(r"\s*(?:,|&|\band\b|/)\s*")
_PERSON = re.compile(r"[^\W\d_][\w.'’-]{1,30}(?: [^\W\d_][\w.'’-]{0,30}){0,2}")
_SENTENCE_END = ".?!…\"”’')]>—–*"


class Turn(NamedTuple):
    """`text[start:end]` said by `speaker`; None for what stands before the first label."""

    speaker: str | None
    start: int
    end: int


def learn_speakers(texts: Iterable[str]) -> tuple[str, ...]:
    """The speakers of a show, most talkative first, from the labels in its files.

    Two labels are speakers when in one file they follow each other `MIN_EXCHANGES` times, both ways round,
    and open at least `MIN_SHARE` of its paragraphs; so are the labels of a file in which every paragraph has one.
    """
    found: Counter[str] = Counter()
    for text in texts:
        labels = list(_labels(text))
        counted = Counter(name for name in labels if name)
        for name in _speaking(labels):
            found[name] += counted[name]
    return tuple(name for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _labels(text: str) -> Iterator[str | None]:
    """The label of each line that holds words, None where there is none, and the labels inside very long lines."""
    for line in _PARAGRAPH.finditer(text):
        match = _LABEL.match(line[0])
        yield _proper(match["name"]) if match and _is_name(match["name"]) else None
        if len(line[0]) > _LONG_LINE:
            yield from (inner["name"] for inner in _INNER_LABEL.finditer(line[0]) if _is_name(inner["name"]))


def _is_name(written: str) -> bool:
    words = written.lower().split()
    return not _NOT_NAMES & set(words[:1]) and all(word[0].isupper() or word[0].isdigit() for word in written.split())


def _proper(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 2 else name


def _speaking(labels: list[str | None]) -> set[str]:
    named = [name for name in labels if name]
    exchanges = Counter((one, other) for one, other in zip(named, named[1:], strict=False) if one != other)
    partners = {
        name
        for (one, other), times in exchanges.items()
        if times + exchanges[(other, one)] >= MIN_EXCHANGES and exchanges[(other, one)]
        for name in (one, other)
    }
    share = sum(name in partners for name in labels) / max(1, len(labels))
    if partners and share >= MIN_SHARE:
        return partners
    every_one = len(labels) > 1 and all(labels) and all(" " not in name for name in named)
    return set(named) if every_one and len(set(named)) < len(named) / 1.5 or every_one and len(named) == 2 else set()


def split_turns(text: str, start: int, end: int, speakers: tuple[str, ...]) -> list[Turn]:
    """`text[start:end]` cut at the labels of `speakers`, which belong to no turn; the parts are in order.

    At the beginning of a line a label may be written in any case and carry marks, a time before it and an aside behind
    it; within a line it has to follow the end of a sentence or a wide space.
    """
    if not speakers or text.find(":", start, end) < 0:
        return [Turn(None, start, end)]
    names = {name.lower(): name for name in speakers}
    turns = [Turn(None, start, end)]
    for match in _pattern(speakers).finditer(text, start, end):
        begins = _label_begins(text, start, match)
        if begins is not None:
            turns[-1] = turns[-1]._replace(end=begins)
            turns.append(Turn(names[match["name"].lower()], match.end(), end))
    return turns


@lru_cache(maxsize=64)
def _pattern(speakers: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(speakers, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<name>{names})(?!\w)[*_]{{0,3}}{_ASIDE}[*_]{{0,3}}[ \t]?:[*_]{{0,3}}", re.IGNORECASE)


def _label_begins(text: str, start: int, match: re.Match[str]) -> int | None:
    """Where the label begins, marks and time included; None when the name is part of a sentence."""
    floor = max(start, match.start() - _LONGEST_PREFIX)
    prefix = _PREFIX.search(text, floor, match.start())
    begins = prefix.start() if prefix else match.start()
    before = text[floor:begins]
    blank = before.rstrip(" \t>")
    if (not blank and floor == start) or blank.endswith("\n"):
        return begins
    if match["name"][0].islower() or text[match.end() : match.end() + 1].strip() or before == blank:
        return None
    wide = before.endswith(("  ", "\t"))
    return begins if wide or blank[-1:] in _SENTENCE_END else None


def listed_speakers(text: str) -> list[str]:
    """The names on a "Speakers:" or "Hosts:" line of an episode's page or outline."""
    names = []
    for line in _LISTED.finditer(text):
        for part in _AND.split(_ASIDES.sub("", line[1].partition("|")[0])):
            name = part.strip(" *_.")
            if _PERSON.fullmatch(name) and _is_name(name):
                names.append(name)
    return names
