"""Receiving what comes back: a return is archived beside the letter that it returns.

In this order: the file is read (in a child), the ledger notes the return, the archive
records it, the ledger is completed. Killed anywhere, the same command finishes the
work: what is archived is completed first, and a file is recorded once.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Act
from formulir.errors import list_some
from formulir.office.filing import as_kembali, file_acts, reconcile
from formulir.receiving.evidence import weigh_returns
from formulir.receiving.received_file import (
    BerkasRefusedError,
    Receipt,
    iter_received,
    name_path,
    open_received,
    read_kode,
    refuse_path,
)
from formulir.records.ledger.kembali import find_kembali, note_kembali
from formulir.records.ledger.ledger import find_surat, list_surat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.receiving.evidence import Evidence
    from formulir.receiving.received_file import ReceivedFile
    from formulir.records.ledger.kembali import Kembali
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
    jam_mundur: bool = False,
    after: Callable[[str], None] = lambda _step: None,
) -> Receipt:
    """Archive a return of the letter with a number or archive code.

    Args:
        kantor: The office.
        path: The file.
        surat: The number or archive code.
        jam_mundur: Allow a clock behind the last recorded act, and record it.
        after: Is told after each write what was written; tests cut the power there.

    Raises:
        NomorUnknownError: No letter, or more than one, has it.
        BerkasRefusedError: The letter cannot come back, or the file is not its return.
    """
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        row = find_surat(db, read_kode(surat) or surat)
        if reason := _refuse_row(row):
            raise BerkasRefusedError(name_path(path), reason=reason)
        received = open_received(kantor, path)
        if reason := _refuse_pair(received, row):
            raise BerkasRefusedError(received.nama, reason=reason)
        (done,) = _archive(
            kantor, db, [(received, row)], jam_mundur=jam_mundur, after=after
        )
    return done


def receive_folder(
    kantor: Kantor,
    paths: Sequence[Path],
    *,
    tell: Callable[[Receipt], None],
    jam_mundur: bool = False,
) -> list[Receipt]:
    """Put each file to the letter that its QR code names.

    Args:
        kantor: The office.
        paths: The files.
        tell: Is told of each file, when the archive has it or it was refused.
        jam_mundur: Allow a clock behind the last recorded act, and record it.

    Returns:
        What became of each, in order; running it again changes nothing.
    """
    found = []
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        for part in _parts(paths):
            for done in _receive_part(kantor, db, part, jam_mundur=jam_mundur):
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
    kantor: Kantor, db: Store, paths: Sequence[Path], *, jam_mundur: bool
) -> Iterator[Receipt]:
    """Receive some files at once; what the archive has already is not read again."""
    told = {path: done for path in paths if (done := _find_known(db, path))}
    rest = [path for path in paths if path not in told]
    placed: list[tuple[ReceivedFile, Mapping[str, Any]]] = []
    for path, received in zip(rest, iter_received(kantor, rest), strict=True):
        row = _choose_row(db, received)
        if isinstance(row, str):
            told[path] = _refuse(received.nama, row, sha256=received.sha256)
        else:
            placed.append((received, row))
    archived = iter(
        _archive(kantor, db, placed, jam_mundur=jam_mundur, after=lambda _step: None)
    )
    for path in paths:
        yield told.get(path) or next(archived)


def _find_known(db: Store, path: Path) -> Receipt | None:
    """Tell whether the archive holds the very bytes, or will never hold the file."""
    if reason := refuse_path(path):
        return _refuse(name_path(path), reason)
    digest = sha256(path.read_bytes()).hexdigest()
    for each in find_kembali(db, digest):
        if each.entri is not None:
            return _know(name_path(path), each)
    return None


def _refuse(nama: str, reason: str, *, sha256: str | None = None) -> Receipt:
    """Say why a file is not taken."""
    return Receipt(nama=nama, hasil="ditolak", sha256=sha256, keterangan=(reason,))


def _know(nama: str, kembali: Kembali) -> Receipt:
    """Say that a file is in the archive already."""
    return Receipt(
        nama=nama,
        hasil="sudah",
        kode=kembali.kode,
        entri=kembali.entri,
        sha256=kembali.sha256,
    )


def _choose_row(db: Store, received: ReceivedFile) -> Mapping[str, Any] | str:
    """Choose the letter that a file returns by its QR code, or say why none is."""
    if received.contents.reason:
        return received.contents.reason
    codes = received.daftar_kode
    if not codes:
        return "no code of a letter can be read; receive it with --surat"
    rows = list_surat(db, codes)
    if not rows:
        return f"its code {list_some(codes)} is that of no letter of this office"
    if len(rows) > 1:
        named = list_some([row["kode"] for row in rows])
        return f"it carries the codes of several letters ({named}); name one --surat"
    return _refuse_row(rows[0]) or _refuse_pair(received, rows[0]) or rows[0]


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


def _archive(
    kantor: Kantor,
    db: Store,
    pairs: Sequence[tuple[ReceivedFile, Mapping[str, Any]]],
    *,
    jam_mundur: bool,
    after: Callable[[str], None],
) -> list[Receipt]:
    """Record returns: noted, archived, completed.

    A crash after the note leaves rows without ``entri``, which receiving the same files
    goes on with; a crash after the archive leaves the ledger behind it, which the next
    run of anything that writes to both completes first.
    """
    known = {
        (each.kode, each.sha256): each
        for received, _ in pairs
        for each in find_kembali(db, received.sha256)
        if each.entri is not None
    }
    before = [known.get((row["kode"], received.sha256)) for received, row in pairs]
    fresh = [pair for pair, old in zip(pairs, before, strict=True) if old is None]
    weighed = weigh_returns(kantor, fresh)
    acts = [
        _as_act(*pair, evidence) for pair, evidence in zip(fresh, weighed, strict=True)
    ]
    entries: list[Entri] = []
    if acts:
        noted = [as_kembali(act.isi) for act in acts]
        note_kembali(db, noted, actor=kantor.actor(jam_mundur=jam_mundur))
        after("noted")
        entries = file_acts(kantor, db, acts, after=after)
        after("completed")
    new = iter(entries)
    return [
        _know(received.nama, old) if old else _tell(received, next(new))
        for (received, _), old in zip(pairs, before, strict=True)
    ]


def _as_act(received: ReceivedFile, row: Mapping[str, Any], evidence: Evidence) -> Act:
    isi = {
        "tindakan": evidence.tindakan,
        "kode": row["kode"],
        "nomor": row["nomor"] or row["nomor_luar"],
        **received.as_isi(),
        **evidence.as_isi(),
    }
    return Act(isi=isi, objects=(received.objects,))


def _tell(received: ReceivedFile, entri: Entri) -> Receipt:
    """Say what became of a return, as the archive has it."""
    # As the archive has them: what was killed half way may have been weighed before.
    notices, codes = list(entri.isi.get("sebab") or ()), received.daftar_kode
    if not codes:
        notices = [*notices, "no code could be read; --surat is trusted"]
    elif len(codes) > 1:
        notices = [*notices, f"it carries several codes: {list_some(codes)}"]
    return Receipt(
        nama=received.nama,
        hasil=entri.isi["tindakan"],
        kode=entri.isi["kode"],
        entri=entri.entri,
        sha256=received.sha256,
        keterangan=tuple(notices),
    )
