"""What came of all cases: counted by act, and told in full where something is wrong."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.tools.faults.judge import Wrong

COLUMNS = ("cases", "survived", "false alarms", "lost", "doubled", "stuck")
TOLD = 10
"""So many wrong cases are told in full."""


@dataclass(kw_only=True, slots=True)
class Report:
    """Counts cases by what they tried.

    Args:
        counts: By name of what was tried, how many cases, and what became of them.
        told: How many wrong cases were told.
        missed: Faults that were planned and never came to pass.
    """

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    told: int = 0
    missed: int = 0

    def add(self, name: str, case: str, wrong: Wrong) -> None:
        """Count a case; tell it when something is wrong."""
        row = self.counts.setdefault(name, Counter())
        row["cases"] += 1
        row["survived"] += not list(wrong)
        for sort in ("alarms", "lost", "doubled", "stuck"):
            row["false alarms" if sort == "alarms" else sort] += bool(
                getattr(wrong, sort)
            )
        for sort, said in wrong:
            self.told += 1
            if self.told <= TOLD:
                say(f"{name}, {case}: {sort}: {said}")

    @property
    def sound(self) -> bool:
        """Tell whether there were cases and every one was survived."""
        total = self.total()
        return 0 < total["cases"] == total["survived"]

    def total(self) -> Counter[str]:
        """Add all up."""
        total: Counter[str] = Counter()
        for row in self.counts.values():
            total.update(row)
        return total

    def lines(self) -> list[str]:
        """Write the table."""
        head = ["what was tried", *COLUMNS]
        rows = [*self.counts.items(), ("all", self.total())]
        return [
            f"| {' | '.join(head)} |",
            f"|{'---|' * len(head)}",
            *(
                f"| {name} | {' | '.join(f'{row[each]:,}' for each in COLUMNS)} |"
                for name, row in rows
            ),
        ]


def say(*lines: str) -> None:
    """Print lines at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
