"""The kinds of jobs on sheets: looking at one that is large, and saving one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import RecordError
from formulir.records.selection.propose import propose
from formulir.web.jobs.told import spell_faults
from formulir.web.sheets.draft import drop_draft, find_draft, write_draft, write_view
from formulir.web.sheets.take import guess_draft, options_of, take_sheet, tell_apart
from formulir.web.sheets.view import look_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.records.sheets.report import ImportResult
    from formulir.web.jobs.kinds import Work


class LembarChangedError(RecordError):
    """What a sheet would change is no longer what was shown."""

    nama: str
    says = (
        "{nama}: what would change is no longer what was shown, for the records have "
        "changed meanwhile; nothing was written, look again"
    )


def run_look(work: Work) -> dict[str, Any]:
    """Read a sheet, so that its page can show it."""
    draft = find_draft(work.kantor, work.isi["lembar"], akun=work.kantor.oleh)
    if draft is None:
        return {"lembar": ""}
    if not draft.guna:
        draft = guess_draft(work.kantor, draft)
        write_draft(work.kantor, draft)
    if draft.guna:
        write_view(work.kantor, draft, look_at(work.kantor, draft, tell=work.tell))
    return {"lembar": draft.kode}


def run_import(work: Work) -> dict[str, Any]:
    """Save a sheet; of one whose rows wait, the sheet stays.

    Killed after its rows were written, it is run again, and finds them on record.
    """
    kantor, isi = work.kantor, work.isi
    draft = find_draft(kantor, isi["lembar"], akun=kantor.oleh)
    if draft is None:
        return {"lembar": "", "sudah": True}

    def agree(result: ImportResult) -> bool:
        return tell_apart(result) == str(isi["sidik"])

    options = replace(options_of(draft), agree=agree, tell=work.tell)
    result = take_sheet(kantor, draft, options)
    if result.held:
        write_draft(kantor, draft)  # it is looked at anew
        raise LembarChangedError(draft.nama)
    waits = result.rejected_rows
    if waits or not result.written:
        write_draft(kantor, draft)
    else:
        drop_draft(kantor, draft)
    return {
        "lembar": draft.kode if waits or not result.written else "",
        "guna": draft.guna,
        "tersimpan": result.written,
        "baru": result.new,
        "berubah": result.changed,
        "sama": result.same,
        "hilang": result.gone,
        "menunggu": waits,
    }


def run_propose(work: Work) -> dict[str, Any]:
    """Draft the proposals of a kabupaten or kota, in place of an earlier draft.

    One transaction: run again, it drafts the same.
    """
    isi = work.isi
    with work.kantor.open_catatan() as db:
        result = propose(
            db,
            tahun=isi["tahun"],
            wilayah=isi["wilayah"],
            kuota=isi["kuota"],
            model=isi["model"],
            tanpa=isi["tanpa"],
        )
    return {
        "wilayah": isi["wilayah"],
        "model": result.models,
        "imbas": result.imbas,
        "catatan": spell_faults(result.warnings),
    }


KINDS: Final[dict[str, Callable[[Work], dict[str, Any]]]] = {
    "tinjau": run_look,
    "impor": run_import,
    "usul": run_propose,
}
"""Each of these kinds of job, and what does it."""
