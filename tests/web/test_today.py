"""Today: what waits, each line with the way to what is to be done."""

from __future__ import annotations

import html
import os
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest

from formulir.language import phrase, speaking, translate
from formulir.office.founding import found_kantor
from formulir.web.desk.kept import is_kept, keep, keep_lately
from formulir.web.door.store import open_meja
from formulir.web.jobs.table import Order, ask
from tests.kantor import await_until
from tests.web.desk import Desk


def read(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def change(desk, sql, *params):
    with desk.kantor.open_catatan() as db, db.writing():
        db.run(sql, params)


def test_what_waits_leads_to_what_is_to_be_done(desk):
    browser = desk.enter()
    page = read(browser, "/hari-ini/menunggu")
    assert "30 surat siap terbit" in page
    assert 'href="/terbitkan?formulir=02.3"' in page
    assert "6 dari 6 belum kembali" in page
    assert "Batas: 31 Maret 2016" in page
    assert 'href="/status?formulir=02.2"' in page
    assert 'href="/jadwal"' in page
    # What was made for the part is there with the page.
    assert "30 surat siap terbit" in read(browser, "/?tunggu=ya")


def test_the_page_itself_waits_for_nothing(desk):
    page = read(desk.enter(), "/")
    assert 'hx-get="/hari-ini/menunggu"' in page
    assert 'hx-get="/hari-ini/berubah"' in page
    assert "Dinas Pendidikan, Pemuda dan Olahraga" in page


def test_a_reader_has_no_button_to_issue_or_receive(desk):
    page = read(desk.enter("rina", "pemeriksa"), "/hari-ini/menunggu")
    assert "30 surat siap terbit" in page
    assert "/terbitkan" not in page.partition('id="menunggu"')[2]
    assert "Terima yang kembali" not in page


def test_numbers_go_on_behind_the_last_one(desk):
    with desk.kantor.open_catatan(read_only=True) as db:
        last = db.rows("SELECT seri, nomor, urut FROM nomor ORDER BY urut DESC")[0]
    then = datetime(2016, 6, 1, tzinfo=UTC)
    page = ""
    there = Desk(folder=desk.folder, adapt=lambda one: replace(one, saat=lambda: then))
    try:
        page = read(there.enter(), "/")
    finally:
        for each in there.clients:
            each.close()
    row = page.partition(f">{last['seri']}<")[2].partition("</tr>")[0]
    assert last["nomor"] in row
    assert f">{last['urut'] + 1}<" in row


def test_a_letter_whose_record_was_corrected_is_told_to_its_region_alone(desk):
    browser = desk.enter()
    assert "Semua surat sesuai datanya" in read(browser, "/hari-ini/berubah")
    with desk.kantor.open_catatan(read_only=True) as db:
        npsn = db.value("SELECT kunci FROM surat WHERE formulir = '02.2' LIMIT 1")
    change(desk, "UPDATE sekolah SET kepala = 'Contoh Baru' WHERE npsn = ?", npsn)
    page = read(browser, "/hari-ini/berubah")
    # The statement of the school, and the proposals that name its head.
    assert re.search("[123] surat tidak lagi sesuai datanya", page)
    assert "→ Contoh Baru" in page
    stranger = desk.enter("tono", "staf", "33.20")
    assert "Contoh Baru" not in read(stranger, "/hari-ini/berubah")


def test_another_region_hears_of_none_of_it(desk):
    stranger = desk.enter("tono", "staf", "33.20")
    page = read(stranger, "/hari-ini/menunggu") + read(stranger, "/")
    assert "30 surat" not in page
    assert "Dinas Pendidikan, Pemuda dan Olahraga" not in page
    assert "adangan" not in page.partition("<main")[2]


def test_an_empty_office_begins_with_three_sheets(tmp_path):
    found_kantor(tmp_path / "baru")
    empty = Desk(folder=tmp_path / "baru")
    page = read(empty.enter(), "/")
    order = [page.index(f"/data/tugas/{name}/lembar") for name in FIRST]
    assert order == sorted(order)
    assert "menunggu untuk" not in page
    for each in empty.clients:
        each.close()


FIRST = ("kantor", "dinas", "calon")


def test_an_answer_is_kept_until_something_has_changed(desk):
    kantor, made = desk.kantor, []

    def make():
        made.append(1)
        return len(made)

    assert [keep(kantor, "uji", make) for _ in range(3)] == [1, 1, 1]
    assert is_kept(kantor, "uji")
    change(desk, "UPDATE sekolah SET kepala = 'Contoh Lain'")
    assert not is_kept(kantor, "uji")
    assert keep(kantor, "uji", make) == 2
    folder = kantor.folder / "templates" / "X9"
    folder.mkdir(parents=True)
    (folder / "jenis.toml").write_text("", encoding="utf-8")
    assert keep(kantor, "uji", make) == 3


def test_what_cannot_be_answered_is_not_kept(desk):
    def fail():
        raise ValueError("gagal")

    for _ in range(2):
        with pytest.raises(ValueError, match="gagal"):
            keep(desk.kantor, "gagal", fail)
    assert not is_kept(desk.kantor, "gagal")


def test_while_a_job_runs_an_answer_may_lag_behind_and_says_since_when(desk):
    kantor, made = desk.kantor, []

    def make():
        made.append(1)
        time.sleep(0.05)  # so it may lag for a second
        return len(made)

    def look(*, busy):
        return keep_lately(kantor, "lambat", make, busy=busy)

    assert (look(busy=True).value, look(busy=True).saat) == (1, None)
    os.utime(kantor.catatan)
    assert is_kept(kantor, "lambat", busy=True)
    seen = look(busy=True)
    assert seen.value == 1
    assert seen.saat is not None
    seen = look(busy=False)
    assert (seen.value, seen.saat) == (2, None)


def test_while_a_job_runs_nobody_waits_for_an_answer_to_be_made_anew(desk):
    kantor, free, made = desk.kantor, Event(), []

    def make():
        if made:  # the first one is quick, so it is too old at once
            assert free.wait(60)
        made.append(translate(phrase("it is missing")))
        return len(made)

    def look():
        with speaking("id"):
            return keep_lately(kantor, "beside", make, busy=True).value

    assert look() == 1
    os.utime(kantor.catatan)
    assert [look() for _ in range(3)] == [1, 1, 1]
    free.set()
    await_until(lambda: look() == 2)
    assert made[1] == made[0] != "it is missing"  # in the language of whoever asked


def test_what_cannot_be_made_anew_is_told_to_whoever_asks_next(desk):
    kantor, tried = desk.kantor, []

    def make():
        tried.append(1)
        if len(tried) > 1:
            raise ValueError("gagal")
        return 1

    assert keep_lately(kantor, "rusak", make, busy=True).value == 1
    os.utime(kantor.catatan)
    assert keep_lately(kantor, "rusak", make, busy=True).value == 1

    def is_told():
        """Ask again: what was slow to make is given a while before it is too old."""
        try:
            keep_lately(kantor, "rusak", make, busy=True)
        except ValueError as error:
            return str(error) == "gagal"
        return False

    await_until(is_told)
    assert not is_kept(kantor, "rusak", busy=True)


def test_while_letters_are_issued_the_status_says_of_when_it_is(desk):
    browser = desk.enter()
    assert "Surat sedang diterbitkan" not in browser.get("/status").text
    order = Order(jenis="terbit", judul="X", isi={}, akun="siti")
    with open_meja(desk.folder) as meja:
        ask(meja, order, saat=desk.kantor.saat())
    os.utime(desk.kantor.catatan)
    assert "Surat sedang diterbitkan" in browser.get("/status").text
