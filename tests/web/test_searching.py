"""One box finds letters by all that people have of them, of one's own region only."""

from __future__ import annotations

import io

import openpyxl
import pytest

from formulir.office.lookup.asked import read_question
from tests.web.letters import find_one, list_letters


def count(browser, query):
    """Return how many rows a search shows."""
    return browser.get(f"/cari?{query}").text.count('<th scope="row"')


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", 8),
        ("421/0001/2016", 2),
        ("421/1/2016", 2),
        ("kab. Kudus", 8),
        ("kabupaten kudus 14 maret 2016", 8),
        ("Maret 2016", 8),
        ("2016-03-14", 8),
        ("april 2016", 0),
        ("kota semarang", 0),
        ("belum kembali", 8),
        ("sudah kembali", 0),
        ("batal", 0),
        ("Komitmen sekolah model", 6),
    ],
)
def test_the_box_takes_words_numbers_days_regions_and_status(desk, q, found):
    assert count(desk.enter(), f"q={q}") == found


def test_how_the_question_was_read_is_told_and_can_be_declined(desk):
    browser = desk.enter()
    page = browser.get("/cari?q=undangan kab. kudus maret 2016").text
    assert "Kab. Kudus" in page
    assert "1 Maret 2016 s.d. 31 Maret 2016" in page
    assert "harfiah=1" in page
    assert "Dibaca sebagai" not in browser.get("/cari?q=maret 2016&harfiah=1").text


def test_filters_have_the_last_word(desk):
    browser = desk.enter()
    assert count(browser, "formulir=02.1") == 2
    assert count(browser, "q=belum kembali&status=batal") == 0
    assert count(browser, "dari=2016-03-15") == 0
    assert count(browser, "tahun=2015") == 0
    assert count(browser, "dari=2016-03-15&sampai=2016-03-01") == 0


def test_what_comes_near_is_suggested_of_the_own_region_only(desk):
    word = "Gebok"
    assert "gebog" in desk.enter().get(f"/cari?q={word}").text
    other = desk.enter("budi", wilayah="33.74").get(f"/cari?q={word}").text
    assert "gebog" not in other
    assert "Tidak ada surat yang cocok" in other


def test_nothing_of_other_regions_is_found_or_counted_or_handed_out(desk):
    browser = desk.enter("budi", wilayah="33.74")
    kode = find_one(desk).isi["kode"]
    for q in ("", "kab. kudus", "421/1/2016", kode, "Komitmen"):
        page = browser.get(f"/cari?q={q}").text
        assert "Tidak ada surat yang cocok" in page, q
        sheet = openpyxl.load_workbook(
            io.BytesIO(browser.get(f"/cari/unduh?q={q}").content)
        ).active
        assert sheet.max_row == 1, q
    own = desk.enter("andi", wilayah="33.19")
    assert count(own, "q=") == len(list_letters(desk))


def test_the_list_leaves_as_a_sheet_with_names_of_people(desk):
    answer = desk.enter().get("/cari/unduh?formulir=02.2")
    rows = [*openpyxl.load_workbook(io.BytesIO(answer.content)).active.values]
    assert rows[0][:3] == ("Sekolah atau orang", "Wilayah", "Hal")
    assert len(rows) == 7
    assert all("Contoh" in row[0] and row[1] == "Kab. Kudus" for row in rows[1:])


def test_script_that_is_searched_for_stays_text(desk):
    page = desk.enter().get("/cari", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_words_that_may_be_a_school_s_are_no_region(desk):
    with desk.kantor.open_catatan(read_only=True) as db:
        assert read_question(db, "Contoh Kudus").wilayah is None
        assert read_question(db, "Kota Kudus").teks == ("Kota", "Kudus")
        assert read_question(db, "kab kudus").wilayah == "33.19"
        assert read_question(db, "12/3 x").dari is None
