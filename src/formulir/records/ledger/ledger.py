"""The ledger: a number has one row for ever, and its state only goes forward.

``dipesan`` (reserved, before the paper) becomes ``terbit`` (issued, after the archive)
or ``batal`` (void). Nothing deletes or respells a row: triggers of the schema refuse
it. Every function that writes is one transaction that begins with the write; a crash
in the middle leaves nothing of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from formulir.dates import format_saat
from formulir.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from formulir.model import Entri
    from formulir.records.store import Store


def issue_surat(db: Store, archived: Mapping[str, Entri], *, saat: datetime) -> None:
    """Record that archived letters are issued; doing it twice changes nothing.

    Args:
        db: The record store.
        archived: The entry of each letter, by archive code.
        saat: The moment of the act.
    """
    if not archived:
        return
    moment = format_saat(saat)
    with db.writing():
        db.run_many(
            "UPDATE surat SET status = 'terbit', entri = ?, sha256 = ?"
            " WHERE kode = ? AND status = 'dipesan'",
            [(e.entri, e.isi["sha256"], kode) for kode, e in archived.items()],
        )
        db.run_many(
            "UPDATE nomor SET status = 'terbit', terbit_pada = ? WHERE status ="
            " 'dipesan' AND surat = (SELECT id FROM surat WHERE kode = ?)",
            [(moment, kode) for kode in archived],
        )


def void_nomor(
    db: Store, nomor: str, *, alasan: str, oleh: str, saat: datetime
) -> dict[str, Any]:
    """Void a letter by its number or archive code; its row stays for ever.

    A letter that is void already stays as it is, so that an interrupted voiding can
    be run again.

    Returns:
        The row of the letter: ``kode``, ``nomor``, ``entri``, ``alasan``, ``oleh``.

    Raises:
        NomorUnknownError: No letter has this number, or more than one has.
    """
    moment = format_saat(saat)
    with db.writing():
        surat = find_surat(db, nomor)
        db.run(
            "UPDATE nomor SET status = 'batal', batal_pada = ?, alasan = ?, oleh = ?"
            " WHERE surat = ? AND status <> 'batal'",
            (moment, alasan, oleh, surat["id"]),
        )
        if surat["status"] != "batal":
            db.run("UPDATE surat SET status = 'batal' WHERE id = ?", (surat["id"],))
            facts = {"kode": surat["kode"], "nomor": surat["nomor"], "alasan": alasan}
            record_act(db, "batal", saat=saat, oleh=oleh, rincian=facts)
    return surat | {"alasan": alasan, "oleh": oleh}


def find_surat(db: Store, word: str) -> dict[str, Any]:
    """Return the one letter with this number or archive code.

    Raises:
        NomorUnknownError: None or several have it.
    """
    rows = db.rows(
        "SELECT s.*, n.nomor, n.seri FROM surat AS s"
        " LEFT JOIN nomor AS n ON n.surat = s.id"
        " WHERE s.kode = :word OR n.nomor = :word OR s.nomor_luar = :word",
        {"word": word},
    )
    if len(rows) != 1:
        raise NomorUnknownError(word, daftar_kode=[row["kode"] for row in rows])
    return rows[0]


def list_surat(
    db: Store, daftar_kode: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Return all letters, or those with these archive codes as far as there are any.

    ``nomor`` is the number of this office, else that of another one.
    """
    asked = "1" if daftar_kode is None else "s.kode IN (SELECT value FROM json_each(?))"
    return db.rows(
        "SELECT s.*, coalesce(n.nomor, s.nomor_luar) AS nomor, n.seri FROM surat AS s"
        f" LEFT JOIN nomor AS n ON n.surat = s.id WHERE {asked} ORDER BY s.id",
        () if daftar_kode is None else (json.dumps(list(daftar_kode)),),
    )


def list_states(db: Store, *, tahun: int) -> list[dict[str, Any]]:
    """Return the living letters of a programme year, with what has become of each."""
    return db.rows(
        "SELECT formulir, kunci, kode, hal, keadaan FROM surat_keadaan"
        " WHERE tahun = ? AND keadaan <> 'batal' ORDER BY id",
        (tahun,),
    )


def pending_surat(db: Store) -> list[str]:
    """Return the archive codes of letters that are reserved and not issued."""
    return db.values("SELECT kode FROM surat WHERE status = 'dipesan' ORDER BY id")


def pending_void(db: Store) -> list[dict[str, Any]]:
    """Return the void letters; those that the archive holds need an act there.

    Returns:
        A row a letter: ``kode``, ``nomor``, ``alasan``, ``oleh``.
    """
    return db.rows(
        "SELECT s.kode, coalesce(n.nomor, s.nomor_luar) AS nomor,"
        " json_extract(r.rincian, '$.alasan') AS alasan, r.oleh"
        " FROM surat AS s LEFT JOIN nomor AS n ON n.surat = s.id"
        " JOIN riwayat AS r ON r.tindakan = 'batal'"
        " AND json_extract(r.rincian, '$.kode') = s.kode"
        " WHERE s.status = 'batal' ORDER BY s.id",
    )


def record_act(
    db: Store,
    tindakan: str,
    *,
    saat: datetime,
    oleh: str,
    rincian: Mapping[str, Any],
) -> None:
    """Write an act out of the ordinary into the history; call it inside ``writing``."""
    db.table("riwayat").insert(
        {
            "saat": format_saat(saat),
            "oleh": oleh,
            "tindakan": tindakan,
            "rincian": json.dumps(rincian, ensure_ascii=False),
        }
    )


class NomorUnknownError(RecordError):
    """No letter, or more than one, has the number or code that was asked for."""

    word: str
    daftar_kode: Sequence[str]

    def __str__(self) -> str:
        """Tell none from several."""
        if not self.daftar_kode:
            return f"no letter has the number or archive code {self.word!r}"
        return (
            f"{len(self.daftar_kode)} letters have the number {self.word!r}; "
            f"name one by its archive code: {', '.join(self.daftar_kode[:5])}"
        )
