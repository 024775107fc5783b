"""Both sides of a disagreement are in the answer: what the model left out is added in the sources' own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chat.llm.draft import Draft
from chat.llm.evidenced import Evidence
from chat.llm.verify import Cited
from chat.models import Citation, Disagreement, Position
from chat.wording import has, place_of


def missing_sides(draft: Draft, disagreements: Sequence[Disagreement], given: Mapping[str, Evidence]) -> Iterator[str]:
    """One sentence for each disagreement of which the draft cites fewer than two sides, where passages have them."""
    for disagreement in disagreements:
        said = {position.value for position in disagreement.positions if _number(position, draft.citations)}
        places = {position.value: _place(position, given) for position in disagreement.positions}
        if len(said) > 1 or sum(place is not None for place in places.values()) < 2:
            continue
        found = [place for place in places.values() if place is not None]
        many = len({place.evidence.passage.episode for place in found}) > 1
        sides = [
            f"{_whose(place, many_episodes=many)} “{_words(place)}” [{number}]"
            for place in found
            if (number := draft.number(place)) is not None
        ]
        yield draft.say(f"The sources differ: {'; '.join(sides)}.")


def numbered(disagreements: Sequence[Disagreement], citations: Sequence[Citation]) -> tuple[Disagreement, ...]:
    """The disagreements with the number under which each side is cited; only those of which one is."""
    marked = (
        disagreement.model_copy(
            update={
                "positions": tuple(
                    position.model_copy(update={"citation": _number(position, citations)})
                    for position in disagreement.positions
                )
            }
        )
        for disagreement in disagreements
    )
    return tuple(one for one in marked if any(position.citation for position in one.positions))


def _number(position: Position, citations: Sequence[Citation]) -> int | None:
    return next((citation.n for citation in citations if _overlap(position, citation)), None)


def _overlap(position: Position, citation: Citation) -> bool:
    return citation.path == position.path and citation.start < position.end and position.start < citation.end


def _place(position: Position, given: Mapping[str, Evidence]) -> Cited | None:
    """The sentences of a given passage in which a position stands."""
    for evidence in given.values():
        if evidence.passage.path != position.path:
            continue
        within = [
            i
            for i, sentence in enumerate(evidence.passage.sentences)
            if sentence.start < position.end and position.start < sentence.end
        ]
        if within:
            return Cited(evidence, within[0], within[-1])
    return None


def _whose(place: Cited, *, many_episodes: bool) -> str:
    speaker, passage = place.sentences[0].speaker, place.evidence.passage
    where = place_of(passage, many_episodes=many_episodes)
    return f"{speaker}, in {where}:" if speaker else f"{where} {has(passage.kind)}"


def _words(place: Cited) -> str:
    return " ".join(sentence.text for sentence in place.sentences).rstrip(".")
