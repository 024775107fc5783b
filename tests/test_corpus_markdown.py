"""Outlines, pages and articles in Markdown: one segment for each thing that can be cited."""

import pytest

from corpus.models import Segment, SourceKind
from corpus.reading.blocks import find_blocks
from corpus.reading.front_matter import MAX_CHARACTERS, FrontMatterProblem, read_front_matter
from corpus.reading.markdown import read
from corpus.reading.mdx import blot

HOSTS = ("Wren", "Tobias")
Line = tuple[str, str | None, tuple[str, ...], str]


def lines(text: str, kind: SourceKind = SourceKind.PAGE) -> list[Line]:
    reading, segments = read(text, kind=kind, speakers=HOSTS)
    return [(s.form.value, s.speaker, s.section, reading.text[s.start : s.end]) for s in segments]


PAGE = """---
displayed_sidebar: hives
sidebar_label: "🎙️ #012: Swarm Season"
description: 'Bees leave.'
date: 2026-05-04
slug: 00012-swarm-season
hide_table_of_contents: false
keywords: [bees, wax]
---

import Buttons from '@site/src/Buttons';

# Episode #012: Swarm Season

## The Bee Yard Podcast

<Buttons />

<div style={{position: 'relative'}}>
  <iframe
    src="https://www.youtube.com/embed/aB3-x_9Kq1Z"
    title="player">
  </iframe>
</div>

<audio controls><source src="a.mp3"/>Your browser cannot play this.</audio>

**Duration**: ~9 minutes | **Speakers**: Wren & Tobias

> 📝 **Read the [diary](/d)**: swarms leave at noon.

:::warning Stings
Wear a veil.
:::

## Chapters

- **00:00** - Noon
- **~1:30** - Dusk

---

## Transcript

**Wren**: Swarms *leave* at noon.

A second paragraph of hers.

**Tobias:** At noon!
**Wren**: So <break time="1s"/>it is.

### Dusk

Notes between turns.

**tobias** (live): It is dusk.

## Key Takeaways

**Leave early**: at noon.

| Hive | Bees |
|------|-----:|
| East | &lt;9,000 |
| | |

```bash
# smoke first
open --lid
```
"""


def test_a_page_in_all_its_parts() -> None:
    assert lines(PAGE) == [
        ("data", None, (), "#012: Swarm Season"),
        ("prose", None, (), "Bees leave."),
        ("data", None, (), "date: 2026-05-04"),
        ("heading", None, (), "Episode #012: Swarm Season"),
        ("heading", None, (), "The Bee Yard Podcast"),
        ("data", None, (), "Duration: ~9 minutes"),
        ("data", None, (), "Speakers: Wren & Tobias"),
        ("quote", None, (), "Read the diary: swarms leave at noon."),
        ("heading", None, (), "Stings"),
        ("prose", None, ("Stings",), "Wear a veil."),
        ("heading", None, (), "Chapters"),
        ("item", None, ("Chapters",), "00:00 - Noon"),
        ("item", None, ("Chapters",), "~1:30 - Dusk"),
        ("heading", None, (), "Transcript"),
        ("speech", "Wren", ("Transcript",), "Swarms leave at noon."),
        ("speech", "Wren", ("Transcript",), "A second paragraph of hers."),
        ("speech", "Tobias", ("Transcript",), "At noon!"),
        ("speech", "Wren", ("Transcript",), "So it is."),
        ("heading", None, ("Transcript",), "Dusk"),
        ("prose", None, ("Transcript", "Dusk"), "Notes between turns."),
        ("speech", "Tobias", ("Transcript", "Dusk"), "It is dusk."),
        ("heading", None, (), "Key Takeaways"),
        ("prose", None, ("Key Takeaways",), "Leave early: at noon."),
        ("row", None, ("Key Takeaways", "Leave early: at noon."), "East <9,000"),
        ("code", None, ("Key Takeaways", "Leave early: at noon."), "# smoke first open --lid"),
    ]


def test_every_segment_leads_back_to_its_words_in_the_file() -> None:
    reading, segments = read(PAGE, kind=SourceKind.PAGE, speakers=HOSTS)
    stretches = [PAGE[slice(*reading.to_file(s.start, s.end))] for s in segments]
    assert [stretches[index] for index in (0, 7, 17, 23)] == [
        "#012: Swarm Season",
        "Read the [diary](/d)**: swarms leave at noon.",
        'So <break time="1s"/>it is.',
        "East | &lt;9,000",
    ]


def test_a_row_has_its_header_and_cells() -> None:
    reading, segments = read(PAGE, kind=SourceKind.PAGE, speakers=HOSTS)
    row = next(segment for segment in segments if segment.cells)
    assert row == Segment(
        form="row",
        start=row.start,
        end=row.start + len("East <9,000"),
        section=("Key Takeaways", "Leave early: at noon."),
        header=("Hive", "Bees"),
        cells=("East", "<9,000"),
    )


OUTLINE = """# Episode Outline: Swarm Season

**Episode Number**: #00012
- **Recording Date**: May 4, 2026

## Act 1 (2-3 minutes)

**Key Points**:
- **Queens**: two of them
  - one leaves
- [x] mention Wren's veil
- [✅] thank the guest

**Wren**: "We never said this."
- Tobias: "Nor this."

**This Week**:
4. Buy wax
5. Melt it

**Principle 1: Smoke first**
Not later. Not never.
"""


def test_an_outline_says_nothing_in_anybodys_name() -> None:
    act = "Act 1 (2-3 minutes)"
    assert lines(OUTLINE, SourceKind.OUTLINE) == [
        ("heading", None, (), "Episode Outline: Swarm Season"),
        ("data", None, (), "Episode Number: #00012"),
        ("data", None, (), "Recording Date: May 4, 2026"),
        ("heading", None, (), act),
        ("prose", None, (act,), "Key Points:"),
        ("item", None, (act, "Key Points"), "Queens: two of them"),
        ("item", None, (act, "Key Points", "Queens: two of them"), "one leaves"),
        ("task", None, (act, "Key Points"), "mention Wren's veil"),
        ("task", None, (act, "Key Points"), "thank the guest"),
        ("prose", None, (act,), 'Wren: "We never said this."'),
        ("item", None, (act, 'Wren: "We never said this."'), 'Tobias: "Nor this."'),
        ("prose", None, (act,), "This Week:"),
        ("item", None, (act, "This Week"), "Buy wax"),
        ("item", None, (act, "This Week"), "Melt it"),
        ("prose", None, (act,), "Principle 1: Smoke first"),
        ("prose", None, (act,), "Not later. Not never."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# T\n\nLong lines that\nwere wrapped here\nand there.",
            [("heading", None, (), "T"), ("prose", None, (), "Long lines that were wrapped here and there.")],
            id="wrapped lines are one paragraph",
        ),
        pytest.param(
            "# T\n\n**Wren**: Hi.\n\n---\n\nSubscribe to us.",
            [("heading", None, (), "T"), ("speech", "Wren", (), "Hi."), ("prose", None, (), "Subscribe to us.")],
            id="a rule ends a turn",
        ),
        pytest.param(
            "# T\n\n## Lesson Transcript\n\nToday, wax.\n\n## Links\n\nA book.",
            [
                ("heading", None, (), "T"),
                ("heading", None, (), "Lesson Transcript"),
                ("speech", None, ("Lesson Transcript",), "Today, wax."),
                ("heading", None, (), "Links"),
                ("prose", None, ("Links",), "A book."),
            ],
            id="one narrator without labels",
        ),
        pytest.param(
            "# T\n\n**Wren**: Hi.\n\n**Note**: not hers.",
            [("heading", None, (), "T"), ("speech", "Wren", (), "Hi."), ("prose", None, (), "Note: not hers.")],
            id="a key is no continuation",
        ),
        pytest.param(
            "# T\n\n    indented text\n",
            [("heading", None, (), "T"), ("prose", None, (), "indented text")],
            id="indented text is text",
        ),
        pytest.param(
            "# T\n\n```\n# no heading\n**Wren**: no turn\n",
            [("heading", None, (), "T"), ("code", None, (), "# no heading **Wren**: no turn")],
            id="code without an end",
        ),
        pytest.param(
            "# T\r\n\r\n- a\r\n- b\r\n",
            [("heading", None, (), "T"), ("item", None, (), "a"), ("item", None, (), "b")],
            id="Windows line ends",
        ),
        pytest.param(
            "# T\n\na <!-- hidden\nwords --> b\n\n{/* and\nthese */}\nc",
            [("heading", None, (), "T"), ("prose", None, (), "a b"), ("prose", None, (), "c")],
            id="comments",
        ),
        pytest.param("---\n\n# T\n", [("heading", None, (), "T")], id="a rule at the head is no front matter"),
    ],
)
def test_blocks(text: str, expected: list[Line]) -> None:
    assert lines(text) == expected


def test_escaped_bars_stay_in_their_cell() -> None:
    table = "| a \\| b | c |\n|---|---|\n| x \\| y | z |\n"
    text, (row,) = find_blocks(blot(table))
    assert [text[slice(*cell)] for cell in (*row.header, *row.cells)] == ["a \\| b", "c", "x \\| y", "z"]


@pytest.mark.parametrize(
    ("block", "values"),
    [
        pytest.param("slug: 00050-a\nn: 007", {"slug": "00050-a", "n": "007"}, id="no octal numbers"),
        pytest.param("title: Bees: a life", {"title": "Bees: a life"}, id="an unquoted colon"),
        pytest.param("date: 2025-13-45", {"date": "2025-13-45"}, id="no such day"),
        pytest.param("tags: [a, [b], {c: d}]\nx: {y: z}", {"tags": ("a",)}, id="flat values only"),
        pytest.param("a: !!python/object:os.system x", {"a": "x"}, id="tags make nothing"),
        pytest.param("text: >-\n  one\n  two", {"text": "one two"}, id="folded text"),
    ],
)
def test_front_matter(block: str, values: dict[str, object]) -> None:
    file = f"---\n{block}\n---\nbody"
    front = read_front_matter(file)
    assert (front.values, file[front.body :]) == (values, "body")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        pytest.param("---\n" + "k: v\n" * 60_000 + "---\n", "larger than 64 KB", id="60,000 keys"),
        pytest.param("---\na: " + "[" * 20_000 + "\n---\n", "nested too deep", id="nested brackets"),
    ],
)
def test_front_matter_that_is_refused(file: str, told: str) -> None:
    with pytest.raises(FrontMatterProblem, match=told):
        read_front_matter(file)


def test_front_matter_without_an_end_is_text() -> None:
    assert read_front_matter("---\na: b\n" + "x" * MAX_CHARACTERS).body == 0
