"""Debian's Chromium and axe-core for the browser tests. What is missing skips them, with a word."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import CHROMIUM, FLAGS
from tests.browser.sites import World, watch, world
from tests.fake_assistant import FakeAssistant


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """The script of axe-core, which npm brings once into pytest's cache."""
    cache = request.config.cache
    npm = shutil.which("npm")
    if cache is None or npm is None:
        pytest.skip("npm is not there, so axe-core cannot be had")
    folder = cache.mkdir("axe")
    script = Path(folder) / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4"]
        got = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if got.returncode != 0:
            pytest.skip(f"npm cannot bring axe-core: {got.stderr.strip()[-200:]}")
    return script.read_text()


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    """Answers at once, and remembers what it was asked."""
    return FakeAssistant(delay_s=0.005)


@pytest.fixture(scope="module")
def three(assistant: FakeAssistant) -> Iterator[World]:
    """The server, a site that may embed the widget, and one that may not."""
    with world(assistant) as three:
        yield three


@pytest.fixture
def page(chromium: Browser, three: World) -> Iterator[Page]:
    """A page of the listed site with the widget on it; fails when a script does, or a request leaves for elsewhere."""
    page = chromium.new_page(locale="en-GB", reduced_motion="reduce", viewport={"width": 1100, "height": 760})
    page.set_default_timeout(15_000)
    faults = watch(page, three.server, three.listed.address, three.foreign.address)
    page.goto(three.listed.put("plain", three.tag()))
    yield page
    page.close()
    assert faults == []
