"""Both sides of a disagreement are in the answer: what the model left out is added in the sources' own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chat.dispute import told
from chat.llm.draft import Draft
from chat.llm.evidenced import Evidence
from chat.models import Citation, Disagreement, Position
from chat.wording import Composer
from corpus.models import Passage


def missing_sides(draft: Draft, disagreements: Sequence[Disagreement], given: Mapping[str, Evidence]) -> Iterator[str]:
    """What is said of each disagreement of which the draft cites fewer than two sides, where passages have them."""

    def passages(path: str) -> list[Passage]:
        return [evidence.passage for evidence in given.values() if evidence.passage.path == path]

    many = len({evidence.passage.episode for evidence in given.values()}) > 1
    for disagreement in disagreements:
        if len({position.value for position in disagreement.positions if _number(position, draft.citations)}) > 1:
            continue
        composer = Composer(documents=draft.documents, many_episodes=many, tells_kind=True)
        composer.citations.extend(draft.citations)
        text, _ = told(disagreement, composer, passages)
        if text:
            draft.citations = composer.citations
            yield draft.say(text)


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
