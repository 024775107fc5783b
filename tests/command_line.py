"""Running a command line in a test, and what a problem told by it looks like."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

ASKED = "When was the clapper replaced?"
Aircheck = Callable[..., Result]


def assert_told(result: Result, *parts: str, status: int = 1) -> None:
    """One line on standard error, nothing on standard output, no trace of the program's inside."""
    assert result.exit_code == status
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("aircheck: ")
    assert "Traceback" not in result.output
    assert all(part in result.stderr for part in parts), result.stderr
