"""Pieces of questions in a row, doubts and questions about the show: conversations as listeners have them."""

import pytest

from chat.memory.follow_up import StandAlone, stand_alone
from chat.models import Message
from corpus.models import SourceKind
from index.models import Filters

SPEAKERS = ("Maren", "Tobias", "Ilse Okafor")


def last(*questions: str) -> StandAlone:
    """The last question as it is searched, after the others were asked."""
    *history, question = questions
    said = [Message(content=text) for text in history]
    return stand_alone(question, said, speakers=SPEAKERS, hosts=("Maren", "Tobias"), names=lambda _: 3.0)


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param(("What do gulls eat?", "and terns?", "and seals?"), "What do seals eat?", id="bare things"),
        pytest.param(
            ("How much would the new pier cost?", "and the old mole?", "what about buoys"),
            "How much would buoys cost?",
            id="in the place of the piece before",
        ),
        pytest.param(("Was the old mole dangerous?", "and the pier?"), "Was the pier dangerous?", id="of what it is"),
        pytest.param(
            ("What is the fare to Norrbo?", "and westbound?", "and eastbound?"),
            "What is the fare to Norrbo, eastbound?",
            id="put after the question",
        ),
        pytest.param(
            ("Who turned out to be wrong about tides?", "what about the money", "and the smell?"),
            "What about the smell (tides)?",
            id="of no kind in the question",
        ),
        pytest.param(("Did anything sink?", "and the crew?"), "What about the crew (sink)?", id="anything is none"),
        pytest.param(
            ("What did Orla Venn say about the mast?", "and the keel?"),
            "What did Orla Venn say about the keel?",
            id="in the place of what is spoken of, not of who speaks",
        ),
        pytest.param(
            ("How much is that rope?", "What does it cost on Sundays?", "and in winter?", "and in spring?"),
            "What does rope cost on Sundays, in spring?",
            id="with a preposition",
        ),
    ],
)
def test_a_piece_replaces_the_piece_before_it(questions: tuple[str, ...], expected: str) -> None:
    assert last(*questions).question == expected


@pytest.mark.parametrize(
    ("questions", "expected", "filters"),
    [
        pytest.param(
            ("What do the hosts say about eels?", "and Ilse Okafor?"),
            "What does Ilse Okafor say about eels?",
            Filters(speaker=("Ilse Okafor",)),
            id="in place of the hosts",
        ),
        pytest.param(
            ("What do the hosts say about eels?", "and Ilse Okafor?", "and the article?"),
            "What does the article say about eels?",
            Filters(kind=(SourceKind.ARTICLE,)),
            id="a source in place of a speaker",
        ),
        pytest.param(
            ("What do the hosts say about eels?", "and Ilse Okafor?", "so who is right?"),
            "What do the hosts say about eels?",
            Filters(),
            id="who is right of all",
        ),
        pytest.param(
            ("What does Maren think of eels?", "and him?"),
            "What does Tobias think of eels?",
            Filters(speaker=("Tobias",)),
            id="the other host",
        ),
        pytest.param(
            ("What did Maren say in episode 46?", "and in 45?"),
            "What did Maren say in episode 45?",
            Filters(episode=("045",), speaker=("Maren",)),
            id="another episode",
        ),
    ],
)
def test_a_source_replaces_the_one_before_it(questions: tuple[str, ...], expected: str, filters: Filters) -> None:
    found = last(*questions)
    assert (found.question, found.filters) == (expected, filters)


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param(("What is episode 46 about?", "and 47?"), "What is episode 47 about?", id="by its number"),
        pytest.param(("What is episode 46 about?", "and the next one?"), "What is episode 47 about?", id="the next"),
        pytest.param(
            ("What is episode 46 about?", "and the one before?"), "What is episode 45 about?", id="the one before"
        ),
        pytest.param(
            ("What is episode 46 about?", "what about the first one?"),
            "What is the first episode about?",
            id="by its place",
        ),
        pytest.param(
            ("What is episode 46 about?", "what about the first one?", "How long is it?"),
            "How long is the first episode?",
            id="and what it is then",
        ),
        pytest.param(
            ("Who are the hosts?", "and the first one?"), "The first one: Who are the hosts?", id="no episode"
        ),
    ],
)
def test_another_episode_is_asked_the_same(questions: tuple[str, ...], expected: str) -> None:
    assert last(*questions).question == expected


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param(("Tell me about Bramble.", "is she a he or a she?"), "Is Bramble a he or a she?", id="a she"),
        pytest.param(
            ("What's Orla Venn's plan?", "which one did they pick?"),
            "Which one (Orla Venn's plan) did they pick?",
            id="they are no plan",
        ),
        pytest.param(
            ("What do gulls cost?", "and terns?", "which is better?"), "Which (terns, gulls) is better?", id="of both"
        ),
        pytest.param(("What's Orla Venn's plan?", "how much would that cost?"), "How much would Orla Venn's plan cost?",
                     id="that"),
        pytest.param(("Why did the Kestrel sink?", "how much of the fleet is that?"),
                     "How much of the fleet is that (Kestrel)?", id="that, of the answer"),
        pytest.param(("Tell me about Bramble.", "Where is she now?", "What did they find?"),
                     "What did they find (Bramble)?", id="they are not who was spoken of"),
        pytest.param(("Who are the hosts?", "what did they do before?"), "What did the hosts do before?", id="hosts"),
        pytest.param(("What does Maren say about eels?", "do they say the same thing about rope?"),
                     "Do they say the same thing about rope (eels)?", id="the same thing"),
        pytest.param(("How old is the Kestrel?", "what about the repair, who pays?"), "Who pays (the repair, Kestrel)?",
                     id="a question of a thing put first"),
    ],
)  # fmt: skip
def test_a_pointing_word_is_not_swapped_into_nonsense(questions: tuple[str, ...], expected: str) -> None:
    assert last(*questions).question == expected


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param(("Tell me about the storm at Norrbo.", "when was that?"), "When was the storm at Norrbo?",
                     id="of it"),
        pytest.param(("What did Maren say about the storm?", "when was that?"),
                     "When was it said: What did Maren say about the storm?", id="of the words"),
        pytest.param(("Why did the mast break?", "who says so?", "when did she say that?"),
                     "When was it said: Why did the mast break?", id="of what somebody says"),
    ],
)  # fmt: skip
def test_when_asks_for_the_day_of_an_event_unless_words_were_asked_for(
    questions: tuple[str, ...], expected: str
) -> None:
    assert last(*questions).question == expected


@pytest.mark.parametrize(
    ("questions", "again"),
    [
        pytest.param(("How old is the Kestrel?", "are you sure?"), True, id="a doubt"),
        pytest.param(("Why did the mast break?", "but why?"), True, id="why once more"),
        pytest.param(("How old is the Kestrel?", "why?"), False, id="why of something else"),
    ],
)
def test_what_is_asked_once_more_is_known(questions: tuple[str, ...], again: bool) -> None:
    found = last(*questions)
    assert found.again is again
    assert found.question == questions[0] or not again


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param(
            ("Who are the hosts?", "how many listeners do you have"), "how many listeners do you have", id="show"
        ),
        pytest.param(("Who are the hosts?", "was there ever a strike?"), "Was there ever a strike?", id="any other"),
        pytest.param(("who makes it?",), "who makes the show?", id="at the start it is the show"),
        pytest.param(("Who owns the Kestrel?", "what does Maren think?"), "What does Maren think (Kestrel)?",
                     id="but what somebody thinks is of something"),
    ],
)  # fmt: skip
def test_a_question_about_the_show_carries_no_topic(questions: tuple[str, ...], expected: str) -> None:
    found = last(*questions)
    assert found.question == expected
    assert not found.alone or "Maren" not in expected
