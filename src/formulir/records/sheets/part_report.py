"""The report of a part of a sheet: columns of its table told under their headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.records.sheets.report import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.sheets.report import Note


@dataclass(kw_only=True, slots=True)
class PartReport(Report):
    """Passes what is said of a part on to the report of its sheet.

    Two parts of a sheet may each have a column ``nama``: only the heading tells them
    apart.

    Args:
        whole: The report of the sheet.
        headings: The heading by column of the part's table.
    """

    whole: Report
    headings: Mapping[str, str] = field(default_factory=dict)

    def reject(
        self, row: int, column: str, reason: str, *, whole: bool = False
    ) -> None:
        """Note a fault in a column of a row."""
        self.whole.reject(row, self._spell(column), reason, whole=whole)

    def remark(self, row: int, column: str, words: str | Note) -> None:
        """Note a remark on a column of a row."""
        self.whole.remark(row, self._spell(column), words)

    def remark_file(self, words: str) -> None:
        """Note a remark on the file."""
        self.whole.remark_file(words)

    def is_rejected(self, row: int) -> bool:
        """Tell whether a row has a fault."""
        return self.whole.is_rejected(row)

    def tell_row(self, row: int) -> str:
        """Name a row in a sentence about another one."""
        return self.whole.tell_row(row)

    @property
    def has_faults(self) -> bool:
        """Tell whether anything was rejected."""
        return self.whole.has_faults

    def _spell(self, column: str) -> str:
        return self.headings.get(column, column)
