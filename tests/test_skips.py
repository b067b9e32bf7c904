"""A run fails on a skip that nobody expects, with one process or with several."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.skips import EXPECTED

TESTS = """
import pytest

def test_that_runs():
    pass

@pytest.mark.skipif(True, reason={reason!r})
def test_that_does_not():
    pass

def test_that_finds_out():
    pytest.skip({reason!r})
"""


def run_tests(folder, reason, *words):
    """Run two tests that skip, and return the status and the end of the output."""
    (folder / "test_a.py").write_text(TESTS.format(reason=reason), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    answer = subprocess.run(
        [
            # The plug-ins of other libraries take longer to start than the tests.
            *("env", f"PYTHONPATH={ROOT}", "PYTEST_DISABLE_PLUGIN_AUTOLOAD=1"),
            *(sys.executable, "-m", "pytest", "-q"),
            *("-p", "tests.skips", "-p", "no:cacheprovider", *words, folder),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return answer.returncode, answer.stdout


SEVERAL = ("-p", "xdist", "-n", "2")


@pytest.mark.parametrize("words", [(), SEVERAL])
def test_a_skip_for_an_unknown_reason_fails_the_run(tmp_path, words):
    status, said = run_tests(tmp_path, "a program is missing", *words)
    assert status == 1
    assert said.count("NOT EXPECTED: test_a.py::test_that_") == 2, said


@pytest.mark.parametrize(
    "words", [(), pytest.param(SEVERAL, marks=pytest.mark.thorough)]
)
def test_an_expected_skip_is_listed_and_fails_nothing(tmp_path, words):
    status, said = run_tests(tmp_path, f"{next(iter(EXPECTED))}: more", *words)
    assert status == 0
    assert said.count("\nexpected: test_a.py::test_that_") == 2, said
