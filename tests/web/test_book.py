"""The book on a page: its rows, its numbers, and what others numbered."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from formulir.web.parts import paging
from formulir.web.screens import book
from tests.web.desk import send
from tests.web.letters import find_one

ROW = re.compile(r'<tr><th scope="row"[^>]*>(.*?)</tr>', re.DOTALL)
BY_HAND = {
    "seri": "DISDIK-33.19",
    "nomor": "421/0003/2016",
    "tanggal": "2016-03-15",
    "hal": "Undangan rapat",
    "tujuan": "Kepala SD 1 Contoh Bae",
    "oleh": "Siti",
}


def test_the_book_shows_numbers_and_how_they_stand(desk):
    page = desk.enter().get("/agenda").text
    assert "421/0001/2016" in page
    assert "Tidak ada yang hilang atau ganda" in page
    assert "8 surat" in page


def test_the_book_is_turned_page_by_page_and_each_row_is_there_once(desk, monkeypatch):
    browser = desk.enter()
    whole = re.findall(ROW, browser.get("/agenda").text)
    for module in (paging, book):
        monkeypatch.setattr(module, "ROWS", 3)
    for query in ("", "q=2016&"):
        pages = [
            re.findall(ROW, browser.get(f"/agenda?{query}hal={number}").text)
            for number in (1, 2, 3)
        ]
        assert [len(rows) for rows in pages] == [3, 3, 2]
        assert [row for rows in pages for row in rows] == whole


def test_the_book_is_searched_and_leaves_as_a_sheet(desk):
    browser = desk.enter()
    page = browser.get("/agenda?q=421/0001").text
    assert page.count('<th scope="row"') == 2
    sheet = openpyxl.load_workbook(
        io.BytesIO(browser.get("/agenda/unduh?q=421/0001").content)
    ).active
    assert sheet.max_row == 3
    empty = browser.get("/agenda?dari=2016-04-01&sampai=2016-04-30").text
    assert "0 surat" in empty


def test_a_letter_numbered_by_hand_is_entered_and_not_given_again(desk):
    browser = desk.enter()
    sent = send(browser, "/agenda/catat", page="/agenda/catat", **BY_HAND)
    assert sent.status_code == 303
    page = browser.get("/agenda?q=Undangan").text
    assert "421/0003/2016" in page
    assert "dinomori di luar program" in page
    assert "Belum dicatat: 2" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nomor": "salah"}, "tidak ditulis"),
        ({"hal": " "}, "isi pada satu baris"),
        ({"tujuan": "a\nb"}, "isi pada satu baris"),
        ({"urut": "x"}, "tulis nomor urut"),
        ({"tanggal": ""}, ""),
        ({"nomor": "421/0001/2016"}, ""),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(desk, change, said):
    browser = desk.enter()
    fields = {**BY_HAND, **change}
    answer = send(browser, "/agenda/catat", page="/agenda/catat", **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert said in answer.text
    assert "Kepala SD 1 Contoh Bae" in answer.text or "tujuan" in change


def test_numbers_are_left_out_only_after_it_was_shown_what_that_means(desk):
    browser = desk.enter()
    asked = "/agenda/lewati?seri=DISDIK-33.19&urut=5-6&alasan=lembar rusak"
    page = browser.get(asked).text
    assert "selamanya" in page
    fields = {"seri": "DISDIK-33.19", "urut": "5-6", "alasan": "lembar rusak"}
    sent = send(browser, "/agenda/lewati", page=asked, tahun="2016", **fields)
    assert sent.status_code == 303
    after = browser.get("/agenda?q=lembar rusak").text
    assert after.count('<th scope="row"') == 2
    bad = browser.get("/agenda/lewati?urut=abc&alasan=x")
    assert bad.status_code == 422
    assert "tulis nomor urut" in bad.text
    given = {**fields, "urut": "1"}
    refused = send(browser, "/agenda/lewati", page=asked, tahun="2016", **given)
    assert refused.status_code == 422


def test_the_book_is_the_whole_office_s(desk):
    own = desk.enter("andi", wilayah="33.19")
    for path in ("/agenda", "/agenda/unduh", "/agenda/catat", "/agenda/lewati"):
        assert own.get(path).status_code == 404, path
    auditor = desk.enter("ayu", peran="auditor")
    page = auditor.get("/agenda").text
    assert "/agenda/catat" not in page
    assert auditor.get("/agenda/catat").status_code == 404


def test_a_reserved_number_has_no_link_and_an_issued_one_does(desk):
    kode = find_one(desk, "02.1").isi["kode"]
    assert f'href="/surat/{kode}"' in desk.enter().get("/agenda").text
