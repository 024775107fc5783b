"""Times into an episode. The material is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clock import with_clock
from corpus.models import Clock, Document, Form, Reading, Run, Segment, SourceKind

TURN = "salt comes in with the tide and goes out again"  # ten words


def make_script(*turns: str, kind: SourceKind = SourceKind.TRANSCRIPT, duration_s: float | None = 100.0) -> Document:
    """A script of which each turn is one line; marks in `<…>` and `[…]` stand in the file and not in the reading."""
    file, text, runs, segments = "", "", [], []
    for turn in turns:
        marks, _, words = turn.rpartition("|")
        file += marks
        runs.append(Run(reading=len(text), length=len(words) + 1, file=len(file), file_length=len(words) + 1))
        segments.append(Segment(form=Form.SPEECH, start=len(text), end=len(text) + len(words)))
        file, text = f"{file}{words}\n", f"{text}{words}\n"
    return Document(
        path="ep007/transcript.txt",
        version="v",
        kind=kind,
        title="Tides",
        duration_s=duration_s,
        file=file,
        reading=Reading(text=text, runs=tuple(runs)),
        segments=tuple(segments),
    )


def times(document: Document) -> list[float | None]:
    return [segment.starts_at for segment in document.segments]


def test_times_go_by_words_over_the_known_length() -> None:
    document = with_clock(make_script(TURN, TURN, f"{TURN} {TURN}", TURN), ())
    assert (document.clock, times(document)) == (Clock.ESTIMATED, [0.0, 20.0, 40.0, 80.0])


@pytest.mark.parametrize(
    ("pause", "seconds"),
    [
        pytest.param('<break time="20s"/>', 20.0, id="seconds"),
        pytest.param('<break time="1.5s" />', 1.5, id="a fraction"),
        pytest.param('<break time="800ms"/>', 0.8, id="milliseconds"),
        pytest.param("[pause]", 0.5, id="pause"),
        pytest.param("[pause long]", 1.0, id="long pause"),
        pytest.param("[Pause short]", 0.3, id="short pause"),
        pytest.param("[applause]", 0.0, id="no pause"),
    ],
)
def test_pauses_take_their_time(pause: str, seconds: float) -> None:
    document = with_clock(make_script(TURN, f"{pause}|{TURN}"), ())
    assert times(document) == [0.0, pytest.approx((100 - seconds) / 2 + seconds, abs=0.06)]


def test_more_pauses_than_half_of_the_length_are_not_believed() -> None:
    document = with_clock(make_script(TURN, f'<break time="99s"/>|{TURN}', TURN), ())
    assert times(document) == [0.0, 66.7, 83.3]


CHAPTERS = ((0.0, "Welcome"), (30.0, "Why oysters climb"), (70.0, "Ferry bakers"))
TALK = [
    TURN,
    TURN,
    "So why would oysters ever climb a mast at night",
    TURN,
    "Every ferry has its bakers, four of them",
    TURN,
]


def test_recognised_chapters_give_their_times_and_the_rest_lies_between() -> None:
    document = with_clock(make_script(*TALK), CHAPTERS)
    assert document.clock is Clock.CHAPTER
    assert times(document) == [0.0, 15.0, 30.0, 50.0, 70.0, 83.3]


def test_a_heading_of_the_chapter_s_name_opens_it() -> None:
    page = make_script(TURN, TURN, TURN, TURN, kind=SourceKind.PAGE)
    sections = [("Transcript", name) for name in ("Welcome", "Welcome", "The Knots", "The Knots")]
    segments = [one.model_copy(update={"section": two}) for one, two in zip(page.segments, sections, strict=True)]
    document = with_clock(
        page.model_copy(update={"segments": tuple(segments)}), ((0.0, "Welcome"), (60.0, "the knots"))
    )
    assert (document.clock, times(document)) == (Clock.CHAPTER, [0.0, 30.0, 60.0, 80.0])


def test_chapters_past_the_stated_length_move_the_end() -> None:
    document = with_clock(make_script(TURN, TURN, TURN, duration_s=50.0), ((0.0, "Welcome"), (60.0, "Close")))
    assert (document.clock, times(document)) == (Clock.ESTIMATED, [0.0, 30.0, 60.0])


def test_without_a_length_or_chapters_nothing_is_timed() -> None:
    document = make_script(TURN, duration_s=None)
    assert with_clock(document, ()) == document


def test_outlines_and_exact_times_are_left_alone() -> None:
    outline = make_script(TURN, kind=SourceKind.OUTLINE)
    exact = make_script(TURN, kind=SourceKind.CAPTIONS).model_copy(update={"clock": Clock.EXACT})
    assert (with_clock(outline, CHAPTERS), with_clock(exact, CHAPTERS)) == (outline, exact)


SOME_CHAPTERS = st.lists(st.tuples(st.floats(0, 4000), st.sampled_from(["Oysters climb", "Bakers", "x"])), max_size=6)


@given(
    st.lists(st.sampled_from([*TALK, '<break time="3s"/>|And on.', "|Yes."]), min_size=1, max_size=20), SOME_CHAPTERS
)
def test_times_never_fall_and_never_pass_the_end(turns: list[str], chapters: list[tuple[float, str]]) -> None:
    document = with_clock(make_script(*turns, duration_s=600.0), tuple(chapters))
    found = [at for at in times(document) if at is not None]
    last = max([600.0, *(2 * start for start, _ in chapters)])
    assert len(found) == len(turns)
    assert found == sorted(found) and found[0] >= 0 and found[-1] <= last + 0.1
