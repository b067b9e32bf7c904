"""Ledger and archive survive a fault at any write; ``make faults`` tries them all."""

from __future__ import annotations

import random
import re

import pytest

from formulir.archive import log
from formulir.cli.main import COMMANDS
from formulir.ground import rollback
from formulir.office import filing
from formulir.records import store
from tests.tools.faults.__main__ import Tries, read_arguments, try_all
from tests.tools.faults.acts import READING, SWEPT, UNSWEPT, make_acts, make_issue
from tests.tools.faults.hooks import list_steps
from tests.tools.faults.report import Report


@pytest.fixture(scope="module")
def tries(tmp_path_factory):
    """Make the office of which every case is a copy."""
    place = tmp_path_factory.mktemp("asal")
    return Tries(place, Report(), random.Random(1))


MORE = ["--sample", "12", "--hooks", "0", "--kills", "6"]


@pytest.mark.parametrize(
    ("words", "least"),
    [(["--short"], 7), pytest.param(MORE, 18, marks=pytest.mark.thorough)],
)
def test_a_sample_of_all_faults_is_survived(tries, words, least):
    asked = read_arguments(words)
    tries.report, tries.chance = Report(), random.Random(asked.seed)
    try_all(tries, asked)
    told = "\n".join(tries.report.lines())
    assert tries.report.sound, told
    total = re.search(r"^\| all \| (\d+) \| (\d+) \|", told, re.MULTILINE)
    assert total is not None
    assert total[1] == total[2]
    assert int(total[1]) >= least


def test_every_command_is_swept_or_it_is_said_why_not():
    assert {*SWEPT, *UNSWEPT, *READING} == set(COMMANDS)
    named = [act.name.partition(",")[0] for act in make_acts()]
    assert set(", ".join(SWEPT.values()).split(", ")) <= set(named)


def no_intent(root, **_said):
    """Write objects that nothing tells from strays."""


def no_rollback(path):
    """Read as if no writer were ever killed."""
    return rollback.connect(path, mode="ro")


def no_following(_db, _entries, _head):
    """Leave the ledger behind what was acknowledged."""


PLANTED = {
    "write_intent": (log, no_intent, "os.rename", "alarms"),
    "connect_to_read": (store, no_rollback, "sql-COMMIT", "alarms"),
    "follow_log": (filing, no_following, "open", "lost"),
}
"""By name of a function: where it is, what stands in its place, where it shows."""


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_noticed(tries, monkeypatch, name):
    module, planted, place, sort = PLANTED[name]
    tries.report, tries.chance = Report(), random.Random(1)
    monkeypatch.setattr(module, name, planted)
    act = make_issue("append", ["B1"])
    steps = [each for each in list_steps(act, tries.fresh()) if each.name == place]
    wrongs = (tries.strike(act, step) for step in steps if step.error == "KILL")
    assert any(getattr(wrong, sort) for wrong in wrongs)
