"""Spoken and written numbers meet in the search text; quantities and dates are read from either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers.moments import dates
from corpus.numbers.quantities import quantities
from corpus.numbers.written import written

MEETINGS = {
    "times": ("two point five times", "2.5x", "2.5 times"),
    "percent": ("thirty-one percent", "31%", "31 percent"),
    "plus": ("forty-plus dollars", "$40+", "40+ dollars"),
    "year": ("nineteen ninety-eight", "1998", "1998"),
    "this-century": ("twenty thirty-one", "2031", "2031"),
    "version": ("six point eighteen", "6.18", "6.18"),
    "release": ("three point zero", "3.0", "3.0"),
    "hundreds": ("one hundred ninety-one", "191", "191"),
    "hundreds-and": ("one hundred and five", "105", "105"),
    "thousands": ("three thousand seventy-two", "3,072", "3072"),
    "million": ("one million", "1M", "1 million"),
    "scaled": ("two point five million", "2.5 million", "2.5 million"),
    "dollars": ("$7.5 billion", "$7.5B", "7.5 billion dollars"),
    "thousand-letter": ("one hundred thousand", "100K", "100000"),
    "article": ("a hundred thousand", "100,000", "100000"),
    "half": ("two and a half", "2.5", "2.5"),
    "one-and-a-half": ("one and a half", "1.5", "1.5"),
    "half-of-a-million": ("one and a half million", "1.5 million", "1.5 million"),
    "million-and-a-half": ("a million and a half", "1.5M", "1.5 million"),
    "half-of-a-thousand": ("four and a half thousand", "4,500", "4500"),
    "thousand-and-a-half": ("one thousand and a half", "1,500", "1500"),
    "quarters": ("three and three quarters million", "3.75 million", "3.75 million"),
    "three-quarters": ("three quarters of a million", "750,000", "750000"),
    "fraction": ("a quarter of a million", "250,000", "250000"),
    "hyphen": ("five-times", "5x", "5 times"),
    "compound": ("fifteen-minute", "15-minute", "15 minute"),
    "generation": ("Kestrel three", "Kestrel3", "Kestrel 3"),
}


@pytest.mark.parametrize(("spoken", "printed", "expected"), MEETINGS.values(), ids=MEETINGS)
def test_written_gives_spoken_and_printed_numbers_the_same_words(spoken: str, printed: str, expected: str) -> None:
    assert (written(spoken), written(printed)) == (expected, expected)


@pytest.mark.parametrize(
    "text",
    [
        "no one has one",
        "a second look",
        "zero trust",
        "first, we test",
        "millions of birds",
        "in the nineties",
        "wait — one oh one",
    ],
)
def test_written_leaves_words_that_only_sound_like_numbers(text: str) -> None:
    assert written(text) == text


def test_two_numbers_said_in_a_row_stay_two() -> None:
    assert written("five hundred six hundred") == "500 600"


@given(st.text(max_size=300))
def test_written_takes_any_text(text: str) -> None:
    written(text)


@given(
    st.lists(
        st.sampled_from(
            ["one", "hundred", "point", "and", "million", "oh", "-", ".", ",", "5", "twenty", "half a", "$", "%"]
            + ["in", "sixteen", "1684", "to", "(", "–", ")", "since", "c.", "and a half", "March"]
            + ["nought", "K", "metres", "a pound", "at", "below", "thousand", "a", "percent", "or"]
        ),
        max_size=40,
    )
)
def test_written_takes_any_heap_of_number_words(words: list[str]) -> None:
    heap = " ".join(words)
    assert all(0 <= quantity.start < quantity.end <= len(heap) for quantity in quantities(heap))
    assert all(0 <= date.start < date.end <= len(heap) for date in dates(heap))
    written(heap)


def test_written_takes_a_number_of_a_million_digits() -> None:
    assert written("9" * 1_000_000) == "9" * 1_000_000


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("They took over a hundred billion in annual revenue.", "money"),
        ("The guild raised nine million.", "money"),
        ("It cost them around three million.", "money"),
        ("They paid 300,000 bakers.", "count"),
        ("They paid nine million euros.", "euros"),
        ("It has nine million members.", "count"),
    ],
)
def test_a_large_number_is_money_by_the_words_beside_it(text: str, dimension: str) -> None:
    assert [quantity.dimension for quantity in quantities(text)] == [dimension]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("They sold one and a half million tickets.", 1_500_000.0, "ticket"),
        ("They sold two and a half million tickets.", 2_500_000.0, "ticket"),
        ("It cost a million and a half dollars.", 1_500_000.0, "dollars"),
        ("It cost 1 million and a half dollars.", 1_500_000.0, "dollars"),
        ("The cable is one and a half thousand metres long.", 1_500.0, "metre"),
        ("They paid four and a half thousand euros.", 4_500.0, "euros"),
        ("It took one and a half hours.", 5_400.0, "hour"),
        ("It took an hour and a half.", 5_400.0, "hour"),
        ("It was shut for a day and a half.", 129_600.0, "day"),
        ("It weighs a hundred and three quarters kilos.", 100.75, "kilo"),
        ("It rained, and a half million bees stayed in.", 500_000.0, "bee"),
    ],
)
def test_a_half_is_of_the_scale_that_it_follows_or_that_follows_it(text: str, value: float, unit: str) -> None:
    assert [(found.low, found.high, found.unit) for found in quantities(text)] == [(value, value, unit)]


@pytest.mark.parametrize(
    ("said", "written_so"),
    [
        ("72 decibels", "72 dB"),
        ("two point four gigahertz", "2.4 GHz"),
        ("forty kilowatt hours", "40 kWh"),
    ],
)
def test_a_unit_by_its_name_and_by_its_sign_measures_the_same(said: str, written_so: str) -> None:
    (one,), (other,) = quantities(said), quantities(written_so)
    assert (one.low, one.dimension) == (other.low, other.dimension)


def test_a_half_that_is_part_of_another_word_is_none() -> None:
    assert [quantity.high for quantity in quantities("Twelve sailors and a half-finished boat.")] == [12.0]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It opens in October.", [(None, 4, 10, None)]),
        ("It may open.", []),
        ("It opens in October 2031.", [(2031, 4, 10, None)]),
        ("Fair: May 6–8.", [(None, 2, 5, None)]),
        ("The fair is from the sixth to the eighth of May.", [(None, 2, 5, None)]),
        ("On March 3 and 40 people came.", [(None, 1, 3, 3)]),
    ],
)
def test_a_month_by_itself_is_a_date_and_days_of_a_range_are_their_month(
    text: str, parts: list[tuple[int | None, ...]]
) -> None:
    assert [date.parts() for date in dates(text)] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The bell was cast in sixteen eighty-four.", [(1684, None, None, None)]),
        ("The bell was cast in 1684.", [(1684, None, None, None)]),
        ("It has hung there since eighteen oh five.", [(1805, None, None, None)]),
        ("In ten sixty-six the hall burned.", [(1066, None, None, None)]),
        ("In seventeen hundred the mill stood alone.", [(1700, None, None, None)]),
        ("In eighteen hundred and five it sank.", [(1805, None, None, None)]),
        ("Sixteen eighty-four.", [(1684, None, None, None)]),
        ("Anna Brook (1684–1720)", [(1684, None, None, None), (1720, None, None, None)]),
        ("Anna Brook (1884-1950)", [(1884, None, None, None), (1950, None, None, None)]),
        ("The hall, built 1684, is red.", [(1684, None, None, None)]),
        ("It ran from sixteen eighty-four to seventeen twenty.", [(1684, None, None, None), (1720, None, None, None)]),
        ("Between 1884 and 1903 it stood empty.", [(1884, None, None, None), (1903, None, None, None)]),
        ("On 12 March 1684 it rang.", [(1684, 1, 3, 12)]),
        ("On March 12, 1684, it rang.", [(1684, 1, 3, 12)]),
        ("On the fourth of May sixteen eighty-four it rang.", [(1684, 2, 5, 4)]),
        ("It stood until the great frost of 1684.", [(1684, None, None, None)]),
        ("By 1684, the hall had burned.", [(1684, None, None, None)]),
        ("It was shut until eighteen ninety-one.", [(1891, None, None, None)]),
        ("In 1684 Anna Brook moved to the coast.", [(1684, None, None, None)]),
        ("In 1684 lightning burned the mill.", []),
    ],
)
def test_a_year_before_1900_is_a_date_where_it_stands_as_a_year(text: str, parts: list[tuple[int | None, ...]]) -> None:
    assert [date.parts() for date in dates(text)] == parts
    assert [quantity.low for quantity in quantities(text) if parts] == []


@pytest.mark.parametrize(
    "text",
    [
        "The rope is 1500 metres long.",
        "1684 people came.",
        "Sixteen eighty-watt lamps burn there.",
        "He packed it in eighteen fifty-kilo sacks.",
        "It cost sixteen eighty-four.",
        "It cost $1684.",
        "The lamp stands in 1684 houses.",
        "In 1684 Danish sailors landed.",
        "In 1684 of them it was wrong.",
        "One in 1200 is blue.",
        "It brings in 1800 a year.",
        "In May 1500 people came.",
        "In May 1500 were sold.",
        "It went from 1184 to 1236.",
        "It has a crew of 1684.",
        "The herd grew by 1684.",
        "It rose from 1200 to 1500 metres.",
        "Between 1520 and 1580 came.",
        "It is open until ten thirty.",
        "We are open until 1830 on Sundays.",
        "By fifteen hundred hours it rained.",
        "Visitors a day (1200–1500)",
        "Each year 1500 are built.",
    ],
)
def test_a_number_that_may_count_something_is_no_year(text: str) -> None:
    assert [date.year for date in dates(text) if date.year] == []


def test_an_amount_behind_a_day_leaves_the_day_a_date() -> None:
    assert [date.parts() for date in dates("On March 12, 1500 people came.")] == [(None, 1, 3, 12)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cast in sixteen eighty-four", "cast in 1684"),
        ("sixteen eighty-watt lamps", "16 80 watt lamps"),
        ("in eighteen oh five", "in 1805"),
    ],
)
def test_the_search_text_has_a_spoken_year_in_digits_where_it_is_one(text: str, expected: str) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Maximum crew: 12 sailors", "at most"),
        ("Crew: 12 sailors", "exact"),
        ("Maximum fun; crew: 12 sailors", "exact"),
    ],
)
def test_what_is_labelled_as_the_maximum_is_a_bound(text: str, bound: str) -> None:
    assert [quantity.bound for quantity in quantities(text)] == [bound]


@pytest.mark.parametrize(
    ("text", "low", "high", "role"),
    [
        ("The well went down by three metres.", 3.0, 3.0, "change"),
        ("The well is three metres deep.", 3.0, 3.0, ""),
        ("It rises by about 44 centimetres.", 0.4268, 0.4532, "change"),
        ("It takes just under an hour.", 3240.0, 3600.0, ""),
        ("It costs 900 crowns.", 900.0, 900.0, ""),
    ],
    ids=["what it went down by", "what it is", "about what it rises by", "nearly a time", "a currency of a name"],
)
def test_a_change_is_told_from_an_amount_and_nearly_leaves_a_tenth_of_a_time_open(
    text: str, low: float, high: float, role: str
) -> None:
    (found,) = quantities(text)
    assert (*map(pytest.approx, found.interval()), found.role) == (low, high, role)
