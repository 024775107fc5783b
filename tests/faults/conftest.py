"""What the long runs survived, in one table at their end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

LONG = [pytest.mark.faults, pytest.mark.timeout(3600)]
Survived = Callable[[str, str], None]
_TABLE = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture(scope="session")
def survived(request: pytest.FixtureRequest) -> Survived:
    """Notes what happened and how it ended."""
    rows = request.config.stash.setdefault(_TABLE, [])
    return lambda fault, outcome: rows.append((fault, outcome))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(_TABLE, [])
    if rows and "faults" in (config.option.markexpr or "").replace("not faults", ""):
        terminalreporter.write_sep("-", "survived")
        width = max(len(fault) for fault, _ in rows)
        for fault, outcome in rows:
            terminalreporter.write_line(f"{fault:<{width}}  {outcome}")
