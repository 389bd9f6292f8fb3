"""What every test may use."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings

# A machine that has other work is no fault of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` writes tests/golden/expected/ anew: then read the difference."""
    parser.addoption("--update-golden", action="store_true",
                     help="rewrite tests/golden/expected/ from what is built now")


def pytest_configure() -> None:
    """Ctrl-C is tested too, and the processes that share the tests start with it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line where the browser tests were skipped."""
    skipped = [report for report in terminalreporter.stats.get("skipped", [])
               if "NO BROWSER" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"NO BROWSER: {len(skipped)} tests in a browser were NOT run. Install Chromium.",
            red=True, bold=True)
