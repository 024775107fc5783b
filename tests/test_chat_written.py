"""The model's answer as events: whole, replaced by the show's own words, or followed by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.llm.closing import Written
from chat.llm.meter import Usage
from chat.llm.written import written_events
from chat.models import (
    Answer,
    Citation,
    Delta,
    Disagreement,
    DisagreementKind,
    Done,
    Event,
    Position,
    Severity,
    Status,
    Timings,
)
from corpus.models import SourceKind

USAGE = Usage(prompt_tokens=700, completion_tokens=9, cost=0.5, first_token_ms=10.0, first_text_ms=12.0)
COUNTED = Timings(total_ms=1.0, first_text_ms=12.0, prompt_tokens=700, completion_tokens=9, cost=0.5)
SIDES = Disagreement(
    id="d",
    topic="length",
    kind=DisagreementKind.QUANTITY,
    severity=Severity.CONFLICT,
    positions=(Position(value="32", quote="q", path="t", citation=1, start=0, end=1, kind=SourceKind.PAGE),),
)


def cited(n: int, quote: str) -> Citation:
    return Citation(n=n, path="t", kind=SourceKind.TRANSCRIPT, title="T", quote=quote, start=0, end=5, line=1)


def finish(status: Status, text: str, citations: Sequence[Citation]) -> Answer:
    timings = Timings(total_ms=1.0)
    told = {"id": "a", "question": "?", "status": status, "answer": text, "confidence": 1, "timings": timings}
    return Answer.model_validate({**told, "citations": tuple(citations)})


OWN = finish(Status.ANSWERED, "Own [1].", [cited(1, "own")]).model_copy(update={"disagreements": (SIDES,)})


def own_words() -> Iterator[Event]:
    yield Delta(text="Own [1].")
    yield from OWN.citations
    yield from OWN.disagreements
    yield Done(answer=OWN)


def events(*given: Delta | Written) -> list[Event]:
    return list(written_events(given, own_words=own_words, finish=finish, model="m"))


def test_a_whole_answer_is_passed_on_with_its_counts() -> None:
    written = Written(text="It is [1].", citations=(cited(1, "c"),), disagreements=(SIDES,), usage=USAGE)
    answer = finish(Status.ANSWERED, "It is [1].", written.citations).model_copy(
        update={"answered_by": "m", "disagreements": (SIDES,), "timings": COUNTED}
    )
    told = events(Delta(text="It is [1]."), written)
    assert told == [Delta(text="It is [1]."), cited(1, "c"), SIDES, Done(answer=answer)]


def test_an_abstention_is_one() -> None:
    *_, done = events(Delta(text="No."), Written(text="No.", abstained=True, usage=USAGE))
    assert isinstance(done, Done)
    assert (done.answer.status, done.answer.answered_by) == (Status.ABSTAINED, "m")


def test_a_model_that_fails_before_any_text_is_replaced_and_it_is_said_and_counted() -> None:
    notice = "It fell silent. This answer is made of the show's own words."
    assert events(Written(text="", stopped="It fell silent.", usage=USAGE)) == [
        Delta(text="Own [1]."),
        cited(1, "own"),
        SIDES,
        Done(answer=OWN.model_copy(update={"notice": notice, "timings": COUNTED})),
    ]


def test_a_model_that_fails_midway_is_followed_by_the_shows_own_words_numbered_on() -> None:
    written = Written(text="It is [1].", citations=(cited(1, "c"),), stopped="It fell silent.", usage=USAGE)
    raised = SIDES.model_copy(update={"positions": (SIDES.positions[0].model_copy(update={"citation": 2}),)})
    told = events(Delta(text="It is [1]."), written)
    answer = OWN.model_copy(
        update={
            "answer": "It is [1].\n\nIn the show's own words: Own [2].",
            "citations": (cited(1, "c"), cited(2, "own")),
            "disagreements": (raised,),
            "notice": "It fell silent. The rest is made of the show's own words.",
            "timings": COUNTED,
        }
    )
    bridge = Delta(text="\n\nIn the show's own words: ")
    start = Delta(text="It is [1].")
    assert told == [start, bridge, cited(1, "c"), Delta(text="Own [2]."), cited(2, "own"), raised, Done(answer=answer)]
    assert "".join(event.text for event in told if isinstance(event, Delta)) == answer.answer
