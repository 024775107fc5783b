"""What the material calls things for short, as it explains it."""

import pytest

from corpus.abbreviations import abbreviations

LAMPS = ("HPS", "harbour pilot service")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The Harbour Pilot Service (HPS) has six boats.", {LAMPS}, id="after the name, in brackets"),
        pytest.param("The HPS (Harbour Pilot Service) has six boats.", {LAMPS}, id="before it"),
        pytest.param("They called the Harbour Pilot Service, or HPS, at night.", {LAMPS}, id="or for short"),
        pytest.param("HPS—Harbour Pilot Service—has six boats.", {LAMPS}, id="between dashes"),
        pytest.param("Our HPSs (harbour pilot services) met.", {("HPS", "harbour pilot services")}, id="several"),
        pytest.param("Mean time to mooring (MTTM) fell.", {("MTTM", "mean time to mooring")}, id="small words count"),
        pytest.param("The Bill of Lading (BL) is lost.", {("BL", "bill of lading")}, id="or are left out"),
        pytest.param("Well-kept Harbour Pilot Service (HPS)", {LAMPS}, id="other words before the name"),
        pytest.param("The Harbour Pilots (HPS) have six boats.", set(), id="other initials"),
        pytest.param("Six boats (HPS), at night.", set(), id="no name at all"),
        pytest.param("Vote for AI, against it or not.", set(), id="words too short for a name"),
        pytest.param("The pilots have six boats.", set(), id="nothing for short"),
    ],
)
def test_an_abbreviation_is_known_by_the_initials_of_the_name_beside_it(
    text: str, expected: set[tuple[str, str]]
) -> None:
    assert set(abbreviations(text)) == expected
