"""Coming in and going out: the first account, logging in, the year and the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.language import translate
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.door.accounts import add_akun, is_new
from formulir.web.door.events import LEFT
from formulir.web.door.rights import PENGELOLA
from formulir.web.door.sessions import begin, choose, end, log_in

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit


def show_login(visit: Visit) -> Reply:
    """Ask for account and password."""
    with visit.open_meja() as meja:
        if is_new(meja):
            return go("/mulai")
    return show("masuk.html", fault="", nama="")


def take_login(visit: Visit) -> Reply:
    """Begin a session, where they fit."""
    nama = visit.take("nama", "")
    sandi = visit.take_secret("sandi")
    try:
        with visit.open_meja() as meja:
            token = log_in(
                meja,
                nama,
                sandi,
                now=visit.kantor.saat(),
                alamat=visit.client,
                peramban=visit.agent,
            )
            end(meja, visit.session.sidik)  # the one that the browser had before
    except RecordError as error:
        return show("masuk.html", fault=translate(error.sentence), nama=nama)
    return go("/", token=token)


def show_first(visit: Visit) -> Reply:
    """Ask for the first account, on this machine only."""
    with visit.open_meja() as meja:
        if not is_new(meja):
            return go("/masuk")
    isi = {"nama": "", "orang": ""}
    return show("mulai.html", local=visit.is_local, fault="", isi=isi)


def take_first(visit: Visit) -> Reply:
    """Make the first account, which looks after the desk, and begin its session."""
    if not visit.is_local:
        raise AbsentError
    isi = {name: visit.take(name, "") for name in ("nama", "orang")}
    sandi = visit.take_secret("sandi")
    facts = {**isi, "peran": PENGELOLA, "wilayah": ""}
    try:
        with visit.open_meja() as meja:
            add_akun(
                meja,
                visit.kantor,
                facts,
                sandi=sandi,
                alamat=visit.client,
                first=True,
            )
            token = begin(
                meja,
                facts["nama"].lower(),
                now=visit.kantor.saat(),
                alamat=visit.client,
                peramban=visit.agent,
            )
    except RecordError as error:
        fault = translate(error.sentence)
        return show("mulai.html", local=True, fault=fault, isi=isi)
    return go("/", token=token)


def take_leave(visit: Visit) -> Reply:
    """End the session."""
    with visit.open_meja() as meja:
        end(meja, visit.session.sidik)
    visit.note(LEFT)
    return go("/masuk", token="")


def take_view(visit: Visit) -> Reply:
    """Keep the year and the region that the person looks at."""
    tahun = visit.take_number("tahun", 2000, 2100)
    wilayah = visit.narrow(visit.take("wilayah", ""))
    with visit.open_meja() as meja:
        choose(meja, visit.session.sidik, tahun=tahun, wilayah=wilayah)
    return go(visit.take_path("kembali"))


PAGES = (
    Page(
        path="/masuk",
        title="Masuk",
        deed="enter",
        reach="open",
        show=show_login,
        take=take_login,
    ),
    Page(
        path="/mulai",
        title="Akun pertama",
        deed="enter",
        reach="open",
        show=show_first,
        take=take_first,
    ),
    Page(path="/keluar", title="Keluar", deed="own", reach="chosen", take=take_leave),
    Page(
        path="/pilihan",
        title="Tahun dan wilayah",
        deed="own",
        reach="chosen",
        take=take_view,
    ),
)
