"""An answer that is doubted, or asked to go deeper: what else there is, and never the same words once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chat.abstain import ANSWER_FROM, confidence
from chat.evidence import Candidate
from chat.extractive import extract
from chat.find import Part
from chat.models import Answer, Citation, Delta, Done, Event, Status
from chat.turn import Turn
from chat.words import closed_up

BESIDES = "Besides what was quoted:"
NOTHING_ELSE = "Nothing else was found; what was quoted stands so in its source:"
_AS_WELL = 0.2  # how much less sure of something else one may be than of what was told


def besides(turn: Turn) -> Iterator[Event]:
    """What else answers the question; else the same quotes, as all there is. Sides of a dispute are told again."""
    first = list(extract(turn))
    answer = _answer(first)
    if answer.status is Status.ABSTAINED or answer.disagreements:
        yield from first
        return
    other = list(extract(_without(turn, answer.citations)))
    is_told = _answer(other).status is Status.ANSWERED
    yield from _after(BESIDES if is_told else NOTHING_ELSE, other if is_told else first)


def _answer(events: Sequence[Event]) -> Answer:
    done = events[-1]
    assert isinstance(done, Done)
    return done.answer


def _after(lead: str, events: Sequence[Event]) -> Iterator[Event]:
    """An answer after a few words about it."""
    yield Delta(text=f"{lead} ")
    yield from events[:-1]
    answer = _answer(events)
    yield Done(answer=answer.model_copy(update={"answer": f"{lead} {answer.answer}"}))


def _without(turn: Turn, told: Sequence[Citation]) -> Turn:
    """The turn as if nothing had been found of what was told, nor any copy of it, nor what answers much worse."""
    quoted = {closed_up(citation.quote) for citation in told}
    parts = tuple(_part_without(turn, part, told, quoted) for part in turn.finding.parts)
    return replace(turn, finding=replace(turn.finding, parts=parts))


def _part_without(turn: Turn, part: Part, told: Sequence[Citation], quoted: set[str]) -> Part:
    left = [one for one in part.candidates if not _is_told(one, told, quoted)]
    rarity, closeness = turn.index.rarity, turn.index.closeness
    sure = confidence(part.question, left, rarity=rarity, closeness=closeness) if left and left[0].features else 0.0
    enough = max(ANSWER_FROM, part.confidence - _AS_WELL)
    return replace(part, candidates=left if sure >= enough else [], confidence=sure)


def _is_told(one: Candidate, told: Sequence[Citation], quoted: set[str]) -> bool:
    said, path, start = closed_up(one.sentence.text), one.passage.path, one.sentence.start
    return any(c.path == path and c.start <= start < c.end for c in told) or any(said in quote for quote in quoted)
