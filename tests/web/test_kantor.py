"""The office on the desk: officials, numbers, stamp and emblem."""

from __future__ import annotations

import html
import io
from datetime import date
from pathlib import Path

from PIL import Image

from formulir.records.browsing.periods import read_posts
from tests.web.desk import send

KEY = {"kode": "LPMP", "berlaku_dari": "2024-10-21"}


def read(browser, page):
    answer = browser.get(page)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def value(desk, sql, *params):
    with desk.kantor.open_catatan(read_only=True) as db:
        return db.value(sql, params)


def test_an_official_follows_and_the_time_before_is_closed(desk):
    browser = desk.enter()
    sent = send(
        browser,
        "/kantor/pejabat",
        page="/kantor",
        instansi="LPMP",
        peran="kepala",
        jabatan="Kepala BBPMP",
        nama="Dra. Contoh Pengganti",
        nip="-",
        berlaku_dari="2027-01-04",
    )
    assert sent.status_code == 200, sent.text
    asked = "SELECT berlaku_sampai FROM pejabat WHERE instansi = 'LPMP'"
    last = value(desk, f"{asked} AND berlaku_dari < '2027' ORDER BY berlaku_dari DESC")
    assert last == "2027-01-03"
    assert "Dra. Contoh Pengganti" in read(browser, "/kantor")


def test_what_is_wrong_with_an_official_is_told_and_nothing_is_written(desk):
    browser = desk.enter()
    count = value(desk, "SELECT count(*) FROM pejabat")
    sent = send(
        browser,
        "/kantor/pejabat",
        page="/kantor",
        instansi="LPMP",
        peran="kepala",
        jabatan="",
        nama="",
        nip="abc",
        berlaku_dari="2027-01-04",
    )
    assert sent.status_code == 422
    assert 'role="alert"' in sent.text
    assert value(desk, "SELECT count(*) FROM pejabat") == count


def test_gaps_and_overlaps_of_officials_are_told_in_words(desk):
    with desk.kantor.open_catatan() as db, db.writing():
        db.run(
            "UPDATE pejabat SET berlaku_sampai = '2016-01-31' WHERE nama LIKE '%Wira%'"
        )
        db.run(
            "UPDATE pejabat SET berlaku_dari = '2016-03-01', berlaku_sampai ="
            " '2022-06-30' WHERE nama LIKE '%Laksmi%'"
        )
        posts = read_posts(db, day=date(2026, 1, 1))
    lpmp = next(post for post in posts if post.instansi == "LPMP")
    both = (
        "Dra. Contoh Laksmiwati, M.Si. and Contoh Adiprana, S.T., M.M. both hold it "
        "from 7 April 2022 to 30 Juni 2022; close the time of the one"
    )
    gap = "nobody holds it from 1 Februari 2016 to 29 Februari 2016"
    assert [str(each) for each in lpmp.doubts] == [gap, both]
    assert "sama-sama menjabat dari 7 April 2022" in read(desk.enter(), "/kantor")


def test_a_series_goes_on_behind_the_last_number_on_paper(desk):
    browser = desk.enter()
    with desk.kantor.open_catatan(read_only=True) as db:
        (row,) = db.rows(
            "SELECT kode, berlaku_dari FROM seri WHERE kode = 'LPMP'"
            " ORDER BY berlaku_dari DESC LIMIT 1"
        )
    sent = send(browser, "/kantor/seri", page="/kantor", terakhir="122", **row)
    assert sent.status_code == 200, sent.text
    assert value(desk, "SELECT max(mulai) FROM seri WHERE kode = 'LPMP'") == 123
    wrong = send(browser, "/kantor/seri", page="/kantor", terakhir="x", **row)
    assert wrong.status_code == 422


def _draw(size=(600, 600)):
    out = io.BytesIO()
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    picture.paste((90, 40, 140, 255), (60, 60, size[0] - 60, 90))
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_stamp_is_looked_at_before_it_is_used(desk):
    browser = desk.enter()
    before = value(desk, "SELECT cap FROM instansi WHERE berlaku_dari = '2024-10-21'")
    files = {"berkas": ("../cap.png", io.BytesIO(b"\x89PNG\r\n\x1a\nrusak"))}
    sent = send(
        browser, "/kantor/gambar", page="/kantor", files=files, gambar="cap", **KEY
    )
    assert sent.status_code == 422
    asked = "SELECT cap FROM instansi WHERE berlaku_dari = '2024-10-21'"
    assert value(desk, asked) == before
    files = {"berkas": ("cap baru.png", io.BytesIO(_draw()))}
    sent = send(
        browser, "/kantor/gambar", page="/kantor", files=files, gambar="cap", **KEY
    )
    assert sent.status_code == 200, sent.text
    stored = value(desk, asked)
    assert stored != before
    assert (Path(desk.kantor.berkas) / stored).read_bytes() == _draw()
    shown = browser.get("/kantor/gambar", params={**KEY, "gambar": "cap"})
    assert shown.content == _draw()
    assert shown.headers["content-type"] == "image/png"


def test_an_account_of_a_region_settles_nothing(desk):
    browser = desk.enter("ani", wilayah="33.19")
    assert browser.get("/kantor").status_code == 404
    path = "/kantor/seri"
    assert send(browser, path, page="/", terakhir="1", **KEY).status_code == 404
