"""Articles: plain text and HTML."""

import pytest

from corpus.models import Form
from corpus.reading import article, webpage

Line = tuple[str, tuple[str, ...], str]

PLAIN = """How Bees Find Home

By Lise Meyer, 4 May 2026

{long} They look back.

Maps Made of Scent

The Inner Compass

{long} They hum.

Three things help:
- the sun
- the wind

A Second Map

{long} They rest.
""".format(
    long="A bee that leaves the hive turns around and flies small arcs before it goes, as if to learn the place. " * 3
)


def plain(text: str) -> list[Line]:
    reading, segments = article.read(text)
    return [(s.form.value, s.section, reading.text[s.start : s.end][-25:]) for s in segments]


def test_headings_of_a_plain_text_are_its_short_titled_lines() -> None:
    inner = ("Maps Made of Scent", "The Inner Compass")
    assert plain(PLAIN) == [
        ("heading", (), "How Bees Find Home"),
        ("data", (), "By Lise Meyer, 4 May 2026"),
        ("prose", (), "he place. They look back."),
        ("heading", (), "Maps Made of Scent"),
        ("heading", (), "The Inner Compass"),
        ("prose", inner, "earn the place. They hum."),
        ("prose", inner, "Three things help:"),
        ("item", (*inner, "Three things help"), "the sun"),
        ("item", (*inner, "Three things help"), "the wind"),
        ("heading", ("Maps Made of Scent",), "A Second Map"),
        ("prose", ("Maps Made of Scent", "A Second Map"), "arn the place. They rest."),
    ]


def test_headlines_in_lower_case_are_known_by_their_place_and_a_byline_by_its_form() -> None:
    text = (
        "Dark Frames: a paper for people who keep bees\n\nI moved a hive across the valley\n"
        "by Lise Meyer, 4 May 2026\n\nYou know the picture. It rained.\n\nA short night\n\nThe bees stayed in."
    )
    assert plain(text) == [
        ("heading", (), " for people who keep bees"),
        ("heading", (), " a hive across the valley"),
        ("data", (), "by Lise Meyer, 4 May 2026"),
        ("prose", ("I moved a hive across the valley",), "w the picture. It rained."),
        ("heading", (), "A short night"),
        ("prose", ("A short night",), "The bees stayed in."),
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    assert plain("Bees fly\nin arcs.\n\nThen they\nrest.") == [
        ("prose", (), "Bees fly in arcs."),
        ("prose", (), "Then they rest."),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_an_empty_text_has_no_segments(text: str) -> None:
    assert article.read(text)[1] == ()


HTML = """<!DOCTYPE html>
<html><head>
<title>Bees at noon</title><meta name="date" content="2026-05-04"><script>var bees = "Bees fly";</script></head>
<body><nav><a href="/">Home</a> <a href="/bees">Bees at noon</a></nav>
<article><h1>Bees at noon</h1>
<p>Bees <b>fly</b> at noon, says <a href="https://example.org/a-very-long-address">Lise Meyer</a>, who keeps
forty hives. &ldquo;They know the sun,&rdquo; she says &amp; smiles.</p>
<!-- <p>Bees never fly.</p> -->
<h2>What they <i>carry</i></h2>
<ul><li>pollen, mostly</li><li>water</li></ul>
<table><tr><th>Hive</th><th>Grams</th></tr><tr><td>East</td><td>1,200</td></tr></table>
<blockquote><p>A bee weighs as much as a raisin.</p></blockquote>
</article><footer>All rights reserved, 2026, and so on.</footer></body></html>
"""


def test_a_web_page_is_read_from_the_article_and_leads_back_to_the_file() -> None:
    page = webpage.read(HTML)
    found = [
        (
            s.form.value,
            s.section,
            page.reading.text[s.start : s.end],
            HTML[slice(*page.reading.to_file(s.start, s.end))],
        )
        for s in page.segments
    ]
    first = "Bees fly at noon, says Lise Meyer, who keeps forty hives. “They know the sun,” she says & smiles."
    carry = ("What they carry",)
    assert (page.title, page.published) == ("Bees at noon", "2026-05-04")
    assert [(form, section, reading) for form, section, reading, _ in found] == [
        ("heading", (), "Bees at noon"),
        ("prose", (), first),
        ("heading", (), "What they carry"),
        ("item", carry, "pollen, mostly"),
        ("item", carry, "water"),
        ("row", carry, "East 1,200"),
        ("prose", carry, "A bee weighs as much as a raisin."),
    ]
    assert found[1][3].startswith("Bees <b>fly</b> at noon")
    assert found[1][3].endswith("she says &amp; smiles.")
    assert found[5][3] == "East</td><td>1,200"
    assert HTML.index("<h1>") < HTML.index(found[0][3], HTML.index("<h1>"))


def test_what_is_not_in_the_file_is_dropped_rather_than_misplaced() -> None:
    blocks = [webpage._Found(Form.PROSE, 1, text) for text in ("two three", "not there", "one two", "four")]
    reading, segments = webpage._place("<p>one two three four</p>", blocks)
    assert [reading.text[s.start : s.end] for s in segments] == ["two three", "four"]


def test_a_page_without_an_article_has_no_segments() -> None:
    assert webpage.read("<html><body></body></html>").segments == ()
