"""Two values with little in common are set against each other where an episode gives no third one, and not else."""

import pytest

from chat.disagreement.audit import audit
from chat.disagreement.relevance import find_disagreements
from corpus.models import SourceKind
from tests.claim_material import Source, book_of, claims_of, outline, source, transcript

# The rest of an episode, so that words have weights.
REST = transcript(
    "The sand comes up ninety steps from the shore by cart.",
    "A dog sleeps eleven hours beside the furnace of the glass works.",
    "Marbles are ground for forty minutes by Birgit.",
    "The lime burns at nine hundred degrees in the pit.",
    "Nine blowers begin in the dark.",
    "The yard was paved with four hundred cobbles from the river.",
    "A marble weighs thirty grams.",
    "Her cousin walked sixty miles with a crate of goblets.",
    path="rest.txt",
)


def found(*sources: Source) -> list[list[str]]:
    """The values of each disagreement."""
    return [[side.value for side in each.positions] for each in find_disagreements(claims_of(REST, *sources))]


def talk(question: str, reply: str) -> Source:
    """A host asks, a guest replies."""
    document, (passage,) = transcript(question, reply)
    first, *rest = passage.sentences
    asked = first.model_copy(update={"speaker": "Maud"})
    return document, [passage.model_copy(update={"sentences": (asked, *rest)})]


@pytest.mark.parametrize(
    ("said", "planned", "values"),
    [
        ("A new rib's fourteen pounds.", ("New rib", "£18"), ["fourteen pounds", "£18"]),
        ("There's twenty-two teeth in it and each is whittled.", "Rake of ash wood, 24 teeth, no nails",
         ["twenty-two teeth", "24 teeth"]),
        ("Sixteen washers and nine dryers.", "14 washers, 9 dryers", ["Sixteen washers", "14 washers"]),
        ("We've five brakesmen, and two of them are women.", "Five brakesmen, three of them women", ["two", "three"]),
        ("Keel goes from five nodes to seven, in three buildings.", "Keel from 5 to 9 nodes, in three buildings",
         ["seven", "9 nodes"]),
        ("It opened on the fourth of May nineteen fifty.", "Opened 14 May 1950",
         ["fourth of May nineteen fifty", "14 May 1950"]),
    ],
)  # fmt: skip
def test_two_lone_values_are_set_against_each_other(said: str, planned: str, values: list[str]) -> None:
    assert found(transcript(said), outline(planned, header=("Job", "Price"))) == [values]


ALIKE = [
    ("A small loaf is two pounds.", "Loaf: £4"),
    ("A loaf is two pounds.", "Rye loaf: £4"),
    ("I was a nurse for nine years.", "Her husband was a nurse for twelve years"),
    ("The north wall took nine weeks.", "The wall took eleven weeks"),
    ("Last year the bakery sold nine hundred loaves a week.", "The bakery sells 1,200 loaves a week"),
    ("We bake six hundred loaves.", "We bake 800 loaves at Easter"),
    ("The kitchen seats twelve people.", "The hall seats 30 people"),
    ("A ticket's four pounds.", "Ticket for a child: £2"),
    ("There are sixteen ovens.", "Before the fire there were 24 ovens"),
    ("There are sixteen ovens in the yard.", "24 ovens in all, eight of them cold"),
    ("The flock's seventy-two sheep.", "The flock was 60 sheep when she came"),
    ("The bridge is ninety metres long.", "The bridge has a span of 40 m"),
    ("A lesson's twenty pounds.", "A lesson of two hours: £35"),
    ("She has eleven hives.", "He has 14 hives"),
    ("Four of them are women.", "Three of them are apprentices"),
    ("It went from five ovens to seven.", "From 5 ovens in 1990 to 9 today"),
    ("It holds ninety litres.", "The new tank holds 120 litres"),
    ("A car holds eighteen people.", "Each car held twenty-five people when it was new and holds eighteen now"),
]


@pytest.mark.parametrize(("said", "planned"), ALIKE)
def test_what_only_looks_like_one_thing_is_left_in_peace(said: str, planned: str) -> None:
    assert found(transcript(said), outline(planned)) == []


def test_a_third_value_beside_the_word_keeps_two_apart() -> None:
    said = transcript("A rib's fourteen pounds.", "The rib of the bishop's umbrella was ninety pounds.")
    assert found(said, outline(("Rib", "£18"), header=("Job", "Price"))) == []


def test_a_figure_restated_at_the_end_of_a_long_talk_is_compared_where_no_third_one_stands_beside_it() -> None:
    between = [
        f"Then somebody talked of the weather on hill number {n} and of the sheep that live there." for n in "abc"
    ]
    lines = (
        "The accounts say that the aim is a reserve of three months of running costs.",
        *between * 8,
        "He said the aim for the reserve is six months of running costs in the bank, and they're nearly there.",
    )
    assert found(transcript(*lines)) == [["three months", "six months"]]


@pytest.mark.parametrize(
    ("question", "reply", "planned", "values"),
    [
        ("How long did the roof take?", "Eleven weeks.", "The roof took 7 weeks", ["Eleven weeks", "7 weeks"]),
        ("How much is a ticket?", "Four pounds.", "Ticket: £6", ["Four pounds", "£6"]),
        ("How deep is the harbour?", "About nine metres.", "Depth of the harbour: 14 m",
         ["About nine metres", "14 m"]),
        ("How many pupils do you have?", "Thirty pupils.", "42 pupils", ["Thirty pupils", "42 pupils"]),
    ],
)  # fmt: skip
def test_a_reply_that_is_only_a_value_is_of_what_was_asked(
    question: str, reply: str, planned: str, values: list[str]
) -> None:
    assert found(talk(question, reply), outline(planned)) == [values]


@pytest.mark.parametrize(
    ("question", "reply", "planned"),
    [
        ("How long did you work there?", "Nine years.", "Worked as a cook: 4 years"),
        ("When did the mill close?", "Nineteen seventy-one.", "The shop closed in 1968"),
        ("How much is a ticket?", "Four pounds.", "Season ticket: £40"),
        ("How much is a ticket?", "Four pounds.", "Child's ticket: £2"),
        ("How long does the ride take?", "Two minutes.", "Ride in the old days: 5 minutes"),
        ("Is a ticket four pounds or six?", "Four pounds.", "Ticket: £6"),
        ("What do you like about the ticket?", "Four pounds.", "Ticket: £6"),
    ],
)
def test_a_reply_is_of_nothing_else(question: str, reply: str, planned: str) -> None:
    assert found(talk(question, reply), outline(planned)) == []


def test_what_somebody_might_say_is_an_example() -> None:
    said = talk(
        "What's a good line for the board?", '"Our bakery saved ninety kilos of flour with the Heron oven. Well.'
    )
    assert found(said, outline("Our bakery saved 40 kg of flour with the Heron oven")) == []
    plain = talk("What's the line for the board?", "Our bakery saved ninety kilos of flour with the Heron oven. Well.")
    assert found(plain, outline("Our bakery saved 40 kg of flour with the Heron oven")) != []


def test_a_topic_of_one_word_is_told_with_what_stands_around_it() -> None:
    said = transcript("There's twenty-two teeth in it and each is whittled.")
    report = audit(book_of(claims_of(REST, said, outline("Rake of ash wood, 24 teeth, no nails"))))
    assert [each.topic for each in report.disagreements] == ["Rake of ash wood, … teeth, no nails"]


def test_a_label_names_what_a_bare_number_counts() -> None:
    rented = outline(("Servers", "52, in two cages"), header=("What", "After"))
    assert found(transcript("Forty-four servers, in two cages, in a shared hall."), rented) == [
        ["Forty-four servers", "52"]
    ]


def test_captions_and_bare_numbers_need_more_in_common() -> None:
    heard = source("talk.srt", SourceKind.CAPTIONS, "A rib is eighteen pounds.")
    assert found(transcript("A rib's fourteen pounds."), heard) == []
    assert found(transcript("Fifteen for Postgres, Redis at ten."), outline("Postgres: 20")) == []


def test_what_is_printed_in_the_words_of_the_air_is_told_as_it_was_said() -> None:
    said = transcript("The glass works charge three pounds and forty-five pence for a goblet.")
    copy = source("page.md", SourceKind.PAGE, "The glass works charge £3.45 for a goblet.")
    planned = outline("The glass works charge £3.20 for a goblet")
    assert found(copy, said, planned) == [["three pounds and forty-five pence", "£3.20"]]
