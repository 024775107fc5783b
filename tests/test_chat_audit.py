"""The audit tells what does not hold together, and what a producer marked stays quiet."""

import pytest

from chat.disagreement.audit import audit
from chat.disagreement.markdown import to_markdown
from chat.rows import lines_in
from chat.terminal import report_lines
from corpus.models import Reading, SourceKind, SourceText
from tests.claim_material import book_of, claims_of, outline, source, transcript

SAID = transcript(
    "The Heron oven burns ninety litres of oil a day.",
    "Marta bakes six hundred loaves of rye.",
    "The yard was swept by nobody at all.",
    "Olga Brandt said, quote, a loaf is a promise that you can eat with butter. End quote.",
)
PLANNED = outline(
    ("Heron oven oil burned", "140 litres", "Letter"),
    ("Sourdough age", "31 years", "Olga"),
    'Olga Brandt: "A loaf is a promise that you can eat on Sundays with butter."',
    header=("Fact", "Value", "Source"),
)
BOOK = book_of(claims_of(SAID, PLANNED))


def test_the_report_tells_disagreements_apart_from_what_only_needs_a_look() -> None:
    report = audit(BOOK)
    assert [[p.value for p in found.positions] for found in report.disagreements] == [["ninety litres", "140 litres"]]
    assert [found.kind for found in report.drifted] == ["quote"]
    assert [(row.label, row.said.value if row.said else None) for row in report.table_figures] == [
        ("Heron oven oil burned", "ninety litres"),
        ("Sourdough age", None),
    ]
    assert [place.value for place in report.no_source] == ["six hundred loaves"]  # the litres are told above


def test_a_sentence_with_two_numbers_of_no_source_is_told_once_with_both() -> None:
    said = transcript("The gulls of Orm took eleven loaves and forty herrings.", "The horn of Orm reaches 72 decibels.")
    report = audit(book_of(claims_of(said, outline("The horn of Orm reaches 80 dB and has three cats"))))
    told = "eleven loaves, forty herrings: “The gulls of Orm took eleven loaves and forty herrings.” (Ines, "
    assert [line for line in report_lines(report) if "herrings" in line] == [f"  {told}transcript.txt)"]
    address = "/at/transcript.txt"
    markdown = to_markdown(report, address=lambda path, start, end: f"/at/{path}")
    assert [line for line in markdown.splitlines() if "herrings" in line] == [f"- {told}{address})"]


def test_decibels_said_and_written_with_their_sign_are_one_figure_and_no_database() -> None:
    said = transcript("The fog horn of Orm reaches 72 decibels.", "The harbour office of Orm has 3 DB servers.")
    book = book_of(claims_of(said, outline("Fog horn of Orm: 72 dB", "Harbour office of Orm: 3 DB servers")))
    assert (audit(book).no_source, audit(book).disagreements) == ((), ())
    louder = book_of(claims_of(said, outline("Fog horn of Orm: 90 dB")))
    assert [[p.value for p in found.positions] for found in audit(louder).disagreements] == [["72 decibels", "90 dB"]]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("They waited a hundred days for it.", ("Proving", "~100 days")),
        ("Each of the 14 ovens has a name.", ("Ovens of the guild", "14")),
        ("It holds two hundred and fifty grams.", ("Smallest loaf", "250 g")),
        ("The bag costs eighty cents.", ("Bag", "€0.80")),
        ("It goes in at 482 degrees.", ("Heat of the oven", "482°F")),
    ],
)
def test_a_figure_is_never_said_only_where_no_equal_one_is_and_has_a_source_where_one_is(
    said: str, row: tuple[str, str]
) -> None:
    report = audit(book_of(claims_of(transcript(said), outline(row, header=("What", "Figure")))))
    assert (report.table_figures, report.no_source) == ((), ())


@pytest.mark.parametrize(
    "said",
    [
        "Two visits to the mill made the difference.",
        "I have eaten sixty loaves of rye today.",
        "Sixty-one.",
        "They looked at the oven of the guild for a whole week.",
        "The baker of the guild thinks twice.",
    ],
)
def test_talk_needs_no_source(said: str) -> None:
    assert audit(book_of(claims_of(transcript(said), outline("Ovens of the guild: 14")))).no_source == ()


def test_a_number_of_no_source_is_told_once() -> None:
    said = transcript("The guild bakes 4,000 loaves of rye.", "It was 4,000 loaves in the last year of the mill.")
    report = audit(book_of(claims_of(said, outline("Ovens of the guild: 14"))))
    assert [place.quote for place in report.no_source] == ["The guild bakes 4,000 loaves of rye."]


def test_a_side_is_told_as_it_was_said_with_the_print_behind_it() -> None:
    said = transcript("The rye of the Heron oven proves for nine hours.")
    printed = source("page.md", SourceKind.PAGE, ("Rye of the Heron oven proves", "9 hours"), header=("What", "Figure"))
    planned = outline(("Rye of the Heron oven proves", "12 hours"), header=("What", "Figure"))
    (found,) = audit(book_of(claims_of(said, printed, planned))).disagreements
    assert [(side.value, side.path, [also.path for also in side.also]) for side in found.positions] == [
        ("nine hours", "transcript.txt", ["page.md"]),
        ("12 hours", "outline.md", []),
    ]


@pytest.mark.parametrize(
    ("said", "planned", "topic"),
    [
        ("The mill is a thousand years old.", "The mill is 400 years old", "mill is … old"),
        ("The flock is seventy-two Drenthe sheep.", "Flock: 62 Drenthe sheep", "Flock"),
        ("The mill opened on Friday 4 May 2018.", "Mill opened: Friday 5 May 2017", "Mill opened"),
    ],
)
def test_a_topic_reads_as_a_label(said: str, planned: str, topic: str) -> None:
    (found,) = audit(book_of(claims_of(transcript(said), outline(planned)))).disagreements
    assert found.topic == topic


def test_the_report_goes_episode_by_episode_with_lines_and_counts_what_is_to_check() -> None:
    def address(path: str, start: int, end: int) -> str:
        return f"{path}:{start + 1}"

    lines = list(report_lines(audit(BOOK), address=address, checks=False))
    assert lines[:6] == [
        "1 disagreement and 1 quotation in two wordings, in 11 statements.",
        "",
        "Episode 007:",
        "",
        "The sources disagree (conflict): Heron oven oil burned",
        "  ninety litres: “The Heron oven burns ninety litres of oil a day.” (Ines, transcript.txt:1)",
    ]
    told = "2 figures of outlines' tables not said so, 1 sentence on air with numbers of no source on file"
    assert lines[-1] == f"To check as well: {told} (--checks lists them)."
    markdown = to_markdown(audit(BOOK), address=address, checks=False)
    assert markdown.splitlines()[4] == "## Episode 007"
    assert markdown.splitlines()[-1] == lines[-1]
    assert "No source on file" in to_markdown(audit(BOOK))


def test_a_place_in_an_index_is_told_by_its_line() -> None:
    text = SourceText(file="one\r\ntwo\nthree", reading=Reading(text="one", runs=()))
    address = lines_in({"a.md": text}.__getitem__)
    assert [address("a.md", start, start) for start in (0, 4, 5, 9)] == ["a.md:1", "a.md:1", "a.md:2", "a.md:3"]
    assert address("gone.md", 3, 4) == "gone.md"


def test_a_marked_finding_is_counted_and_not_told() -> None:
    finding = audit(BOOK).disagreements[0].id
    report = audit(BOOK, marks={finding: "known", "gone": "known"})
    assert (report.disagreements, report.marked) == ((), 1)


def test_an_episode_has_its_own_report() -> None:
    assert (audit(BOOK, episode="007").disagreements, audit(BOOK, episode="008").disagreements) == (
        audit(BOOK).disagreements,
        (),
    )


def test_the_report_survives_json() -> None:
    report = audit(BOOK)
    assert type(report).model_validate_json(report.model_dump_json()) == report


def test_markdown_has_both_quotes_with_their_places_and_no_stray_marks() -> None:
    text = to_markdown(audit(BOOK), address=lambda path, start, end: f"/at/{path}/{start}-{end}")
    assert "“The Heron oven burns ninety litres of oil a day.” (Ines, /at/transcript.txt/0-48)" in text
    assert "“Heron oven oil burned 140 litres Letter” (/at/outline.md/0-39)" in text
    assert to_markdown(audit(book_of([]))).startswith("# Audit\n\n0 disagreements in 0 statements")


def test_a_row_of_a_table_stands_without_quotation_marks() -> None:
    row = "Heron oven oil burned: 140 litres (Letter)"
    text = to_markdown(audit(BOOK), rows=lambda place: row if place.path == "outline.md" else "")
    assert f": {row} (outline.md, characters 0 to 39)" in text


def test_what_markdown_would_read_as_a_mark_is_escaped() -> None:
    hostile = transcript("The Heron *oven* <b>burns</b> ninety litres of [oil](x) a day.")
    planned = outline("The Heron oven burns 140 litres of oil a day")
    text = to_markdown(audit(book_of(claims_of(hostile, planned))))
    assert "<b>" not in text
    assert "[oil](x)" not in text


PLAN = outline(("Ovens of the guild", "14"), header=("What", "Figure"))


@pytest.mark.parametrize(
    "said",
    [
        "The oven was lit at eleven oh five in the yard.",
        "The flour goes by the letter of rule ninety-two thirty-four of the guild.",
        "The mill answers at twelve ninety-nine on the wire.",
        "The routes of the mill go to AS fifty thousand.",
        "The ovens from two thousand sixteen offered rye.",
        "A third region keeps the log of the guild.",
    ],
)
def test_a_piece_of_a_longer_number_needs_no_source(said: str) -> None:
    assert audit(book_of(claims_of(transcript(said), PLAN))).no_source == ()


def test_where_nothing_was_planned_or_written_by_others_no_number_lacks_a_source() -> None:
    said = transcript("Marta bakes six hundred loaves of rye.")
    page = source("page.md", SourceKind.PAGE, "The guild has 14 ovens")
    assert audit(book_of(claims_of(said, page))).no_source == ()
    article = source("article.txt", SourceKind.ARTICLE, "The guild has 14 ovens")
    assert [place.value for place in audit(book_of(claims_of(said, article))).no_source] == ["six hundred loaves"]


def test_the_minutes_of_a_rundown_are_not_missed_on_air() -> None:
    planned = outline(("Way down", "3"), ("A morning", "8"), header=("Part", "Minutes"))
    assert audit(book_of(claims_of(transcript("Six hundred loaves of rye."), planned))).table_figures == ()


def test_the_thousand_most_popular_is_said_and_nought_is_not_missed() -> None:
    planned = outline(("Loaves", "1000 most popular loaves"), ("Growth", "0x"), header=("What", "Figure"))
    said = transcript("They bake the thousand most popular loaves in forty days.")
    assert audit(book_of(claims_of(said, planned))).table_figures == ()


def test_a_figure_of_a_wide_table_is_told_by_its_row_and_its_column() -> None:
    header = ("Size", "Bakers", "Annual cost", "Value")
    planned = outline(
        ("Small", "12 bakers", "$900", "$4,800"), ("Middle", "30 bakers", "<1 month", "$9"), header=header
    )
    report = audit(book_of(claims_of(transcript("Six hundred loaves of rye."), planned)))
    assert [(row.label, row.figure.value) for row in report.table_figures] == [
        ("Small, Bakers", "12 bakers"),
        ("Small, Annual cost", "$900"),
        ("Small", "$4,800"),
        ("Middle, Bakers", "30 bakers"),
        ("Middle, Annual cost", "<1 month"),
        ("Middle", "$9"),
    ]


def test_a_bound_is_a_word_of_its_own_and_a_time_in_brackets_may_be_a_fact() -> None:
    said = transcript(
        "The protocols cover eighty to ninety percent of the ovens.", "Starring takes two seconds of a day."
    )
    planned = outline(
        "Star the ovens (takes 2 seconds, shows up)", "Act 2 (3-4 min, ~450 words)", "The yard has 14 ovens"
    )
    report = audit(book_of(claims_of(said, planned)))
    assert [place.value for place in report.no_source] == ["eighty to ninety percent"]
