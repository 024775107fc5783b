"""Every sentence of a model is checked against what it cites, without trusting the model.

A sentence stands when it cites a passage that was given; its numbers (with their units and currencies), dates and
names occur there; whoever it says spoke did; it does not say the contrary of the nearest sentence, leave out the
denial of what it quotes, or decide between its sources; and most of what it speaks of is in what it cites. Spoken
and printed numbers are the same. Nearness in meaning is not asked for: what is false of the right thing is as near
as what is true of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chat.llm.evidenced import Evidence, Line, statement_of, union
from chat.llm.foreign import foreign_name, foreign_number
from chat.llm.framing import subject
from chat.llm.judging import decides, other_kind
from chat.llm.marks import Said
from chat.llm.otherwise import cuts_denial, says_otherwise, share
from chat.llm.paired import Quotation, quotations
from chat.llm.quoted import locate, unquoted
from chat.llm.speaker import Named, Place, credited, misattributed, said_by, same_person, told_by
from chat.models import Verdict
from corpus.models import Sentence, SourceKind

COVERED = 0.5  # share of a sentence's subject words that its sources must have
_STATES = 3  # subject words from which a sentence says something beside its quotations
_EPISODE = re.compile(r"\b(?:in|of|from|on) episode #?(\d{1,4}),? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """Consecutive sentences `first` to `last` of a passage on which a statement stands."""

    evidence: Evidence
    first: int
    last: int
    verdict: Verdict = Verdict.EXACT

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that are quoted."""
        return self.evidence.passage.sentences[self.first : self.last + 1]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The same, read for checking."""
        return self.evidence.lines[self.first : self.last + 1]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence after checking: its words as they may be shown, and on what they stand; else what is wrong."""

    said: Said
    text: str
    cited: tuple[Cited, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A pair of quotation marks, where its words stand if they do, and who is said to speak them."""

    quotation: Quotation
    place: Place | None
    named: Named | None


def check(said: Said, given: Mapping[str, Evidence]) -> Checked:
    """Whether a sentence stands on what it cites of `given` (by key). Pure; some milliseconds."""
    evidence = [given[key] for key in said.keys if key in given]
    known = frozenset(line.speaker for item in given.values() for line in item.lines if line.speaker)
    found = [] if said.code else list(_found(said.text, evidence, known))
    plain = said.text if said.code else unquoted(said.text, [(each.quotation, None) for each in found])
    if not evidence:
        return Checked(said, plain, failure="it cites nothing that was given")
    exact = [each for each in found if each.place]
    cited = _supporting(said.text, evidence, exact, known, altered=len(exact) < len(found))
    failure = _of_quotations(said.text, exact) or _failure(said.text, exact, evidence, cited, known)
    if failure:
        return Checked(said, plain, failure=failure)
    places = [(each.quotation, each.place[1] if each.place else None) for each in found]
    return Checked(said, said.text if said.code else unquoted(said.text, places), cited=tuple(cited))


def _found(text: str, evidence: Sequence[Evidence], known: frozenset[str]) -> Iterator[Found]:
    """The quotations of a sentence, each where its words stand: sooner where the one who is named said them."""
    marks = quotations(text)
    for quotation, named in zip(marks, credited(text, marks, known), strict=True):
        places = [(item, stretch) for item in evidence for stretch in locate(quotation.words, item.passage.sentences)]
        fitting = [place for place in places if named is None or said_by(named.who, place)] or places
        whole = [place for place in fitting if not cuts_denial("", [place[1]])] or fitting
        yield Found(quotation, whole[0] if whole else None, named)


def _of_quotations(text: str, exact: Sequence[Found]) -> str | None:
    """What is wrong with how a sentence quotes exactly, or None."""
    for each in exact:
        if each.named and each.place and not said_by(each.named.who, each.place):
            return f"what it cites was not said by {each.named.shown}"
    if cuts_denial(_own_words(text, exact), [each.place[1] for each in exact if each.place]):
        return "it leaves out the denial of what it quotes"
    return None


def _supporting(
    text: str, evidence: Sequence[Evidence], exact: Sequence[Found], known: frozenset[str], *, altered: bool
) -> list[Cited]:
    """What to show for a sentence: where its quotations stand, else the nearest line of each passage it cites."""
    verdict = Verdict.APPROXIMATE if altered else Verdict.EXACT
    cited = [Cited(each.place[0], each.place[1].first, each.place[1].last) for each in exact if each.place]
    statement, named = statement_of(text, subject(text)), told_by(text, known)
    for item in evidence:
        if all(item is not one.evidence for one in cited):
            speakers = [line.speaker for line in item.lines if line.speaker]
            who = next((one for one in speakers if named and same_person(named[0].who, one)), None)
            own = item.nearest(statement, speaker=who)
            near, at = own if own[0] else item.nearest(statement)
            if near:
                cited.append(Cited(item, at, at, verdict))
    return list(dict.fromkeys(cited)) or [Cited(evidence[0], 0, 0, verdict)]


def _own_words(text: str, exact: Sequence[Found]) -> str:
    """A sentence without its exact quotations: what the model says itself."""
    for each in reversed(exact):
        text = f"{text[: each.quotation.start]} … {text[each.quotation.end :]}"
    return text


def _failure(
    text: str, exact: Sequence[Found], evidence: Sequence[Evidence], cited: Sequence[Cited], known: frozenset[str]
) -> str | None:
    """What is wrong with what a sentence states, or None when it stands."""
    own = _without_episode(_own_words(text, exact), evidence)
    lines = [line for item in evidence for line in item.all]
    heard = any(item.passage.kind is SourceKind.CAPTIONS for item in evidence)
    if foreign := foreign_name(own, lines, heard=heard) or foreign_number(own, evidence):
        return f"“{foreign}” is not in what it cites"
    if not exact and (who := misattributed(text, evidence, known)):
        return f"what it cites was not said by {who}"
    if kind := other_kind(text, evidence):
        return f"it cites no {kind}"
    if decides(own, [line for item in cited for line in item.lines]):
        return "it decides between its sources"
    if not exact or len(subject(own)) >= _STATES:
        sentences = [sentence for item in cited for sentence in item.sentences]
        if says_otherwise(_without_episode(text, evidence), sentences):
            return "it says the contrary of what it cites"
    covered = share(subject(text), union(line.terms for line in lines))
    return None if covered >= COVERED else "it is not near what it cites"


def _without_episode(text: str, evidence: Sequence[Evidence]) -> str:
    """A sentence without the number of an episode that it cites."""
    numbers = {item.passage.episode.lstrip("0") for item in evidence if item.passage.episode}
    return _EPISODE.sub(lambda found: "" if found[1].lstrip("0") in numbers else found[0], text)
