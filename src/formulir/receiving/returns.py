"""Receiving what comes back: a return is archived beside the letter that it returns.

In this order: the file is read (in a child), the ledger notes the return, the archive
records it, the ledger is completed. Killed anywhere, the same command finishes the
work: what is archived is completed first, and a file is recorded once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Act
from formulir.archive.find import find_kode
from formulir.errors import list_some
from formulir.language import phrase
from formulir.office.filing import as_kembali, file_acts, reconcile
from formulir.office.lookup.resolve import resolve
from formulir.receiving.evidence import weigh_returns
from formulir.receiving.received_file import (
    BerkasRefusedError,
    Receipt,
    hold_received,
    name_path,
    open_received,
)
from formulir.records.ledger.kembali import find_kembali, note_kembali
from formulir.records.ledger.ledger import find_surat, list_surat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.receiving.evidence import Evidence
    from formulir.receiving.received_file import ReceivedFile
    from formulir.records.ledger.kembali import Kembali
    from formulir.records.store import Store


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
        row = find_surat(db, resolve(kantor, db, surat))
        if reason := refuse_row(row):
            raise BerkasRefusedError(name_path(path), reason=reason)
        with hold_received(kantor) as place:
            received = open_received(kantor, path, place=place)
            reason = refuse_pair(received, row) or _refuse_mixture(db, received, row)
            if reason:
                raise BerkasRefusedError(received.nama, reason=reason)
            short = count_short(kantor, received, kode=row["kode"])
            (done,) = archive_returns(
                kantor, db, [(received, row)], jam_mundur=jam_mundur, after=after
            )
    return replace(done, keterangan=(*done.keterangan, *short))


def _refuse_mixture(db: Store, received: ReceivedFile, row: Mapping[str, Any]) -> str:
    """Say that a file holds pages of other letters of ours too, if it does.

    One that is digitally signed is never cut, so it is taken as it is.
    """
    codes = received.daftar_kode
    others = [each["kode"] for each in list_surat(db, codes) if each["id"] != row["id"]]
    if not others or received.contents.tanda_tangan:
        return ""
    return phrase(
        "it bears the code of letter {others} too; receive it without "
        "--surat, or name the sheets with --lembar",
        others=list_some(others),
    )


def count_short(kantor: Kantor, received: ReceivedFile, *, kode: str) -> list[str]:
    """Say that a file has fewer pages than the letter that it returns."""
    issued = find_kode(kantor.archive, [kode])
    count = int(issued[kode].isi.get("halaman") or 0) if kode in issued else 0
    has = received.contents.halaman
    return (
        [phrase("it has {has} of the letter's {count} pages", has=has, count=count)]
        if has < count
        else []
    )


def know_return(nama: str, kembali: Kembali) -> Receipt:
    """Say that a file is in the archive already."""
    return Receipt(
        nama=nama,
        hasil="sudah",
        kode=kembali.kode,
        entri=kembali.entri,
        sha256=kembali.sha256,
    )


def refuse_row(row: Mapping[str, Any]) -> str:
    """Say why a letter cannot come back, if it cannot."""
    if row["status"] == "dipesan":
        return phrase(
            "letter {kode} is only reserved: nothing was issued to be signed",
            kode=row["kode"],
        )
    if row["status"] == "batal":
        return phrase("letter {kode} is void", kode=row["kode"])
    return ""


def refuse_pair(received: ReceivedFile, row: Mapping[str, Any]) -> str:
    """Say why a file is no return of a letter, if it is none."""
    if received.sha256 == row["sha256"]:
        return phrase(
            "it is the file that was issued, to the byte: nobody has signed it"
        )
    codes = received.daftar_kode
    if codes and row["kode"] not in codes:
        return phrase(
            "its QR code names letter {codes}, not {kode}",
            codes=list_some(codes),
            kode=row["kode"],
        )
    return ""


def archive_returns(
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
        know_return(received.nama, old) if old else _tell(received, next(new))
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
        notices = [*notices, phrase("no code could be read; --surat is trusted")]
    elif len(codes) > 1:
        notices = [
            *notices,
            phrase("it carries several codes: {codes}", codes=list_some(codes)),
        ]
    return Receipt(
        nama=received.nama,
        hasil=entri.isi["tindakan"],
        kode=entri.isi["kode"],
        entri=entri.entri,
        sha256=received.sha256,
        keterangan=tuple(notices),
    )
