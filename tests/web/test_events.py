"""What happens at the door is kept: logins, refusals, changes of accounts."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl

from formulir.cli.main import run
from formulir.web.desk.guard import COOKIE
from formulir.web.door import events
from formulir.web.door.events import Event, list_events, note_event
from formulir.web.door.sessions import PER_PAIR
from formulir.web.door.store import open_meja
from tests.web.desk import OWN, SANDI, Desk, send


def read(desk):
    """Give what is kept, the first row first."""
    with open_meja(desk.folder) as meja:
        rows = list_events(meja)
    rows.sort(key=lambda row: row["saat"])
    return [(row["apa"], row["oleh"], row["tentang"], row["kali"]) for row in rows]


def login(browser, nama="siti", sandi=SANDI):
    return browser.post("/masuk", data={"nama": nama, "sandi": sandi}, headers=OWN)


def test_who_came_in_and_who_did_not_is_kept_and_no_secret_with_it(desk):
    desk.add("siti")
    browser = desk.browser(client=("10.0.0.9", 50000))
    for _ in range(PER_PAIR + 2):
        login(browser, "siti", "kunci rumah saya")
    login(browser, "kata sandi di kotak nama", SANDI)
    other = desk.browser()
    login(other)
    token = other.cookies[COOKIE]
    send(other, "/keluar")
    found = read(desk)
    assert ("sandi salah", "", "siti", PER_PAIR) in found
    assert ("terlalu sering salah", "", "siti", 2) in found
    assert ("sandi salah", "", "", 1) in found
    assert ("masuk", "siti", "", 1) in found
    assert ("keluar", "siti", "", 1) in found
    with open_meja(desk.folder) as meja:
        rows = [str(row) for row in meja.rows("SELECT * FROM kejadian")]
    for secret in ("kunci rumah saya", "kotak nama", SANDI, token):
        assert not any(secret in row for row in rows)
    assert sum("10.0.0.9" in row for row in rows) == 3


def test_what_was_refused_is_kept_with_who_asked(desk):
    browser = desk.enter()
    for path in ("/orang", "/orang", "/surat/TIADA-TIADA", "/tidak/ada"):
        assert browser.get(path).status_code == 404
    evil = {"origin": "https://jahat.test"}
    browser.post("/pilihan", data={}, headers=evil)
    browser.post("/pilihan", data={"tanda": "x"}, headers=OWN)
    assert browser.get("/", headers={"host": "jahat.test"}).status_code == 421
    refused = [row for row in read(desk) if row[0] in events.REFUSALS]
    assert sorted(refused) == [
        ("ditolak", "siti", "Orang", 2),
        ("ditolak", "siti", "Surat", 1),
        ("formulir usang", "siti", "Tahun dan wilayah", 1),
        ("permintaan asing", "", "Hari ini", 1),
        ("permintaan asing", "", "Tahun dan wilayah", 1),
    ]


def test_a_refusal_stands_where_it_cannot_be_noted(desk, capfd):
    browser = desk.enter()
    with open_meja(desk.folder) as meja:
        meja.run("ALTER TABLE kejadian RENAME TO hilang")
    assert browser.get("/orang").status_code == 404
    assert browser.get("/", headers={"host": "jahat.test"}).status_code == 421
    assert capfd.readouterr().err.count("no such table: kejadian") == 2


def test_whose_account_changed_by_whom_is_kept_from_page_and_command_line(
    desk, monkeypatch
):
    head = desk.enter("kepala", "pengelola")
    fields = {"orang": "Budi", "nama": "budi", "peran": "staf", "sandi": SANDI}
    send(head, "/orang", page="/orang", **fields)
    session = desk.enter("budi").cookies[COOKIE]
    send(head, "/orang/budi/sandi", page="/orang", sandi="gajah ungu sebelas")
    desk.enter("budi")
    page = head.get("/orang").text
    sidik = page.partition('name="sidik" value="')[2].partition('"')[0]
    send(head, "/sesi/akhiri", page="/orang", sidik=sidik)
    send(head, "/akun", page="/akun", lama="x", sandi="gajah ungu duabelas")
    send(head, "/akun/akhiri", page="/akun")
    monkeypatch.setenv("FORMULIR_AKUN_SANDI", SANDI)
    words = ["--kantor", str(desk.folder), "user"]
    assert run([*words, "password", "budi"]) == 0
    assert run([*words, "close", "budi", "--ya"]) == 0
    user = desk.kantor.oleh
    found = read(desk)
    for row in (
        ("akun dibuat", "kepala", "budi", 1),
        ("sandi diganti", "kepala", "budi", 1),
        ("sesi diakhiri", "kepala", "budi", 1),
        ("sandi salah", "kepala", "kepala", 1),
        ("sesi diakhiri", "kepala", "kepala", 1),
        ("sandi diganti", user, "budi", 1),
        ("akun ditutup", user, "budi", 1),
    ):
        assert row in found
    assert not any(session in str(row) for row in found)


def test_the_head_sees_it_searches_it_and_takes_it_along(desk):
    head, staff = desk.enter("kepala", "pengelola"), desk.enter()
    staff.get("/orang")
    for path in ("/orang", "/orang/kejadian"):
        page = head.get(path).text
        assert "ditolak" in page
        assert "akun dibuat" in page
    assert "baris perintah" in page  # where the accounts of this test come from
    page = head.get("/orang/kejadian?q=DITOLAK").text
    assert "1 baris" in page
    assert "akun dibuat" not in page
    sheet = head.get("/orang/kejadian/unduh?q=siti").content
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.values)
    assert "Kejadian" in rows[0]
    assert {"ditolak", "masuk", "akun dibuat"} <= {cell for row in rows for cell in row}
    assert staff.get("/orang/kejadian").status_code == 404


def test_what_happens_again_is_one_row_for_an_hour(desk, jam):
    kantor = replace(desk.kantor, saat=jam)
    other = Desk(folder=desk.folder, adapt=lambda _: kantor)
    with open_meja(other.folder) as meja:
        for minutes in (0, 30, 59, 61):
            saat = kantor.saat() + timedelta(minutes=minutes)
            note_event(meja, Event(apa="ditolak", tentang="Orang"), saat=saat)
        rows = list_events(meja)
    assert [row["kali"] for row in rows] == [1, 3]
    assert rows[1]["saat"] < rows[1]["terakhir"] < rows[0]["saat"]


def test_old_rows_go_and_refusals_wipe_out_refusals_only(desk, monkeypatch):
    monkeypatch.setattr(events, "MOST", 50)
    with open_meja(desk.folder) as meja:
        saat = desk.kantor.saat()
        for number in range(60):
            note_event(meja, Event(apa="masuk", oleh=f"o{number}"), saat=saat)
        for number in range(1000):
            note_event(meja, Event(apa="ditolak", tentang=f"p{number}"), saat=saat)
        rows = list_events(meja)
    came = [row["oleh"] for row in rows if row["apa"] == "masuk"]
    refused = [row["tentang"] for row in rows if row["apa"] == "ditolak"]
    assert len(came) == 50
    assert came[0] == "o59"
    assert len(refused) < 150
    assert refused[0] == "p999"
