"""What an import has to say: faults and remarks with their places, and differences."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from formulir.language import Sentence, phrase
from formulir.model import Fault
from formulir.records.sheets.sheet import GRID_STEP, list_ranges, spell_column
from formulir.records.sheets.watch import differs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from formulir.records.sheets.watch import Watch

Value: TypeAlias = str | int | float | None

ROWS_SHOWN = 5
"""How many rows a note names."""
ONE_BY_ONE = 10
"""A remark or a fault that more rows than this share is told once, with their rows."""
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|[\w./+-]*\d[\w./+-]*")
"""What of a fault is particular to its row; all else says of which kind it is."""
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


def tell_read(cell: object, read: object) -> str:
    """Say in a note what a cell held, and what it was read as.

    >>> tell_read("1306", "13.06")
    '1306 as 13.06'
    """
    return phrase("{cell} as {read}", cell=cell, read=read)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A row that was read.

    Args:
        row: Its number within the file.
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
        watch: Is shown each row that must be written, and what of it changes.
    """

    spell: Mapping[str, Callable[[Value], Value]] = field(default_factory=dict)
    watch: Watch | None = None
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    emptied: int = 0
    _cells: dict[str, Counter[tuple[Value, Value]]] = field(default_factory=dict)

    def compare(
        self,
        names: Sequence[str],
        old: Sequence[Value] | None,
        new: Sequence[Value],
        *,
        row: int = 0,
    ) -> bool:
        """Count a row against the one on record, and tell whether it must be written.

        What a spreadsheet cannot keep of a number is no difference.

        Args:
            names: Its columns.
            old: What they hold on record; nothing where there is no such row.
            new: What they are to hold.
            row: Its number within the file.
        """
        if old is None:
            self.new += 1
            if self.watch:
                self.watch(row, [], is_new=True)
            return True
        cells = zip(names, old, new, strict=True) if old != new else ()
        differ = [each for each in cells if differs(each[1], each[2])]
        for name, before, after in differ:
            self._note(name, before, after)
        if differ and self.watch:
            told = [(n, self._spell(n, a), self._spell(n, b)) for n, a, b in differ]
            self.watch(row, told, is_new=False)
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """How the cells of a sheet are named.

    Args:
        sheet: The name of the sheet, where the file has several.
        lettered: Whether a cell has an address, as it does in a workbook.
        columns: By column, its place from 1 and the heading that the sheet has for it.
    """

    sheet: str = ""
    lettered: bool = False
    columns: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Report:
    """Gathers the faults and remarks of one file.

    Args:
        name: The file's name, with which each place begins.
        places: How the cells of each of its sheets are named, by its ``base``.
    """

    name: str
    places: dict[int, Place] = field(default_factory=dict)
    _faults: list[tuple[int, str, str]] = field(default_factory=list)
    _remarks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _about: list[Fault] = field(default_factory=list)
    _notes: dict[tuple[str, str], tuple[str, list[int]]] = field(default_factory=dict)
    _bad_rows: set[int] = field(default_factory=set)
    _whole: bool = False

    def reject(
        self, row: int, column: str, reason: str, *, whole: bool = False
    ) -> None:
        """Note a fault of a row, or of a whole sheet when there is no such row."""
        if whole:
            self._whole = True
        else:
            self._bad_rows.add(row)
        self._faults.append((row, column, reason))

    def remark(self, row: int, column: str, words: str | Note) -> None:
        """Note a remark on a row; the same words in many rows become one remark."""
        if isinstance(words, Note):
            key = (column, words.says)
            self._notes.setdefault(key, (words.example, []))[1].append(row)
            return
        self._remarks.setdefault((column, words), []).append(row)

    def remark_file(self, words: str) -> None:
        """Note a remark on the file."""
        self._about.append(Fault(place=self.name, reason=words, warning=True))

    def is_rejected(self, row: int) -> bool:
        """Tell whether a row has a fault."""
        return row in self._bad_rows

    def tell_row(self, row: int) -> str:
        """Name a row in a sentence about another one, with its sheet."""
        base, number = _split(row)
        sheet = self.places.get(base, Place()).sheet
        return (
            phrase("row {number} of sheet {sheet}", number=number, sheet=sheet)
            if sheet
            else phrase("row {number}", number=number)
        )

    @property
    def faults(self) -> Sequence[tuple[int, str, str]]:
        """Return each fault by itself: its row within the file, column and reason."""
        return self._faults

    @property
    def has_faults(self) -> bool:
        """Tell whether anything was rejected."""
        return bool(self._faults)

    @property
    def is_void(self) -> bool:
        """Tell whether a whole sheet was rejected, so that no row of it is good."""
        return self._whole

    def result(
        self, changes: Changes, *, written: bool, held: bool = False
    ) -> ImportResult:
        """Close the report, with all in the order of the rows."""
        return ImportResult(
            new=changes.new,
            changed=changes.changed,
            same=changes.same,
            gone=changes.gone,
            emptied=changes.emptied,
            differences=changes.differences,
            rejected=self._rejected(),
            rejected_rows=len(self._bad_rows),
            warnings=[*self._about, *self._warnings()],
            written=written,
            held=held,
        )

    def _rejected(self) -> list[Fault]:
        """Write the faults; those of one kind in many rows of a column as one."""
        kinds: dict[tuple[int, str, str], list[tuple[int, str]]] = {}
        for row, column, reason in self._faults:
            kind = (_split(row)[0], column, _PARTICULAR.sub("", reason))
            kinds.setdefault(kind, []).append((row, reason))
        found: list[tuple[int, str, str]] = []
        for (_, column, _), told in kinds.items():
            told.sort(key=itemgetter(0))
            if len(told) > ONE_BY_ONE:
                row, reason = told[0]
                rest = self._tell_rest([row for row, _ in told[1:]])
                found.append(
                    (
                        row,
                        column,
                        phrase(
                            "{reason} (and {rest} like it)", reason=reason, rest=rest
                        ),
                    )
                )
            else:
                found.extend((row, column, reason) for row, reason in told)
        return [
            Fault(place=self._place(row, column), reason=reason)
            for row, column, reason in sorted(found, key=itemgetter(0))
        ]

    def _warnings(self) -> list[Fault]:
        """Write the remarks, those of many rows as one."""
        found: list[tuple[int, str, str]] = []
        for (column, remark), rows in self._remarks.items():
            told, words = rows, remark
            if len(rows) > ONE_BY_ONE:
                told = rows[:1]
                words = phrase(
                    "{remark} (and {count:,} more rows)",
                    remark=remark,
                    count=len(rows) - 1,
                )
            found.extend((row, column, words) for row in told)
        for (column, says), (example, rows) in self._notes.items():
            numbers = [_split(row)[1] for row in rows]
            first = ", ".join(map(str, numbers[:ROWS_SHOWN]))
            told_rows = first if len(rows) <= ROWS_SHOWN else f"{first}, …"
            words = Sentence(
                says, {"count": len(rows), "example": example, "rows": told_rows}
            )
            found.append((rows[0], column, words))
        return [
            Fault(place=self._place(row, column), reason=words, warning=True)
            for row, column, words in sorted(found, key=itemgetter(0))
        ]

    def _tell_rest(self, rows: Iterable[int]) -> str:
        numbers = [_split(row)[1] for row in rows]
        return phrase(
            "{count:,} more rows: {numbers}",
            count=len(numbers),
            numbers=list_ranges(numbers),
        )

    def _place(self, row: int, column: str) -> str:
        """Write a place: FILE:ROW:HEADING, in a workbook FILE:SHEET:CELL:HEADING.

        What is said of a whole row has no column, and a file of one sheet no sheet.
        """
        base, number = _split(row)
        place = self.places.get(base, Place())
        index, heading = place.columns.get(column, (0, column))
        letters = spell_column(index) if place.lettered else ""
        cell = f"{letters}{number}" if number else ""
        return ":".join(filter(None, (self.name, place.sheet, cell, heading)))


def _split(row: int) -> tuple[int, int]:
    """Split the number of a row within its file into its sheet's base and the rest."""
    return row - row % GRID_STEP, row % GRID_STEP
