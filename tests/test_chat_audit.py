"""The audit tells what does not hold together, and what a producer marked stays quiet."""

from chat.disagreement.audit import audit
from chat.disagreement.markdown import to_markdown
from chat.terminal import report_lines
from tests.claim_material import book_of, claims_of, outline, transcript

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
    assert [place.value for place in report.no_source] == ["ninety litres", "six hundred loaves"]


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
