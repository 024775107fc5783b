"""What an episode says of its own making: its number, the stories it planned, the stories it told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.claims.models import Claim, ClaimKind, Site, Value, claim_at, keys
from corpus.claims.words import Word, words_of
from corpus.models import Document, Form, Sentence, SourceKind

NUMBERED = re.compile(r"\bepisode\s?(?:number)?\s?[:#]?\s?#?(?P<number>\d{1,5}[a-z]?)\b", re.I)
_NEWS = re.compile(r"\bnews\b", re.I)
_SOURCES = re.compile(r"\b(?:sources|links|references)\b", re.I)
_STORY = re.compile(r"^(?:story|item|news)\s?\d{0,2}\s?[:.–-]\s*", re.I)
_OPENS_MAIN = re.compile(
    r"\b(?:now,? let's (?:talk|dive|get|turn|dig)|let's (?:dive|get) into|main (?:story|topic)|"
    r"our main|today's main)\b",
    re.I,
)
EARLY = 16  # turns among which a show tells its news
PLANNED, TOLD, PLAN, EPISODE = "planned story", "told story", "plan", "episode number"  # first of `Claim.items`
OF_THE_SHOW = frozenset({(PLANNED,), (TOLD,), (PLAN,), (EPISODE,)})


def agenda_claims(document: Document, sentences: Sequence[Sentence], names: frozenset[str]) -> Iterator[Claim]:
    """The episode's number as this source prints it; the stories of an outline; the opening turns of a transcript."""
    yield from _number(document, sentences, names)
    if document.kind is SourceKind.OUTLINE:
        yield from _planned(document, sentences, names)
    elif document.kind is SourceKind.TRANSCRIPT:
        yield from _told(document, sentences, names)


def _number(document: Document, sentences: Sequence[Sentence], names: frozenset[str]) -> Iterator[Claim]:
    """The number in the title, or in a line of episode data."""
    for sentence in sentences[:12]:
        if sentence.form in (Form.HEADING, Form.DATA) and (match := NUMBERED.search(sentence.text)):
            site = Site(document, sentence, [], names)
            title = words_of(document.title, names)
            about = [Word("episod", 0, 0, name=False), Word("number", 0, 0, name=False)]
            digits = match["number"].lstrip("0") or "0"
            yield claim_at(site, Value(ClaimKind.NAME, match["number"], items=(EPISODE, digits)), about, title)
            return


def _planned(document: Document, sentences: Sequence[Sentence], names: frozenset[str]) -> Iterator[Claim]:
    """The stories under a heading for news, and all words of the plan."""
    stories = [s for s in sentences if _is_story(s)]
    texts = {s.text for s in stories}
    for sentence in stories:
        title = _STORY.sub("", sentence.text)
        if sentence.section and sentence.section[-1] in texts:
            continue  # a detail of the story above
        site = Site(document, sentence, [], names)
        yield claim_at(site, Value(ClaimKind.LIST, title, items=(PLANNED,)), words_of(title, names))
    if stories:
        everything = [word for s in sentences for word in words_of(s.text, names)]
        site = Site(document, stories[0], [], names)
        yield claim_at(site, Value(ClaimKind.LIST, PLAN, items=(PLAN, *keys(everything))), [])


def _is_story(sentence: Sentence) -> bool:
    """Whether a heading or a list item stands under a heading for news."""
    under = any(_NEWS.search(heading) and not _SOURCES.search(heading) for heading in sentence.section[-2:])
    return (
        under
        and sentence.form in (Form.HEADING, Form.ITEM)
        and not sentence.text.lower().startswith(("source", "http"))
    )


def _told(document: Document, sentences: Sequence[Sentence], names: frozenset[str]) -> Iterator[Claim]:
    """The first turns, up to where the main story begins: the opening sentence and all names of each."""
    turns: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.form is not Form.SPEECH:
            continue
        if _OPENS_MAIN.search(sentence.text) and turns:
            break
        if not turns or turns[-1][-1].speaker != sentence.speaker or _is_new_turn(document, turns[-1][-1], sentence):
            turns.append([])
        turns[-1].append(sentence)
        if len(turns) > EARLY:
            break
    for turn in turns[1:]:
        site = Site(document, turn[0], [], names)
        everything = [word for s in turn for word in words_of(s.text, names)]
        yield claim_at(site, Value(ClaimKind.LIST, turn[0].text, items=(TOLD,)), everything)


def _is_new_turn(document: Document, one: Sentence, other: Sentence) -> bool:
    """Whether a line ends between two sentences of one speaker: a new turn of the same person."""
    return "\n" in document.file[one.end : other.start]
