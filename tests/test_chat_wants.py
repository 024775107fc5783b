"""Which kind of thing a question asks for: by its nouns, by "when" and "who" where they ask, and not elsewhere."""

import pytest

from chat.wants import Want, want_of


@pytest.mark.parametrize(
    ("question", "want"),
    [
        pytest.param("What is the fare to Sund?", Want.MONEY, id="a fare"),
        pytest.param("What's the price of a new oar?", Want.MONEY, id="what's the price"),
        pytest.param("Within what time must the mail be ashore?", Want.DURATION, id="within what time"),
        pytest.param("In how little time was she rigged?", Want.DURATION, id="in how little time"),
        pytest.param("What rent does the lock keeper pay?", Want.MONEY, id="a rent"),
        pytest.param("The toll of the swing bridge?", Want.MONEY, id="a toll, without a verb"),
        pytest.param("What is the deposit on a kayak?", Want.MONEY, id="a deposit"),
        pytest.param("What was the yard's valuation?", Want.MONEY, id="a valuation"),
        pytest.param("What is a deckhand paid?", Want.MONEY, id="what one of them is paid"),
        pytest.param("Why did fares rise?", Want.REASON, id="why, and no fare"),
        pytest.param("Who pays rent?", Want.PERSON, id="who, and no rent"),
        pytest.param("Is the toll a burden?", Want.ANY, id="a toll, but not how much"),
        pytest.param("Does size matter?", Want.ANY, id="a size, but not which"),
        pytest.param("What do pilots drink?", Want.ANY, id="what, and no pilot"),
        pytest.param("What was the old foghorn worth?", Want.MONEY, id="what it was worth"),
        pytest.param("What were the night pilots paid?", Want.MONEY, id="what they were paid"),
        pytest.param("What will the new sail cost?", Want.MONEY, id="what it will cost"),
        pytest.param("How much is the big berth per month?", Want.MONEY, id="so much a month"),
        pytest.param("Until which exact day is the lock closed?", Want.DATE, id="an exact day"),
        pytest.param("How pricey is a berth in August?", Want.MONEY, id="how pricey"),
        pytest.param("How expensive was the mast?", Want.MONEY, id="how expensive"),
        pytest.param("How old is the mast?", Want.AGE, id="an age"),
        pytest.param("What is the cook's age?", Want.AGE, id="an age, by name"),
        pytest.param("How much does the anchor weigh?", Want.QUANTITY, id="what it weighs"),
        pytest.param("What is the depth of the basin?", Want.QUANTITY, id="a depth"),
        pytest.param("The height of the mast?", Want.QUANTITY, id="a height, without a verb"),
        pytest.param("Its width at the lock?", Want.QUANTITY, id="its width"),
        pytest.param("What was the turnout at the regatta?", Want.QUANTITY, id="a turnout"),
        pytest.param("What discount do pensioners get?", Want.QUANTITY, id="a discount"),
        pytest.param("What is the population of the two islands?", Want.QUANTITY, id="a population"),
        pytest.param("toll of the old bridge", Want.MONEY, id="a price that heads a look-up"),
        pytest.param("price tag of the tug?", Want.MONEY, id="a price tag"),
        pytest.param("fuel cost per crossing", Want.MONEY, id="a cost for each"),
        pytest.param("ways to cut the cost of a berth", Want.ANY, id="a price that heads nothing"),
        pytest.param("duration of the fog", Want.DURATION, id="a duration that heads a look-up"),
        pytest.param("average time in the lock", Want.DURATION, id="a time that heads one"),
        pytest.param("days until the paint is dry", Want.DURATION, id="so many days until"),
        pytest.param("age of the man at the wheel", Want.AGE, id="an age that heads one"),
        pytest.param("error rate of the sonar", Want.QUANTITY, id="a rate"),
        pytest.param("volume of tar under the deck", Want.QUANTITY, id="a volume"),
        pytest.param("metres of rope on the drum", Want.QUANTITY, id="so many metres of"),
        pytest.param("At what water level does the lock shut?", Want.QUANTITY, id="a level"),
        pytest.param("the crew's stake in the boat, in percent", Want.SHARE, id="in percent"),
        pytest.param("What extra do pilots earn in fog?", Want.MONEY, id="what extra"),
        pytest.param("Compare what a pilot earns with what a cook does.", Want.MONEY, id="what somebody earns"),
        pytest.param("what a berth in August costs", Want.MONEY, id="what something costs"),
        pytest.param("what drives up costs at sea", Want.ANY, id="what does something to costs"),
        pytest.param("How did she put it about what the sea charges you for?", Want.ANY, id="charging you"),
        pytest.param("How many times did the foghorn sound?", Want.FREQUENCY, id="how many times"),
        pytest.param("How many times dearer is chain?", Want.QUANTITY, id="how many times more"),
        pytest.param("Do the pilots know the depth of the basin?", Want.ANY, id="a measure that is only spoken of"),
        pytest.param("Does the old bridge take a toll?", Want.ANY, id="a price that is only spoken of"),
    ],
)
def test_an_amount_is_asked_for_by_its_noun(question: str, want: Want) -> None:
    assert want_of(question) is want


@pytest.mark.parametrize(
    ("question", "want"),
    [
        pytest.param("When did the pier burn?", Want.DATE, id="when first"),
        pytest.param("When exactly did the pier burn?", Want.DATE, id="when exactly"),
        pytest.param("On feast days, when must the lock be shut?", Want.DATE, id="when must"),
        pytest.param("When's the launch of the Gull?", Want.DATE, id="when's"),
        pytest.param("In which months is the lock shut?", Want.DATE, id="which months"),
        pytest.param("The pier burnt when?", Want.DATE, id="when last"),
        pytest.param("Since when is the lock shut?", Want.DATE, id="since when"),
        pytest.param("And by when must the ferry be painted?", Want.DATE, id="by when"),
        pytest.param("What is the deadline for the entries?", Want.DATE, id="a deadline"),
        pytest.param("The launch date of the Gull?", Want.DATE, id="a date, without a verb"),
        pytest.param("When it rains, when does the boat sail?", Want.DATE, id="when in a clause, and asked"),
        pytest.param("When it rains, which boat sails?", Want.ANY, id="when in a clause before"),
        pytest.param("When the fog comes, what do we ring?", Want.ANY, id="when in a clause with a noun"),
        pytest.param("What do we ring when the lamp goes out?", Want.ANY, id="when in a clause behind"),
        pytest.param("When a mast breaks, who mends it?", Want.PERSON, id="who, when something happens"),
        pytest.param("Does the notice have a date of its own?", Want.ANY, id="a date that is only spoken of"),
    ],
)
def test_when_asks_for_a_date_where_it_is_no_clause(question: str, want: Want) -> None:
    assert want_of(question) is want


@pytest.mark.parametrize(
    ("question", "want"),
    [
        pytest.param("Who painted the buoy?", Want.PERSON, id="who first"),
        pytest.param("And the mast, who carved it?", Want.PERSON, id="who after a comma"),
        pytest.param("By whom was the pier built?", Want.PERSON, id="by whom"),
        pytest.param("Tell us who lit the lamp", Want.PERSON, id="tell us who"),
        pytest.param("Do those who row get paid?", Want.ANY, id="those who"),
        pytest.param("Are sailors who drown forgotten?", Want.ANY, id="a noun and who"),
        pytest.param("How many of the people who sailed came back?", Want.QUANTITY, id="how many who"),
        pytest.param("Which customers left the yard?", Want.PERSON, id="which customers"),
        pytest.param("Which two companies built the barges?", Want.PERSON, id="which companies"),
        pytest.param("Which tool cuts wet rope?", Want.PERSON, id="a thing that has a name of its own"),
        pytest.param("Which island bank lent the money?", Want.PERSON, id="that, with a word before it"),
        pytest.param("What is the surname of the cook?", Want.PERSON, id="a surname"),
        pytest.param("The name of the ship's dog?", Want.PERSON, id="a name"),
        pytest.param("In the words of a deckhand, what is fog?", Want.PERSON, id="the words of somebody"),
        pytest.param("Which rope is the driest?", Want.ANY, id="a thing that has none"),
    ],
)
def test_a_name_is_asked_for_by_who_or_by_what_has_one(question: str, want: Want) -> None:
    assert want_of(question) is want


@pytest.mark.parametrize("noun", ["time", "hour", "minute", "timestamp"])
def test_a_time_is_asked_for_by_its_noun(noun: str) -> None:
    assert want_of(f"At what {noun} does the foghorn sound?") is Want.TIME


def test_the_minute_of_a_match_is_a_time() -> None:
    assert want_of("In which minute was the race decided?") is Want.TIME
