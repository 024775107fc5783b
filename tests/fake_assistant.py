"""A made-up show about a lighthouse, and an assistant that answers from it in every way there is."""

# ruff: noqa: E501 — the made-up answers read best a line each
from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from chat.errors import ModelUnavailable
from chat.models import (
    Answer,
    Citation,
    Delta,
    Disagreement,
    DisagreementKind,
    Done,
    Event,
    Message,
    Position,
    Severity,
    Status,
    Timings,
    Verdict,
)
from chat.small_talk import SmallTalk
from chat.wording import SMALL_TALK
from corpus.models import Clock, Document, Form, Frozen, Passage, Reading, Run, Segment, Show, SourceKind
from index.models import EVERYTHING, Filters, SourceSummary

SHOW = Show(
    title="Lights Along the Coast",
    description="Two keepers, one lamp, and every story the sea has washed up.",
    hosts=("Robin", "Kim"),
)
HEIGHT, WALK, BUILT = "The old tower is forty-one metres tall.", "It took us an hour to walk up.", "It was lit in 1874."
SUGGESTIONS = (
    "How tall is the old tower?",
    "When was the lamp first lit?",
    "Who keeps the north light today?",
    "What did Kim say about the great storm?",
)


class Turn(Frozen):
    """One segment of a made-up source."""

    text: str
    speaker: str | None = None
    form: Form = Form.SPEECH
    starts_at: float | None = None


def make_document(path: str, kind: SourceKind, title: str, turns: Sequence[Turn], **more: object) -> Document:
    """A document whose file is its reading: turns joined with blank lines."""
    text, segments = "", []
    for turn in turns:
        text += "\n\n" if text else ""
        span = {"start": len(text), "end": len(text) + len(turn.text)}
        segments.append(Segment(form=turn.form, speaker=turn.speaker, starts_at=turn.starts_at, **span))
        text += turn.text
    runs = (Run(reading=0, length=len(text), file=0, file_length=len(text)),)
    fields = {"path": path, "kind": kind, "title": title, "version": "0" * 64, "file": text, **more}
    return Document.model_validate({**fields, "reading": Reading(text=text, runs=runs), "segments": tuple(segments)})


TRANSCRIPT = make_document(
    "ep012/transcript.txt",
    SourceKind.TRANSCRIPT,
    "The tower and the storm",
    [
        Turn(text="Welcome back to the coast. Today we climb.", speaker="Robin", starts_at=0.0),
        Turn(text=f"We went on a Sunday. {HEIGHT} {WALK}", speaker="Kim", starts_at=512.0),
        Turn(text=f"And the lamp? {BUILT} Or so the plaque says.", speaker="Robin", starts_at=540.0),
        Turn(
            text="<img src=x onerror=alert(1)> is what the logbook looked like to me, [really](javascript:alert(2)).",
            speaker="Kim",
            starts_at=600.0,
        ),
        *[
            Turn(
                text=f"Wave number {n} came over the wall, and we wrote it down.", speaker="Robin", starts_at=600.0 + n
            )
            for n in range(1, 40)
        ],
    ],
    episode="012",
    published="2024-03-01",
    video="https://video.example/watch?v=coast12",
    clock=Clock.ESTIMATED,
)
OUTLINE = make_document(
    "ep012/outline.md",
    SourceKind.OUTLINE,
    "Outline of the tower episode",
    [
        Turn(text="Facts to mention", form=Form.HEADING),
        Turn(text="The tower is 46 metres tall, says the harbour office", form=Form.ITEM),
        Turn(text="Kim brings the logbook", form=Form.ITEM),
    ],
    episode="012",
    published="2024-03-01",
)
ARTICLE = make_document(
    "ep012/article.md",
    SourceKind.ARTICLE,
    "Harbour Courier: the lamp that would not go out",
    [
        Turn(text="The lamp that would not go out", form=Form.HEADING),
        Turn(text="Older residents remember the day the lamp was lit in 1876.", form=Form.PROSE),
    ],
    published="2023-11-20",
    url="https://courier.example/lamp",
)
DOCUMENTS = {document.path: document for document in (TRANSCRIPT, OUTLINE, ARTICLE)}


def cite(n: int, document: Document, quote: str, **more: object) -> Citation:
    """A citation of words that stand in `document`."""
    start = document.file.index(quote)
    segment = next(each for each in document.segments if each.start <= start < each.end)
    base = {"path": document.path, "kind": document.kind, "title": document.title, "episode": document.episode}
    clock = document.clock if segment.starts_at is not None else None
    url = f"{document.video}&t={int(segment.starts_at or 0)}" if document.video else document.url
    fields = {
        **base,
        "published": document.published,
        "speaker": segment.speaker,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "line": document.file.count("\n", 0, start) + 1,
        "url": url,
        "clock": clock,
        "context": document.file[segment.start : segment.end],
        "starts_at": segment.starts_at,
        **more,
    }
    return Citation.model_validate({**fields, "n": n})


def position(citation: Citation, value: str) -> Position:
    """A position that `citation` carries."""
    return Position(
        value=value,
        quote=citation.quote,
        path=citation.path,
        speaker=citation.speaker,
        citation=citation.n,
        start=citation.start,
        end=citation.end,
        kind=citation.kind,
        episode=citation.episode,
    )


_TOWER, _PLAN = cite(1, TRANSCRIPT, HEIGHT), cite(2, OUTLINE, "The tower is 46 metres tall, says the harbour office")
_LIT = cite(1, TRANSCRIPT, BUILT)
_PRESS = cite(2, ARTICLE, "Older residents remember the day the lamp was lit in 1876.")
_WALK = cite(3, TRANSCRIPT, WALK, verdict=Verdict.APPROXIMATE)
_NASTY = cite(
    1, TRANSCRIPT, "<img src=x onerror=alert(1)> is what the logbook looked like to me", url="javascript:alert(3)"
)

ANSWERED = Answer(
    id="a-answered",
    question=SUGGESTIONS[0],
    status=Status.ANSWERED,
    confidence=0.9,
    citations=(_LIT, _PRESS, _WALK),
    answer="Robin said on air that the lamp was lit in 1874 [1]. The Harbour Courier has 1876 [2]. Kim says the climb took "
    "about an hour [3].",
    suggestions=SUGGESTIONS[1:4],
    asked_as="When was the lamp of the old tower first lit?",
    timings=Timings(embed_ms=9, search_ms=4, total_ms=22),
)
DISAGREEING = Answer(
    id="a-disagreeing",
    question=SUGGESTIONS[1],
    status=Status.ANSWERED,
    confidence=0.8,
    citations=(_TOWER, _PLAN),
    answer="Kim said that the old tower is forty-one metres tall [1]. The outline has 46 metres [2].",
    disagreements=(
        Disagreement(
            id="d1",
            topic="height of the old tower",
            kind=DisagreementKind.QUANTITY,
            severity=Severity.CONFLICT,
            positions=(position(_TOWER, "41 metres"), position(_PLAN, "46 metres")),
        ),
    ),
    suggestions=SUGGESTIONS[2:4],
    timings=Timings(total_ms=30),
)
ABSTAINED = Answer(
    id="a-abstained",
    question="Who painted the ceiling?",
    status=Status.ABSTAINED,
    confidence=0.1,
    answer="The show's material does not say who painted the ceiling. The nearest it comes is this [1].",
    citations=(_TOWER,),
    suggestions=SUGGESTIONS[:2],
    timings=Timings(total_ms=18),
)
UNSURE = Answer(
    id="a-unsure",
    question="What colour is the old tower?",
    status=Status.ANSWERED,
    confidence=0.5,
    answer="Kim, in episode 12: “The old tower is forty-one metres tall” [1].",
    citations=(_TOWER,),
    suggestions=SUGGESTIONS[1:3],
    timings=Timings(total_ms=20),
)
NASTY = Answer(
    id="a-nasty",
    question="What did the logbook look like?",
    status=Status.ANSWERED,
    confidence=0.7,
    citations=(_NASTY,),
    answer="<script>alert(4)</script> ![x](https://evil.example/x.png) $$\\href{javascript:alert(5)}{x}$$ [1] [2] [9999999]",
    suggestions=("<b>bold?</b>", "[x](javascript:alert(6))"),
    notice="<i>notice</i>",
    timings=Timings(total_ms=18),
)
TALK = Answer(
    id="a-talk",
    question="hello",
    status=Status.ABSTAINED,
    confidence=0.0,
    answer=SMALL_TALK[SmallTalk.GREETING],
    suggestions=SUGGESTIONS[:1],
)
ARABIC = Answer(
    id="a-arabic",
    question="متى أضيء المصباح؟",
    status=Status.ANSWERED,
    confidence=0.9,
    answer="قال روبن إن المصباح أضيء في عام 1874 [1].",
    citations=(_LIT,),
)
LONG = Answer(
    id="a-long",
    question="List every wave",
    status=Status.ANSWERED,
    confidence=0.9,
    answer="\n".join(f"{n}. Wave number {n} came over the wall [{n}]" for n in range(1, 13)),
    citations=tuple(
        cite(n, TRANSCRIPT, f"Wave number {n} came over the wall, and we wrote it down.") for n in range(1, 13)
    ),
    timings=Timings(total_ms=41),
)


class Ranked(BaseModel):
    """A search in the contract's shape."""

    id: str
    query: str
    passages: list[dict[str, object]] = []
    timings: dict[str, float] = {"embed_ms": 1.0, "search_ms": 1.0}


class FakeIndex:
    """Three made-up sources."""

    show = SHOW

    def sources(self) -> tuple[SourceSummary, ...]:
        """A summary of each."""
        return tuple(
            SourceSummary(
                path=each.path,
                kind=each.kind,
                title=each.title,
                episode=each.episode,
                published=each.published,
                url=each.url,
                speakers=tuple(sorted({turn.speaker for turn in each.segments if turn.speaker})),
                passages=len(each.segments),
                words=len(each.file.split()),
            )
            for each in DOCUMENTS.values()
        )

    def document(self, path: str) -> Document:
        """One of them; `KeyError` for any other path."""
        return DOCUMENTS[path]

    def passages(self, path: str) -> tuple[Passage, ...]:
        """None: nothing here reads them."""
        return ()


class FakeAssistant:
    """Answers by a word in the question: "tall" disagrees, "colour" is unsure, "paint" abstains, "storm" fails, "wave" is long, "hello" is small talk."""

    index = FakeIndex()

    def __init__(self, *, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s  # between deltas, so that streaming can be seen
        self.heard: list[tuple[str, tuple[Message, ...], Filters]] = []

    def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Answer:
        """The last event's answer."""
        done = [event for event in self.stream(question, history, filters) if isinstance(event, Done)]
        return done[-1].answer

    def stream(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Iterator[Event]:
        """Word by word, then what it stands on."""
        self.heard.append((question, tuple(history), filters))
        if "storm" in question:
            raise ModelUnavailable("the language model at 127.0.0.1:9 does not answer; start it, or unset its address.")
        answer = _pick(question).model_copy(update={"question": question})
        time.sleep(10 * self.delay_s)
        for word in answer.answer.split(" "):
            time.sleep(self.delay_s)
            yield Delta(text=word if word == answer.answer.split(" ")[0] else f" {word}")
        yield from answer.citations
        yield from answer.disagreements
        yield Done(answer=answer)

    def search(self, query: str, filters: Filters = EVERYTHING, top: int = 10) -> Ranked:
        """No passage at all."""
        return Ranked(id="s1", query=query)

    def suggestions(self) -> tuple[str, ...]:
        """Four questions that it answers."""
        return SUGGESTIONS


def _pick(question: str) -> Answer:
    words = question.lower()
    known = {"tall": DISAGREEING, "colour": UNSURE, "paint": ABSTAINED, "logbook": NASTY, "wave": LONG, "hello": TALK}
    known["المصباح"] = ARABIC
    return next((answer for word, answer in known.items() if word in words), ANSWERED)
