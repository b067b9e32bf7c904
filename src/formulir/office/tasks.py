"""Bringing in the sheets of a task, with their files."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from formulir.office.filing import open_ledger
from formulir.office.founding import act_of, look_at_picture, store_berkas
from formulir.office.workbooks import open_workbook
from formulir.records.tasks.find_pages import is_of_task
from formulir.records.tasks.registry import TASKS
from formulir.records.tasks.take import import_task

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.records.importing.ingest import ImportOptions
    from formulir.records.tasks.outcome import TaskResult


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
