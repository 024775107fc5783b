"""Which web sites may ask: origins are read one way, and a listed name stands for what is below it and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chat.web.options import WebOptions
from chat.web.origins import is_allowed, is_own, read_origin

SITES = ("https://show.example", "https://*.fans.example", "http://localhost:3000")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("HTTPS://Show.Example:443", "https://show.example", id="case and own port"),
        pytest.param("http://show.example:8080", "http://show.example:8080", id="another port"),
        pytest.param("http://[::1]:8000", "http://[::1]:8000", id="IPv6"),
        pytest.param("https://*.show.example", "https://*.show.example", id="all below"),
        pytest.param(" null ", "null", id="a file"),
        pytest.param("https://show.example/", None, id="a path"),
        pytest.param("https://show.example@evil.example", None, id="a user name"),
        pytest.param("https://show.example\n", "https://show.example", id="white space around"),
        pytest.param("show.example", None, id="no scheme"),
        pytest.param("javascript://show.example", None, id="another scheme"),
        pytest.param("*", None, id="everybody"),
        pytest.param("https://*", None, id="everybody with TLS"),
        pytest.param("https://a*.show.example", None, id="star inside a name"),
        pytest.param("https://show.example:99999", None, id="no port"),
        pytest.param("https://" + "a." * 200 + "example", None, id="endless"),
    ],
)
def test_an_origin_has_one_spelling(written: str, read: str | None) -> None:
    assert read_origin(written) == read


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        pytest.param("https://show.example", True, id="listed"),
        pytest.param("http://show.example", False, id="listed with another scheme"),
        pytest.param("https://show.example:8443", False, id="listed with another port"),
        pytest.param("https://www.show.example", False, id="below one that is listed alone"),
        pytest.param("https://a.fans.example", True, id="below"),
        pytest.param("https://a.b.fans.example", True, id="far below"),
        pytest.param("https://fans.example", False, id="the parent itself"),
        pytest.param("https://evilfans.example", False, id="a name that ends alike"),
        pytest.param("https://fans.example.evil.example", False, id="a name that begins alike"),
        pytest.param("https://*.fans.example", False, id="the pattern itself"),
        pytest.param("null", False, id="a file"),
    ],
)
def test_listed_sites_may_ask_and_others_not(origin: str, allowed: bool) -> None:
    assert is_allowed(origin, SITES) is allowed


def test_no_list_allows_nobody() -> None:
    assert not any(is_allowed(origin, ()) for origin in (*SITES, "null", ""))


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        pytest.param("http://localhost:8000", "localhost:8000", True, id="this server"),
        pytest.param("https://show.example", "show.example", True, id="behind TLS"),
        pytest.param("https://show.example", "Show.Example:443", True, id="with the port"),
        pytest.param("http://localhost:3000", "localhost:8000", False, id="another port"),
        pytest.param("null", "localhost", False, id="a file"),
        pytest.param("null", "null", False, id="a file and a strange host"),
        pytest.param("https://evil.example", "", False, id="no host"),
    ],
)
def test_the_servers_own_pages_are_told_by_the_host(origin: str, host: str, own: bool) -> None:
    assert is_own(origin, host) is own


def test_settings_name_what_is_no_origin() -> None:
    assert WebOptions(origins=("HTTPS://Show.Example",)).origins == ("https://show.example",)
    with pytest.raises(ValidationError, match=r"'show.example/path' is no origin; write it like https://show.example"):
        WebOptions(origins=("show.example/path",))


@given(st.text(max_size=60))
def test_anything_can_be_read_and_what_is_read_stays_the_same(text: str) -> None:
    read = read_origin(text)
    assert read is None or read_origin(read) == read
