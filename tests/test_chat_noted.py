"""What the notes and the first and last words of a show tell of it."""

from __future__ import annotations

import pytest

from chat.assistant import Assistant
from chat.models import Status
from chat.overview import Overview, nth_named, overview_of
from chat.wording import ABSTENTION
from index.models import Filters
from index.search import Index
from tests.fake_index import ingest_files, write_files
from tests.fakes import FakeEmbedder

KITES = {
    "show.toml": 'title = "Long Lines"\nhosts = ["Runa", "Aksel"]\n',
    "ep001/page.md": """\
---
title: A Tail of Rags
slug: a-tail-of-rags
---

# A Tail of Rags

**Published:** 4 May 2025 | **Duration**: 31 minutes | **Hosts**: Runa and Aksel

## Summary

Why a kite needs a tail.

## Links

- Write to us: post@longlines.example

Long Lines is made by Runa and produced by Sunniva Holt. It is recorded in an old sail loft.

Sound by Ebba Roos. Music: a kite string and a bow.
""",
    "ep001/transcript.txt": """\
Runa: Welcome to Long Lines, the show about kites. We do one of these every fortnight, on a Sunday.

Aksel: I'm Aksel, and every Monday I mend what Runa tore. Next time we cut sails.
""",
    "ep002/page.md": """\
# The Box Kite

**Duration**: 28 minutes | **Guest**: Torgeir Vik, sail maker

## Summary

A kite without a tail.
""",
    "ep002/transcript.txt": """\
Runa: This is Long Lines, and Torgeir Vik has brought his scissors.

Torgeir: And my thread.

Runa: So I see.

Torgeir: And my glue. This kite is made by Ola Nord, who makes ten a year. Twenty listeners came to fly it.

Aksel: Subscribe wherever you get your podcasts. We are away until the tenth of August.

Runa: A wave to the nine hundred of you who listen.
""",
    "ep003/transcript.txt": """\
Runa: This is Long Lines. My sister Ylva has come along.

Ylva: With forty metres of line. Next time, the kites that fly under water.
""",
}


@pytest.fixture(scope="module")
def kites(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder, index_dir = tmp_path_factory.mktemp("kites"), tmp_path_factory.mktemp("kites-index")
    index = Index.open(ingest_files(write_files(folder, KITES), index_dir), FakeEmbedder())
    return Assistant(lambda: index)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What's the title of the first episode?", Overview.TITLE), ("What's the podcast called?", Overview.TITLE),
        ("How long is episode 3?", Overview.LENGTH), ("How long are the episodes?", Overview.LENGTH),
        ("Which guests were on?", Overview.GUESTS), ("Who was the guest in the second episode?", Overview.GUESTS),
        ("Who was on the last episode?", Overview.GUESTS), ("Who's on the show?", Overview.HOSTS),
        ("How often does it come out?", Overview.FREQUENCY), ("When do new episodes come out?", Overview.FREQUENCY),
        ("How can I contact them?", Overview.CONTACT), ("Where can I listen?", Overview.WHERE),
        ("Who does the music?", Overview.CREDITS), ("Who produces the show?", Overview.CREDITS),
        ("What was in the first episode?", Overview.SUBJECT), ("What happened in the last episode?", Overview.SUBJECT),
        ("What's this podcast?", Overview.SUBJECT), ("what is this", Overview.SUBJECT),
        ("Who makes the show?", Overview.CREDITS), ("Who's the producer?", Overview.CREDITS),
        ("Where do you record it?", Overview.STUDIO), ("Where is the show recorded?", Overview.STUDIO),
        ("How many people listen?", Overview.AUDIENCE), ("How many listeners do you have?", Overview.AUDIENCE),
        ("When does the show come back?", Overview.RETURN), ("when are you back on air", Overview.RETURN),
        ("When does the next season start?", Overview.RETURN), ("When do they come back?", None),
        ("What's next?", Overview.NEXT), ("What did you announce for the next episode?", Overview.NEXT),
        ("What will you talk about next week?", Overview.NEXT), ("What did Runa cut next?", None),
        ("What is next to the mast?", None), ("How long did you want episode 2 to run?", Overview.LENGTH),
        ("Where do they make it?", None), ("How many people have it?", None), ("What is this string?", None),
        ("How long is the line?", None), ("How long is the show tent?", None), ("Who does the sewing?", None),
        ("How often do they mend it?", None), ("Which guests were at the wedding?", None),
        ("How can I contact the museum?", None), ("Where can I find it?", None), ("What is on the roof?", None),
    ],
)  # fmt: skip
def test_the_show_is_asked_for_only_when_nothing_else_is(question: str, expected: Overview | None) -> None:
    assert overview_of(question) == expected


def test_episodes_are_counted_from_the_second_on() -> None:
    assert [nth_named(text) for text in ("the second episode", "the third rope", "the first episode")] == [
        2,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param(
            "how long is episode one",
            "Episode 1, “A Tail of Rags” [1]. The show notes have: “Duration: 31 minutes” [2].",
            id="how long one is",
        ),
        pytest.param(
            "How long is the show?",
            "Its newest episodes: Episode 2, “The Box Kite” [1]. The show notes have: “Duration: 28 minutes” [2]. "
            "Episode 1, “A Tail of Rags” [3]. The show notes have: “Duration: 31 minutes” [4].",
            id="how long all are",
        ),
        pytest.param(
            "which guests were on?",
            "Runa, in episode 3: “My sister Ylva has come along” [1]. Episode 2, “The Box Kite” [2]. "
            "The show notes have: “Guest: Torgeir Vik, sail maker” [3].",
            id="guests by the notes, or by how they are named on air",
        ),
        pytest.param(
            "how often does it come out",
            "Runa, in episode 1: “We do one of these every fortnight, on a Sunday” [1].",
            id="how often",
        ),
        pytest.param(
            "how can i contact you",
            "The show notes of episode 1 have: “Write to us: post@longlines.example” [1].",
            id="where to write",
        ),
        pytest.param(
            "where can i listen",
            "Aksel, in episode 2: “Subscribe wherever you get your podcasts” [1].",
            id="where it is heard",
        ),
        pytest.param(
            "who makes the music",
            "The show notes of episode 1 have: “Music: a kite string and a bow” [1].",
            id="music",
        ),
        pytest.param(
            "who did the sound", "The show notes of episode 1 have: “Sound by Ebba Roos” [1].", id="sound"
        ),
        pytest.param(
            "who produces the show",
            "The show notes of episode 1 have: “Long Lines is made by Runa and produced by Sunniva Holt” [1].",
            id="producer",
        ),
        pytest.param(
            "who makes it?",
            "The show notes of episode 1 have: “Long Lines is made by Runa and produced by Sunniva Holt” [1].",
            id="makers",
        ),
        pytest.param(
            "where do you record it",
            "The show notes of episode 1 have: “It is recorded in an old sail loft” [1].",
            id="where it is recorded",
        ),
        pytest.param(
            "how many people listen?",
            "Runa, in episode 2: “A wave to the nine hundred of you who listen” [1].",
            id="how many listen",
        ),
        pytest.param(
            "when are you back?",
            "Aksel, in episode 2: “We are away until the tenth of August” [1].",
            id="when it is back",
        ),
        pytest.param(
            "what comes next?", "Ylva, in episode 3: “Next time, the kites that fly under water” [1].", id="next"
        ),
        pytest.param(
            "what did you announce for the next episode in episode 1?",
            "Aksel, in episode 1: “Next time we cut sails” [1].",
            id="what an older one announced",
        ),
        pytest.param("what's the second episode called", "Episode 2, “The Box Kite” [1].", id="the title of one"),
        pytest.param(
            "what is the podcast called", "Runa, in episode 3: “This is Long Lines” [1].", id="the name of the show"
        ),
        pytest.param(
            "what was in the previous episode",
            "Episode 2, “The Box Kite” [1]. The show notes have: “A kite without a tail” [2]. "
            "Runa, in episode 2: “This is Long Lines, and Torgeir Vik has brought his scissors” [3].",
            id="the one before the newest",
        ),
    ],
)  # fmt: skip
def test_the_notes_tell(kites: Assistant, question: str, expected: str) -> None:
    assert kites.ask(question).answer == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("How long is episode 3?", ABSTENTION, id="a length that nobody gives"),
        pytest.param("Who was the guest in episode 1?", ABSTENTION, id="no guest"),
        pytest.param("What was in the ninth episode?", "The material has no episode 9.", id="no such episode"),
    ],
)
def test_what_no_note_tells_is_not_searched_for(kites: Assistant, question: str, expected: str) -> None:
    answer = kites.ask(question)
    assert (answer.status, answer.answer) == (Status.ABSTAINED, expected)


def test_the_notes_of_the_chosen_episode_tell_and_no_others(kites: Assistant) -> None:
    chosen = Filters(episode=("002",))
    assert kites.ask("How can I contact you?", filters=chosen).status is Status.ABSTAINED
    assert {c.episode for c in kites.ask("How long is the show?", filters=chosen).citations} == {"002"}
