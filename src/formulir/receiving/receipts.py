"""Recording returns: noted in the ledger, archived, completed in the ledger."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Act
from formulir.archive.log import append
from formulir.errors import list_some
from formulir.office.filing import as_kembali
from formulir.records.ledger.kembali import (
    Kembali,
    complete_kembali,
    find_kembali,
    note_kembali,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.office.kantor import Kantor
    from formulir.receiving.received_file import ReceivedFile
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What became of a file that was handed in.

    Args:
        nama: What it was called.
        hasil: ``ditandatangani``, ``diterima`` (it does not count as signed),
            ``masuk``, ``sudah`` (it was there before) or ``ditolak`` (not taken).
        kode: The letter that it was put to.
        entri: Where the archive records it.
        sha256: The digest of the file.
        keterangan: Why it was not taken, or what is to be known of it.
        agenda: Its number in the book of incoming letters.
    """

    nama: str
    hasil: str
    kode: str | None = None
    entri: int | None = None
    sha256: str | None = None
    keterangan: tuple[str, ...] = ()
    agenda: int | None = None

    @property
    def placed(self) -> bool:
        """Tell whether the archive holds it."""
        return self.hasil != "ditolak"

    def as_json(self) -> dict[str, Any]:
        """Return the facts for one JSON line."""
        return asdict(self) | {"keterangan": list(self.keterangan)}


def as_known(nama: str, kembali: Kembali) -> Receipt:
    """Say that a file is in the archive already."""
    return Receipt(
        nama=nama,
        hasil="sudah",
        kode=kembali.kode,
        entri=kembali.entri,
        sha256=kembali.sha256,
    )


def archive_returns(
    kantor: Kantor,
    db: Store,
    pairs: Sequence[tuple[ReceivedFile, Mapping[str, Any]]],
    *,
    after: Callable[[str], None],
) -> list[Receipt]:
    """Record returns: noted, archived, completed.

    A crash after the note leaves rows without ``entri``, which receiving the same files
    goes on with; a crash after the archive leaves the ledger behind it, which the next
    run of anything that writes to both completes first.
    """
    before = {
        (each.kode, each.sha256)
        for received, _ in pairs
        for each in find_kembali(db, received.sha256)
        if each.entri is not None
    }
    acts = [
        _as_act(received, row)
        for received, row in pairs
        if (row["kode"], received.sha256) not in before
    ]
    if acts:
        noted = [
            Kembali(
                kode=act.isi["kode"],
                sha256=act.isi["sha256"],
                sah=act.isi["tindakan"] == "ditandatangani",
            )
            for act in acts
        ]
        note_kembali(db, noted, saat=kantor.saat())
        after("noted")
        entries = append(
            kantor.archive, acts, key=kantor.key, saat=kantor.saat(), after=after
        )
        complete_kembali(db, as_kembali(entries))
        after("completed")
    return [
        _tell(
            db, received, row["kode"], new=(row["kode"], received.sha256) not in before
        )
        for received, row in pairs
    ]


def _as_act(received: ReceivedFile, row: Mapping[str, Any]) -> Act:
    isi = {
        "tindakan": "ditandatangani" if received.contents.sah else "diterima",
        "kode": row["kode"],
        "nomor": row["nomor"] or row["nomor_luar"],
        **received.as_isi(),
    }
    return Act(isi=isi, objects=(received.objects,))


def _tell(db: Store, received: ReceivedFile, kode: str, *, new: bool) -> Receipt:
    """Say what became of a return, as the ledger has it."""
    (row,) = [each for each in find_kembali(db, received.sha256) if each.kode == kode]
    if not new:
        return as_known(received.nama, row)
    notices = received.notices
    codes = received.daftar_kode
    if not codes:
        notices = [*notices, "no code could be read; --surat is trusted"]
    elif len(codes) > 1:
        notices = [*notices, f"it carries several codes: {list_some(codes)}"]
    return Receipt(
        nama=received.nama,
        hasil="ditandatangani" if row.sah else "diterima",
        kode=kode,
        entri=row.entri,
        sha256=received.sha256,
        keterangan=tuple(notices),
    )
