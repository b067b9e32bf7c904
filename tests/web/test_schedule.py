"""The schedule of a training on the desk: grid, clashes, laying out, calendars."""

from __future__ import annotations

import html

from icalendar import Calendar

from tests.web.desk import send

FASDA, SPMI = "FASDA-2016-1", "SPMI-2016-1"


def read(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def lay_out(browser, pelatihan=FASDA, **more):
    return send(browser, "/jadwal", page="/terbitkan", pelatihan=pelatihan, **more)


def rows(desk, sql, *params):
    with desk.kantor.open_catatan(read_only=True) as db:
        return db.rows(sql, params)


def change(desk, sql, *params):
    with desk.kantor.open_catatan() as db, db.writing():
        db.run(sql, params)


def test_a_training_without_sessions_is_laid_out_by_one_button(desk):
    browser = desk.enter()
    page = read(browser, f"/jadwal?pelatihan={FASDA}")
    assert "Jadwal belum disusun" in page
    assert browser.get(f"/jadwal/kalender.ics?pelatihan={FASDA}").status_code == 404
    assert lay_out(browser).status_code == 303
    page = read(browser, f"/jadwal?pelatihan={FASDA}")
    assert "Kelas A, B" in page
    assert "Tidak ada yang berbenturan" in page
    assert "Ruang Anggrek" in page
    assert "Senin, 11 April 2016" in page


def test_sessions_that_are_there_are_replaced_only_after_they_were_shown(desk):
    browser = desk.enter()
    lay_out(browser)
    change(desk, "UPDATE sesi SET judul = 'Diubah dengan tangan' WHERE materi = 'F00'")
    before = rows(desk, "SELECT * FROM sesi")
    shown = lay_out(browser)
    assert shown.status_code == 200
    assert "Diubah dengan tangan" in shown.text
    assert rows(desk, "SELECT * FROM sesi") == before
    assert lay_out(browser, setuju="ya").status_code == 303
    assert not rows(desk, "SELECT 1 FROM sesi WHERE judul LIKE 'Diubah%'")


def test_somebody_in_two_places_is_told_by_name_and_hour(desk):
    browser = desk.enter()
    lay_out(browser)
    one = rows(desk, "SELECT kode, nama FROM fasilitator WHERE kelas = 'A'")[0]
    change(
        desk,
        "UPDATE sesi SET fasilitator = ? WHERE fasilitator IS NOT NULL",
        one["kode"],
    )
    page = read(browser, f"/jadwal?pelatihan={FASDA}")
    assert "hal berbenturan atau salah" in page
    assert one["nama"] in page.partition("berbenturan")[2].partition("<form")[0]


def test_a_person_has_a_calendar_of_their_own(desk):
    browser = desk.enter()
    lay_out(browser)
    people = rows(
        desk, "SELECT kode, kelas FROM peserta WHERE pelatihan = ? LIMIT 1", FASDA
    )
    whole = browser.get(f"/jadwal/kalender.ics?pelatihan={FASDA}")
    assert whole.headers["content-type"].startswith("text/calendar")
    path = f"/jadwal/kalender.ics?pelatihan={FASDA}&orang={people[0]['kode']}"
    own = Calendar.from_ical(browser.get(path).content)
    events = [str(each["summary"]) for each in own.walk("VEVENT")]
    assert events
    assert all(one.startswith(f"Kelas {people[0]['kelas']}:") for one in events)
    every = Calendar.from_ical(whole.content).walk("VEVENT")
    assert len(every) == 2 * len(events)
    assert browser.get(f"{path}x").status_code == 404
    assert browser.get(f"/jadwal/sesi.xlsx?pelatihan={FASDA}").content[:2] == b"PK"


def test_another_region_sees_neither_training_nor_people(desk):
    lay_out(desk.enter())
    stranger = desk.enter("tono", "staf", "33.20")
    assert "Belum ada pelatihan" in read(stranger, "/jadwal")
    for path in ("/jadwal", "/jadwal/kalender.ics", "/jadwal/sesi.xlsx"):
        assert stranger.get(f"{path}?pelatihan={FASDA}").status_code == 404
    assert lay_out(stranger).status_code == 404


def test_whoever_sends_people_sees_their_own_and_lays_nothing_out(desk):
    lay_out(desk.enter())
    own = rows(
        desk,
        "SELECT kode, nama, wilayah FROM peserta_lengkap WHERE pelatihan = ?",
        FASDA,
    )
    inside = [each for each in own if each["wilayah"] == "33.19"]
    outside = [each for each in own if each["wilayah"] != "33.19"]
    assert inside
    assert outside
    guest = desk.enter("wati", "staf", "33.19")
    held = rows(desk, "SELECT wilayah FROM pelatihan WHERE kode = ?", FASDA)[0]
    page = read(guest, f"/jadwal?pelatihan={FASDA}").partition("per peserta")[2]
    assert inside[0]["nama"] in page
    assert outside[0]["nama"] not in page
    path = f"/jadwal/kalender.ics?pelatihan={FASDA}&orang="
    assert guest.get(path + inside[0]["kode"]).status_code == 200
    assert guest.get(path + outside[0]["kode"]).status_code == 404
    assert held["wilayah"] != "33.19"
    assert lay_out(guest, setuju="ya").status_code == 404
