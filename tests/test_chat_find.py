"""Which sources a question itself names, and that others answer when those do not."""

import pytest

from chat.find import find, implied
from chat.question import read_question
from corpus.models import SourceKind
from index.models import EVERYTHING, Filters
from index.search import Index


def filters_of(index: Index, question: str, filters: Filters = EVERYTHING) -> Filters:
    return implied(index, read_question(question, speakers=index.speakers()), filters)


IMPLIED = {
    "nothing named": ("What is the rope made of?", {}),
    "a kind": ("What does the outline say about the rope?", {"kind": (SourceKind.OUTLINE,)}),
    "two kinds": ("Rope, in the outline or the show notes?", {"kind": (SourceKind.OUTLINE, SourceKind.PAGE)}),
    "an episode": ("What cracked in episode 32?", {"episode": ("032",)}),
    "an episode as it is filed": ("What cracked in ep032?", {"episode": ("032",)}),
    "an episode with a number sign": ("What cracked in #32?", {"episode": ("032",)}),
    "an episode with no.": ("What cracked in episode no. 032?", {"episode": ("032",)}),
    "an episode that the index lacks": ("What cracked in episode 99?", {}),
    "a speaker": ("What did Ruben say about the clapper?", {"speaker": ("Ruben",)}),
    "a speaker by first name": ("What did Oddny say about frost?", {"speaker": ("Oddny Fell",)}),
    "a speaker who may not be the one": ("Did Ruben mention the clapper?", {}),
    "who said it": ("Who said that Ruben was late?", {}),
    "all at once": ("What did Ruben say in the transcript of episode 31?",
                    {"kind": (SourceKind.TRANSCRIPT,), "speaker": ("Ruben",), "episode": ("031",)}),
}  # fmt: skip


@pytest.mark.parametrize(("question", "expected"), IMPLIED.values(), ids=IMPLIED)
def test_a_question_implies_the_sources_that_it_names(bells: Index, question: str, expected: dict[str, object]) -> None:
    assert filters_of(bells, question) == Filters.model_validate(expected)


def test_what_the_reader_set_goes_before_what_the_question_names(bells: Index) -> None:
    given = Filters(kind=(SourceKind.PAGE,), speaker=("Hedda",), episode=("031",))
    asked = "What did Ruben say in the outline of episode 32?"
    assert filters_of(bells, asked, given) == given


def test_a_kind_that_the_index_lacks_is_ignored(bells: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    without = [source for source in bells.sources() if source.kind is not SourceKind.OUTLINE]
    monkeypatch.setattr(bells, "sources", lambda: without)
    assert filters_of(bells, "What does the outline say about the rope?") == EVERYTHING
    assert filters_of(bells, "Rope, in the outline or the article?") == Filters(kind=(SourceKind.ARTICLE,))


def found_paths(index: Index, question: str, filters: Filters = EVERYTHING) -> tuple[set[str], bool]:
    found = find(index, read_question(question, speakers=index.speakers()), filters)
    return {c.passage.path for part in found.parts for c in part.candidates}, found.widened


@pytest.fixture
def certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 1.0)


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 0.0)


OUTLINE_ASKED = "What does the outline say about the rope?"


@pytest.mark.usefixtures("certain")
def test_only_the_named_source_is_searched_where_it_answers(bells: Index) -> None:
    assert found_paths(bells, OUTLINE_ASKED) == ({"ep031/outline.md"}, False)


@pytest.mark.usefixtures("doubtful")
def test_all_sources_are_searched_where_the_named_one_does_not_answer(bells: Index) -> None:
    paths, widened = found_paths(bells, OUTLINE_ASKED)
    assert widened
    assert {"ep031/outline.md", "ep031/transcript.txt", "ep032/transcript.txt"} <= paths


@pytest.mark.usefixtures("doubtful")
def test_what_the_reader_set_is_never_widened(bells: Index) -> None:
    given = Filters(episode=("031",))
    paths, widened = found_paths(bells, OUTLINE_ASKED, given)
    assert widened
    assert all(path.startswith("ep031/") for path in paths)
    assert found_paths(bells, "rope", given)[1] is False


@pytest.mark.usefixtures("certain")
def test_a_question_about_a_difference_is_not_narrowed_to_one_side(bells: Index) -> None:
    paths, widened = found_paths(bells, "Does the outline agree with what was said of the weight of the bell?")
    assert not widened
    assert {"ep031/outline.md", "ep031/transcript.txt"} <= paths


@pytest.mark.usefixtures("certain")
def test_each_of_two_sources_that_a_question_names_has_its_say(bells: Index) -> None:
    asked = "What is the rope made of, in the outline and in the recording?"
    found = find(bells, read_question(asked), EVERYTHING)
    assert [{c.passage.kind for c in part.candidates} for part in found.parts] == [
        {SourceKind.TRANSCRIPT},
        {SourceKind.OUTLINE},
    ]


@pytest.mark.usefixtures("certain")
def test_every_part_of_a_question_is_searched(bells: Index) -> None:
    asked = "Who cast the great bell of Varnholm, and what did the repair of the Ostmark bell cost?"
    found = find(bells, read_question(asked), EVERYTHING)
    assert [part.question.text for part in found.parts] == [
        "Who cast the great bell of Varnholm",
        "what did the repair of the Ostmark bell cost?",
    ]
    assert all(part.candidates for part in found.parts)


@pytest.mark.usefixtures("doubtful")
def test_the_edges_of_a_source_are_found_without_a_doubt(bells: Index) -> None:
    found = find(bells, read_question("What are the last words of episode 31?"), EVERYTHING)
    assert [c.sentence.text for c in found.parts[0].candidates] == ["That is our show.", "Keep your clapper dry."]
    assert found.confidence > 0.9
