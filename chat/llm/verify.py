"""Every sentence of a model is checked against what it cites, without trusting the model.

A sentence stands when it cites a passage that was given; its numbers (with their units and currencies), dates and
names occur there, in a table in the row that it speaks of; whoever it says spoke did; it does not say the contrary of
the nearest sentence, leave out the denial of what it quotes, or decide between its sources; and most of what it speaks
of is in what it cites. Spoken and printed numbers are the same. Nearness in meaning is not asked for: what is false of
the right thing is as near as what is true of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chat.llm.evidenced import Evidence, Line, Statement, statement_of, union
from chat.llm.foreign import foreign_name, foreign_number
from chat.llm.framing import subject
from chat.llm.judging import decides, other_kind
from chat.llm.marks import Said
from chat.llm.otherwise import cuts_denial, says_otherwise, share, tells_without_denial
from chat.llm.quoted import locate, unquoted
from chat.llm.speaker import Named, Place, credited, misattributed, said_by, same_person, told_by
from chat.llm.tabled import misplaced
from chat.models import Verdict
from chat.paired import Quotation, quotations
from corpus.models import Sentence, SourceKind

_COVERED = 0.5  # share of a sentence's subject words that its sources must have
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
    """A pair of quotation marks whose words stand somewhere, and who is said to speak them."""

    quotation: Quotation
    place: Place
    named: Named | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as it is checked: with what it quotes exactly, what it cites, and all speakers of the material."""

    text: str
    exact: tuple[Found, ...]
    evidence: tuple[Evidence, ...]
    known: frozenset[str]

    @property
    def own(self) -> str:
        """The sentence without its exact quotations: what the model says itself."""
        text = self.text
        for found in reversed(self.exact):
            text = f"{text[: found.quotation.start]} … {text[found.quotation.end :]}"
        return text


def check(said: Said, given: Mapping[str, Evidence]) -> Checked:
    """Whether a sentence stands on what it cites of `given` (by key). Pure; some milliseconds."""
    evidence = tuple(given[key] for key in said.keys if key in given)
    known = frozenset(line.speaker for item in given.values() for line in item.lines if line.speaker)
    marks = () if said.code else quotations(said.text)
    plain = said.text if said.code else unquoted(said.text, [(quotation, None) for quotation in marks])
    if not evidence:
        return Checked(said, plain, failure="it cites nothing that was given")
    claim = Claim(said.text, tuple(_found(said.text, marks, evidence, known)), evidence, known)
    verdict = Verdict.EXACT if len(claim.exact) == len(marks) else Verdict.APPROXIMATE
    cited = _places(claim, statement_of(said.text, subject(said.text)), verdict)
    if failure := _misquoted(claim) or _failure(claim, cited) or _misplaced(claim):
        return Checked(said, plain, failure=failure)
    places = {found.quotation: found.place[1] for found in claim.exact}
    shown = unquoted(said.text, [(quotation, places.get(quotation)) for quotation in marks])
    return Checked(said, said.text if said.code else shown, cited=tuple(cited))


def _found(
    text: str, marks: Sequence[Quotation], evidence: Sequence[Evidence], known: frozenset[str]
) -> Iterator[Found]:
    """The quotations whose words stand, each where the one who is named said them, if there is such a place."""
    for quotation, named in zip(marks, credited(text, marks, known), strict=True):
        places = [(item, stretch) for item in evidence for stretch in locate(quotation.words, item.passage.sentences)]
        fitting = [place for place in places if named is None or said_by(named.who, place)] or places
        whole = [place for place in fitting if not cuts_denial("", [place[1]])] or fitting
        yield from (Found(quotation, place, named) for place in whole[:1])


def _places(claim: Claim, statement: Statement, verdict: Verdict) -> list[Cited]:
    """What to show for a sentence: where its quotations stand, else the nearest line of each passage it cites."""
    cited = [Cited(item, stretch.first, stretch.last) for item, stretch in (found.place for found in claim.exact)]
    named = told_by(claim.text, claim.known)
    for item in claim.evidence:
        if all(item is not one.evidence for one in cited):
            speakers = [line.speaker for line in item.lines if line.speaker]
            who = next((one for one in speakers if named and same_person(named[0].who, one)), None)
            own = item.nearest(statement, speaker=who)
            near, at = own if own[0] else item.nearest(statement)
            if near:
                cited.append(Cited(item, at, at, verdict))
    return list(dict.fromkeys(cited)) or [Cited(claim.evidence[0], 0, 0, verdict)]


def _misquoted(claim: Claim) -> str | None:
    """What is wrong with how a sentence quotes exactly, or None."""
    for found in claim.exact:
        if found.named and not said_by(found.named.who, found.place):
            return f"what it cites was not said by {found.named.shown}"
    cut = cuts_denial(claim.own, [found.place[1] for found in claim.exact])
    return "it leaves out the denial of what it quotes" if cut else None


def _misplaced(claim: Claim) -> str | None:
    """What a sentence takes from a wrong row of a table, or None."""
    cell = misplaced(_without_episode(claim.text, claim.evidence), claim.evidence)
    return f"“{cell}” stands in another row of what it cites" if cell else None


def _failure(claim: Claim, cited: Sequence[Cited]) -> str | None:
    """What is wrong with what a sentence states, or None when it stands."""
    text, own = (_without_episode(each, claim.evidence) for each in (claim.text, claim.own))
    lines = [line for item in claim.evidence for line in item.all]
    heard = any(item.passage.kind is SourceKind.CAPTIONS for item in claim.evidence)
    if foreign := foreign_name(own, lines, heard=heard) or foreign_number(own, claim.evidence):
        return f"“{foreign}” is not in what it cites"
    if not claim.exact and (who := misattributed(text, claim.evidence, claim.known)):
        return f"what it cites was not said by {who}"
    if kind := other_kind(text, claim.evidence):
        return f"it cites no {kind}"
    near = _places(claim, Statement(subject(text)), Verdict.EXACT)  # a wrong number is not to lead to another line
    if decides(own, [line for item in (*cited, *near) for line in item.lines]):
        return "it decides between its sources"
    sentences = [sentence for item in near for sentence in item.sentences]
    whole = [sentence for item in claim.evidence for sentence in item.passage.sentences]
    states = not claim.exact or len(subject(own)) >= _STATES
    if states and (says_otherwise(text, sentences) or tells_without_denial(text, whole)):
        return "it says the contrary of what it cites"
    covered = share(subject(claim.text), union(line.terms for line in lines))
    return None if covered >= _COVERED else "it is not near what it cites"


def _without_episode(text: str, evidence: Sequence[Evidence]) -> str:
    """A sentence without the number of an episode that it cites."""
    numbers = {item.passage.episode.lstrip("0") for item in evidence if item.passage.episode}
    return _EPISODE.sub(lambda found: "" if found[1].lstrip("0") in numbers else found[0], text)
