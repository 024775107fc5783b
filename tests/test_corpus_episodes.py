"""Episode numbers, dates, lengths, and what a page says of its episode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.episodes import episode_id, episode_in_name, written_number
from corpus.models import SourceKind
from corpus.reading.dates import find_date, parse_duration, parse_time
from corpus.reading.facts import EpisodeFacts, facts_of, plain_title
from corpus.reading.front_matter import read_front_matter
from corpus.reading.markdown import read


@pytest.mark.parametrize(
    ("written", "number"),
    [("50", "050"), ("#050", "050"), ("ep050", "050"), ("00050-the-slug", "050"), ("67b", "067b"),
     ("Episode 7: x", "007"),
     ("1203", "1203"), ("fifty", None), ("", None)],
)  # fmt: skip
def test_episode_id(written: str, number: str | None) -> None:
    assert episode_id(written) == number


@pytest.mark.parametrize(
    ("name", "number"),
    [("ep067b", "067b"), ("episode-050", "050"), ("show_ep12_final", "012"), ("00050-slug", "050"), ("7-bees", "007"),
     ("2025-12-03", None), ("2025-notes", None), ("transcript", None), ("top10", None), ("step 2", None), ("ep", None)],
)  # fmt: skip
def test_episode_in_name(name: str, number: str | None) -> None:
    assert episode_in_name(name) == number


@given(st.integers(0, 999_999), st.sampled_from(["{}", "#{}", "ep{}", "Episode {}", "{}-slug", "000{}"]))
def test_every_spelling_of_a_number_gives_one_id(number: int, spelling: str) -> None:
    if len(spelling.format(number).removeprefix("000")) and number < 1000:
        assert episode_id(spelling.format(number)) == f"{number:03d}"


@pytest.mark.parametrize(
    ("text", "date"),
    [("News (December 12, 2025)", "2025-12-12"), ("12 December 2025", "2025-12-12"), ("Dec. 3rd, 2025", "2025-12-03"),
     ("2025-02-30 or 2025-02-28", None), ("on 2026-1-5", "2026-01-05"), ("May 2026", None), ("version 2025-1", None)],
)  # fmt: skip
def test_find_date(text: str, date: str | None) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("13 minutes", 780.0), ("~17 minutes", 1020.0), ("12-15 minutes", 810.0), ("15 minutes 44 seconds", 944.0),
     ("17 minutes (includes 3 minutes of news)", 1020.0), ("TBD", None), ("1 hour 5 min", 3900.0), ("1:02:03", 3723.0),
     ("12:30", 750.0), ("1h 5m", 3900.0), ("", None)],
)  # fmt: skip
def test_parse_duration(written: str, seconds: float | None) -> None:
    assert parse_duration(written) == seconds


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("00:45 - News", 45.0), ("~1:30 x", 90.0), ("1:02:03", 3723.0), ("Part 1", None), ("a 1:30", None)],
)
def test_parse_time(written: str, seconds: float | None) -> None:
    assert parse_time(written) == seconds


@pytest.mark.parametrize(
    ("heading", "title"),
    [("Episode #044: Wax", "Wax"), ("Episode Outline: Wax", "Wax"), ("Podcast Outline: Wax - Now", "Wax - Now"),
     ("Episode 00026: Wax - Outline", "Wax"), ("Wax: a life", "Wax: a life"),
     ("10 ways to melt wax", "10 ways to melt wax"),
     ("#12", "#12"), ("Episode 7", "Episode 7")],
)  # fmt: skip
def test_plain_title(heading: str, title: str) -> None:
    assert plain_title(heading) == title


def facts(text: str, kind: SourceKind = SourceKind.PAGE) -> EpisodeFacts:
    return facts_of(text, read_front_matter(text), *read(text, kind=kind, speakers=("Wren",)))


def test_facts_of_a_page() -> None:
    page = (
        '---\nsidebar_label: "#012: Swarms"\nslug: 00012-swarms\n---\n\n# Episode #013: Swarm Season\n\n'
        '<iframe src="https://www.youtube.com/embed/PLACEHOLDER"/>\n\n'
        '<iframe src="https://www.youtube.com/embed/aB3-x_9Kq1Z"/>\n\n'
        "**Duration**: 12-15 minutes | **Speakers**: Wren\n\n"
        "## Chapter Markers\n\n- **00:00** - Noon\n- **~1:30** - Dusk\n"
        "- **0:10** - out of order\n\n## News Segment (May 4, 2026)\n"
    )
    assert facts(page) == EpisodeFacts(
        number="012",
        title="Swarm Season",
        published="2026-05-04",
        duration_s=810.0,
        chapters=((0.0, "Noon"), (90.0, "Dusk")),
        video="https://www.youtube.com/watch?v=aB3-x_9Kq1Z",
    )


def test_facts_of_an_outline() -> None:
    outline = (
        "# Podcast Outline: Swarms\n\n- **Episode Number**: #00012\n- **Target Duration**: 15-17 minutes\n"
        "- **Recording Date**: May 4, 2026\n"
    )
    assert facts(outline, SourceKind.OUTLINE) == EpisodeFacts(
        number="012", title="Swarms", published="2026-05-04", duration_s=960.0
    )


def test_a_publication_date_goes_before_the_day_of_recording() -> None:
    outline = "# Swarms\n\n**Recording Date**: May 4, 2026\n**Publication Date**: May 6, 2026\n"
    assert facts(outline, SourceKind.OUTLINE).published == "2026-05-06"


@pytest.mark.parametrize(("episode", "number"), [("007", "7"), ("067b", "67b"), ("000", "0"), ("1234", "1234")])
def test_an_id_is_written_as_a_person_would(episode: str, number: str) -> None:
    assert written_number(episode) == number
    assert episode_id(number) == episode
