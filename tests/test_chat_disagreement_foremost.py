"""The two sources that answer a question best are set against each other where their values differ, and no others."""

import pytest

from chat.disagreement.foremost import foremost
from corpus.models import SourceKind
from tests.claim_material import Source, asked_of, outline, source, transcript

NAMES = frozenset({"oberholm", "almer"})


def told(question: str, *sources: Source) -> list[list[str]]:
    found = foremost(asked_of(question, *sources, names=NAMES))
    return [[position.value for position in one.disagreement.positions] for one in found]


def page(*lines: str | tuple[str, ...]) -> Source:
    return source("page.md", SourceKind.PAGE, *lines)


TOLD = {
    "a reply": (
        "How long does it take to lay a kilometre of rail?",
        transcript("Thirty-five hours, about."), outline("A kilometre takes 50 hours"),
        [["Thirty-five hours", "50 hours"]],
    ),
    "a pronoun": (
        "How tall are the pillars of the viaduct?",
        transcript("Each of them is nine feet tall."), page("The pillars of the viaduct, each twelve feet tall."),
        [["nine feet", "twelve feet"]],
    ),
    "a date at the beginning of a sentence": (
        "On which day did the first train arrive?",
        transcript("The first train came in on the ninth of October nineteen fourteen."),
        page("On 21 October 1914 the first train arrived."),
        [["ninth of October nineteen fourteen", "21 October 1914"]],
    ),
    "another unit": (
        "How long does the lost property office keep an umbrella?",
        page("What nobody claims within six months is sold."),
        transcript("How long do you keep an umbrella in the lost property office?", "Ninety days."),
        [["Ninety days", "six months"]],
    ),
    "so many minutes, by a word for them": (
        "How many minutes do the trains stand together?",
        transcript("Four minutes."), outline("Trains stand six minutes"),
        [["Four minutes", "six minutes"]],
    ),
    "so many times": (
        "How often was a guard attacked?",
        transcript("Twenty-seven times."), outline("A guard was attacked: 41 times"),
        [["Twenty-seven times", "41 times"]],
    ),
    "what is not drying": (
        "How long does a coat of lime on the viaduct take?",
        transcript("Ninety days.", "It isn't drying, it's turning back into stone."),
        outline("A coat of lime takes half a year"),
        [["Ninety days", "half a year"]],
    ),
    "what begins with I mean": (
        "How many bolts does the viaduct have?",
        transcript("The viaduct has ten thousand bolts.", "I mean, it's great."), outline("Viaduct: 20,000 bolts"),
        [["ten thousand bolts", "20,000 bolts"]],
    ),
    "in other words, and alone": (
        "What did the tunnel at Oberholm cost?",
        transcript("The tunnel cost them eleven million dollars, all in."),
        page("By the time the doors opened it had swallowed $9.4m, all of it lent."),
        [["eleven million dollars", "$9.4m"]],
    ),
    "in the case that is asked for": (
        "What does a sleeper cost before midnight?",
        transcript("A sleeper is eighty-five pounds if you book before midnight."),
        page("Sleeper before midnight: £95"),
        [["eighty-five pounds", "£95"]],
    ),
    "a number that replies to how many": (
        "How many engines did Oberholm mend?",
        page(("Engines mended at Oberholm", "260")),
        transcript("And mending, how many did you do?", "Two hundred and six."),
        [["Two hundred and six", "260"]],
    ),
    "beside some of them": (
        "How many engines did Oberholm mend?",
        page(("Engines mended at Oberholm", "260"), ("Engines with steam among them", "19")),
        transcript("Oberholm mended two hundred and six engines."),
        [["two hundred and six engines", "260"]],
    ),
    "a rate for each": (
        "What does the line pay for a gigabyte of pictures?",
        transcript("The line pays three cents for each gigabyte of pictures."),
        page("Pictures of the line: $0.02 per GB"),
        [["three cents", "$0.02"]],
    ),
    "a day of the week before the date": (
        "When's the open day of the museum?",
        transcript("The museum's open day is Sunday the fifth of May."),
        page("Open day of the museum: Saturday 4 May 2024"),
        [["fifth of May", "4 May 2024"]],
    ),
    "what readers will remember": (
        "How many days was Oberholm cut off?",
        transcript("Oberholm was cut off for eleven days."),
        page("Older readers will remember how Oberholm was cut off for nine days."),
        [["eleven days", "nine days"]],
    ),
    "set against another thing, which has the first value": (
        "How much cheaper are the night berths?",
        transcript("The night berths are up to forty percent off."),
        outline("Night berths: up to 30% off (vs day coach at 40% off)"),
        [["up to forty percent", "up to 30%"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("question", "one", "other", "values"), TOLD.values(), ids=TOLD)
def test_two_best_answers_with_little_in_common_are_told(
    question: str, one: Source, other: Source, values: list[list[str]]
) -> None:
    assert told(question, one, other) == values


NOT_TOLD = {
    "one value twice": (
        "How long does it take to lay a kilometre of rail?",
        transcript("Thirty-five hours, about."), outline("A kilometre takes 35 hours"),
    ),
    "more than is asked": (
        "How many engines does the depot hold?",
        transcript("Sixteen engines."), outline("12 steam engines"),
    ),
    "the first and another": (
        "When did the first train arrive?",
        transcript("The first one came in eighteen ninety-two."), page("They have been here since 1928."),
    ),
    "a rate and a total": (
        "How many sleepers are replaced?",
        transcript("About twelve hundred sleepers a week."), outline("Sleepers replaced: 5,000"),
    ),
    "a number of other things in a table": (
        "How old is the oldest engine?",
        transcript("Thirty-four."), page(("Engines", "6")),
    ),
    "a part of them": (
        "How many drivers were hurt?",
        transcript("Two hundred drivers."), page("Of those, forty-one drivers were hurt."),
    ),
    "some of them, by the label of a row": (
        "How many lamps are there on the quay?",
        outline("41 lamps (one of them green!)"), page(("New lamps", "9")),
    ),
    "two amounts for two things": (
        "What does a new window cost?",
        transcript("The frame is a hundred and twenty dollars."), outline("List price of the carriage: $799"),
    ),
    "the best rate and the usual one": (
        "How many tickets an hour does the machine print?",
        transcript("It does three hundred and eighty tickets an hour in practice."),
        outline("Machine, top rate: 600 tickets an hour"),
    ),
    "in other words, with a third value near": (
        "What did the tunnel at Oberholm cost?",
        transcript("The tunnel cost them eleven million dollars, all in.", "The bridge of the line cost six million."),
        page("By the time the doors opened it had swallowed $9.4m, all of it lent."),
    ),
    "how long, where it is asked how often": (
        "How often is the rope of the lift looked over?",
        transcript("Ours, about twenty years."), page("For a hundred years the rope was not looked over."),
    ),
    "more of one thing, where it is asked how much less of another": (
        "By how much does the new engine cut coal?",
        transcript("The new engine does four point four times more work."),
        outline("New engine: 4x improvement in work"),
    ),
    "in a case that is not asked for": (
        "What does a sleeper cost?",
        transcript("A sleeper is eighty-five pounds if you book before midnight."), page("Sleeper: £95"),
    ),
    "the year of a report": (
        "In what year was the Oberholm railway founded?",
        transcript("The railway was founded in nineteen sixty-one."), page("The annual report for 2025."),
    ),
    "what is said of nothing that is asked": (
        "How long does a repair of the boiler take?",
        transcript("I said come back in half an hour."), page(("Repair of the boiler", "45 minutes")),
    ),
    "of one place that is named and of none": (
        "How much lower did the fare at Almer get?",
        transcript("Thirty-three percent lower evening fares."), outline("69% lower fare at Almer"),
    ),
    "twelve in each of three": (
        "How many carriages were moved?",
        transcript("Each of the three trains has twelve carriages."), outline("Carriages moved: 36"),
    ),
    "no year where one is asked for": (
        "In what year did the night trains begin?",
        transcript("In nineteen twenty-nine."), page("The night train can be seen from March."),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("question", "one", "other"), NOT_TOLD.values(), ids=NOT_TOLD)
def test_values_of_two_things_are_not_told(question: str, one: Source, other: Source) -> None:
    assert told(question, one, other) == []


def test_a_third_value_between_them_leaves_open_which_two_differ() -> None:
    planned = outline("Rail and sleepers", "A kilometre takes 50 hours")
    question = "How long does it take to lay a kilometre of rail?"
    assert len(told(question, transcript("Thirty-five hours, about.", "It rained."), planned)) == 1
    assert told(question, transcript("Thirty-five hours, about.", "Forty hours."), planned) == []


def test_one_source_that_has_both_values_tells_them_apart() -> None:
    said = transcript("Thirty-five hours, about.", "With the new machine fifty hours.")
    question = "How long does it take to lay a kilometre of rail?"
    assert told(question, said, outline("A kilometre takes 50 hours")) == []


def test_a_question_that_asks_for_no_figure_or_date_has_none() -> None:
    said, planned = transcript("Thirty-five hours, about."), outline("A kilometre takes 50 hours")
    assert told("Where was the rail laid?", said, planned) == []


def later(*lines: str) -> Source:
    return source("ep09/transcript.txt", SourceKind.TRANSCRIPT, *lines, episode="009")


def test_figures_of_two_episodes_are_told_where_both_say_all_that_is_asked() -> None:
    said = source("ep04/transcript.txt", SourceKind.TRANSCRIPT, "Forty lamps stand on the quay.", episode="004")
    question = "How many lamps stand on the quay?"
    assert told(question, said, later("There are sixty lamps on the quay.")) == [["Forty lamps", "sixty lamps"]]
    assert told(question, said, later("Sixty lamps.")) == []
    assert told(question, said, later("There are sixty lamps on the quay of Almer.")) == []
    assert told("How many lamps stand on the quay of Oberholm?", said, later("It has sixty lamps on the quay.")) == []
