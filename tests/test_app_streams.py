"""The program's streams: results and problems apart, and told in one line when they cannot be written."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import app
from tests.command_line import Aircheck, assert_told

ROOT = Path(app.__file__).parent
FULL = Path("/dev/full")

PROGRAM = """
import app
from chat import build
from tests.fakes import FakeEmbedder
build.embedder_of = lambda settings: FakeEmbedder()
app.main()
"""


def run_program(*words: str, **streams: Any) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, with streams of its own, buffered as usual."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("AIRCHECK_", "PYTHONUNBUFFERED"))
    }
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, cwd=ROOT, text=True, env=clean, timeout=60, check=False, **streams)


def test_the_program_itself_keeps_its_streams_apart_and_minds_a_closed_pipe(bells_dir: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        run = run_program("search", "bell", "--index", str(bells_dir), stdout=closed, stderr=subprocess.PIPE)
    assert (run.returncode, run.stderr) == (1, "")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [("--help",), ("ask", "--help"), ("--version",), ("sources",)], ids=" ".join)
def test_an_output_that_is_full_is_told_in_one_line(bells_dir: Path, words: tuple[str, ...]) -> None:
    where = ("--index", str(bells_dir)) if words == ("sources",) else ()
    with FULL.open("wb") as full:
        run = run_program(*words, *where, stdout=full, stderr=subprocess.PIPE)
    told = "standard output cannot be written (No space left on device); free some space, or send it elsewhere."
    assert (run.returncode, run.stderr) == (1, f"aircheck: {told}\n")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_where_no_problem_can_be_told_the_exit_status_tells_it(tmp_path: Path) -> None:
    with FULL.open("wb") as full:
        run = run_program("sources", "--index", str(tmp_path), stdout=subprocess.PIPE, stderr=full)
    assert (run.returncode, run.stdout) == (1, "")


@pytest.mark.parametrize("words", [("--help",), ("sources",)], ids=" ".join)
def test_an_output_that_is_closed_is_told_in_one_line(bells_dir: Path, words: tuple[str, ...]) -> None:
    where = ("--index", str(bells_dir)) if words == ("sources",) else ()
    run = run_program(*words, *where, stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1))
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    assert run.stderr.startswith("aircheck: standard output cannot be written (")


def test_an_output_without_the_characters_is_told_in_one_line(
    indexed: Aircheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.terminal.place", lambda passage: "\udce9")
    assert_told(indexed("search", "bell"), "standard output cannot be written ('utf-8' codec can't encode character")


STOPPED = """
import threading, time
import app, index.sync
def sync(*given, **named):
    threading.Thread(target=time.sleep, args=(60,)).start()
    raise KeyboardInterrupt
index.sync.sync = sync
app.main()
"""


def test_an_ingest_that_is_stopped_ends_at_once_and_says_so_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STOPPED, "ingest", str(tmp_path), "--index", str(tmp_path / "index")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50, check=False)
    told = "stopped; the index that answers is whole, and what was embedded is kept: the same command goes on."
    assert (run.returncode, run.stdout, run.stderr) == (130, "", f"aircheck: {told}\n")


LOADING = """
import builtins
class Callback:
    def __del__(self):
        raise KeyboardInterrupt
def load(name, *given, load=builtins.__import__):
    if name == "chat.settings":
        {}
    return load(name, *given)
builtins.__import__ = load
import app
"""


@pytest.mark.parametrize("where", ["raise KeyboardInterrupt", "Callback()"])
def test_a_program_that_is_stopped_while_it_loads_ends_without_a_word(where: str) -> None:
    command = [sys.executable, "-c", LOADING.format(where)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")


def test_a_command_that_is_stopped_ends_without_a_word(indexed: Aircheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("chat.build.assistant_of", stopped)
    run = indexed("search", "bell")
    assert (run.exit_code, run.stdout, run.stderr) == (130, "", "")
