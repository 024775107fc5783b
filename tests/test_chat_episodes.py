"""Which episodes are told when an episode is asked for."""

from dataclasses import replace

import pytest

from chat.episodes import choose_episodes, episodes_meant
from chat.evidence import FEATURES, Candidate
from chat.question import read_question
from chat.wording import Composer
from index.search import Index

NOTHING = (0.0,) * len(FEATURES)


def scored(bells: Index, **scores: float) -> list[Candidate]:
    """The first spoken sentence of an episode's transcript that holds a word, with its score; best first."""
    found = []
    for word, score in scores.items():
        for episode in ("031", "032"):
            for passage in bells.passages(f"ep{episode}/transcript.txt"):
                found += [
                    Candidate(sentence, passage, at, score, NOTHING)
                    for at, sentence in enumerate(passage.sentences)
                    if word in sentence.text and not sentence.text.endswith("?")
                ][:1]
    return sorted(found, key=lambda candidate: -candidate.score)


def told(bells: Index, asked: str, **scores: float) -> list[str | None]:
    composer = Composer(documents=bells.document, many_episodes=True)
    chosen = choose_episodes(read_question(asked), scored(bells, **scores), bells)
    return [composer.statement(choice) for choice in chosen]


def test_an_episode_is_told_by_its_title_as_it_stands_in_the_file(bells: Index) -> None:
    assert told(bells, "Which episode is about the rope?", hemp=5.0, welder=0.0) == [
        "Episode 31, “Nine Tonnes of Bronze” [1]. Hedda, in the transcript: "
        "“The rope is made of hemp and is forty metres long” [2]."
    ]


def test_an_episode_whose_title_stands_nowhere_is_told_by_its_number(bells: Index) -> None:
    assert told(bells, "Which episode is about the welder?", welder=5.0, hemp=0.0) == [
        "Hedda, in episode 32: “The repair cost sixty thousand crowns, and the welder was Pim Adler” [1]."
    ]


@pytest.mark.parametrize(
    ("asked", "episodes"),
    [
        pytest.param("Which episode was it?", ["031"], id="one that is likely enough"),
        pytest.param("Which episodes was it in?", ["031", "032"], id="several, while there is some chance"),
    ],
)
def test_who_asks_for_episodes_is_told_more_of_them(bells: Index, asked: str, episodes: list[str]) -> None:
    chosen = choose_episodes(read_question(asked), scored(bells, hemp=5.0, welder=3.5), bells)
    assert list(dict.fromkeys(choice.passage.episode for choice in chosen)) == episodes


def test_what_is_said_of_another_episode_names_none(bells: Index) -> None:
    rope, welder = scored(bells, hemp=5.0, welder=0.0)
    announced = rope.sentence.model_copy(update={"text": "Next week we talk of the welder."})
    chosen = choose_episodes(
        read_question("Which episode is about the welder?"), [replace(rope, sentence=announced), welder], bells
    )
    assert [choice.passage.episode for choice in chosen] == ["032"]


def test_what_goes_on_from_that_names_none_either(bells: Index) -> None:
    rope, welder = scored(bells, hemp=5.0, welder=0.0)
    announced = rope.sentence.model_copy(update={"text": "Next time we talk of a welder."})
    passage = rope.passage.model_copy(update={"sentences": (announced, rope.sentence)})
    chosen = choose_episodes(
        read_question("Which episode is about the welder?"), [replace(rope, passage=passage, at=1), welder], bells
    )
    assert [choice.passage.episode for choice in chosen] == ["032"]


def test_an_episode_in_which_it_is_only_asked_is_not_told(bells: Index) -> None:
    (rope,) = scored(bells, hemp=5.0)
    asked = replace(rope, sentence=rope.sentence.model_copy(update={"text": "Is the rope made of hemp?"}))
    assert choose_episodes(read_question("Which episode is about the rope?"), [asked], bells) == []


def test_an_episode_is_told_once(bells: Index) -> None:
    composer = Composer(documents=bells.document, many_episodes=True)
    (choice,) = choose_episodes(read_question("Which episode is about the rope?"), scored(bells, hemp=5.0), bells)
    statements = [composer.statement(choice), composer.statement(choice)]
    assert statements[1] == "Hedda: “The rope is made of hemp and is forty metres long” [2]."


def covering(bells: Index, rope: float, welder: float) -> list[Candidate]:
    """A sentence of each episode, the second far behind, with the share of the question that each holds."""
    at = FEATURES.index("coverage")
    return [
        replace(candidate, features=(*NOTHING[:at], share, *NOTHING[at + 1 :]))
        for candidate, share in zip(scored(bells, hemp=9.0, welder=0.0), (rope, welder), strict=True)
    ]


@pytest.mark.parametrize(
    ("asked", "rope", "welder", "episodes"),
    [
        pytest.param("Which episodes speak of it?", 0.8, 0.8, ["031", "032"], id="all that speak of it"),
        pytest.param("Which episodes speak of it?", 0.8, 0.75, ["031", "032"], id="nearly as much"),
        pytest.param("Which episodes speak of it?", 0.8, 0.6, ["031"], id="of less of it"),
        pytest.param("Which episodes speak of it?", 0.5, 0.5, ["031"], id="of little of it"),
        pytest.param("Which episode speaks of it?", 0.8, 0.8, ["031"], id="one is asked for"),
    ],
)
def test_who_asks_for_episodes_is_told_all_that_speak_of_it_as_much(
    bells: Index, asked: str, rope: float, welder: float, episodes: list[str]
) -> None:
    chosen = choose_episodes(read_question(asked), covering(bells, rope, welder), bells)
    assert list(dict.fromkeys(choice.passage.episode for choice in chosen)) == episodes


def test_of_many_episodes_that_speak_of_it_five_are_told(bells: Index) -> None:
    rope, _ = covering(bells, 1.0, 1.0)
    many = [
        replace(rope, score=9.0 - n, passage=rope.passage.model_copy(update={"episode": f"10{n}", "path": f"{n}.txt"}))
        for n in range(8)
    ]
    chosen = choose_episodes(read_question("Which episodes speak of it?"), many, bells)
    assert [choice.passage.episode for choice in chosen] == ["100", "101", "102", "103", "104"]


@pytest.mark.parametrize(
    ("asked", "second", "third", "told"),
    [
        pytest.param("Which episodes speak of it?", 4.0, 2.0, 2, id="a second that stands out"),
        pytest.param("Which episodes speak of it?", 4.0, 3.5, 1, id="one that does not"),
        pytest.param("Which episodes speak of it?", 2.0, 0.0, 1, id="one far behind"),
        pytest.param("Which episode speaks of it?", 4.0, 2.0, 1, id="one is asked for"),
    ],
)
def test_who_asks_for_episodes_is_told_a_second_that_stands_out(
    bells: Index, asked: str, second: float, third: float, told: int
) -> None:
    rope, _ = covering(bells, 0.1, 0.1)
    three = [
        replace(rope, score=score, passage=rope.passage.model_copy(update={"episode": f"10{n}", "path": f"{n}.txt"}))
        for n, score in enumerate((9.0, second, third))
    ]
    assert episodes_meant(read_question(asked), three) == ["100", "101"][:told]
