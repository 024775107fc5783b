"""When an episode came out is told from where that stands, and a recording's date is told as one."""

from __future__ import annotations

import pytest

from chat.assistant import Assistant
from index.search import Index
from tests.fake_index import ingest_files, write_files
from tests.fakes import FakeEmbedder

SCRIPT = "Ylva: Good morning from the kiln.\n\nBo: Today we fire six hundred bricks. They cool for a week.\n"
SHOW = """
[files]
"ep002/page.md" = {kind = "page"}
"ep003/page.md" = {kind = "page"}
"ep003/article.md" = {kind = "article"}
"ep004/transcript.txt" = {date = 2023-06-23}
"""
KILN = {
    "ep001/outline.md": "# Six Hundred Bricks\n\n- **Recording Date**: May 30, 2023\n\n## The kiln\n\n- Fired once\n",
    "ep001/transcript.txt": SCRIPT,
    "ep002/outline.md": "# The Glaze\n\n- **Recording Date**: June 2, 2023\n\n## The glaze\n\n- Made of ash\n",
    "ep002/page.md": "# The Glaze\n\n**Published**: 2023-06-09\n\nA glaze of ash and salt.\n",
    "ep003/page.md": "# Salt\n\n## News of June 16, 2023\n\nThe salt ship came in.\n",
    "ep003/article.md": "# A Ship of Salt\n\n**Published**: June 1, 2023\n\nThe ship took on salt in Cervia.\n",
    "ep004/transcript.txt": SCRIPT.replace("bricks", "tiles"),
    "ep004/outline.md": "# Tiles\n\n- **Recording Date**: June 20, 2023\n\n## The tiles\n\n- Fired twice\n",
    "show.toml": SHOW,
}


@pytest.fixture(scope="module")
def kiln(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder, index_dir = tmp_path_factory.mktemp("kiln"), tmp_path_factory.mktemp("kiln-index")
    index = Index.open(ingest_files(write_files(folder, KILN), index_dir), FakeEmbedder())
    return Assistant(lambda: index)


@pytest.mark.parametrize(
    ("question", "answer", "last"),
    [
        pytest.param(
            "When was episode 1 published?",
            "Only its recording is dated. Episode 1, “Six Hundred Bricks” [1]. The outline has: “Recording Date: "
            "May 30, 2023” [2].",
            ("ep001/outline.md", 3),
            id="a recording's date is told as one",
        ),
        pytest.param(
            "When was episode 1 recorded?",
            "Episode 1, “Six Hundred Bricks” [1]. The outline has: “Recording Date: May 30, 2023” [2].",
            ("ep001/outline.md", 3),
            id="where the recording is asked for",
        ),
        pytest.param(
            "When was episode 2 published?",
            "Episode 2, “The Glaze” [1]. The show notes have: “Published: 2023-06-09” [2].",
            ("ep002/page.md", 3),
            id="beside a recording's date",
        ),
        pytest.param(
            "When was episode 3 published?",
            "Episode 3, “Salt” [1]. The show notes have: “News of June 16, 2023” [2].",
            ("ep003/page.md", 3),
            id="by the day of its news, and not of an article",
        ),
        pytest.param(
            "When was episode 4 published?",
            "The show's own data date it 2023-06-23. Episode 4, “Tiles” [1].",
            ("ep004/outline.md", 1),
            id="which show.toml has",
        ),
    ],
)
def test_a_date_is_cited_where_it_stands(kiln: Assistant, question: str, answer: str, last: tuple[str, int]) -> None:
    told = kiln.ask(question)
    assert (told.answer, (told.citations[-1].path, told.citations[-1].line)) == (answer, last)
