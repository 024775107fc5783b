"""Questions answered by processes of their own: the same answers, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from chat.assistant import Assistant
from chat.build import workers_of
from chat.errors import BadQuestion, WorkersLost
from chat.models import Answer, Delta, Message, Status
from chat.settings import Settings
from chat.workers import Workers
from index.models import Filters
from tests.parrot import lost, never, parrot

ROOT = Path(__file__).parent.parent


@contextmanager
def working(make: Callable[[], Assistant] = parrot, count: int = 1) -> Iterator[Workers]:
    workers = Workers(parrot(), make, count)
    try:
        yield workers
    finally:
        workers.close()


def until_a_worker_answers(workers: Workers) -> Answer:
    deadline = time.monotonic() + 60
    while (answer := workers.ask("hello")).id == str(os.getpid()):
        assert time.monotonic() < deadline, "no worker answered in 60 s"
        time.sleep(0.05)
    return answer


def test_the_server_answers_until_its_workers_have_started_and_then_they_do() -> None:
    with working(count=2) as workers:
        assert workers.ask("first").id == str(os.getpid())
        pid = int(until_a_worker_answers(workers).id)
        assert pid in [child.pid for child in psutil.Process().children()]
        asked = workers.stream("who", [Message(content="before")], Filters(episode=("050",)))
        assert [each.text for each in asked if isinstance(each, Delta)] == ["who 1 050"]
        assert workers.search("seed").id == str(os.getpid())
        assert workers.suggestions() == ("Who is a pretty bird?",)


def test_an_error_of_a_worker_is_the_askers() -> None:
    with working() as workers:
        until_a_worker_answers(workers)
        with pytest.raises(BadQuestion, match="empty"):
            workers.ask("")


def test_what_a_worker_has_no_index_for_the_server_answers_from_the_one_it_has_open() -> None:
    with working(lost) as workers:
        workers.ask("start them")
        wait(workers._starting, timeout=60)
        assert workers.ask("still there?").id == str(os.getpid())


def test_a_question_whose_worker_is_killed_is_asked_again() -> None:
    with working(count=2) as workers:
        os.kill(int(until_a_worker_answers(workers).id), signal.SIGKILL)
        assert [workers.ask("still there?").answer for _ in range(3)] == ["still there? 0 "] * 3
        assert until_a_worker_answers(workers).status is Status.ANSWERED


def test_a_question_that_ends_every_worker_is_given_up_and_others_go_on() -> None:
    with working() as workers:
        until_a_worker_answers(workers)
        with pytest.raises(WorkersLost, match="three times"):
            workers.ask("die")
        assert workers.ask("and now?").answer == "and now? 0 "


def test_where_no_worker_can_start_the_server_goes_on_alone_and_says_so_once(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with working(never) as workers:
        deadline = time.monotonic() + 60
        while not caplog.messages and time.monotonic() < deadline:
            assert workers.ask("hello").id == str(os.getpid())
            time.sleep(0.02)
        assert workers.ask("hello").id == str(os.getpid())
    (told,) = caplog.messages
    assert told.startswith("The server answers alone, for its workers cannot start: ")
    capfd.readouterr()


@pytest.mark.parametrize(
    ("given", "alone"),
    [
        pytest.param({"workers": 1}, True, id="as told"),
        pytest.param({"workers": 3}, False, id="three"),
        pytest.param({"workers": 3, "llm_url": "http://127.0.0.1:9/v1"}, True, id="a language model is waited for"),
    ],
)
def test_the_server_answers_alone_where_workers_would_not_help(given: dict[str, Any], alone: bool) -> None:
    assert (workers_of(Settings(**given), parrot()) is None) is alone


def test_workers_end_with_a_server_that_is_killed() -> None:
    program = (
        "import time; from chat.workers import Workers; from tests.test_chat_workers import *; "
        "print(until_a_worker_answers(Workers(parrot(), parrot, 1)).id, flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout
        worker = psutil.Process(int(server.stdout.readline()))
        server.kill()
    worker.wait(timeout=10)
