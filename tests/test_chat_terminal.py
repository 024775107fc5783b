"""What a terminal or a pipe gets: plain lines."""

import pytest

from chat.evaluate import Judged
from chat.models import (
    Answer,
    Citation,
    Disagreement,
    DisagreementKind,
    FoundPassage,
    Position,
    SearchResult,
    Severity,
    Status,
    Verdict,
)
from chat.terminal import answer_lines, disagreement_lines, figure_lines, place, search_lines, source_lines
from chat.wording import clock_text
from corpus.models import Clock, SourceKind
from index.models import SourceSummary


@pytest.mark.parametrize(
    ("seconds", "clock", "expected"),
    [
        pytest.param(512.9, Clock.EXACT, "8:32", id="exact"),
        pytest.param(512.0, Clock.ESTIMATED, "about 8:32", id="estimated"),
        pytest.param(512.0, Clock.CHAPTER, "about 8:32", id="chapter"),
        pytest.param(512.0, None, "about 8:32", id="unknown"),
        pytest.param(0.0, Clock.EXACT, "0:00", id="the beginning"),
        pytest.param(3725.0, Clock.EXACT, "1:02:05", id="over an hour"),
    ],
)
def test_a_time_says_how_it_is_known(seconds: float, clock: Clock | None, expected: str) -> None:
    assert clock_text(seconds, clock) == expected


CITATION = Citation(
    n=1,
    path="ep031/transcript.txt",
    kind=SourceKind.TRANSCRIPT,
    title="Nine Tonnes",
    episode="031",
    published="2025-03-04",
    speaker="Hedda",
    quote="The rope is made of hemp.",
    start=10,
    end=35,
    line=3,
    starts_at=512.0,
    clock=Clock.ESTIMATED,
)
BARE = Citation(n=2, path="loose.md", kind=SourceKind.PAGE, title="Loose", quote="Hemp.", start=0, end=5, line=1)


def test_a_place_is_one_line_of_what_is_known() -> None:
    assert place(CITATION) == "Hedda, transcript, episode 031, 2025-03-04, about 8:32 (ep031/transcript.txt:3)"
    assert place(BARE) == "page (loose.md:1)"


DISPUTE = Disagreement(
    id="d1",
    topic="rope length",
    kind=DisagreementKind.QUANTITY,
    severity=Severity.CONFLICT,
    positions=(
        Position(value="40 metres", quote="Forty metres.", path="t.txt", speaker="Hedda", citation=1, start=0, end=13,
                 kind=SourceKind.TRANSCRIPT),
        Position(value="44 metres", quote="Rope: 44 metres", path="o.md", start=0, end=15, kind=SourceKind.OUTLINE),
    ),
)  # fmt: skip


def answer(**more: object) -> Answer:
    given = {"id": "a", "question": "q", "status": Status.ANSWERED, "answer": "Hemp [1].", "confidence": 0.9, **more}
    return Answer.model_validate(given)


def test_an_answer_stands_first_and_then_its_sources_and_what_they_disagree_about() -> None:
    assert list(answer_lines(answer(citations=(CITATION, BARE), disagreements=(DISPUTE,)))) == [
        "Hemp [1].",
        "",
        "[1] Hedda, transcript, episode 031, 2025-03-04, about 8:32 (ep031/transcript.txt:3)",
        "    “The rope is made of hemp.”",
        "",
        "[2] page (loose.md:1)",
        "    “Hemp.”",
        "",
        "The sources disagree (conflict): rope length",
        "  40 metres: “Forty metres.” (Hedda, t.txt)",
        "  44 metres: “Rope: 44 metres” (o.md)",
    ]


def test_an_unsure_answer_says_so_first() -> None:
    assert list(answer_lines(answer(confidence=0.64))) == [
        "(This comes nearest, but may not be the answer.)",
        "Hemp [1].",
    ]


def test_a_row_of_a_table_stands_without_quotation_marks() -> None:
    row = BARE.model_copy(update={"n": 1, "path": "o.md", "quote": "Rope 44 metres", "cells": ("Rope", "44 metres")})
    lines = list(answer_lines(answer(citations=(row,), disagreements=(DISPUTE,))))
    assert (lines[3], lines[7]) == ("    Rope: 44 metres", "  44 metres: Rope: 44 metres (o.md)")


def test_a_notice_follows_the_answer_and_a_mis_heard_quote_its_reading() -> None:
    heard = BARE.model_copy(update={"heard": "Hemp rope."})
    assert list(answer_lines(answer(notice="The model was left out.", citations=(heard,))))[1:] == [
        "(The model was left out.)",
        "",
        "[2] page (loose.md:1)",
        "    “Hemp.”",
        "    (captions; most likely: Hemp rope.)",
    ]


def test_the_sources_of_an_abstention_are_called_what_they_are() -> None:
    nothing = {"status": Status.ABSTAINED, "answer": "It does not say."}
    assert list(answer_lines(answer(**nothing))) == ["It does not say."]
    assert list(answer_lines(answer(**nothing, citations=(BARE,))))[:4] == [
        "It does not say.",
        "The nearest passages:",
        "",
        "[2] page (loose.md:1)",
    ]


def test_an_approximate_quote_is_never_in_quotation_marks() -> None:
    loose = BARE.model_copy(update={"verdict": Verdict.APPROXIMATE})
    assert list(answer_lines(answer(citations=(loose,))))[-1] == "    Hemp."


def test_a_disagreement_takes_a_line_a_position() -> None:
    assert len(list(disagreement_lines(DISPUTE))) == 1 + len(DISPUTE.positions)


def test_a_search_is_ranked_passages() -> None:
    passage = FoundPassage(
        path="t.txt", kind=SourceKind.TRANSCRIPT, episode="031", speaker="Hedda", section=None, text="It is hemp.",
        start=10, end=21, score=0.876, starts_at=8.0, clock=Clock.EXACT,
    )  # fmt: skip
    assert list(search_lines(SearchResult(id="s", query="rope", passages=(passage, passage)))) == [
        "1. Hedda, transcript, episode 031, 0:08 (t.txt 10–21)  0.88",
        "   It is hemp.",
        "2. Hedda, transcript, episode 031, 0:08 (t.txt 10–21)  0.88",
        "   It is hemp.",
    ]


def test_a_source_is_a_line() -> None:
    talk = SourceSummary(
        path="t.txt", kind=SourceKind.TRANSCRIPT, title="T", episode="031", published=None, url=None,
        speakers=("Hedda", "Ruben"), passages=2, words=1234,
    )  # fmt: skip
    page = talk.model_copy(update={"path": "p.md", "kind": SourceKind.PAGE, "episode": None, "speakers": ()})
    assert list(source_lines([talk, page])) == [
        "t.txt  transcript, episode 031, 2 passages, 1,234 words, Hedda, Ruben",
        "p.md  page, no episode, 2 passages, 1,234 words",
    ]


MISS = Judged(
    id="q7", type="single-fact", answerable=True, answered=False, right=False, nuggets=None, supported=False,
    first_supports=False, citations=0, verbatim=0, speakers=(), wants_flag=False, flags=0, flag_right=False,
    confidence=0.1, rank=None, in_budget=False, words=6, total_ms=1.0, miss="wrongly abstained",
)  # fmt: skip


def test_figures_are_a_line_each_and_misses_are_told_when_asked_for() -> None:
    lines = list(figure_lines([MISS], misses=True))
    assert f"{'right':26} 0" in lines
    assert f"{'verbatim':26} –" in lines
    assert lines[-3:] == [f"{'single-fact':26} 0 of 1 right", "", f"{'q7':26} wrongly abstained"]
    assert list(figure_lines([MISS], misses=False)) == lines[:-2]
