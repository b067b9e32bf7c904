"""Receiving what comes back: a return is archived beside the letter that it returns.

In this order: the file is read (in a child), the ledger notes the return, the archive
records it, the ledger is completed. Killed anywhere, the same command finishes the
work: what is archived is completed first, and a file is recorded once.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Tindakan
from formulir.archive.kunci import load_key
from formulir.archive.log import append
from formulir.filing import as_kembali
from formulir.masukan import (
    BerkasRefusedError,
    iter_masukan,
    read_kode,
    read_masukan,
    refuse_path,
)
from formulir.pipeline import reconcile
from formulir.records.kembali import (
    Kembali,
    complete_kembali,
    list_kembali,
    note_kembali,
)
from formulir.records.ledger import find_surat, list_surat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from formulir.kantor import Kantor
    from formulir.masukan import Masukan

POTONGAN = 50
"""How many files of a folder are read and archived together."""
SHOWN = 5
"""So many codes are named in a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Penerimaan:
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


def receive_surat(
    kantor: Kantor,
    path: Path,
    *,
    surat: str,
    after: Callable[[str], None] = lambda _step: None,
) -> Penerimaan:
    """Archive a return of the letter with a number or archive code.

    Args:
        kantor: The office.
        path: The file.
        surat: The number or archive code.
        after: Is told after each write what was written; tests cut the power there.

    Raises:
        NomorUnknownError: No letter, or more than one, has it.
        BerkasRefusedError: The letter cannot come back, or the file is not its return.
    """
    load_key(kantor.kunci)  # before the ledger changes, for the archive must follow it
    with kantor.catatan_terbuka() as db:
        reconcile(kantor, db)
        row = find_surat(db, read_kode(surat) or surat)
        if reason := _refuse_row(row):
            raise BerkasRefusedError(path.name, reason=reason)
        if reason := refuse_path(path):
            raise BerkasRefusedError(path.name, reason=reason)
        masukan = read_masukan(kantor, path)
        if reason := masukan.bacaan.reason or _refuse_pair(masukan, row):
            raise BerkasRefusedError(path.name, reason=reason)
        (done,) = _archive(kantor, db, [(masukan, row)], after=after)
    return done


def receive_folder(
    kantor: Kantor, paths: Sequence[Path], *, tell: Callable[[Penerimaan], None]
) -> list[Penerimaan]:
    """Put each file to the letter that its QR code names.

    Args:
        kantor: The office.
        paths: The files.
        tell: Is told of each file, when the archive has it or it was refused.

    Returns:
        What became of each, in order; running it again changes nothing.
    """
    load_key(kantor.kunci)
    found = []
    with kantor.catatan_terbuka() as db:
        reconcile(kantor, db)
        for start in range(0, len(paths), POTONGAN):
            for done in _receive_part(kantor, db, paths[start : start + POTONGAN]):
                tell(done)
                found.append(done)
    return found


def list_paths(folder: Path) -> list[Path]:
    """Return the files of a folder and its folders, but hidden ones, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _receive_part(
    kantor: Kantor, db: Database, paths: Sequence[Path]
) -> Iterator[Penerimaan]:
    """Receive some files at once; what the archive has already is not read again."""
    known = {path: done for path in paths if (done := _find_known(db, path))}
    reading = iter_masukan(kantor, [path for path in paths if path not in known])
    daftar = {path: next(reading) for path in paths if path not in known}
    placed: list[tuple[Masukan, Mapping[str, Any]]] = []
    refused: dict[Path, Penerimaan] = {}
    for path, masukan in daftar.items():
        row, reason = _choose_row(db, masukan)
        if row is not None and not reason:
            placed.append((masukan, row))
        else:
            refused[path] = Penerimaan(
                nama=masukan.nama,
                hasil="ditolak",
                sha256=masukan.sha256,
                keterangan=(reason,),
            )
    archived = iter(_archive(kantor, db, placed, after=lambda _step: None))
    for path in paths:
        yield known.get(path) or refused.get(path) or next(archived)


def _find_known(db: Database, path: Path) -> Penerimaan | None:
    """Tell whether the archive holds the very bytes, or will never hold the file."""
    if reason := refuse_path(path):
        return Penerimaan(nama=path.name, hasil="ditolak", keterangan=(reason,))
    digest = sha256(path.read_bytes()).hexdigest()
    for each in list_kembali(db, digest):
        if each.entri is not None:
            return _as_known(path.name, each)
    return None


def _as_known(nama: str, kembali: Kembali) -> Penerimaan:
    return Penerimaan(
        nama=nama,
        hasil="sudah",
        kode=kembali.kode,
        entri=kembali.entri,
        sha256=kembali.sha256,
    )


def _choose_row(db: Database, masukan: Masukan) -> tuple[Mapping[str, Any] | None, str]:
    """Choose the letter that a file returns by its QR code, or say why none is."""
    if masukan.bacaan.reason:
        return None, masukan.bacaan.reason
    codes = masukan.daftar_kode
    if not codes:
        return None, "no code of a letter can be read; receive it with --surat"
    rows = list_surat(db, codes)
    if not rows:
        return None, f"its code {_name(codes)} is that of no letter of this office"
    if len(rows) > 1:
        named = _name([row["kode"] for row in rows])
        reason = f"it carries the codes of several letters ({named}); name one --surat"
        return None, reason
    return rows[0], _refuse_row(rows[0]) or _refuse_pair(masukan, rows[0])


def _refuse_row(row: Mapping[str, Any]) -> str:
    """Say why a letter cannot come back, if it cannot."""
    if row["status"] == "dipesan":
        return f"letter {row['kode']} is only reserved: nothing was issued to be signed"
    if row["status"] == "batal":
        return f"letter {row['kode']} is void"
    return ""


def _refuse_pair(masukan: Masukan, row: Mapping[str, Any]) -> str:
    """Say why a file is no return of a letter, if it is none."""
    if masukan.sha256 == row["sha256"]:
        return "it is the file that was issued, to the byte: nobody has signed it"
    codes = masukan.daftar_kode
    if codes and row["kode"] not in codes:
        return f"its QR code names letter {_name(codes)}, not {row['kode']}"
    return ""


def _archive(
    kantor: Kantor,
    db: Database,
    pairs: Sequence[tuple[Masukan, Mapping[str, Any]]],
    *,
    after: Callable[[str], None],
) -> list[Penerimaan]:
    """Record returns: noted, archived, completed.

    A crash after the note leaves rows without ``entri``, which receiving the same files
    goes on with; a crash after the archive leaves the ledger behind it, which the next
    run of anything that writes to both completes first.
    """
    before = {
        (each.kode, each.sha256)
        for masukan, _ in pairs
        for each in list_kembali(db, masukan.sha256)
        if each.entri is not None
    }
    acts = [
        _as_act(masukan, row)
        for masukan, row in pairs
        if (row["kode"], masukan.sha256) not in before
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
            kantor.arsip, acts, kunci=kantor.kunci, saat=kantor.saat(), after=after
        )
        complete_kembali(db, as_kembali(entries))
        after("completed")
    return [
        _tell(db, masukan, row["kode"], new=(row["kode"], masukan.sha256) not in before)
        for masukan, row in pairs
    ]


def _as_act(masukan: Masukan, row: Mapping[str, Any]) -> Tindakan:
    isi = {
        "tindakan": "ditandatangani" if masukan.bacaan.sah else "diterima",
        "kode": row["kode"],
        "nomor": row["nomor"] or row["nomor_luar"],
        **masukan.as_isi(),
    }
    return Tindakan(isi=isi, objek=(masukan.objek,))


def _tell(db: Database, masukan: Masukan, kode: str, *, new: bool) -> Penerimaan:
    """Say what became of a return, as the ledger has it."""
    rows = [each for each in list_kembali(db, masukan.sha256) if each.kode == kode]
    (row,) = rows
    if not new:
        return _as_known(masukan.nama, row)
    notices = masukan.notices
    codes = masukan.daftar_kode
    if not codes:
        notices = [*notices, "no code could be read; --surat is trusted"]
    elif len(codes) > 1:
        notices = [*notices, f"it carries several codes: {_name(codes)}"]
    return Penerimaan(
        nama=masukan.nama,
        hasil="ditandatangani" if row.sah else "diterima",
        kode=kode,
        entri=row.entri,
        sha256=masukan.sha256,
        keterangan=tuple(notices),
    )


def _name(codes: Sequence[str]) -> str:
    more = len(codes) - SHOWN
    return ", ".join(codes[:SHOWN]) + (f" and {more} more" if more > 0 else "")
