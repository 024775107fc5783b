"""What a file is: by what it is made of; a name such as outline.md holds unless that clearly speaks against it."""

import pytest

from corpus.models import SourceKind
from corpus.reading.front_matter import read_front_matter
from corpus.reading.kinds import kind_of

PLAN = "# Nine wells\n\n- **Recorded**: 4 May\n- **Place**: Ballan\n\n## The wells\n\n- 9 wells, 3 dry\n"
TURNS = "Wren: Nine wells.\n\nTobias: Nine?\n\nWren: Three are dry.\n\nTobias: I see.\n"
TALK = "We walked to the wells. Three of them were dry.\n"
PAGE = "---\nslug: wells\nsidebar_label: Wells\n---\n\n## Synopsis\n\nWells.\n\n## Chapters\n\n- 00:00 Rain\n"


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("ep034/outline.md", PLAN, "outline"),
        ("034-Outline.md", PLAN, "outline"),
        ("ep034/outline.txt", TALK, "outline"),
        ("ep034/wells.md", PLAN, "article"),
        ("ep034/outline-of-a-well.md", PLAN, "article"),
        ("ep034/outline.md", TURNS, "transcript"),
        ("ep034/outline.md", PAGE, "page"),
        ("ep034/transcript.md", TALK, "transcript"),
        ("ep034/description.txt", TALK, "article"),
        ("ep034/show-notes.md", PLAN, "page"),
        ("ep034/captions.txt", TALK, "captions"),
    ],
)
def test_a_file_is_what_its_name_says_unless_its_content_clearly_differs(path: str, text: str, kind: str) -> None:
    assert kind_of(path, text, read_front_matter(text), ("Wren", "Tobias")) is SourceKind(kind)
