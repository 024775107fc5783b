"""How sure an answer is: a chance, and none at all where nothing gives what is wanted."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from chat.abstain import SURE_FROM, confidence, evidence, is_unsure, unborne
from chat.evidence import FEATURES, Candidate, weigh
from chat.models import Answer, Status
from chat.question import Question, read_question
from index.models import Hit
from tests.fake_index import as_searched
from tests.fakes import FakeWords, make_passage

TALK = as_searched(
    make_passage("t.txt", ("Hedda", "The rope is made of hemp."), ("Ruben", "The rope of Varnholm is 40 metres long."))
)


def candidates(question: Question, *, cosine: float = 0.5) -> list[Candidate]:
    hit = Hit(passage=TALK, score=1.0, dense=cosine, lexical=1.0, sentences=(cosine, cosine))
    return weigh(question, [hit], words=FakeWords(lambda _: 2.0))


def sure(
    question: Question, found: Sequence[Candidate], rarity: Callable[[str], float], closeness: float = 0.6
) -> float:
    return confidence(question, found, rarity=rarity, closeness=closeness)


def known(term: str) -> float:
    """Every word stands in the material but "ostmark"."""
    return 9.0 if term in ("ostmark", "\0") else 2.0


QUESTIONS = [
    "How many metres of rope are there?",
    "Who made the rope?",
    "What is the rope?",
    "When was it made?",
    "Why?",
]


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("cosine", [-1.0, 0.0, 0.5, 1.0])
def test_confidence_is_a_chance(asked: str, cosine: float) -> None:
    question = read_question(asked)
    assert 0 <= sure(question, candidates(question, cosine=cosine), known) <= 1


@pytest.mark.parametrize("rarity", [known, lambda _: 0.0], ids=["some known", "all known"])
def test_nothing_found_is_no_chance_at_all(rarity: Callable[[str], float]) -> None:
    assert sure(read_question("What is the rope?"), [], rarity) == 0.0


def test_a_nearer_sentence_makes_it_surer() -> None:
    question = read_question("How many metres of rope are there?")
    near, far = (sure(question, candidates(question, cosine=cosine), known) for cosine in (0.9, 0.1))
    assert near > far


def test_a_name_that_the_material_never_has_makes_it_less_sure() -> None:
    here, elsewhere = (
        sure(question, candidates(question), known)
        for question in map(read_question, ["How many metres has Varnholm?", "How many metres has Ostmark?"])
    )
    assert elsewhere < here


def test_a_follow_up_is_answered_by_what_bears_its_own_words() -> None:
    asked = "What is the rope of Varnholm made of, and how do I paint it?"
    carried, borne, part, unborne = (
        sure(question, candidates(question), known)
        for question in (read_question(asked, own=own) for own in ((), ("made",), ("varn",), ("paint",)))
    )
    assert carried == borne == part > unborne


def test_a_follow_ups_own_words_may_stand_near_any_of_the_best_sentences() -> None:
    best = candidates(read_question("What is the rope?"))
    assert unborne((), best, rarity=known) == 0.0
    assert unborne(("metr", "hemp"), best, rarity=known) == 0.0
    assert unborne(("hemp", "paint"), best, rarity=known) == 0.5
    assert unborne(("paint",), best, rarity=known) == unborne(("paint",), [], rarity=known) == 1.0


def spoken_for(asked: str, found: Sequence[Candidate] | None = None, *, closeness: float = 0.6) -> dict[str, float]:
    """What speaks for an answer."""
    question = read_question(asked)
    values = evidence(question, found or candidates(question), rarity=known, closeness=closeness)
    assert values is not None
    return values


def test_where_all_sentences_lie_close_nearness_says_less() -> None:
    question = read_question("What is the rope made of?")
    found = candidates(question, cosine=0.7)
    assert [spoken_for(question.text, found, closeness=c)["cosine"] for c in (0.0, 0.7)] == [0.7, 0.0]
    surer, unsure = (sure(question, found, known, closeness) for closeness in (0.4, 0.8))
    assert surer > unsure


def test_very_words_that_stand_there_are_an_answer_however_little_else_speaks_for_it() -> None:
    question = read_question("Where was “the rope is made of hemp” said?")
    assert sure(question, candidates(question, cosine=-1.0), known) == 0.95
    other = read_question("Where was “the rope is made of wire” said?")
    assert sure(other, candidates(other, cosine=-1.0), known) < 0.5


@pytest.mark.parametrize(
    ("asked", "counts", "uncounted"),
    [
        pytest.param("How many ropes are 40 metres long?", (1.0, 0.0), 0.0, id="a number of them"),
        pytest.param("How many ropes are 40 metres long?", (0.0, 1.0), 1.0, id="of them in another sentence"),
        pytest.param("How many ropes are 40 metres long?", (0.6, 0.0), 0.4, id="of things near in meaning"),
        pytest.param("How many ropes are 40 metres long?", (0.0, 0.0), 1.0, id="of other things"),
        pytest.param("What is the rope made of?", (0.0, 0.0), 0.0, id="no number is asked for"),
    ],
)
def test_who_asks_for_a_number_of_things_is_answered_by_one_of_them(
    asked: str, counts: tuple[float, float], uncounted: float
) -> None:
    hemp = candidates(read_question("What is the rope made of?"))
    giving = [
        replace(c, features=tuple({"gives": 1.0, "counts": n}.get(name, 0.5) for name in FEATURES))
        for c, n in zip(hemp, counts, strict=True)
    ]
    assert spoken_for(asked, giving)["uncounted"] == pytest.approx(uncounted)


def test_a_number_of_other_things_makes_it_less_sure() -> None:
    metres, ropes = (
        sure(question, candidates(question), known)
        for question in map(read_question, ["How many metres of rope are there?", "How many ropes of hemp are there?"])
    )
    assert ropes < metres


@pytest.mark.parametrize(
    ("gives", "second"),
    [
        pytest.param((1.0, 1.0), 0.0, id="the best gives an amount"),
        pytest.param((0.0, 1.0), 1.0, id="another one does"),
    ],
)
def test_it_is_less_sure_where_the_best_sentence_does_not_give_what_is_asked_for(
    gives: tuple[float, float], second: float
) -> None:
    found = [
        replace(c, features=tuple(given if name == "gives" else 0.5 for name in FEATURES))
        for c, given in zip(candidates(read_question("What is the rope?")), gives, strict=True)
    ]
    assert spoken_for("How long is the rope?", found)["second"] == second


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        pytest.param("What rope has Varnholm?", 0.0, id="near"),
        pytest.param("What rope has Ostmark?", 1.0, id="not near"),
        pytest.param("What rope has Varnholm, or Ostmark?", 0.0, id="one of two"),
        pytest.param("What rope has the tower?", 0.0, id="no name"),
    ],
)
def test_a_name_is_missing_where_none_that_is_asked_for_is_near(asked: str, missing: float) -> None:
    talk = replace(candidates(read_question("What is the rope?"))[0], passage=TALK)
    assert spoken_for(asked, [talk])["name_missing"] == missing


def test_a_name_that_is_missing_makes_it_less_sure() -> None:
    question = read_question("How many metres of rope are there?")
    near, missing = (
        sure(question.model_copy(update={"names": (name,)}), candidates(question), known)
        for name in ("varnholm", "sundbi")
    )
    assert missing < near


@pytest.mark.parametrize(
    ("status", "chance", "unsure"),
    [
        pytest.param(Status.ANSWERED, SURE_FROM - 0.001, True, id="just below"),
        pytest.param(Status.ANSWERED, SURE_FROM, False, id="just sure"),
        pytest.param(Status.ANSWERED, 1.0, False, id="placed"),
        pytest.param(Status.ABSTAINED, 0.1, False, id="an abstention, which says so itself"),
    ],
)
def test_an_answer_is_unsure_below_a_chance(status: Status, chance: float, unsure: bool) -> None:
    assert is_unsure(Answer(id="a", question="q", status=status, answer="Hemp.", confidence=chance)) is unsure
