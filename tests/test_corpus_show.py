"""show.toml, and what a show's own material says of it."""

from pathlib import Path

import pytest

from corpus.errors import BadShowFile, CorpusError
from corpus.load import load_corpus
from corpus.models import Show, SourceKind
from corpus.reading.show import FileEntry, ShowFile, read_show, read_show_file


def write(folder: Path, content: str | bytes) -> Path:
    (folder / "show.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_everything_in_show_toml_is_read(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        'title = "The Bee Yard"\ndescription = "Bees."\nhosts = ["Wren"]\nnames = ["Varroa"]\n'
        '[files."ep1/talk.txt"]\nkind = "captions"\ntitle = "A talk"\nepisode = 1\ndate = 2026-05-04\n'
        'url = "https://a.example"\nvideo = "https://v.example"\nhosts = ["Lise"]\n'
        '[files."b.txt"]\ndate = "2026-05-05"\nepisode = "#67b"\n',
    )
    talk = FileEntry(
        kind=SourceKind.CAPTIONS,
        title="A talk",
        episode="001",
        date="2026-05-04",
        url="https://a.example",
        video="https://v.example",
        hosts=("Lise",),
    )
    assert read_show_file(folder) == ShowFile(
        title="The Bee Yard",
        description="Bees.",
        hosts=("Wren",),
        names=("Varroa",),
        files={"ep1/talk.txt": talk, "b.txt": FileEntry(date="2026-05-05", episode="067b")},
    )
    assert read_show(folder, ()) == Show(title="The Bee Yard", description="Bees.", hosts=("Wren",), names=("Varroa",))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            '[files."a.txt"]\nkind = "podcast"',
            "show.toml: files.\"a.txt\".kind: 'podcast' is no kind of source; "
            "use one of transcript, outline, page, article, captions.",
            id="unknown kind",
        ),
        pytest.param(
            'name = "Bees"',
            "show.toml: name: unknown key; the keys here are title, description, hosts, names, files.",
            id="unknown key",
        ),
        pytest.param(
            '[files."a.txt"]\nauthor = "x"',
            'show.toml: files."a.txt".author: unknown key; '
            "the keys here are kind, title, episode, date, url, video, hosts.",
            id="unknown key of a file",
        ),
        pytest.param(
            '[files."a.txt"]\nepisode = "the first"',
            'show.toml: files."a.txt".episode: \'the first\' is no episode number; write it like "050"; '
            "correct the value or remove the key.",
            id="no episode number",
        ),
        pytest.param(
            "title = ", "show.toml: Invalid value (at end of document); mend the line or remove it.", id="no TOML"
        ),
        pytest.param(b"title = '\xff'", "show.toml: not UTF-8 at byte 9; save it as UTF-8.", id="no UTF-8"),
        pytest.param("a = " + "[" * 5000, "show.toml: ", id="nested too deep"),
    ],
)
def test_an_impossible_show_file_is_told_in_one_line(tmp_path: Path, content: str | bytes, told: str) -> None:
    with pytest.raises(BadShowFile) as problem:
        read_show_file(write(tmp_path, content))
    assert str(problem.value).startswith(told)
    assert "\n" not in str(problem.value)


PAGE = "# {n}\n\n## The Bee Yard Podcast\n\n**Duration**: 5 minutes\n\n" + "**Wren**: A.\n\n**Tobias**: B.\n\n" * 2


def test_title_and_hosts_are_found_in_the_material(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"ep{number}").mkdir()
        (tmp_path / f"ep{number}" / "page.md").write_text(PAGE.format(n=number))
    problems: list[CorpusError] = []
    documents = list(load_corpus(tmp_path, on_problem=problems.append))
    assert problems == []
    assert read_show(tmp_path, documents) == Show(title="The Bee Yard Podcast", hosts=("Wren", "Tobias"))


def test_a_show_is_called_after_its_folder_when_nothing_names_it(tmp_path: Path) -> None:
    (tmp_path / "bee-yard").mkdir()
    assert read_show(tmp_path / "bee-yard", ()) == Show(title="bee yard")
