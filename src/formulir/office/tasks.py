"""What is done at one sitting: sheets of a task brought in, visits planned."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from formulir.errors import RecordFaultyError
from formulir.office.filing import open_ledger
from formulir.office.founding import act_of, look_at_picture, store_berkas
from formulir.office.workbooks import open_workbook
from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import (
    ImportOptions,
    import_table,
    record_nothing,
)
from formulir.records.tasks.find_pages import is_of_task
from formulir.records.tasks.registry import TASKS
from formulir.records.tasks.take import import_task
from formulir.records.visits.assign import assign, keep

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.records.importing.ingest import Act
    from formulir.records.store import Store
    from formulir.records.tasks.outcome import TaskResult
    from formulir.records.visits.assign import Assigned


def is_task_sheet(kantor: Kantor, nama: str, path: Path) -> bool:
    """Tell whether a file is for the task of a name, and not for a table."""
    if nama not in TASKS:
        return False
    with kantor.open_catatan(read_only=True) as db:
        return is_of_task(db, nama, path, open_workbook=open_workbook)


def import_sitting(
    kantor: Kantor, nama: str, path: Path, *, options: ImportOptions
) -> TaskResult:
    """Import the sheets of a task into the office's store, their files into berkas."""
    options = replace(options, act=act_of(kantor), open_workbook=open_workbook)
    with open_ledger(kantor) as db:
        return import_task(
            db,
            TASKS[nama],
            path,
            options=options,
            keep_berkas=partial(store_berkas, kantor.berkas),
            look_at_picture=look_at_picture,
        )


def plan_visits(
    kantor: Kantor,
    *,
    tahun: int,
    wilayah: str | None,
    tetap: Path | None = None,
    dry_run: bool = False,
) -> list[Assigned]:
    """Plan who goes where in a year, and write the plan.

    A sheet of what is to stay is imported first, as any sheet is; a crash behind it
    leaves these visits on record without a plan around them.

    Args:
        kantor: The office.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.
        tetap: A sheet of table ``kunjungan``: the visits that are to stay as they are.
        dry_run: Write nothing at all.

    Raises:
        RecordFaultyError: The sheet has faults, all of which are told.
        NobodyAppointedError: There is no school to be visited.
        RecordsMovedError: The records were changed meanwhile.
    """
    with (
        open_ledger(kantor) as real,
        nullcontext(real.copy() if dry_run else real) as db,
    ):
        act = record_nothing if dry_run else act_of(kantor)
        if tetap is not None:
            _import_tetap(db, tetap, act=act)
        done = assign(
            db, tahun=tahun, wilayah=wilayah, bobot=kantor.settings.pendampingan
        )
        if not dry_run:
            keep(db, done, act=act)
    return done


def _import_tetap(db: Store, path: Path, *, act: Act) -> None:
    """Import visits that are to stay; what the sheet leaves out is kept as it is."""
    options = ImportOptions(
        isi={"tetap": "ya"}, sisakan=True, agree=lambda _: True, act=act
    )
    result = import_table(
        db, "kunjungan", path, options=options, keep_berkas=name_berkas
    )
    if not result.written:
        raise RecordFaultyError([*result.warnings, *result.rejected])
