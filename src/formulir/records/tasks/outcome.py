"""What an import of a task has to say, told by table and in the words of its sheets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.sheets.report import Changes, ImportResult, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Fault
    from formulir.records.sheets.report import Difference, Record
    from formulir.records.store import Store
    from formulir.records.tasks.page_sheet import PartSheet
    from formulir.records.tasks.task import Part


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What became of the rows of one part.

    Args:
        tabel: Its table.
        changes: How they differ from those on record.
        headings: The heading of the sheet by column of the table.
    """

    tabel: str
    changes: Changes
    headings: Mapping[str, str]

    @property
    def differences(self) -> list[Difference]:
        """Return what cells change, under the headings that the person sees."""
        return [
            replace(each, column=self.headings.get(each.column, each.column))
            for each in self.changes.differences
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskResult:
    """What an import of a task did, or with a dry run would have done.

    Args:
        total: All tables together.
        tables: By table; faults and remarks are those of the whole file.
    """

    total: ImportResult
    tables: Mapping[str, ImportResult]

    def close(self, *, written: bool, held: bool) -> TaskResult:
        """Return it with what was decided in the end."""
        tables = {
            name: replace(each, written=written, held=held)
            for name, each in self.tables.items()
        }
        return TaskResult(
            total=replace(self.total, written=written, held=held), tables=tables
        )


def add_up(
    taken: Sequence[Taken], reports: Sequence[Report], left: Sequence[Fault]
) -> TaskResult:
    """Add up what became of all parts.

    Args:
        taken: The parts.
        reports: A report a sheet.
        left: Remarks on sheets that were not read.
    """
    closed = [report.result(Changes(), written=False) for report in reports]
    faults = dict.fromkeys(fault for each in closed for fault in each.rejected)
    remarks = [*left, *(fault for each in closed for fault in each.warnings)]
    rows = sum(each.rejected_rows for each in closed)
    nothing = Changes()
    total = replace(
        Report(name="").result(nothing, written=False),
        rejected=list(faults),
        rejected_rows=rows,
        warnings=list(dict.fromkeys(remarks)),
    )
    tables = {
        tabel: _merge(total, [each for each in taken if each.tabel == tabel])
        for tabel in dict.fromkeys(each.tabel for each in taken)
    }
    return TaskResult(total=_merge(total, taken), tables=tables)


def _merge(total: ImportResult, taken: Sequence[Taken]) -> ImportResult:
    counts = [each.changes for each in taken]
    return replace(
        total,
        new=sum(each.new for each in counts),
        changed=sum(each.changed for each in counts),
        same=sum(each.same for each in counts),
        gone=sum(each.gone for each in counts),
        emptied=sum(each.emptied for each in counts),
        differences=[one for each in taken for one in each.differences],
    )


def tell_absent(
    db: Store,
    part: Part,
    taken: PartSheet,
    by_row: Mapping[int, Record],
    *,
    report: Report,
) -> None:
    """Remark on what is on record of rows whose cells for it are empty: it stays."""
    if not taken.silent:
        return
    names = [*part.keys, *part.fixed]
    known = {
        tuple(row.values())
        for row in db.rows(f"SELECT {', '.join(names)} FROM {part.table.nama}")
    }
    heading = taken.matches[0].heading
    for number in sorted(taken.silent & by_row.keys()):
        own = part.read_key(db, by_row[number].values)
        key = (*own.values(), *part.fixed.values())
        if key in known:
            report.remark(
                number,
                heading,
                phrase(
                    "is on record and stays, though its cells are empty here; it goes "
                    "with 'formulir delete {nama}'",
                    nama=part.table.nama,
                ),
            )
