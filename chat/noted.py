"""What a show's notes and its first and last words tell of it: how long, with whom, how often, how to write to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from chat.choices import Choice
from chat.episodes import title_of
from chat.evidence import Candidate
from chat.given import gives
from chat.overview import NAMES_ONE, OF_SHOW, Overview
from chat.question import MONTH, Question
from chat.sources import OF_EPISODE, RECENT, sentences_of, sources_of
from chat.wants import Want
from chat.words import any_of, stem, tokens
from corpus.letters import UPPER
from corpus.models import Form, SourceKind
from index.models import SourceSummary
from index.search import Index

_EDGE = 30  # sentences at either end of a recording, in which a show speaks of itself
_NEWEST = 5  # episodes whose length or guests are told, of a show
_OF_ITSELF = (SourceKind.PAGE, SourceKind.TRANSCRIPT)
_LENGTH = any_of(r"^\W*(?:target |episode |total )?(?:duration|length|running time|runtime)\b(?: target)?\W*:")
_GUEST = any_of(r"^\W*(?:special |our )?guests?\W*:(?! \[)")
_UNIT = r"(?:days?|weeks?|fortnights?|months?)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_OFTEN = (
    rf"\b(?:every (?:(?:other|second|two|three|four|\d) )?(?:{_UNIT}|{_DAY})|on {_DAY}s"
    r"|(?:bi-?)?weekly|fortnightly|monthly|(?:once|twice) an? (?:week|fortnight|month))\b"
)
_IT = (
    r"\b(?:one of these|episodes?|(?:this|our) (?:show|podcast)|new (?:one|show)|comes? out"
    r"|we(?:['’]re| are) out|with you|tune in)\b"
)
_WRITE = (
    r"\b(?:write(?: in)? to (?:us|(?=\S{1,40}@))|contact us|e-?mail us|reach us|get in touch|drop us a line"
    r"|our e-?mail)\b"
)
_NUMBER = r"(?:\d[\d.,]*|hundred|thousand|million)"
_SAYS = {
    Overview.FREQUENCY: any_of(
        rf"{_IT}.{{0,60}}{_OFTEN}|{_OFTEN}.{{0,60}}{_IT}",
        rf"\bwe(?:['’]re| are|['’]ll be) back (?:in|every) (?:an?|one|two|three|four|\d)? ?{_UNIT}\b",
    ),
    Overview.CONTACT: any_of(rf"{_WRITE}(?:.{{0,80}}(?:\w@\w|https?:|\.\w{{2,10}}/)|\W*$)"),
    Overview.STUDIO: any_of(r"\b(?:is recorded|we record)\b.{0,40} (?:in|at|from) (?:the|an?|our|my) "),
    Overview.AUDIENCE: any_of(
        rf"\b{_NUMBER}\b.{{0,20}}\bof you (?:who )?(?:listen|subscribe|tune in)\b",
        rf"\b{_NUMBER}\b.{{0,20}}\bpeople (?:who )?(?:listen|subscribe) to (?:us|this|the show)\b",
        rf"\bwe(?:['’]ve| have)\b.{{0,20}}\b{_NUMBER}\b.{{0,15}}\b(?:listeners|subscribers)\b",
    ),
    Overview.RETURN: any_of(
        r"\b(?:next|new) (?:season|series) (?:starts|begins|is|opens)\b",
        r"\bwe(?:['’]re| are) (?:away|off) (?:until|till)\b",
        rf"\b(?:we|the (?:show|podcast))(?:['’]ll| will)? (?:be back|returns?|come back) (?:on|in) .{{0,20}}{MONTH}",
    ),
    Overview.NEXT: any_of(
        r"^\W*(?:(?:and|so|in|on|our|the|up) ){0,3}next (?:episode|show|time|week|month|lesson)\b.{8}",
        r"\b(?:we['’]ll|we will|we['’]re|join us|see you)\b.{0,80}\bnext (?:episode|show|time|week|month)\b.{12}",
    ),
    Overview.WHERE: any_of(
        r"\bwherever you (?:get|find|listen)\b|\b(?:subscribe|listen|follow us|find us|hear us|available)\b.{0,40}"
        r"\b(?:on|at|in|via) .{0,60}(?:podcasts?|spotify|youtube|feed|apps?|website|radio|\.\w{2,10}\b)",
    ),
}
# Who asks for the music is answered by the line on music: "Music: …", "Theme music by Ada Brook".
_ROLES = (
    r"(?:music|jingle|theme (?:music|tune|song))",
    r"(?:sound|audio|mix)",
    "produc",
    "ma[dk]e",
    "edit",
    "art ?work",
    "research",
)
_MAKERS = ("produc", "ma[dk]e", "edit")
_SHOW = any_of(r"\b(?:podcast|series|program(?:me)?)\b|\b(?:the|this|that|your) show\b")
_CALLED = re.compile(
    rf"\b(?:[Ww]elcome to|[Tt]his is|[Tt]hat was|listening to) "
    rf"((?:[Tt]he )?[{UPPER}][\w'’-]*(?: (?:and |of |the )?[{UPPER}][\w'’-]*){{0,8}})"
)


def noted(index: Index, question: Question, episode: str | None) -> list[Candidate]:
    """What tells it of an episode, or of the show when there is none; nothing where nobody does."""
    if question.overview in OF_SHOW:
        return _said(index, question, episode)
    if question.overview is Overview.TITLE:
        return _called(index, None if _asks_for_show(question) else episode)
    if episode:
        return _of_episode(index, question, episode)
    each = (_of_episode(index, question, episode) for episode in reversed(index.episodes()))
    return [found[0] for found in islice(filter(None, each), _NEWEST)]


def told_as_noted(question: Question, candidates: Sequence[Candidate], index: Index) -> list[Choice]:
    """Each as it stands, a line of an episode's notes under its title: it needs no more to be understood."""
    told = [Choice((one.sentence,), one.passage, one.score) for one in candidates]
    if question.overview in OF_SHOW or (question.overview is Overview.TITLE and not candidates[0].is_title):
        return told
    return [replace(choice, title=title_of(choice.passage.episode or "", index)) for choice in told]


def _of_episode(index: Index, question: Question, episode: str) -> list[Candidate]:
    """The lines of its notes that tell its length or its guests; else where those are named first on air."""
    sources = [source for source in sources_of(index, episode) if source.kind in OF_EPISODE]
    own = ([c for c in sentences_of(index, source) if _is_line(question, c)] for source in sources)
    if line := next(filter(None, own), []):
        return line
    aired = [source for source in sources if source.kind is SourceKind.TRANSCRIPT]
    return [c for source in aired for c in _met(index, source)] if question.overview is Overview.GUESTS else []


def _is_line(question: Question, candidate: Candidate) -> bool:
    sentence = candidate.sentence
    if sentence.form not in (Form.DATA, Form.ITEM):
        return False
    if question.overview is Overview.GUESTS:
        return bool(_GUEST.search(sentence.text))
    return bool(_LENGTH.search(sentence.text)) and gives(
        Want.DURATION, sentence.text, sentence.search_text, frozenset()
    )


def _met(index: Index, source: SourceSummary) -> list[Candidate]:
    """Of those who speak and are no hosts, where each is named first."""
    hosts = {tokens(name)[0] for name in index.show.hosts}
    early = [c for c in sentences_of(index, source) if c.sentence.form is Form.SPEECH][:_EDGE]
    guests = dict.fromkeys(tokens(c.sentence.speaker)[0] for c in early if c.sentence.speaker)
    words = [(c, set(map(stem, tokens(c.sentence.text)))) for c in early]
    named = (next((c for c, held in words if stem(name) in held), None) for name in guests if name not in hosts)
    return [candidate for candidate in named if candidate]


def _said(index: Index, question: Question, episode: str | None) -> list[Candidate]:
    """The sentence in which a show says how often it comes out, how to write to it, where it is heard, who made it."""
    pattern = _SAYS.get(question.overview or Overview.CREDITS) or _credit(question.text, _name(index))
    if question.overview is Overview.NEXT and index.episodes():
        episode = episode or index.episodes()[-1]  # what older ones announced has been on since
    told = (c for c in _of_itself(index, episode) if not c.asks and pattern.search(c.sentence.text))
    return list(islice(told, 1))


def _credit(text: str, name: str | None) -> re.Pattern[str]:
    """How a line says who made what is asked for; `name` is the show's, of which any line may say so."""
    asked = next((role for role in _ROLES if re.search(rf"\b{role}", text, re.IGNORECASE)), _ROLES[0])
    before = r"^\W*(?:(?:our|the|all|original|intro) ){0,2}"
    line = rf"{before}{asked}\w*(?:\W{{0,2}}:|(?: (?!by\b)\w+){{0,3}} by (?:the )?(?-i:[{UPPER}]))"
    if asked not in _MAKERS:
        return any_of(line)
    of_show = rf"(?:\b(?:show|podcast|series|program(?:me)?)|^\W*{re.escape(name)})" if name else _SHOW.pattern
    return any_of(
        line,
        rf"{of_show} (?:is|was) (?:\w+ by .{{0,60}} and )?{asked}\w* by (?-i:[{UPPER}])",
        rf"(?-i:[{UPPER}])\w+, who {asked}\w*(?=[,.]| (?:us|the show|this show))",
    )


def _asks_for_show(question: Question) -> bool:
    """Whether the show's name is asked for, which a show of one episode has, too."""
    return bool(_SHOW.search(question.text)) and not question.episode and not NAMES_ONE.search(question.text)


def _called(index: Index, episode: str | None) -> list[Candidate]:
    """Where an episode's title stands, or a sentence in which the show gives its name: the one it gives most often."""
    if episode:
        title = title_of(episode, index)
        return [candidate_of(title)] if title else []
    name = _name(index)
    return [c for c in _of_itself(index, None) if name in _CALLED.findall(c.sentence.text)][:1]


def _name(index: Index) -> str | None:
    """What the show calls itself most often."""
    names = [name for c in _of_itself(index, None) for name in _CALLED.findall(c.sentence.text)]
    return max(dict.fromkeys(names), key=names.count, default=None)


def _of_itself(index: Index, episode: str | None) -> Iterator[Candidate]:
    """The notes of an episode, or of the newest and the oldest ones, and how their recordings begin and end."""
    own = [source for source in sources_of(index, episode) if source.kind in _OF_ITSELF]
    for source in dict.fromkeys([*own[: 2 * RECENT], *own[-RECENT:]]):
        told = sentences_of(index, source)
        speech = [c for c in told if c.sentence.form is Form.SPEECH]
        yield from (c for c in told if c.sentence.form not in (Form.SPEECH, Form.HEADING))
        yield from speech if len(speech) <= 2 * _EDGE else (*speech[:_EDGE], *speech[-_EDGE:])


def candidate_of(choice: Choice) -> Candidate:
    """The first sentence of a choice, as it is found."""
    sentence = choice.sentences[0]
    return Candidate(sentence, choice.passage, choice.passage.sentences.index(sentence), 0.0, ())
