"""The figures of a table row: in the unit that its label names, with what they count."""

import pytest

from corpus.claims.extract import Claim, extract_claims
from corpus.models import SourceKind
from tests.claim_material import source


def _figures(*row: str, header: tuple[str, ...] = ()) -> list[Claim]:
    found = extract_claims(*source("outline.md", SourceKind.OUTLINE, row, header=header))
    return [claim for claim in found if claim.quantity]


@pytest.mark.parametrize(
    ("row", "header", "unit"),
    [
        (("Loaves made in the first year", "300"), (), ""),
        (("Loaves a day in spring", "31"), (), ""),
        (("Loaves per week", "31"), (), ""),
        (("Years at the oven", "19"), (), "year"),
        (("Number of days", "19"), (), "day"),
        (("Weight of a loaf (kg)", "2"), (), "kg"),
        (("Weight in pounds", "2"), (), "lb"),
        (("Depth of the well in metres", "40"), (), "metre"),
        (("Well", "40"), ("Place", "Depth (m)"), "m"),
        (("Petaflops per rack", "362"), (), "petaflops"),
    ],
)
def test_a_bare_number_is_in_the_unit_that_its_label_names_as_one(
    row: tuple[str, ...], header: tuple[str, ...], unit: str
) -> None:
    assert [claim.quantity.unit for claim in _figures(*row, header=header) if claim.quantity] == [unit]


def test_a_row_is_of_what_it_counts_too() -> None:
    assert [claim.own for claim in _figures("Flock", "62 Drenthe sheep")] == [("flock", "drenth", "sheep")]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (("Bowl sold for", "¥9,000"), "¥9,000"),
        (("Rent", "CHF 320 a month"), "CHF 320"),
        (("Floor of the pit", "-1,200 m"), "-1,200 m"),
        (("Share", "about 40%"), "about 40%"),
    ],
)
def test_a_value_is_shown_with_its_sign(row: tuple[str, ...], shown: str) -> None:
    assert [claim.value for claim in _figures(*row)] == [shown]
