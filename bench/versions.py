"""Another version beside this one: ``python -m bench.versions FORMULIR [ROUNDS]``.

``FORMULIR`` is the command of the other version, as ``../lama/.venv/bin/formulir``.
Both do the same work in turns on copies of one office, which the other version made:
so the ratio says what the machine's moods cannot.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from bench.office import (
    Province,
    copy_office,
    formulir,
    found_province,
    issue_words,
)
from bench.report import describe_load, table
from formulir.office.kantor import open_kantor

OURS = Path(sys.executable).with_name("formulir")
SHORT = 4
"""How many short runs there are in each round of the long one."""


@dataclass
class Work:
    """One thing that both versions do."""

    name: str
    office: Path
    words: list[str]
    writes: bool = False
    seen: dict[Path, Path] = field(default_factory=dict)
    """For each version an office in which it has seen the template in print."""
    taken: dict[Path, list[float]] = field(default_factory=dict)
    spent: dict[Path, list[float]] = field(default_factory=dict)

    def once(self, program: Path) -> None:
        office = self.office
        if self.writes:
            office = self.seen.get(program, office)
            office = copy_office(office, office.with_name("kantor-sekali"))
        run = formulir(office, *self.words, program=program)
        self.taken.setdefault(program, []).append(run.taken_s)
        self.spent.setdefault(program, []).append(run.cpu_s)

    def row(self, other: Path) -> list[str]:
        words = [self.name, str(len(self.taken[OURS]))]
        for times in (self.taken, self.spent):
            theirs, ours = median(times[other]), median(times[OURS])
            ratio = f"{ours / theirs:.3f}" if theirs else "-"
            words += [f"{theirs:.2f}", f"{ours:.2f}", ratio]
        return words


def main() -> None:
    """Measure, and print a table."""
    other, rounds = Path(sys.argv[1]), int((*sys.argv[2:], "3")[0])
    print(describe_load())
    with tempfile.TemporaryDirectory(prefix="formulir-bench-") as name:
        province = found_province(Path(name), 1)
        issued = copy_office(province.whole, province.whole.with_name("terbit"))
        formulir(issued, *issue_words(), program=other)
        one = issue_words("--kunci", _some_key(province.whole))
        seen = {each: _see_once(province, each) for each in (other, OURS)}
        whole = issue_words()
        letters = partial(Work, office=province.whole, writes=True)
        works = [
            letters("issue, the province", words=whole, seen=seen),
            letters("the same, the template new", words=whole),
            letters("issue, one letter", words=one, seen=seen),
            letters("the same, the template new", words=one),
            Work("find", issued, ["find", "Kudus", "--limit", "50"]),
            Work("--help", issued, ["--help"]),
        ]
        for turn in range(rounds):
            for work in works:
                for n in range(1 if work.words is whole else SHORT):
                    pair = (other, OURS) if (turn + n) % 2 else (OURS, other)
                    for program in pair:
                        work.once(program)
                print(turn, work.row(other), flush=True)
    head = ("what", "runs", "other, s", "this, s", "this/other")
    head += ("other, CPU s", "this, CPU s", "this/other, CPU")
    print(table(head, [work.row(other) for work in works]))


def _see_once(province: Province, program: Path) -> Path:
    """Make an office that keeps what a version found out about the template."""
    tried = copy_office(province.whole, province.whole.with_name("dicoba"))
    formulir(tried, *issue_words(), program=program)
    name = "tahu-ini" if program is OURS else "tahu-lain"
    office = copy_office(province.whole, province.whole.with_name(name))
    if (kept := tried / "kerja").is_dir():
        shutil.copytree(kept, office / "kerja")
    return office


def _some_key(office: Path) -> str:
    with open_kantor(office).open_catatan(read_only=True) as db:
        return str(db.value("SELECT min(npsn) FROM usulan_imbas"))


if __name__ == "__main__":
    main()
