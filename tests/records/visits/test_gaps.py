"""What cannot be had is told: twenty planted impossibilities, each by rule and name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from formulir.records.visits.assign import assign
from formulir.records.visits.check import check_visits
from formulir.records.visits.read import make_problem, read_year
from formulir.records.visits.store import by_wilayah, read_planned
from formulir.settings import Pendampingan
from tests.records.jadwal_contoh import add_kelas, add_pelatihan, insert

BOBOT = Pendampingan(
    tahap_1=("07-25", "07-29"), tahap_2=("09-05", "09-09"), kunjungan_per_orang=8
)
KUDUS = "33.19"
ADI, BIMA, CAKRA = "33.19-01", "33.19-02", "33.19-03"
NAMES = {ADI: "Contoh Adi", BIMA: "Contoh Bima", CAKRA: "Contoh Cakra"}
FIRST, SECOND = "90000001", "90000002"


@pytest.fixture
def year(regions):
    """Two model schools and three people, for whom there is time enough."""
    db = regions
    add_pelatihan(db)
    insert(db, "usulan", id=1, tahun=2016, wilayah=KUDUS, pengusul="D", usulan_ke=1)
    for urut, npsn in enumerate((FIRST, SECOND), start=1):
        insert(
            db,
            "sekolah",
            npsn=npsn,
            nama=f"SD {urut} Contoh",
            bentuk="SD",
            status="N",
            wilayah=KUDUS,
            kecamatan="Bae",
            lintang=-6.81234 - urut / 100,
            bujur=110.81234,
        )
        insert(db, "usulan_model", usulan=1, npsn=npsn, urut=urut)
        add_verval(db, npsn)
    for kode, nama in NAMES.items():
        insert(
            db,
            "calon",
            tahun=2016,
            kode=kode,
            pengusul="D",
            wilayah=KUDUS,
            nama=nama,
            jabatan="Pengawas",
            unit_kerja="UPT Kecamatan Bae",
        )
        insert(
            db, "penetapan", tahun=2016, calon=kode, pelatihan="FASDA-1", wilayah=KUDUS
        )
    calendar(db, "semester", "2016-07-18", "2016-12-17")
    return db


def add_verval(db, npsn, hasil="memenuhi"):
    insert(
        db,
        "verval",
        tahun=2016,
        usulan_ke=1,
        npsn=npsn,
        tanggal="2016-04-05",
        cara="kunjungan",
        hasil=hasil,
    )


def calendar(db, jenis, dari, sampai, **more):
    facts = {"tahun": 2016, "wilayah": KUDUS, "jenis": jenis}
    insert(db, "kalender_sekolah", **facts, dari=dari, sampai=sampai, **more)


def away(db, kode, dari, sampai, sebab="Diklat"):
    facts = {"tahun": 2016, "calon": kode, "dari": dari, "sampai": sampai}
    insert(db, "ketersediaan", **facts, sebab=sebab)


def plan_by_hand(db, npsn, ke, day, one=None, other=None):
    facts = {"tahun": 2016, "npsn": npsn, "ke": ke, "rencana": day, "tetap": 1}
    insert(db, "kunjungan", **facts, fasilitator_1=one, fasilitator_2=other)


def leave(db, *people):
    marks = ", ".join("?" * len(people))
    db.conn.execute(f"DELETE FROM penetapan WHERE calon NOT IN ({marks})", people)


def told(db, bobot=BOBOT):
    (done,) = assign(db, tahun=2016, wilayah=None, bobot=bobot)
    return [str(fault.sentence) for fault in done.faults]


def train(db, npsn, mulai):
    add_pelatihan(db, "SPMI-1", jenis="spmi", mulai=mulai)
    add_kelas(db, "A", pelatihan="SPMI-1")
    facts = {"pelatihan": "SPMI-1", "kode": "X", "kelas": "A", "nama": "Contoh X"}
    insert(db, "peserta", **facts, npsn=npsn)


def lead(db, kode):
    add_kelas(db, "A", fasilitator=[(kode, NAMES.get(kode, "X"))])
    for ordinal in range(5):
        day = date(2016, 7, 25) + timedelta(days=ordinal)
        insert(
            db,
            "sesi",
            pelatihan="FASDA-1",
            kelas="A",
            tanggal=day.isoformat(),
            mulai="08.00",
            selesai="09.00",
            judul="Contoh",
            fasilitator=kode,
        )


def nobody(db):
    leave(db)


def only_one(db):
    leave(db, ADI)


def own_school(db):
    leave(db, ADI, BIMA)
    db.conn.execute(
        "UPDATE calon SET unit_kerja = 'SD 1 Contoh' WHERE kode = ?", (BIMA,)
    )


def no_capacity(db):
    leave(db, ADI, BIMA)
    db.conn.execute("UPDATE penetapan SET kapasitas = 3 WHERE calon = ?", (BIMA,))


def none_at_all(db):
    db.conn.execute("UPDATE penetapan SET kapasitas = 0")


def all_away(db):
    for kode in NAMES:
        away(db, kode, "2016-07-25", "2016-07-29")


def two_away(db):
    away(db, ADI, "2016-09-01", "2016-09-30", "Umrah")
    away(db, BIMA, "2016-09-01", "2016-09-30", "Cuti")


def in_training(db):
    leave(db, ADI, BIMA)
    lead(db, BIMA)


def exams(db):
    calendar(db, "ujian", "2016-07-25", "2016-07-30", keterangan="UTS")


def fasting(db):
    calendar(db, "puasa", "2016-07-20", "2016-08-05", keterangan="Ramadan")


def local_leave(db):
    calendar(db, "libur", "2016-09-05", "2016-09-09", keterangan="Hari jadi")


def after_semester(db):
    db.conn.execute("UPDATE kalender_sekolah SET sampai = '2016-08-31'")


def exams_of_one_form(db):
    db.conn.execute("UPDATE sekolah SET bentuk = 'SMP' WHERE npsn = ?", (SECOND,))
    calendar(db, "ujian", "2016-07-25", "2016-07-30", bentuk="SMP", keterangan="PTS")


def all_holidays(db):
    for day in range(5, 10):
        insert(
            db, "hari_libur", tanggal=f"2016-09-{day:02}", libur=1, nama="Libur Contoh"
        )


def untrained(db):
    train(db, FIRST, "2016-08-20")


def one_day_left(db):
    leave(db, ADI, BIMA)
    calendar(db, "libur", "2016-07-25", "2016-07-28", keterangan="Porseni")


def stages_too_near(db):
    plan_by_hand(db, FIRST, 1, "2016-09-07", ADI, BIMA)


def by_hand_in_two_places(db):
    plan_by_hand(db, FIRST, 1, "2016-07-26", ADI, BIMA)
    plan_by_hand(db, SECOND, 1, "2016-07-26", ADI, CAKRA)


def by_hand_while_away(db):
    away(db, ADI, "2016-07-26", "2016-07-26", "Rapat")
    plan_by_hand(db, FIRST, 1, "2016-07-26", ADI, BIMA)


def by_hand_on_sunday(db):
    plan_by_hand(db, FIRST, 1, "2016-07-24", ADI, BIMA)


def by_hand_who_is_not_appointed(db):
    leave(db, ADI, BIMA)
    plan_by_hand(db, FIRST, 1, "2016-07-26", ADI, CAKRA)


def by_hand_before_the_training(db):
    train(db, FIRST, "2016-07-25")
    plan_by_hand(db, FIRST, 1, "2016-07-26", ADI, BIMA)


PLANTED = (
    (nobody, ("no visit", "nobody is appointed for 33.19", "penetapan")),
    (only_one, ("one facilitator only", "Contoh Adi", "nobody else is appointed")),
    (own_school, ("SD 1 Contoh", "Contoh Bima", "own school (unit_kerja)")),
    (no_capacity, ("together", "kapasitas", "Contoh Bima")),
    (no_capacity, ("makes 3 visits already", "kapasitas", "Contoh Bima")),
    (none_at_all, ("no visit", "kapasitas", "Contoh Cakra")),
    (all_away, ("no visit of stage 1", "ketersediaan (Diklat)", "Contoh Cakra")),
    (two_away, ("one facilitator only at stage 2", "(Umrah)", "Contoh Adi")),
    (two_away, ("one facilitator only at stage 2", "(Cuti)", "Contoh Bima")),
    (in_training, ("one facilitator only", "sesi (FASDA-1)", "Contoh Bima")),
    (exams, ("SD 2 Contoh gets no visit", "ujian: UTS", "kalender_sekolah")),
    (fasting, ("SD 1 Contoh gets no visit", "puasa: Ramadan", "kalender_sekolah")),
    (local_leave, ("no visit of stage 2", "libur: Hari jadi", "kalender_sekolah")),
    (after_semester, ("no visit of stage 2", "di luar semester", "kalender_sekolah")),
    (exams_of_one_form, ("SD 2 Contoh gets no visit", "ujian: PTS")),
    (all_holidays, ("no visit of stage 2", "hari_libur (Libur Contoh)")),
    (untrained, ("SD 1 Contoh gets no visit", "pelatihan (SPMI s.d. 2016-08-23)")),
    (
        one_day_left,
        ("one facilitator only at stage 1", "at another school", "Contoh Bima"),
    ),
    (stages_too_near, ("no visit of stage 2", "jeda_hari", "2016-09-07")),
    (by_hand_in_two_places, ("Contoh Adi", "in two places", "SD 1 Contoh")),
    (by_hand_while_away, ("Contoh Adi", "cannot go on", "ketersediaan (Rapat)")),
    (by_hand_on_sunday, ("outside its stage", "tahap_1")),
    (by_hand_who_is_not_appointed, ("33.19-03 is no facilitator", "penetapan")),
    (by_hand_before_the_training, ("before the training of SD 1 Contoh ends",)),
)


def test_there_is_nothing_to_tell_of_a_year_with_time_enough(year):
    lines = told(year)
    assert [line for line in lines if "takes part in an SPMI" not in line] == []


@pytest.mark.parametrize(
    ("plant", "words"), PLANTED, ids=[f"{n}" for n in range(len(PLANTED))]
)
def test_what_cannot_be_had_is_told_by_rule_and_name(year, plant, words):
    plant(year)
    lines = told(year)
    assert any(all(word in line for word in words) for line in lines), lines


def test_a_school_that_failed_verval_is_not_assigned(year):
    year.conn.execute(
        "UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn = ?", (SECOND,)
    )
    (done,) = assign(year, tahun=2016, wilayah=KUDUS, bobot=BOBOT)
    assert {key.npsn for key in done.solution.plan} == {FIRST}


def test_an_edit_that_comes_later_is_told(year):
    plan_by_hand(year, FIRST, 1, "2016-07-26", ADI, BIMA)
    plan_by_hand(year, SECOND, 1, "2016-07-26", ADI, CAKRA)
    records = read_year(year, 2016)
    problem, _ = make_problem(year, records, KUDUS, bobot=BOBOT)
    rows = by_wilayah(year, records.visits)[KUDUS]
    faults = check_visits(problem, read_planned(rows))
    (clash,) = [fault for fault in faults if not fault.warning]
    assert "Contoh Adi (33.19-01) is in two places" in clash.reason
    lacks = [fault.place for fault in faults if fault.warning]
    assert lacks == [f"kunjungan {FIRST}/2", f"kunjungan {SECOND}/2"]
