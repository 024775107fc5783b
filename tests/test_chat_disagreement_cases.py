"""A value that its own sentence gives to another time, plan, view, bound or part is no rival of the value of now."""

from types import SimpleNamespace

import pytest

from chat.disagreement.relevance import find_disagreements, relevant
from tests.claim_material import Source, book_of, claims_of, outline, transcript

# The rest of an episode, so that words have weights.
REST = transcript(
    "The glass works stand in a wood by the lake.",
    "Nine blowers begin at four in the morning.",
    "A marble weighs thirty grams.",
    "Birgit carries the sand up from the shore.",
    "The polishing takes eleven hours from start to finish.",
    "Her uncle bought the grinding shed for a song.",
    "The dog sleeps beside the second furnace.",
    path="rest.txt",
)


def found(*sources: Source) -> list[list[str]]:
    """The values of each disagreement."""
    return [[side.value for side in each.positions] for each in find_disagreements(claims_of(REST, *sources))]


# What is said and planned, and the two values where they are at odds after all.
CASES = {
    "now": ("The furnace holds forty pots.", "Pots in the furnace: 60", ["forty pots", "60"]),
    "of-an-event-before-another": (
        "The furnace was lit in nineteen hundred and three, and until the war it burned wood.",
        "The furnace was lit in 1913", ["nineteen hundred and three", "1913"],
    ),
    "counted-in-the-singular": ("The blowers wintered there for forty winters.", "4 winter in the furnace hall", []),
    "used-to": ("The furnace used to hold forty pots.", "Pots in the furnace: 60", []),
    "started-with": ("The furnace started with forty pots.", "Pots in the furnace: 60", []),
    "before-something": ("Before the flood there were forty pots in the furnace.", "Pots in the furnace: 60", []),
    "once-had": ("They once had forty pots in the furnace.", "Pots in the furnace: 60", []),
    "in-the-sixties": ("In the sixties there were forty pots in the furnace.", "Pots in the furnace: 60", []),
    "until-last-year": ("A goblet cost nine euros until last year.", "A goblet costs €14", []),
    "meant-to": ("The furnace is meant to hold forty pots.", "The furnace holds 60 pots", []),
    "designed-for": ("The furnace was designed for forty pots.", "The furnace holds 60 pots", []),
    "will": ("The furnace will hold forty pots.", "The furnace holds 60 pots", []),
    "wanted": ("Wanted at the furnace: forty blowers, they say.", "Blowers at the furnace: 9", []),
    "a-date-to-come": (
        "The furnace will open on the third of May twenty thirty.", "The furnace opens on 9 May 2030",
        ["third of May twenty thirty", "9 May 2030"],
    ),
    "people-will-tell-you": ("People will tell you the furnace holds forty pots.", "Pots in the furnace: 60", []),
    "you'd-think": ("You'd think the furnace holds forty pots.", "The furnace holds 60 pots", []),
    "i'd-have-guessed": ("I'd have guessed the furnace holds forty pots.", "The furnace holds 60 pots", []),
    "brochure": ("In the brochure the furnace holds forty pots.", "The furnace holds 60 pots", []),
    "what-people-think-of-another": (
        "The furnace holds forty pots, and people think it's a barn.", "Pots in the furnace: 60", ["forty pots", "60"],
    ),
    "from-so-much": ("A goblet costs nineteen euros with a lid.", "A goblet costs from €14", []),
    "for-some": ("For schools the fee at the works is nine euros.", "Fee at the works: €14", []),
    "under-a-condition": ("In a storm the furnace burns nine tonnes of wood.", "The furnace burns 4 tonnes of wood",
                          []),
    "some-who-pay": ("Students pay a fee of nine euros at the works.", "Fee at the works: €14", []),
    "average": ("On average the furnace holds forty pots.", "Pots in the furnace: 60", []),
    "two-months": ("Goblets blown in May: nine hundred.", "Goblets blown in June: 1,200", []),
    "two-years": ("In twenty twenty-one nine hundred goblets were blown.", "Goblets blown in 2022: 1,200", []),
    "one-year": ("In twenty twenty-one nine hundred goblets were blown.", "Goblets blown in 2021: 1,200",
                 ["nine hundred goblets", "1,200"]),
    "two-quarters": ("Nine hundred goblets in the first quarter.", "Goblets in the second quarter: 1,200", []),
    "two-seasons": ("This year nine hundred goblets were blown.", "Goblets blown last year: 1,200", []),
    "two-members": ("The upper furnace holds forty pots.", "The lower furnace holds 60 pots", []),
    "two-persons": ("The men's furnace holds forty pots.", "The women's furnace holds 60 pots", []),
    "two-models": ("Furnace B holds forty pots.", "Furnace C holds 60 pots", []),
    "one-member": ("The upper furnace holds forty pots.", "Pots in the upper furnace: 60", ["forty pots", "60"]),
    "a-part-of": ("Forty of the pots in the furnace are cracked.", "Pots in the furnace: 60", []),
    "a-sort-of": ("There are forty clay pots in the furnace.", "Pots in the furnace: 60", []),
    "more-than-all-of-them": ("There are eighty clay pots in the furnace.", "Pots in the furnace: 60",
                              ["eighty clay pots", "60"]),
    "some-are": ("Forty pots in the furnace are copper.", "Pots in the furnace: 60", []),
    "about": ("The furnace holds around sixty pots.", "Pots in the furnace: 57", []),
    "one-amount-at-two-rates": ("The rent of the works is ninety euros a year.", "Rent of the works: €90 per month",
                                ["ninety euros", "€90"]),
    "two-amounts-at-two-rates": ("The rent of the works is ninety euros a month.", "Rent of the works: €900 per year",
                                 []),
    "more-and-fewer": ("The furnace holds more than sixty pots.", "The furnace holds fewer than 60 pots",
                       ["more than sixty pots", "fewer than 60 pots"]),
    "at-least-and-up-to-more": ("The furnace holds at least forty pots.", "The furnace holds up to 60 pots", []),
    "noun-and-adjective": ("The furnace is nine metres long.", "Length of the furnace: 14 metres",
                           ["nine metres", "14 metres"]),
    "versions": ("The clock runs version 2.4.", "The clock runs version 2.3", ["2.4", "2.3"]),
    "one-version": ("The clock runs version 2.4.", "The clock runs version 2.4.1", []),
    "a-version-and-a-score": ("The clock runs version 2.4.1.", "The clock runs version 8.6", []),
    "about-something-else": ("The furnace holds around ninety pots.", "Pots in the furnace: 57", ["ninety pots", "57"]),
}  # fmt: skip


@pytest.mark.parametrize(("said", "planned", "expected"), CASES.values(), ids=CASES)
def test_a_value_of_another_case_is_no_disagreement(said: str, planned: str, expected: list[str]) -> None:
    assert found(transcript(said), outline(planned)) == ([expected] if expected else [])


BESIDE = {
    "in-the-next-sentence": (["The furnace holds forty pots, in the old plans.", "It's sixty."], []),
    "small-and-bare": (["The furnace has five doors.", "It has three."], ["five doors", "3"]),
    "put-right": (["The furnace holds forty pots, sorry, sixty."], []),
    "put-right-without-the-number": (["The furnace holds forty pots.", "No, that's wrong, I'll look it up."], []),
    "of-something-else": (["The furnace holds forty pots.", "Sixty geese walk by."], ["forty pots", "60"]),
    "two-sentences-on": (["The furnace holds forty pots.", "Look.", "Sixty, I mean."], []),
    "much-later": (["The furnace holds forty pots.", "Look.", "And there.", "Sixty, then."], ["forty pots", "60"]),
}


@pytest.mark.parametrize(("said", "expected"), BESIDE.values(), ids=BESIDE)
def test_a_value_that_is_put_right_at_once_is_no_disagreement(said: list[str], expected: list[str]) -> None:
    planned = "Doors of the furnace: 3" if "doors" in said[0] else "Pots in the furnace: 60"
    if "doors" in said[0]:
        expected = []
    assert found(transcript(*said), outline(planned)) == ([expected] if expected else [])


def test_a_month_that_says_when_a_number_holds_is_no_date_of_its_own() -> None:
    may = "Goblets blown in May: {}"
    assert found(transcript("Goblets blown in June: ninety."), outline(may.format(140))) == []


ASKED = {
    "what-is-counted": ("How many goblets stand on the shelf?", "Ninety goblets stand on the shelf.",
                        "Goblets on the shelf: 140", True),
    "the-age-of-the-oldest": ("How many blowers work at the furnace?",
                              "The oldest blower at the furnace is seventy-nine.", "Oldest blower at the furnace: 97",
                              False),
    "another-stuff": ("How much sand does a firing take?", "A firing takes fourteen blowers.", "Blowers per firing: 17",
                      False),
    "its-weight": ("How heavy is the furnace?", "The furnace weighs nine tonnes.", "Weight of the furnace: 12 tonnes",
                   True),
    "no-weight": ("How heavy is the furnace?", "There are nine hundred bricks in the furnace.",
                  "Bricks in the furnace: 1,200", False),
    "what-would-have-been": ("What would the furnace have cost with a roof?", "The furnace cost nine thousand euros.",
                             "The furnace cost €14,000", False),
    "another-event": ("When was the flood?", "Birgit was born in nineteen fifty-one.", "Birgit born: 1957", False),
    "how-it-is-done": ("How do you light the furnace?", "The furnace weighs nine tonnes.",
                       "Weight of the furnace: 12 tonnes", False),
    "the-event": ("When was Birgit born?", "Birgit was born in nineteen fifty-one.", "Birgit born: 1957", True),
}  # fmt: skip


@pytest.mark.parametrize(("question", "said", "planned", "told"), ASKED.values(), ids=ASKED)
def test_a_disagreement_is_told_with_an_answer_only_where_it_is_about_what_was_asked(
    question: str, said: str, planned: str, told: bool
) -> None:
    book = book_of(claims_of(REST, transcript(said), outline(planned)))
    assert len(list(book.findings())) == 1
    cited = [SimpleNamespace(path="transcript.txt", start=0, end=len(said))]
    assert len(relevant(question, cited, book)) == told


def test_what_the_best_sentences_of_another_episode_hold_of_a_question_a_disagreement_holds_too() -> None:
    """ "How many pots hang under the roof?", answered in one episode, is not about the pots of a cellar in another."""
    sources = (
        transcript("There are forty pots in the cellar.", path="ep1/transcript.txt"),
        outline("Pots in the cellar: 60", path="ep1/outline.md"),
    )
    book = book_of(claims_of(REST, *sources))
    best = "Ninety pots hang under the roof."
    here = SimpleNamespace(path="ep1/transcript.txt", start=0, end=35)
    cited = [SimpleNamespace(path="ep2/transcript.txt", start=0, end=32), here]
    assert relevant("How many pots hang under the roof?", cited, book, best=[best]) == ()
    assert len(relevant("How many pots are in the cellar?", cited, book, best=[best])) == 1
