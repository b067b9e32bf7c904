"""What an import has to say: faults and remarks with their places, and differences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Value: TypeAlias = str | int | float | None

ROWS_SHOWN = 5
"""How many rows a note names."""
ONE_BY_ONE = 10
"""A remark that more rows than this share is told once, with their number."""
EMPTIED_FREELY, CHANGED_FREELY = 5, 20
"""More emptied cells, or more changed rows, than these are asked about first."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on how cells of a column were read, told once for all of them.

    Args:
        says: The sentence, with ``{count}`` cells, the ``{example}`` of the first one
            and the first ``{rows}`` named in it.
        example: What the cell held and was read as.
    """

    says: str
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A row that was read.

    Args:
        row: Its number in the sheet.
        values: What could be read, by column.
        unread: The columns that could not be read.
        left: The columns that it leaves empty, so that what is on record stays.
    """

    row: int
    values: dict[str, Value]
    unread: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What cells of a column say on record and would say after, and how many do.

    Args:
        column: The column.
        old: What they say on record, as a sheet spells it; nothing where they are
            empty. What is private is masked.
        new: What they say after, likewise.
        count: How many cells.
    """

    column: str
    old: Value
    new: Value
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportResult:
    """What an import did, or with a dry run would have done.

    Args:
        new: Good rows that were not on record.
        changed: Good rows that differed from the record.
        same: Good rows that were on record as they are.
        gone: Rows on record that a sheet which is taken whole no longer lists.
        emptied: Cells of rows on record that become empty.
        differences: Every cell of a row on record that changes: by column, the most
            frequent difference first.
        rejected: Every fault of every rejected row, and those of the heading.
        rejected_rows: How many rows were rejected.
        warnings: Remarks that keep nothing from being written.
        written: Whether the good rows are in the store: not after a dry run, nor
            when a row was rejected and bad rows were not to be skipped.
        held: Whether they are not, for this alone that nobody agreed to so many
            differences.
    """

    new: int
    changed: int
    same: int
    gone: int
    emptied: int
    differences: list[Difference]
    rejected: list[Fault]
    rejected_rows: int
    warnings: list[Fault]
    written: bool
    held: bool = False


@dataclass(kw_only=True, slots=True)
class Changes:
    """Gathers how rows differ from those on record: rows counted, cells told apart.

    Args:
        spell: How the values of a column are told, where not as they are.
    """

    spell: Mapping[str, Callable[[Value], Value]] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    emptied: int = 0
    _cells: dict[str, Counter[tuple[Value, Value]]] = field(default_factory=dict)

    def compare(
        self, names: Sequence[str], old: Sequence[Value] | None, new: Sequence[Value]
    ) -> bool:
        """Count a row against the one on record, and tell whether it must be written.

        Args:
            names: Its columns.
            old: What they hold on record; nothing where there is no such row.
            new: What they are to hold.
        """
        if old is None:
            self.new += 1
            return True
        cells = zip(names, old, new, strict=True) if old != new else ()
        differ = [each for each in cells if each[1] != each[2]]
        for name, before, after in differ:
            self._note(name, before, after)
        self.changed += bool(differ)
        self.same += not differ
        return bool(differ)

    def remove(self, name: str, old: Value) -> None:
        """Count a row that goes, told by what one of its columns held."""
        self.gone += 1
        self._note(name, old, None)

    @property
    def any(self) -> bool:
        """Tell whether anything is to be written."""
        return bool(self.new or self.changed or self.gone)

    @property
    def many(self) -> bool:
        """Tell whether somebody has to agree first."""
        changed = self.changed + self.gone
        return self.emptied > EMPTIED_FREELY or changed > CHANGED_FREELY

    @property
    def differences(self) -> list[Difference]:
        """List what cells change, by column, the most frequent first."""
        order = dict.fromkeys((*self.spell, *self._cells))
        return [
            Difference(column=name, old=old, new=new, count=count)
            for name in order
            for (old, new), count in self._cells.get(name, Counter()).most_common()
        ]

    def _note(self, name: str, old: Value, new: Value) -> None:
        pair = self._spell(name, old), self._spell(name, new)
        self._cells.setdefault(name, Counter())[pair] += 1
        self.emptied += new is None

    def _spell(self, name: str, value: Value) -> Value:
        spell = self.spell.get(name)
        return value if spell is None or value is None else spell(value)


@dataclass(kw_only=True, slots=True)
class Report:
    """Gathers the faults and remarks of one file.

    Args:
        name: The file's name, with which each place begins.
    """

    name: str
    _faults: list[tuple[int, Fault]] = field(default_factory=list)
    _remarks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _notes: dict[tuple[str, str], tuple[str, list[int]]] = field(default_factory=dict)
    _bad_rows: set[int] = field(default_factory=set)

    def reject(
        self, row: int, heading: str, reason: str, *, whole: bool = False
    ) -> None:
        """Note a fault of a row, or of the whole sheet when there is no such row."""
        if not whole:
            self._bad_rows.add(row)
        fault = Fault(place=self._place(row, heading), reason=reason)
        self._faults.append((row, fault))

    def remark(self, row: int, heading: str, words: str | Note) -> None:
        """Note a remark on a row; the same words in many rows become one remark."""
        if isinstance(words, Note):
            key = (heading, words.says)
            self._notes.setdefault(key, (words.example, []))[1].append(row)
            return
        self._remarks.setdefault((heading, words), []).append(row)

    def is_rejected(self, row: int) -> bool:
        """Tell whether a row has a fault."""
        return row in self._bad_rows

    @property
    def has_faults(self) -> bool:
        """Tell whether anything was rejected."""
        return bool(self._faults)

    def result(
        self, changes: Changes, *, written: bool, held: bool = False
    ) -> ImportResult:
        """Close the report, with all in the order of the rows."""
        faults = sorted(self._faults, key=itemgetter(0))
        return ImportResult(
            new=changes.new,
            changed=changes.changed,
            same=changes.same,
            gone=changes.gone,
            emptied=changes.emptied,
            differences=changes.differences,
            rejected=[fault for _, fault in faults],
            rejected_rows=len(self._bad_rows),
            warnings=self._warnings(),
            written=written,
            held=held,
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
        for (heading, says), (example, rows) in self._notes.items():
            first = ", ".join(map(str, rows[:ROWS_SHOWN]))
            told_rows = first if len(rows) <= ROWS_SHOWN else f"{first}, …"
            words = says.format(count=len(rows), example=example, rows=told_rows)
            found.append((rows[0], heading, words))
        return [
            Fault(place=self._place(row, heading), reason=words, warning=True)
            for row, heading, words in sorted(found, key=itemgetter(0))
        ]

    def _place(self, row: int, heading: str) -> str:
        """Write a place as FILE:ROW:COLUMN; a remark on the whole row has no column."""
        return f"{self.name}:{row}:{heading}" if heading else f"{self.name}:{row}"
