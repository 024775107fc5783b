"""An episode that a question names by what it is about, and not by its number."""

import pytest

from chat.assistant import Assistant
from chat.described import episode_described, in_described_episode
from chat.find import find
from chat.overview import Overview
from chat.question import read_question
from index.models import EVERYTHING, Filters
from index.search import Index

TITLES = {
    "001": frozenset({"rope", "hemp"}),
    "002": frozenset({"rope", "wire", "winter"}),
    "003": frozenset({"harbour", "due"}),
}


def rarity(term: str) -> float:
    return {"rope": 1.0, "the": 0.0, "due": 2.0}.get(term, 3.0)


@pytest.mark.parametrize(
    ("words", "episode"),
    [
        pytest.param(("hemp",), "001", id="one word"),
        pytest.param(("rope", "wire"), "002", id="a word of two titles, with one that tells them apart"),
        pytest.param(("rope",), None, id="a word of two titles"),
        pytest.param(("harbour", "due", "rope"), "003", id="most of it"),
        pytest.param(("hemp", "anchor"), None, id="half of it"),
        pytest.param(("hemp", "wire"), None, id="of two titles the same"),
        pytest.param(("anchor",), None, id="no title"),
        pytest.param((), None, id="nothing"),
    ],
)
def test_a_description_means_the_one_episode_whose_title_holds_most_of_it(
    words: tuple[str, ...], episode: str | None
) -> None:
    assert episode_described(words, TITLES, rarity) == episode


def test_where_no_episode_has_a_title_none_is_described() -> None:
    assert episode_described(("rope",), {}, rarity) is None


def test_words_that_every_passage_has_still_count_a_little() -> None:
    assert episode_described(("hemp",), TITLES, lambda term: 0.0) == "001"


DESCRIBED = {
    "the … episode": (
        "What cracked in the morning crack episode?", "032", None, "What cracked ?", ("crack",),
    ),
    "the … show": ("How long is the rope in the bronze show?", "031", None, "How long is the rope ?", ("long", "rope")),
    "the episode on …": ("What rang in the episode on tonnes?", "031", None, "What rang ?", ("rang",)),
    "the one about …": ("Who rang in the one about bronze?", "031", None, "Who rang ?", ("rang",)),
    "the one called …": (
        "In the one called A Crack in the Morning, who welded?", "032", None, ", who welded?", ("weld",),
    ),
    "with what is asked of it behind": (
        "When did the episode about nine tonnes of bronze ring out?", "031", None, "When did ring out?", ("ring",),
    ),
    "in words with of": (
        "How long is the rope in the nine tonnes of bronze episode?", "031", None, "How long is the rope ?",
        ("long", "rope"),
    ),
    "its name first": ("During the bronze episode, who rang?", "031", None, ", who rang?", ("rang",)),
    "nothing else is asked of it": (
        "What is the bronze episode about?", "031", Overview.SUBJECT, "What is the bronze episode about?", ("bronz",),
    ),
    "about what it is about": (
        "What is the episode on bronze about?", "031", Overview.SUBJECT, "What is the episode on bronze about?",
        ("bronz",),
    ),
    "its first words": ("What are the first words of the bronze episode?", "031", None, "What are the first words ?",
                        ("first",)),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "episode", "overview", "subject", "terms"), DESCRIBED.values(), ids=DESCRIBED)
def test_what_is_asked_of_a_described_episode_is_searched_for_without_the_description(
    bells: Index, asked: str, episode: str, overview: Overview | None, subject: str, terms: tuple[str, ...]
) -> None:
    question = read_question(asked)
    expected = {"episode": episode, "overview": overview, "subject": subject, "terms": terms}
    assert in_described_episode(bells, question) == question.model_copy(update=expected)


LEFT_ALONE = {
    "the latest episode": "How long is the rope in the latest episode?",
    "the newest show": "What did they ring in the newest show?",
    "an unknown episode": "How long is the rope in the harbour dues show?",
    "half of a title": "How long is the rope in the bronze harbour episode?",
    "the name of the show": "What is the Loud Metal show about?",
    "an episode by its number": "How long is the rope in episode 32, the one about bronze?",
    "which episode it is": "Which episode is the one about bronze?",
    "which one it is": "Which is the episode about bronze?",
    "no description": "How long is the rope?",
    "a description of nothing": "What is said on the show about the show?",
}


@pytest.mark.parametrize("asked", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_a_question_that_describes_no_episode_of_its_own_is_left_alone(bells: Index, asked: str) -> None:
    question = read_question(asked)
    assert in_described_episode(bells, question) is question


def searched(index: Index, asked: str, filters: Filters = EVERYTHING) -> list[set[str | None]]:
    """The episodes in which each part of a question was looked for."""
    found = find(index, read_question(asked), filters)
    return [{c.passage.episode for c in part.candidates} for part in found.parts]


@pytest.fixture
def certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 1.0)


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 0.0)


@pytest.mark.usefixtures("certain")
def test_a_described_episode_is_searched_alone_where_it_answers(bells: Index) -> None:
    assert searched(bells, "What cracked in the morning crack episode?") == [{"032"}]


@pytest.mark.usefixtures("doubtful")
def test_all_episodes_are_searched_where_the_described_one_does_not_answer(bells: Index) -> None:
    assert searched(bells, "What cracked in the morning crack episode?") == [{"031", "032"}]


@pytest.mark.usefixtures("certain")
def test_a_description_in_one_part_of_a_question_holds_for_that_part_only(bells: Index) -> None:
    asked = "Who cast the great bell of Varnholm, and what did the repair cost in the morning crack episode?"
    assert searched(bells, asked) == [{"031", "032"}, {"032"}]


@pytest.mark.usefixtures("certain")
@pytest.mark.parametrize(
    "described", ["the morning crack episode", "the one about the morning crack", "the morning crack one"]
)
def test_a_description_at_the_end_after_a_comma_holds_for_every_part(bells: Index, described: str) -> None:
    asked = f"Who cast the great bell of Varnholm, and what did the repair cost, in {described}?"
    assert searched(bells, asked) == [{"032"}, {"032"}]


@pytest.mark.usefixtures("certain")
def test_the_episode_that_the_reader_chose_goes_before_a_described_one(bells: Index) -> None:
    asked = "What cracked in the morning crack episode?"
    assert searched(bells, asked, Filters(episode=("031",))) == [{"031"}]


@pytest.mark.parametrize(
    ("described", "numbered"),
    [
        pytest.param("What is the bronze episode about?", "What is episode 31 about?", id="what it is about"),
        pytest.param("When did the bronze episode come out?", "When did episode 31 come out?", id="its date"),
        pytest.param("Who hosted the bronze episode?", "Who hosted episode 31?", id="its hosts"),
        pytest.param("What are the last words of the bronze episode?", "What are the last words of episode 31?",
                     id="its last words"),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_described_episode_as_a_whole_is_answered_as_by_its_number(
    unsure: Assistant, described: str, numbered: str
) -> None:
    by_description, by_number = unsure.ask(described), unsure.ask(numbered)
    assert by_description.answer == by_number.answer
    assert {citation.episode for citation in by_description.citations} == {"031"}
