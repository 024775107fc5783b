"""Whom a model's sentence names as the one who said something, and whether it was that one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chat.llm.evidenced import Evidence, union
from chat.llm.framing import subject
from chat.llm.quoted import Stretch
from chat.paired import Quotation
from chat.words import term_set, tokens
from corpus.letters import UPPER
from corpus.sentences import is_common_word

Place = tuple[Evidence, Stretch]

_NAME = rf"[{UPPER}][\w’'-]{{0,30}}(?: [{UPPER}][\w’'-]{{0,30}}){{0,2}}"
_WHO = rf"(?P<who>{_NAME}(?: and {_NAME})?)"
_SAY = (
    r"(?:says?|said|tells?|told|thinks?|thought|repl(?:y|ies|ied)|answer(?:s|ed)?|respond(?:s|ed)?|recall(?:s|ed)?"
    r"|remember(?:s|ed)?|note[sd]?|add(?:s|ed)?|argue[sd]?|explain(?:s|ed)?|puts? it|mention(?:s|ed)?|admit(?:s|ted)?"
    r"|warn(?:s|ed)?|joke[sd]?|quip(?:s|ped)?|point(?:s|ed) out|state[sd]?|claim(?:s|ed)?|call(?:s|ed)|muse[sd]?"
    r"|describe[sd]?|suggest(?:s|ed)?|insist(?:s|ed)?|remark(?:s|ed)?|comment(?:s|ed)?|observe[sd]?|confirm(?:s|ed)?"
    r"|stress(?:es|ed)|conclude[sd]?|reckon(?:s|ed)?|believe[sd]?|acknowledge[sd]?|concede[sd]?|report(?:s|ed)"
    r"|writes?|wrote|counter(?:s|ed)|complain(?:s|ed)?|laugh(?:s|ed)?|recount(?:s|ed)?|emphasi[sz]e[sd]?)"
)
_ASK = r"(?:asks?|asked|wonder(?:s|ed)?)"
_ASIDE = r"(?:, [^,:;“”]{1,60},)?"
_ADVERBS = r"(?: (?:[a-z]{2,15}ly|also|then|later|once|again|even|has|had|himself|herself)){0,2}"
_SUBJECT = re.compile(
    rf"\b{_WHO}{_ASIDE}{_ADVERBS} {_SAY}\b|\b[Aa]ccording to (?P<by>{_NAME})"
    rf"|\b[Ii]n (?P<view>{_NAME})[’']s (?:own )?(?:words|view|opinion)\b"
    rf"|\b(?:said|described|called|put|explained|noted|mentioned|recalled) by (?P<agent>{_NAME})"
)
_ASKS = re.compile(rf"\b{_WHO}{_ASIDE}{_ADVERBS} {_ASK}[,:]? $")
_ASKED = re.compile(rf"\b{_WHO}{_ASIDE}{_ADVERBS} {_ASK}\b")
_INVERTED = re.compile(rf", (?:as )?(?:{_SAY}|{_ASK}) {_WHO}(?=[.,;:]|$| (?:in|on|of|from)\b)")
_BEHIND = re.compile(
    rf"[\s,—–-]{{1,4}}(?:(?:as )?(?:{_SAY}|{_ASK}) {_WHO}|(?P<by>{_NAME}){_ADVERBS} (?:{_SAY}|{_ASK})\b)"
)
# A speaker's name where it can only tell who speaks: "Ann: …", "“…” (Ann)", "“…” — Ann", "Ann went on, “…”".
_LABEL = re.compile(rf"(?:[\s•-]{{0,4}}){_WHO}(?: \([^()]{{0,40}}\))?:(?=\s)")
_LEADING = re.compile(
    rf"(?:^|[,;] |\b(?:and|but|while|whereas) ){_WHO}{_ASIDE}"
    r"(?:(?: [a-z]{2,20}){1,3}[,:]|(?: [a-z]{2,20}){1,2} that) $"
)
_SIGNED = re.compile(rf"\s{{0,2}}(?:\((?P<who>{_NAME})[),]|[—–-] ?(?P<by>{_NAME})[.,;]?\s{{0,2}}$)")
_OTHER = re.compile(
    rf"\b(?:{_SAY}|outline|transcript|article|notes|page|captions|sources?"
    rf"|[{UPPER}]\w{{1,30}}[’']s (?:own )?(?:words?|line|answer))\b"
)
_JOINED = re.compile(r"\s{0,2}(?:,\s)?(?:and|or|then|but)?(?: that| then)?\s{0,2}")
_REPORTED = re.compile(rf"\b(?:{_SAY}|{_ASK}|quote|words?)\b|[:“\"«‘]")
_NEAR = 4  # sentences in front of reported words in which their speaker may be named
_CLEARLY = 4  # shared words from which another's line may have one more


class Named(NamedTuple):
    """One who is said to have spoken: the words of the name, the name as written, and where it says so."""

    who: frozenset[str]
    shown: str
    start: int = 0
    end: int = 0


def same_person(who: frozenset[str], speaker: str) -> bool:
    """Whether a name may be that speaker's: one of them holds the other."""
    own = set(tokens(speaker))
    return who <= own or own <= who


def credited(text: str, marks: Sequence[Quotation], known: frozenset[str]) -> list[Named | None]:
    """For each quotation of a sentence, in order, who is said to speak it; `known` are all speakers of the material."""
    found: list[Named | None] = []
    at = 0
    for i, quotation in enumerate(marks):
        until = marks[i + 1].start if i + 1 < len(marks) else len(text)
        before = text[at : quotation.start]
        named = _introduced(before, known) or _followed(text[quotation.end : until], known)
        found.append(found[-1] if named is None and found and _JOINED.fullmatch(before) else named)
        at = quotation.end
    return found


def _followed(after: str, known: frozenset[str]) -> Named | None:
    """Who is said to speak words in quotation marks, by what stands behind them."""
    if (match := _BEHIND.match(after)) and (named := _named(match, after, known)):
        return named
    signed = _SIGNED.match(after)
    return _named(signed, after, known, only_known=True) if signed else None


def _introduced(before: str, known: frozenset[str]) -> Named | None:
    """Who is said to speak words in quotation marks, by what stands before them."""
    for told in reversed(list(_SUBJECT.finditer(before))):
        if _OTHER.search(before, told.end()):
            return None  # somebody or something else speaks the words
        if named := _named(told, before, known):
            return named
    between = _ASKS.search(before) or _BEHIND.match(before)  # the second between two quotations: "…", said Ann, "…"
    if between and (named := _named(between, before, known)):
        return named
    match = _LEADING.search(before) or _LABEL.match(before)
    return _named(match, before, known, only_known=True) if match and not _OTHER.search(before, match.end()) else None


def _named(match: re.Match[str], text: str, known: frozenset[str], *, only_known: bool = False) -> Named | None:
    """The person whom a match names; None where the name is no speaker's and may be that of a thing."""
    group = next(name for name, value in match.groupdict().items() if value)
    shown = match[group]
    while " " in shown and is_common_word(shown.split()[0]):
        shown = shown.partition(" ")[2]
    who = frozenset(tokens(shown)) - {"and"}
    is_known = any(same_person(who, speaker) for speaker in known)
    is_thing = re.search(r"\b[Tt]he $", text[: match.end(group) - len(shown)])
    if not is_known and (only_known or is_thing or len(who) < 2):
        return None
    return Named(who, shown, *match.span())


def said_by(who: frozenset[str], place: Place) -> bool:
    """Whether somebody of that name said the words, or they are told, or printed, beside that name."""
    evidence, stretch = place
    speaker = evidence.passage.sentences[stretch.first].speaker
    if speaker and same_person(who, speaker):
        return True
    near = evidence.lines[max(0, stretch.first - _NEAR) : stretch.last + 2]
    if not who <= union(line.words for line in (*near, evidence.header)):
        return False
    return speaker is None or bool(_REPORTED.search(stretch.before))


def misattributed(text: str, evidence: Sequence[Evidence], known: frozenset[str]) -> str | None:
    """The speaker to whom a sentence wrongly gives what it says in words of its own, or None."""
    names = [named for named in told_by(text, known) if any(same_person(named.who, one) for one in known)]
    starts = [0, *(named.start for named in names[1:]), len(text)]
    for named, start, end in zip(names, starts, starts[1:], strict=False):
        if not _spoken_by(named.who, text[start:end], evidence):
            return named.shown
    return None


def told_by(text: str, known: frozenset[str]) -> list[Named]:
    """All persons to whom a sentence gives what it says, in order."""
    found = [_named(match, text, known) for match in (*_SUBJECT.finditer(text), *_INVERTED.finditer(text))]
    if label := _LABEL.match(text):
        found.append(_named(label, text, known, only_known=True))
    if not any(found):  # else one asks and another tells
        found += [_named(match, text, known) for match in _ASKED.finditer(text)]
    return sorted((named for named in found if named), key=lambda named: named.start)


def _spoken_by(who: frozenset[str], text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether what that speaker said is about as near as what anybody said."""
    lines = [line for item in evidence for line in item.lines]
    own = [line for line in lines if line.speaker and same_person(who, line.speaker)]
    if not own:
        return any(who <= line.words for line in lines)
    terms = subject(text) - union(term_set(line.speaker) for line in lines if line.speaker)
    most = max(len(terms & line.terms) for line in lines)
    nearest = max(len(terms & line.terms) for line in own)
    return not terms or (nearest > 0 and nearest >= most - (most >= _CLEARLY))
