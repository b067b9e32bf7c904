"""The list of planted faults fits the code: each stands where it is said to."""

from __future__ import annotations

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "scripts" / "mutants.py"


def test_each_planted_fault_stands_in_one_place_and_has_its_tests():
    mutants = runpy.run_path(str(SCRIPT))
    listed = mutants["read_mutants"]()  # ends with the place of one that fits nowhere
    assert len(listed) >= 100
    root = SCRIPT.parents[1]
    assert [p for each in listed for p in each.tests if not (root / p).exists()] == []
