"""Looking up words: all that match, in order, copies once, nothing that a spreadsheet or a browser would run."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.desk.concordance import Concordance, Marks, Terms, read_terms
from chat.desk.export import COLUMNS, markdown_text, to_csv, to_markdown
from chat.desk.figures import numbers_in
from chat.desk.lookup import Found, How, Lookup, Order, Row, Tally, look_up
from chat.desk.timeline import MAX_BUCKETS, Bucket, Period, Timeline, timeline
from corpus.models import Clock, Passage, SourceKind
from index.models import Filters
from tests.desk_material import Library
from tests.fakes import said_in

LIBRARY = Library()
CONCORDANCE = Concordance(LIBRARY.sources(), LIBRARY.said())


def found(words: str, **fields: object) -> Found:
    lookup = Lookup.model_validate({"words": words, **fields})
    return look_up(
        CONCORDANCE,
        lookup,
        limit=50,
        passage=LIBRARY.passage,
        nearest=lambda: LIBRARY.search(words, filters=lookup.filters, top=50),
    )


def places(words: str, **fields: object) -> list[tuple[str | None, str | None]]:
    return [(row.episode, row.speaker) for row in found(words, **fields).rows]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("what did we say about the keeper's wage", Terms(("keeper", "wage"), ())),
        ('gull "nine miles out"', Terms(("gull",), ("9 miles out",))),
        ("“fog signal” «light dues»", Terms((), ("fog signal", "light dues"))),
        ("four point four times", Terms(("4 4", "times"), ())),
        ("who said that", Terms(("who", "said", "that"), ())),
        ('an open "siren', Terms(("open", "siren"), ())),
        ("?!", Terms((), ())),
        ('""', Terms((), ())),
    ],
    ids=[
        "empty words off",
        "phrase",
        "curly and angle quotes",
        "decimal",
        "only empty words",
        "open quote",
        "marks",
        "empty",
    ],
)
def test_a_query_is_taken_apart(query: str, terms: Terms) -> None:
    assert read_terms(query) == terms


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("keeper wage", [("001", "Tom"), ("001", None)]),
        ("cost", [("003", "Mara"), ("005", "Ines")]),
        ("costs", [("003", "Mara"), ("005", "Ines")]),
        ("merc", [("003", "Mara")]),
        ('"fog signal"', [("002", "Mara")]),
        ('"signal fog"', []),
        ("4.4", [("003", "Tom")]),
        ("four point four times", [("003", "Tom")]),
        ("nine miles", [("002", "Tom")]),
        ("nineteen eighty-eight", [("004", None)]),
        ("thirty-plus dollars", [("001", "Tom"), ("001", None)]),
    ],
    ids=[
        "all words",
        "other forms",
        "plural finds singular",
        "while typing",
        "phrase",
        "phrase order",
        "decimal",
        "spoken decimal",
        "copy once",
        "spoken year",
        "spoken amount",
    ],
)
def test_every_sentence_with_the_words_is_found(query: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert places(query, order=Order.OLDEST) == expected


def test_a_row_is_a_quote_that_knows_its_way_home() -> None:
    (row,) = found('"4.4 times brighter"').rows
    assert row == Row(
        date="2023-01-13",
        episode="003",
        kind=SourceKind.TRANSCRIPT,
        speaker="Tom",
        words="It made the lamp 4.4 times brighter than the old reflector.",
        numbers=("4.4× brighter",),
        title="Lenses",
        section=None,
        path="ep003/transcript.txt",
        start=74,
        end=133,
        starts_at=None,
        clock=None,
        context="It made the lamp 4.4 times brighter than the old reflector.",
    )
    assert LIBRARY.document(row.path).file[row.start : row.end] == row.words


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"filters": Filters(speaker=("mara",))}, [("001", "Mara"), ("002", "Mara")]),
        ({"filters": Filters(kind=(SourceKind.OUTLINE, SourceKind.CAPTIONS))}, [("001", None), ("004", None)]),
        ({"filters": Filters(episode=("005",))}, [("005", "Ines")]),
        ({"since": "2023"}, [("003", "Tom"), ("004", None), ("005", "Ines")]),
        ({"since": "2022-05", "until": "2023-01"}, [("002", "Mara"), ("003", "Tom")]),
        ({"until": "2022-03-04"}, [("001", "Mara"), ("001", None)]),
    ],
    ids=["speaker", "kinds", "episode", "since", "between", "until"],
)
def test_filters_narrow_the_rows(fields: dict[str, object], expected: list[tuple[str | None, str | None]]) -> None:
    assert places("lamp", order=Order.OLDEST, **fields) == expected


def test_a_copy_counts_when_what_it_copies_is_filtered_out() -> None:
    assert [row.path for row in found("siren", filters=Filters(kind=(SourceKind.PAGE,))).rows] == ["ep002/page.md"]


def test_orders() -> None:
    assert [row.date for row in found("keeper", order=Order.OLDEST).rows] == [
        *["2022-03-04"] * 3,
        *["2022-05-20"] * 2,
        "2023-09-08",
        "2024-06-21",
        None,
    ]
    assert [row.date for row in found("keeper", order=Order.NEWEST).rows][:2] == ["2024-06-21", "2023-09-08"]
    assert found("keeper log", order=Order.BEST).rows[0].words.startswith("The keeper wrote a log")


def test_words_of_one_passage_are_found_together_and_then_what_is_near_in_meaning() -> None:
    together = found("dues lighthouse exist people")
    assert (together.how, [row.words for row in together.rows]) == (
        How.TOGETHER,
        ["Light dues still exist."],
    )
    near = found("keeper aviation")
    assert near.how is How.MEANING and all("eeper" in row.words for row in near.rows) and near.rows
    assert found('"keeper aviation"') == Found(how=How.NOTHING)
    assert found("aviation").how is How.NOTHING


def test_no_words_with_a_filter_list_everything_it_leaves_and_without_one_nothing() -> None:
    assert [row.speaker for row in found("", filters=Filters(speaker=("Ines",))).rows] == ["Ines", "Ines"]
    assert found("") == Found(how=How.NOTHING)
    assert found("?!", filters=Filters(speaker=("Ines",))) == Found(how=How.NOTHING)


def test_the_ranking_is_asked_for_only_where_its_order_is_wanted() -> None:
    library = Library()
    lookup = Lookup(words="lamp", order=Order.NEWEST)
    result = look_up(CONCORDANCE, lookup, limit=2, passage=library.passage, nearest=lambda: library.search("lamp"))
    assert (library.searches, len(result.rows), result.total) == ([], 2, 6)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("42 steps and 30+ dollars in 1901", ("42 steps", "$30+", "1901")),
        ("4.4 times the 40 percent of 3000 keepers", ("4.4×", "40%", "3000 keepers")),
        ("1 million dollars, 2.5 billion and 12 of them", ("$1 million", "2.5 billion", "12")),
        ("v1.2.3 with 5G in Room 9.", ("9",)),
        ("9 miles and again 9 miles", ("9 miles",)),
        ("no figure", ()),
    ],
)
def test_figures_come_with_what_they_count(text: str, figures: tuple[str, ...]) -> None:
    assert numbers_in(text) == figures


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("costs", "The cost, and costing it; accost.", ["cost", "costing"]),
        ('"nine miles"', "It was nine miles, or 9 miles.", ["nine miles", "9 miles"]),
        ("four point four", "It is 4.4 times, four of them.", ["4.4", "four"]),
        ("keeper's log", "The keeper's logs", ["keeper", "logs"]),
        ("who said", "Who said that?", ["Who", "said"]),
        ("ferry", "Two ferries, a ferryman, no fern.", ["ferries", "ferryman"]),
        ('"light dues" keep', "Keepers had light-dues; upkeep is not keeping.", ["Keepers", "light-dues", "keeping"]),
        ("", "Nothing.", []),
    ],
)
def test_what_was_found_is_highlighted_in_the_words_as_they_stand(query: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in Marks(query).spans(text)] == marked


def test_the_timeline_counts_on_air_and_in_print_with_the_empty_months_between() -> None:
    drawn = timeline(found("siren").tallies)
    assert (drawn.period, drawn.undated, drawn.earlier) == (Period.MONTH, 0, 0)
    assert drawn.buckets[0] == Bucket(label="May 2022", since="2022-05-01", until="2022-05-31", on_air=1)
    assert drawn.buckets[-1] == Bucket(label="Nov 2023", since="2023-11-01", until="2023-11-30", in_print=1)
    assert [bucket.label for bucket in drawn.buckets[6:10]] == ["Nov 2022", "Dec 2022", "Jan 2023", "Feb 2023"]
    assert [bucket.quotes for bucket in drawn.buckets] == [1, *[0] * 17, 1]


@pytest.mark.parametrize(
    ("dates", "period", "labels"),
    [
        (("2020-01-05", "2023-12-31"), Period.MONTH, ("Jan 2020", "Dec 2023")),
        (("2020-01-05", "2024-01-01"), Period.QUARTER, ("Q1 2020", "Q1 2024")),
        (("1999-12-31", "2024-01-01"), Period.YEAR, ("1999", "2024")),
        (("0001-01-01", "9999-12-31"), Period.YEAR, ("9952", "9999")),
    ],
)
def test_bars_are_as_fine_as_fits(dates: tuple[str, str], period: Period, labels: tuple[str, str]) -> None:
    drawn = timeline([Tally(date, SourceKind.PAGE, 1) for date in dates])
    assert (drawn.period, (drawn.buckets[0].label, drawn.buckets[-1].label)) == (period, labels)
    assert drawn.buckets[-1].since <= dates[1] <= drawn.buckets[-1].until
    assert len(drawn.buckets) <= MAX_BUCKETS


def test_a_table_row_is_taken_away_with_its_cells_apart() -> None:
    row = found('"4.4 times brighter"').rows[0].model_copy(update={"cells": ("Lamp", "4.4 times", "log")})
    assert "> Lamp: 4.4 times (log)\n" in to_markdown([row], heading="x")
    assert "Lamp: 4.4 times (log)" in to_csv([row])


def test_a_quote_is_taken_away_with_its_time() -> None:
    row = found('"4.4 times brighter"').rows[0].model_copy(update={"starts_at": 512.0, "clock": Clock.ESTIMATED})
    assert ", about 8:32" in to_markdown([row], heading="x")
    assert to_csv([row]).rstrip().endswith(",about 8:32")
    assert to_csv([row.model_copy(update={"starts_at": None})]).rstrip().endswith(f"{row.end},")


def test_dates_that_are_none_are_counted_apart() -> None:
    assert timeline([Tally(date, SourceKind.PAGE, 2) for date in (None, "soon", "2024-13-01")]) == Timeline(undated=6)


def test_csv_opens_in_a_spreadsheet_with_every_word_and_runs_nothing() -> None:
    rows = found("opens").rows
    (header, cells) = csv.reader(io.StringIO(to_csv(rows), newline=""))
    assert tuple(header) == COLUMNS
    assert cells[4] == '\'=HYPERLINK("http://evil.example","open") opens, <img src=x onerror=alert(1)> runs.'
    assert cells[6] == "Glossary <b>draft</b> | notes"


@given(st.text(max_size=40))
def test_no_csv_cell_begins_like_a_formula(text: str) -> None:
    row = found('"4.4 times brighter"').rows[0].model_copy(update={"words": text, "speaker": text, "title": text})
    (_, cells) = csv.reader(io.StringIO(to_csv([row]), newline=""))
    assert all(not cell.lstrip().startswith(tuple("=+-@＝＋－＠\t\r")) for cell in cells)


def test_markdown_keeps_the_words_and_disarms_the_marks() -> None:
    text = to_markdown(found('"4.4 times brighter"').rows, heading="What we said: [lamp]")
    assert text == (
        "# What we said: \\[lamp\\]\n\n"
        "> It made the lamp 4.4 times brighter than the old reflector.\n>\n"
        "> — Tom, episode 3, transcript, 2023-01-13 (ep003/transcript.txt, characters 74–133)\n"
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("12. May", "12\\. May"),
        ("- a\n# b", "\\- a # b"),
        ("![x](http://e.example)", "!\\[x\\](http://e.example)"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("a`b` *c* $d$", "a\\`b\\` \\*c\\* \\$d\\$"),
        ("right\u202eleft", "rightleft"),
    ],
)
def test_markdown_text_is_only_text(text: str, plain: str) -> None:
    assert markdown_text(text) == plain


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_query_gets_an_answer(words: str) -> None:
    result = found(words)
    assert result.total >= len(result.rows)
    Marks(words).spans("The keeper's 42 steps.")


@pytest.mark.bench
def test_a_look_up_keeps_up_with_typing() -> None:
    base = LIBRARY.all_passages()
    paths = [source.path for source in LIBRARY.sources()]
    passages = [
        _moved(passage, copy) for path in paths for copy in range(150) for passage in base if passage.path == path
    ]
    by_id = {passage.id: passage for passage in passages}
    big = Concordance(LIBRARY.sources(), said_in(passages, paths, LIBRARY.speakers()))
    assert big.count == 150 * CONCORDANCE.count
    started = time.process_time()
    for words in (
        "k",
        "ke",
        "kee",
        "keep",
        "keeper",
        "keeper w",
        "the",
        '"the keeper"',
        "what did we say about the lamp",
    ):
        look_up(big, Lookup(words=words), limit=50, passage=by_id.__getitem__, nearest=list)
    assert (time.process_time() - started) / 9 < 0.1


def _moved(passage: Passage, copy: int) -> Passage:
    by = copy * 100_000
    start, end = passage.start + by, passage.end + by
    sentences = tuple(
        each.model_copy(update={"start": each.start + by, "end": each.end + by}) for each in passage.sentences
    )
    changes = {"id": f"{passage.path}#{start}-{end}", "start": start, "end": end, "sentences": sentences}
    return passage.model_copy(update=changes)
