"""What to ask next: questions that stand alone and are answered, the rarest words first."""

import pytest

from chat.suggest import suggestions
from corpus.models import Form, Passage, SourceKind
from tests.fakes import make_passage


def rarity(term: str) -> float:
    return {"bell": 1.0, "varnholm": 5.0}.get(term, 2.0)


def spoken(*turns: tuple[str, str], kind: SourceKind = SourceKind.TRANSCRIPT) -> Passage:
    passage = make_passage("t.txt", *turns, kind=kind)
    said = tuple(sentence.model_copy(update={"form": Form.SPEECH}) for sentence in passage.sentences)
    return passage.model_copy(update={"sentences": said})


def asked(question: str, *, answered_by: str = "hedda", kind: SourceKind = SourceKind.TRANSCRIPT) -> Passage:
    """A question by one host and what comes next."""
    return spoken(("ruben", question), (answered_by, "nine tonnes, more or less."), kind=kind)


def test_a_hosts_question_that_stands_alone_is_suggested() -> None:
    question = "What does the great bell of Varnholm weigh?"
    assert question in suggestions([asked(question)], rarity=rarity)


@pytest.mark.parametrize(
    "passage",
    [
        pytest.param(asked("What does it weigh in all?"), id="it leans on what was said"),
        pytest.param(asked("Do you know what the bell weighs?"), id="it asks the other host"),
        pytest.param(asked("How heavy is?"), id="too short"),
        pytest.param(asked(f"What does the bell weigh {'and weigh ' * 9}?"), id="too long"),
        pytest.param(asked("The bell of the town weighs how much?"), id="it does not begin as a question"),
        pytest.param(asked("What does the bell of the town weigh?", answered_by="ruben"), id="nobody answers"),
        pytest.param(asked("What does the bell of the town weigh?", kind=SourceKind.OUTLINE), id="not said on air"),
        pytest.param(spoken(("ruben", "What does the bell of the town weigh?")), id="nothing follows"),
    ],
)
def test_a_question_that_would_not_be_understood_or_answered_is_not(passage: Passage) -> None:
    assert suggestions([passage], rarity=rarity) == ()


def test_each_is_suggested_once_the_rarest_words_first_and_no_more_than_asked_for() -> None:
    plain, rare = "How heavy is the loudest bell really?", "How heavy is the varnholm bell really?"
    passages = [asked(plain), asked(rare), asked(rare), asked("How many bells does the town have?")]
    assert suggestions(passages, rarity=rarity)[:2] == (rare, plain)
    assert suggestions(passages, rarity=rarity, top=1) == (rare,)
    assert suggestions(reversed(passages), rarity=rarity) == suggestions(passages, rarity=rarity)


def test_no_material_suggests_nothing() -> None:
    assert suggestions([], rarity=rarity) == ()


def about(text: str) -> list[str]:
    """What is suggested beside a transcript of one sentence, in order."""
    return list(suggestions([spoken(("ruben", text))], rarity=rarity, top=9))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "they sold it to Agathe Brink of Varnholm", ["What do we know about Agathe Brink of Varnholm?"], id="whole"
        ),
        pytest.param("Great Northern Chimes sold it", [], id="not the rest of one that begins a sentence"),
        pytest.param("they read What the Ringers Want", [], id="not a part of a title"),
        pytest.param(
            "they sold Agathe Brink’s ropes", ["What do we know about Agathe Brink?"], id="without what is owned"
        ),
        pytest.param(
            "in Varnholm they saw The Old Belfry",
            ["What do we know about Old Belfry?", "Where does the show mention Varnholm?"],
            id="of one word, where it stands",
        ),
        pytest.param("they met ruben on Monday in May", [], id="no days"),
        pytest.param(
            "they ring on Thursdays, by Xandt & Sons or Xandt and Daughter of Brill", [], id="no half of a name"
        ),
        pytest.param("they rang for a Victorian house, on Japanese paper, by X-ray", [], id="no sort of thing"),
        pytest.param("they rang in the Hall, in Winter", [], id="no ordinary word"),
    ],
)
def test_a_name_is_suggested_whole_or_not_at_all(text: str, names: list[str]) -> None:
    assert about(text) == names
