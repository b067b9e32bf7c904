"""What happens at the door, kept for whoever tends it: logins, refusals, accounts.

Rows of the desk's store, which is its owner's alone. No row holds a password, a token,
or a name that is no account's: a password is often typed where the name belongs. What
happens again within the hour is counted in one row, and old rows go, those of refusals
apart from the others: whoever knocks a thousand times wipes nothing out but knocks.

Source: OWASP ASVS 5.0, 16.2 and 16.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_saat

if TYPE_CHECKING:
    from datetime import datetime

    from formulir.records.store import Store

CAME, LEFT = "masuk", "keluar"
WRONG, SLOWED = "sandi salah", "terlalu sering salah"
REFUSED, FOREIGN, STALE = "ditolak", "permintaan asing", "formulir usang"
MADE, CLOSED, CHANGED = "akun dibuat", "akun ditutup", "sandi diganti"
ENDED = "sesi diakhiri"
REFUSALS: Final = frozenset({WRONG, SLOWED, REFUSED, FOREIGN, STALE})
"""What anybody can bring about without being let in."""
TOGETHER: Final = timedelta(hours=1)
"""The same within this time is one row."""
MOST: Final = 5_000
"""So many rows are kept of refusals, and so many of all else."""
_EACH: Final = 100
"""Rows that are too many go when so many have come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened.

    Args:
        apa: What, one of the words above.
        oleh: The account that did it, or whom the machine knows; nobody is empty.
        alamat: From where; empty where it was done on the command line.
        tentang: The account or the page that it is about.
    """

    apa: str
    oleh: str = ""
    alamat: str = ""
    tentang: str = ""


def add_event(meja: Store, event: Event, *, saat: datetime) -> None:
    """Note something inside the transaction that is open."""
    now, since = format_saat(saat), format_saat(saat - TOGETHER)
    same = (event.apa, event.oleh, event.alamat, event.tentang)
    nomor = meja.value(
        "SELECT max(nomor) FROM kejadian WHERE saat > ? AND apa = ? AND oleh = ?"
        " AND alamat = ? AND tentang = ?",
        (since, *same),
    )
    if nomor is not None:
        meja.run(
            "UPDATE kejadian SET kali = kali + 1, terakhir = ? WHERE nomor = ?",
            (now, nomor),
        )
        return
    names = ("apa", "oleh", "alamat", "tentang")
    row = {"saat": now, "terakhir": now, **dict(zip(names, same, strict=True))}
    if not (meja.insert("kejadian", row) or 0) % _EACH:
        _sweep(meja)


def note_event(meja: Store, event: Event, *, saat: datetime) -> None:
    """Note something in a transaction of its own."""
    with meja.writing():
        add_event(meja, event, saat=saat)


def _sweep(meja: Store) -> None:
    """Remove the oldest rows of refusals, and of all else, that are too many."""
    words = sorted(REFUSALS)
    known = f"apa IN ({', '.join('?' * len(words))})"
    for which in (known, f"NOT {known}"):
        meja.run(
            f"DELETE FROM kejadian WHERE {which} AND nomor <= (SELECT nomor"
            f" FROM kejadian WHERE {which} ORDER BY nomor DESC LIMIT 1 OFFSET ?)",
            (*words, *words, MOST),
        )


def list_events(meja: Store, *, limit: int = -1) -> list[dict[str, Any]]:
    """List what happened, the last first."""
    return meja.rows(
        "SELECT saat, terakhir, kali, apa, oleh, alamat, tentang FROM kejadian"
        " ORDER BY terakhir DESC, nomor DESC LIMIT ?",
        (limit,),
    )
