"""How numbers are said aloud: every form is read as what it says, and what may be two numbers is read as none.

The forms are made from the figures, not listed, so that a whole class is held and not the examples of it.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers.moments import dates
from corpus.numbers.numeral import ONES, TEENS, TENS
from corpus.numbers.quantities import quantities
from corpus.numbers.written import written

UNITS = ("metres", "kilos", "litres", "degrees", "watts", "nanometres")


def under_hundred(number: int, *, hyphen: str = "-") -> str:
    """Nought to ninety-nine in words."""
    if number < 20:
        return (*ONES, *TEENS)[number]
    ones = f"{hyphen}{ONES[number % 10]}" if number % 10 else ""
    return TENS[number // 10 - 2] + ones


def under_million(number: int) -> str:
    """One to 999,999 in words, in full."""
    thousands, rest = divmod(number, 1000)
    hundreds, below = divmod(rest, 100)
    parts = [f"{under_million(thousands)} thousand"] if thousands else []
    parts += [f"{ONES[hundreds]} hundred"] if hundreds else []
    joint = ["and"] if below and parts else []
    return " ".join([*parts, *joint, *([under_hundred(below)] if below else [])])


def read(text: str) -> list[tuple[float, float]]:
    """The low and high ends of what a text says, each in its own unit as far as it is one of these."""
    factors = {"nanometres": 1e-9}
    return [(q.low / factors.get(f"{q.unit}s", 1.0), q.high / factors.get(f"{q.unit}s", 1.0)) for q in quantities(text)]


def only(text: str) -> float:
    ((low, high),) = read(text)
    assert low == high
    return low


@given(st.integers(2, 999_999), st.sampled_from(UNITS))
def test_a_number_in_full_is_read(number: int, unit: str) -> None:
    assert only(f"It was {under_million(number)} {unit}.") == pytest.approx(number)


@given(
    whole=st.integers(0, 99),
    digits=st.lists(st.integers(0, 9), min_size=1, max_size=3).filter(any),
    nought=st.sampled_from(("nought", "naught", "zero", "")),
    oh=st.sampled_from(("zero", "oh", "nought")),
    unit=st.sampled_from((*UNITS, "percent")),
    lead=st.sampled_from(("It is", "below", "about", "It fell to", "It was:")),
)
def test_a_decimal_is_read_with_every_word_for_nought(
    whole: int, digits: list[int], nought: str, oh: str, unit: str, lead: str
) -> None:
    before = under_hundred(whole) if whole else nought
    behind = " ".join(ONES[digit] if digit else oh for digit in digits)
    printed = f"{whole}.{''.join(map(str, digits))}"
    text = f"{lead} {before} point {behind} {unit}".replace("  ", " ")
    assert [found.low for found in quantities(text)] == [found.low for found in quantities(f"{lead} {printed} {unit}")]
    assert printed in written(text)


@given(
    one=st.sampled_from(("a", "one")),
    small=st.integers(10, 99),
    unit=st.sampled_from((("pound", "£"), ("dollar", "$"), ("euro", "€"))),
    end=st.sampled_from((".", " for each.", " a litre.", ", they said.", "")),
)
def test_one_pound_and_pence_is_one_amount(one: str, small: int, unit: tuple[str, str], end: str) -> None:
    assert only(f"It cost {one} {unit[0]} {under_hundred(small)}{end}") == pytest.approx(1 + small / 100)


@given(
    whole=st.integers(1, 99),
    small=st.integers(10, 99),
    unit=st.sampled_from(("metre", "meter", "pound", "euro", "dollar")),
    end=st.sampled_from((".", ", say.", " by two metres", "")),
)
def test_a_smaller_amount_behind_a_unit_is_part_of_it(whole: int, small: int, unit: str, end: str) -> None:
    plural = f"{unit}s" if whole > 1 else unit
    found = quantities(f"It came to {under_hundred(whole)} {plural} {under_hundred(small)}{end}")
    assert found[0].low == pytest.approx(whole + small / 100)
    assert len(found) == 1 + ("two" in end)


@given(
    century=st.integers(13, 18),
    rest=st.integers(11, 99).filter(lambda number: number % 10),
    place=st.sampled_from(
        (
            ("It was painted in", " by a monk."),
            ("It has stood since", "."),
            ("It was cast in", ", they say."),
            ("", "."),
            ("It was carved around", "."),
            ("It dates from", "."),
            ("It ran from", " to nineteen twelve."),
            ("It was made between", " and nineteen twelve."),
        )
    ),
)
def test_a_year_in_two_halves_is_a_year_where_it_is_led_in(century: int, rest: int, place: tuple[str, str]) -> None:
    text = f"{place[0]} {under_hundred(century)} {under_hundred(rest)}{place[1]}".strip()
    assert dates(text)[0].year == 100 * century + rest
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("An eighteen ninety-one upright stood there.", 1891),
        ("The seventeen sixty-eight bell is cracked.", 1768),
        ("We own a sixteen forty-three Van Aelst.", 1643),
        ("A portrait by Judith van Aelst, sixteen forty-three, in oil.", 1643),
        ("A doctor, Amos Petherick, seventeen seventy-four.", 1774),
        ("In ten sixty-six it burned.", 1066),
    ],
)
def test_a_year_that_says_which_thing_is_one(text: str, year: int) -> None:
    assert [date.year for date in dates(text)] == [year]
    assert quantities(text) == ()


@given(
    hundreds=st.integers(1, 9), rest=st.integers(20, 99), end=st.sampled_from((" K", " thousand", " thousand people"))
)
def test_hundreds_said_short_are_read_before_thousands(hundreds: int, rest: int, end: str) -> None:
    said = f"That is about {ONES[hundreds]} {under_hundred(rest)}{end}."
    assert only(said) == (100 * hundreds + rest) * 1000


@given(st.integers(10, 99), st.integers(21, 99).filter(lambda number: number % 10))
def test_a_measure_said_in_two_halves_is_one_number(first: int, second: int) -> None:
    if 1900 <= 100 * first + second <= 2045:
        return  # it may be a year, and is read as nothing
    said = f"The laser, {under_hundred(first)} {under_hundred(second)} nanometres, is infrared."
    assert only(said) == pytest.approx(100 * first + second)


@given(st.integers(20, 99), st.integers(1, 9), st.integers(20, 99))
def test_thousands_and_hundreds_said_short_are_one_number(thousands: int, hundreds: int, rest: int) -> None:
    said = f"A total of {under_hundred(thousands)} thousand {ONES[hundreds]} {under_hundred(rest)}."
    assert only(said) == 1000 * thousands + 100 * hundreds + rest


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It took two or three hours.", (7200.0, 10800.0)),
        ("Two to three hundred people came.", (200.0, 300.0)),
        ("It costs five to six thousand euros.", (5000.0, 6000.0)),
        ("Five to two hundred people came.", (5.0, 200.0)),
        ("Between one hundred and five hundred people came.", (100.0, 500.0)),
    ],
)
def test_both_ends_of_a_range_are_read_in_one_scale(text: str, ends: tuple[float, float]) -> None:
    assert read(text) == [ends]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("half a mile", 804.672),
        ("a tenth of a millimetre", 0.0001),
        ("three quarters of a litre", 0.75),
        ("point four of a millimetre", 0.0004),
        ("a metre and a half", 1.5),
        ("half a percent", 0.005),
        ("an hour and a quarter", 4500.0),
        ("an hour and ten minutes", 4200.0),
        ("an hour forty", 6000.0),
        ("two kilos three hundred", 2.3),
    ],
)
def test_parts_of_a_measure_are_read(text: str, value: float) -> None:
    assert only(f"It is {text}.") == pytest.approx(value)


@given(st.integers(2, 99), st.integers(1, 99), st.sampled_from((".", " of them.", " in all.", "?")))
def test_two_numbers_in_a_row_are_no_amount(first: int, second: int, end: str) -> None:
    """They may be one number, a price, a time of day, or two."""
    said = f"It was {under_hundred(first)} {under_hundred(second)}{end}"
    whole = first >= 20 and first % 10 == 0 and second < 10  # "twenty five" is said for twenty-five
    if not whole:
        assert quantities(said) == ()


@pytest.mark.parametrize(
    "text",
    [
        "For women it's twenty-six nine.",
        "It opens at six thirty.",
        "The first page goes out at four thirty-one.",
        "Around thirteen oh five UTC it was mended.",
        "From that vantage point three percent is little.",
        "Walk to a point five metres away.",
        "Ten fifteen minutes later it rang.",
        "About one fifty-six to one sixty-five K.",
        "At one point five million people left.",
        "A bottle at eighteen ninety-nine.",
        "The sixteen forty-three train to Leeds was late.",
        "Minus thirty seventy-two hours.",
    ],
)
def test_what_may_be_another_number_is_none(text: str) -> None:
    assert (quantities(text), [date.year for date in dates(text)]) == ((), [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("At that point three percent left.", [0.03]),
        ("At one point two hundred people were inside.", [200.0]),
        ("It stood at one point two percent.", [0.012]),
        ("For a pound ninety people got in.", [90.0]),
        ("Sixteen eighty-watt lamps burn.", [16.0]),
        ("Within an hour fifty were gone.", [3600.0, 50.0]),
        ("They need five one-bedroom flats.", [5.0]),
        ("A hundred or so people came.", [100.0]),
        ("Forty-odd kilometres on.", [40_000.0]),
    ],
)
def test_words_that_stand_beside_a_number_by_chance_are_no_part_of_it(text: str, values: list[float]) -> None:
    assert [found.high for found in quantities(text)] == [pytest.approx(value) for value in values]
