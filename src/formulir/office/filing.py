"""What stands between ledger and archive: voids, returns, what a killed run left."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import ASIDE, RETURNS, Act
from formulir.archive.find import find_kode, find_tindakan
from formulir.archive.keys import load_key
from formulir.archive.log import append
from formulir.records.ledger.kembali import Kembali, complete_kembali, pending_kembali
from formulir.records.ledger.ledger import (
    issue_surat,
    pending_surat,
    pending_void,
    void_nomor,
)
from formulir.records.ledger.masuk import complete_masuk, pending_masuk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


def void_surat(kantor: Kantor, word: str, *, alasan: str) -> dict[str, Any]:
    """Void a letter in the ledger, and then in the archive if that holds it.

    A crash between the two leaves a void letter without its act in the archive; the
    next voiding or issue writes it.

    Raises:
        NomorUnknownError: No letter, or more than one, has this number or code.
    """
    load_key(kantor.key)  # before the ledger changes, for the archive must follow it
    with kantor.open_catatan() as db:
        row = void_nomor(db, word, alasan=alasan, oleh=kantor.oleh, saat=kantor.saat())
        archive_void(kantor, pending_void(db))
    return row


def archive_void(kantor: Kantor, returned: Sequence[Mapping[str, Any]]) -> None:
    """Record in the archive that letters which it holds are void."""
    held = find_kode(kantor.archive, [row["kode"] for row in returned])
    names = ("kode", "nomor", "alasan", "oleh")
    acts = [
        Act(isi={"tindakan": "batal", **{name: row[name] for name in names}})
        for row in returned
        if row["kode"] in held
    ]
    if acts:
        append(kantor.archive, acts, key=kantor.key, saat=kantor.saat())


def settle_terima(kantor: Kantor, db: Store) -> None:
    """Complete in the ledger what came in and is in the archive already.

    An interrupted run may have archived a file and not told the ledger. What it only
    noted and did not archive stays noted: receiving the file again goes on with it.
    Doing this twice changes nothing.
    """
    waiting = pending_kembali(db)
    acts = find_tindakan(kantor.archive, {each.kode for each in waiting})
    complete_kembali(
        db,
        [
            as_kembali(entri.isi, entri.entri)
            for entri in chain.from_iterable(acts.values())
            if entri.isi["tindakan"] in RETURNS
        ],
    )
    for kode, entri in find_kode(kantor.archive, pending_masuk(db)).items():
        complete_masuk(db, kode, entri=entri.entri)


def as_kembali(isi: Mapping[str, Any], entri: int | None = None) -> Kembali:
    """Return what the archive says of a return as the ledger has it."""
    kode, sha, sah = isi["kode"], isi["sha256"], isi["tindakan"] != ASIDE
    return Kembali(kode=kode, sha256=sha, sah=sah, entri=entri)


def reconcile(kantor: Kantor, db: Store) -> None:
    """Finish what an interrupted run left between the archive and the ledger.

    A letter that is archived but only reserved is issued; a letter that is void but
    has no act in the archive gets it; what came in and is archived is completed. Each
    step may be done again.

    Raises:
        KunciUnreadableError: There is no key to archive with; nothing was changed.
    """
    load_key(kantor.key)  # before the ledger changes, for the archive must follow it
    archived = find_kode(kantor.archive, pending_surat(db))
    issue_surat(db, archived, saat=kantor.saat())
    archive_void(kantor, pending_void(db))
    settle_terima(kantor, db)
