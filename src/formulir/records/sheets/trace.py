"""What an import saw on its way, cell by cell, for whoever looks before it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.records.sheets.sheet import GRID_STEP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.sheets.report import Report, Value
    from formulir.records.sheets.sheet import Sheet

CellChange = tuple[str, "Value", "Value"]
"""A column, what it says on record, and what it would say, as a sheet spells both."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TracedColumn:
    """A column that a sheet may have.

    Args:
        nama: How it is told when a heading is chosen for it.
        judul: What it is called.
        meaning: What it holds.
        required: Whether the sheet must have it.
        index: Its place in the sheet, from 1; 0 where it is not there.
        names: The columns of tables that it fills.
    """

    nama: str
    judul: str
    meaning: str
    required: bool
    index: int
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TracedSheet:
    """A sheet that is read.

    Args:
        sheet: It, cut at its heading.
        tabel: The table of which its rows are.
        columns: The columns that it may have.
    """

    sheet: Sheet
    tabel: str
    columns: Sequence[TracedColumn]

    @property
    def base(self) -> int:
        """Return what is added to its row numbers within the file."""
        return self.sheet.number // GRID_STEP * GRID_STEP

    def find_place(self, column: str) -> int:
        """Find the place of a column by its name or its heading, from 1; else 0."""
        for each in self.columns:
            if each.index and column in {*each.names, each.judul, each.nama}:
                return each.index
        heading = self.sheet.heading
        return heading.index(column) + 1 if column in heading else 0


@dataclass(kw_only=True, slots=True)
class TracedRow:
    """A good row, and how it differs from what is on record.

    Args:
        is_new: Whether it is not on record.
        cells: What changes, of a row on record.
    """

    is_new: bool
    cells: list[CellChange] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Trace:
    """Gathers what an import sees.

    Args:
        names: The sheets of the file, the hidden ones left out.
        sheets: Those that are read.
        rows: Each row that is new or changes, by its number within the file.
        reports: The reports that hold the faults.
    """

    names: list[str] = field(default_factory=list)
    sheets: list[TracedSheet] = field(default_factory=list)
    rows: dict[int, TracedRow] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)

    def note(
        self,
        row: int,
        cells: Sequence[CellChange],
        *,
        is_new: bool,
        headings: Mapping[str, str],
    ) -> None:
        """Note how a row differs; what it says of a second table is added to it.

        Args:
            row: Its number within the file.
            cells: What changes.
            is_new: Whether it is not on record.
            headings: The heading of the sheet by column, where that is what is told.
        """
        found = self.rows.setdefault(row, TracedRow(is_new=is_new))
        found.cells += [
            (headings.get(name, name), old, new) for name, old, new in cells
        ]

    def list_faults(self) -> dict[int, list[tuple[str, str]]]:
        """List the faults, a column and a reason each, by row within the file."""
        faults: dict[int, list[tuple[str, str]]] = {}
        for report in self.reports:
            for row, column, reason in report.faults:
                faults.setdefault(row, []).append((column, reason))
        return faults
