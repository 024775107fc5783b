"""Who is counted, for what, and when they may come again."""

from __future__ import annotations

import threading
import time
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chat.errors import NoRedis
from chat.web.addresses import client_address, networks
from chat.web.api import create_app
from chat.web.limits import AtOnce, Limits, Memory, Rules, Visit
from chat.web.options import WebOptions
from tests.fake_assistant import FakeAssistant

PROXIES = networks(("10.0.0.0/8", "2001:db8:ffff::/48"))
ASKING = Visit(address="203.0.113.9", site="", is_question=True)


class Clock:
    """Seconds since 1970, which go on when they are told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    monkeypatch.setattr(time, "time", told)
    return told


def rules(**options: Any) -> Rules:
    return Rules.of(WebOptions(**options))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        pytest.param("203.0.113.9", "", "203.0.113.9", id="no proxy"),
        pytest.param("203.0.113.9", "198.51.100.1", "203.0.113.9", id="who is no listed proxy is not believed"),
        pytest.param("10.0.0.1", "198.51.100.1", "198.51.100.1", id="a listed proxy is believed"),
        pytest.param("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.7", "198.51.100.1", id="hop by hop from the right"),
        pytest.param("10.0.0.1", "", "10.0.0.1", id="a proxy that says nothing"),
        pytest.param("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1", id="nonsense ends the way back"),
        pytest.param("10.0.0.1", "198.51.100.1:4711", "198.51.100.1", id="with a port"),
        pytest.param("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::/64", id="IPv6 with a port"),
        pytest.param("2001:db8::1", "", "2001:db8::/64", id="IPv6 by household"),
        pytest.param("::ffff:203.0.113.9", "", "203.0.113.9", id="IPv4 within IPv6"),
        pytest.param("testclient", "1.1.1.1", "testclient", id="no address at all"),
        pytest.param("10.0.0.1", ",".join(["10.0.0.2"] * 5000), "10.0.0.2", id="endless"),
    ],
)
def test_the_address_is_the_last_that_no_listed_proxy_has(peer: str, forwarded: str, address: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == address


@given(st.text(max_size=200))
def test_without_listed_proxies_nothing_that_is_sent_changes_the_address(forwarded: str) -> None:
    assert client_address("203.0.113.9", forwarded, ()) == "203.0.113.9"


def test_settings_name_what_is_no_proxy() -> None:
    assert WebOptions(proxies=("10.0.0.1", "fd00::/8")).proxies == ("10.0.0.1/32", "fd00::/8")
    with pytest.raises(ValidationError, match="'nginx' does not appear to be an IPv4 or IPv6 network"):
        WebOptions(proxies=("nginx",))


def test_questions_are_limited_by_minute_and_who_waits_as_told_is_let_in(clock: Clock) -> None:
    counter = Limits(rules(limit_per_minute=3))
    told = []
    for _ in range(5):
        told.append(counter.refused(ASKING))
        clock.now += 10.5
    assert told == [None, None, None, 29, 18]
    clock.now += 18 - 10.5
    assert counter.refused(ASKING) is None


@given(st.lists(st.floats(0, 40), max_size=60), st.integers(1, 5))
def test_no_minute_has_more_questions_than_its_limit_wherever_it_begins(waits_s: list[float], limit: int) -> None:
    counter, clock, let_in = Limits(rules(limit_per_minute=limit)), Clock(), []
    with patch("time.time", clock):
        for wait_s in waits_s:
            clock.now += wait_s
            if counter.refused(ASKING) is None:
                let_in.append(clock.now)
    assert all(later - earlier >= 60 for earlier, later in zip(let_in, let_in[limit:], strict=False))


def test_questions_are_limited_by_day() -> None:
    counter = Limits(rules(limit_per_minute=100, limit_per_day=2))
    assert [counter.refused(ASKING) is None for _ in range(4)] == [True, True, False, False]


def test_counting_starts_no_thread_and_what_is_over_is_forgotten(clock: Clock) -> None:
    memory = Memory()
    memory.timer.join()
    threads = threading.active_count()
    assert [memory.acquire_entry("minute", 3, 60) for _ in range(4)] == [True, True, True, False]
    assert memory.acquire_entry("day", 3, 86_400)
    assert threading.active_count() == threads
    clock.now += 61
    assert memory.acquire_entry("other", 3, 60)
    assert set(memory._taken) == {"day", "other"}


def test_each_address_has_its_own_count() -> None:
    counter = Limits(rules(limit_per_minute=1))
    others = [ASKING.model_copy(update={"address": f"203.0.113.{n}"}) for n in range(5)]
    assert [counter.refused(visit) for visit in others] == [None] * 5


def test_a_site_is_limited_over_all_its_visitors() -> None:
    counter = Limits(rules(limit_site_per_minute=2))
    visits = [Visit(address=f"203.0.113.{n}", site="https://show.example", is_question=True) for n in range(4)]
    assert [counter.refused(visit) is None for visit in visits] == [True, True, False, False]
    assert counter.refused(visits[3].model_copy(update={"site": "https://other.example"})) is None


def test_other_requests_do_not_use_up_questions_and_have_a_limit_of_their_own() -> None:
    counter = Limits(rules(limit_per_minute=1, limit_requests_per_minute=5))
    looking = ASKING.model_copy(update={"is_question": False})
    assert [counter.refused(looking) is None for _ in range(7)] == [True] * 5 + [False] * 2
    assert counter.refused(ASKING) is None


def test_a_refused_minute_uses_up_nothing_of_the_day(clock: Clock) -> None:
    counter = Limits(rules(limit_per_minute=2, limit_per_day=3))
    let_in = [counter.refused(ASKING) is None for _ in range(50)].count(True)
    clock.now += 60
    assert (let_in, counter.refused(ASKING), counter.refused(ASKING)) == (2, None, 86_400 - 60)


def test_wrong_passwords_are_counted_by_address() -> None:
    counter = Limits(rules())
    for _ in range(10):
        assert counter.refused_password("203.0.113.9") is None
        counter.wrong_password("203.0.113.9")
    assert counter.refused_password("203.0.113.9") is not None
    assert counter.refused_password("203.0.113.10") is None


def test_only_so_many_questions_are_answered_at_once() -> None:
    open_now = AtOnce(2)
    with open_now.held("a"):
        assert not open_now.is_full("a")
        with open_now.held("a"):
            assert open_now.is_full("a")
            assert not open_now.is_full("b")
        assert not open_now.is_full("a")
    assert open_now._open == {}


def test_a_redis_that_cannot_be_set_up_is_told_in_one_line() -> None:
    with pytest.raises(NoRedis, match="limits cannot be shared by nonsense: unknown storage scheme : nonsense"):
        create_app(FakeAssistant(), WebOptions(redis="nonsense"), pages=False)  # before anybody asks


def test_a_redis_that_cannot_be_reached_does_not_lift_the_limits() -> None:
    pytest.importorskip("redis", reason="the extra [redis] is not installed")
    counter = Limits(rules(limit_per_minute=2), "redis://127.0.0.1:9/0")
    assert [counter.refused(ASKING) is None for _ in range(4)] == [True, True, False, False]
    assert counter.is_alone
