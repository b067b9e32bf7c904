"""What describes a task: its sheets, their columns, and the table behind each.

A row of a sheet is a row of its first table, and perhaps one of each further part: the
row of a candidate is also his papers, what was found of each criterion, and the
verdict. What a clerk chooses by name stands in the tables by code.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.sheets.report import Value
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column, Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What becomes a row of one table.

    Args:
        nama: Its name within the sheet.
        table: The table.
        fixed: What the same columns of all its rows hold.
        keys: By key column, the column of the first part that holds the same, or a
            query of it that begins with SELECT and takes the first part's row.
    """

    nama: str
    table: Table
    fixed: Mapping[str, Value] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def read_key(self, db: Store, main: Mapping[str, Any]) -> dict[str, Any]:
        """Read the key of a row from the first part's row that it belongs to.

        Args:
            db: The record store.
            main: What that row holds, as far as it could be read.
        """
        return {
            name: db.value(told, defaultdict(lambda: None, main))
            if told.startswith("SELECT ")
            else main.get(told)
            for name, told in self.keys.items()
        }


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column of a sheet of a task.

    Args:
        bagian: The part that it belongs to.
        names: The columns of the table that it fills, one or, by a word, several.
        judul: Its heading.
        lookup: What is chosen by name in it, as ``LOOKUPS`` calls it.
        default: What an empty cell means.
        headings: Other headings under which it is recognised.
        meaning: What it holds, where the table's column says too little.
    """

    bagian: str
    names: tuple[str, ...]
    judul: str
    _: KW_ONLY
    lookup: str = ""
    default: str = ""
    headings: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """Rows that a sheet begins with although they are not on record yet.

    Args:
        columns: The columns of the first part that they fill.
        sql: A query of those columns, of the year ``:tahun`` or, where that is empty,
            of all years; what is on record it leaves out.
    """

    columns: tuple[str, ...]
    sql: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What a sheet tells of a row, to be read and not imported.

    Args:
        behind: The column of the first part behind which it stands.
        headings: Its headings.
        sql: A query of as many words, whose parameters are the row.
    """

    behind: str
    headings: tuple[str, ...]
    sql: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A sheet of a task.

    Args:
        judul: Its name in the workbook.
        parts: What a row of it becomes; the first part each row is.
        columns: Its columns, in order.
        given: The key column that the program finds where a row leaves it empty.
        due: The rows that it begins with, if any.
        shown: What it tells beside them.
    """

    judul: str
    parts: tuple[Part, ...]
    columns: tuple[PageColumn, ...]
    given: str = ""
    due: Due | None = None
    shown: Beside | None = None

    @property
    def main(self) -> Part:
        """Return what each row is."""
        return self.parts[0]

    def columns_of(self, part: Part) -> list[PageColumn]:
        """Return the columns of a part."""
        return [each for each in self.columns if each.bagian == part.nama]

    def find_column(self, page_column: PageColumn, name: str) -> Column:
        """Return the column of the table that a column of the sheet fills."""
        part = next(each for each in self.parts if each.nama == page_column.bagian)
        return next(each for each in part.table.columns if each.nama == name)

    def is_required(self, column: PageColumn) -> bool:
        """Tell whether each row must fill a column."""
        if column.bagian != self.main.nama or column.default:
            return False
        described = self.find_column(column, column.names[0])
        free = described.default is not None or column.names[0] == self.given
        return described.required and not free


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What one person does at one sitting.

    Args:
        nama: Its name.
        meaning: What it is.
        pages: The names of its sheets, in order.
    """

    nama: str
    meaning: str
    pages: tuple[str, ...]
