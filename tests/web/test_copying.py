"""A backup keeps the accounts of the desk, and nothing that somebody could enter by."""

from __future__ import annotations

import pytest

from formulir.office.copying.backup import backup
from formulir.office.copying.desk import KEPT
from formulir.office.copying.restore import restore
from formulir.reviewing.audit import verify_kantor
from formulir.web.desk.guard import COOKIE
from formulir.web.door.accounts import close_akun
from formulir.web.door.events import list_events
from formulir.web.door.sessions import digest
from formulir.web.door.store import open_meja
from formulir.web.jobs.table import Order, ask
from tests.kantor import formulir
from tests.web.desk import OWN, SANDI, Desk

LEFT = {"sesi", "percobaan", "pekerjaan", "sqlite_sequence"}


def login(desk, nama):
    fields = {"nama": nama, "sandi": SANDI}
    return desk.browser().post("/masuk", data=fields, headers=OWN).status_code


@pytest.fixture
def used(desk):
    """A desk with two accounts, a closed one, sessions, a wrong password, a job."""
    for nama, peran in (("siti", "staf"), ("kepala", "pengelola"), ("budi", "staf")):
        desk.enter(nama, peran)
    with open_meja(desk.folder) as meja:
        close_akun(meja, desk.kantor, "budi")
        order = Order(jenis="periksa", judul="PEKERJAAN LAMA", isi={}, akun="siti")
        ask(meja, order, saat=desk.kantor.saat())
    desk.browser().post("/masuk", data={"nama": "siti", "sandi": "x"}, headers=OWN)
    return desk


def test_accounts_come_back_with_their_passwords_and_nobody_is_logged_in(
    used, tmp_path, capfd
):
    token = used.clients[0].cookies[COOKIE]
    assert formulir(used.folder, "backup", str(tmp_path / "lain")) == 0
    (copy,) = (tmp_path / "lain").glob("keadaan/*/meja.db")
    assert copy.stat().st_mode & 0o077 == 0
    data = copy.read_bytes()
    for secret in (digest(token), SANDI, "PEKERJAAN LAMA"):
        assert secret.encode() not in data
    words = ("restore", str(tmp_path / "lain"), str(tmp_path / "baru"))
    assert formulir(used.folder, *words) == 0
    assert "everybody logs in anew" in capfd.readouterr().err
    assert (tmp_path / "baru" / "meja.db").stat().st_mode & 0o077 == 0
    new = Desk(folder=tmp_path / "baru")
    with open_meja(new.folder) as meja:
        happened = {(row["apa"], row["tentang"]) for row in list_events(meja)}
        for name in ("sesi", "percobaan", "pekerjaan"):
            assert meja.value(f"SELECT count(*) FROM {name}") == 0
    assert {("akun ditutup", "budi"), ("sandi salah", "siti")} <= happened
    thief = new.browser()
    thief.cookies.set(COOKIE, token, domain="meja.test", path="/")
    assert thief.get("/").headers["location"] == "/masuk"
    assert [login(new, nama) for nama in ("siti", "kepala", "budi")] == [303, 303, 422]
    for each in new.clients:
        each.close()


def test_each_table_of_the_desk_is_kept_or_left_on_purpose(used):
    with open_meja(used.folder) as meja:
        names = meja.values("SELECT name FROM sqlite_schema WHERE type = 'table'")
    assert set(names) == KEPT | LEFT


def test_accounts_that_cannot_be_read_are_told_and_all_else_is_copied(used, tmp_path):
    path = used.folder / "meja.db"
    path.write_bytes(b"no store of anything" * 1000)
    done = backup(used.kantor, tmp_path / "lain")
    assert [fault.place for fault in done.faults] == ["meja.db"]
    assert "not a database" in done.faults[0].reason

    def prove(kantor):
        return verify_kantor(kantor).findings

    made = restore(tmp_path / "lain", tmp_path / "baru", prove=prove)
    assert not (made.kantor.folder / "meja.db").exists()


def test_an_office_without_a_desk_is_copied_without_one(desk, tmp_path):
    for path in desk.folder.glob("meja.db*"):
        path.unlink()
    done = backup(desk.kantor, tmp_path / "lain")
    assert "meja.db" not in done.state.berkas
    assert done.faults == []
