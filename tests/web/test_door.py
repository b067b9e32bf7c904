"""Coming in: accounts, passwords, sessions, and requests of other pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from formulir.web.desk.guard import COOKIE
from formulir.web.door.accounts import add_akun, close_akun
from formulir.web.door.passwords import SandiWeakError, fits, hash_password, judge
from formulir.web.door.sessions import (
    IDLE,
    LONGEST,
    PER_PAIR,
    LoginRefusedError,
    LoginSlowedError,
    begin,
    find_session,
    log_in,
)
from formulir.web.door.store import open_meja
from tests.web.desk import ADDRESS, OWN, SANDI, Desk, read_mark, send


def login(browser, nama="siti", sandi=SANDI):
    return browser.post("/masuk", data={"nama": nama, "sandi": sandi}, headers=OWN)


def test_the_first_visit_makes_the_first_account_and_goes_on(desk):
    browser = desk.browser()
    assert browser.get("/").headers["location"] == "/mulai"
    fields = {"orang": "Siti Contoh", "nama": "Siti", "sandi": SANDI}
    answer = browser.post("/mulai", data=fields, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Siti Contoh" in browser.get("/akun").text
    again = desk.browser()
    assert again.get("/mulai").headers["location"] == "/masuk"
    assert again.post("/mulai", data=fields, headers=OWN).status_code == 422


def test_the_first_account_is_not_made_from_another_machine(desk):
    browser = desk.browser(client=("10.1.2.3", 50000))
    page = browser.get("/mulai").text
    assert "hanya dapat dibuat di komputer tempat formulir berjalan" in page
    assert 'name="sandi"' not in page
    assert 'name="sandi"' in desk.browser().get("/mulai").text
    fields = {"orang": "Siti Contoh", "nama": "siti", "sandi": SANDI}
    assert browser.post("/mulai", data=fields, headers=OWN).status_code == 404
    assert desk.browser().get("/").headers["location"] == "/mulai"


@pytest.mark.parametrize(
    "word",
    [
        "kudahijau",
        "password123",
        "P@ssword2016!",
        "qwertyuiop",
        "indonesia1945",
        "sekolahmodel2016",
        "aaaaaaaaaaaa",
        "1234567890",
        "siti contoh 99",
        "contohsiti2016",
        "k" * 257,
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(word):
    with pytest.raises(SandiWeakError):
        judge(word, about=("siti", "Siti Contoh"))


@pytest.mark.parametrize(
    "word", [SANDI, "x9!Lk2#pQz", "本日は晴天なり青空高く", "tujuh kuda 7 sapi" * 10]
)
def test_any_other_password_is_taken_whatever_it_is_made_of(word):
    judge(word, about=("siti", "Siti Contoh"))
    assert fits(hash_password(word), word)
    assert not fits(hash_password(word), f"{word} ")


def test_nobody_logs_in_with_the_password_of_no_account():
    assert not fits(None, "nobody's")


def test_logging_in_begins_a_new_session_whatever_the_browser_brought(desk):
    desk.add("siti")
    browser = desk.browser()
    browser.cookies.set(COOKIE, "planted-by-somebody", domain="meja.test", path="/")
    answer = login(browser)
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "planted" not in cookie
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert word in cookie
    assert "domain" not in cookie.lower()
    first = browser.cookies[COOKIE]
    login(browser)
    assert browser.cookies[COOKIE] != first
    kept = desk.browser()
    kept.cookies.set(COOKIE, first, domain="meja.test", path="/")
    assert kept.get("/").headers["location"] == "/masuk"


def test_what_does_not_fit_is_told_alike_and_names_neither(desk):
    desk.add("siti")
    pages = [
        login(desk.browser(), nama, sandi)
        for nama, sandi in (("siti", "salah salah salah"), ("tono", SANDI))
    ]
    assert [page.status_code for page in pages] == [422, 422]
    told = [page.text.replace("siti", "X").replace("tono", "X") for page in pages]
    assert told[0] == told[1]


def test_guessing_is_slowed_where_it_comes_from_and_nowhere_else(desk):
    desk.add("siti")
    with open_meja(desk.folder) as meja:
        now = desk.kantor.saat()
        for _ in range(PER_PAIR):
            with pytest.raises(LoginRefusedError):
                log_in(meja, "siti", "x", now=now, alamat="10.0.0.9", peramban="")
        with pytest.raises(LoginSlowedError):
            log_in(meja, "siti", SANDI, now=now, alamat="10.0.0.9", peramban="")
        assert log_in(meja, "siti", SANDI, now=now, alamat="10.0.0.8", peramban="")
        later = now + timedelta(minutes=16)
        assert log_in(meja, "siti", SANDI, now=later, alamat="10.0.0.9", peramban="")


def test_a_session_ends_by_itself_when_left_and_at_last_anyway(desk):
    desk.add("siti")
    with open_meja(desk.folder) as meja:
        now = desk.kantor.saat()
        token = begin(meja, "siti", now=now, alamat="", peramban="")
        assert find_session(meja, token, now=now + IDLE - timedelta(minutes=1))
        assert find_session(meja, token, now=now + IDLE + timedelta(minutes=5))
        assert not find_session(meja, token, now=now + IDLE * 3)
        token = begin(meja, "siti", now=now, alamat="", peramban="")
        for step in range(1, 12):
            assert find_session(meja, token, now=now + timedelta(hours=step))
        assert not find_session(meja, token, now=now + LONGEST)
        assert not find_session(meja, f"{token}x", now=now)


def test_a_session_that_has_ended_by_itself_is_listed_nowhere(desk, jam):
    other = Desk(folder=desk.folder, adapt=lambda kantor: replace(kantor, saat=jam))
    browser = other.enter("siti", "pengelola")
    with open_meja(desk.folder) as meja:
        for nama, before in (("lama", IDLE), ("baru", IDLE / 2)):
            now = jam() - before
            begin(meja, "siti", now=now, alamat="10.0.0.9", peramban=f"peramban {nama}")
    for path in ("/akun", "/orang"):
        page = browser.get(path).text
        assert "peramban baru" in page
        assert "peramban lama" not in page


def test_leaving_ends_the_session_for_whoever_kept_its_token(desk):
    browser = desk.enter()
    token = browser.cookies[COOKIE]
    send(browser, "/keluar")
    thief = desk.browser()
    thief.cookies.set(COOKIE, token, domain="meja.test", path="/")
    assert thief.get("/").headers["location"] == "/masuk"


def test_a_closed_account_is_out_at_once(desk):
    browser = desk.enter()
    assert browser.get("/akun").status_code == 200
    with open_meja(desk.folder) as meja:
        close_akun(meja, desk.kantor, "siti")
    assert browser.get("/").headers["location"] == "/masuk"
    assert login(desk.browser()).status_code == 422


def test_another_password_ends_the_sessions_elsewhere_and_not_this_one(desk):
    here, there = desk.enter(), desk.enter()
    fields = {"lama": SANDI, "sandi": "gajah ungu sebelas"}
    assert "✓" in send(here, "/akun", page="/akun", **fields).text
    assert here.get("/akun").status_code == 200
    assert there.get("/akun").status_code == 303
    wrong = send(here, "/akun", page="/akun", lama="x", sandi="gajah ungu duabelas")
    assert wrong.status_code == 422


FORGED = {
    "no header at all": {},
    "another site": {"origin": "https://jahat.test", "sec-fetch-site": "cross-site"},
    "another site, Origin only": {"origin": "https://jahat.test"},
    "a sister host": {
        "origin": "https://lain.meja.test",
        "sec-fetch-site": "same-site",
    },
    "plain HTTP of the same name": {"origin": "http://meja.test"},
    "another port": {"origin": f"{ADDRESS}:8443"},
    "a sandboxed frame": {"origin": "null", "sec-fetch-site": "cross-site"},
    "Origin forged, Fetch Metadata true": {
        "origin": ADDRESS,
        "sec-fetch-site": "cross-site",
    },
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
def test_a_form_of_another_page_changes_nothing(desk, headers):
    browser = desk.enter()
    mark = read_mark(browser.get("/akun").text)
    fields = {"tanda": mark, "tahun": "2018", "wilayah": ""}
    assert browser.post("/pilihan", data=fields, headers=headers).status_code == 403
    assert 'value="2016"' in browser.get("/akun").text


def test_a_form_without_the_mark_of_the_session_changes_nothing(desk):
    browser, other = desk.enter(), desk.enter("budi")
    foreign = read_mark(other.get("/akun").text)
    for mark in ("", "x", foreign):
        fields = {"tanda": mark, "tahun": "2018", "wilayah": ""}
        assert browser.post("/pilihan", data=fields, headers=OWN).status_code == 403
    assert 'value="2016"' in browser.get("/akun").text


def test_a_get_changes_nothing_whatever_stands_behind_the_question_mark(desk):
    browser = desk.enter()
    assert browser.get("/pilihan?tahun=2018").status_code in {404, 405}
    assert 'value="2016"' in browser.get("/akun").text


@pytest.mark.parametrize(
    "host", ["jahat.test", "meja.test.jahat.test", "127.0.0.1", ""]
)
def test_the_desk_answers_to_its_own_name_only(desk, host):
    browser = desk.enter()
    assert browser.get("/", headers={"host": host}).status_code == 421


def test_every_answer_bears_what_protects_it(desk):
    browser = desk.enter()
    for path in ("/akun", "/tiada", "/static/meja.css", "/masuk"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert "charset=utf-8" in headers["content-type"]
        assert headers["referrer-policy"] == "same-origin"
        tls = headers["strict-transport-security"]
        assert tls == "max-age=31536000; includeSubDomains"
    assert browser.get("/").headers["cache-control"] == "no-store"


def test_where_one_is_sent_back_to_is_an_address_of_the_desk(desk):
    browser = desk.enter()
    for path in (
        "//jahat.test",
        "https://jahat.test",
        "/\\jahat.test",
        "/x\r\nset-cookie: a=b",
        "javascript:alert(1)",
    ):
        answer = send(browser, "/pilihan", tahun="2016", wilayah="", kembali=path)
        assert answer.headers["location"] == "/"
        assert "jahat" not in str(answer.headers)


def test_a_year_and_a_region_stay_chosen(desk):
    browser = desk.enter()
    send(browser, "/pilihan", tahun="2017", wilayah="33.19", kembali="/")
    page = browser.get("/akun").text
    assert 'value="2017"' in page
    assert "Kabupaten Kudus" in page


def test_nobody_chooses_a_region_that_is_not_theirs(desk):
    browser = desk.enter("jono", wilayah="33.20")
    assert send(browser, "/pilihan", tahun="2016", wilayah="33.19").status_code == 404
    assert "Kudus" not in browser.get("/akun").text


def test_a_body_beyond_the_limit_is_not_read(desk):
    browser = desk.enter()
    mark = read_mark(browser.get("/akun").text)
    fields = {"tanda": mark, "tahun": "2016", "wilayah": "x" * 1_100_000}
    answer = browser.post("/pilihan", data=fields, headers=OWN)
    assert answer.status_code == 413
    assert (
        answer.text
        == "yang dikirim lebih besar daripada 1000000 bita, dan tidak diterima"
    )


def test_the_store_is_its_owners_alone(desk):
    assert (desk.folder / "meja.db").stat().st_mode & 0o077 == 0
    with open_meja(desk.folder) as meja:
        facts = {"nama": "budi", "orang": "Budi", "peran": "staf", "wilayah": ""}
        add_akun(meja, desk.kantor, facts, sandi=SANDI)
        dump = "\n".join(meja.conn.iterdump())
    assert SANDI not in dump
    browser = desk.enter("budi")
    with open_meja(desk.folder) as meja:
        dump = "\n".join(meja.conn.iterdump())
    assert browser.cookies[COOKIE] not in dump


def test_a_clock_in_the_hand_of_a_test_is_the_desks_clock(desk, jam):
    other = Desk(folder=desk.folder, adapt=lambda kantor: replace(kantor, saat=jam))
    assert "14 Maret 2016" in other.enter("budi").get("/").text


def test_leaving_makes_the_browser_forget(desk):
    browser = desk.enter()
    answer = send(browser, "/keluar")
    assert '"cache"' in answer.headers["clear-site-data"]
    assert browser.cookies.get(COOKIE, "").strip('"') == ""


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "CONNECT", "OPTIONS"])
def test_methods_and_folders_that_no_page_has_are_refused(desk, method):
    browser = desk.enter()
    for path in ("/akun", "/", "/static/meja.css"):
        answer = browser.request(method, path, headers=OWN)
        assert answer.status_code in {403, 404, 405}
        assert "<h1>Akun" not in answer.text
    for path in ("/static/", "/static", "/static/vendor/", "/.git/config"):
        assert browser.get(path).status_code in {307, 404}


def test_a_fault_of_the_program_tells_nothing_of_it(desk, capfd):
    """A store that is no store any more: a fault that no page foresees."""
    browser = desk.enter()
    with open_meja(desk.folder) as meja:
        meja.run("ALTER TABLE pekerjaan RENAME TO rahasia")
    answer = browser.get("/hari-ini/menunggu")
    assert answer.status_code == 500
    for word in ("Traceback", "rahasia", "sqlite", "SELECT", str(desk.folder)):
        assert word not in answer.text
    assert "Traceback" in capfd.readouterr().err


def test_a_region_is_chosen_by_its_name_and_nobody_learns_of_other_ones(desk):
    view = {"tahun": "2016", "kembali": "/akun"}
    browser = desk.enter()
    sent = send(browser, "/pilihan", wilayah="Kab. Kudus", **view)
    assert sent.status_code == 303, sent.text
    assert "Tahun 2016 · Kabupaten Kudus" in browser.get("/akun").text
    other = desk.enter("jono", wilayah="33.20")
    for word in ("Kabupaten Kudus", "33.19", "Kabupaten Tiada"):
        assert send(other, "/pilihan", wilayah=word, **view).status_code == 404
