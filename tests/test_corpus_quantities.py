"""Amounts as people write and say them: in other units, currencies, groupings; what stays open is left unread."""

import pytest

from chat.disagreement.values import quantities_agree
from corpus.numbers.quantities import quantities

EQUAL = {
    "a million of money": ("€1.2m", "1.2 million euros", "one point two million euros"),
    "millions of people": ("3m visitors", "3 million visitors", "three million visitors"),
    "millions of a unit": ("3 m tonnes", "3 million tonnes"),
    "a range of money": ("€2–3m", "2 to 3 million euros"),
    "crores": ("Rs 50 crore", "₹500,000,000"),
    "degrees": ("1,150°C", "2,102°F", "eleven hundred and fifty degrees", "1,150 degrees Celsius"),
    "degrees said in fahrenheit": ("350°F", "three hundred and fifty degrees"),
    "frost": ("-20°C", "minus twenty degrees"),
    "a unit apart": ("640 m", "six hundred and forty metres", "2,100 ft"),
    "grams": ("300 g", "300g", "three hundred grams", "0.3 kg"),
    "litres": ("40 l", "40 L", "forty litres"),
    "volts": ("24 V", "twenty-four volts"),
    "pounds that weigh": ("9 lb", "nine pounds of wool", "4.1 kg"),
    "hectares": ("15 ha", "fifteen hectares", "37 acres"),
    "speeds": ("80 km/h", "eighty kilometres an hour", "50 mph"),
    "data": ("40 Mbit/s", "forty megabits a second", "40 Mbps"),
    "hours and minutes": ("3 h 20 min", "three hours and twenty minutes", "3 hours 20", "200 min"),
    "hours glued": ("1h45", "105 minutes"),
    "half an hour": ("half an hour", "30 min"),
    "a fortnight": ("for a fortnight", "14 days"),
    "pounds and pence": ("£4.20", "four pounds twenty", "four pounds and twenty pence"),
    "one euro and cents": ("€1.70", "one euro seventy"),
    "feet and inches": ("6 feet 2 inches", "six feet two", "1.88 m"),
    "a sign behind": ("7 €", "€7", "EUR 7", "seven euros", "7 eur"),
    "cents behind a comma": ("4,50 €", "€4.50"),
    "thousands behind a point": ("1.400 €", "€1,400"),
    "thousands behind a gap": ("62 000 €", "62'000 euros", "€62,000"),
    "francs": ("CHF 18", "18 Swiss francs", "eighteen francs"),
    "yen": ("¥7,000", "seven thousand yen"),
    "zloty": ("zł 30", "30 zł", "thirty zlotys"),
    "crowns": ("kr 80", "80 kr", "eighty Danish kroner", "80 NOK"),
    "three quarters": ("three quarters of the wool", "75% of the wool"),
    "two thirds": ("two thirds", "66% of them"),
    "one in ten": ("about one in ten", "10% of them"),
    "a dozen": ("a dozen lamps", "12 lamps"),
    "half a dozen": ("half a dozen lamps", "six lamps"),
}


@pytest.mark.parametrize("forms", EQUAL.values(), ids=EQUAL)
def test_one_amount_is_equal_in_every_form(forms: tuple[str, ...]) -> None:
    read = [quantities(form) for form in forms]
    assert [len(found) for found in read] == [1] * len(forms)
    first = read[0][0]
    assert [found.dimension for (found,) in read] == [first.dimension] * len(forms)
    assert [quantities_agree(first, found) for (found,) in read] == [True] * len(forms)


@pytest.mark.parametrize(
    "text",
    [
        "€1.400",  # thousands or decimals
        "20m sheds",  # metres or millions
        "3 x 20,000",
        "2+1",
        "5' 10\"",
        "a 5g network",
        "at 1h30",
        "half past three",
        "16 June",
        "from 16–18 June",
        "In two thousand and six it burned.",
        "four and a half out of five",
        "a few dozen",
        "350p",
        "720p",
    ],
)
def test_what_may_be_read_in_two_ways_is_left_unread(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12 pounds of public money", [("pounds", 12.0)]),
        ("It weighs 2 kilos and costs twelve pounds.", [("kilo", 2.0), ("pounds", 12.0)]),
        ("The flour costs twelve pounds.", [("pounds", 12.0)]),
        ("two hours and forty sheep", [("hour", 7200.0), ("sheep", 40.0)]),
        ("three pounds for fifty people", [("pounds", 3.0), ("people", 50.0)]),
        ("the last three quarters", [("quarter", 23_668_200.0)]),
        ("number one in twelve villages", [("village", 12.0)]),
        ("5 € or 20 crowns", [("euros", 5.0), ("crowns", 20.0)]),
        ("12 345 people", [("", 12.0), ("people", 345.0)]),
        ("two thousand candles", [("candle", 2000.0)]),
        ("$0.015 per page", [("dollars", 0.015)]),
        ("40 Canadian dollars", [("dollar", 40.0)]),
        ("a 2m gap", [("m", 2.0)]),
    ],
)
def test_neighbours_decide_what_a_number_is_of(text: str, values: list[tuple[str, float]]) -> None:
    assert [(found.unit, found.high) for found in quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("16 years on the job → first boat", [""]),
        ("60% → 40%", ["from", "to"]),
        ("from nine to ten", ["from", "to"]),
    ],
)
def test_an_arrow_is_a_change_between_two_numbers(text: str, roles: list[str]) -> None:
    assert [found.role for found in quantities(text)] == roles


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("from £20", ["at least"]),
        ("It starts at 20 euros.", ["at least"]),
        ("It fell from £20 to £15.", ["exact", "exact"]),
        ("from 20 people", ["exact"]),
        ("a dozen lamps", ["about"]),
    ],
)
def test_what_prices_begin_at_is_a_lower_bound(text: str, bounds: list[str]) -> None:
    assert [found.bound for found in quantities(text)] == bounds


def test_amounts_in_units_of_two_systems_agree_only_where_they_round_to_each_other() -> None:
    def agree(one: str, other: str) -> bool:
        return quantities_agree(quantities(one)[0], quantities(other)[0])

    assert (agree("80 km/h", "50 mph"), agree("five miles", "five kilometres")) == (True, False)
    assert (agree("1,020 kg", "1,030 kilos"), agree("about eleven degrees", "11.4 °C")) == (False, True)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("The sacks come at twenty to seven.", [], id="to the hour"),
        pytest.param("The sacks come at ten past four.", [], id="past the hour"),
        pytest.param("Five to seven sacks come.", [(5.0, 7.0)], id="a range"),
        pytest.param("Twenty to seventy sacks come.", [(20.0, 70.0)], id="a range of tens"),
    ],
)
def test_a_time_of_day_said_in_words_is_no_quantity(text: str, read: list[tuple[float, float]]) -> None:
    assert [(quantity.low, quantity.high) for quantity in quantities(text)] == read


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It goes from five nodes to seven.", [(5.0, "node", "from"), (7.0, "node", "to")]),
        ("It goes from 5 to 9 nodes.", [(5.0, "node", "from"), (9.0, "node", "to")]),
        ("It went from 40 people to 90 dogs.", [(40.0, "people", ""), (90.0, "dog", "")]),
    ],
)
def test_what_is_counted_at_one_end_of_a_change_is_counted_at_the_other(
    text: str, ends: list[tuple[float, str, str]]
) -> None:
    assert [(found.low, found.unit, found.role) for found in quantities(text)] == ends


def test_some_of_them_are_counted() -> None:
    assert [(found.low, found.unit) for found in quantities("Two of them are women, and one of us is late.")] == [
        (2.0, "")
    ]
