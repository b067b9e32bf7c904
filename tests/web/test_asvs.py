"""The rows of docs/asvs.md: each names tests that exist, or says why there is none."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| ([✓=◐✗·]) \| (.*?) ?\|")
APPLYING = 210
"""Requirements of levels 1 and 2, without the chapters that concern nothing here."""


def read_rows():
    lines = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8").splitlines()
    rows = [ROW.fullmatch(line) for line in lines if re.match(r"\| \d", line)]
    assert all(rows)
    return [row.groups() for row in rows]


def list_tests():
    files = (ROOT / "tests").rglob("test_*.py")
    return {
        name
        for file in files
        for name in re.findall(
            r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE
        )
    }


def test_each_requirement_has_one_row():
    numbers = [row[0] for row in read_rows()]
    assert [one for one, count in Counter(numbers).items() if count > 1] == []
    assert len(numbers) == APPLYING


def test_what_holds_names_a_test_that_is_there_and_the_rest_says_why():
    tests = list_tests()
    for number, _, _, mark, how in read_rows():
        named = re.findall(r"`(test_\w+)`", how)
        assert set(named) <= tests, number
        assert bool(named) or mark != "✓", number
        assert bool(how) or mark == "·", number
