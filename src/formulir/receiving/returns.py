"""Receiving what comes back: a return is archived beside the letter that it returns.

In this order: the file is read (in a child), the ledger notes the return, the archive
records it, the ledger is completed. Killed anywhere, the same command finishes the
work: what is archived is completed first, and a file is recorded once.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulir.errors import list_some
from formulir.office.filing import reconcile
from formulir.receiving.receipts import Receipt, archive_returns, as_known
from formulir.receiving.received_file import (
    BerkasRefusedError,
    iter_received,
    name_path,
    read_kode,
    read_received,
    refuse_path,
)
from formulir.records.ledger.kembali import find_kembali
from formulir.records.ledger.ledger import find_surat, list_surat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.receiving.received_file import ReceivedFile
    from formulir.records.store import Store

PART = 50
"""How many files of a folder are read and archived together, at most."""
PART_BYTES = 128 << 20
"""And with how many bytes, give or take a file."""


def receive_surat(
    kantor: Kantor,
    path: Path,
    *,
    surat: str,
    after: Callable[[str], None] = lambda _step: None,
) -> Receipt:
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
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        row = find_surat(db, read_kode(surat) or surat)
        if reason := _refuse_row(row) or refuse_path(path):
            raise BerkasRefusedError(name_path(path), reason=reason)
        received = read_received(kantor, path)
        if reason := received.contents.reason or _refuse_pair(received, row):
            raise BerkasRefusedError(name_path(path), reason=reason)
        (done,) = archive_returns(kantor, db, [(received, row)], after=after)
    return done


def receive_folder(
    kantor: Kantor, paths: Sequence[Path], *, tell: Callable[[Receipt], None]
) -> list[Receipt]:
    """Put each file to the letter that its QR code names.

    Args:
        kantor: The office.
        paths: The files.
        tell: Is told of each file, when the archive has it or it was refused.

    Returns:
        What became of each, in order; running it again changes nothing.
    """
    found = []
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        for part in _parts(paths):
            for done in _receive_part(kantor, db, part):
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


def _parts(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Give files in parts that memory can hold."""
    part: list[Path] = []
    size = 0
    for path in paths:
        part.append(path)
        with suppress(OSError):  # what cannot be asked is refused in its turn
            size += path.stat().st_size
        if len(part) == PART or size > PART_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _receive_part(
    kantor: Kantor, db: Store, paths: Sequence[Path]
) -> Iterator[Receipt]:
    """Receive some files at once; what the archive has already is not read again."""
    known = {path: done for path in paths if (done := _find_known(db, path))}
    reading = iter_received(kantor, [path for path in paths if path not in known])
    returned = {path: next(reading) for path in paths if path not in known}
    placed: list[tuple[ReceivedFile, Mapping[str, Any]]] = []
    refused: dict[Path, Receipt] = {}
    for path, received in returned.items():
        row, reason = _choose_row(db, received)
        if row is not None and not reason:
            placed.append((received, row))
        else:
            refused[path] = Receipt(
                nama=received.nama,
                hasil="ditolak",
                sha256=received.sha256,
                keterangan=(reason,),
            )
    archived = iter(archive_returns(kantor, db, placed, after=lambda _step: None))
    for path in paths:
        yield known.get(path) or refused.get(path) or next(archived)


def _find_known(db: Store, path: Path) -> Receipt | None:
    """Tell whether the archive holds the very bytes, or will never hold the file."""
    if reason := refuse_path(path):
        return Receipt(nama=name_path(path), hasil="ditolak", keterangan=(reason,))
    digest = sha256(path.read_bytes()).hexdigest()
    for each in find_kembali(db, digest):
        if each.entri is not None:
            return as_known(name_path(path), each)
    return None


def _choose_row(
    db: Store, received: ReceivedFile
) -> tuple[Mapping[str, Any] | None, str]:
    """Choose the letter that a file returns by its QR code, or say why none is."""
    if received.contents.reason:
        return None, received.contents.reason
    codes = received.daftar_kode
    if not codes:
        return None, "no code of a letter can be read; receive it with --surat"
    rows = list_surat(db, codes)
    if not rows:
        return None, f"its code {list_some(codes)} is that of no letter of this office"
    if len(rows) > 1:
        named = list_some([row["kode"] for row in rows])
        reason = f"it carries the codes of several letters ({named}); name one --surat"
        return None, reason
    return rows[0], _refuse_row(rows[0]) or _refuse_pair(received, rows[0])


def _refuse_row(row: Mapping[str, Any]) -> str:
    """Say why a letter cannot come back, if it cannot."""
    if row["status"] == "dipesan":
        return f"letter {row['kode']} is only reserved: nothing was issued to be signed"
    if row["status"] == "batal":
        return f"letter {row['kode']} is void"
    return ""


def _refuse_pair(received: ReceivedFile, row: Mapping[str, Any]) -> str:
    """Say why a file is no return of a letter, if it is none."""
    if received.sha256 == row["sha256"]:
        return "it is the file that was issued, to the byte: nobody has signed it"
    codes = received.daftar_kode
    if codes and row["kode"] not in codes:
        return f"its QR code names letter {list_some(codes)}, not {row['kode']}"
    return ""
