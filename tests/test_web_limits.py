"""Who is counted, for what, and when they may come again."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chat.web.addresses import client_address, networks
from chat.web.limits import AtOnce, Limits, Memory, NoRedis, Rules, Visit
from chat.web.options import WebOptions

PROXIES = networks(("10.0.0.0/8", "2001:db8:ffff::/48"))
ASKING = Visit(address="203.0.113.9", site="", is_question=True)


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


@pytest.mark.usefixtures("within_a_minute")
def test_questions_are_limited_by_minute_and_the_wait_is_told() -> None:
    counter = Limits(rules(limit_per_minute=3))
    told = [counter.refused(ASKING) for _ in range(5)]
    assert told[:3] == [None, None, None]
    assert all(isinstance(seconds, int) and 1 <= seconds <= 60 for seconds in told[3:])


def test_questions_are_limited_by_day() -> None:
    counter = Limits(rules(limit_per_minute=100, limit_per_day=2))
    assert [counter.refused(ASKING) is None for _ in range(4)] == [True, True, False, False]


def test_counting_starts_no_thread_and_what_is_over_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    memory.timer.join()
    threads = threading.active_count()
    assert [memory.incr("minute", 60) for _ in range(3)] == [1, 2, 3]
    memory.incr("day", 86_400)
    assert threading.active_count() == threads
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert (memory.incr("other", 60), set(memory.storage)) == (1, {"day", "other"})


@pytest.mark.usefixtures("within_a_minute")
def test_each_address_has_its_own_count() -> None:
    counter = Limits(rules(limit_per_minute=1))
    others = [ASKING.model_copy(update={"address": f"203.0.113.{n}"}) for n in range(5)]
    assert [counter.refused(visit) for visit in others] == [None] * 5


@pytest.mark.usefixtures("within_a_minute")
def test_a_site_is_limited_over_all_its_visitors() -> None:
    counter = Limits(rules(limit_site_per_minute=2))
    visits = [Visit(address=f"203.0.113.{n}", site="https://show.example", is_question=True) for n in range(4)]
    assert [counter.refused(visit) is None for visit in visits] == [True, True, False, False]
    assert counter.refused(visits[3].model_copy(update={"site": "https://other.example"})) is None


@pytest.mark.usefixtures("within_a_minute")
def test_other_requests_do_not_use_up_questions_and_have_a_limit_of_their_own() -> None:
    counter = Limits(rules(limit_per_minute=1, limit_requests_per_minute=5))
    looking = ASKING.model_copy(update={"is_question": False})
    assert [counter.refused(looking) is None for _ in range(7)] == [True] * 5 + [False] * 2
    assert counter.refused(ASKING) is None


@pytest.mark.usefixtures("within_a_minute")
def test_a_refused_minute_uses_up_nothing_of_the_day() -> None:
    wanted = rules(limit_per_minute=2, limit_per_day=3)
    counter = Limits(wanted)
    for _ in range(50):
        counter.refused(ASKING)
    day = wanted.counted(ASKING)[1]
    assert counter._here.get_window_stats(*day).remaining == 1


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
        Limits(rules(), "nonsense")


@pytest.mark.usefixtures("within_a_minute")
def test_a_redis_that_cannot_be_reached_does_not_lift_the_limits() -> None:
    pytest.importorskip("redis", reason="the extra [redis] is not installed")
    counter = Limits(rules(limit_per_minute=2), "redis://127.0.0.1:9/0")
    begun = time.monotonic()
    assert [counter.refused(ASKING) is None for _ in range(4)] == [True, True, False, False]
    assert counter.is_alone
    assert time.monotonic() - begun < 5
