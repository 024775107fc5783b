"""Sources that differ are set against each other; sources that only look different are left in peace."""

from types import SimpleNamespace
from unicodedata import normalize

import pytest

from chat.disagreement.relevance import difference_question, find_disagreements, relevant
from chat.models import Disagreement, Severity
from corpus.models import SourceKind
from tests.claim_material import Source, book_of, claims_of, outline, source, transcript

# The rest of an episode, so that words have weights: none of it states anything that the cases are about.
BACKGROUND = transcript(
    "The bakery opened its doors in a quiet street by the river.",
    "Marta kneads the dough before dawn and hums to it.",
    "Forty customers come on a Monday.",
    "The oven holds thirty loaves at a time.",
    "A bag of flour weighs twenty-five kilos.",
    "The mill stands nine miles up the valley.",
    "Her grandmother bought the mill for a song.",
    "The recipe takes eleven hours from start to finish.",
    "Two apprentices sweep the yard.",
    path="background.txt",
)


def found(*sources: Source) -> list[Disagreement]:
    return find_disagreements(claims_of(BACKGROUND, *sources))


def sides(disagreement: Disagreement) -> list[str]:
    return [position.value for position in disagreement.positions]


DIFFERENT = {
    "quantity": ("The Heron oven burns ninety litres of oil a day.", "The Heron oven burns 140 litres of oil a day",
                 ["ninety litres", "140 litres"]),
    "times-and-percent": ("The Heron gives four times better heat recovery.", "Heron: 40% better heat recovery",
                          ["four times", "40%"]),
    "bounds": ("The Heron cellar holds up to ninety barrels of cider.", "The Heron cellar holds up to 1,200 barrels",
               ["up to ninety barrels", "up to 1,200 barrels"]),
    "date": ("The Heron bridge opened in May twenty nineteen.", "The Heron bridge opened in May 2021",
             ["May twenty nineteen", "May 2021"]),
    "polarity": ("None of the guild members eat rye bread.", "Some of the guild members eat rye bread",
                 ["None of the guild members", "Some of the guild members"]),
    "denial": ("The Heron tower is not open to guests.", "The Heron tower is open to guests", ["no", "yes"]),
    "denial-of-a-deed": ("The guild did not pay for the new headstock.", "The guild paid for the new headstock",
                         ["no", "yes"]),
    "denial-for-ever": ("Olga Brandt met the architect.", "Olga Brandt never met the architect", ["yes", "no"]),
    "denial-of-less": ("The guild paid for the new bronze headstock.", "The guild didn't pay for the new headstock",
                       ["yes", "no"]),
    "denial-of-a-clause": ("The Heron tower is not open to guests, and the stairs are gone.",
                           "Yes, the Heron tower is open to guests", ["no", "yes"]),
    "list": ("The spices were anise, fennel and caraway.", "Spices: anise, fennel, cumin",
             ["anise, fennel and caraway", "anise, fennel, cumin"]),
    "name": ("Olga Brandt designed the new Heron oven door.", "The new Heron oven door was designed by Petra Brandt",
             ["Olga Brandt", "Petra Brandt"]),
    "old-year": ("The Heron bell was cast in sixteen eighty-four.", "The Heron bell was cast in 1648",
                 ["sixteen eighty-four", "1648"]),
    "accented-name": ("Tomáš Kadlčík designed the new Heron oven door.",
                      "The new Heron oven door was designed by Tomáš Kadleček", ["Tomáš Kadlčík", "Tomáš Kadleček"]),
    "half-of-a-million": ("The Heron mill ground one and a half million sacks.",
                          "The Heron mill ground 1.8 million sacks",
                          ["one and a half million sacks", "1.8 million sacks"]),
}  # fmt: skip


@pytest.mark.parametrize(("said", "planned", "expected"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_fact_with_two_values_is_a_disagreement(said: str, planned: str, expected: list[str]) -> None:
    assert [sides(each) for each in found(transcript(said), outline(planned))] == [expected]


@pytest.mark.parametrize(
    ("said", "planned", "topic"),
    [
        (
            "The insurance on a barge under tow costs one point eight percent of its price.",
            "The insurance on a barge under tow costs 1.6% of its price",
            "insurance on a barge under tow costs",
        ),
        (
            "None of the guild members has ever asked for the flour back.",
            "Some of the guild members asked for the flour back in 2024",
            "guild members asked for the flour",
        ),
        ("The spices were anise, fennel and caraway.", "Spices: anise, fennel, cumin", "Spices"),
        (
            "Olga Brandt designed the door of the Heron oven.",
            "The door of the Heron oven, long planned, was designed by Petra Brandt",
            "designed the door of the Heron oven",
        ),
    ],
    ids=["quantity", "polarity", "list", "name"],
)
def test_what_a_disagreement_is_about_stands_so_in_one_of_the_sentences(said: str, planned: str, topic: str) -> None:
    assert [each.topic for each in found(transcript(said), outline(planned))] == [topic]
    assert topic in said or topic in planned


@pytest.mark.parametrize(
    ("said", "planned", "values"),
    [
        ("And none of the forms can be filed at the mill.", "Most of the forms can be filed at the mill",
         ["none of the forms", "Most of the forms"]),
        ("None of the flour was ever weighed twice.", "All flour was weighed twice",
         ["None of the flour", "All flour"]),
    ],
    ids=["plural", "mass"],
)  # fmt: skip
def test_how_many_is_told_with_what_it_is_said_of(said: str, planned: str, values: list[str]) -> None:
    assert [sides(each) for each in found(transcript(said), outline(planned))] == [values]


def test_a_quotation_in_two_wordings_is_a_disagreement() -> None:
    said = transcript("Olga Brandt said, quote, a loaf is a promise that you can eat with butter. End quote.")
    planned = outline('Olga Brandt: "A loaf is a promise that you can eat on Sundays with butter."')
    assert [each.kind for each in found(said, planned)] == ["quote"]


def test_a_source_that_says_both_knows_better() -> None:
    both = transcript("The Heron tower is not open to guests.", "The Heron tower is open to guests.")
    assert found(both, outline("The Heron tower is open to guests")) == []


def test_one_thing_without_a_name_is_not_denied_where_another_is_spoken_of() -> None:
    said = transcript("We walked up to Kell with the dog.", "The tower is not open to guests.")
    near = outline("We walk to Kell", "The tower is open to guests", section=("A walk to Kell",))
    far = outline("We walk to Orm", "The tower is open to guests", section=("A walk to Orm",))
    assert ([sides(each) for each in found(said, near)], found(said, far)) == ([["no", "yes"]], [])


def test_a_denial_is_told_to_whoever_asks_and_leaves_the_figures_beside_it_alone() -> None:
    said = transcript("The Heron tower is not open to guests.", "The guild keeps ninety hens in the yard.")
    planned = outline("The Heron tower is open to guests", "The guild keeps ninety hens in the yard")
    book = book_of(claims_of(BACKGROUND, said, planned))
    place = SimpleNamespace(path="transcript.txt", start=0, end=38)
    assert [sides(each) for each in relevant("Is the Heron tower open to guests?", [place], book)] == [["no", "yes"]]
    assert relevant("How many hens are in the yard?", [place], book) == ()


AGREEING = {
    "denial-at-another-time": ("The Heron tower is not open to guests.", "The Heron tower was open to guests"),
    "denial-of-more": ("The Heron tower is not open to guests on Sundays.", "The Heron tower is open to guests"),
    "denial-but-on-a-day": ("The Heron tower is not open to guests.", "The Heron tower is open to guests on Sundays"),
    "denial-but-for-a-part": ("The guild did not pay for the headstock.", "The guild partly paid for the headstock"),
    "denial-but-in-a-month": ("The guild did not pay for the headstock.", "The guild paid May rent for the headstock"),
    "denial-of-another": ("The north tower is open to guests.", "The tower is not open to guests"),
    "denial-of-the-reverse": ("Kell did not beat Orm at chess.", "Orm beat Kell at chess"),
    "denial-of-off": ("The lamp was not turned off by Kell at night.", "The lamp was turned on by Kell at night"),
    "denial-of-a-plan": ("The guild did not pay for the headstock.", "The guild will pay for the headstock"),
    "denial-asked": ("Is the Heron tower not open to guests?", "The Heron tower is open to guests"),
    "denial-of-a-view": ("The flyer says the Heron tower is open to guests.", "The Heron tower is not open to guests"),
    "old-year": ("The Heron bell was cast in sixteen eighty-four.", "Heron bell: cast in 1684"),
    "accents": (
        "Jürgen Østby designed the new Heron oven door.",
        "The new Heron oven door was designed by Jurgen Ostby",
    ),
    "accents-apart": (
        "The new Heron oven door was designed by Tomáš Veselý.",
        normalize("NFD", "The new Heron oven door was designed by Tomáš Veselý"),
    ),
    "half-of-a-million": ("The Heron mill sold one and a half million sacks.", "The Heron mill sold 1.5M sacks"),
    "million-and-a-half": ("The Heron mill cost a million and a half dollars.", "The Heron mill cost $1.5M"),
    "spoken-and-written": ("The Heron oven burns one hundred and forty litres.", "Heron oven burns 140 litres"),
    "rounding": ("The Heron guild grew by thirty-five percent.", "The Heron guild grew by 34.8%"),
    "rounder-thousands": ("The Heron oven costs ninety-three K.", "The Heron oven costs 93,600"),
    "bound-and-value": ("The Heron cellar holds up to ninety barrels.", "The Heron cellar holds 64 barrels"),
    "over-and-value": ("The Heron guild has over three hundred members.", "The Heron guild has 312 members"),
    "range-and-value": ("Heron loaves rise thirty to forty percent.", "Heron loaves rise 35%"),
    "million": ("The Heron mill grinds one million grains.", "The Heron mill grinds 1M grains"),
    "excerpt-of-a-quote": ("Olga Brandt said, quote, a loaf is a promise that you can eat. End quote.",
                           'Olga Brandt: "A loaf is a promise"'),
    "shorter-list": ("The spices were anise, fennel and caraway.", "Spices: anise, fennel"),
    "most-and-many": ("Most of the guild members eat rye bread.", "Many of the guild members eat rye bread"),
}  # fmt: skip


@pytest.mark.parametrize(("said", "planned"), AGREEING.values(), ids=AGREEING)
def test_what_agrees_after_normalising_is_not_flagged(said: str, planned: str) -> None:
    assert found(transcript(said), outline(planned)) == []


APART = {
    "generation": ("The Heron three oven holds one hundred forty-four trays.", "The Heron2 oven holds 64 trays"),
    "case": ("Savings of thirty-five percent on serverless ovens.", "Savings of 20% on provisioned ovens"),
    "name": ("The Heron oven holds sixty trays.", "The Bittern oven holds 90 trays"),
    "rate": ("The Heron guild pays ninety dollars per month.", "The Heron guild pays 900 dollars per year"),
    "thing-counted": ("The Heron bakery has ninety ovens.", "The Heron bakery has 12 windows"),
    "direction": ("Heron oil use is thirty percent lower.", "Heron oil use is 25% higher"),
    "additional": ("The Heron guild gave ninety dollars to the mill.", "The Heron guild gave another 500 dollars"),
    "target": ("The Heron guild waste rate is three percent.", "Target for the Heron guild waste rate: 30%"),
    "hypothetical": ("Imagine the Heron oven burns ninety litres of oil.", "The Heron oven burns 140 litres of oil"),
    "question": ("Does the Heron oven burn ninety litres of oil?", "The Heron oven burns 140 litres of oil"),
    "change": ("Heron oil use fell from ninety to seventy litres.", "Heron oil use fell from 90 to 70 litres"),
    "vague": ("The Heron cellar holds hundreds of barrels.", "The Heron cellar holds 90 barrels"),
    "version": ("The Heron timer runs kernel six point seventeen.", "The Heron timer runs kernel 6.2"),
    "opposite-bounds": ("The Heron suits teams under three hundred bakers.", "The Heron suits teams over 200 bakers"),
}  # fmt: skip


@pytest.mark.parametrize(("said", "planned"), APART.values(), ids=APART)
def test_what_is_about_something_else_is_not_flagged(said: str, planned: str) -> None:
    assert found(transcript(said), outline(planned)) == []


def test_a_number_with_its_own_partner_is_not_set_against_another() -> None:
    said = transcript("Heron change rate fell five percent.", "Heron bread stability fell seven percent.")
    planned = outline("Heron change rate fell 5%", "Heron bread stability fell 7%")
    assert found(said, planned) == []


def test_a_verbatim_copy_is_no_second_witness() -> None:
    said = transcript("The Heron oven burns ninety litres of oil a day.")
    copy = source(
        "page.md", SourceKind.PAGE, "The Heron oven burns ninety litres of oil a day.", copy_of="transcript.txt"
    )
    planned = outline("The Heron oven burns 140 litres of oil a day")
    assert [position.path for position in found(said, copy, planned)[0].positions] == ["transcript.txt", "outline.md"]


def test_a_fact_stated_twice_is_one_position_with_two_places() -> None:
    said = transcript("The Heron oven burns ninety litres of oil a day.")
    planned = outline(
        "The Heron oven burns 140 litres of oil a day", "Remember, the Heron oven burns 140 litres of oil a day"
    )
    only = found(said, planned)
    assert [(len(each.positions), len(each.positions[1].also)) for each in only] == [(2, 1)]


def test_misheard_captions_are_told_as_such() -> None:
    said = transcript("They set aside sixteen berths for cargo ships.")
    heard = source("talk.srt", SourceKind.CAPTIONS, "They set aside 6 births for cargo ships.")
    assert [each.severity for each in found(said, heard)] == [Severity.CAPTION]


def test_a_later_episode_updates_a_figure() -> None:
    first = transcript("Every year Castor sells Pollux ninety barrels of cider.", path="a.txt", episode="007")
    later = transcript("Every year Castor sells Pollux 120 barrels of cider.", path="b.txt", episode="008")
    assert [each.severity for each in found(first, later)] == [Severity.UPDATE]


def test_a_table_row_is_compared_by_its_label() -> None:
    said = transcript("The Heron oven burned one hundred and forty litres of oil.")
    planned = outline(("Heron oven oil burned", "90 litres", "Letter"), header=("Fact", "Value", "Source"))
    assert [sides(each) for each in found(said, planned)] == [["one hundred and forty litres", "90 litres"]]


def test_the_id_survives_other_places() -> None:
    planned = outline("The Heron oven burns 140 litres of oil a day")
    before = found(transcript("The Heron oven burns ninety litres of oil a day."), planned)
    after = found(transcript("Hello.", "The Heron oven burns ninety litres of oil a day."), planned)
    assert [each.id for each in before] == [each.id for each in after] != []


def test_claims_of_another_version_are_left_out() -> None:
    claims = claims_of(
        BACKGROUND, transcript("The Heron oven burns ninety litres."), outline("The Heron oven burns 140 litres")
    )
    assert find_disagreements(claim.model_copy(update={"version": 0}) for claim in claims) == []


def test_order_of_claims_does_not_matter() -> None:
    claims = claims_of(
        BACKGROUND,
        transcript("The Heron oven burns ninety litres of oil."),
        outline("The Heron oven burns 140 litres of oil"),
    )
    assert find_disagreements(claims) == find_disagreements(list(claims))


OIL = (
    transcript("The Heron oven burns ninety litres of oil a day."),
    outline("The Heron oven burns 140 litres of oil a day"),
)


def place(path: str = "transcript.txt", start: int = 0, end: int = 40) -> SimpleNamespace:
    return SimpleNamespace(path=path, start=start, end=end)


def test_only_what_was_asked_about_is_shown() -> None:
    book = book_of(claims_of(BACKGROUND, *OIL))
    assert [sides(each) for each in relevant("How much oil does the Heron burn?", [place()], book)] == [
        ["ninety litres", "140 litres"]
    ]
    assert relevant("Who owns the Heron oven?", [place()], book) == ()
    assert relevant("How much oil does the Heron burn?", [place("background.txt", 0, 10)], book) == ()
    assert relevant("How much oil does the Heron burn?", [], book) == ()


def test_a_share_is_no_speed() -> None:
    said, planned = transcript("The Heron burns ninety percent beech."), outline("The Heron burns 60 percent beech")
    book = book_of(claims_of(BACKGROUND, said, planned))
    assert len(relevant("What share of what the Heron burns is beech?", [place()], book)) == 1
    assert relevant("How fast does the Heron burn the beech?", [place()], book) == ()


def test_what_it_is_said_of_has_to_be_what_was_asked_about() -> None:
    said, planned = (
        transcript("Ines swears by the Heron.", "It has ninety trays for buns."),
        outline("It has 140 trays for buns", section=("Heron",)),
    )
    book, it = book_of(claims_of(BACKGROUND, said, planned)), place(start=26, end=54)
    assert len(relevant("How many trays for buns does the Heron have?", [it], book)) == 1
    assert relevant("How many trays for buns does the Osprey have?", [it], book) == ()


def test_a_question_about_another_generation_is_not_answered_with_this_one() -> None:
    said, planned = (
        transcript("The Heron3 oven holds ninety trays of buns."),
        outline("The Heron3 oven holds 140 trays"),
    )
    book = book_of(claims_of(BACKGROUND, said, planned))
    assert len(relevant("How many trays of buns does the Heron3 oven hold?", [place()], book)) == 1
    assert relevant("How many trays of buns does the Heron2 oven hold?", [place()], book) == ()


def test_why_something_is_so_and_what_it_is_no_figure_answers() -> None:
    book = book_of(claims_of(BACKGROUND, *OIL))
    assert relevant("Why does the Heron burn so much oil?", [place()], book) == ()
    assert relevant("What is the Heron?", [place()], book) == ()


def test_another_thing_of_the_same_subject_is_not_what_was_asked() -> None:
    book = book_of(claims_of(BACKGROUND, *OIL))
    assert relevant("How many trays does the Heron oven hold?", [place()], book) == ()
    assert relevant("How fast is the Heron oven?", [place()], book) == ()


def test_a_question_about_a_difference_finds_it_by_name_where_its_place_is_not_cited() -> None:
    book = book_of(claims_of(BACKGROUND, *OIL))
    elsewhere = [place("outline.md", 900, 901)]
    assert len(relevant("Does the outline agree with Ines on the oil the Heron burns?", elsewhere, book)) == 1
    assert relevant("How much oil does the Heron burn?", elsewhere, book) == ()


def test_a_marked_finding_is_left_out_of_answers_and_known_to_the_audit() -> None:
    claims = claims_of(BACKGROUND, *OIL)
    finding = find_disagreements(claims)[0].id
    quiet = book_of(claims, quiet=lambda known: known == finding)
    assert [found.disagreement.id for found in quiet.findings()] == [finding]
    assert relevant("How much oil does the Heron burn?", [place()], quiet) == ()


def test_a_quotation_is_told_when_its_person_is_asked_for_by_name() -> None:
    said = transcript('Ada Moss said, "The oven forgives a baker who listens to it."')
    book = book_of(claims_of(BACKGROUND, said, outline('Ada Moss: "The oven forgives the miller who listens to it."')))
    assert len(relevant("What exactly did Ada Moss say about her work?", [place()], book)) == 1
    assert relevant("What exactly did Ida Roth say about her work?", [place()], book) == ()


PRICE = (
    transcript("The Heron guild charges three euros a loaf."),
    outline("The Heron guild charges €5 a loaf"),
)


def test_a_price_asked_for_in_other_words_is_told_where_it_is_the_answer() -> None:
    book = book_of(claims_of(BACKGROUND, *PRICE))
    asked = "What does it cost to get bread from them?"
    assert [sides(each) for each in relevant(asked, [place()], book)] == [["three euros", "€5"]]
    assert relevant("How long does it take to get bread from them?", [place()], book) == ()
    assert relevant("Do they bake bread for them?", [place()], book) == ()


def test_what_other_sentences_have_of_the_question_the_disagreement_has_too() -> None:
    book = book_of(claims_of(BACKGROUND, *PRICE))
    asked = "What does it cost to get rye from them?"
    assert len(relevant(asked, [place()], book)) == 1
    assert relevant(asked, [place()], book, best=["Rye is four euros."]) == ()
    asked, best = "What does the Heron guild charge for a loaf of rye?", ["A loaf of rye is four euros."]
    assert len(relevant(asked, [place()], book, best=best)) == 1
    assert relevant(asked, [place()], book, best=best, own=["rye"]) == ()


def test_a_value_beside_another_word_of_the_question_is_the_one_asked_for() -> None:
    said = transcript(
        "The minute hand of the Heron clock is six metres, the hour hand of the Heron clock is four metres."
    )
    book = book_of(claims_of(BACKGROUND, said, outline("The minute hand of the Heron clock: 5 metres")))
    both = [place(end=120), place("outline.md")]
    assert len(relevant("How long is the minute hand of the Heron clock?", both, book)) == 1
    assert relevant("How long is the hour hand of the Heron clock?", both, book) == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("does the outline agree with what Ines said about the oven?", True),
        ("we said ninety litres on air, is that also what the outline has?", True),
        ("Does the article back up the figure Ines gave?", True),
        ("is the oven price the same in both?", True),
        ("How much oil does the oven burn?", False),
        ("Which oven did Ines buy?", False),
    ],
)
def test_a_question_about_a_difference_is_known(question: str, expected: bool) -> None:
    assert difference_question(question) is expected


def test_planned_stories_that_gave_way_to_others_are_a_disagreement() -> None:
    said = transcript(
        "Welcome to the show.",
        "Castor Foundry unveiled the Pollux Anvil in Girona.",
        "Now let's talk about bread.",
    )
    planned = outline(
        "Story 1: Flour prices reach a record", "Story 2: Millers meet in Lund", section=("News segment",)
    )
    assert [(each.kind, each.topic) for each in found(said, planned)] == [("list", "news stories of the episode")]
