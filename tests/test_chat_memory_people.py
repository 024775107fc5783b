"""Follow-ups typed small: whom "he" and "she" stand for, what "it" and "they" do, and what is no question at all."""

import pytest

from chat.memory.answered import as_written, names_in, person_in, told_first
from chat.memory.follow_up import stand_alone
from chat.memory.people import People, with_person
from chat.memory.reference import is_small_talk
from chat.memory.topic import phrases
from chat.models import Message
from chat.words import stem

SPEAKERS = ("Maren", "Tobias", "Brannoc")
HELD = "Orla Venn Kestrel Lundby Pell Weir Norrbo Sund keel rope mast lantern ferry owner harbour tide"
KNOWN = {stem(word): 4.0 for word in HELD.split()}
OWNER = "Maren, in episode 3: “Orla Venn bought her from Tobias in May, at Lundby” [1]. Tobias: “Pell wept” [2]."
KEEPER = "Brannoc, in episode 2: “The lantern is nine metres up” [1]."
NOTHING = "The show's material does not say."


def rarity(term: str) -> float:
    return KNOWN.get(term, 9.0)


def talk(*said: str) -> list[Message]:
    """What was said in turn, the listener first."""
    return [Message(role="assistant" if i % 2 else "user", content=text) for i, text in enumerate(said)]


def asked(question: str, *said: str) -> str:
    """The question as it is searched for after what was said."""
    return stand_alone(question, talk(*said), speakers=SPEAKERS, names=rarity).question


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        pytest.param(("who is brannoc", NOTHING), "how old is he", "How old is Brannoc?", id="a guest who was named"),
        pytest.param(("what does maren do", KEEPER), "where is she from", "Where is Maren from?", id="a host"),
        pytest.param(("how high is the lantern", KEEPER), "and how much rent does he pay?",
                     "How much rent does Brannoc pay?", id="who gave the answer"),
        pytest.param(("who bought the ferry", OWNER), "how old is she", "How old is Orla Venn?", id="asked for"),
        pytest.param(("who is the owner of the ferry", OWNER), "how old is she", "How old is Orla Venn?",
                     id="who holds a post"),
        pytest.param(("who bought the ferry", NOTHING), "how old is she", "How old is she: who bought the ferry?",
                     id="who was asked for and not named"),
        pytest.param(("who is maren", NOTHING, "who taught her", "“It was Orla Venn” [1]."), "did she pay her",
                     "Did Orla Venn pay Orla Venn?", id="two of them are not told apart"),
        pytest.param(("who is maren", NOTHING, "how old is she", NOTHING, "who taught her", "“It was Pell” [1]."),
                     "did she pay him", "Did Maren pay Pell?", id="she and he"),
        pytest.param(("who is brannoc", NOTHING, "how old is he", NOTHING, "is the ferry fast", KEEPER),
                     "what does he eat", "What does Brannoc eat?", id="turns ago"),
        pytest.param(("what is wrong with tobias's mum", NOTHING), "what is her name", "What is Tobias's mum's name?",
                     id="kin"),
        pytest.param(("how long is maren's report", NOTHING), "who paid her for it", "Who paid Maren for the report?",
                     id="her as an object"),
        pytest.param(("who is orla venn", NOTHING), "how long is her report", "How long is Orla Venn's report?",
                     id="hers"),
        pytest.param(("How long is the Kestrel?", KEEPER), "How old is she?", "How old is Kestrel?", id="a ship"),
        pytest.param(("who is maren", NOTHING, "how old is she", NOTHING), "and him?", "and him?", id="nobody else"),
    ],
)  # fmt: skip
def test_he_and_she_stand_for_who_was_spoken_of(said: tuple[str, ...], question: str, expected: str) -> None:
    assert asked(question, *said) == expected


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        pytest.param(("how much is a suit of sails", NOTHING), "how long does it last",
                     "How long does the suit of sails last?", id="one of something"),
        pytest.param(("how many boats sailed to sund", NOTHING), "how fast are they", "How fast are boats?", id="many"),
        pytest.param(("what happened in the fire", NOTHING), "how many masts did they lose",
                     "How many masts did they (the fire) lose?", id="they are not one thing"),
        pytest.param(("why do pilots hate wooden masts", NOTHING), "are they right",
                     "Are they (pilots, wooden masts) right?", id="a verb is none of them"),
        pytest.param(("how many crates did they carry to the pier", NOTHING), "is it long", "Is the pier long?",
                     id="a verb before a place"),
        pytest.param(("what is the price of rope", NOTHING), "how heavy is a coil of it",
                     "How heavy is a coil of the price of rope?", id="of it"),
        pytest.param(("what was in the first episode", KEEPER), "and the last one?", "What was in the last episode?",
                     id="another in the order"),
        pytest.param(("when did orla buy her first ferry", NOTHING), "what did she pay for it",
                     "What did Orla pay for the ferry?", id="it is not who bought it"),
    ],
)  # fmt: skip
def test_it_and_they_stand_for_a_thing_that_fits(said: tuple[str, ...], question: str, expected: str) -> None:
    assert asked(question, *said) == expected


@pytest.mark.parametrize(
    "doubt",
    [
        "really?",
        "Really? I thought it was 20",
        "are you sure",
        "so which is right?",
        "which one is true",
        "is that so?",
    ],
)
def test_a_doubt_asks_again_what_was_asked(doubt: str) -> None:
    found = stand_alone(doubt, talk("how old is the kestrel", "The sources disagree."), speakers=SPEAKERS)
    assert (found.question, found.changed) == ("how old is the kestrel", True)


@pytest.mark.parametrize("small", ["thanks!", "lol", "ok thanks a lot", "hi", "cheers bye", "Wow, great"])
def test_small_talk_is_skipped_and_is_no_follow_up(small: str) -> None:
    assert is_small_talk(small)
    assert asked("and how old is it?", "how long is the kestrel", KEEPER, small, "Ask away.") == (
        asked("and how old is it?", "how long is the kestrel", KEEPER)
    )
    assert asked(small, "how long is the kestrel", KEEPER) == small


@pytest.mark.parametrize("question", ["how old is the thanks table", "ok. where is it", "great tits eat what", "why"])
def test_a_question_with_a_polite_word_is_no_small_talk(question: str) -> None:
    assert not is_small_talk(question)


@pytest.mark.parametrize(
    ("question", "alone", "anywhere"),
    [
        pytest.param("and was there ever a flood", "Was there ever a flood?", True, id="it names a thing"),
        pytest.param("was anyone injured", "Was anyone injured?", False, id="it names nothing"),
        pytest.param("how heavy is it", "", False, id="it points back"),
        pytest.param("what are the fees for a year there", "", True, id="there"),
    ],
)
def test_a_follow_up_that_points_at_nothing_may_stand_alone(question: str, alone: str, anywhere: bool) -> None:
    found = stand_alone(question, talk("what sank the kestrel", KEEPER), speakers=SPEAKERS, names=rarity)
    assert (found.alone, found.changed) == (alone, True)
    assert found.anywhere is anywhere or not alone


@pytest.mark.parametrize("question", ["who is orla venn", "how old is agnetha", "where does agnetha live"])
def test_a_question_that_names_its_own_subject_in_small_letters_is_left_alone(question: str) -> None:
    found = stand_alone(question, talk("what sank the kestrel", KEEPER), speakers=SPEAKERS, names=rarity)
    assert (found.question, found.changed) == (question, False)


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        pytest.param("Maren, in episode 1: “Oh, the rope. February. Thirty-three. That'd do” [1].", (), id="none"),
        pytest.param("Maren, in episode 1: “It broke” [1]. Tobias: “Pell wept” [2].", (), id="of the first quote only"),
        pytest.param("Maren, in episode 1: “Mostly Lundby's, in June” [1].", ("Lundby",), id="without what begins it"),
    ],
)
def test_only_names_of_what_is_told_first_are_lent(answer: str, names: tuple[str, ...]) -> None:
    assert names_in(answer, but="", speakers=SPEAKERS, rarity=rarity) == names


def test_a_place_is_nobody() -> None:
    answer = "Maren, in episode 1: “In Norrbo the owner, Orla Venn, sold it” [1]."
    assert told_first(answer) == "In Norrbo the owner, Orla Venn, sold it”"
    assert person_in(answer, but="", rarity=rarity) == "Orla Venn"
    assert person_in("They sailed to Norrbo [1].", but="", rarity=rarity) == ""


def test_names_are_written_as_the_answer_and_the_speakers_write_them() -> None:
    texts = ["did marens keel hit the kestrel", "the rope"]
    assert as_written(texts, "It was the Kestrel [1].", speakers=SPEAKERS) == [
        "did Maren's keel hit the Kestrel",
        "the rope",
    ]
    assert as_written(texts, "", speakers=()) == texts


def test_a_name_takes_every_form_of_a_pronoun() -> None:
    assert with_person("did she sell her boat, and who paid her", "she", "Orla") == (
        "did Orla sell Orla's boat, and who paid Orla"
    )
    assert with_person("is his mast hers", "his", "Pell") == "is Pell's mast hers"


def test_who_was_named_last_is_remembered_beside_who_was_called_so() -> None:
    people = People().calling("he", "Pell").calling("her", "Orla Venn")
    assert people == People(last="Orla Venn", he="Pell", she="Orla Venn")
    assert people.after("is Brannoc in Lundby", "") == People(last="Brannoc", he="Pell", she="Orla Venn")
    assert people.after("is it in Lundby", "") == people


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("who works at the yard", ["yard"], id="after who"),
        pytest.param("what do the gulls eat", ["gulls"], id="at the end"),
        pytest.param("how many crates were carried at sund", ["crates", "sund"], id="done"),
        pytest.param("why do pilots hate wooden masts", ["pilots", "wooden masts"], id="between"),
        pytest.param("did the storm ever sink it", ["storm"], id="after ever"),
        pytest.param("does the schooner carry rum?", ["schooner carry rum"], id="not known for one"),
    ],
)
def test_a_verb_is_no_topic(question: str, found: list[str]) -> None:
    assert [phrase.text for phrase in phrases(question)] == found
