"""Lists are given item by item in their order; first and last words are found by their place."""

from dataclasses import replace

import pytest

from chat.citations import Documents
from chat.evidence import FEATURES, Candidate
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


@pytest.mark.parametrize(("named", "expected"), [(1.0, 2), (0.0, 0)], ids=["names somebody", "names nobody"])
def test_a_list_tells_who_only_where_its_items_name_somebody(named: float, expected: int) -> None:
    ropes = read_out("Agathe pulls the great bell", "Oddny pulls the small bell", form=Form.ITEM, section=("Bells",))
    features = tuple(named if name == "gives" else 0.0 for name in FEATURES)
    found = [replace(one, features=features) for one in candidates(ropes)]
    (document,) = FakeSource(ropes).read(bool, print, print).documents
    told = listed(read_question("Which two people pull the bells?"), found, documents=lambda path: document, words=100)
    assert len(told) == expected


IN_TURN = (
    ("Hedda", "There are three reasons for the new ropes of the bells."),
    ("Hedda", "First, the frost."),
    ("Hedda", "It was a hard winter."),
    ("Ruben", "Second, the mice."),
    ("Hedda", "And third, the parish council."),
)


@pytest.mark.parametrize(
    ("question", "turns", "expected"),
    [
        pytest.param("What are the three reasons for the new ropes?", IN_TURN, [1, 3, 4], id="three"),
        pytest.param("What are the reasons for the new ropes?", IN_TURN, [1, 3, 4], id="not counted in the question"),
        pytest.param("What are the four reasons for the new ropes?", IN_TURN, [], id="too few"),
        pytest.param("What are the reasons for the new ropes?", (IN_TURN[0], *IN_TURN[3:]), [], id="no first"),
        pytest.param("Which people are reasons for the new ropes?", IN_TURN, [], id="who is asked for"),
    ],
)
def test_what_two_count_in_turn_is_a_list(
    question: str, turns: tuple[tuple[str, str], ...], expected: list[int]
) -> None:
    talk = make_passage("t.txt", *turns)
    talk = talk.model_copy(
        update={"sentences": tuple(s.model_copy(update={"form": Form.SPEECH}) for s in talk.sentences)}
    )
    assert listed_from(question, talk) == [turns[at][1] for at in expected]


def test_a_list_is_counted_on_in_the_next_passage() -> None:
    one, two = read_out("One: hemp.", form=Form.SPEECH), read_out("Two: wire.", form=Form.SPEECH)
    moved = tuple(s.model_copy(update={"start": s.start + 200, "end": s.end + 200}) for s in two.sentences)
    two = two.model_copy(update={"id": "t.md#2", "start": 200, "sentences": moved})
    assert listed_from("What are the two ropes, hemp and wire?", one, *candidates(two)) == ["One: hemp.", "Two: wire."]


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


def read_out(*lines: str, form: Form, section: tuple[str, ...] = ()) -> Passage:
    """A passage of lines alike in form and section."""
    passage = make_passage("t.md", *(("Hedda" if form is Form.SPEECH else None, line) for line in lines))
    shape = {"form": form, "section": section}
    return passage.model_copy(update={"sentences": tuple(s.model_copy(update=shape) for s in passage.sentences)})


def listed_from(question: str, passage: Passage, *further: Candidate) -> list[str]:
    (document,) = FakeSource(passage).read(bool, print, print).documents
    found = [*further, *candidates(passage)]
    return [c.text for c in listed(read_question(question), found, documents=lambda path: document, words=100)]


ROPES = ("Hemp, for the great bell", "Wire, for the small bell")


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        pytest.param(4.5, ROPES, id="not far behind"),
        pytest.param(4.6, (), id="far behind"),
    ],
)
def test_a_list_is_told_unless_it_is_far_behind_the_sentence_that_answers_best(
    ahead: float, expected: tuple[str, ...]
) -> None:
    ropes = read_out(*ROPES, form=Form.ITEM, section=("Ropes",))
    talk = make_passage("u.txt", ("Ruben", "The ropes are hemp and wire."))
    best = Candidate(talk.sentences[0], talk, 0, 1.0 + ahead, ())
    assert listed_from("What are the two ropes?", ropes, best) == list(expected)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(("First, hemp ropes.", "Second, wire ropes."), 2, id="first, second"),
        pytest.param(("Number one is hemp ropes.", "Number two is wire ropes."), 2, id="number one"),
        pytest.param(("One: hemp ropes.", "Two: wire ropes."), 2, id="one, with a colon"),
        pytest.param(("One – hemp ropes.", "Two – wire ropes."), 2, id="one, with a dash"),
        pytest.param(("Three ropes hang here.", "Two ropes are wet."), 0, id="a number of things"),
        pytest.param(("One rope is hemp.", "Two are wire ropes."), 0, id="a number that goes on"),
    ],
)
def test_a_sentence_that_only_begins_with_a_number_is_no_item(lines: tuple[str, str], expected: int) -> None:
    assert listed_from("What are the two ropes?", read_out(*lines, form=Form.SPEECH)) == list(lines[:expected])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("What are the two bells?", [], id="of what was not asked for"),
        pytest.param("What are the two books on bells?", ["Bells of Ostmark", "Bells of Varnholm"], id="of what was"),
    ],
)
def test_a_list_of_what_to_read_elsewhere_answers_only_who_asks_for_such(question: str, expected: list[str]) -> None:
    books = read_out("Bells of Ostmark", "Bells of Varnholm", form=Form.ITEM, section=("Books", "Further reading"))
    assert listed_from(question, books) == expected
