"""What an answer lends to the question after it: a name that was asked for, a list to choose from, its episodes."""

import pytest

from chat.memory.answered import episodes_in, names_in
from chat.memory.follow_up import stand_alone
from chat.models import Message

SPEAKERS = ("Maren", "Tobias")
KNOWN = {"kestrel": 5.0, "orla": 5.5, "venn": 6.0, "gull": 4.5, "tern": 4.6, "norrbo": 4.0, "harbour": 2.0,
         "lundbi": 4.9, "weir": 4.4, "rope": 2.0, "interest": 3.0}  # fmt: skip


def rarity(stem: str) -> float:
    return KNOWN.get(stem, 9.0)


def talk(question: str, answer: str) -> list[Message]:
    return [Message(content=question), Message(role="assistant", content=answer)]


def asked_for(follow_up: str, question: str, answer: str) -> str:
    """The follow-up as it is searched for."""
    return stand_alone(follow_up, talk(question, answer), speakers=SPEAKERS, names=rarity).question


LUNDBY = "Maren, in episode 12: “That was Lundby, in May” [1]."


@pytest.mark.parametrize(
    ("question", "answer", "follow_up", "expected"),
    [
        pytest.param("Which yard built the Kestrel?", LUNDBY, "Where is it?",
                     "Where is it (Lundby, Kestrel)?", id="which"),
        pytest.param("What is the yard called that built the Kestrel?", LUNDBY, "Where is it?",
                     "Where is it (Lundby, Kestrel)?", id="called"),
        pytest.param("What was the yard named that built the Kestrel?", LUNDBY, "Where is it?",
                     "Where is it (Lundby, Kestrel)?", id="named"),
        pytest.param("Which yard did the Kestrel use?", LUNDBY, "Where is it?", "Where is Kestrel?",
                     id="its own subject is named"),
        pytest.param("Who built the Kestrel?", LUNDBY, "Where is it?", "Where is Kestrel?", id="who, and it"),
        pytest.param("Does Lundby build boats?", LUNDBY, "Where is it?", "Where is Lundby?", id="no name is asked for"),
        pytest.param("Who owns the Kestrel?", "“Orla Venn owns it” [1].", "How old is she?",
                     "How old is Orla Venn?", id="she, of a boat"),
        pytest.param("Who is Orla Venn?", "“Lundby Weir hired her” [1].", "How old is she?", "How old is Orla Venn?",
                     id="she, of a person in full"),
    ],
)  # fmt: skip
def test_an_answer_lends_the_name_that_was_asked_for(question: str, answer: str, follow_up: str, expected: str) -> None:
    assert asked_for(follow_up, question, answer) == expected


@pytest.mark.parametrize(
    ("answer", "follow_up", "expected"),
    [
        pytest.param("“The Gull and the Tern” [1].", "Which of the two is faster?",
                     "Which of the two (Gull, Tern, boats cross) is faster?", id="which of the two"),
        pytest.param("“Tern, Gull and Kestrel” [1].", "Are all of the three dry?",
                     "Are all of the three (Tern, Gull, Kestrel, boats cross) dry?", id="all of three, in their order"),
        pytest.param("- Gull\n- Tern", "Is either of the two faster?",
                     "Is either of the two (Gull, Tern, boats cross) faster?", id="of a list"),
        pytest.param("“Boats do” [1].", "Which of the two is faster?", "Which of the two (boats cross) is faster?",
                     id="of no list"),
    ],
)  # fmt: skip
def test_which_of_the_two_is_chosen_from_the_list_of_the_answer(answer: str, follow_up: str, expected: str) -> None:
    assert asked_for(follow_up, "Which boats cross the sound?", answer) == expected


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        pytest.param("Kestrel won the race.", ("Kestrel",), id="the first word of a sentence"),
        pytest.param("It was late. Kestrel won, Gull lost.", ("Kestrel", "Gull"), id="of the second"),
        pytest.param("Interesting was how Gull won.", ("Gull",), id="a plain word that begins one"),
        pytest.param("Nothing is dry.", (), id="nothing else"),
    ],
)
def test_a_name_may_begin_a_sentence_of_the_answer_and_a_plain_word_is_none(
    answer: str, names: tuple[str, ...]
) -> None:
    assert names_in(answer, but="", speakers=SPEAKERS, rarity=rarity) == names


@pytest.mark.parametrize(
    ("answer", "episodes"),
    [
        pytest.param("Maren, in episode 12: “Forty metres” [1].", ("012",), id="one"),
        pytest.param("Episode 7b, “Rope” [1]. Maren, in episode 12: “Wet” [2].", ("007b", "012"), id="in their order"),
        pytest.param("In episode 12: “Wet” [1]. The outline of episode #012 has: “Dry” [2].", ("012",), id="each once"),
        pytest.param("The outline has: “Forty metres” [1].", (), id="none told"),
        pytest.param("The material has 30 episodes.", (), id="a number of episodes"),
        pytest.param("“Wet” [1]." + " " * 1200 + "In episode 12: “Dry” [2].", (), id="beyond what is looked at"),
    ],
)
def test_the_episodes_that_an_answer_was_taken_from_are_read_from_it(answer: str, episodes: tuple[str, ...]) -> None:
    assert episodes_in(answer) == episodes


def test_a_follow_up_is_near_the_episodes_of_the_answer_and_a_new_question_is_near_none() -> None:
    told = talk("How long is the rope of the Kestrel?", "Maren, in episode 12: “Forty metres” [1].")
    assert stand_alone("And how heavy is it?", told, speakers=SPEAKERS, names=rarity).near == ("012",)
    assert stand_alone("Who owns Norrbo harbour?", told, speakers=SPEAKERS, names=rarity).near == ()
