"""Re-indexing in a process of its own: one at a time, its words shown, whatever they are."""

from __future__ import annotations

import sys
import time

import pytest

from chat.web.reindex import MAX_LINE_CHARACTERS, MAX_LINES, Progress, Reindex, State


def child(code: str) -> Reindex:
    return Reindex([sys.executable, "-c", f"import os, sys, time\n{code}"])


def ended(reindex: Reindex, *, within_s: float = 20) -> Progress:
    until = time.monotonic() + within_s
    while (progress := reindex.progress()).state is State.RUNNING:
        assert time.monotonic() < until, progress
        time.sleep(0.01)
    return progress


def test_nothing_has_happened_before_the_first_start() -> None:
    assert child("").progress() == Progress()


def test_progress_and_problems_are_shown_in_order() -> None:
    reindex = child("print('embed: 1 of 2', file=sys.stderr, flush=True); print('2 passages')")
    assert reindex.start()
    progress = ended(reindex)
    assert (progress.state, progress.lines, progress.exit_status) == (State.DONE, ("embed: 1 of 2", "2 passages"), 0)
    assert progress.seconds > 0


def test_a_second_start_waits_for_the_first_to_end() -> None:
    reindex = child("print('on', flush=True); time.sleep(60)")
    assert reindex.start()
    assert not reindex.start()
    while not reindex.progress().lines:
        time.sleep(0.01)
    reindex.stop()
    assert ended(reindex).state is State.FAILED
    assert reindex.start()
    reindex.stop()
    ended(reindex)


def test_a_failure_says_its_exit_status_after_its_own_words() -> None:
    reindex = child("print('no such folder', file=sys.stderr); sys.exit(1)")
    reindex.start()
    progress = ended(reindex)
    assert (progress.state, progress.lines, progress.exit_status) == (
        State.FAILED,
        ("no such folder", "ended with exit status 1"),
        1,
    )


def test_a_command_that_is_not_there_is_a_failure_with_its_name() -> None:
    reindex = Reindex(["no-such-program-anywhere"])
    assert reindex.start()
    progress = reindex.progress()
    assert progress.state is State.FAILED
    assert progress.lines[0].startswith("no-such-program-anywhere: cannot be started")


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        ("b'\\x1b[31mred\\x1b[0m\\n'", ("red",)),
        ("b'10 %\\r20 %\\r\\n'", ("20 %",)),
        ("b'\\xff\\x00a\\n\\n'", ("\ufffda",)),
        ("b'x' * 6400", tuple(["x" * MAX_LINE_CHARACTERS] * 4)),
    ],
    ids=["colour", "redrawn", "bytes", "long"],
)
def test_whatever_it_prints_becomes_plain_lines(printed: str, lines: tuple[str, ...]) -> None:
    reindex = child(f"sys.stdout.buffer.write({printed})")
    reindex.start()
    assert ended(reindex).lines == lines


def test_a_talkative_child_is_remembered_by_its_last_words() -> None:
    reindex = child("print('\\n'.join(map(str, range(100_000))))")
    reindex.start()
    assert ended(reindex).lines == tuple(map(str, range(100_000 - MAX_LINES, 100_000)))


def test_it_goes_after_questions() -> None:
    reindex = child("time.sleep(0.3); print(os.getpriority(os.PRIO_PROCESS, 0) > 0)")
    reindex.start()
    assert ended(reindex).lines == ("True",)
