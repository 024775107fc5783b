"""What became of a model's answer as a whole: it stands, abstains, or the show's own words must follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.llm.draft import Draft
from chat.llm.meter import Usage
from chat.llm.sides import numbered
from chat.models import Citation, Delta, Disagreement
from chat.wording import ABSTENTION
from corpus.models import Frozen

_NO_ROOM = "The language model had no room left."
_LACKS_ITS_END = "The language model had no room left, so that this answer may lack its end."


class Written(Frozen):
    """What a model wrote, after checking; comes last. The deltas before it, joined, are `text`."""

    text: str
    citations: tuple[Citation, ...] = ()  # numbered from 1 in order of first use
    disagreements: tuple[Disagreement, ...] = ()  # those of which the answer cites a side, with its numbers
    abstained: bool = False
    stopped: str | None = None  # why it ended early, in one line for the reader; the text holds as far as it goes
    notice: str | None = None  # what else the reader should know, in one line
    marked: int = 0  # sentences shown as not found in the sources
    removed: int = 0
    usage: Usage


def closing(
    draft: Draft, disagreements: Sequence[Disagreement], usage: Usage, *, was_cut: bool
) -> Iterator[Delta | Written]:
    """What comes last, when the model has said all: whether it stands as a whole, and what it cost."""
    if draft.abstained:
        yield Delta(text=ABSTENTION)
        yield Written(text=ABSTENTION, abstained=True, usage=usage)
        return
    if not draft.supported and not draft.stopped and was_cut:
        draft.stop(_NO_ROOM)
    if not draft.supported and not draft.stopped:
        draft.stop("Nothing that the language model wrote was found in the sources.")
    if not draft.stopped and draft.failures > draft.supported:
        draft.stop("Too little of what the language model wrote was found in the sources.")
    yield Written(
        text=draft.text,
        citations=tuple(draft.citations),
        disagreements=numbered(disagreements, draft.citations),
        stopped=draft.stopped,
        notice=_LACKS_ITS_END if was_cut and not draft.stopped else None,
        marked=draft.marked,
        removed=draft.removed,
        usage=usage,
    )
