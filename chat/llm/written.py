"""The model's answer as events, with the show's own words in reserve: they take over where it fails, and say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from chat.llm.closing import Written
from chat.models import Answer, Citation, Delta, Disagreement, Done, Event, Status, Timings

_MARK = re.compile(r"\[(\d{1,3})\]")
_BRIDGE = "\n\nIn the show's own words: "
_OWN_WORDS = "This answer is made of the show's own words."

Finish = Callable[[Status, str, tuple[Citation, ...]], Answer]


def written_events(
    events: Iterable[Delta | Written], *, own_words: Callable[[], Iterator[Event]], finish: Finish, model: str
) -> Iterator[Event]:
    """What `Writer.write` gives, as the events of an answer.

    `own_words` gives the events of the answer without a model; `finish` makes an Answer of status, text and
    citations. Before any text the model's failure replaces the answer; after it, what was shown was checked and
    stays, and the show's own words follow under further numbers.
    """
    for event in events:
        if isinstance(event, Delta):
            yield event
        elif not event.stopped:
            yield from _whole(event, finish, model)
        elif event.text:
            yield from _followed(event, own_words())
        else:
            yield from _replaced(event, own_words())


def _whole(written: Written, finish: Finish, model: str) -> Iterator[Event]:
    status = Status.ABSTAINED if written.abstained else Status.ANSWERED
    answer = finish(status, written.text, written.citations)
    yield from written.citations
    yield from written.disagreements
    timings = _counted(answer.timings, written)
    more = {
        "answered_by": model,
        "disagreements": written.disagreements,
        "notice": written.notice,
        "timings": timings,
    }
    yield Done(answer=answer.model_copy(update=more))


def _replaced(written: Written, own_words: Iterator[Event]) -> Iterator[Event]:
    """The show's own words, and why they are. What the model used is counted all the same."""
    for event in own_words:
        if isinstance(event, Done):
            more = {"notice": f"{written.stopped} {_OWN_WORDS}", "timings": _counted(event.answer.timings, written)}
            yield Done(answer=event.answer.model_copy(update=more))
        else:
            yield event


def _followed(written: Written, own_words: Iterator[Event]) -> Iterator[Event]:
    """The checked beginning, then the show's own words, numbered on."""
    yield Delta(text=_BRIDGE)
    yield from written.citations
    for event in own_words:
        later = shifted(event, by=len(written.citations))
        if isinstance(later, Done):
            answer = later.answer
            more = {
                "status": Status.ANSWERED,
                "answer": f"{written.text}{_BRIDGE}{answer.answer}",
                "citations": (*written.citations, *answer.citations),
                "notice": f"{written.stopped} The rest is made of the show's own words.",
                "timings": _counted(answer.timings, written),
            }
            later = Done(answer=answer.model_copy(update=more))
        yield later


def shifted(event: Event, *, by: int) -> Event:
    """The event with the numbers of its citations raised, in its text too."""
    if isinstance(event, Delta):
        return Delta(text=_raised(event.text, by=by))
    if isinstance(event, Citation):
        return event.model_copy(update={"n": event.n + by})
    if isinstance(event, Disagreement):
        raised = (
            position.model_copy(update={"citation": position.citation + by}) if position.citation else position
            for position in event.positions
        )
        return event.model_copy(update={"positions": tuple(raised)})
    answer = event.answer
    more = {
        "answer": _raised(answer.answer, by=by),
        "citations": tuple(shifted(citation, by=by) for citation in answer.citations),
        "disagreements": tuple(shifted(disagreement, by=by) for disagreement in answer.disagreements),
    }
    return Done(answer=answer.model_copy(update=more))


def _raised(text: str, *, by: int) -> str:
    """The text with its marks raised; a number in brackets inside quotation marks is the source's own."""
    quoted = _quoted(text)

    def raised(mark: re.Match[str]) -> str:
        return mark[0] if any(start < mark.start() < end for start, end in quoted) else f"[{int(mark[1]) + by}]"

    return _MARK.sub(raised, text)


def _quoted(text: str) -> list[tuple[int, int]]:
    """Where pairs of quotation marks stand, one in another too; a mark without its other half is none."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if character == "“":
            opened.append(at)
        elif character == "”" and opened:
            pairs.append((opened.pop(), at))
    return pairs


def _counted(timings: Timings, written: Written) -> Timings:
    usage = written.usage
    more = {
        "first_text_ms": usage.first_text_ms,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "cost": usage.cost or None,
    }
    return timings.model_copy(update=more)
