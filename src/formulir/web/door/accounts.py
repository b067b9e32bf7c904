"""Accounts: making, closing and asking for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from formulir.dates import format_saat
from formulir.errors import RecordError
from formulir.language import phrase
from formulir.records.office.wilayah import cover
from formulir.web.door.events import CHANGED, CLOSED, MADE, WRONG, Event, add_event
from formulir.web.door.passwords import fits, hash_password, judge
from formulir.web.door.rights import ROLES, Person
from formulir.web.door.sessions import end_all

if TYPE_CHECKING:
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.web.door.sessions import Session

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class AkunMalformedError(RecordError):
    """What an account was to be made of cannot be taken."""

    reason: str
    says = "the account is not made: {reason}"


class SandiWrongError(RecordError):
    """The password that is to be replaced is not the one."""

    says = "the old password is not right; nothing was changed"


class AkunUnknownError(RecordError):
    """There is no such account."""

    nama: str
    says = "there is no account {nama!r}; 'formulir user list' names them"


def is_new(meja: Store) -> bool:
    """Tell whether nobody has an account yet."""
    return meja.value("SELECT 1 FROM akun LIMIT 1") is None


def add_akun(
    meja: Store,
    kantor: Kantor,
    facts: dict[str, str],
    *,
    sandi: str,
    alamat: str = "",
    first: bool = False,
) -> None:
    """Make an account.

    Args:
        meja: The store of the desk.
        kantor: The office, whose regions are known.
        facts: ``nama`` of the account, ``orang``, ``peran``, ``wilayah``.
        sandi: The password.
        alamat: From where it is made; empty on the command line.
        first: Make it only if there is none.

    Raises:
        AkunMalformedError: A fact cannot be taken, or the name has gone.
        SandiWeakError: The password is easily guessed.
        WilayahUnknownError: No region ever had the code.
    """
    nama, orang = facts["nama"].strip().lower(), " ".join(facts["orang"].split())
    if not _NAME.fullmatch(nama):
        reason = phrase(
            "the name {nama!r} must be 2 to 40 of a-z, 0-9, '.', '-', '_', and begin "
            "with a letter",
            nama=nama,
        )
        raise AkunMalformedError(reason)
    if not orang or not orang.isprintable():
        raise AkunMalformedError(phrase("the person's name is empty"))
    if facts["peran"] not in ROLES:
        reason = phrase(
            "{peran!r} is no role; the roles are {roles}",
            peran=facts["peran"],
            roles=ROLES,
        )
        raise AkunMalformedError(reason)
    wilayah = facts.get("wilayah", "").strip() or None
    if wilayah is not None:
        with kantor.open_catatan(read_only=True) as db:
            cover(db, wilayah)
    judge(sandi, about=(nama, orang, kantor.nama, "formulir"))
    row = {
        "nama": nama,
        "orang": orang,
        "peran": facts["peran"],
        "wilayah": wilayah,
        "sandi": hash_password(sandi),
        "dibuat": format_saat(kantor.saat()),
    }
    with meja.writing():
        if (first and not is_new(meja)) or _find(meja, nama) is not None:
            raise AkunMalformedError(phrase("the name {nama!r} has gone", nama=nama))
        meja.insert("akun", row)
        _note(meja, kantor, MADE, nama, alamat=alamat)


def _note(meja: Store, kantor: Kantor, apa: str, tentang: str, *, alamat: str) -> None:
    """Note what was done to an account, inside the transaction that is open."""
    event = Event(apa=apa, oleh=kantor.oleh, alamat=alamat, tentang=tentang)
    add_event(meja, event, saat=kantor.saat())


def set_sandi(
    meja: Store,
    kantor: Kantor,
    nama: str,
    sandi: str,
    *,
    alamat: str = "",
    but: str = "",
) -> None:
    """Give an account another password, and end its sessions.

    Args:
        meja: The store of the desk.
        kantor: The office, whose name no password is made of.
        nama: The account.
        sandi: The password.
        alamat: From where; empty on the command line.
        but: What the one session is known by that goes on.

    Raises:
        AkunUnknownError: There is none of the name.
        SandiWeakError: The password is easily guessed.
    """
    row = _find(meja, nama)
    if row is None:
        raise AkunUnknownError(nama)
    judge(sandi, about=(nama, row["orang"], kantor.nama, "formulir"))
    hashed = hash_password(sandi)
    with meja.writing():
        meja.run("UPDATE akun SET sandi = ? WHERE nama = ?", (hashed, nama))
        end_all(meja, nama, but=but)
        _note(meja, kantor, CHANGED, nama, alamat=alamat)


def change_sandi(
    meja: Store,
    kantor: Kantor,
    session: Session,
    *,
    old: str,
    new: str,
    alamat: str,
) -> None:
    """Take another password of the one whose session it is; the other sessions end.

    Args:
        meja: The store of the desk.
        kantor: The office.
        session: The session.
        old: The password that it has.
        new: The one that it is to have.
        alamat: From where.

    Raises:
        SandiWrongError: The old password is not the one.
        SandiWeakError: The new one is easily guessed.
    """
    nama = session.akun["nama"]
    hashed = meja.value("SELECT sandi FROM akun WHERE nama = ?", (nama,))
    if not fits(hashed, old):
        with meja.writing():
            _note(meja, kantor, WRONG, nama, alamat=alamat)
        raise SandiWrongError
    set_sandi(meja, kantor, nama, new, alamat=alamat, but=session.sidik)


def close_akun(meja: Store, kantor: Kantor, nama: str, *, alamat: str = "") -> None:
    """Close an account, and end its sessions; its name stays taken.

    Args:
        meja: The store of the desk.
        kantor: The office.
        nama: The account.
        alamat: From where; empty on the command line.

    Raises:
        AkunUnknownError: There is none of the name.
    """
    if _find(meja, nama) is None:
        raise AkunUnknownError(nama)
    with meja.writing():
        meja.run(
            "UPDATE akun SET ditutup = coalesce(ditutup, ?) WHERE nama = ?",
            (format_saat(kantor.saat()), nama),
        )
        end_all(meja, nama)
        _note(meja, kantor, CLOSED, nama, alamat=alamat)


def list_akun(meja: Store) -> list[dict[str, Any]]:
    """List the accounts, the closed ones last, without their passwords."""
    return meja.rows(
        "SELECT nama, orang, peran, wilayah, dibuat, ditutup FROM akun"
        " ORDER BY ditutup IS NOT NULL, nama"
    )


def _find(meja: Store, nama: str) -> dict[str, Any] | None:
    rows = meja.rows("SELECT * FROM akun WHERE nama = ?", (nama,))
    return rows[0] if rows else None


def read_person(kantor: Kantor, row: dict[str, Any]) -> Person:
    """Return who an account is, with all codes of its region."""
    codes = None
    if row["wilayah"] is not None:
        with kantor.open_catatan(read_only=True) as db:
            codes = cover(db, row["wilayah"])
    return Person(
        akun=row["nama"],
        nama=row["orang"],
        peran=row["peran"],
        wilayah=row["wilayah"],
        codes=codes,
    )
