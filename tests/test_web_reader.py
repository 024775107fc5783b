"""The reader page: the whole source in order, the passage marked, nothing of it markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from chat.web.api import create_app
from chat.web.needs import Closed
from chat.web.options import WebOptions
from chat.web.reader import marked_span, reader_page, segments_html
from chat.web.strings import EN
from corpus.models import Clock, Document, Form, Reading, Run, Segment, SourceKind
from index.errors import NoIndex
from tests.fake_assistant import ARTICLE, OUTLINE, SHOW, TRANSCRIPT, FakeAssistant, Turn, make_document

LIT = TRANSCRIPT.file.index("It was lit in 1874.")


@pytest.fixture
def client() -> TestClient:
    app = create_app(FakeAssistant(), WebOptions(show=SHOW), pages=False)
    return TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1))


def test_the_passage_is_marked_inside_its_turn() -> None:
    blocks = segments_html(TRANSCRIPT, (LIT, LIT + 19))
    assert blocks[4] == (
        '<p class="byline"><b>Robin</b><a href="https://video.example/watch?v=coast12&amp;t=540" target="_blank" '
        'rel="noopener noreferrer">≈ 9:00</a></p>'
    )
    assert blocks[5] == (
        '<p class="speech">And the lamp? <mark id="here">It was lit in 1874.</mark> Or so the plaque says.</p>'
    )


def test_a_passage_over_two_turns_is_marked_in_both_and_reached_at_the_first() -> None:
    start, end = TRANSCRIPT.file.index("It took us"), LIT
    marks = [block for block in segments_html(TRANSCRIPT, (start, end)) if "<mark" in block]
    assert [block.count('id="here"') for block in marks] == [1, 0]


def test_a_speaker_is_named_once_above_their_turns() -> None:
    document = make_document(
        "a.txt", SourceKind.TRANSCRIPT, "A", [Turn(text="One.", speaker="Kim"), Turn(text="Two.", speaker="Kim")]
    )
    assert segments_html(document, (0, 0)) == [
        '<p class="byline"><b>Kim</b></p>',
        '<p class="speech">One.</p>',
        '<p class="speech">Two.</p>',
    ]


def test_headings_and_lists_keep_their_shape() -> None:
    assert segments_html(OUTLINE, (0, 0)) == [
        '<h2 class="heading">Facts to mention</h2>',
        '<ul><li class="item">The tower is 46 metres tall, says the harbour office</li>'
        '<li class="item">Kim brings the logbook</li></ul>',
    ]


def _table(rows: list[tuple[str, ...]], *, text: str | None = None) -> Document:
    """A source that is one table."""
    file = "\n".join(" ".join(filter(None, row)) for row in rows) if text is None else text
    segments, at = [], 0
    for line, row in zip(file.split("\n"), rows, strict=True):
        span = {"start": at, "end": at + len(line)}
        segments.append(Segment(form=Form.ROW, header=("Rope", "Length"), cells=row, **span))
        at += len(line) + 1
    runs = (Run(reading=0, length=len(file), file=0, file_length=len(file)),)
    return make_document("t.md", SourceKind.OUTLINE, "T", [], file=file).model_copy(
        update={"reading": Reading(text=file, runs=runs), "segments": tuple(segments)}
    )


def test_a_table_is_a_table_and_a_row_is_marked_cell_by_cell() -> None:
    table = _table([("Anchor rope", "40 m"), ("", "9 m")])
    assert segments_html(table, (0, 16)) == [
        '<table><tr><th scope="col">Rope</th><th scope="col">Length</th></tr>'
        '<tr><td><mark id="here">Anchor rope</mark></td><td><mark>40 m</mark></td></tr>'
        "<tr><td></td><td>9 m</td></tr></table>"
    ]


@given(st.text("ab \t", min_size=1, max_size=20), st.lists(st.text("ab ", max_size=5), min_size=1, max_size=4))
def test_a_row_loses_no_word_whatever_its_cells(text: str, cells: list[str]) -> None:
    (table,) = segments_html(_table([tuple(cells)], text=text), (0, 0))
    body = table.partition("</tr>")[2]
    for tag in ("<tr>", "</tr>", "<td>", "</td>", "</table>"):
        body = body.replace(tag, "")
    assert "".join(body.split()) == "".join(text.split())


def test_a_known_time_is_not_shown_as_a_guess() -> None:
    document = make_document(
        "a.srt", SourceKind.CAPTIONS, "A", [Turn(text="One.", speaker="Kim", starts_at=61.0)], clock=Clock.EXACT
    )
    assert segments_html(document, (0, 0))[0] == '<p class="byline"><b>Kim</b><span>1:01</span></p>'


def test_offsets_of_the_file_are_found_in_the_reading() -> None:
    reading = Reading(
        text="Hello there.",
        runs=(Run(reading=0, length=6, file=3, file_length=6), Run(reading=6, length=6, file=13, file_length=6)),
    )
    document = Document(
        path="a", version="0", kind=SourceKind.PAGE, title="A", file="<b>Hello </b>there.", reading=reading,
        segments=(Segment(form=Form.PROSE, start=0, end=12),),
    )  # fmt: skip
    assert marked_span(document, 13, 18) == (6, 11)
    assert segments_html(document, marked_span(document, 13, 18)) == [
        '<p class="prose">Hello <mark id="here">there</mark>.</p>'
    ]


@pytest.mark.parametrize("span", [(0, 0), (9, 3), (-4, 3), (0, 10**9), (10**9, 10**9 + 1)])
def test_a_span_that_is_not_in_the_file_marks_nothing(span: tuple[int, int]) -> None:
    assert marked_span(TRANSCRIPT, *span) == (0, 0)
    assert "<mark" not in reader_page(TRANSCRIPT, *span, SHOW, EN)


def test_words_of_a_source_are_text() -> None:
    page = reader_page(TRANSCRIPT, 0, 0, SHOW, EN)
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "javascript:" not in page.replace("[really](javascript:alert(2))", "")


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6), st.integers(0, 200), st.integers(0, 200))
def test_a_marked_source_has_all_its_words(texts: list[str], start: int, end: int) -> None:
    document = make_document("a", SourceKind.ARTICLE, "A", [Turn(text=text, form=Form.PROSE) for text in texts])
    marked = "".join(segments_html(document, marked_span(document, start, end)))
    plain = "".join(segments_html(document, (0, 0)))
    assert marked.replace('<mark id="here">', "").replace("<mark>", "").replace("</mark>", "") == plain


def test_the_page_links_the_original_of_print(client: TestClient) -> None:
    page = client.get("/source", params={"path": ARTICLE.path})
    assert page.status_code == 200
    assert '<a href="https://courier.example/lamp" target="_blank" rel="noopener noreferrer">' in page.text


def test_the_page_speaks_the_browsers_language(client: TestClient) -> None:
    page = client.get("/source", params={"path": ARTICLE.path}, headers={"Accept-Language": "de"})
    assert '<html lang="de">' in page.text
    assert '<h1 lang="en">' in page.text and '</header><div lang="en">' in page.text  # the source is in its own
    assert "Original öffnen" in page.text


@pytest.mark.parametrize(
    ("left", "back"),
    [
        ("#audit", "/desk/#audit"),
        ("?words=lamp&order=best#look-up", "/desk/?words=lamp&amp;order=best#look-up"),
        ("", "/"),
        ("/evil", "/"),
        ("//evil.example/#audit", "/"),
        ("?a\n#audit", "/"),
        ('#au"dit', "/"),
    ],
)
def test_the_way_back_leads_to_where_one_came_from(client: TestClient, left: str, back: str) -> None:
    page = client.get("/source", params={"path": ARTICLE.path, "from": left})
    assert f' href="{back}"' in page.text.partition("<main>")[0].partition("<nav>")[2]


@pytest.mark.parametrize("path", ["nowhere.txt", "../../etc/passwd", "/etc/passwd", "%00", ""])
def test_a_path_that_is_no_source_is_not_found(client: TestClient, path: str) -> None:
    page = client.get("/source", params={"path": path})
    assert (page.status_code, "No such source" in page.text) == (404, True)


def test_without_an_index_the_page_says_so() -> None:
    app = create_app(Closed(NoIndex("no index in /secret/folder")), WebOptions(show=SHOW), pages=False)
    page = TestClient(app).get("/source", params={"path": "x"})
    assert page.status_code == 503
    assert "/secret/folder" not in page.text
