"""Questions about the show or an episode as a whole: which are, and what answers them."""

from __future__ import annotations

import pytest

from chat.assistant import Assistant
from chat.dispute import count_of
from chat.evidence import Candidate
from chat.memory.whole import asked_of_whole
from chat.models import Message, Status
from chat.overview import Overview, overview_of
from chat.plainly import plainly
from chat.question import read_question
from chat.whole import choose_whole
from chat.wording import NO_DISPUTE
from corpus.models import Form, SourceKind
from index.models import Filters
from index.search import Index
from tests.fake_index import ingest_files, sentence_at, write_files
from tests.fakes import FakeEmbedder

PLOUGH = {
    "ep001/page.md": """\
# The Horse Before the Plough

**Speakers:** Ylva and Bo
**Published:** 4 May 2025

## Episode Summary

A farm in Hedmark sold its tractor. Two horses do its work since.

## Key Takeaways

- Two horses plough an acre a day
- Oats cost less than diesel
""",
    "ep001/transcript.txt": """\
Ylva: Good morning from the stable. Mind the bucket.

Bo: Today we follow two horses over a field. They are called Loke and Brage. I'm Bo, by the way.
""",
    "ep002/transcript.txt": """\
Bo: Somebody left the gate open again.

Ylva: So the goats are in the rhubarb.
""",
}


@pytest.fixture(scope="module")
def plough(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder, index_dir = tmp_path_factory.mktemp("plough"), tmp_path_factory.mktemp("plough-index")
    index = Index.open(ingest_files(write_files(folder, PLOUGH), index_dir), FakeEmbedder())
    return Assistant(lambda: index)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is this show about?", Overview.SUBJECT),
        ("hey, what's episode 7 about", Overview.SUBJECT),
        ("What is this about?", Overview.SUBJECT),
        ("What do you talk about on the podcast?", Overview.SUBJECT),
        ("What topics does episode #12 cover?", Overview.SUBJECT),
        ("Can you summarise the latest episode of this show?", Overview.SUMMARY),
        ("Give me a short overview of ep 5", Overview.SUMMARY),
        ("What are the key takeaways from episode 3?", Overview.POINTS),
        ("Who are the hosts?", Overview.HOSTS),
        ("who hosts this podcast?", Overview.HOSTS),
        ("Who is speaking in episode 24?", Overview.HOSTS),
        ("How many episodes are there so far?", Overview.NUMBER),
        ("How many episodes does the show have?", Overview.NUMBER),
        ("List all episodes", Overview.EPISODES),
        ("Which episodes are there?", Overview.EPISODES),
        ("List all episodes about ships", None),
        ("What is the latest episode?", Overview.NEWEST),
        ("Which episode was the first one?", Overview.OLDEST),
        ("When did episode 12 come out?", Overview.DATE),
        ("What is the release date of episode 12?", Overview.DATE),
        ("the air date of episode 12", Overview.DATE),
        ("Is the date of episode 12 a holiday?", None),
        ("Where do the sources disagree?", Overview.DISPUTES),
        ("Are there any contradictions in episode 12?", Overview.DISPUTES),
        ("What differs between the outline and the transcript?", Overview.DISPUTES),
        ("Do the outline and the show notes agree?", Overview.DISPUTES),
        ("What are the differences between oats and hay?", None),
        ("Does the outline agree?", None),
        ("How many episodes are there on ships?", None),
        ("Who are the hosts of the rival show?", None),
        ("What is episode 12 about to change?", None),
        ("What did episode 12 say about oats?", None),
        ("What is the show notes' address?", None),
        ("When was the plough released?", None),
    ],
)
def test_a_question_is_about_the_whole_only_when_nothing_else_is_in_it(
    question: str, expected: Overview | None
) -> None:
    assert overview_of(plainly(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param(
            "What is episode 1 about?",
            "Episode 1, “The Horse Before the Plough” [1]. The show notes have: “A farm in Hedmark sold its tractor. "
            "Two horses do its work since” [2]. Bo, in episode 1: “Today we follow two horses over a "
            "field. They are called Loke and Brage” [3].",
            id="by its title, its summary, and how it says so on air",
        ),
        pytest.param(
            "What are the takeaways of the first episode?",
            "Episode 1, “The Horse Before the Plough” [1]. The show notes have: “Two horses plough an acre a day” [2]. "
            "Also: “Oats cost less than diesel” [3].",
            id="what stands under such a heading",
        ),
        pytest.param(
            "What is the newest episode?",
            "Bo, in episode 2: “Somebody left the gate open again” [1].",
            id="by how it begins, when it says nothing of itself",
        ),
        pytest.param(
            "Who are the hosts?",
            "The show notes of episode 1 have: “Speakers: Ylva and Bo” [1].",
            id="as the notes have them, when not all say who they are",
        ),
        pytest.param(
            "When was episode 1 published?",
            "Episode 1, “The Horse Before the Plough” [1]. The show notes have: “Published: 4 May 2025” [2].",
            id="the line that dates it",
        ),
        pytest.param(
            "How many episodes are there?",
            "The material has 2 episodes, 1 to 2. The newest: Bo, in episode 2: “Somebody left the "
            "gate open again” [1].",
            id="counted",
        ),
        pytest.param(
            "Which episodes are there?",
            "The material has 2 episodes, 1 to 2. Among them: Episode 1, “The Horse Before the Plough” [1].",
            id="by the titles that stand somewhere",
        ),
        pytest.param(
            "What is this show about?",
            "Its newest episodes: Bo, in episode 2: “Somebody left the gate open again” [1]. "
            "Episode 1, “The Horse Before the Plough” [2]. The show notes have: “A farm in Hedmark sold its tractor” "
            "[3].",
            id="by its newest episodes, when it never says",
        ),
    ],
)
def test_the_show_answers_for_itself(plough: Assistant, question: str, expected: str) -> None:
    assert plough.ask(question).answer == expected


def test_a_show_says_what_it_is_in_its_own_words(sure: Assistant) -> None:
    answer = sure.ask("What is the podcast about?")
    assert answer.answer == "Hedda, in episode 31: “Welcome to Loud Metal, the show about bells” [1]."


def test_a_date_that_only_the_data_give_is_not_put_in_quotation_marks(sure: Assistant) -> None:
    assert sure.ask("When was episode 31 published?").answer == (
        "The show's own data date it 2025-03-04. Episode 31, “Nine Tonnes of Bronze” [1]."
    )


def test_of_an_episode_that_there_is_not_nothing_is_told(sure: Assistant) -> None:
    answer = sure.ask("What is episode 99 about?")
    assert (answer.status, answer.answer, answer.citations) == (
        Status.ABSTAINED, "The material has no episode 99.", ()
    )  # fmt: skip


def test_this_episode_is_the_one_that_the_reader_chose(plough: Assistant) -> None:
    chosen = plough.ask("What is this episode about?", filters=Filters(episode=("001",)))
    assert {citation.episode for citation in chosen.citations} == {"001"}


@pytest.mark.parametrize(
    ("before", "answer", "question", "expected"),
    [
        ("What is episode 4 about?", "", "When was it published?", "When was episode 4 published?"),
        ("What is the plough episode about?", "Episode 1, “…” [1].", "who talks in it?", "who talks in episode 1?"),
        ("What is the latest episode?", "Episode 9, “Hay” [1].", "What's it about?", "What's episode 9 about?"),
        ("What is episode 4 about?", "", "and its main takeaways?", "and the main takeaways of episode 4?"),
        ("What is episode 4 about?", "", "What about episode 5?", "What is episode 5 about?"),
        ("Who shod Loke?", "Bo, in episode 3: …", "What is that episode about?",
         "What is episode 3 about?"),
        ("What is this show about?", "Hedda, in episode 31: …", "Who hosts it?", "Who hosts the show?"),
        ("Who shod Loke?", "Bo did.", "How many episodes are there?", "How many episodes are there?"),
        ("Who shod Loke?", "Bo, in episode 3: …", "What is it about?", None),
        ("What is episode 4 about?", "", "What does it cost to feed them?", None),
    ],
)  # fmt: skip
def test_a_follow_up_about_the_whole_names_it(before: str, answer: str, question: str, expected: str | None) -> None:
    assert asked_of_whole(question, before, answer) == expected


def test_a_conversation_goes_on_about_an_episode(plough: Assistant) -> None:
    history = [Message(content="What is episode 1 about?"), Message(role="assistant", content="Episode 1, …")]
    answer = plough.ask("And when was it published?", history)
    assert (answer.asked_as, answer.citations[-1].quote) == (
        "And when was episode 1 published?",
        "Published: 4 May 2025",
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("What is episode 1 about?", "What are the main takeaways of episode 1?", id="of an episode"),
        pytest.param("Who are the hosts?", "What is the latest episode about?", id="of the show"),
    ],
)
def test_what_is_asked_next_goes_on_from_there(plough: Assistant, question: str, expected: str) -> None:
    assert plough.ask(question).suggestions[:1] == (expected,)
    assert plough.ask(expected).status is Status.ANSWERED


def test_takeaways_are_not_offered_where_there_are_none(plough: Assistant) -> None:
    assert not any("takeaways" in text for text in plough.ask("What is episode 2 about?").suggestions)


def test_a_summary_is_not_interrupted_by_what_its_figures_are_disputed_for(sure: Assistant) -> None:
    assert sure.ask("Summarize episode 31").disagreements == ()


def test_an_episode_that_says_nothing_at_its_beginning_is_no_answer_and_no_error(bells: Index) -> None:
    passage, at = sentence_at(bells, "ep032/transcript.txt", "Good night")
    empty = passage.sentences[at].model_copy(update={"text": "So here we are.", "search_text": "So here we are."})
    assert (
        choose_whole(read_question("What is episode 32 about?"), [Candidate(empty, passage, at, 1.0, ())], bells) == []
    )


WEIGHTS = (
    "One place differs. The sources disagree. Hedda, in the transcript of episode 31: “The great bell of Varnholm "
    "weighs nine thousand two hundred kilos” [1]. The outline of episode 31 has: “The great bell of Varnholm weighs "
    "9,400 kilos” [2]."
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Where do the sources disagree?", (WEIGHTS, 1), id="all"),
        pytest.param(
            "What differs between the outline and the transcript of episode 31?", (WEIGHTS, 1), id="of two kinds"
        ),
        pytest.param("What differs between the outline and the article?", (NO_DISPUTE, 0), id="of other kinds"),
        pytest.param("Are there any contradictions in episode 32?", (NO_DISPUTE, 0), id="of another episode"),
    ],
)
def test_where_the_sources_disagree_is_told_side_by_side(
    sure: Assistant, question: str, expected: tuple[str, int]
) -> None:
    answer = sure.ask(question)
    assert (answer.answer, len(answer.disagreements)) == expected
    assert answer.confidence == (1.0 if answer.disagreements else 0.0)


def test_of_many_disagreements_the_worst_are_told_and_all_are_counted() -> None:
    assert [count_of(["one"] * n, told=min(n, 3)) for n in (1, 3, 4)] == [
        "One place differs. ", "3 places differ. ", "4 places differ, among them these 3. "
    ]  # fmt: skip


OVERVIEWS = (
    "What is this show about?", "What is episode 1 about?", "What is the newest episode?", "Who are the hosts?",
    "How many episodes are there?", "List all episodes", "When was episode 1 published?", "Summarize episode 2",
    "Where do the sources disagree?", "What are the takeaways of the show?", "When did the podcast come out?",
)  # fmt: skip


@pytest.mark.parametrize(
    "filters",
    [
        Filters(kind=(SourceKind.TRANSCRIPT,)),
        Filters(speaker=("Ylva",)),
        Filters(episode=("001",)),
        Filters(episode=("002",)),
        Filters(episode=("001", "002"), kind=(SourceKind.PAGE,)),
    ],
    ids=["kind", "speaker", "episode", "the other episode", "both"],
)
def test_what_the_reader_chose_holds_for_the_whole_too(plough: Assistant, filters: Filters) -> None:
    for citation in (c for question in OVERVIEWS for c in plough.ask(question, filters=filters).citations):
        assert citation.kind in (filters.kind or SourceKind)
        assert citation.episode in (filters.episode or ("001", "002"))
        assert not filters.speaker or citation.speaker in filters.speaker


def test_an_episode_with_nothing_but_headings_is_no_error(plough: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    headings = [
        passage.model_copy(
            update={"sentences": tuple(one.model_copy(update={"form": Form.HEADING}) for one in passage.sentences)}
        )
        for passage in plough.index.passages("ep002/transcript.txt")
    ]
    monkeypatch.setattr(type(plough.index), "passages", lambda self, path: headings)
    assert [plough.ask(question).status for question in ("What is episode 2 about?", "Who are the hosts?")]
