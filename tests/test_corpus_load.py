"""A folder of material becomes documents; what cannot be read is told and left out."""

import gc
import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import load
from corpus.errors import AircheckError, EmptyFolder
from corpus.load import list_sources, load_corpus
from corpus.models import Document, SourceKind

SCRIPT = "Wren: Swarms leave at noon.\n\nTobias: At noon?\n\nWren: At noon sharp.\n\nTobias: I see.\n"
PAGE = """---
slug: 00012-swarm-season
sidebar_label: "#012: Swarm Season"
---

# Swarm Season

**Duration**: 10 minutes | **Speakers**: Wren & Tobias

<iframe src="https://www.youtube.com/embed/aB3-x_9Kq1Z"></iframe>

## News (May 4, 2026)

- Wax is up.

**Wren**: Swarms leave at noon.

**Tobias**: At noon?
"""
OUTLINE = """# Episode #013: Swarms

- **Episode Number**: 013
- **Recording Date**: May 1, 2026
- **Target Duration**: 8-10 minutes

## Act 1: Queens (2 minutes)

- Two queens, one hive
"""
ARTICLE = "Wax Through the Ages\n\nBees make wax. People make candles of it, and have made them for a long time.\n"
CAPTIONS = (
    "---\nvideo_id: aB3-x_9Kq1Z\ntitle: A talk about wax\n---\n\n" + "So um bees make wax and uh we melt it. " * 90
)
CUES = "1\n00:00:01,000 --> 00:00:04,000\nBees make wax.\n\n2\n00:00:05,000 --> 00:00:07,000\nWe melt it.\n"

Material = Callable[..., Path]


@pytest.fixture
def material(tmp_path: Path) -> Material:
    def write(files: dict[str, str | bytes], name: str = "yard") -> Path:
        for path, content in files.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / name).mkdir(exist_ok=True)
        return tmp_path / name

    return write


def loaded(folder: Path) -> tuple[list[Document], list[str]]:
    problems: list[AircheckError] = []
    documents = list(load_corpus(folder, on_problem=problems.append))
    return documents, [str(problem) for problem in problems]


def test_kinds_are_found_from_content(material: Material) -> None:
    folder = material(
        {
            "a.txt": SCRIPT,
            "b.txt": ARTICLE,
            "c.md": PAGE,
            "d.md": OUTLINE,
            "e.md": CAPTIONS,
            "f.txt": CUES,
            "g.md": "# Wax\n\nA piece about wax.\n\n## Candles\n\nThey burn.\n",
            "h.md": SCRIPT.replace("Wren", "**Wren**").replace("Tobias", "**Tobias**"),
        }
    )
    documents, problems = loaded(folder)
    assert problems == []
    assert {document.path: document.kind.value for document in documents} == {
        "a.txt": "transcript",
        "b.txt": "article",
        "c.md": "page",
        "d.md": "outline",
        "e.md": "captions",
        "f.txt": "captions",
        "g.md": "article",
        "h.md": "transcript",
    }


def test_files_of_one_episode_know_what_its_page_says(material: Material) -> None:
    folder = material(
        {"x/t.txt": SCRIPT, "x/p.md": PAGE, "x/o.md": OUTLINE, "x/c.md": CAPTIONS, "x/more/wax.txt": ARTICLE}
    )
    documents, _ = loaded(folder)
    video = "https://www.youtube.com/watch?v=aB3-x_9Kq1Z"
    found = {d.path: (d.episode, d.title, d.published, d.video, d.duration_s) for d in documents}
    assert found == {
        "x/c.md": ("012", "A talk about wax", None, found["x/c.md"][3], found["x/c.md"][4]),
        "x/more/wax.txt": ("012", "Wax Through the Ages", None, None, None),
        "x/o.md": ("012", "Swarms", "2026-05-04", video, None),
        "x/p.md": ("012", "Swarm Season", "2026-05-04", video, 600.0),
        "x/t.txt": ("012", "Swarm Season", "2026-05-04", video, 600.0),
    }


@pytest.mark.parametrize(
    ("files", "episodes"),
    [
        pytest.param(
            {"ep012/t.txt": SCRIPT, "ep012b/p.md": PAGE}, ["012", "012b"], id="a letter behind the folder's number"
        ),
        pytest.param({"a/p.md": PAGE, "b/p.md": PAGE}, ["012", "012b"], id="two pages with one number"),
        pytest.param({"ep015/o.md": OUTLINE}, ["015"], id="the folder against the outline"),
        pytest.param({"ep015/p.md": PAGE, "ep015/t.txt": SCRIPT}, ["012", "012"], id="the page against the folder"),
        pytest.param({"x/o.md": OUTLINE, "x/t.txt": SCRIPT}, ["013", "013"], id="an outline and no page"),
        pytest.param({"t.txt": SCRIPT, "wax.txt": ARTICLE}, [None, None], id="nobody says"),
        pytest.param(
            {"ep7.txt": SCRIPT, "00008-wax.txt": SCRIPT, "2025-wax.txt": SCRIPT}, ["008", None, "007"], id="file names"
        ),
        pytest.param({"pages/012.md": PAGE, "scripts/ep12.txt": SCRIPT}, ["012", "012"], id="a folder for each kind"),
    ],
)
def test_episode_numbers(material: Material, files: dict[str, str], episodes: list[str | None]) -> None:
    assert [document.episode for document in loaded(material(files))[0]] == episodes


def test_a_folder_that_is_one_episode_gives_its_name(material: Material) -> None:
    folder = material({"t.txt": SCRIPT, "wax.txt": ARTICLE, "talk.srt": CUES}, "episode-050")
    assert {document.episode for document in loaded(folder)[0]} == {"050"}


def test_show_toml_goes_before_what_is_found(material: Material) -> None:
    toml = '[files."t.txt"]\nkind = "article"\ntitle = "T"\nepisode = 9\ndate = 2026-01-02\nurl = "https://t.example"\n'
    (document,), problems = loaded(material({"t.txt": SCRIPT, "show.toml": toml}))
    assert (document.kind, document.title, document.episode, document.published, document.url, problems) == (
        SourceKind.ARTICLE,
        "T",
        "009",
        "2026-01-02",
        "https://t.example",
        [],
    )


def test_speech_has_times_where_a_length_is_known(material: Material) -> None:
    documents, _ = loaded(material({"x/t.txt": SCRIPT, "x/p.md": PAGE}))
    assert [document.clock for document in documents] == ["estimated", "estimated"]
    assert all(s.starts_at is not None for d in documents for s in d.segments if s.speaker)


def test_what_is_no_material_is_passed_over(material: Material) -> None:
    extra = {
        ".hidden.txt": "x",
        ".git/a.txt": "x",
        "LICENSE.txt": "x",
        "README.md": "# x",
        "a.mp3": b"\0",
        "x.json": "{}",
    }
    documents, problems = loaded(material({"t.txt": SCRIPT, **extra}))
    assert ([document.path for document in documents], problems) == (["t.txt"], [])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("b.txt", b"a\nb\n\xff\xfec", "b.txt:3: not UTF-8 at byte 4; save it as UTF-8.", id="bad UTF-8"),
        pytest.param("b.txt", b"\xff\xfea\0", "b.txt: UTF-16; save it as UTF-8.", id="UTF-16"),
        pytest.param("b.txt", b"ab\0c", "b.txt: binary (a zero byte at 2); keep only text here.", id="binary"),
        pytest.param(
            "b.txt", b"x" * 10_000_000, "b.txt: 10.0 MB is more than the 5 MB of one source; split it.", id="10 MB line"
        ),
        pytest.param(
            "b.md",
            b"---\n" + b"key: value\n" * 60_000 + b"---\n",
            "b.md:1: front matter is larger than 64 KB; shorten it to plain keys and values.",
            id="60,000 keys",
        ),
        pytest.param(
            "b.md",
            b"---\na: " + b"[" * 20_000 + b"\n---\n",
            "b.md:1: brackets in the front matter are nested too deep; shorten it to plain keys and values.",
            id="nested brackets",
        ),
        pytest.param(
            "b.html",
            b"<html>" + b"<p>" * 40_000,
            "b.html: more than 2 MB or 30,000 tags of HTML; save the article alone, or as text.",
            id="a heap of tags",
        ),
        pytest.param(
            "b.docx", b"PK", "b.docx: .docx is not read; save it as text, Markdown, HTML, SRT or VTT.", id="a format"
        ),
        pytest.param("b.txt", b"", "b.txt: no words to read; remove the file or put the text into it.", id="empty"),
        pytest.param(
            "b\nc.txt",
            SCRIPT.encode(),
            r"'b\nc.txt': a name with control characters, or not in UTF-8; rename the file.",
            id="a name of two lines",
        ),
        pytest.param(
            "\udcff/b.txt",
            SCRIPT.encode(),
            r"'\udcff/b.txt': a name with control characters, or not in UTF-8; rename the file.",
            id="a folder's name that is not UTF-8",
        ),
        pytest.param("b.srt", b"1\n00:00:zero --> 00:00:02,000\nx\n", "b.srt:2: ", id="a wrong caption time"),
    ],
)
def test_a_bad_file_is_told_in_one_line_and_the_rest_is_read(
    material: Material, name: str, content: bytes, told: str
) -> None:
    documents, problems = loaded(material({"a.txt": SCRIPT, name: content}))
    assert [document.path for document in documents] == ["a.txt"]
    assert [problem.startswith(told) and "\n" not in problem for problem in problems] == [True], problems


def test_an_empty_folder_and_none_are_told(material: Material, tmp_path: Path) -> None:
    for folder, told in ((material({}), "nothing to read"), (tmp_path / "nowhere", "there is no such folder")):
        with pytest.raises(EmptyFolder, match=told):
            loaded(folder)


def test_links_out_of_the_folder_are_refused_and_links_inside_followed(material: Material, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text(SCRIPT)
    folder = material({"a.txt": SCRIPT})
    (folder / "b.txt").symlink_to(tmp_path / "secret" / "s.txt")
    (folder / "c").symlink_to(tmp_path / "secret")
    (folder / "d.txt").symlink_to(folder / "a.txt")
    (folder / "e.txt").symlink_to(folder / "gone.txt")
    (folder / "f.txt").symlink_to("f.txt")
    (folder / "g").symlink_to("g")
    (folder / "h").symlink_to(".")
    documents, problems = loaded(folder)
    assert [document.path for document in documents] == ["a.txt", "d.txt"]
    assert problems == [
        "c: a link that leads out of the folder; put the file itself there.",
        "b.txt: a link that leads out of the folder; put the file itself there.",
        "e.txt: gone, or no ordinary file; put it back or ingest again.",
        "f.txt: gone, or no ordinary file; put it back or ingest again.",
    ]


def test_a_folder_that_cannot_be_entered_is_told(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, enter = material({"a.txt": SCRIPT, "shut/b.txt": SCRIPT}), os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return enter(path)

    monkeypatch.setattr(os, "scandir", refused)  # a test may be root, whom nothing is shut to
    documents, problems = loaded(folder)
    assert [document.path for document in documents] == ["a.txt"]
    assert problems == ["shut/: cannot be read (Permission denied); check it and ingest again."]


def test_a_pipe_is_not_waited_for(material: Material) -> None:
    folder = material({"a.txt": SCRIPT})
    os.mkfifo(folder / "b.txt")
    assert loaded(folder)[1] == ["b.txt: gone, or no ordinary file; put it back or ingest again."]
    assert [path for path, _ in list_sources(folder)] == ["a.txt"]


def test_what_is_too_large_is_not_read_to_be_listed(material: Material) -> None:
    folder = material({"a.txt": SCRIPT, "b.txt": b""})
    os.truncate(folder / "b.txt", 1 << 36)
    assert [path for path, _ in list_sources(folder)] == ["a.txt"]


def test_a_file_that_vanishes_while_read_is_told(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = material({"a.txt": SCRIPT, "b.txt": SCRIPT})
    decode = load._decode

    def vanish(path: str, content: bytes) -> str:
        (folder / "b.txt").unlink(missing_ok=True)
        return decode(path, content)

    monkeypatch.setattr(load, "_decode", vanish)
    documents, problems = loaded(folder)
    assert [document.path for document in documents] == ["a.txt"]
    assert problems == ["b.txt: gone, or no ordinary file; put it back or ingest again."]


def test_a_title_made_of_a_files_name_keeps_its_capitals(material: Material) -> None:
    documents, _ = loaded(material({"VHF-talk_McKay.txt": SCRIPT, "LED-lamps.srt": CUES}))
    assert [document.title for document in documents] == ["LED lamps", "VHF talk McKay"]


def test_an_entry_for_a_file_that_is_not_there_is_told(material: Material) -> None:
    _, problems = loaded(material({"a.txt": SCRIPT, "show.toml": '[files."b.txt"]\ntitle = "B"\n'}))
    assert problems == ['show.toml: files."b.txt": there is no such file; correct the path or remove it.']


def test_sources_are_listed_with_their_hashes_and_the_show_file(material: Material) -> None:
    files = {"b.txt": SCRIPT, "a/c.md": PAGE, "show.toml": "", ".hidden.txt": "x", "d.mp3": "x"}
    assert list_sources(material(files)) == [
        (path, sha256(files[path].encode()).hexdigest()) for path in ("a/c.md", "b.txt", "show.toml")
    ]


def test_a_byte_order_mark_is_no_part_of_the_file(material: Material) -> None:
    (document,), _ = loaded(material({"a.txt": b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode()}))
    assert document.file == SCRIPT.replace("\n", "\r\n")
    assert document.reading.to_file(0, 6) == (6, 12)


def test_a_carriage_return_alone_ends_a_line_and_keeps_its_place(material: Material) -> None:
    (document,), _ = loaded(material({"a.txt": SCRIPT.replace("\n", "\r").encode()}))
    assert [segment.speaker for segment in document.segments] == ["Wren", "Tobias", "Wren", "Tobias"]
    assert document.file == SCRIPT


TOKENS = [
    "Wren: ", "Tobias: ", "**Wren**: ", "# ", "## T", "\n", "\n\n", "---\n", "a: b\n", "- ", "  - ", "1. ", "> ",
    "|", "|--|", "`", "```\n", "<break/>", "<div>", "<iframe ", "</p>", "<!--", "-->", "[pause]", "[", "](x)", "**",
    "*", "_", "\\", "&lt;", "wax ", "bees. ", ":::info x\n", ":::\n", "<audio>", "import x from 'y'\n", "{/*",
    "00:00:01,000 --> 00:00:02,000\n", "WEBVTT\n", "\r\n", "\t", "é", "😀", "**Duration**: 5 | **Speakers**: Wren",
    "\f", "\u0085", "\u2028", "&#27;", "\x1b", "&#8238;", "<html><body><p>", "slug: 1\n", "- [x] ",
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["a.txt", "b.md", "ep1/c.md", "ep1/d.txt", "e.html", "f.srt", "g.vtt", "show.toml"]),
        st.one_of(st.lists(st.sampled_from(TOKENS), max_size=60).map("".join).map(str.encode), st.binary(max_size=200)),
        max_size=4,
    )
)
def test_no_material_raises_anything_but_the_errors_of_the_tree(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    try:
        documents, problems = loaded(folder)
    except AircheckError as problem:
        documents, problems = [], [str(problem)]
    assert all("\n" not in problem for problem in problems)
    for document in documents:
        last = 0
        for segment in document.segments:
            assert last <= segment.start < segment.end <= len(document.reading.text)
            start, end = document.reading.to_file(segment.start, segment.end)
            assert 0 <= start < end <= len(document.file)
            last = segment.end


HOSTILE = [
    "<",
    "<a ",
    "[",
    "](",
    "![a](",
    "**a ",
    "`a",
    "&lt",
    "|",
    "> ",
    "- a\n",
    "Wren: ",
    "Wren: a. ",
    "[pause",
    "<!--",
    "{/*",
    "_",
    " ",
    "\n",
    "#",
    "a",
]


@pytest.mark.bench
@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_reading_takes_linear_time(material: Material, unit: str, suffix: str) -> None:
    def seconds(size: int) -> float:
        folder = material(
            {f"a.{suffix}": "Wren: wax.\n\n" + unit * (size // len(unit)), "b.txt": SCRIPT}, f"yard{size}"
        )
        best = float("inf")
        gc.freeze()  # what hundreds of other tests have left is not to be looked through for garbage
        for _ in range(3):
            start = time.process_time()
            loaded(folder)
            best = min(best, time.process_time() - start)
        gc.unfreeze()
        return best

    assert seconds(200_000) < 3 * max(0.05, seconds(100_000))
