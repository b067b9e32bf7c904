"""The ledger of incoming letters: each has a number of its own in our book.

The number is taken before the archive has the file (a row without ``entri``), in one
transaction that begins with the write: two clerks wait for each other instead of being
given the same number, and 1…N of a year have no gap. A crash before the file is
archived leaves a row that waits; receiving the same file again goes on with its number.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.records.ledger.acts import record_act, take_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store

USULAN = "02.1"
"""The kind whose incoming letter is a proposal: its number belongs on the usulan."""

KUNCI_USULAN = "usulan.wilayah || '/' || usulan.pengusul || '/' || usulan.usulan_ke"
"""The key of the letter of a row of ``usulan``, as its kind makes it."""

COLUMNS_MASUK = (
    "agenda",
    "terima",
    "dari",
    "tanggal",
    "nomor",
    "hal",
    "disposisi",
    "formulir",
    "tahap",
    "status",
    "kode",
    "entri",
)
"""The columns of the book of incoming letters, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SuratMasuk:
    """A letter of another office, as it is entered into our book.

    Args:
        dari: Who sent it: the code of an instansi, or a name.
        nomor: The sender's own number: free text.
        tanggal: The date that it bears, ISO.
        terima: The day it came in, ISO.
        hal: Its subject.
        program: The programme year that it belongs to.
        sha256: The digest of the file.
        formulir: The kind of ours that it stands for, if any.
        kunci: The key within that kind.
        tahap: The stage that it belongs to, where that is known.
        wilayah: Region code by role, as far as known.
        disposisi: What is to be done with it.
    """

    dari: str
    nomor: str
    tanggal: str
    terima: str
    hal: str
    program: int
    sha256: str
    formulir: str | None = None
    kunci: str | None = None
    tahap: str | None = None
    wilayah: Mapping[str, str] = field(default_factory=dict)
    disposisi: str | None = None


class SuratMasukDoubleError(RecordError):
    """A sender's letter is in the book already, with another file."""

    surat: SuratMasuk
    agenda: str
    says = (
        "letter {surat.nomor!r} of {surat.tanggal} from {surat.dari} is number "
        "{agenda} of the book, with another file; pass --lagi to enter this one under "
        "a number of its own"
    )


class UsulanNumberedError(RecordError):
    """A proposal has another number on record than the letter that came in."""

    kunci: str
    known: str
    given: str
    says = (
        "usulan {kunci} has the number {known!r} on record, not {given!r}; correct it, "
        "or pass --lagi to put this one in its place"
    )


def reserve_masuk(
    db: Store,
    surat: SuratMasuk,
    *,
    kode: str,
    lagi: bool,
    actor: Actor,
) -> dict[str, Any]:
    """Give an incoming letter its number in the book.

    The same file of the same letter keeps the number that it has.

    Args:
        db: The record store.
        surat: The letter.
        kode: The archive code that it gets, if it is not in the book yet.
        lagi: Enter another file of a letter that is in the book, and record who did.
        actor: Who acts.

    Returns:
        Its row.

    Raises:
        SuratMasukDoubleError: It is in the book with another file.
        UsulanNumberedError: It is a proposal that has another number on record.
    """
    with db.writing():
        moment = take_moment(db, actor)
        same = db.rows(
            "SELECT * FROM masuk WHERE dari = ? AND nomor = ? AND tanggal = ?"
            " ORDER BY tahun, urut",
            (surat.dari, surat.nomor, surat.tanggal),
        )
        for row in same:
            if row["sha256"] == surat.sha256:
                return row
        fault = _find_fault(db, surat, same)
        if fault is not None and not lagi:
            raise fault
        if fault is not None:
            facts = {"surat": kode, "dari": surat.dari, "nomor": surat.nomor}
            record_act(db, actor, "masuk lagi", facts, moment=moment)
        _insert(db, surat, kode=kode)
        row = db.rows("SELECT * FROM masuk WHERE kode = ?", (kode,))[0]
        record_act(db, actor, "catat masuk", _describe(row), moment=moment)
        return row


def _describe(row: Mapping[str, Any]) -> dict[str, Any]:
    """Say what the act of entering a letter says of it."""
    names = ["dari", "nomor", "tanggal", "terima", "hal"]
    names += ["formulir", "kunci", "tahap", "disposisi"]
    own = {"surat": row["kode"], "agenda": row["urut"], "sidik": row["sha256"]}
    own |= {"tahun": row["program"], "wilayah": json.loads(row["wilayah"])}
    return own | {name: row[name] for name in names}


def _insert(db: Store, surat: SuratMasuk, *, kode: str) -> None:
    tahun = int(surat.terima[:4])
    last = db.value("SELECT max(urut) FROM masuk WHERE tahun = ?", (tahun,))
    more = {
        "wilayah": json.dumps(dict(surat.wilayah), sort_keys=True),
        "kode": kode,
        "tahun": tahun,
        "urut": (last or 0) + 1,
    }
    db.insert("masuk", asdict(surat) | more)


def complete_masuk(db: Store, kode: str, *, entri: int) -> None:
    """Record where the archive holds an incoming letter; it may be done twice.

    A proposal's number and date are written on its usulan too. Call it inside
    ``writing``.
    """
    done = db.run(
        "UPDATE masuk SET entri = ? WHERE kode = ? AND entri IS NULL", (entri, kode)
    )
    if done.rowcount:
        db.run(
            "UPDATE usulan SET nomor = m.nomor, tanggal = m.tanggal FROM masuk AS m"
            " WHERE m.kode = ? AND m.formulir = ? AND usulan.tahun = m.program"
            f" AND {KUNCI_USULAN} = m.kunci",
            (kode, USULAN),
        )


def list_masuk(db: Store, *, program: int | None = None) -> list[dict[str, Any]]:
    """Return the rows of the book, or those of a programme year, in its order."""
    return db.rows(
        "SELECT * FROM masuk WHERE :program IS NULL OR program = :program"
        " ORDER BY tahun, urut",
        {"program": program},
    )


def read_agenda_masuk(db: Store, *, first: str, last: str) -> list[dict[str, Any]]:
    """Return the book of letters that came in on some days, ISO, in order of number."""
    return db.rows(
        "SELECT urut AS agenda, *, CASE WHEN entri IS NULL THEN 'dipesan'"
        " ELSE 'masuk' END AS status FROM masuk WHERE terima BETWEEN ? AND ?"
        " ORDER BY tahun, urut",
        (first, last),
    )


def _find_fault(
    db: Store, surat: SuratMasuk, same: Sequence[Mapping[str, Any]]
) -> RecordError | None:
    """Say what speaks against entering a letter, if something does.

    Args:
        db: The record store.
        surat: The letter.
        same: The rows of the book with its sender, number and date.
    """
    if same:
        agenda = f"{same[0]['urut']}/{same[0]['tahun']}"
        return SuratMasukDoubleError(surat, agenda=agenda)
    if surat.formulir != USULAN or surat.kunci is None:
        return None
    sql = f"SELECT nomor FROM usulan WHERE tahun = ? AND {KUNCI_USULAN} = ?"
    known = db.value(sql, (surat.program, surat.kunci))
    if known in (None, surat.nomor):
        return None
    return UsulanNumberedError(surat.kunci, known=known, given=surat.nomor)
