"""People: who has an account, in what role and region, and where they are logged in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.errors import RecordError
from formulir.language import translate
from formulir.records.office.wilayah import find_wilayah
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.door.accounts import (
    add_akun,
    change_sandi,
    close_akun,
    list_akun,
    set_sandi,
)
from formulir.web.door.events import ENDED, list_events
from formulir.web.door.rights import ROLES
from formulir.web.door.sessions import end, end_all, list_sessions

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit

LAST: Final = 10
"""So many of what happened last stand beside the accounts."""
_FIELDS: Final = ("orang", "nama", "peran", "wilayah")


def show_people(visit: Visit) -> Reply:
    """Show the accounts, the sessions, and a form for a further account."""
    return _show(visit, isi=dict.fromkeys(_FIELDS, ""))


def _show(visit: Visit, *, isi: dict[str, str], fault: str = "") -> Reply:
    with visit.open_meja() as meja:
        people = list_akun(meja)
        sessions = list_sessions(meja, now=visit.kantor.saat())
        events = list_events(meja, limit=LAST)
    with visit.open_catatan() as db:
        for each in people:
            kode = each["wilayah"]
            each["tempat"] = find_wilayah(db, kode).nama if kode else "Semua wilayah"
    return show(
        "orang.html",
        people=people,
        sessions=sessions,
        events=events,
        roles=ROLES,
        isi=isi,
        fault=fault,
    )


def take_person(visit: Visit) -> Reply:
    """Make an account."""
    isi = {name: visit.take(name, "") for name in _FIELDS}
    try:
        with visit.open_meja() as meja:
            add_akun(
                meja,
                visit.kantor,
                isi,
                sandi=visit.take_secret("sandi"),
                alamat=visit.client,
            )
    except RecordError as error:
        return _show(visit, isi=isi, fault=translate(error.sentence))
    return go("/orang")


def take_closing(visit: Visit) -> Reply:
    """Close an account; nobody closes their own."""
    nama = visit.names["nama"]
    if nama == visit.person.akun:
        raise AbsentError
    with visit.open_meja() as meja:
        close_akun(meja, visit.kantor, nama, alamat=visit.client)
    return go("/orang")


def take_new_password(visit: Visit) -> Reply:
    """Give an account another password, which ends its sessions."""
    nama = visit.names["nama"]
    try:
        with visit.open_meja() as meja:
            set_sandi(
                meja,
                visit.kantor,
                nama,
                visit.take_secret("sandi"),
                alamat=visit.client,
            )
    except RecordError as error:
        isi = dict.fromkeys(_FIELDS, "")
        return _show(visit, isi=isi, fault=translate(error.sentence))
    return go("/orang")


def take_end(visit: Visit) -> Reply:
    """End a session of anybody."""
    with visit.open_meja() as meja:
        akun = end(meja, visit.take("sidik"))
    if akun:
        visit.note(ENDED, akun)
    return go("/orang")


def show_own(visit: Visit) -> Reply:
    """Show one's own account and sessions."""
    return _show_own(visit)


def _show_own(visit: Visit, *, fault: str = "", done: bool = False) -> Reply:
    with visit.open_meja() as meja:
        known = list_sessions(meja, now=visit.kantor.saat())
    sessions = [each for each in known if each["akun"] == visit.person.akun]
    return show("akun.html", sessions=sessions, fault=fault, done=done)


def take_own(visit: Visit) -> Reply:
    """Take another password of one's own; the other sessions end."""
    try:
        with visit.open_meja() as meja:
            change_sandi(
                meja,
                visit.kantor,
                visit.session,
                old=visit.take_secret("lama"),
                new=visit.take_secret("sandi"),
                alamat=visit.client,
            )
    except RecordError as error:
        return _show_own(visit, fault=translate(error.sentence))
    return _show_own(visit, done=True)


def take_end_others(visit: Visit) -> Reply:
    """End one's own sessions but for this one."""
    with visit.open_meja() as meja, meja.writing():
        end_all(meja, visit.person.akun, but=visit.session.sidik)
    visit.note(ENDED, visit.person.akun)
    return go("/akun")


PAGES = (
    Page(
        path="/orang",
        title="Orang",
        deed="tend",
        reach="office",
        show=show_people,
        take=take_person,
    ),
    Page(
        path="/orang/{nama}/tutup",
        title="Tutup akun",
        deed="tend",
        reach="office",
        take=take_closing,
    ),
    Page(
        path="/orang/{nama}/sandi",
        title="Kata sandi baru",
        deed="tend",
        reach="office",
        take=take_new_password,
    ),
    Page(
        path="/sesi/akhiri",
        title="Akhiri sesi",
        deed="tend",
        reach="office",
        take=take_end,
    ),
    Page(
        path="/akun",
        title="Akun saya",
        deed="own",
        reach="chosen",
        show=show_own,
        take=take_own,
    ),
    Page(
        path="/akun/akhiri",
        title="Akhiri sesi lain",
        deed="own",
        reach="chosen",
        take=take_end_others,
    ),
)
