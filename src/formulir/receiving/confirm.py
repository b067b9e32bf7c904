"""Saying with a name that a letter is signed, where the program could not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Act
from formulir.archive.find import find_entri
from formulir.errors import RecordError
from formulir.language import phrase
from formulir.office.filing import file_acts, reconcile
from formulir.office.lookup.resolve import resolve
from formulir.receiving.evidence import SIGNED
from formulir.receiving.received_file import Receipt
from formulir.records.ledger.acts import take_moment
from formulir.records.ledger.head import BY_PERSON
from formulir.records.ledger.kembali import list_unconfirmed
from formulir.records.ledger.ledger import find_surat

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor

_KEPT = ("kode", "nomor", "sha256", "ekstensi", "ukuran", "halaman")
"""What a second line of a return repeats of the first."""


class SahkanRefusedError(RecordError):
    """A letter cannot be said to be signed."""

    kode: str
    reason: str
    says = "letter {kode} cannot be confirmed: {reason}"


def confirm_surat(
    kantor: Kantor, word: str, *, alasan: str, jam_mundur: bool = False
) -> Receipt:
    """Record that a person says that the last return of a letter is signed.

    It is one line of the archive, which says who, in what role and why: a crash leaves
    all of it or nothing, and a ledger that lags is mended by the next run.

    Args:
        kantor: The office.
        word: The letter, as ``resolve`` finds it.
        alasan: Why it counts, in words.
        jam_mundur: Allow a clock behind the last recorded act, and record it.

    Raises:
        NomorUnknownError: No letter is meant, or several have this number.
        SuratAmbiguousError: The words fit several letters.
        SahkanRefusedError: It is void, nothing came back of it, or what did counts.
    """
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        row = find_surat(db, resolve(kantor, db, word))
        if row["status"] == "batal":
            raise SahkanRefusedError(row["kode"], reason=phrase("it is void"))
        waiting = list_unconfirmed(db, row["kode"])
        if not waiting:
            reason = phrase("no return of it waits to be confirmed; receive one first")
            raise SahkanRefusedError(row["kode"], reason=reason)
        old = find_entri(kantor.archive, waiting[-1].entri or 0)
        assert old is not None  # noqa: S101 - the ledger follows the log
        isi: dict[str, Any] = {name: old.isi.get(name) for name in _KEPT}
        isi |= {"tindakan": SIGNED, "bukti": BY_PERSON, "alasan": alasan}
        with db.writing():
            take_moment(db, kantor.actor(jam_mundur=jam_mundur))
        (entri,) = file_acts(kantor, db, [Act(isi=isi)])
    return Receipt(
        nama=f"entri {old.entri}",
        hasil=SIGNED,
        kode=row["kode"],
        entri=entri.entri,
        sha256=isi["sha256"],
        keterangan=(
            phrase(
                "confirmed by {oleh}: {alasan}", oleh=entri.isi["oleh"], alasan=alasan
            ),
        ),
    )
