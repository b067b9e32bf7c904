"""Cut every write of ledger and archive short, and see what becomes of the office.

``python -m tests.tools.faults``: each act with a fault (SIGKILL, EIO, ENOSPC) at each
system call with which it writes, put there by strace; at each step that Python itself
can see; and two writers side by side that are killed at random moments.

After each fault all readers read, then the act is done again. No reader may fail or
take the traces for tampering, nothing that was acknowledged may be lost, nothing may be
there twice, and what was done again ends well and leaves an archive at rest.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.tools.faults import hooks, trace
from tests.tools.faults.acts import attempt, make_acts, make_office
from tests.tools.faults.judge import copy_office, hear, judge
from tests.tools.faults.kills import kill_writers
from tests.tools.faults.report import Report, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.tools.faults.acts import Act
    from tests.tools.faults.child import Ended
    from tests.tools.faults.judge import Wrong

SHORT = {"sample": 5, "hooks": 0, "kills": 2}
"""How many cases there are in the short form; steps, where there is no strace."""
SHORT_ACTS = ("append, 3 objects", "import with files", "replace")
"""The acts of the short form: what issues, what fills the ledger, and both."""


def main() -> int:
    """Run what is asked for; return whether anything was not survived."""
    asked = read_arguments()
    began = time.monotonic()
    report, chance = Report(), random.Random(asked.seed)
    with TemporaryDirectory(prefix="faults-") as place:
        try_all(Tries(Path(place), report, chance), asked)
    say(*report.lines())
    if report.missed:
        say(f"{report.missed} faults were planned at calls that did not come again")
    took, used = time.monotonic() - began, sum(os.times()[:4])
    say(f"seed {asked.seed}; {took:.0f} s, {used:.0f} s of processor time")
    return int(not report.sound)


def try_all(tries: Tries, asked: argparse.Namespace) -> None:
    """Try what is asked for."""
    acts = [act for act in make_acts() if asked.act in act.name]
    if asked.short:
        acts = [act for act in acts if act.name in SHORT_ACTS]
    tries.warm_up(acts)
    if trace.has_strace(tries.trace):
        tries.sweep_calls(acts, asked.sample, asked.errors.split(","))
    else:
        say("strace is not here or may not trace: steps that Python sees instead")
        asked.hooks = asked.sample
    if asked.hooks != 0:
        tries.sweep_steps(acts, asked.hooks)
    tries.kill(asked.kills)


def read_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.faults")
    parser.add_argument("--short", action="store_true", help="what `make test` runs")
    parser.add_argument("--sample", type=int, help="so many system calls; else all")
    parser.add_argument("--errors", default="KILL,EIO,ENOSPC", help="only these")
    parser.add_argument("--hooks", type=int, help="so many steps; else all")
    parser.add_argument("--kills", type=int, default=300, help="of two writers")
    parser.add_argument("--act", default="", help="only acts that are called so")
    parser.add_argument("--seed", type=int, default=2016)
    asked = parser.parse_args(words)
    if asked.short:
        vars(asked).update(SHORT)
    return asked


class Tries:
    """Tries cases one by one, each on a copy of one office.

    Args:
        place: A folder for the office and its copies.
        report: Is told of each case.
        chance: Chooses where not all are tried.
    """

    def __init__(self, place: Path, report: Report, chance: random.Random) -> None:
        self.home, self.copy = place / "asal", place / "salinan"
        self.trace = place / "trace"
        self.report, self.chance = report, chance
        self.number = 0
        self.home.mkdir()
        hear(lambda: make_office(self.home) and 0)

    def fresh(self) -> Path:
        """Give a fresh copy of the office."""
        return copy_office(self.home, self.copy)

    def warm_up(self, acts: Sequence[Act]) -> None:
        """Do each act here: from then on no child imports anything."""
        for act in acts:
            folder = self.fresh()
            code, said = hear(lambda act=act, folder=folder: attempt(act, folder, 1))
            assert code == 0, f"{act.name}: {said}"

    def choose(self, cases: list, count: int | None) -> list:
        """Choose some of the cases, or give all."""
        if count is None or count >= len(cases):
            return cases
        return [
            cases[at] for at in sorted(self.chance.sample(range(len(cases)), count))
        ]

    def sweep_calls(
        self, acts: Sequence[Act], count: int | None, errors: Sequence[str]
    ) -> None:
        """Put a fault at every system call that writes, or at some of them."""
        cases = [
            (act, point)
            for act in acts
            for point in trace.list_points(act, self.fresh(), trace=self.trace)
            if point.error in errors
        ]
        say(f"{len(cases)} faults at system calls")
        for act, point in self.choose(cases, count):
            folder = self.fresh()
            ended, came = trace.inject(act, folder, point, trace=self.trace)
            assert ended is not None, f"strace lost hold at {act.name}, {point}"
            self.judge(act, folder, str(point), ended, came=came)

    def sweep_steps(self, acts: Sequence[Act], count: int | None) -> None:
        """Put a fault at every step that Python sees, or at some of them."""
        cases = [
            (act, step) for act in acts for step in hooks.list_steps(act, self.fresh())
        ]
        say(f"{len(cases)} faults at steps")
        for act, step in self.choose(cases, count):
            self.strike(act, step)

    def strike(self, act: Act, step: hooks.Step) -> Wrong:
        """Put a fault at one step, and give what was wrong then."""
        folder = self.fresh()
        ended, came = hooks.strike(act, folder, step)
        return self.judge(act, folder, str(step), ended, came=came)

    def judge(
        self, act: Act, folder: Path, case: str, ended: Ended, *, came: bool
    ) -> Wrong:
        """Judge a case, count it, and give what was wrong."""
        self.number += 1
        self.report.missed += not came
        done = ended.code == 0
        wrong = judge([act], folder, done=[done], first=self.number)
        if ended.hung:
            wrong.stuck.append("it hung")
        if ended.code not in (None, 0, MACHINE):
            wrong.alarms.append(f"the act ended with {ended.code}: {ended.said}")
        self.report.add(act.name, case, wrong)
        return wrong

    def kill(self, count: int) -> None:
        """Kill two writers at random moments."""
        cut = 0
        for case, wrong, middle in kill_writers(
            self.home, self.copy, count=count, chance=self.chance
        ):
            cut += middle
            self.report.add("two writers, both killed", case, wrong)
        say(f"{cut} of {count} kills were in the middle")


MACHINE = 5
"""The exit code of a command that the machine lets down."""

if __name__ == "__main__":
    sys.exit(main())
