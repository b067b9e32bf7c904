"""Which tests may be skipped, and why; any other skip fails the run.

A test that is skipped everywhere cannot fail. ``conftest.py`` takes these hooks in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

EXPECTED = {
    "the province's list is not here": "25,002 real schools, which are not shipped",
    "only root can be several users": "a child takes the numbers of users made up",
    "aics-tlog asks for Python 3.12": "a program by others, where it can be installed",
    "name spaces are forbidden here": "a container that runs the tests may refuse them",
}
"""How the reason of an expected skip begins, and why it is expected."""


def list_skips(config: pytest.Config) -> list[tuple[str, str]]:
    """Return which tests were skipped, with the reason of each."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = () if reporter is None else reporter.stats.get("skipped", ())
    return [
        (report.nodeid, report.longrepr[2].removeprefix("Skipped: "))
        for report in skipped
        if isinstance(report.longrepr, tuple)
    ]


def is_expected(reason: str) -> bool:
    """Tell whether a skip is one of those above."""
    return reason.startswith(tuple(EXPECTED))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which a test was skipped that should have run."""
    unexpected = [why for _, why in list_skips(session.config) if not is_expected(why)]
    if unexpected and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """End with the list of skips."""
    skips = list_skips(config)
    if not skips:
        return
    terminalreporter.section("skipped tests")
    for name, reason in sorted(skips):
        word = "expected" if is_expected(reason) else "NOT EXPECTED"
        terminalreporter.write_line(f"{word}: {name}: {reason}")
