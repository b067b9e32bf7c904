"""The programme of a year on one page, of one's own region only."""

from __future__ import annotations

import io

import openpyxl

from tests.web.desk import send


def test_the_page_tells_each_activity_in_marks_and_words(desk):
    browser = desk.enter()
    send(browser, "/pilihan", tahun="2016", wilayah="33.19", kembali="/tahun")
    page = browser.get("/tahun").text
    assert "Program tahun 2016" in page
    assert 'href="/tahun"' in browser.get("/").text
    assert "batas waktu" in page
    assert "Pendampingan tahap pertama" in page
    assert "✗</span> belum selesai" in page
    assert "✓</span> selesai" in page
    assert "29 s.d. 30 Maret 2016" in page
    assert 'data-judul="Mar"' in page
    assert '<span class="sembunyi"> selesai</span>' in page


def test_another_region_sees_its_own_year(desk):
    own = desk.enter("budi", wilayah="33.74")
    page = own.get("/tahun").text.split("<main", 1)[1]
    assert "29 s.d. 30 Maret 2016" not in page
    assert "36/36" not in page
    assert "Kota Semarang" in page


def test_the_year_leaves_as_a_sheet(desk):
    browser = desk.enter()
    send(browser, "/pilihan", tahun="2016", wilayah="33.19", kembali="/tahun")
    sheet = browser.get("/tahun/unduh").content
    rows = [*openpyxl.load_workbook(io.BytesIO(sheet)).active.values]
    assert rows[0][:5] == ("Tahap", "Kegiatan", "Jan", "Feb", "Mar")
    assert rows[1][:5] == ("T01", "Rapat koordinasi", None, None, "✓")
    assert len(rows) == 16
