"""How statements read: who said it and where, in plain words, each place under one number."""

from dataclasses import replace

import pytest

from chat.choices import Choice
from chat.citations import Documents
from chat.question import read_question
from chat.wording import ABSTENTION, IN_ENGLISH, Composer, opening
from corpus.models import Clock, Document, Form, Passage, SourceKind
from index.search import Index
from tests.fake_index import sentence_at
from tests.fakes import FakeSource, make_passage

ROPE = "The rope is made of hemp."


def documents_of(*passages: Passage) -> Documents:
    by_path: dict[str, Document] = {one.path: one for one in FakeSource(*passages).read(bool, print, print).documents}
    return by_path.__getitem__


def whole(passage: Passage) -> Choice:
    return Choice(passage.sentences, passage, 1.0)


def stated(*choices: Choice, many_episodes: bool = False, tells_when: bool = False) -> list[str | None]:
    """The statements of choices, one after the other, by one composer."""
    documents = documents_of(*(c.passage for choice in choices for c in (choice, *choice.also)))
    composer = Composer(documents=documents, many_episodes=many_episodes, tells_when=tells_when)
    return [composer.statement(choice) for choice in choices]


INTRODUCED = {
    "transcript": (SourceKind.TRANSCRIPT, "Hedda", "Hedda, in the transcript: "),
    "nobody's turn": (SourceKind.TRANSCRIPT, None, "The transcript has: "),
    "outline": (SourceKind.OUTLINE, None, "The outline has: "),
    "page": (SourceKind.PAGE, None, "The show notes have: "),
    "article": (SourceKind.ARTICLE, None, "The article “Ropes” has: "),
    "captions": (SourceKind.CAPTIONS, "Oddny Fell", "Oddny Fell, in the talk's captions: "),
}


@pytest.mark.parametrize(("kind", "speaker", "lead"), INTRODUCED.values(), ids=INTRODUCED)
def test_a_statement_says_who_and_in_what(kind: SourceKind, speaker: str | None, lead: str) -> None:
    passage = make_passage("a.txt", (speaker, ROPE), kind=kind).model_copy(update={"title": "Ropes"})
    assert stated(whole(passage)) == [f"{lead}“The rope is made of hemp” [1]."]


def test_of_several_episodes_the_one_is_named_by_its_number() -> None:
    passage = make_passage("a.txt", ("Hedda", ROPE), episode="031")
    assert stated(whole(passage), many_episodes=True) == ["Hedda, in episode 31: “The rope is made of hemp” [1]."]


def test_who_asks_when_is_told_the_date_once_and_each_time() -> None:
    talk = make_passage("t.txt", ("Hedda", ROPE), ("Hedda", "The tower has a door."), ("Ruben", "Keep it dry."))
    timed = [
        sentence.model_copy(update={"starts_at": at})
        for sentence, at in zip(talk.sentences, (65.0, None, 3725.0), strict=True)
    ]
    dated = talk.model_copy(update={"sentences": tuple(timed), "published": "2025-03-04", "clock": Clock.EXACT})
    rope, door, dry = (Choice((sentence,), dated, 1.0) for sentence in dated.sentences)
    assert stated(rope, door, dry, tells_when=True) == [
        "Hedda, in the transcript, 2025-03-04, 1:05: “The rope is made of hemp” [1].",
        "Hedda: “The tower has a door” [2].",
        "Ruben, 1:02:05: “Keep it dry” [3].",
    ]


def test_the_same_source_is_introduced_once() -> None:
    talk = make_passage("t.txt", ("Hedda", ROPE), ("Hedda", "The tower has a door."), ("Ruben", "Keep it dry."))
    page = make_passage("p.md", (None, "Bells are loud."), (None, "Bells are old."), kind=SourceKind.PAGE)
    one_each = [Choice((sentence,), passage, 1.0) for passage in (talk, page) for sentence in passage.sentences]
    assert stated(*one_each) == [
        "Hedda, in the transcript: “The rope is made of hemp” [1].",
        "Hedda: “The tower has a door” [2].",
        "Ruben: “Keep it dry” [3].",
        "The show notes have: “Bells are loud” [4].",
        "Also: “Bells are old” [5].",
    ]


def test_the_question_that_was_answered_is_told_with_who_answered() -> None:
    talk = make_passage("t.txt", ("Ruben", "How long is the rope?"), ("Hedda", "Forty metres."))
    answered = Choice(talk.sentences[1:], talk, 1.0, asked=talk.sentences[0])
    assert stated(answered) == ["Hedda, in the transcript, asked “How long is the rope?”: “Forty metres” [1]."]


def test_copies_are_cited_together_with_what_leads() -> None:
    talk = make_passage("t.txt", ("Hedda", ROPE))
    page = make_passage("p.md", (None, ROPE), kind=SourceKind.PAGE)
    assert stated(replace(whole(talk), also=(whole(page),))) == [
        "Hedda, in the transcript: “The rope is made of hemp” [1][2]."
    ]


def test_a_place_keeps_its_number() -> None:
    talk = make_passage("t.txt", ("Hedda", ROPE))
    composer = Composer(documents=documents_of(talk), many_episodes=False)
    assert not composer.has(whole(talk))
    assert composer.numbers(whole(talk)) == composer.numbers(whole(talk)) == [1]
    assert composer.has(whole(talk))
    assert [citation.n for citation in composer.citations] == [1]


def row(*cells: str) -> Choice:
    passage = make_passage("o.md", (None, " ".join(filter(None, cells))), kind=SourceKind.OUTLINE)
    sentence = passage.sentences[0].model_copy(update={"form": Form.ROW, "cells": cells})
    return Choice((sentence,), passage, 1.0)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(("Rope", "40 metres"), "The outline has: Rope: 40 metres [1].", id="name and value"),
        pytest.param(("Rope", "40 metres", "Ringer"), "The outline has: Rope: 40 metres (Ringer) [1].", id="with more"),
        pytest.param(("Rope", "", "Ringer"), "The outline has: Rope: Ringer [1].", id="an empty cell"),
        pytest.param(("Rope",), "The outline has: “Rope” [1].", id="one cell only"),
    ],
)  # fmt: skip
def test_a_table_row_reads_as_name_and_value(cells: tuple[str, ...], expected: str) -> None:
    assert stated(row(*cells)) == [expected]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        pytest.param(
            ("What", "How long", "Who"), ("Rope", "40 m", "Ida"), "Rope (How long: 40 m; Who: Ida)", id="three"
        ),
        pytest.param(("What", "How long", "Who"), ("Rope", "", "Ida"), "Rope (Who: Ida)", id="an empty cell"),
        pytest.param(
            ("What", "", "Who"), ("Rope", "40 m", "Ida"), "Rope (40 m; Who: Ida)", id="a column without a name"
        ),
        pytest.param(("What", "How long"), ("Rope", "40 m"), "Rope: 40 m", id="two need no names"),
    ],
)
def test_a_row_of_several_columns_is_told_with_their_names(
    header: tuple[str, ...], cells: tuple[str, ...], expected: str
) -> None:
    choice = row(*cells)
    sentence = choice.sentences[0].model_copy(update={"header": header})
    assert stated(replace(choice, sentences=(sentence,))) == [f"The outline has: {expected} [1]."]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        pytest.param("“Keep it dry,” said Ida.", "‘Keep it dry,’ said Ida", id="curly"),
        pytest.param('They said "a ringer" fell.', "They said ‘a ringer’ fell", id="straight"),
        pytest.param('She said, "Keep it dry."', "She said, ‘Keep it dry.’", id="at the end"),
        pytest.param('She said, "Keep it dry.', "She said, Keep it dry", id="half a pair"),
    ],
)
def test_marks_within_a_quote_are_single(words: str, shown: str) -> None:
    assert stated(whole(make_passage("t.txt", ("Hedda", words)))) == [f"Hedda, in the transcript: “{shown}” [1]."]


def test_what_was_just_told_is_not_told_again_with_its_reply() -> None:
    talk = make_passage("t.txt", ("Ruben", "How long is the rope?"), ("Hedda", "Forty metres."))
    asking = Choice(talk.sentences[:1], talk, 1.0)
    assert stated(asking, Choice(talk.sentences[1:], talk, 1.0, asked=talk.sentences[0])) == [
        "Ruben, in the transcript: “How long is the rope?” [1].",
        "Hedda: “Forty metres” [2].",
    ]


def test_what_is_no_question_is_replied_to() -> None:
    talk = make_passage("t.txt", ("Ruben", "The rope is long."), ("Hedda", "With the bats."))
    replied = Choice(talk.sentences[1:], talk, 1.0, asked=talk.sentences[0])
    assert stated(replied) == ["Hedda, in the transcript, to “The rope is long”: “With the bats” [1]."]


def test_the_end_of_a_quotation_that_began_before_is_not_closed_twice() -> None:
    assert stated(whole(make_passage("t.txt", ("Hedda", "Keep the rope dry.”")))) == [
        "Hedda, in the transcript: “Keep the rope dry” [1]."
    ]


def test_words_that_their_source_does_not_hold_are_not_stated() -> None:
    real, other = make_passage("t.txt", ("Hedda", ROPE)), make_passage("t.txt", ("Hedda", "The rope is made of wire."))
    document = documents_of(real)("t.txt")
    lying = document.model_copy(update={"reading": document.reading.model_copy(update={"text": other.text})})
    composer = Composer(documents=lambda path: lying, many_episodes=False)
    assert composer.statement(whole(other)) is None
    assert composer.citations == []


def test_a_sentence_over_two_captions_is_stated_once_under_both_numbers(bells: Index) -> None:
    passage, at = sentence_at(bells, "ep031/ringer.srt", "evening bell")
    composer = Composer(documents=bells.document, many_episodes=True)
    assert composer.statement(Choice((passage.sentences[at],), passage, 1.0)) == (
        "Oddny Fell, in the talk's captions of episode 31: "
        "“I am Oddny Fell and I ring the evening bell at Varnholm by hand” [1][2]."
    )


@pytest.mark.parametrize(
    ("passage", "named", "expected"),
    [
        pytest.param(
            make_passage("a.txt", ("Hedda", ROPE), episode="031"), {}, "Hedda, in episode 31: ", id="said on air"
        ),
        pytest.param(make_passage("a.txt", ("Hedda", ROPE), episode="031"), {"tells_kind": True},
                     "Hedda, in the transcript of episode 31: ", id="where it matters in what"),
        pytest.param(make_passage("a.txt", ("Hedda", ROPE), episode="031"), {"many_episodes": False},
                     "Hedda, in the transcript: ", id="of the only episode"),
        pytest.param(make_passage("a.txt", ("Hedda", ROPE), episode=None), {}, "Hedda, in the transcript: ",
                     id="of no episode"),
        pytest.param(make_passage("a.txt", (None, ROPE), episode="031"), {},
                     "The transcript of episode 31 has: ", id="said by nobody that is known"),
        pytest.param(make_passage("a.md", (None, ROPE), episode="031", kind=SourceKind.OUTLINE), {},
                     "The outline of episode 31 has: ", id="only planned"),
        pytest.param(make_passage("a.srt", ("Hedda", ROPE), episode="031", kind=SourceKind.CAPTIONS), {},
                     "Hedda, in the talk's captions of episode 31: ", id="said elsewhere"),
    ],
)  # fmt: skip
def test_what_was_said_on_air_is_told_by_its_episode_alone(
    passage: Passage, named: dict[str, bool], expected: str
) -> None:
    composer = Composer(documents=documents_of(passage), **{"many_episodes": True, **named})
    assert composer.statement(whole(passage)) == f"{expected}“The rope is made of hemp” [1]."


def test_after_its_episode_was_told_a_source_is_told_by_its_kind() -> None:
    passage = make_passage("a.txt", ("Hedda", "Ropes"), ("Hedda", ROPE), episode="031")
    titled = passage.model_copy(update={"title": "Ropes"})
    name, rope = (Choice((sentence,), titled, 1.0) for sentence in titled.sentences)
    assert stated(replace(rope, title=name), many_episodes=True) == [
        "Episode 31, “Ropes” [1]. Hedda, in the transcript: “The rope is made of hemp” [2]."
    ]


HEDDA = make_passage("e/t.txt", ("Hedda", ROPE), episode="031").model_copy(update={"title": "Nine Tonnes"})
RUBEN = make_passage("f/t.txt", ("Ruben", ROPE), episode="007").model_copy(update={"title": "One Tonne"})


@pytest.mark.parametrize(
    ("question", "passages", "expected"),
    [
        pytest.param("What is the rope made of?", [HEDDA], "", id="a plain fact"),
        pytest.param("Did anyone mention hemp?", [HEDDA], "Yes. ", id="mention"),
        pytest.param("Did Hedda mention hemp?", [HEDDA, RUBEN], "Yes. ", id="mention by the one asked for"),
        pytest.param("Did Hedda mention hemp?", [RUBEN],
                     "Not Hedda, as far as the material shows, but Ruben did. ", id="mention by another"),
    ],
)  # fmt: skip
def test_an_answer_opens_with_what_was_asked_for(question: str, passages: list[Passage], expected: str) -> None:
    read = read_question(question, speakers=("Hedda", "Ruben"))
    assert opening(read, [whole(passage) for passage in passages]) == expected


@pytest.mark.parametrize("told", [ABSTENTION, IN_ENGLISH])
def test_the_abstention_is_one_sentence(told: str) -> None:
    assert told.count(".") == 1
    assert told.endswith(".")
