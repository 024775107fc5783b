"""Lists are given item by item in their order; first and last words are found by their place."""

import pytest

from chat.citations import Documents
from chat.evidence import Candidate
from chat.gather import edges, listed
from chat.question import read_question
from corpus.models import Form, Passage, SourceKind
from index.models import EVERYTHING, Filters
from index.search import Index
from tests.fake_index import sentence_at
from tests.fakes import FakeSource, make_passage


def candidates(*passages: Passage) -> list[Candidate]:
    """Every sentence, the last ones first: a list is put in its own order."""
    found = [Candidate(s, passage, at, 1.0, ()) for passage in passages for at, s in enumerate(passage.sentences)]
    return found[::-1]


def items(question: str, *passages: Passage, documents: Documents, words: int = 100) -> list[str]:
    return [c.text for c in listed(read_question(question), candidates(*passages), documents=documents, words=words)]


def items_of(index: Index, question: str, path: str, *, words: int = 100) -> list[str]:
    return items(question, *index.passages(path), documents=index.document, words=words)


OUTLINE, TRANSCRIPT = "ep031/outline.md", "ep031/transcript.txt"


def test_a_counted_list_is_its_outermost_items(bells: Index) -> None:
    assert items_of(bells, "What are the three signals?", OUTLINE) == [
        "Fire: fast and high",
        "Flood: slow",
        "Wedding: every bell at once",
    ]


def test_a_list_inside_a_list_answers_when_it_is_the_one_that_is_counted(bells: Index) -> None:
    assert items_of(bells, "What are the two rules of the fire signal?", OUTLINE) == [
        "rung by two people",
        "never on a Sunday",
    ]


def test_counted_sentences_of_one_spoken_turn_are_a_list(bells: Index) -> None:
    assert items_of(bells, "What are the three signals that the ringer knows?", TRANSCRIPT) == [
        "First, fire is rung fast and high.",
        "Second, flood is rung slowly.",
        "Third, a wedding is rung with every bell at once.",
    ]


def test_table_rows_are_a_list(bells: Index) -> None:
    assert items_of(bells, "What are the two great bell Varnholm metric values?", OUTLINE) == [
        "Varnholm tower height 61 metres Parish book",
        "Varnholm rope length 40 metres Ringer",
    ]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        pytest.param("What are the four signals?", OUTLINE, id="another count"),
        pytest.param("What are the three harbours?", OUTLINE, id="another subject"),
        pytest.param("What are the two hosts?", TRANSCRIPT, id="sentences that count nothing"),
    ],
)
def test_no_list_answers_unless_it_is_about_that_and_has_as_many(bells: Index, question: str, path: str) -> None:
    assert items_of(bells, question, path) == []


def test_a_list_is_cut_between_items_where_words_run_out(bells: Index) -> None:
    assert items_of(bells, "What are the three signals?", OUTLINE, words=6) == ["Fire: fast and high", "Flood: slow"]


def test_ordinals_of_two_speakers_are_two_lists() -> None:
    talk = make_passage(
        "t.txt",
        ("Hedda", "The bells have names."),
        ("Hedda", "First, Agathe."),
        ("Hedda", "Second, Oddny."),
        ("Ruben", "Third, the small bell has no name."),
    )
    talk = talk.model_copy(
        update={"sentences": tuple(s.model_copy(update={"form": Form.SPEECH}) for s in talk.sentences)}
    )
    (document,) = FakeSource(talk).read(bool, print, print).documents
    found = items("What are the two names of the bells?", talk, documents=lambda path: document)
    assert found == ["First, Agathe.", "Second, Oddny."]


def edge_texts(index: Index, question: str, filters: Filters = EVERYTHING) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for candidate in edges(index, read_question(question), filters):
        found.setdefault(candidate.passage.path, []).append(candidate.sentence.text)
    return list(found.items())


LAST_31 = (TRANSCRIPT, ["That is our show.", "Keep your clapper dry."])
FIRST_31 = (TRANSCRIPT, ["Welcome to Loud Metal, the show about bells.", "Today we climb the tower of Varnholm."])
LAST_ARTICLE = (
    "ep032/article-observer.txt",
    ["The bell of Ostmark, silent since January, will be welded in June.", "Nobody was hurt when it cracked."],
)
FIRST_32 = ("ep032/transcript.txt", ["Welcome back to Loud Metal.", "This week a bell cracked in Ostmark."])


@pytest.mark.parametrize(
    ("question", "filters", "expected"),
    [
        pytest.param("What are the last words?", Filters(episode=("031",)), [LAST_31], id="last words"),
        pytest.param("What are the first words?", Filters(episode=("031",)), [FIRST_31], id="first words"),
        pytest.param("How does the show begin, what are the first words?", EVERYTHING, [FIRST_31, FIRST_32],
                     id="first words of every episode"),
        pytest.param("What is the last line?", Filters(kind=(SourceKind.ARTICLE,)), [LAST_ARTICLE], id="of a kind"),
        pytest.param("What are the last words?", Filters(episode=("031",), kind=(SourceKind.ARTICLE,)), [],
                     id="of no source"),
        pytest.param("What is the rope made of?", EVERYTHING, [], id="no edge is asked for"),
    ],
)  # fmt: skip
def test_first_and_last_words_are_found_by_their_place(
    bells: Index, question: str, filters: Filters, expected: list[tuple[str, list[str]]]
) -> None:
    assert edge_texts(bells, question, filters) == expected


def test_the_nested_items_of_the_show_are_items(bells: Index) -> None:
    passage, at = sentence_at(bells, OUTLINE, "never on a Sunday")
    assert (passage.sentences[at].form, passage.sentences[at].section) == (
        Form.ITEM,
        ("The three signals", "Fire: fast and high"),
    )
