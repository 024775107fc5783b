"""Documents cut into passages. The material is invented; the show's own is read only under the mark `quality`."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chunk import chunk_document
from corpus.glossary import Glossary
from corpus.load import load_corpus
from corpus.models import MAX_TOKENS, Document, Form, Passage, Reading, Run, Segment, SourceKind
from corpus.tokens import count_tokens

SHARED = Path(__file__).parents[2] / "shared"


def make_document(*lines: Segment | tuple[Form, str], kind: SourceKind = SourceKind.PAGE, **fields: object) -> Document:
    """A document whose reading is its file: one line a segment."""
    texts = [line[1] for line in lines if isinstance(line, tuple)]
    text, segments, start = "\n".join(texts), [], 0
    for form, line in (line for line in lines if isinstance(line, tuple)):
        segments.append(Segment(form=form, start=start, end=start + len(line)))
        start += len(line) + 1
    reading = Reading(text=text, runs=(Run(reading=0, length=len(text), file=0, file_length=len(text)),))
    given_fields = {"path": "ep007/page.md", "version": "v", "title": "Tides", "episode": "007", **fields}
    return Document.model_validate(
        {"kind": kind, "file": text, "reading": reading, "segments": tuple(segments), **given_fields}
    )


def with_segments(document: Document, **changes: dict[int, object]) -> Document:
    """The document with fields of its segments changed: field → {index: value}."""
    segments = [
        segment.model_copy(update={field: values[index] for field, values in changes.items() if index in values})
        for index, segment in enumerate(document.segments)
    ]
    return document.model_copy(update={"segments": tuple(segments)})


def speech(*turns: tuple[str, str]) -> Document:
    document = make_document(*((Form.SPEECH, text) for _, text in turns), kind=SourceKind.TRANSCRIPT)
    return with_segments(document, speaker={index: name for index, (name, _) in enumerate(turns)})


def texts(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


LONG = "The tide comes in and the boats go out and the gulls stay where they are. " * 5


def test_short_turns_are_packed_and_have_a_speaker_only_when_it_is_one_person() -> None:
    passages = chunk_document(speech(("Ada", "The tide turns."), ("Bo", "It does.")))
    assert texts(passages) == ["The tide turns.\nIt does."]
    assert passages[0].speaker is None
    assert [(one.text, one.speaker) for one in passages[0].sentences] == [
        ("The tide turns.", "Ada"),
        ("It does.", "Bo"),
    ]
    assert chunk_document(speech(("Ada", "The tide turns."), ("Ada", "It does.")))[0].speaker == "Ada"


def test_a_passage_knows_its_way_home_and_its_line() -> None:
    document = speech(("Ada", "The tide turns."), ("Bo", LONG.strip()), ("Ada", LONG.strip()))
    for passage in chunk_document(document):
        assert passage.text == document.file[passage.start : passage.end]
        assert passage.line == document.file.count("\n", 0, passage.start) + 1
        assert passage.id == f"{document.path}#{passage.start}-{passage.end}"


def test_the_header_is_searched_and_not_shown() -> None:
    document = with_segments(
        make_document((Form.ITEM, "Nine pilots know the sound.")), section={0: ("Harbour", "Who may steer")}
    )
    (passage,) = chunk_document(document)
    assert passage.search_text == "Tides · episode 7 · Harbour › Who may steer\n9 pilots know the sound."
    assert (passage.text, passage.section) == ("Nine pilots know the sound.", "Harbour › Who may steer")


def test_a_question_stays_with_its_answer() -> None:
    document = speech(("Ada", LONG.strip()), ("Bo", "So why does it turn?"), ("Ada", LONG.strip()))
    passages = chunk_document(document)
    assert [one.text.split("\n")[0][:20] for one in passages] == ["The tide comes in an", "So why does it turn?"]


def test_a_heading_goes_with_what_follows() -> None:
    document = make_document(
        (Form.PROSE, LONG.strip()), (Form.HEADING, "Who may steer"), (Form.PROSE, LONG.strip()), (Form.HEADING, "End")
    )
    passages = chunk_document(document)
    assert [passage.text.startswith("Who may steer\n") for passage in passages] == [False, True, False]
    assert passages[-1].text == "End"


def test_code_and_tasks_keep_to_themselves() -> None:
    document = make_document(
        (Form.PROSE, "Tides are listed."), (Form.TASK, "check the list"), (Form.TASK, "send it"), (Form.CODE, "tide()")
    )
    assert texts(chunk_document(document)) == ["Tides are listed.", "check the list\nsend it", "tide()"]


def test_a_row_is_one_sentence_searched_with_its_column_names() -> None:
    document = with_segments(
        make_document((Form.ROW, "Orle 4.5 m")), header={0: ("Port", "Depth")}, cells={0: ("Orle", "4.5 m")}
    )
    (sentence,) = chunk_document(document)[0].sentences
    assert (sentence.text, sentence.search_text) == ("Orle 4.5 m", "Port: Orle; Depth: 4.5 m")


def test_very_small_neighbours_share_a_passage_and_larger_sections_do_not() -> None:
    small = [(Form.HEADING, "Monday"), (Form.ITEM, "Nets."), (Form.HEADING, "Tuesday"), (Form.ITEM, "Ropes.")]
    assert texts(chunk_document(make_document(*small))) == ["Monday\nNets.\nTuesday\nRopes."]
    large = [
        (Form.HEADING, "Monday"),
        (Form.PROSE, LONG.strip()),
        (Form.HEADING, "Tuesday"),
        (Form.PROSE, LONG.strip()),
    ]
    assert len(chunk_document(make_document(*large))) == 2


def test_sentences_within_a_turn_are_timed_by_their_share_of_it() -> None:
    document = speech(("Ada", "One two three four. Five six seven eight."), ("Bo", "Nine."))
    document = with_segments(document, starts_at={0: 10.0, 1: 20.0})
    (passage,) = chunk_document(document)
    assert [sentence.starts_at for sentence in passage.sentences] == [10.0, 14.9, 20.0]
    assert passage.starts_at == 10.0


def test_names_are_repaired_in_captions_only_and_never_in_what_is_shown() -> None:
    glossary = Glossary(repairs={"kitty wake": "Kittiwake"}, guesses={"BRC": "VRC"})
    document = make_document((Form.SPEECH, "The kitty wake has a BRC."), kind=SourceKind.CAPTIONS)
    (sentence,) = chunk_document(document, glossary=glossary)[0].sentences
    assert (sentence.text, sentence.repaired) == ("The kitty wake has a BRC.", "The Kittiwake has a BRC.")
    assert sentence.search_text == "The Kittiwake has a VRC BRC."
    page = document.model_copy(update={"kind": SourceKind.PAGE})
    (printed,) = chunk_document(page, glossary=glossary)[0].sentences
    assert (printed.repaired, printed.search_text) == (None, "The kitty wake has a BRC.")


def check(document: Document, *, max_tokens: int, fits: Callable[[str], bool]) -> None:
    passages = chunk_document(document, max_tokens=max_tokens, fits=fits)
    for passage in passages:
        assert count_tokens([passage.search_text])[0] <= max_tokens
        assert fits(passage.search_text)
        assert all(fits(sentence.search_text) for sentence in passage.sentences)
    words = "".join("".join(sentence.text.split()) for passage in passages for sentence in passage.sentences)
    reading = document.reading.text
    assert words == "".join("".join(reading[one.start : one.end].split()) for one in document.segments)


WORDS = st.lists(
    st.sampled_from(["tide", "why?", "Sea.", "x" * 300, "12,5", "潮" * 40, "so,", "B. P.", "https://a.b/" + "c" * 90]),
    min_size=1,
    max_size=120,
).map(" ".join)


TITLES = st.sampled_from(["Tides", "潮" * 200, "A very long title that goes on " * 5, ""])


@given(
    st.lists(st.tuples(st.sampled_from(list(Form)), WORDS), max_size=8),
    TITLES,
    st.integers(60, 200),
    st.integers(200, 900),
)
def test_nothing_is_lost_and_nothing_is_too_long(
    lines: list[tuple[Form, str]], title: str, max_tokens: int, max_characters: int
) -> None:
    document = make_document(*lines, title=title)
    check(document, max_tokens=max_tokens, fits=lambda text: len(text) <= max_characters)


def test_a_book_without_a_full_stop_is_cut_whole() -> None:
    check(make_document((Form.SPEECH, "salt " * 20_000)), max_tokens=MAX_TOKENS, fits=lambda text: len(text) <= 900)


@pytest.mark.quality
@pytest.mark.parametrize("folder", ["show", "episode-050"])
def test_every_sentence_of_the_real_material_is_the_file_s_own_words(folder: str) -> None:
    if not (SHARED / "corpus" / folder).is_dir():
        pytest.skip("the real material (../shared) is not beside this checkout")
    spec = importlib.util.spec_from_file_location("score_answers", SHARED / "eval" / "score_answers.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    problems: list[object] = []
    for document in load_corpus(SHARED / "corpus" / folder, on_problem=problems.append):
        for passage in chunk_document(document):
            for sentence in passage.sentences:
                stretch = document.file[sentence.start : sentence.end]
                assert "".join(scorer.words(stretch)) == "".join(scorer.words(sentence.text)) != ""
    assert problems == []
