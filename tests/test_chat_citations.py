"""A citation's quote is what a person reads at its place in the file: held here by hand, not by the reader."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.citations import cite, cite_all, moment, stands_in
from chat.models import Citation, Verdict
from corpus.captions.read import read_captions
from corpus.chunk import chunk_document
from corpus.load import load_corpus
from corpus.models import Clock, Passage, SourceKind
from index.search import Index
from tests.fake_index import FILES, read_anew, sentence_at
from tests.fakes import FakeSource, make_passage


def cited(index: Index, path: str, words: str, *, more: int = 0) -> list[Citation]:
    passage, at = sentence_at(index, path, words)
    return cite_all(passage.sentences[at : at + 1 + more], passage, documents=index.document)


@pytest.mark.parametrize("path", [path for path in FILES if path != "show.toml"])
def test_the_quote_of_every_sentence_is_the_reading_of_its_stretch_of_the_file(bells: Index, path: str) -> None:
    document = bells.document(path)
    for passage in bells.passages(path):
        for sentence in passage.sentences:
            citations = cite_all([sentence], passage, documents=bells.document)
            assert " ".join(citation.quote for citation in citations) == sentence.text
            if not sentence.cells:  # the bars between a row's cells are not read
                assert [c.quote for c in citations] == [read_anew(document, c.start, c.end) for c in citations]
            assert all(citation.quote in citation.context for citation in citations)


def test_a_citation_says_who_and_where_and_opens_at_its_line(bells: Index) -> None:
    (found,) = cited(bells, "ep031/transcript.txt", "weighs nine thousand", more=1)
    document = bells.document("ep031/transcript.txt")
    assert found == Citation(
        n=0,
        path="ep031/transcript.txt",
        kind=SourceKind.TRANSCRIPT,
        title="Nine Tonnes of Bronze",
        episode="031",
        published="2025-03-04",
        speaker="Hedda",
        quote="The great bell of Varnholm weighs nine thousand two hundred kilos. "
        "The founder was Agathe Brink, who cast the bell in eighteen seventy-one.",
        start=document.file.index("The great bell"),
        end=document.file.index("She kept") - len("\n\nRuben: "),
        line=5,
        context=found.context,
        url="https://loudmetal.example/31",
        verdict=Verdict.EXACT,
    )
    assert document.file.splitlines()[found.line - 1].startswith("Hedda: The great bell")


def test_a_sentence_under_headings_says_its_section(bells: Index) -> None:
    (found,) = cited(bells, "ep031/outline.md", "rung by two people")
    assert (found.section, found.speaker) == ("The three signals › Fire: fast and high", None)


def test_a_table_row_has_its_cells(bells: Index) -> None:
    rows = {
        cited(bells, path, sentence.text)[0].cells
        for path in FILES
        if path != "show.toml"
        for passage in bells.passages(path)
        for sentence in passage.sentences
        if sentence.cells
    }
    assert rows and all(len(cells) > 1 and all(cells) for cells in rows)
    assert cited(bells, "ep031/outline.md", "rung by two people")[0].cells == ()


def test_a_sentence_over_two_captions_is_quoted_in_two_exact_pieces(bells: Index) -> None:
    found = cited(bells, "ep031/ringer.srt", "evening bell")
    assert [c.quote for c in found] == ["I am Oddny Fell and I ring", "the evening bell at Varnholm by hand."]
    file = bells.document("ep031/ringer.srt").file
    assert [file[c.start : c.end] for c in found] == [c.quote for c in found]
    assert [c.line for c in found] == [3, 7]
    assert {(c.speaker, c.clock, c.verdict) for c in found} == {("Oddny Fell", Clock.EXACT, Verdict.EXACT)}


def test_of_interrupted_words_one_citation_takes_the_longest_stretch(bells: Index) -> None:
    passage, at = sentence_at(bells, "ep031/ringer.srt", "evening bell")
    found = cite([passage.sentences[at]], passage, documents=bells.document)
    assert found is not None
    assert found.quote == "the evening bell at Varnholm by hand."


def test_captions_lead_to_the_moment_in_the_recording(bells: Index) -> None:
    (found,) = cited(bells, "ep031/ringer.srt", "Frost makes")
    assert (found.url, found.starts_at) == ("https://video.loudmetal.example/watch?v=ringer&t=75", 75.0)


@pytest.mark.parametrize(
    ("video", "url", "starts_at", "expected"),
    [
        pytest.param("https://v.example/w?v=1", "https://p.example", 75.9, "https://v.example/w?v=1&t=75", id="query"),
        pytest.param("https://v.example/w", None, 0.0, "https://v.example/w?t=0", id="no query"),
        pytest.param("https://v.example/w", "https://p.example", None, "https://p.example", id="no time"),
        pytest.param("https://v.example/w", None, None, "https://v.example/w", id="no time and no page"),
        pytest.param(None, "https://p.example", 75.9, "https://p.example", id="no recording"),
        pytest.param(None, None, 75.9, None, id="nothing"),
    ],
)
def test_an_address_leads_as_near_as_is_known(
    video: str | None, url: str | None, starts_at: float | None, expected: str | None
) -> None:
    passage = make_passage("t.txt", ("Hedda", "Ring.")).model_copy(update={"video": video, "url": url})
    assert moment(passage, starts_at) == expected


def test_nobody_is_credited_with_what_two_people_said() -> None:
    passage = make_passage("talk.md", ("Hedda", "The rope is long."), ("Ruben", "So is the tower."))
    (document,) = FakeSource(passage).read(bool, print, print).documents
    (found,) = cite_all(passage.sentences, passage, documents=lambda path: document)
    assert (found.quote, found.speaker) == ("The rope is long. So is the tower.", None)


def test_two_turns_are_quoted_apart_each_as_its_speakers(bells: Index) -> None:
    found = cited(bells, "ep031/transcript.txt", "What does the great bell", more=1)
    assert [(c.speaker, c.quote) for c in found] == [
        ("Ruben", "What does the great bell of Varnholm weigh?"),
        ("Hedda", "The great bell of Varnholm weighs nine thousand two hundred kilos."),
    ]


TURNS = "Ruben: Who rang?\n\nHedda: The ringer rang.\n\n[a bell]\n\nHedda: She rang well.\n\nRuben: Good.\n"


def test_a_label_between_two_turns_of_one_speaker_is_never_quoted(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text('hosts = ["Hedda", "Ruben"]', "utf-8")
    (tmp_path / "transcript.txt").write_text(TURNS, "utf-8")
    (document,) = load_corpus(tmp_path, on_problem=print)
    (passage,) = chunk_document(document)
    found = cite_all(passage.sentences[1:3], passage, documents=lambda path: document)
    assert [(c.speaker, c.quote) for c in found] == [("Hedda", "The ringer rang."), ("Hedda", "She rang well.")]


@pytest.mark.parametrize(
    ("repaired", "words", "expected"),
    [
        pytest.param("the bell of Varnholm rang twice.", "the bell of warn home rang twice.",
                     "the bell of Varnholm rang twice.", id="the whole sentence"),
        pytest.param("the bell of Varnholm rang twice.", "the bell of warn home",
                     "the bell of Varnholm", id="the part with the name"),
        pytest.param("the bell of Varnholm rang twice.", "rang twice.", None, id="the other part"),
        pytest.param(None, "the bell of warn home", None, id="nothing mis-heard"),
    ],
)  # fmt: skip
def test_a_mis_heard_quote_says_what_was_probably_said(repaired: str | None, words: str, expected: str | None) -> None:
    said = "the bell of warn home rang twice."
    passage = make_passage("c.srt", ("Oddny", said), kind=SourceKind.CAPTIONS)
    at = said.index(words)
    sentence = passage.sentences[0].model_copy(update={"repaired": repaired})
    (document,) = FakeSource(passage).read(bool, print, print).documents
    cut = sentence.model_copy(update={"start": at, "end": at + len(words)})
    (found,) = cite_all([cut], passage, documents=lambda path: document)
    assert (found.quote, found.heard) == (words, expected)


def altered(passage: Passage, text: str) -> list[Citation]:
    """Citations of `passage` by an index whose file says `text` at that place."""
    source = FakeSource(make_passage(passage.path, (None, text)))
    (document,) = source.read(bool, print, print).documents
    wrong = document.model_copy(
        update={
            "reading": document.reading.model_copy(update={"text": passage.text}),
        }
    )
    return cite_all(passage.sentences, passage, documents=lambda path: wrong)


def test_a_quote_that_its_file_does_not_hold_is_dropped() -> None:
    passage = make_passage("t.txt", ("Hedda", "The rope is forty metres long."))
    assert [c.quote for c in altered(passage, "The rope is forty metres long.")] == ["The rope is forty metres long."]
    assert altered(passage, "The rope is fifty metres long.") == []


@pytest.mark.parametrize(
    ("file", "quote", "expected"),
    [
        pytest.param("The rope is long.", "The rope is long.", True, id="word for word"),
        pytest.param('The <break time="1s"/>rope is **long**.', "The rope is long.", True, id="marks off"),
        pytest.param("The rope\n  is long.", "The rope is long.", True, id="white space folded"),
        pytest.param("[The rope](https://r.example/x) is long.", "The rope is long.", True, id="link"),
        pytest.param("The rope is long.", "The rope is short.", False, id="another word"),
        pytest.param("The rope is 40 m long.", "The rope is 41 m long.", False, id="another figure"),
        pytest.param("The rope is not long.", "The rope is long.", False, id="a word left out"),
        pytest.param("The rope is long.", "The rope is very long.", False, id="a word put in"),
        pytest.param("rope The is long.", "The rope is long.", False, id="another order"),
        pytest.param("…", "…", False, id="no words at all"),
    ],
)
def test_words_stand_in_a_file_only_unaltered(file: str, quote: str, expected: bool) -> None:
    assert stands_in(file, quote) is expected


WORDS = st.lists(
    st.sampled_from(["rope", "bell", "tower", "40", "9,200", "clay", "März", "İs"]), min_size=1, max_size=8
)


@given(WORDS, st.integers(0, 7))
def test_a_text_without_marks_stands_in_itself_and_never_without_one_of_its_words(words: list[str], at: int) -> None:
    assert stands_in(" ".join(words), " ".join(words))
    fewer = words[: at % len(words)] + words[at % len(words) + 1 :]
    assert not stands_in(" ".join(words), " ".join(fewer))


@pytest.mark.parametrize(
    ("heard", "quotes"),
    [
        pytest.param("We won. [Applause] It rained.", ["We won. It rained."], id="known as one by itself"),
        pytest.param("We won. [Music - Salt Song] It rained.", ["We won.", "It rained."], id="by its captions only"),
    ],
)
def test_a_stage_direction_between_two_captions_is_never_quoted(heard: str, quotes: list[str]) -> None:
    captions = read_captions(path="talk.srt", version="v", file=f"1\n00:00:01,000 --> 00:00:09,000\n{heard}\n")
    (passage,) = chunk_document(captions)
    assert [c.quote for c in cite_all(passage.sentences, passage, documents=lambda _: captions)] == quotes
