"""Jobs as rows: asked for on a page, done by the worker, told to whoever asks.

A job waits, runs, and ends well, badly, or because somebody stopped it. The worker
writes how far it is. Killed, the worker leaves a row that says it runs; the next one
takes it up again, for there is one worker only. Each job is done by the same function
as on the command line, which run again goes on where it was.

What kills one worker may kill them all: a job for which the memory does not suffice. So
a row counts how often it was taken up since it last got further than ever before, and
after ``TRIES`` the worker gives it up, for others wait behind it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_saat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from formulir.records.store import Store

WAITING, RUNNING = "menunggu", "berjalan"
DONE, FAILED, STOPPED = "selesai", "gagal", "berhenti"
TRIES: Final = 5
"""So often a job is taken up without getting further."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A job, as its row has it.

    Args:
        nomor: Its number.
        jenis: What is done: a key of ``kinds.KINDS``.
        judul: What it is called on pages.
        isi: What it is done with.
        akun: Who asked for it.
        wilayah: The region that it concerns; nothing for the whole office.
        keadaan: ``menunggu``, ``berjalan``, ``selesai``, ``gagal`` or ``berhenti``.
        dibuat: When it was asked for.
        mulai: When it began.
        akhir: When it ended.
        selesai: So many parts are done.
        jumlah: Of so many; 0 while that is not known.
        hentikan: Whether somebody wants it stopped.
        dilihat: Whether whoever asked has seen its end.
        hasil: What it came to.
        percobaan: How often it was taken up since it last got further.
        sisa: The fewest parts that ever were left; nothing before the first was done.
    """

    nomor: int
    jenis: str
    judul: str
    isi: dict[str, Any]
    akun: str
    wilayah: str | None
    keadaan: str
    dibuat: str
    mulai: str | None
    akhir: str | None
    selesai: int
    jumlah: int
    hentikan: bool
    dilihat: bool
    hasil: dict[str, Any]
    percobaan: int
    sisa: int | None

    @property
    def is_open(self) -> bool:
        """Tell whether it has not ended."""
        return self.keadaan in {WAITING, RUNNING}


def _read(row: Mapping[str, Any]) -> Job:
    facts = dict(row)
    facts["isi"], hasil = json.loads(facts["isi"]), facts["hasil"]
    facts["hasil"] = json.loads(hasil) if hasil else {}
    facts["hentikan"], facts["dilihat"] = bool(row["hentikan"]), bool(row["dilihat"])
    return Job(**facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """A job that is asked for.

    Args:
        jenis: What is to be done: a key of ``kinds.KINDS``.
        judul: What it is called on pages.
        isi: What it is done with: JSON values.
        akun: Who asks.
        wilayah: The region that it concerns; nothing for the whole office.
    """

    jenis: str
    judul: str
    isi: Mapping[str, Any]
    akun: str
    wilayah: str | None = None


def ask(meja: Store, order: Order, *, saat: datetime) -> int:
    """Ask for a job; return its number. Once this returns it will be done."""
    row = {
        "jenis": order.jenis,
        "judul": order.judul,
        "isi": json.dumps(order.isi, ensure_ascii=False),
        "akun": order.akun,
        "wilayah": order.wilayah,
        "dibuat": format_saat(saat),
    }
    with meja.writing():
        return int(meja.insert("pekerjaan", row) or 0)


def find_job(meja: Store, nomor: int) -> Job | None:
    """Return a job, if there is one of the number."""
    rows = meja.rows("SELECT * FROM pekerjaan WHERE nomor = ?", (nomor,))
    return _read(rows[0]) if rows else None


def list_open(meja: Store, akun: str) -> list[Job]:
    """List an account's jobs whose end it has not seen, the oldest first."""
    rows = meja.rows(
        "SELECT * FROM pekerjaan WHERE akun = ? AND dilihat = 0 ORDER BY nomor", (akun,)
    )
    return [_read(row) for row in rows]


def list_last(meja: Store, limit: int = 20) -> list[Job]:
    """List the jobs of everybody, the last one first."""
    sql = "SELECT * FROM pekerjaan ORDER BY nomor DESC LIMIT ?"
    return [_read(row) for row in meja.rows(sql, (limit,))]


def mark_seen(meja: Store, nomor: int) -> None:
    """Note that whoever asked has seen the end of a job."""
    with meja.writing():
        meja.run(
            "UPDATE pekerjaan SET dilihat = 1 WHERE nomor = ?"
            " AND keadaan NOT IN ('menunggu', 'berjalan')",
            (nomor,),
        )


def stop(meja: Store, nomor: int, *, saat: datetime) -> None:
    """Have a job stopped: at once while it waits, else after the part that is made."""
    with meja.writing():
        meja.run(
            "UPDATE pekerjaan SET keadaan = 'berhenti', akhir = ?, hasil = '{}'"
            " WHERE nomor = ? AND keadaan = 'menunggu'",
            (format_saat(saat), nomor),
        )
        meja.run("UPDATE pekerjaan SET hentikan = 1 WHERE nomor = ?", (nomor,))


def is_wanted(meja: Store) -> bool:
    """Tell whether there is anything for a worker to do."""
    found = meja.value(
        "SELECT 1 FROM pekerjaan WHERE keadaan IN ('berjalan', 'menunggu') LIMIT 1"
    )
    return found is not None


def begin_next(meja: Store, *, saat: datetime) -> Job | None:
    """Take up the next job: one that a killed worker left, else the first in line.

    Its try is counted before it is done, for a worker that is killed counts nothing.
    """
    with meja.writing():
        nomor = meja.value(
            "SELECT nomor FROM pekerjaan WHERE keadaan IN ('berjalan', 'menunggu')"
            " ORDER BY keadaan = 'menunggu', nomor LIMIT 1"
        )
        if nomor is None:
            return None
        meja.run(
            "UPDATE pekerjaan SET keadaan = 'berjalan', mulai = coalesce(mulai, ?),"
            " percobaan = percobaan + 1 WHERE nomor = ?",
            (format_saat(saat), nomor),
        )
    return find_job(meja, nomor)


def give_back(meja: Store) -> None:
    """Take back a try: the worker did not fail at its job, but was to end."""
    with meja.writing():
        meja.run(
            "UPDATE pekerjaan SET percobaan = max(percobaan - 1, 0)"
            " WHERE keadaan = 'berjalan'"
        )


def note(meja: Store, nomor: int, selesai: int, jumlah: int) -> bool:
    """Write how far a job is; return whether somebody wants it stopped.

    Fewer parts are left than ever before where it got further: one that begins anew
    each time does not where it has been.
    """
    left = jumlah - selesai
    with meja.writing():
        meja.run(
            "UPDATE pekerjaan SET selesai = ?, jumlah = ? WHERE nomor = ?",
            (selesai, jumlah, nomor),
        )
        if selesai:
            meja.run(
                "UPDATE pekerjaan SET sisa = ?, percobaan = 1"
                " WHERE nomor = ? AND coalesce(sisa > ?, 1)",
                (left, nomor, left),
            )
    return bool(meja.value("SELECT hentikan FROM pekerjaan WHERE nomor = ?", (nomor,)))


def finish(
    meja: Store, nomor: int, keadaan: str, hasil: Mapping[str, Any], *, saat: datetime
) -> None:
    """Write what a job came to."""
    with meja.writing():
        meja.run(
            "UPDATE pekerjaan SET keadaan = ?, hasil = ?, akhir = ? WHERE nomor = ?",
            (keadaan, json.dumps(hasil, ensure_ascii=False), format_saat(saat), nomor),
        )
