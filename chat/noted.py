"""What a show's notes and its first and last words tell of it: how long, with whom, how often, how to write to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.evidence import Candidate
from chat.given import gives
from chat.overview import Overview
from chat.question import Question
from chat.wants import Want
from chat.words import any_of, stem, tokens
from corpus.letters import UPPER
from corpus.models import Form, SourceKind
from index.search import Index

_EDGE = 30  # sentences at either end of a recording, in which a show speaks of itself
_LENGTH = any_of(r"^\W*(?:target |episode |total )?(?:duration|length|running time|runtime)\b(?: target)?\W*:")
_GUEST = any_of(r"^\W*(?:special |our )?guests?\W*:(?! \[)")
_OFTEN = (
    r"\b(?:every (?:other |second |two |three |four |\d )?(?:weeks?|fortnights?|months?|days?|(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day)|(?:bi-?)?weekly|fortnightly|monthly|(?:once|twice) an? (?:week|fortnight|month))\b"
)
_OF_ITSELF = r"\b(?:one of these|episodes?|(?:this|our) (?:show|podcast|program(?:me)?)|new (?:one|show)|comes? out|with you|tune in)\b"
_SAYS = {
    Overview.FREQUENCY: any_of(
        rf"{_OF_ITSELF}.{{0,60}}{_OFTEN}|{_OFTEN}.{{0,60}}{_OF_ITSELF}",
        r"\bwe(?:['’]re| are|['’]ll be) back (?:here )?(?:in|every) (?:an?|one|two|three|four|\d)? ?(?:weeks?|fortnights?|months?)\b",
    ),
    Overview.CONTACT: any_of(
        r"\b(?:write(?: in)? to us|contact us|e-?mail us|reach us|get in touch|drop us a line|send us|our e-?mail)\b"
        r".{0,80}(?:\w@\w|https?:|\.\w{2,10}/)",
        r"\b(?:write to us|contact us|e-?mail us|get in touch)\W*$",
    ),
    Overview.WHERE: any_of(
        r"\bwherever you (?:get|find|listen)\b|\b(?:subscribe|listen|follow us|find us|hear us|available)\b.{0,40}"
        r"\b(?:on|at|in|via) .{0,60}(?:podcasts?|spotify|youtube|feed|apps?|website|radio|\.\w{2,10}\b)",
    ),
}
# Who asks for the music is answered by the line on music: "Music: …", "Theme by …".
_ROLES = (r"(?:music|theme|jingle|song)", r"(?:sound|audio|mix)", r"produc", r"(?:edit)", r"(?:art ?work|cover)", r"research")
_CALLED = re.compile(
    rf"\b(?:[Ww]elcome to|[Tt]his is|[Tt]hat was|listening to) (?P<name>(?:[Tt]he )?[{UPPER}][\w'’-]*(?:,? (?:and |of |the )?[{UPPER}][\w'’-]*)*)"
)


def line_of(index: Index, question: Question, paths: Sequence[str]) -> list[Candidate]:
    """The line of the notes that gives how long an episode is, or who its guest is: the first source's that has one."""
    for path in paths:
        found = [c for c in sentences_of(index, path) if c.sentence.form in (Form.DATA, Form.ITEM) and _is_line(question, c)]
        if found:
            return found
    return []


def _is_line(question: Question, candidate: Candidate) -> bool:
    sentence = candidate.sentence
    if question.overview is Overview.GUESTS:
        return bool(_GUEST.search(sentence.text))
    length = gives(Want.DURATION, sentence.text, sentence.search_text, frozenset())
    return bool(_LENGTH.search(sentence.text)) and length


def guests_met(index: Index, path: str) -> list[Candidate]:
    """Of those who speak in a recording and are no hosts, where each is named first: by somebody else, if at all."""
    hosts = {tokens(name)[0] for name in index.show.hosts}
    early = [c for c in sentences_of(index, path) if c.sentence.form is Form.SPEECH][:_EDGE]
    names = dict.fromkeys(tokens(c.sentence.speaker)[0] for c in early if c.sentence.speaker)
    named = (next((c for c in early if stem(name) in map(stem, tokens(c.sentence.text))), None) for name in names if name not in hosts)
    return [candidate for candidate in named if candidate]


def said_of_show(index: Index, question: Question, paths: Sequence[str]) -> list[Candidate]:
    """The sentence in which a show says how often it comes out, how to write to it, where it is heard, who made it."""
    pattern = _credit(question.text) if question.overview is Overview.CREDITS else _SAYS[Overview(question.overview or "")]
    told = (c for path in paths for c in _edges(index, path))
    found = next((c for c in told if not c.asks and pattern.search(c.sentence.text)), None)
    return [found] if found else []


def calls_itself(index: Index, paths: Sequence[str]) -> list[Candidate]:
    """A sentence in which a show gives its name: the name that it gives most often."""
    told = [(c, match["name"]) for path in paths for c in _edges(index, path) for match in _CALLED.finditer(c.sentence.text)]
    names = [name for _, name in told]
    most = max(dict.fromkeys(names), key=names.count, default=None)
    return [c for c, name in told if name == most][:1]


def sentences_of(index: Index, path: str) -> list[Candidate]:
    """Every sentence of a source, in order."""
    return [
        Candidate(sentence, passage, at, 0.0, ())
        for passage in index.passages(path)
        for at, sentence in enumerate(passage.sentences)
    ]


def _edges(index: Index, path: str) -> Iterator[Candidate]:
    """The notes that are not a transcript, all of them; of a recording how it begins and ends."""
    told = sentences_of(index, path)
    speech = [c for c in told if c.sentence.form is Form.SPEECH]
    yield from (c for c in told if c.sentence.form not in (Form.SPEECH, Form.HEADING))
    yield from speech[:_EDGE] if len(speech) <= 2 * _EDGE else (*speech[:_EDGE], *speech[-_EDGE:])


def _credit(text: str) -> re.Pattern[str]:
    asked = next((role for role in _ROLES if re.search(rf"\b{role}", text, re.IGNORECASE)), _ROLES[0])
    return any_of(rf"\b{asked}\w*(?: (?!by\b)\w+){{0,3}} by\b|\b{asked}\w*\W{{0,2}}:")
