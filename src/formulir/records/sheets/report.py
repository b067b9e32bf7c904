"""What an import has to say: every fault and remark of a file, with its place."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from operator import itemgetter

from formulir.model import Fault

ONE_BY_ONE = 10
"""A remark that more rows than this share is told once, with their number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A row that was read.

    Args:
        row: Its number in the sheet.
        values: What could be read, by column.
        unread: The columns that could not be read.
    """

    row: int
    values: dict[str, str | int | float | None]
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportResult:
    """What an import did, or with a dry run would have done.

    Args:
        new: Good rows that were not on record.
        changed: Good rows that differed from the record.
        same: Good rows that were on record as they are.
        rejected: Every fault of every rejected row, and those of the heading.
        rejected_rows: How many rows were rejected.
        warnings: Remarks that keep nothing from being written.
        written: Whether the good rows are in the store: not after a dry run, nor
            when a row was rejected and bad rows were not to be skipped.
    """

    new: int
    changed: int
    same: int
    rejected: list[Fault]
    rejected_rows: int
    warnings: list[Fault]
    written: bool


@dataclass(kw_only=True, slots=True)
class Counts:
    """How many good rows are new, changed, and as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def count(self, known: bool, *, same: bool) -> None:  # noqa: FBT001 - said by name
        """Count a row: whether it is on record, and whether it says the same there."""
        self.new += not known
        self.changed += known and not same
        self.same += known and same


@dataclass(kw_only=True, slots=True)
class Report:
    """Gathers the faults and remarks of one file.

    Args:
        name: The file's name, with which each place begins.
    """

    name: str
    _faults: list[tuple[int, Fault]] = field(default_factory=list)
    _remarks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _bad_rows: set[int] = field(default_factory=set)

    def reject(
        self, row: int, heading: str, reason: str, *, whole: bool = False
    ) -> None:
        """Note a fault of a row, or of the whole sheet when there is no such row."""
        if not whole:
            self._bad_rows.add(row)
        fault = Fault(place=self._place(row, heading), reason=reason)
        self._faults.append((row, fault))

    def remark(self, row: int, heading: str, words: str) -> None:
        """Note a remark on a row; the same words in many rows become one remark."""
        self._remarks.setdefault((heading, words), []).append(row)

    def is_rejected(self, row: int) -> bool:
        """Tell whether a row has a fault."""
        return row in self._bad_rows

    @property
    def has_faults(self) -> bool:
        """Tell whether anything was rejected."""
        return bool(self._faults)

    def result(self, counts: Counts, *, written: bool) -> ImportResult:
        """Close the report, with all in the order of the rows."""
        faults = sorted(self._faults, key=itemgetter(0))
        return ImportResult(
            **asdict(counts),
            rejected=[fault for _, fault in faults],
            rejected_rows=len(self._bad_rows),
            warnings=self._warnings(),
            written=written,
        )

    def _warnings(self) -> list[Fault]:
        """Write the remarks, those of many rows as one."""
        found: list[tuple[int, str, str]] = []
        for (heading, remark), rows in self._remarks.items():
            told, words = rows, remark
            if len(rows) > ONE_BY_ONE:
                told = rows[:1]
                words = f"{remark} (and {len(rows) - 1:,} more rows)"
            found.extend((row, heading, words) for row in told)
        return [
            Fault(place=self._place(row, heading), reason=words, warning=True)
            for row, heading, words in sorted(found, key=itemgetter(0))
        ]

    def _place(self, row: int, heading: str) -> str:
        """Write a place as FILE:ROW:COLUMN; a remark on the whole row has no column."""
        return f"{self.name}:{row}:{heading}" if heading else f"{self.name}:{row}"
