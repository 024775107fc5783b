"""The journal of questions under kills, and under harm to its files while a server has them open."""

from __future__ import annotations

import random
import signal
import time
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from chat.desk.journal import Journal, Kept, check_journal
from chat.models import Answer, Status
from tests.faults.boats import PROCESSES
from tests.faults.conftest import LONG, Survived
from tests.faults.test_damage import HARMS


def answer(number: int) -> Answer:
    return Answer(id=str(number), question="Which boat?", status=Status.ANSWERED, answer="Boat 7.", confidence=0.5)


def _write(told: Connection, file: Path, first: int) -> None:
    """Questions and verdicts, each told once it is kept."""
    journal = Journal(file, keep_days=1)
    for number in count(first):
        assert journal.record(answer(number)) is Kept.YES
        told.send((number, None))
        assert journal.feedback(str(number), number % 2 == 0) is Kept.YES
        told.send((number, number % 2 == 0))


@pytest.mark.parametrize("kills", [pytest.param(3, id="short"), pytest.param(50, id="long", marks=LONG)])
def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path, kills: int, survived: Survived) -> None:
    file, chance, kept = tmp_path / "questions.sqlite", random.Random(kills), dict[int, bool | None]()
    for _ in range(kills):
        told, theirs = PROCESSES.Pipe(duplex=False)
        writer = PROCESSES.Process(target=_write, args=(theirs, file, len(kept)))
        writer.start()
        theirs.close()
        kept.update([told.recv()])
        time.sleep(chance.uniform(0, 0.05))
        writer.kill()
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
        while told.poll():
            try:
                kept.update([told.recv()])
            except EOFError:
                break
        journal = Journal(file, keep_days=1)
        found = {int(entry.answer_id): entry.helpful for entry in journal.entries(limit=10**6) or ()}
        journal.close()
        # One more may have been kept than could be told of.
        assert all(found[number] == helpful for number, helpful in kept.items() if helpful is not None)
        assert kept.keys() <= found.keys() and len(found) <= len(kept) + 1
        kept = found
    assert check_journal(file) is None
    survived(f"kill -9 of a writer of questions, {kills} times", f"{len(kept)} acknowledged, 0 lost")


def _keep_on(line: Connection, file: Path) -> None:
    journal = Journal(file, keep_days=1)
    for number in range(30):
        journal.record(answer(number))
    line.send("open")
    line.recv()
    results = [journal.record(answer(99)), journal.feedback("99", True), journal.record(answer(100))]
    entries = journal.entries()
    line.send((results, None if entries is None else len(entries), journal.problem))
    journal.close()


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
@pytest.mark.parametrize("harm", HARMS)
def test_harm_to_an_open_database_ends_nobody_and_is_told(tmp_path: Path, suffix: str, harm: str) -> None:
    file = tmp_path / "questions.sqlite"
    line, theirs = PROCESSES.Pipe()
    server = PROCESSES.Process(target=_keep_on, args=(theirs, file))
    server.start()
    theirs.close()
    line.recv()
    HARMS[harm](file.with_name(file.name + suffix))
    line.send("go on")
    results, entries, problem = line.recv()
    server.join()
    assert server.exitcode == 0
    assert (Kept.NOT in results or entries is None) == (problem is not None)
    assert problem is None or (len(problem.splitlines()) == 1 and problem.endswith(". Answers go on without it."))
    found = check_journal(file)
    if found is not None:
        assert found.endswith("; move the file away, and a new one is begun.")
        file.rename(tmp_path / "away")
    journal = Journal(file, keep_days=1)
    assert journal.record(answer(101)) is Kept.YES
    journal.close()
