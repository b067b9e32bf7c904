"""A training on record: laid out whole or not at all, then only checked."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from formulir.errors import RecordFaultyError
from formulir.model import Scope
from formulir.records.office.wilayah import ZonaUnknownError, load_wilayah, zona_waktu
from formulir.records.rules.jadwal import check_jadwal
from formulir.records.schedule.check import sum_kelas
from formulir.records.schedule.ics import make_calendar
from formulir.records.schedule.make import schedule
from formulir.records.schedule.store import PelatihanUnknownError
from formulir.records.store import memory_store, open_store
from formulir.settings import Settings
from tests.records.jadwal_contoh import (
    add_calon,
    add_kelas,
    add_pelatihan,
    add_sekolah,
    insert,
)
from tests.tools.sentences import keep_whole

SITI, BUDI = ("FN-1", "Siti Aminah"), ("FN-2", "Budi Santoso")
DEWI, AGUS = ("FN-3", "Dewi Lestari"), ("FN-4", "Agus Salim")


@pytest.fixture
def db(db):
    add_pelatihan(db)
    add_kelas(db, "A", fasilitator=[SITI, BUDI], ruang="Ruang 1", kapasitas=20)
    add_kelas(db, "B", fasilitator=[DEWI, AGUS])
    add_calon(db, 28)
    return db


def refused(db, pelatihan="FASDA-1", **options):
    with pytest.raises(RecordFaultyError) as caught:
        schedule(db, pelatihan, **{"menit_per_jp": 60, **options})
    return [str(each) for each in keep_whole(caught.value.faults) if not each.warning]


def checked(db, pelatihan="FASDA-1", **options):
    result = schedule(db, pelatihan, **{"menit_per_jp": 60, **options})
    assert not result.laid_out
    return [str(fault) for fault in keep_whole(result.faults)]


def asked(tahun, wilayah):
    return Scope(
        tahun=tahun,
        codes=wilayah,
        tanggal=date(2016, 4, 1),
        settings=Settings(),
    )


def edit(db, words, *params):
    db.conn.execute(f"UPDATE sesi SET {words}", params)


def test_classes_and_sessions_are_written_together(db):
    result = schedule(db, "FASDA-1", menit_per_jp=60)
    assert result.laid_out
    assert [fault.warning for fault in result.faults] == []
    totals = [(t.kelas, t.hari, t.jam, t.paparan) for t in sum_kelas(result.jadwal)]
    assert totals == [("A", 5, 40.0, 25.0), ("B", 5, 40.0, 25.0)]
    counts = db.rows("SELECT kelas, count(*) AS n FROM peserta GROUP BY kelas")
    assert counts == [{"kelas": "A", "n": 14}, {"kelas": "B", "n": 14}]
    kelas = db.rows("SELECT ruang, kapasitas FROM kelas WHERE kode = 'A'")
    assert kelas == [{"ruang": "Ruang 1", "kapasitas": 20}]
    led = {
        row["materi"]: row["fasilitator"]
        for row in db.rows("SELECT materi, fasilitator FROM sesi WHERE kelas = 'A'")
    }
    assert (led["F00"], led["F02"], led[None]) == (None, "FN-1; FN-2", None)


def test_what_was_laid_out_is_found_in_order_and_left_alone(db):
    schedule(db, "FASDA-1", menit_per_jp=60)
    before = db.rows("SELECT * FROM sesi ORDER BY kelas, tanggal, mulai")
    assert checked(db) == []
    assert db.rows("SELECT * FROM sesi ORDER BY kelas, tanggal, mulai") == before


def test_the_training_of_schools(db):
    add_pelatihan(db, "SPMI-1", jenis="spmi", mulai="2016-04-25")
    add_sekolah(db, 16)
    result = schedule(db, "SPMI-1", menit_per_jp=60)
    assert [t.jam for t in sum_kelas(result.jadwal)] == [32.0, 32.0, 32.0]
    warnings = [str(fault) for fault in result.faults]
    assert warnings[0].startswith(
        "kelas SPMI-1/A: has 0 facilitator(s), and must have 2"
    )
    assert len(warnings) == 3


def test_somebody_in_two_classes_is_refused_by_name_day_and_hour(db):
    add_kelas(db, "C", fasilitator=[SITI, ("FN-5", "Rina")])
    faults = refused(db)
    assert len(faults) == 5  # one for each day
    assert faults[0] == (
        "pelatihan FASDA-1: Siti Aminah (FN-1) is in two places on Senin 2016-04-18 at "
        "09.00-10.00, 10.15-12.15, 13.15-15.15, 15.30-17.30: "
        "kelas A of FASDA-1 and kelas C of FASDA-1"
    )
    assert db.rows("SELECT count(*) AS n FROM sesi") == [{"n": 0}]
    assert db.rows("SELECT 1 FROM peserta WHERE kelas IS NOT NULL") == []


def test_one_nip_under_two_codes_is_one_person(db):
    nip = "196501011990031001"
    add_pelatihan(db, "FASDA-2", mulai="2016-04-22")
    for pelatihan, kode, spelled in (
        ("FASDA-1", "FN-8", nip),
        ("FASDA-2", "FN-9", "19650101 199003 1 001"),
    ):
        kelas = "B" if pelatihan == "FASDA-1" else "A"
        if pelatihan == "FASDA-2":
            add_kelas(db, "A", pelatihan=pelatihan)
        insert(
            db,
            "fasilitator",
            pelatihan=pelatihan,
            kelas=kelas,
            kode=kode,
            nama="Hasan Basri",
            nip=spelled,
        )
    schedule(db, "FASDA-1", menit_per_jp=60)
    (fault,) = refused(db, "FASDA-2")
    assert "Hasan Basri (FN-9, FN-8) is in two places on Jumat 2016-04-22" in fault
    assert "kelas B of FASDA-1 and kelas A of FASDA-2" in fault


def test_the_same_person_may_lead_one_training_after_the_other(db):
    schedule(db, "FASDA-1", menit_per_jp=60)
    add_pelatihan(db, "FASDA-2", mulai="2016-04-25")
    add_kelas(db, "A", pelatihan="FASDA-2", fasilitator=[SITI, BUDI])
    assert schedule(db, "FASDA-2", menit_per_jp=60).laid_out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "selesai = '09.45' WHERE materi = 'F00' AND kelas = 'A'",
            "begins before the one of 08.00 ends at 09.45",
        ),
        ("selesai = '07.00' WHERE materi = 'F00'", "ends at 07.00, too soon"),
        ("tanggal = '20160418' WHERE materi = 'F00'", "'20160418' is not a date"),
        ("mulai = '8.00' WHERE materi = 'F00'", "'8.00' is no hour spelled like 08.00"),
        (
            "fasilitator = 'FN-1' WHERE kelas = 'B'",
            "Siti Aminah (FN-1) is in two places",
        ),
        (
            "fasilitator = 'FN-3' WHERE kelas = 'A'",
            "fasilitator FN-3 leads sessions, but",
        ),
        (
            "tanggal = '2016-04-24' WHERE tanggal = '2016-04-22'",
            "a day off: hari Minggu",
        ),
        ("tanggal = '2016-05-05' WHERE tanggal = '2016-04-22'", "Kenaikan Yesus"),
        ("tanggal = '2016-04-16' WHERE tanggal = '2016-04-18'", "begins on 2016-04-18"),
        ("materi = 'X9' WHERE materi = 'F02'", "materi X9 is not in the curriculum"),
        ("materi = 'F03' WHERE materi = 'F02'", "lacks F02 Kebijakan SPMP"),
        ("menit_umum = 5 WHERE materi IS NULL", "is a break, for it has no materi"),
        ("menit_praktik = 7 WHERE materi = 'F15'", "lasts 60 minutes, of which 67"),
    ],
)
def test_who_edits_by_hand_gets_the_same_checks(db, words, expected):
    schedule(db, "FASDA-1", menit_per_jp=60)
    edit(db, words)
    before = db.rows("SELECT * FROM sesi ORDER BY kelas, tanggal, mulai")
    result = schedule(db, "FASDA-1", menit_per_jp=60)
    assert not result.laid_out
    told = [str(fault) for fault in result.faults if not fault.warning]
    assert any(expected in fault for fault in told), told
    assert db.rows("SELECT * FROM sesi ORDER BY kelas, tanggal, mulai") == before
    # The rule that letters ask for tells the same.
    rule = check_jadwal(db, asked(2016, {"33.22"}))
    assert rule == result.faults


def test_what_departs_from_the_source_is_a_warning(db):
    schedule(db, "FASDA-1", menit_per_jp=60)
    db.conn.execute("DELETE FROM sesi WHERE materi = 'F13' AND mulai > '10'")
    db.conn.execute("DELETE FROM sesi WHERE materi = 'F14' AND mulai > '15'")
    later = "menit_paparan = 0, menit_praktik = menit_praktik + 60"
    edit(db, f"{later} WHERE menit_paparan = 60")
    warnings = [w for w in checked(db) if w.startswith("kelas FASDA-1/A")]
    assert any("lasts 2220 minutes: 37.0 hours, or 37.0 JP" in w for w in warnings)
    assert any("% paparan; the source asks for 25 %" in w for w in warnings)
    assert any("F13" in w and "the curriculum has 240 praktik" in w for w in warnings)
    assert all(
        fault.warning for fault in schedule(db, "FASDA-1", menit_per_jp=60).faults
    )


def make_forty_five(db):
    """Count the curriculum in lesson hours of 45 minutes."""
    db.conn.execute(
        "UPDATE materi SET menit_paparan = menit_paparan * 3 / 4,"
        " menit_praktik = (menit_paparan + menit_praktik) * 3 / 4"
        " - menit_paparan * 3 / 4,"
        " menit_evaluasi = menit_evaluasi * 3 / 4, menit_umum = menit_umum * 3 / 4"
    )


def test_about_forty_hours_may_be_lesson_hours(db):
    make_forty_five(db)
    assert schedule(db, "FASDA-1", menit_per_jp=45, dry_run=True).faults == []
    sixty = schedule(db, "FASDA-1", dry_run=True, menit_per_jp=60).faults
    told = [
        fault.reason for fault in sixty if "last less than a JP" not in fault.reason
    ]
    assert all("the source asks for about 40" in reason for reason in told)
    assert (len(told), len(sixty)) == (2, 4)


def test_a_rule_of_letters_counts_the_lesson_hours_of_its_office(db):
    make_forty_five(db)
    schedule(db, "FASDA-1", menit_per_jp=45)
    scope = asked(2016, {"33.22"})
    mine = replace(scope, settings=Settings(menit_per_jp=45))
    assert check_jadwal(db, mine) == []
    assert any("40.0 JP" in f.reason for f in check_jadwal(db, scope)) is False
    assert any("30.0 JP of 60" in f.reason for f in check_jadwal(db, scope))


def test_sessions_shorter_than_a_lesson_hour_are_told_once_a_class(db):
    edit_materi = "UPDATE materi SET menit_umum = 30 WHERE kode = 'F16'"
    db.conn.execute(edit_materi)
    schedule(db, "FASDA-1", menit_per_jp=60)
    short = [w for w in checked(db) if "less than a JP" in w]
    assert [w.partition(":")[0] for w in short] == [
        "kelas FASDA-1/A",
        "kelas FASDA-1/B",
    ]
    assert "1 session(s)" in short[0]
    assert "the first on 2016-04-22 at 17.00" in short[0]


def test_the_order_of_a_training_is_looked_after(db):
    schedule(db, "FASDA-1", menit_per_jp=60)
    edit(db, "materi = 'F16' WHERE materi = 'F00' AND kelas = 'A'")
    edit(db, "tanggal = '2016-04-23' WHERE materi = 'F16'")
    told = checked(db)
    assert any("does not begin with F00 Pembukaan" in fault for fault in told)
    assert any("F15 Pascates is not on the last day" in fault for fault in told)


def test_a_session_through_the_friday_prayer_is_told(db):
    db.conn.execute("UPDATE pelatihan SET istirahat_jumat = istirahat")
    result = schedule(db, "FASDA-1", menit_per_jp=60)
    assert {fault.reason for fault in result.faults} == {
        "goes on through the Friday prayer"
    }


def test_days_off_are_left_out_or_flagged(db):
    db.conn.execute("UPDATE pelatihan SET mulai = '2016-05-04'")
    left_out = [
        str(fault)
        for fault in schedule(db, "FASDA-1", dry_run=True, menit_per_jp=60).faults
    ]
    assert left_out == [
        "pelatihan FASDA-1: 2016-05-05 is left out: Kenaikan Yesus Kristus",
        "pelatihan FASDA-1: 2016-05-06 is left out: Isra Mikraj Nabi Muhammad",
        "pelatihan FASDA-1: 2016-05-08 is left out: hari Minggu",
    ]
    db.conn.execute("UPDATE pelatihan SET hari_libur = 'tandai'")
    flagged = schedule(db, "FASDA-1", menit_per_jp=60).faults
    assert [fault.warning for fault in flagged] == [True] * 3
    assert str(flagged[2]) == (
        "pelatihan FASDA-1: 2016-05-08: has sessions on a day off: hari Minggu"
    )


def test_laid_out_anew_it_takes_in_who_came_later(db):
    schedule(db, "FASDA-1", menit_per_jp=60)
    add_calon(db, 2, start=50)
    edit(db, "judul = 'Lain' WHERE materi = 'F02'")
    told = [str(fault) for fault in schedule(db, "FASDA-1", menit_per_jp=60).faults]
    assert "peserta FASDA-1/050: Calon 50 has no class; pass --ulang" in told
    assert schedule(db, "FASDA-1", ulang=True, menit_per_jp=60).laid_out
    assert db.rows("SELECT 1 FROM sesi WHERE judul = 'Lain'") == []
    assert checked(db) == []


def test_a_dry_run_writes_nothing(db):
    assert schedule(db, "FASDA-1", dry_run=True, menit_per_jp=60).laid_out
    assert db.rows("SELECT 1 FROM sesi") == []


def test_rooms_and_classes_that_are_too_small_are_refused(db):
    db.conn.execute("UPDATE peserta SET kelas = 'A'")
    db.conn.execute("UPDATE kelas SET kapasitas = 20 WHERE kode = 'A'")
    faults = refused(db)
    assert "kelas FASDA-1/A: has 28 candidates, more than 15" in faults
    assert (
        "kelas FASDA-1/A: Ruang 1 holds 20 people, not 30 "
        "(28 participants and their facilitators)"
    ) in faults


def test_sessions_that_name_nobody_are_told(db):
    schedule(db, "FASDA-1", menit_per_jp=60)
    edit(db, "fasilitator = NULL WHERE kelas = 'B' AND materi = 'F02'")
    (told,) = checked(db)
    assert told.startswith(
        "kelas FASDA-1/B: 1 session(s) name none of the facilitators"
    )


def test_schools_split_by_hand_are_told(db):
    add_pelatihan(db, "SPMI-1", jenis="spmi", mulai="2016-04-25")
    add_sekolah(db, 10)
    schedule(db, "SPMI-1", menit_per_jp=60)
    db.conn.execute("UPDATE peserta SET kelas = 'B' WHERE kode = '00-0'")
    db.conn.execute("UPDATE peserta SET kelas = 'Z' WHERE kode = '01-0'")
    db.conn.execute("UPDATE peserta SET npsn = NULL WHERE kode = '02-0'")
    told = [str(fault) for fault in schedule(db, "SPMI-1", menit_per_jp=60).faults]
    assert "sekolah 20300000: its people sit in classes A, B" in told
    assert any("kelas Z is not on record" in fault for fault in told)
    assert any("is of no school" in fault for fault in told)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("jam_mulai = '8:00'", "pelatihan FASDA-1: jam_mulai: '8:00' is no hour"),
        ("istirahat = 'siang'", "pelatihan FASDA-1: istirahat: 'siang' is no break"),
        ("mulai = '18 April'", "pelatihan FASDA-1: mulai: '18 April' is not a date"),
        ("jam_mulai_awal = '14'", "pelatihan FASDA-1: jam_mulai_awal: '14' is no hour"),
        ("jam_mulai = '20.00'", "minutes between its breaks until midnight, not 480"),
        ("kurikulum = '9'", "kurikulum '9' has no subjects; import table materi"),
    ],
)
def test_a_training_that_makes_no_sense_is_refused(db, words, expected):
    db.conn.execute(f"UPDATE pelatihan SET {words}")
    (fault,) = refused(db)
    assert expected in fault


def test_an_unknown_training_is_told_with_those_there_are(db):
    with pytest.raises(PelatihanUnknownError, match="on record are FASDA-1"):
        schedule(db, "FASDA-9", menit_per_jp=60)
    empty = memory_store()
    with pytest.raises(PelatihanUnknownError, match="import table pelatihan"):
        schedule(empty, "FASDA-9", menit_per_jp=60)
    empty.conn.close()


def test_the_rule_looks_at_its_own_year_and_region(db):
    assert check_jadwal(db, asked(2017, {"33.22"})) == []
    assert check_jadwal(db, asked(2016, {"33.19"})) == []
    insert(db, "peserta", pelatihan="FASDA-1", kode="900", npsn="20300001")
    db.conn.execute(
        "INSERT INTO sekolah (npsn, nama, bentuk, status, kecamatan, wilayah) "
        "VALUES ('20300001', 'SD 1', 'SD', 'N', 'Bae', '33.19')"
    )
    assert len(check_jadwal(db, asked(2016, {"33.19"}))) == 1
    (fault,) = check_jadwal(db, asked(2016, {"33.22"}))
    assert fault.warning
    assert "has no sessions; run: formulir schedule --pelatihan FASDA-1" in str(fault)


def test_the_calendar_has_an_event_for_each_session_of_each_class(db):
    jadwal = schedule(db, "FASDA-1", menit_per_jp=60).jadwal
    saat = datetime(2016, 3, 14, 1, 0, tzinfo=UTC)
    data = make_calendar(jadwal, saat=saat, asal="lpmp.example/arsip")
    events = Calendar.from_ical(data).walk("VEVENT")
    subjects = [each for each in jadwal.sesi if each.materi is not None]
    assert len(events) == len(subjects) == len({str(e["uid"]) for e in events})
    first = events[0]
    assert first.decoded("dtstart").isoformat() == "2016-04-18T08:00:00+07:00"
    assert first.decoded("dtstamp") == saat
    assert first["summary"] == "Kelas A: Pembukaan dan penjelasan teknis"
    assert first["location"] == "Ruang 1, Wisma LPMP"
    assert "Siti Aminah; Budi Santoso" in events[2]["description"]
    # Written again it names the same events.
    assert make_calendar(jadwal, saat=saat, asal="lpmp.example/arsip") == data


@pytest.mark.parametrize(
    ("wilayah", "zona", "hours"),
    [("33.22", "WIB", 7), ("64", "WITA", 8), ("91.02", "WIT", 9), ("62", "WIB", 7)],
)
def test_each_province_has_its_zone(db, wilayah, zona, hours):
    assert zona_waktu(wilayah) == zona
    db.conn.execute("UPDATE pelatihan SET wilayah = ?", [wilayah])
    jadwal = schedule(db, "FASDA-1", menit_per_jp=60).jadwal
    saat = datetime(2016, 3, 14, 1, 0, tzinfo=UTC)
    data = make_calendar(jadwal, saat=saat, asal="x")
    start = Calendar.from_ical(data).walk("VEVENT")[0].decoded("dtstart")
    assert start.utcoffset().total_seconds() == hours * 3600


def test_every_province_on_record_has_a_zone(db):
    load_wilayah(db)
    for row in db.rows("SELECT kode FROM wilayah"):
        assert zona_waktu(row["kode"]) in {"WIB", "WITA", "WIT"}
    with pytest.raises(ZonaUnknownError, match="'Kudus'"):
        zona_waktu("Kudus")


def test_a_store_of_before_gets_the_day_that_the_library_has_wrong(tmp_path):
    path = tmp_path / "catatan.db"
    open_store(path, new=True).conn.close()
    with sqlite3.connect(path) as conn:
        conn.execute("DELETE FROM hari_libur")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_hari_libur'")
    conn.close()
    for _ in range(2):
        store = open_store(path)
        rows = store.rows("SELECT tanggal, libur FROM hari_libur")
        assert rows == [{"tanggal": "2016-06-01", "libur": 0}]
        store.conn.close()
