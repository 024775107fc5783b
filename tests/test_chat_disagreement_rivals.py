"""Two sentences that answer a question alike but for the value are set against each other, and no others."""

import pytest

from chat.disagreement.rivals import rivals
from corpus.models import SourceKind
from tests.claim_material import Source, asked_of, outline, source, transcript

NAMES = frozenset({"oberholm", "gletsch", "almer", "tram", "kiln"})
BEGINS = "The railway of Oberholm climbs to the Almer pass."


def told(question: str, *sources: Source) -> list[list[str]]:
    asked = asked_of(question, *sources, names=NAMES)
    found = rivals(asked) if asked.weights else []
    return [[position.value for position in one.disagreement.positions] for one in found]


RIVALS = {
    "count": (
        "How many steps lead up to the station?",
        "You climb ninety-one steps to the station, and I counted them twice.", "Steps to the station: 88",
        ["ninety-one steps", "88"],
    ),
    "price": (
        "What does a ticket to the summit cost?",
        "A ticket to the summit is eleven euros.", "Summit ticket: €14, children half price", ["eleven euros", "€14"],
    ),
    "price-beside-another": (
        "How much is the fare of a dog?",
        "A dog travels for a fare of three euros, and a bicycle is seven euros.", "Dog fare: €5",
        ["three euros", "€5"],
    ),
    "duration": (
        "How long does the ride to the pass take?",
        "The ride to the pass takes them forty minutes on a dry day.", "Ride to the pass: 55 minutes",
        ["forty minutes", "55 minutes"],
    ),
    "date-with-by-whom": (
        "When was the Oberholm line opened?",
        "The Oberholm line was opened in nineteen oh eight by Gletsch, the minister.", "Oberholm line: opened 1911",
        ["nineteen oh eight", "1911"],
    ),
    "bounds": (
        "How many passengers does a wagon carry?",
        "A wagon carries up to sixty passengers.", "Maximum load of a wagon: 45 passengers",
        ["up to sixty passengers", "45 passengers"],
    ),
    "about-and-far": (
        "How many sleepers does the line have?",
        "The line has around a hundred and fifty sleepers.", "Sleepers of the line: ~100",
        ["a hundred and fifty sleepers", "~100"],
    ),
    "share": (
        "What share of the fares is paid by the town?",
        "The town pays sixty percent of the fares.", "Share of the fares paid by the town: 40%",
        ["sixty percent", "40%"],
    ),
    "version": (
        "Since which Signalbox version is the brake automatic?",
        "The brake has been automatic since Signalbox 2.4.", "Automatic brake since Signalbox 2.6",
        ["2.4", "2.6"],
    ),
    "word-of-another-clause": (
        "What does the club pay for the shed each winter?",
        "The shed is full in the first week of November, and the club pays four hundred euros for the winter.",
        "Shed of the club, per winter: €600", ["four hundred euros", "€600"],
    ),
    "the-things-counted": (
        "How many guests did the storm hit?",
        "Forty guests of the storm lost a bag.", "31 guests affected by the storm",
        ["Forty guests", "31 guests"],
    ),
    "aside": (
        "How many wagons does the line have?",
        "The line has sixteen wagons.", "Wagons of the line: 14 wagons (vs 22 wagons at Gletsch)",
        ["sixteen wagons", "14 wagons"],
    ),
    "who-made": (
        "Who makes the trams of Oberholm?",
        "Ida Berg made the trams of Oberholm.", "The trams of Oberholm were made by Ada Berg",
        ["Ida Berg", "Ada Berg"],
    ),
    "none-and-some": (
        "Were any of the old wagons kept?",
        "None of the old wagons was kept.", "Some of the old wagons were kept in a shed",
        ["None of the old wagons", "Some of the old wagons"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("question", "said", "planned", "expected"), RIVALS.values(), ids=RIVALS)
def test_two_answers_with_different_values_are_told(
    question: str, said: str, planned: str, expected: list[str]
) -> None:
    assert told(question, transcript(said, BEGINS), outline(planned, section=("The railway",))) == [expected]


ALIKE = {
    "another-measure": ("How long is the hour hand?",
        "The minute hand is two metres, the hour hand is one metre.", "The minute hand is 1.8 metres"),
    "before": ("How many guests ride every year?",
        "Some nine thousand guests ride every year.", "Guests who ride every year, before the works: 4,000"),
    "planned": ("How long did the works take?", "The works took fourteen months.", "Works: planned to take 6 months"),
    "goal": ("How many members does the club have?",
        "The club has three hundred members.", "Goal of the club: 500 members"),
    "another-case": ("How many drivers does the line pay?",
        "The line pays eight full-time drivers.", "Two part-time drivers paid by the line"),
    "another-name": ("How many wheels does the tram have?",
        "The tram has sixteen wheels.", "The tram of Gletsch has 24 wheels"),
    "another-year": ("How many guests rode?", "In 2019, nine thousand guests rode.", "In 2021, 4,000 guests rode"),
    "first-of-several": ("How many wagons did the line buy?", "The line bought sixteen wagons.",
        "The line first bought 9 wagons"),
    "part-of-it": ("How long is the line?", "The line is four kilometres long.",
        "The last part of the line is 1 kilometre long"),
    "additional": ("What did the town pay for the line?", "The town paid ninety thousand euros for the line.",
        "The town paid another 20,000 euros for the line"),
    "rounded": ("How high is the bridge?", "The bridge is about forty metres high.", "The bridge is 39.6 metres high"),
    "within-the-bound": ("How many trains run a day?", "At least ten trains run a day.", "14 trains run a day"),
    "thresholds": ("How many riders need a second wagon?",
        "More than eighty riders need a second wagon.", "Fewer than 40 riders need no second wagon"),
    "question": ("How many wagons are there?", "Are there twelve wagons on the line?", "Wagons on the line: 9"),
    "hypothetical": ("How much oil does the engine burn?",
        "Imagine the engine burns ninety litres of oil.", "The engine burns 140 litres of oil"),
    "other-stage": ("Since which Signalbox version is the brake automatic?",
        "The automatic brake is in preview since Signalbox 2.4.", "Automatic brake since Signalbox 2.6"),
    "knows-both": ("How heavy is a wagon?", "A wagon weighs six tonnes.",
        "A wagon weighs 6 tonnes empty, 9 tonnes full"),
    "announces": ("How many rules are there?", "There are three rules:", "Rules: 5"),
    "unit-of-another-thing": ("How long does the ride take?", "The ride takes forty minutes.", "Ride: 4 kilometres"),
    "another-deed": ("Who drives the tram of Oberholm?",
        "Ida Berg made the tram of Oberholm.", "The tram of Oberholm was made by Ada Berg"),
    "days-of-a-range": ("When is the fair at the station?",
        "The fair at the station is from the third to the fifth of May.", "Fair at the station: May 3–5"),
}  # fmt: skip


@pytest.mark.parametrize(("question", "said", "planned"), ALIKE.values(), ids=ALIKE)
def test_what_only_looks_like_another_answer_is_left_alone(question: str, said: str, planned: str) -> None:
    assert told(question, transcript(said, BEGINS), outline(planned, section=("The railway",))) == []


def test_a_place_that_holds_a_word_of_the_question_that_the_other_lacks_answers_another_question() -> None:
    said = transcript("Tickets to the upper station cost nine euros.")
    assert told("What does a ticket to the lower station cost?", said, outline("Ticket, lower station: €6")) == []


def test_figures_of_two_episodes_are_left_to_the_audit_and_dates_are_not() -> None:
    first = transcript("The Oberholm line was opened in nineteen oh eight.", path="a.txt", episode="007")
    second = transcript("The Oberholm line was opened in nineteen eleven.", path="b.txt", episode="008")
    assert told("When was the Oberholm line opened?", first, second) == [["nineteen oh eight", "nineteen eleven"]]
    first = transcript("The Oberholm line has ninety sleepers.", path="a.txt", episode="007")
    second = transcript("The Oberholm line has seventy sleepers.", path="b.txt", episode="008")
    assert told("How many sleepers does the Oberholm line have?", first, second) == []


def test_a_source_that_has_the_other_value_as_well_speaks_of_two_things() -> None:
    said = transcript("The wheel of the engine measures two metres.")
    planned = outline("Wheel of the engine: 1.2 metres", "Rear wheel of the engine: 2 metres")
    assert told("How big is the wheel of the engine?", said, planned) == []


def test_the_same_words_told_in_two_ways_are_one_persons_quotation() -> None:
    asked = "What exactly did Ada Moss say about rails?"
    said = transcript('Ada Moss said, "a rail remembers every wheel and forgives none".')
    planned = outline('Ada Moss: "A rail remembers nothing and forgives every wheel"')
    assert len(told(asked, said, planned)) == 1
    other = outline('Ida Roth: "A rail remembers nothing and forgives every wheel"')
    assert told(asked, said, other) == []


def test_a_copy_is_no_rival() -> None:
    said = transcript("The line has ninety sleepers.")
    copy = source("page.md", SourceKind.PAGE, "The line has seventy sleepers.", copy_of="transcript.txt")
    assert told("How many sleepers does the line have?", said, copy) == []


def test_a_question_of_light_words_only_has_no_rivals() -> None:
    assert told("How much is it?", transcript("It is ninety euros."), outline("It is 40 euros")) == []
