"""How sure an answer is: a chance, and none at all where nothing gives what is wanted."""

from collections.abc import Callable

import pytest

from chat.abstain import confidence, unborne
from chat.evidence import Candidate, weigh
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
    assert 0 <= confidence(question, candidates(question, cosine=cosine), rarity=known) <= 1


@pytest.mark.parametrize("rarity", [known, lambda _: 0.0], ids=["some known", "all known"])
def test_nothing_found_is_no_chance_at_all(rarity: Callable[[str], float]) -> None:
    assert confidence(read_question("What is the rope?"), [], rarity=rarity) == 0.0


def test_a_nearer_sentence_makes_it_surer() -> None:
    question = read_question("How many metres of rope are there?")
    near, far = (confidence(question, candidates(question, cosine=cosine), rarity=known) for cosine in (0.9, 0.1))
    assert near > far


def test_a_name_that_the_material_never_has_makes_it_less_sure() -> None:
    here, elsewhere = (
        confidence(question, candidates(question), rarity=known)
        for question in map(read_question, ["How many metres has Varnholm?", "How many metres has Ostmark?"])
    )
    assert elsewhere < here


def test_a_follow_up_is_answered_by_what_bears_its_own_words() -> None:
    asked = "What is the rope of Varnholm made of, and how do I paint it?"
    carried, borne, part, unborne = (
        confidence(question, candidates(question), rarity=known)
        for question in (read_question(asked, own=own) for own in ((), ("made",), ("varn",), ("paint",)))
    )
    assert carried == borne == part > unborne


def test_a_follow_ups_own_words_may_stand_near_any_of_the_best_sentences() -> None:
    best = candidates(read_question("What is the rope?"))
    assert unborne((), best, rarity=known) == 0.0
    assert unborne(("metr", "hemp"), best, rarity=known) == 0.0
    assert unborne(("hemp", "paint"), best, rarity=known) == 0.5
    assert unborne(("paint",), best, rarity=known) == unborne(("paint",), [], rarity=known) == 1.0
