"""Which sources a question itself names, and that others answer when those do not."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from chat.episodes import title_of
from chat.evidence import Candidate
from chat.find import find, held, implied, passages_for
from chat.question import Question, read_question
from corpus.models import SourceKind
from index.models import EVERYTHING, Filters
from index.search import Index
from tests.fake_index import ingest_files, write_files
from tests.fakes import FakeEmbedder


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


def test_of_what_a_conversation_named_that_holds_which_the_index_has(
    bells: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = [source for source in bells.sources() if source.kind is not SourceKind.OUTLINE]
    monkeypatch.setattr(bells, "sources", lambda: without)
    named = Filters(kind=(SourceKind.OUTLINE, SourceKind.PAGE), speaker=("Hedda",), episode=("031", "099"))
    assert held(bells, named) == Filters(kind=(SourceKind.PAGE,), speaker=("Hedda",), episode=("031",))


def found_paths(index: Index, question: str, filters: Filters = EVERYTHING) -> set[str]:
    found = find(index, read_question(question, speakers=index.speakers()), filters)
    return {c.passage.path for part in found.parts for c in part.candidates}


@pytest.fixture
def certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 1.0)


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 0.0)


OUTLINE_ASKED = "What does the outline say about the rope?"


@pytest.mark.usefixtures("certain")
def test_only_the_named_source_is_searched_where_it_answers(bells: Index) -> None:
    assert found_paths(bells, OUTLINE_ASKED) == {"ep031/outline.md"}


@pytest.mark.usefixtures("doubtful")
def test_all_sources_are_searched_where_the_named_one_does_not_answer(bells: Index) -> None:
    paths = {"ep031/outline.md", "ep031/transcript.txt", "ep032/transcript.txt"}
    assert found_paths(bells, OUTLINE_ASKED) >= paths


@pytest.mark.usefixtures("doubtful")
def test_what_the_reader_set_is_never_widened(bells: Index) -> None:
    given = Filters(episode=("031",))
    paths = found_paths(bells, OUTLINE_ASKED, given)
    assert "ep031/transcript.txt" in paths
    assert all(path.startswith("ep031/") for path in paths)


@pytest.mark.usefixtures("certain")
def test_a_question_about_a_difference_is_not_narrowed_to_one_side(bells: Index) -> None:
    asked = "Does the outline agree with what was said of the weight of the bell?"
    assert found_paths(bells, asked) >= {"ep031/outline.md", "ep031/transcript.txt"}


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


Chances = Callable[[float, float], None]


@pytest.fixture
def chances(monkeypatch: pytest.MonkeyPatch) -> Chances:
    """Sets how sure an answer from all episodes is, and one from a single one."""

    def told(everywhere: float, in_one: float) -> None:
        def chance(question: Question, candidates: Sequence[Candidate], **named: object) -> float:
            return in_one if len({c.passage.episode for c in candidates}) == 1 else everywhere

        monkeypatch.setattr("chat.find.confidence", chance)

    return told


FROST = "How does the frost crack a bell?"


@pytest.mark.parametrize(
    ("everywhere", "in_one", "episodes"),
    [
        pytest.param(0.9, 0.9, {"031"}, id="it answers as well"),
        pytest.param(0.9, 0.76, {"031"}, id="about as well"),
        pytest.param(0.9, 0.74, {"031", "032"}, id="less well"),
        pytest.param(0.5, 0.35, {"031"}, id="well enough"),
        pytest.param(0.5, 0.34, {"031", "032"}, id="not at all"),
        pytest.param(0.2, 0.3, {"031", "032"}, id="as little as all others"),
    ],
)
def test_a_follow_up_stays_in_the_episode_of_the_answer_before_while_that_answers_about_as_well(
    bells: Index, chances: Chances, everywhere: float, in_one: float, episodes: set[str]
) -> None:
    chances(everywhere, in_one)
    found = find(bells, read_question(FROST), EVERYTHING, near=("031",))
    assert {c.passage.episode for part in found.parts for c in part.candidates} == episodes
    assert found.confidence == (in_one if episodes == {"031"} else everywhere)


NOT_NEARER = {
    "no episode before": (FROST, EVERYTHING, (), {"031", "032"}),
    "an episode that there is not": (FROST, EVERYTHING, ("099",), {"031", "032"}),
    "an episode that the reader chose": (FROST, Filters(episode=("032",)), ("031",), {"032"}),
    "an episode that the question names": ("What did frost crack in episode 32?", EVERYTHING, ("031",), {"032"}),
    "what is found by its place": ("What are the first words of all?", EVERYTHING, ("031",), {"031", "032"}),
}  # fmt: skip


@pytest.mark.usefixtures("certain")
@pytest.mark.parametrize(("asked", "filters", "near", "episodes"), NOT_NEARER.values(), ids=NOT_NEARER)
def test_nothing_is_nearer_than_what_is_asked_for(
    bells: Index, asked: str, filters: Filters, near: tuple[str, ...], episodes: set[str]
) -> None:
    found = find(bells, read_question(asked), filters, near=near)
    assert {c.passage.episode for part in found.parts for c in part.candidates} == episodes


@pytest.mark.usefixtures("certain")
def test_of_the_episodes_of_the_answer_before_those_that_there_are_are_searched(bells: Index) -> None:
    found = find(bells, read_question(FROST), EVERYTHING, near=("099", "032"))
    assert {c.passage.episode for part in found.parts for c in part.candidates} == {"032"}


def test_the_time_of_both_searches_is_told(bells: Index, chances: Chances) -> None:
    times = []
    for in_one in (0.0, 1.0):
        chances(1.0, in_one)
        found = find(bells, read_question(FROST), EVERYTHING, near=("031",))
        times.append(found.search_ms > 0)
    assert times == [True, True]


def test_a_search_for_what_has_its_place_begins_with_what_stands_there(bells: Index) -> None:
    found, _ = passages_for(bells, "What are the very last words of episode 31?", Filters(episode=("031",)), 5)
    last = bells.passages("ep031/transcript.txt")[-1]
    assert (found[0].passage, found[0].score) == (last, 1.0)
    assert len({hit.passage.id for hit in found}) == len(found)


def test_a_search_names_no_passage_that_only_repeats_what_a_better_one_of_its_episode_says(tmp_path: Path) -> None:
    said = "Hedda: The rope of the great bell is made of hemp.\n\nHedda: The rope is greased with tallow in May.\n"
    own = "The rope of the small bell is of nylon."
    files = {
        "ep041/transcript.txt": said,
        "ep041/page.md": f"{said.replace('great bell', 'great-bell')}\n## Notes\n\n{own}\n",
        "ep042/transcript.txt": said,
    }
    folder = ingest_files(write_files(tmp_path / "show", files), tmp_path / "index")
    with closing(Index.open(folder, FakeEmbedder())) as index:
        found, _ = passages_for(index, "What is the rope made of?", EVERYTHING, 10)
        told = [(hit.passage.episode, hit.passage.text.partition(" is ")[0].replace("-", " ")) for hit in found]
        assert sorted(told) == [
            ("041", "Notes\nThe rope of the small bell"),
            ("041", "The rope of the great bell"),
            ("042", "The rope of the great bell"),
        ]


def test_a_search_for_an_episode_gives_its_title_and_then_what_it_says(bells: Index) -> None:
    asked = "Which episode is about the rope?"
    found, _ = passages_for(bells, asked, EVERYTHING, 10)
    title = title_of("031", bells)
    assert title is not None
    assert found[0].passage == title.passage
    assert (found[1].passage.episode, found[1].passage.path) == ("031", "ep031/transcript.txt")
    assert found[0].score == found[1].score == 1.0
    assert len({hit.passage.id for hit in found}) == len(found)
    narrowed, _ = passages_for(bells, asked, Filters(kind=(SourceKind.TRANSCRIPT,)), 10)
    assert {hit.passage.kind for hit in narrowed} == {SourceKind.TRANSCRIPT}


INTERVIEW = {
    "ep041/transcript.txt": "Hedda: What were you before?\n\nOddny: A welder, on the ferries.\n\nHedda: And now?\n\n"
    "Oddny: I mend bells.\n\nHedda: Oddny is forty.\n"
}


def told_of(tmp_path: Path, asked: str) -> list[tuple[str | None, str]]:
    folder = ingest_files(write_files(tmp_path / "show", INTERVIEW), tmp_path / "index")
    with closing(Index.open(folder, FakeEmbedder())) as index:
        found = find(index, read_question(asked, speakers=index.speakers()), EVERYTHING)
        return [(c.sentence.speaker, c.sentence.text) for part in found.parts for c in part.candidates]


@pytest.mark.usefixtures("certain")
def test_what_a_speaker_says_is_found_by_what_others_ask(tmp_path: Path) -> None:
    told = told_of(tmp_path, "What did Oddny say she were before?")
    assert told[0] == ("Oddny", "A welder, on the ferries.")
    assert {speaker for speaker, _ in told} == {"Oddny"}


def test_others_may_tell_what_is_asked_of_a_speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "chat.find.confidence", lambda _, candidates, **__: 0.5 + ("forty" in candidates[0].sentence.text) / 4
    )
    assert told_of(tmp_path, "How old is Oddny?")[0] == ("Hedda", "Oddny is forty.")


def test_each_part_is_asked_of_the_speaker_that_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *_, **__: 0.9)
    told = told_of(tmp_path, "What did Oddny say about welding, and what did Hedda say about forty?")
    assert [speaker for speaker, _ in told] == ["Oddny"] * 2 + ["Hedda"] * 3


@pytest.mark.parametrize(
    ("asked", "speakers"),
    [
        pytest.param("What does Oddny mend, and how many ferries are in the old harbour?", {"Oddny", "Hedda"}, id="no"),
        pytest.param("What does Oddny mend, and what was she before?", {"Oddny"}, id="the other part leans on it"),
        pytest.param(
            "According to Oddny, what is mended, and how many ferries are in the old harbour?",
            {"Oddny"},
            id="first of all",
        ),
    ],
)
def test_whom_one_part_names_is_asked_the_other_part_only_where_it_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, speakers: set[str]
) -> None:
    monkeypatch.setattr("chat.find.confidence", lambda *_, **__: 0.9)
    assert {speaker for speaker, _ in told_of(tmp_path, asked)} == speakers


def test_what_is_asked_of_each_is_answered_by_those_who_say_something_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "What do Oddny and Hedda each say about bells?"
    chance = {"Oddny": 0.9, "Hedda": 0.8}
    monkeypatch.setattr("chat.find.confidence", lambda _, candidates, **__: chance[candidates[0].sentence.speaker])
    assert [speaker for speaker, _ in told_of(tmp_path / "both", asked)] == ["Oddny"] * 2 + ["Hedda"] * 3
    chance["Hedda"] = 0.1
    assert {speaker for speaker, _ in told_of(tmp_path / "one", asked)} == {"Oddny", "Hedda"}  # as one question
