"""What is to be done with a question, beyond one fact."""

import pytest

from chat.intents import Intent
from chat.question import read_question
from chat.wants import Want


@pytest.mark.parametrize(
    ("question", "intent", "count"),
    [
        pytest.param("What are the five rules that close the episode?", Intent.LIST, 5, id="that close it"),
        pytest.param("Which three signals open the show?", Intent.LIST, 3, id="that open it"),
        pytest.param("Name the three old lock keepers.", Intent.LIST, 3, id="with a word between"),
        pytest.param("Which two boats sank?", Intent.LIST, 2, id="which two"),
        pytest.param("How does the crew close the show?", Intent.CLOSING, None, id="the close itself"),
        pytest.param("Which two of the boats sank?", Intent.FACT, None, id="two of them"),
        pytest.param("What is one of the two rules of the lock?", Intent.FACT, None, id="one of the two"),
        pytest.param("Who holds the two is better rule?", Intent.FACT, None, id="two without things"),
    ],
)
def test_who_counts_things_wants_them_listed(question: str, intent: Intent, count: int | None) -> None:
    read = read_question(question)
    assert (read.intent, read.count) == (intent, count)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        pytest.param("Which ep has the foghorn?", Intent.EPISODE, id="which ep"),
        pytest.param("what eps mention rope", Intent.EPISODE, id="what eps"),
        pytest.param(
            "what's the number of the episode about the rope?", Intent.EPISODE, id="the number of the episode"
        ),
        pytest.param("What is the name of the show?", Intent.FACT, id="the name of the show itself"),
        pytest.param("In which episode does the mast break?", Intent.EPISODE, id="in which episode"),
        pytest.param("What epoch is the mole from?", Intent.FACT, id="a word that begins so"),
        pytest.param("Whose words are “the sea keeps its own books”?", Intent.SPEAKER, id="whose words"),
        pytest.param("Whose line was that about the anchor?", Intent.SPEAKER, id="whose line"),
        pytest.param("Whose boat sank in May?", Intent.FACT, id="whose boat"),
        pytest.param("Which of them said the pier was cursed?", Intent.SPEAKER, id="which of them said it"),
        pytest.param("Which of the two is longer, the pier or the mole?", Intent.FACT, id="which of two things"),
        pytest.param("What is the wording of the harbour notice?", Intent.QUOTE, id="the wording of"),
        pytest.param("What did Olsen say about rope, word for word?", Intent.QUOTE, id="word for word"),
        pytest.param("Tell me what Olsen wrote, verbatim", Intent.QUOTE, id="verbatim"),
        pytest.param("What did Olsen say of the fog in her own words?", Intent.QUOTE, id="in her own words"),
        pytest.param("Do they copy charts word for word?", Intent.FACT, id="what nobody said, word for word"),
    ],
)
def test_intent_is_known_by_how_it_is_put(question: str, intent: Intent) -> None:
    assert read_question(question).intent is intent


@pytest.mark.parametrize(
    ("question", "want"),
    [
        pytest.param("What did Olsen say about rope, word for word?", Want.WORDS, id="very words"),
        pytest.param("Word for word, how many ropes did they say were lost?", Want.QUANTITY, id="a figure"),
        pytest.param("What did Olsen say about rope?", Want.ANY, id="no very words"),
    ],
)
def test_who_wants_a_quotation_wants_words_unless_something_else_is_asked_for(question: str, want: Want) -> None:
    assert read_question(question).want is want
