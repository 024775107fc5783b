"""The answer with a language model: its words, checked; the show's own where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.dispute import disagreements_about
from chat.errors import ModelUnavailable
from chat.extractive import chosen_for, extract
from chat.llm import Writer, Written
from chat.models import Delta, Done, Event, Message, Status
from chat.suggest import suggestions
from chat.turn import Turn


def write(turn: Turn, writer: Writer, history: Sequence[Message]) -> Iterator[Event]:
    """The answer in a language model's words, checked; in the show's own where the model fails."""
    chosen = chosen_for(turn)
    disputed = disagreements_about(turn.question.text, chosen, turn.finding.parts[0].candidates, turn.book)
    reply = writer.write(
        turn.follow.question, turn.passages, documents=turn.index.document, disagreements=disputed, history=history
    )
    try:
        for piece in reply:
            if isinstance(piece, Delta):
                yield piece
            else:
                yield from _wrote(turn, piece, writer.name)
    except ModelUnavailable as problem:
        yield from extract(turn, notice=f"{problem} This is the answer in the show's own words.")


def _wrote(turn: Turn, written: Written, name: str) -> Iterator[Event]:
    """What follows the text that a model wrote."""
    yield from written.citations
    yield from written.disagreements
    asked_next = suggestions(turn.passages[:4], rarity=turn.index.rarity, top=3, beside=turn.question.text)
    status = Status.ABSTAINED if written.abstained else Status.ANSWERED
    answer = turn.answer(status, written.text, written.citations, asked_next)
    usage = written.usage
    timings = answer.timings.model_copy(
        update=usage.model_dump(include={"prompt_tokens", "completion_tokens", "cost", "first_text_ms"})
    )
    notice = f"{written.stopped} What is above was checked before." if written.stopped else None
    changes = {"disagreements": written.disagreements, "answered_by": name, "timings": timings, "notice": notice}
    yield Done(answer=answer.model_copy(update=changes))
