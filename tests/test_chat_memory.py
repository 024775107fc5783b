"""Follow-ups stand alone before they are searched."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.memory.answered import listed, names_in, told_of
from chat.memory.follow_up import StandAlone, recent, stand_alone, token_bound
from chat.memory.topic import carried
from chat.models import Message
from corpus.models import SourceKind
from index.models import Filters

SPEAKERS = ("Maren", "Tobias", "Ilse Okafor")
KNOWN = {"kestrel": 5.0, "harbour": 2.0, "orla": 5.5, "venn": 6.0, "ferri": 1.0, "heron7": 5.0}


def rarity(stem: str) -> float:
    return KNOWN.get(stem, 9.0)


def said(*questions: str) -> list[Message]:
    return [Message(content=question) for question in questions]


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        pytest.param(
            "Tell me about the Kestrel ferry.", "When does it sail?", "When does the Kestrel ferry sail?", id="it"
        ),
        pytest.param(
            "Tell me about the Kestrel ferry.",
            "When does it sail, and which two ports does it link?",
            "When does the Kestrel ferry sail, and which two ports does the Kestrel ferry link?",
            id="it twice",
        ),
        pytest.param("Who owns the Kestrel?", "and what is its tonnage?", "What is Kestrel's tonnage?", id="its"),
        pytest.param(
            "Does the Kestrel take bikes to Norrbo?",
            "and how much does it charge?",
            "How much does it (Kestrel, Norrbo) charge?",
            id="two things are put in brackets",
        ),
        pytest.param(
            "How fast is the Heron7 engine?",
            "how heavy is that engine?",
            "How heavy is that engine (the Heron7 engine)?",
            id="that",
        ),
        pytest.param(
            "What did we say about the Kestrel?",
            "when?",
            "When was it said: What did we say about the Kestrel?",
            id="when",
        ),
        pytest.param(
            "Who said it: What did we say about the Kestrel?",
            "Exactly how?",
            "Exactly what was said: What did we say about the Kestrel?",
            id="how exactly, of what was asked for before that",
        ),
        pytest.param(
            "When did the Kestrel sink?", "how exactly?", "How exactly: When did the Kestrel sink?", id="not said"
        ),
        pytest.param("What fare did Norrbo get?", "What about Sund?", "What fare did Sund get?", id="what about"),
        pytest.param(
            "How many seats does the Heron7 have?",
            "and the Heron6?",
            "How many seats does the Heron6 have?",
            id="sibling",
        ),
        pytest.param(
            "How many seats does Norrbo offer?", "and cabins?", "How many cabins does Norrbo offer?", id="asked for"
        ),
        pytest.param(
            "What does a deckhand on the Kestrel earn?",
            "and the captain?",
            "What does the captain on the Kestrel earn?",
            id="an article",
        ),
        pytest.param(
            "How much do river pilots earn?", "and Sund pilots?", "How much do Sund pilots earn?", id="the same noun"
        ),
        pytest.param(
            "What did Maren say about tides?",
            "and about the price of ropes?",
            "What did Maren say about the price of ropes?",
            id="about",
        ),
        pytest.param(
            "What is the fare to Norrbo?", "and westbound?", "What is the fare to Norrbo, westbound?", id="no thing"
        ),
        pytest.param(
            "What fare is charged on weekday crossings?",
            "and on holiday crossings?",
            "What fare is charged on holiday crossings?",
            id="same preposition",
        ),
        pytest.param(
            "How many seats has the Kestrel?",
            "and in the outline?",
            "How many seats has the Kestrel, in the outline?",
            id="source",
        ),
        pytest.param(
            "What did Maren say about tides?", "and Tobias?", "What did Tobias say about tides?", id="other speaker"
        ),
        pytest.param(
            "Is the Kestrel late?", "Who said that?", "Who said that: Is the Kestrel late?", id="who said that"
        ),
        pytest.param(
            "Who repaired the Kestrel?",
            "and what did he earn?",
            "What did he earn: Who repaired the Kestrel?",
            id="he, unnamed",
        ),
        pytest.param("Who is Orla Venn?", "What does she earn?", "What does Orla Venn earn?", id="she, named"),
        pytest.param(
            "What does Orla Venn think of sails?",
            "From how large a hold does she think they pay?",
            "From how large a hold does Orla Venn think they pay?",
            id="a thing of the question is nobody",
        ),
        pytest.param("Why was the Kestrel sold?", "when?", "When: Why was the Kestrel sold?", id="bare"),
        pytest.param("Why was the Kestrel sold?", "tell me more", "Tell me more about Kestrel", id="more"),
        pytest.param("Why was the Kestrel sold?", "what about", "Tell me more about Kestrel", id="of nothing"),
        pytest.param("Who won the first race?", "and the last one?", "Who won the last race?", id="in order"),
        pytest.param(
            "What sank the Kestrel?", "How many people drowned?", "How many people drowned (Kestrel)?", id="loose"
        ),
        pytest.param(
            "What sank the Kestrel?",
            "By whom was the hull built?",
            "By whom was the hull built (Kestrel)?",
            id="loose, by whom",
        ),
        pytest.param(
            "What sank the Kestrel?",
            "What did Maren say about the price?",
            "What did Maren say about the price (Kestrel)?",
            id="what a host said of a thing of the topic",
        ),
        pytest.param(
            "What sank the Kestrel ferry?",
            "Who owned the ferry?",
            "Who owned the ferry (the Kestrel ferry)?",
            id="the noun",
        ),
    ],
)
def test_a_follow_up_takes_over_what_it_points_to(history: str, question: str, expected: str) -> None:
    found = stand_alone(question, said(history), speakers=SPEAKERS)
    assert (found.question, found.changed) == (expected, True)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How many seats does the Heron7 have?", id="other name"),
        pytest.param("And how many seats does the Heron7 have?", id="other name after and"),
        pytest.param("When Orla Venn bought the yard, what did she pay?", id="antecedent in the question"),
        pytest.param("Who built the tide table app, and what is its licence?", id="antecedent in another clause"),
        pytest.param("How long does it take to sail from Norrbo to Sund?", id="empty it"),
        pytest.param("did the Norrbo story make it into the episode?", id="make it into"),
        pytest.param("how many days did the wards use paper sheets after the flood", id="the flood is no other name"),
        pytest.param("How many points out of a hundred does one need to pass the test?", id="one is anybody"),
        pytest.param("What did we tell listeners to do with their old tickets?", id="people"),
        pytest.param("exact quote on weather, the one with the barometer", id="the one with"),
        pytest.param("harbour dues for sailing boats", id="search words"),
        pytest.param("how did we close the show, what are the very last words?", id="about the show"),
        pytest.param("What is Maren's family name?", id="about a host"),
        pytest.param("Who is Maren?", id="who a host is"),
        pytest.param("What did Maren say about seals?", id="what a host said of another thing"),
        pytest.param("Where do we say most pilots sleep badly, and where does somebody say she quit?", id="somebody"),
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    found = stand_alone(question, said("Tell me about the Kestrel ferry."), speakers=SPEAKERS)
    assert (found.question, found.changed, found.filters) == (question, False, Filters())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Right wing or left?", "Right wing or left?", id="no lead"),
        pytest.param("Thanks to whom was it built?", "Thanks to whom was the pier built?", id="no thanks"),
    ],
)
def test_a_word_of_the_question_is_no_lead_to_it(question: str, expected: str) -> None:
    assert stand_alone(question, said("How long is the pier?")).question == expected


def test_without_history_nothing_changes() -> None:
    question = "And how much does it save?"
    assert stand_alone(question, []) == StandAlone(question=question, topic=(), typed=question)


def test_a_topic_is_carried_over_several_turns_and_dropped_by_a_new_one() -> None:
    talk = said("Tell me about the Kestrel ferry.", "When does it sail?", "Who owns Norrbo harbour?")
    assert stand_alone("And where is it moored?", talk[:2]).question == "Where is the Kestrel ferry moored?"
    assert stand_alone("And how deep is it?", talk).question == "How deep is Norrbo harbour?"


def test_filters_named_in_a_thread_stick_until_changed_and_end_with_it() -> None:
    talk = said("What does the outline say about the Kestrel in episode 21?", "and how heavy is it?")
    found = stand_alone("and how long is it?", talk, speakers=SPEAKERS)
    assert found.filters == Filters(kind=(SourceKind.OUTLINE,), episode=("021",))
    changed = stand_alone("and in the transcript?", talk, speakers=SPEAKERS)
    assert changed.filters == Filters(kind=(SourceKind.TRANSCRIPT,), episode=("021",))
    assert stand_alone("How old is Norrbo?", talk, speakers=SPEAKERS).filters == Filters()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("Kestrel, Harbour Queen and Orla Venn [1].", "How old is Harbour Queen?", id="a series"),
        pytest.param("- Kestrel\n- Orla Venn, the yard\n- Heron7", "How old is Orla Venn?", id="bullets"),
        pytest.param("It is the blue ferry.", "How old is the second one (boats)?", id="no list"),
    ],
)
def test_the_second_one_is_found_in_the_list_that_was_given(answer: str, expected: str) -> None:
    talk = [*said("Which boats did we compare?"), Message(role="assistant", content=answer)]
    found = stand_alone("How old is the second one?", talk)
    assert found.question == expected or "(boats)" in expected and not found.question.count("ferry")


def test_an_answer_lends_names_only_where_the_material_has_them() -> None:
    talk = [*said("Who runs the yard?"), Message(role="assistant", content="Orla Venn runs it, not Zed Bogus.")]
    assert stand_alone("How old is she?", talk, names=rarity).topic[0] == "Orla Venn"
    assert "Bogus" not in stand_alone("How old is she?", talk, names=rarity).question
    assert "Orla" not in stand_alone("How old is she?", talk).question


def test_what_an_answer_named_is_it_only_where_the_question_named_nothing() -> None:
    answer = Message(role="assistant", content="That is the Kestrel.")
    nameless = [Message(content="Which ferry is the fastest?"), answer]
    assert stand_alone("How heavy is it?", nameless, names=rarity).topic[0] == "Kestrel"
    named = [Message(content="Who runs Norrbo harbour?"), answer]
    assert stand_alone("How deep is it?", named, names=rarity).question == "How deep is Norrbo harbour?"


def test_an_answer_says_what_the_thing_asked_about_is() -> None:
    known = {"new": 1.0, "pier": 4.0, "request": 2.0}.get
    answer = "Bikes are taken, and a new pier has been requested."
    lent = told_of("How many votes has the request?", answer, but="Are bikes taken?", rarity=lambda s: known(s, 9.0))
    assert lent == ("pier",)
    assert told_of("How many votes has the request?", answer, but="Is there a request?", rarity=lambda s: 1.0) == ()
    assert told_of("How many votes has the request?", answer, but="", rarity=None) == ()


def test_names_of_an_answer_come_rarest_first() -> None:
    answer = "The Kestrel met Orla Venn and the Unheard near Harbour, says Maren."
    assert names_in(answer, but="", speakers=SPEAKERS, rarity=lambda stem: KNOWN.get(stem, 8.0)) == (
        "Orla Venn",
        "Kestrel",
    )


def test_a_list_is_read_from_bullets_numbers_or_a_series() -> None:
    assert listed("1. **Kestrel** the first\n2. Heron7 [2]\n") == ["Kestrel", "Heron7"]
    assert listed("We compared Kestrel, Heron7 and Norrbo [1].") == ["Kestrel", "Heron7", "Norrbo"]
    assert listed("Nothing to see here.") == []


@pytest.mark.parametrize(
    ("question", "own"),
    [
        pytest.param("And what does it cost to paint it?", ("paint",), id="what is asked of the topic"),
        pytest.param("and the Heron7?", ("heron", "7"), id="what takes its place"),
        pytest.param("and what did Maren say about it?", (), id="a speaker is no topic"),
        pytest.param("and in the outline?", (), id="another source is asked the same"),
        pytest.param("Who said that?", (), id="all of it is asked again"),
        pytest.param("Who owns the Orla lighthouse?", (), id="it stands alone"),
    ],
)
def test_a_follow_ups_own_words_are_known(question: str, own: tuple[str, ...]) -> None:
    assert stand_alone(question, said("Tell me about the Kestrel ferry."), speakers=SPEAKERS).own == own


def test_history_is_bounded_by_messages_and_tokens() -> None:
    many = said(*(f"Question {i}?" for i in range(50)))
    assert [m.content for m in recent(many)] == [f"Question {i}?" for i in range(38, 50)]
    assert [m.content for m in recent(said("old", "word " * 300, "new"), max_tokens=320)] == ["new"]
    assert recent(said("x" * 50_000))[0].content == "x" * 2_000
    assert recent(said("a b c d", "e f g"), max_tokens=3) == tuple(said("e f g"))


def test_a_name_heard_everywhere_is_joined_by_a_rarer_phrase() -> None:
    assert carried("Who repaired the Ferris wheel clockwork?") == ("the Ferris wheel clockwork",)
    common = {"ferri": 0.2, "gearbox": 4.0, "clockwork": 3.0}
    assert carried("Is the gearbox of the Ferris new?", rarity=lambda s: common.get(s, 9.0)) == (
        "the gearbox",
        "Ferris",
    )


def test_token_bound_is_not_below_a_real_vocabulary_for_prose() -> None:
    text = "And how many cabins does the Kestrel have on weekday crossings in 2025, said Ilse Okafor?"
    assert 20 <= token_bound(text) <= 40


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.lists(st.text(max_size=200), max_size=4))
def test_no_text_breaks_it(question: str, history: list[str]) -> None:
    found = stand_alone(question, said(*history), speakers=SPEAKERS, names=lambda _: math.pi)
    assert found.changed or found.question == question


def test_a_question_about_the_show_lends_no_words_to_the_next() -> None:
    assert stand_alone("Are bikes taken?", said("Where is the show recorded?")).question == "Are bikes taken?"
    assert stand_alone("who hosts this podcast?", said("What is episode 4 about?")).question == (
        "who hosts this podcast?"
    )


def test_what_had_to_be_put_after_a_question_is_not_put_after_the_next_in_brackets_of_its_own() -> None:
    found = stand_alone("how long did it take?", said("How was it sold?", "and how many of them?"))
    assert found.question.count("(") <= 1
