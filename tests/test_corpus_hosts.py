"""Who speaks in captions without labels. All talks here are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.captions.hosts import attribute

Talk = list[tuple[str | None, str]]

CALLED_ON_STAGE: Talk = [
    (None, "Please welcome to the stage the head of bell casting at Orle Foundry Tamsin Okafor."),
    ("Tamsin Okafor", "All right, hello everybody."),
    ("Tamsin Okafor", "A bell is cast upside down, and it takes nine days to cool."),
    ("Tamsin Okafor", "I'm, uh, Tam Okafor, and I pour bronze."),
    ("Tamsin Okafor", "Thank you very much."),
]

GUEST_AND_BACK: Talk = [
    ("Ilse Brandvold", "Good evening."),
    ("Ilse Brandvold", "My name is Ilse Brandvold and I count owls."),
    ("Ilse Brandvold", "Forty pairs nested on the island last spring."),
    ("Ilse Brandvold", "So please welcome to the stage Piet from the ringing station."),
    ("Ilse Brandvold", "Thanks, Piet."),
    (None, "OK."),
    ("Piet Vermaas", "Hey, good evening, everyone."),
    ("Piet Vermaas", "I'm Piet Vermaas from, uh, the ringing station."),
    ("Piet Vermaas", "We ring them at night."),
    ("Piet Vermaas", "A ring weighs three grams."),
    ("Piet Vermaas", "That is less than a mouse's breakfast."),
    ("Piet Vermaas", "Thank you, Ilse."),
    (None, "Appreciate it."),
    (None, "Thank you."),
    ("Ilse Brandvold", "We did not stop at owls, by the way."),
]

HOST_DESCRIBES_GUEST_FIRST: Talk = [
    ("Oda Lindqvist", "Hi, I'm Oda Lindqvist."),
    ("Oda Lindqvist", "Please welcome Bram Achterberg."),
    ("Oda Lindqvist", "Bram has built kites for thirty years."),
    ("Oda Lindqvist", "He taught half of this room."),
    ("Bram Achterberg", "Well, hello."),
    ("Bram Achterberg", "A kite is a wing on a string."),
]

PANEL_OF_THREE: Talk = [
    ("Anneke Voss", "Hello, my name is Anneke Voss."),
    ("Anneke Voss", "With me today are Bo Lindgren and Cyra Moreau."),
    ("Anneke Voss", "Bo, why does a lighthouse need a baker?"),
    ("Bo Lindgren", "Thanks, Anneke."),
    ("Bo Lindgren", "Because nobody else will bring the bread."),
    ("Anneke Voss", "Thank you, Bo."),
    ("Anneke Voss", "Cyra, is that so?"),
    ("Cyra Moreau", "It is not."),
    ("Cyra Moreau", "The ferry brings the bread."),
    ("Anneke Voss", "Thank you, Cyra."),
]

ASKED_BUT_NEVER_CONFIRMED: Talk = [
    ("Anneke Voss", "Hello, my name is Anneke Voss."),
    ("Anneke Voss", "Joining me is Bo Lindgren."),
    ("Anneke Voss", "Bo, why does a lighthouse need a baker?"),
    (None, "Nobody else will bring the bread."),
    (None, "That is a fine answer."),
]

AUDIENCE_QUESTION: Talk = [
    ("Ravi Deshmukh", "Hello, I'm Ravi Deshmukh."),
    ("Ravi Deshmukh", "That is how we mend nets."),
    ("Ravi Deshmukh", "Any questions?"),
    (None, "How do you keep the gulls off?"),
    (None, "We lost a whole net to them."),
    ("Ravi Deshmukh", "Great question."),
    ("Ravi Deshmukh", "We hang old records on the line."),
]

THANKED_BUT_NOT_NEXT: Talk = [
    ("Ines Quiroga", "Good morning, I'm Ines Quiroga."),
    ("Ines Quiroga", "Thank you, Mateo, for the slides."),
    ("Ines Quiroga", "Salt is harvested twice a year."),
    ("Ines Quiroga", "Thanks to Doro and to the whole crew."),
]

NO_NAMES: Talk = [
    (None, "I'm happy to be here."),
    (None, "I'm Sure you all know the harbour."),
    (None, "I'm Irish, and proud of it."),
    (None, "I'm Director of nothing."),
    (None, "I am Super Excited about rope."),
    (None, "Welcome, everyone."),
]

UNNAMED_CALL: Talk = [
    ("Greta Halloran", "Hello, I'm Greta Halloran."),
    ("Greta Halloran", "And now please welcome our next speaker."),
    (None, "Thank you."),
    ("Jonas Ferreira", "Clocks run slow in the cold."),
    ("Jonas Ferreira", "I'm Jonas Ferreira and I repair them."),
]

LATER_IS_NOT_NOW: Talk = [
    ("Greta Halloran", "Hello, I'm Greta Halloran."),
    ("Greta Halloran", "Later, we will hear from Jonas Ferreira."),
    ("Greta Halloran", "First let me show you the tower."),
]

A_PLACE_IS_NO_PERSON: Talk = [
    ("Greta Halloran", "Hello, I'm Greta Halloran."),
    ("Greta Halloran", "I'd like to introduce Brightwater to tell its story."),
    ("Greta Halloran", "Give it up for the whole tower crew."),
    ("Greta Halloran", "They oil the gears on Mondays."),
]


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(CALLED_ON_STAGE, id="called on stage with office before the name"),
        pytest.param(GUEST_AND_BACK, id="guest called by first name and host again"),
        pytest.param(HOST_DESCRIBES_GUEST_FIRST, id="host goes on about the guest"),
        pytest.param(PANEL_OF_THREE, id="panel of three"),
        pytest.param(ASKED_BUT_NEVER_CONFIRMED, id="asked by name, nobody confirms"),
        pytest.param(AUDIENCE_QUESTION, id="question from the audience"),
        pytest.param(THANKED_BUT_NOT_NEXT, id="thanked, but not the next to speak"),
        pytest.param(NO_NAMES, id="words after I'm that are no names"),
        pytest.param(UNNAMED_CALL, id="called without a name"),
        pytest.param(LATER_IS_NOT_NOW, id="announced for later"),
        pytest.param(A_PLACE_IS_NO_PERSON, id="a company is introduced"),
    ],
)
def test_every_sentence_has_its_speaker_or_none(talk: Talk) -> None:
    found = attribute([sentence for _, sentence in talk])
    assert list(zip(found, [sentence for _, sentence in talk], strict=True)) == talk


def test_about_confirms_a_spelling_but_names_nobody() -> None:
    about = "Join Sigrun Thorvaldsen, keeper of the dark sky park, for an hour of stars."
    assert attribute(["Please welcome Sigrun Torvaldson.", "Good evening."], about=about) == [
        None,
        "Sigrun Thorvaldsen",
    ]
    assert attribute(["Good evening.", "Stars are old."], about=about) == [None, None]


def test_a_marked_change_of_voice_ends_what_is_known() -> None:
    talk = ["Hello, I'm Ravi Deshmukh.", "Nets are knots.", "How many knots?", "I'm Ravi Deshmukh again."]
    assert attribute(talk, fresh={2, 3}) == ["Ravi Deshmukh", "Ravi Deshmukh", None, "Ravi Deshmukh"]


def test_a_marked_voice_after_a_question_by_name_is_who_was_asked() -> None:
    talk = [
        "Hello, my name is Anneke Voss.",
        "With me is Bo Lindgren.",
        "Bo, what do you bake?",
        "Rye, mostly.",
    ]
    assert attribute(talk, fresh={3}) == ["Anneke Voss", "Anneke Voss", "Anneke Voss", "Bo Lindgren"]


@given(st.lists(st.text(max_size=80), max_size=20))
def test_any_sentences_are_taken_and_each_has_one_answer(sentences: list[str]) -> None:
    assert len(attribute(sentences)) == len(sentences)
