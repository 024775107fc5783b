"""How an answer goes on: to a reply that a short question leads to, and through a slip that is put right."""

import pytest

from chat.choices import Choice, as_spoken
from chat.evidence import FEATURES, Candidate
from chat.extract import choose
from chat.question import read_question
from corpus.models import Form, Passage
from tests.fake_index import as_searched
from tests.fakes import make_passage

HEDDA, RUBEN = "Hedda", "Ruben"
BECAME = read_question("What became of the mill by the ferry?")
WHETHER = read_question("Was the mill flooded?")
HOW_MANY = read_question("How many volunteers came to Varnholm?")
MILL = "There was a mill by the ferry, and it stood empty."


def talk(*turns: tuple[str, str]) -> Passage:
    passage = as_searched(make_passage("t.txt", *turns))
    spoken = tuple(one.model_copy(update={"form": Form.SPEECH}) for one in passage.sentences)
    return passage.model_copy(update={"sentences": spoken})


def candidate(passage: Passage, at: int = 0, score: float = 10.0) -> Candidate:
    return Candidate(passage.sentences[at], passage, at, score, tuple(0.0 for _ in FEATURES))


def told(choices: list[Choice]) -> list[tuple[str | None, str]]:
    return [(choice.asked.text if choice.asked else None, choice.text) for choice in choices]


@pytest.mark.parametrize(
    "asked", ["And?", "And then?", "What did it do?", "Where's the mill?", "And what became of it?"]
)
def test_what_a_short_question_leads_to_is_told_with_it(asked: str) -> None:
    passage = talk((HEDDA, MILL), (RUBEN, asked), (HEDDA, "They burned it down in the end."))
    assert told(choose(BECAME, [candidate(passage)])) == [(None, MILL), (asked, "They burned it down in the end.")]


@pytest.mark.parametrize("asked", ["And the audience?", "Empty?", "How many boats are there in town now?", "I see."])
def test_a_question_about_something_else_leads_nowhere(asked: str) -> None:
    passage = talk((HEDDA, MILL), (RUBEN, asked), (HEDDA, "They burned it down in the end."))
    assert told(choose(BECAME, [candidate(passage)])) == [(None, MILL)]


def test_it_leads_on_into_the_passage_that_follows() -> None:
    passage = talk((HEDDA, MILL), (RUBEN, "And?"))
    after = talk((HEDDA, "They burned it down in the end."), (RUBEN, "Oh."))
    moved = [one.model_copy(update={"start": one.start + passage.end + 9}) for one in after.sentences]
    after = after.model_copy(update={"id": "t.txt#2", "start": passage.end + 9, "sentences": tuple(moved)})
    assert told(choose(BECAME, [candidate(passage), candidate(after, 1, 0.0)]))[1:] == [
        ("And?", "They burned it down in the end.")
    ]


def test_whoever_asks_whether_is_told_the_end_of_the_story() -> None:
    story = ((RUBEN, "That's a cold feeling."), (HEDDA, "So I went down to look."), (RUBEN, "And?"))
    passage = talk((HEDDA, "The mill stands low."), *story, (HEDDA, "It was dry as a bone."))
    found = told(choose(WHETHER, [candidate(passage)]))
    assert found == [(None, "The mill stands low."), ("And?", "It was dry as a bone.")]
    assert told(choose(BECAME, [candidate(passage)])) == [(None, "The mill stands low.")]


def test_what_only_announces_goes_on_behind_a_remark() -> None:
    passage = talk((HEDDA, "There's one from Aksel about the mill."), (RUBEN, "Good old Aksel!"), (HEDDA, "It burned."))
    assert told(choose(BECAME, [candidate(passage)]))[1:] == [("Good old Aksel!", "It burned.")]


OFTEN = "In the first winter 42 volunteers came to Varnholm."


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param(("Now it's 14.",), "Now it's 14.", id="of the same"),
        pytest.param(("We counted them.", "Now it's 14."), "We counted them. Now it's 14.", id="behind an aside"),
        pytest.param(("To the harbour 14 volunteers came.",), "To the harbour 14 volunteers came.", id="its words"),
        pytest.param(("A rope costs 14 crowns.",), "", id="of something else"),
        pytest.param(("It rained.",), "", id="no figure"),
        pytest.param(("Nobody had ever thought of asking.", "Now it's 14."), "", id="too far on"),
    ],
)
def test_a_figure_is_told_with_another_one_of_the_same_thing(more: tuple[str, ...], expected: str) -> None:
    passage = talk(*((HEDDA, text) for text in (OFTEN, *more)))
    assert told(choose(HOW_MANY, [candidate(passage)])) == [(None, f"{OFTEN} {expected}".strip())]


SLIP = ("We had 42 volunteers at Varnholm.", "No, hang on.", "Ada shakes her head.", "47.")


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_slip_is_told_with_what_puts_it_right_whichever_was_chosen(at: int) -> None:
    passage = talk(*((HEDDA, sentence) for sentence in (*SLIP, "The first day was cold.")))
    (found, *_) = choose(HOW_MANY, [candidate(passage, at)])
    assert found.text.startswith(" ".join(SLIP))


def test_a_slip_at_the_end_of_a_passage_is_put_right_in_the_next_one() -> None:
    passage, after = talk((HEDDA, SLIP[0])), talk((HEDDA, "No, sorry, 47."), (RUBEN, "Oh."))
    moved = [one.model_copy(update={"start": one.start + passage.end + 1}) for one in after.sentences]
    after = after.model_copy(update={"id": "t.txt#2", "start": passage.end + 1, "sentences": tuple(moved)})
    (found, *_) = choose(HOW_MANY, [candidate(passage), candidate(after, 1, 0.0)])
    assert found.text == f"{SLIP[0]} No, sorry, 47."


@pytest.mark.parametrize("goes_on", ["Wait for the second boat.", "Hold on to that number.", "Sorry, Agnes."])
def test_what_only_sounds_like_it_takes_nothing_back(goes_on: str) -> None:
    passage = talk((HEDDA, SLIP[0]), (HEDDA, goes_on))
    (found,) = choose(HOW_MANY, [candidate(passage)])
    assert found.text == SLIP[0]


def test_a_few_words_about_something_else_are_no_further_sentence_by_themselves() -> None:
    first, scrap = (
        talk((HEDDA, "About a hundred volunteers came to Varnholm.")),
        talk((RUBEN, "A chapel, a shop, a man.")),
    )
    scrap = scrap.model_copy(update={"id": "u.txt#0", "path": "u.txt"})
    assert told(choose(HOW_MANY, [candidate(first), candidate(scrap, 0, 9.0)])) == [(None, first.text)]


def test_the_question_that_the_first_replies_to_goes_before_it() -> None:
    passage = talk((RUBEN, "Aksel asks, is it the mill?"), (HEDDA, "No, it is the ferry."))
    put, reply = (Choice((sentence,), passage, 1.0) for sentence in passage.sentences)
    assert as_spoken([reply, put]) == [put, reply]
