"""The README says what is so: its settings, commands, targets and the answer it shows."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from chat.settings import Settings
from corpus.load import load_corpus

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus" / "sample"
README = (ROOT / "README.md").read_text("utf-8")
FENCE = re.compile(r"^```\n([^`]{1,4000})^```$", re.MULTILINE)


def part(name: str) -> str:
    """What stands between `<!-- name -->` and `<!-- /name -->`."""
    return README.partition(f"<!-- {name} -->\n")[2].partition(f"<!-- /{name} -->")[0].strip()


def settings_table() -> str:
    """The table as it should stand, from the settings themselves."""
    rows = ["| setting | meaning | default |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = str(field.get_default(call_default_factory=True))
        rows.append(f"| `AIRCHECK_{name.upper()}` | {field.description} | {f'`{default}`' if default else 'empty'} |")
    return "\n".join(rows)


def test_the_settings_table_is_the_settings() -> None:
    assert part("settings") == settings_table()


def test_the_first_commands_a_reader_sees_are_the_two() -> None:
    first = FENCE.search(README)
    assert first is not None
    assert [line.partition("#")[0].strip() for line in first[1].splitlines()] == [
        "make run",
        ".venv/bin/aircheck ingest my-show/",
    ]


def test_every_command_named_exists_and_every_command_is_named() -> None:
    named = set(re.findall(r"\baircheck ([a-z]+)", "\n".join(FENCE.findall(README))))
    assert named == set(cli.commands)


def test_every_make_target_named_exists_and_every_target_is_named() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(re.findall(r"`?make ([a-z-]+)", README)) == set(phony[1].split()) - {"lint"}


def test_the_answer_shown_quotes_the_sample_word_for_word() -> None:
    readings = [document.reading.text for document in load_corpus(SAMPLE, on_problem=print)]
    quotes = re.findall(r"“([^”]{1,400})”", part("answer"))
    assert quotes
    assert [quote for quote in quotes if not any(quote in reading for reading in readings)] == []


def aircheck(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "app.py", *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    return done.stdout


@pytest.mark.slow
def test_the_answer_shown_is_what_the_program_says(tmp_path: Path) -> None:
    shown = FENCE.search(part("answer"))
    assert shown is not None
    asked, _, answer = shown[1].partition("\n")
    aircheck("ingest", str(SAMPLE), "--index", str(tmp_path))
    assert aircheck(*shlex.split(asked)[2:], "--index", str(tmp_path)).strip() == answer.strip()
