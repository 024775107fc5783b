"""What looks like two values of one fact and is two facts: parts of a whole, dates of one person, other years."""

from types import SimpleNamespace

import pytest

from chat.disagreement.relevance import find_disagreements, relevant
from tests.claim_material import Source, book_of, claims_of, outline, transcript

# The rest of an episode, so that words have weights.
REST = transcript(
    "The rope walk opened its doors in a quiet street by the river.",
    "Forty sailors come on a Monday.",
    "A coil of rope weighs twenty-five kilos.",
    "The tar house stands nine miles up the valley.",
    "Splicing takes eleven hours from start to finish.",
    "Marta twists the yarn before dawn and hums to it.",
    "The walk holds thirty coils at a time.",
    "Her grandmother bought the tar house for a song.",
    "Two apprentices sweep the yard.",
    path="rest.txt",
)


def found(*sources: Source) -> list[list[str]]:
    """The values of each disagreement."""
    return [[side.value for side in each.positions] for each in find_disagreements(claims_of(REST, *sources))]


@pytest.mark.parametrize(
    ("said", "planned", "expected"),
    [
        pytest.param("Sixty percent of the Heron ropes were replaced.", "40% of the Heron ropes were kept", [],
                     id="the two parts of a whole"),
        pytest.param("Sixty percent of the Heron ropes were replaced.", "40% of the Heron ropes were replaced",
                     [["Sixty percent", "40%"]], id="of one and the same part"),
        pytest.param("Sixty percent of the Heron ropes were replaced.", "30% of the Heron ropes were kept",
                     [["Sixty percent", "30%"]], id="no whole"),
        pytest.param("Sixty of the Heron ropes were replaced.", "40 of the Heron ropes were kept",
                     [["Sixty", "40"]], id="no shares"),
    ],
)  # fmt: skip
def test_two_shares_that_make_up_a_whole_are_no_disagreement(
    said: str, planned: str, expected: list[list[str]]
) -> None:
    assert found(transcript(said), outline(planned)) == expected


@pytest.mark.parametrize(
    ("said", "planned", "expected"),
    [
        pytest.param("The walk of Olga Brandt was lit in May twenty nineteen.",
                     "The house by Olga Brandt opened in June 2021", [], id="nothing but a name"),
        pytest.param("The sailor heard that Olga Brandt died in May twenty nineteen.",
                     "The walk of Olga Brandt was lit in June 2021", [], id="a death and a lighting"),
        pytest.param("The walk of Olga Brandt was lit in May twenty nineteen.",
                     "The walk of Olga Brandt was lit in June 2021", [["May twenty nineteen", "June 2021"]],
                     id="one event"),
        pytest.param("The sailor heard that Olga Brandt retired in May twenty nineteen.",
                     "The sailor Olga Brandt retired in June 2021", [["May twenty nineteen", "June 2021"]],
                     id="one event in other words"),
    ],
)  # fmt: skip
def test_two_dates_that_share_nothing_but_a_name_are_no_disagreement(
    said: str, planned: str, expected: list[list[str]]
) -> None:
    assert found(transcript(said), outline(planned)) == expected


BARRELS = "The Heron walk sold {} barrels of tar{}"
BOTH_DATED = (transcript(BARRELS.format("ninety", " in 2019.")), outline(BARRELS.format("140", " in 2019")))
ONE_DATED = (transcript(BARRELS.format("ninety", " in twenty nineteen.")), outline(BARRELS.format("140", "")))


@pytest.mark.parametrize(
    ("sources", "when", "told"),
    [
        pytest.param(BOTH_DATED, " in 2019", True, id="the year of both"),
        pytest.param(BOTH_DATED, "", True, id="no year"),
        pytest.param(BOTH_DATED, " in 2021", False, id="another year"),
        pytest.param(ONE_DATED, " in 2019", True, id="the year of one"),
        pytest.param(ONE_DATED, " in 2021", True, id="another year than that of one"),
    ],
)
def test_a_disagreement_about_another_year_than_is_asked_for_is_not_told(
    sources: tuple[Source, Source], when: str, told: bool
) -> None:
    cited = [SimpleNamespace(path="transcript.txt", start=0, end=40)]
    asked = f"How many barrels of tar did the Heron walk sell{when}?"
    found = relevant(asked, cited, book_of(claims_of(REST, *sources)))
    assert [[side.value for side in each.positions] for each in found] == [["ninety barrels", "140 barrels"]] * told


def test_a_date_that_is_told_in_two_ways_is_told_to_who_asks_with_a_third() -> None:
    """A year in the question may be the very thing that is asked: "Was it in 2020?"."""
    lit = "The walk of Olga Brandt was lit in May {}"
    sources = transcript(lit.format("2019.")), outline(lit.format("2021"))
    cited = [SimpleNamespace(path="transcript.txt", start=0, end=40)]
    asked = "When was the loft of Olga Brandt lit, in 2020?"
    found = relevant(asked, cited, book_of(claims_of(REST, *sources)))
    assert [[side.value for side in each.positions] for each in found] == [["May 2019", "May 2021"]]
