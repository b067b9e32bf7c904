"""The second hop of the way of a letter: all faults of all letters, at once.

What is wrong is told before a number is spent. The records and the archive are only
read; attachments are examined in child processes, which write into the work folder, and
sample letters are printed there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulir.errors import RecordFaultyError, TemplateFaultyError
from formulir.issuing.trial import try_batch
from formulir.language import phrase, take_reason
from formulir.letters.drafts import check_letters, check_promises
from formulir.letters.jenis import list_jenis
from formulir.model import Fault
from formulir.press.attachments.examine import examine_lampiran
from formulir.press.charts.grafik import read_grafik
from formulir.press.finishing.inspect_picture import check_pictures
from formulir.records.ledger.book import tell_codes
from formulir.records.ledger.head import has_moved
from formulir.records.ledger.ledger import has_letter
from formulir.records.office.instansi import list_lampiran
from formulir.records.rules.registry import check_records
from formulir.records.rules.tanggal import check_tanggal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from formulir.issuing.gather import Batch
    from formulir.model import Pdf
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A batch in which nothing keeps a letter from being made; it may be reserved.

    Args:
        batch: What was looked through.
        lampiran: Each attachment by its digest, made safe to merge; read when asked.
        warnings: What does not keep the work from going on.
    """

    batch: Batch
    lampiran: Mapping[str, Pdf]
    warnings: list[Fault]


def preflight(
    kantor: Kantor,
    db: Store,
    batch: Batch,
    *,
    await_rehearsal: Callable[[], None] = lambda: None,
) -> Checked:
    """Tell every fault of every letter at once, and make attachments safe.

    Args:
        kantor: The office.
        db: Its records.
        batch: The letters.
        await_rehearsal: Waits for those who try some of the letters meanwhile.

    Raises:
        TemplateFaultyError: The template names what no context has, lacks the place
            of a mark that the kind wants, cannot be filled, or prints wrongly.
        RecordFaultyError: Records must be corrected.
        LibreOfficeMissingError: There is no LibreOffice.
        UnoMissingError: No Python reaches it.
    """
    traces, faults = list_faults(kantor, db, batch)
    lampiran, refused = examine_lampiran(
        batch.drafts,
        berkas=kantor.berkas,
        workdir=kantor.workdir,
        libreoffice=kantor.libreoffice,
    )
    faults += refused
    if any(not fault.warning for fault in faults):
        raise RecordFaultyError(faults)
    await_rehearsal()
    faults += (tried := try_batch(kantor, batch, traces))
    if any(not fault.warning for fault in tried):
        raise TemplateFaultyError(faults)
    return Checked(batch=batch, lampiran=lampiran, warnings=faults)


def list_faults(
    kantor: Kantor, db: Store, batch: Batch
) -> tuple[list[frozenset[str]], list[Fault]]:
    """List every fault of letters and records that shows without printing anything.

    Returns:
        The branches of the template that each letter goes, and the faults.

    Raises:
        TemplateFaultyError: As ``preflight``.
    """
    traces = check_letters(batch.jenis, batch.templates, batch.drafts, batch.profil)
    faults = [
        *(one for each in batch.templates.values() for one in each.remarks),
        *batch.faults,
        *check_promises(batch.jenis, batch.drafts),
        *_check_charts(batch),
        *check_records(db, batch.scope, batch.drafts, aturan=batch.jenis.aturan),
        *check_tanggal(db, batch.scope),
        *_check_offices(kantor, batch),
        *_check_homeless(kantor, db, batch),
        *_check_order(db, batch),
        *_check_place(kantor, db),
        *tell_codes(db, batch.drafts, batch.jenis.kode_nomor),
    ]
    return traces, faults


def _check_charts(batch: Batch) -> Iterator[Fault]:
    """Tell what of the figures of letters cannot be drawn."""
    for draft in batch.drafts:
        if grafik := draft.konteks.get("grafik"):
            try:
                read_grafik(grafik)
            except ValueError as error:
                yield Fault(place=draft.place, reason=take_reason(error))


def _check_offices(kantor: Kantor, batch: Batch) -> Iterator[Fault]:
    """Tell what is wrong with an office's pictures, and which letters bear them."""
    for kode, own in batch.pictures.items():
        surat = tuple(each.place for each in batch.drafts if each.instansi == kode)
        for fault in check_pictures(kantor.berkas, {kode: own}):
            yield replace(fault, surat=surat)


def _check_order(db: Store, batch: Batch) -> list[Fault]:
    """Refuse a letter before those that it rests on were issued, or came in."""
    return [
        Fault(
            place=draft.place,
            reason=phrase(
                "{kode} of {kunci} is not issued; issue it first",
                kode=kode,
                kunci=draft.kunci,
            ),
        )
        for kode in batch.jenis.sesudah
        for draft in batch.drafts
        if not has_letter(db, kode, draft.tahun, draft.kunci)
    ]


def _check_place(kantor: Kantor, db: Store) -> list[Fault]:
    """Warn when this office is a copy of one that gives numbers, or was moved."""
    if not has_moved(db, kantor.place):
        return []
    reason = phrase(
        "these records are a copy, or were moved to another disk: if the "
        "other copy is still in use, numbers will be given twice; after a "
        "loss put a backup back with 'formulir restore', which asks for "
        "the last numbers on paper; leave numbers out with 'formulir "
        "numbers --lewati'"
    )
    return [Fault(place=str(kantor.catatan), reason=reason, warning=True)]


def _check_homeless(kantor: Kantor, db: Store, batch: Batch) -> list[Fault]:
    """Warn of attachments that no letter takes: a mistyped form or key loses them."""
    kinds = set(list_jenis(kantor.templates))
    keys = {draft.kunci for draft in batch.drafts}
    return [
        Fault(
            place=f"lampiran {formulir} {kunci}",
            reason=phrase(
                "no letter has this form and key, so nothing takes the attachment; "
                "correct the sheet and import it again"
            ),
            warning=True,
        )
        for formulir, kunci in list_lampiran(db, tahun=batch.scope.tahun)
        if formulir not in kinds
        or (batch.whole and formulir == batch.jenis.kode and kunci not in keys)
    ]
