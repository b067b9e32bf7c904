"""What a process and all its descendants take: memory at most, and processor time."""

from __future__ import annotations

import os
import resource
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Self

EVERY_S = 0.2
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
OFFICE = "soffice.bin"
PROC = Path("/proc")


class Process(NamedTuple):
    """One process as the kernel shows it; see proc(5), ``stat``."""

    pid: int
    parent: int
    name: str
    ticks: int
    start: int
    resident: int


@dataclass
class Peak:
    """The largest resident memory seen, in bytes.

    Pages shared between processes are counted in each, so the truth is rather less.
    """

    office: int = 0
    others: int = 0


@dataclass
class Sampler:
    """Looks at a process and its descendants every fifth of a second until left.

    Processor time is kept by process, for the kernel forgets what was spent by one
    whose parent died first; what is spent in the last fifth of a second is lost.
    """

    pid: int
    peak: Peak = field(default_factory=Peak)
    spent: dict[tuple[int, int], int] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    @property
    def cpu_s(self) -> float:
        """Return the processor time that all of them spent, in seconds."""
        return sum(self.spent.values()) / TICKS

    def _watch(self) -> None:
        while not self.over.wait(EVERY_S):
            self._look()

    def _look(self) -> None:
        tree = list_tree(self.pid)
        office = sum(each.resident for each in tree if each.name == OFFICE)
        others = sum(each.resident for each in tree) - office
        self.peak.office = max(self.peak.office, office)
        self.peak.others = max(self.peak.others, others)
        for each in tree:
            self.spent[each.pid, each.start] = each.ticks


def sum_spent() -> float:
    """Return the processor seconds of all that this process started and waits for."""
    own = os.getpid()
    alive = sum(each.ticks for each in list_tree(own) if each.pid != own)
    over = resource.getrusage(resource.RUSAGE_CHILDREN)
    return alive / TICKS + over.ru_utime + over.ru_stime


def list_tree(pid: int) -> list[Process]:
    """Return a process and all that descend from it."""
    found = filter(None, map(_read, PROC.glob("[0-9]*")))
    table = {each.pid: each for each in found}
    return [each for each in table.values() if _is_below(each.pid, pid, table)]


def _read(folder: Path) -> Process | None:
    try:
        head, _, tail = (folder / "stat").read_text().rpartition(") ")
    except OSError:
        return None  # it ended while it was looked at
    fields = tail.split()
    return Process(
        pid=int(folder.name),
        parent=int(fields[1]),
        name=head.partition("(")[2],
        ticks=int(fields[11]) + int(fields[12]),
        start=int(fields[19]),
        resident=int(fields[21]) * PAGE,
    )


def _is_below(pid: int, top: int, table: dict[int, Process]) -> bool:
    while pid != top and pid in table:
        pid = table[pid].parent
    return pid == top
