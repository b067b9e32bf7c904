"""Sessions: who is logged in, where, until when.

A session is a row here and a random token in one browser; here lies only its digest,
so that who reads this file cannot log in with it. Logging in makes a new one, always.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from formulir.dates import format_saat
from formulir.errors import RecordError
from formulir.web.door.events import (
    CAME,
    SLOWED,
    WRONG,
    Event,
    add_event,
    note_event,
)
from formulir.web.door.passwords import fits

if TYPE_CHECKING:
    from formulir.records.store import Store

IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
"""After so long without a page, and after so long at all, one logs in again."""
_GOES_ON = "terakhir > ? AND sesi.dibuat > ?"
"""Which sessions go on; it is asked with what ``_since`` gives."""
_NOTED = timedelta(minutes=1)
"""That a session goes on is written down so often at most."""
WITHIN = timedelta(minutes=15)
PER_PAIR, PER_ADDRESS = 10, 50
"""So many wrong passwords count within that time: of an account from an address, and
from an address in all. Another address is not kept out by them."""
_WORD = 200


class LoginRefusedError(RecordError):
    """Account and password do not fit, whichever of them is wrong."""

    says = "account and password do not fit"


class LoginSlowedError(RecordError):
    """Too many wrong passwords came from one place."""

    menit: int
    says = "too many wrong passwords from here; wait {menit} minutes, then try again"


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A session that goes on.

    Args:
        sidik: What it is known by.
        akun: The row of its account.
        tanda: What forms that change something must bring along.
        tahun: The programme year that was chosen, if one was.
        wilayah: The region that was chosen, if one was.
    """

    sidik: str
    akun: dict[str, Any]
    tanda: str
    tahun: int | None
    wilayah: str | None


def log_in(
    meja: Store, nama: str, sandi: str, *, now: datetime, alamat: str, peramban: str
) -> str:
    """Begin a session.

    Returns:
        Its token, for the browser alone.

    Raises:
        LoginRefusedError: Account and password do not fit.
        LoginSlowedError: Too many did not, from here; the password was not looked at.
    """
    nama = nama.strip().lower()[:_WORD]
    since = format_saat(now - WITHIN)
    known = meja.value("SELECT nama FROM akun WHERE nama = ?", (nama,)) or ""
    pair, address = (
        meja.value(
            f"SELECT count(*) FROM percobaan WHERE saat > ? AND {what}", (since, *of)
        )
        for what, of in (
            ("akun = ? AND alamat = ?", (nama, alamat)),
            ("alamat = ?", (alamat,)),
        )
    )
    if pair >= PER_PAIR or address >= PER_ADDRESS:
        slowed = Event(apa=SLOWED, alamat=alamat, tentang=known)
        note_event(meja, slowed, saat=now)
        raise LoginSlowedError(menit=WITHIN // timedelta(minutes=1))
    hashed = meja.value(
        "SELECT sandi FROM akun WHERE nama = ? AND ditutup IS NULL", (nama,)
    )
    if not fits(hashed, sandi):
        with meja.writing():
            meja.run("DELETE FROM percobaan WHERE saat <= ?", (since,))
            meja.insert(
                "percobaan", {"akun": nama, "alamat": alamat, "saat": format_saat(now)}
            )
            wrong = Event(apa=WRONG, alamat=alamat, tentang=known)
            add_event(meja, wrong, saat=now)
        raise LoginRefusedError
    return begin(meja, nama, now=now, alamat=alamat, peramban=peramban)


def begin(meja: Store, nama: str, *, now: datetime, alamat: str, peramban: str) -> str:
    """Begin a session of an account that has shown who it is; return its token."""
    token = secrets.token_urlsafe(32)
    row = {
        "sidik": digest(token),
        "akun": nama,
        "tanda": secrets.token_urlsafe(32),
        "dibuat": format_saat(now),
        "terakhir": format_saat(now),
        "alamat": alamat,
        "peramban": peramban[:_WORD],
    }
    with meja.writing():
        meja.run("DELETE FROM percobaan WHERE akun = ? AND alamat = ?", (nama, alamat))
        meja.run(f"DELETE FROM sesi WHERE NOT ({_GOES_ON})", _since(now))
        meja.insert("sesi", row)
        add_event(meja, Event(apa=CAME, oleh=nama, alamat=alamat), saat=now)
    return token


def _since(now: datetime) -> tuple[str, str]:
    return format_saat(now - IDLE), format_saat(now - LONGEST)


def digest(token: str) -> str:
    """Return what a token is known by."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_session(meja: Store, token: str, *, now: datetime) -> Session | None:
    """Return the session of a token, if it goes on and its account is open."""
    rows = meja.rows(
        "SELECT sesi.*, a.nama AS nama, a.orang, a.peran, a.wilayah AS wilayah_akun"
        " FROM sesi JOIN akun AS a ON a.nama = sesi.akun"
        f" WHERE sidik = ? AND a.ditutup IS NULL AND {_GOES_ON}",
        (digest(token), *_since(now)),
    )
    if not rows:
        return None
    row = rows[0]
    if row["terakhir"] < format_saat(now - _NOTED):
        with meja.writing():
            meja.run(
                "UPDATE sesi SET terakhir = ? WHERE sidik = ?",
                (format_saat(now), row["sidik"]),
            )
    akun = {name: row[name] for name in ("nama", "orang", "peran")}
    return Session(
        sidik=row["sidik"],
        akun=akun | {"wilayah": row["wilayah_akun"]},
        tanda=row["tanda"],
        tahun=row["tahun"],
        wilayah=row["wilayah"],
    )


def choose(meja: Store, sidik: str, *, tahun: int, wilayah: str | None) -> None:
    """Keep the year and the region that a session looks at."""
    with meja.writing():
        meja.run(
            "UPDATE sesi SET tahun = ?, wilayah = ? WHERE sidik = ?",
            (tahun, wilayah, sidik),
        )


def end(meja: Store, sidik: str) -> str:
    """End a session; return the account that it was of, or nothing."""
    with meja.writing():
        akun = meja.value("SELECT akun FROM sesi WHERE sidik = ?", (sidik,))
        meja.run("DELETE FROM sesi WHERE sidik = ?", (sidik,))
    return akun or ""


def end_all(meja: Store, nama: str, *, but: str = "") -> None:
    """End the sessions of an account, inside the transaction that is open.

    Args:
        meja: The store of the desk.
        nama: The account.
        but: What the one session is known by that goes on.
    """
    meja.run("DELETE FROM sesi WHERE akun = ? AND sidik != ?", (nama, but))


def list_sessions(meja: Store, *, now: datetime) -> list[dict[str, Any]]:
    """List the sessions that go on, the last used first, without what opens them."""
    return meja.rows(
        "SELECT sidik, akun, dibuat, terakhir, alamat, peramban FROM sesi"
        f" WHERE {_GOES_ON} ORDER BY terakhir DESC",
        _since(now),
    )
