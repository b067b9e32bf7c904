"""Reading a draft as the command line reads a file: to look at it, or to save it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from formulir.office.founding import import_sheet
from formulir.office.tasks import import_sitting
from formulir.office.workbooks import open_workbook
from formulir.records.browsing.guess import guess_use
from formulir.records.importing.ingest import ImportOptions
from formulir.web.sheets.draft import TABLE, TASK, file_of

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor
    from formulir.records.sheets.report import ImportResult
    from formulir.web.sheets.draft import Draft


def options_of(draft: Draft) -> ImportOptions:
    """Return how a draft is read; rows with a fault are left out where they may be."""
    return ImportOptions(
        map=draft.peta,
        lembar=tuple(draft.lembar),
        judul=draft.judul,
        edits=draft.edits,
        nama=draft.nama,
        skip_bad=not draft.is_task,
    )


def take_sheet(kantor: Kantor, draft: Draft, options: ImportOptions) -> ImportResult:
    """Import a draft into the task or table that it is for.

    Raises:
        SheetUnreadableError: It is no sheet.
        RecordError: Its rows cannot be written at all.
    """
    path = file_of(kantor, draft)
    if draft.is_task:
        return import_sitting(kantor, draft.nama_guna, path, options=options).total
    return import_sheet(kantor, draft.nama_guna, path, options=options)


def guess_draft(kantor: Kantor, draft: Draft) -> Draft:
    """Return a draft with what it seems to be for.

    Raises:
        SheetUnreadableError: It is no sheet.
    """
    path = file_of(kantor, draft)
    with kantor.open_catatan(read_only=True) as db:
        guess = guess_use(db, path, open_workbook=open_workbook)
    if guess is None:
        return draft
    return replace(draft, guna=f"{TASK if guess.is_task else TABLE}:{guess.nama}")


def tell_apart(result: ImportResult) -> str:
    """Return what tells what would change from anything else that would."""
    facts = [[d.column, d.old, d.new, d.count] for d in result.differences]
    told = json.dumps([facts, result.gone], default=str)
    return hashlib.sha256(told.encode()).hexdigest()
