"""Where the show mentions something: a look-up of the very word, every episode that has it, oldest first."""

import pytest

from chat.assistant import Assistant
from chat.mentioned import mentions, word_asked
from chat.models import Status
from chat.question import read_question
from index.models import EVERYTHING
from index.search import Index


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Where does the show mention Varnholm?", "Varnholm"),
        ("where do they mention the welder", "welder"),
        ("Where is Agathe Brink mentioned?", "Agathe Brink"),
        ("Which episodes mention Pim Adler?", "Pim Adler"),
        ("Where did they mention that the rope was cut?", None),
        ("Where did they buy the rope?", None),
        ("Which episode is about the rope?", None),
        ("Where does the show mention Varnholm in the outline?", None),
    ],
)
def test_a_question_for_the_word_itself_is_known(question: str, word: str | None) -> None:
    assert word_asked(read_question(question)) == word


def test_every_episode_that_has_the_word_is_told_once_oldest_first(bells: Index) -> None:
    found = mentions(bells, read_question("Where does the show mention Varnholm?"), EVERYTHING)
    held = {
        source.episode
        for source in bells.sources()
        for passage in bells.passages(source.path)
        if "Varnholm" in passage.text
    }
    assert found is not None
    assert [candidate.passage.episode for candidate in found] == sorted(filter(None, held))
    assert all("Varnholm" in candidate.sentence.text for candidate in found)


def test_a_name_that_nothing_mentions_is_not_taken_for_one_like_it(unsure: Assistant, bells: Index) -> None:
    assert mentions(bells, read_question("Where does the show mention Varnheim?"), EVERYTHING) == []
    assert mentions(bells, read_question("Where does the show mention varnishes?"), EVERYTHING) is None


def test_the_answer_quotes_each_episode(unsure: Assistant) -> None:
    answer = unsure.ask("Where does the show mention Pim Adler?")
    assert (answer.status, answer.disagreements) == (Status.ANSWERED, ())
    assert {citation.episode for citation in answer.citations} == {"032"}
    assert any("Pim Adler" in citation.quote for citation in answer.citations)


def test_a_word_typed_as_a_name_is_looked_up_as_one(bells: Index) -> None:
    def episodes(word: str) -> list[str | None]:
        found = mentions(bells, read_question(f"Where does the show mention {word}?"), EVERYTHING)
        return [candidate.passage.episode for candidate in found or []]

    assert (episodes("Frost"), episodes("frost")) == (["031"], ["031", "032"])


def test_of_many_episodes_some_are_quoted_and_the_others_named(
    unsure: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.mentioned._TITLED", 0)
    monkeypatch.setattr("chat.mentioned._QUOTED", 1)
    answer = unsure.ask("Where does the show mention frost?")
    assert answer.answer == (
        "Oddny Fell, in the talk's captions of episode 31: “Frost makes the rope stiff” [1]. Also in episode 32 [2]."
    )
