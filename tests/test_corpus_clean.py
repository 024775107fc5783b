"""Cleaning: what is read of a file, and where it stands there."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.models import Run
from corpus.reading.clean import ReadingBuilder, clean, join_cells, read_stretch, text_of

WORD = re.compile(r"[^\W_]+")


@pytest.mark.parametrize(
    ("file", "reading"),
    [
        pytest.param('Bees sleep. <break time="300ms"/>Some hum', "Bees sleep. Some hum", id="break before a word"),
        pytest.param('Bees sleep.<break time="0.3s"/>Some hum', "Bees sleep. Some hum", id="break glued on both sides"),
        pytest.param('queen <break time="1s"/>, then', "queen, then", id="break before a comma"),
        pytest.param("85% [pause] of hives", "85% of hives", id="pause between number and noun"),
        pytest.param("the swarm [pause short]. Next", "the swarm. Next", id="pause before a full stop"),
        pytest.param("two colony [pause]s left", "two colonys left", id="pause inside a word"),
        pytest.param("we [pause]think so", "we think so", id="pause before a whole word"),
        pytest.param("over.[pause long]Next", "over. Next", id="pause glued after a sentence"),
        pytest.param('<phoneme alphabet="ipa" ph="ˈeɪ.pɪs">Apis</phoneme> bees', "Apis bees", id="phoneme"),
        pytest.param('<say-as interpret-as="characters">RFID</say-as>s', "RFIDs", id="suffix behind a closing tag"),
        pytest.param("run `hive <queen-name>` now", "run hive <queen-name> now", id="angle brackets that are text"),
        pytest.param("less than &lt;100 &amp; more", "less than <100 & more", id="entities"),
        pytest.param("**Queen**: *very* __old__ ~~bee~~", "Queen: very old bee", id="emphasis"),
        pytest.param("2 * 3 is 2*3, snake_case and * alone", "2 * 3 is 2*3, snake_case and * alone", id="no emphasis"),
        pytest.param("see [the **log**](/a_(b) 'x') here", "see the log here", id="link"),
        pytest.param("a ![drone](d.png) b", "a b", id="image"),
        pytest.param("[![logo](l.png)](https://x.example) b", "b", id="linked image"),
        pytest.param("[1] stays, [so] too", "[1] stays, [so] too", id="brackets without a link"),
        pytest.param("`a **b**` c", "a **b** c", id="marks inside code are text"),
        pytest.param("one `tick only", "one `tick only", id="code without an end"),
        pytest.param(r"5 \* 3 \_x\_", "5 * 3 _x_", id="escapes"),
        pytest.param("📝 **Read** on ✅", "Read on ✅", id="pictures are off, yes and no stay"),
        pytest.param("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth", id="unseen characters"),
        pytest.param(
            "the \x07red \x1b[31mhive\x9b \u202eeviH\u202c", "the red [31mhive eviH", id="what a terminal obeys"
        ),
        pytest.param("wax\U000e0041\U000e0042 and &#27; &#8238;comb &#1; s", "wax and comb s", id="unseen entities"),
        pytest.param("a \n\t b\r\n c\u00a0d", "a b c d", id="white space"),
        pytest.param("<HiveMap zoom={3} /> map", "map", id="component"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_reading_of_a_file(file: str, reading: str) -> None:
    assert read_stretch(file).text == reading


def test_html_knows_only_tags_and_entities() -> None:
    assert text_of(clean("<p>2*3 <b>Apis</b>es</p><p>a_b</p>", markup="html")) == "2*3 Apises a_b"


def test_code_is_read_as_it_stands() -> None:
    assert text_of(clean("if a < b:\n    **c**\x1b", markup="code")) == "if a < b: **c**"


def test_every_character_leads_back_to_the_file() -> None:
    file = 'A <say-as x="y">GP</say-as>s and [the log](/x) &lt;9'
    reading = read_stretch(file)
    assert reading.text == "A GPs and the log <9"
    found = {
        words: file[slice(*reading.to_file(*span(reading.text, words)))] for words in ("GPs", "the log", "<9", "log")
    }
    assert found == {"GPs": "GP</say-as>s", "the log": "[the log", "<9": "&lt;9", "log": "log"}


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_stretches_are_parted_by_a_line_end_that_stands_for_what_lies_between() -> None:
    file = "one # two"
    builder = ReadingBuilder()
    assert [builder.add(clean(file, 0, 3)), builder.add(clean(file, 4, 5)), builder.add(clean(file, 6, 9))] == [
        (0, 3),
        None,
        (4, 7),
    ]
    reading = builder.reading()
    assert (reading.text, reading.to_file(0, 7), reading.to_file(3, 4)) == ("one\ntwo", (0, 9), (3, 6))


def test_cells_are_joined_by_one_space() -> None:
    file = "| **a** |  | b c |"
    assert text_of(join_cells([clean(file, 2, 7), clean(file, 9, 11), clean(file, 13, 16)])) == "a b c"


MARKS = [
    '<break time="0.2s"/>',
    "[pause]",
    "[pause long]",
    "</phoneme>",
    "**",
    "*",
    "`",
    "&amp;",
    "&lt;",
    "&#27;",
    "\x1b",
    "~~",
    "<b>",
    "😀",
]
WORDS = ["hive", "queen", "bees", "s", "ing", "é", "42", "3.5", "it's", ",", ".", "—", "(", ")", "[", "]", "<x-y>"]
LINKS = ["[a log](/x)", "[hives](https://x.example/a_b)"]
SPACES = [" ", "  ", "\n", ""]


@given(st.lists(st.sampled_from(MARKS + WORDS + SPACES * 4), max_size=30), st.data())
def test_any_slice_cleaned_again_gives_the_same_words(parts: list[str], data: st.DataObject) -> None:
    file = "".join(parts)
    reading = read_stretch(file)
    if reading.text:
        start = data.draw(st.integers(0, len(reading.text) - 1))
        end = data.draw(st.integers(start + 1, len(reading.text)))
        assume(not any(cuts_code(file, run, at) for run in reading.runs for at in (start, end)))
        again = read_stretch(file[slice(*reading.to_file(start, end))]).text
        assert "".join(WORD.findall(again)) == "".join(WORD.findall(reading.text[start:end]))


def cuts_code(file: str, run: Run, at: int) -> bool:
    """Whether a place in a reading is inside code that holds marks, which stands for its backticks too."""
    return file[run.file] == "`" and run.length < run.file_length and run.reading < at < run.reading + run.length


@pytest.mark.parametrize("code", ["`&amp;`", "`<b> x </b>`", "``a [b](c)``", "`&#27;[pause]`"])
def test_code_that_holds_marks_is_quoted_with_its_backticks(code: str) -> None:
    file = f"Type {code} twice."
    reading = read_stretch(file)
    shown = code.strip("`")
    start = reading.text.index(shown)
    assert file[slice(*reading.to_file(start, start + len(shown)))] == code
    assert read_stretch(code).text == shown


@given(st.lists(st.sampled_from([*LINKS, *WORDS, " ", " "]), max_size=12))
def test_from_a_links_first_word_on_the_same_holds(parts: list[str]) -> None:
    file = " ".join(parts)
    reading = read_stretch(file)
    for link in re.finditer("a log|hives", reading.text):
        again = read_stretch(file[slice(*reading.to_file(link.start(), len(reading.text)))]).text
        assert WORD.findall(again) == WORD.findall(reading.text[link.start() :])


@given(st.text(max_size=300))
def test_runs_cover_any_reading_without_gaps_and_in_order(file: str) -> None:
    reading = read_stretch(file)
    position, file_position = 0, 0
    for run in reading.runs:
        assert (run.reading, run.file >= file_position) == (position, True)
        position, file_position = run.reading + run.length, run.file + run.file_length
    assert position == len(reading.text)
    assert file_position <= len(file)
    assert reading.text == " ".join(reading.text.split()) or not reading.text.isprintable()
