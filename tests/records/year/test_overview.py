"""The year on one page: what is planned, done, late, by region and together."""

from __future__ import annotations

import json
from datetime import date

import pytest

from formulir.records.year.facts import Facts
from formulir.records.year.overview import make_overview, plan_year
from formulir.records.year.plan import find_last_day, load_plan
from formulir.records.year.show import as_paper, as_sheet, spell_months
from tests.letters.shipped import open_contoh

END = date(2016, 12, 31)
KUDUS, SEMARANG = "33.19", "33.74"


@pytest.fixture(scope="module")
def contoh():
    with open_contoh() as contoh:
        yield contoh


@pytest.fixture
def db(contoh):
    contoh.db.conn.execute("SAVEPOINT tahun")
    for tabel in ("pengimbasan", "kunjungan"):
        contoh.db.run(f"DELETE FROM {tabel}")
    yield contoh.db
    contoh.db.conn.execute("ROLLBACK TO tahun")
    contoh.db.conn.execute("RELEASE tahun")


def read(db, wilayah=KUDUS, on=END):
    return {row.key: row for row in make_overview(db, 2016, wilayah=wilayah, on=on)}


def months(row):
    return {at: state for at, state in enumerate(row.bulan, start=1) if state}


def models(db):
    asked = "SELECT npsn FROM sekolah_ditetapkan WHERE model IS NULL ORDER BY npsn"
    return db.values(asked)


def visit(db, npsn, ke, day):
    db.run(
        "INSERT INTO kunjungan (tahun, npsn, ke, tanggal) VALUES (2016, ?, ?, ?)",
        (npsn, ke, day),
    )


def letter(db, formulir, kunci, day):
    db.run(
        "INSERT INTO surat (formulir, tahun, kunci, kode, tanggal, hal, tujuan,"
        " penanda_tangan, lampiran, status) VALUES (?, 2016, ?, ?, ?, '', '', '',"
        " '[]', 'terbit')",
        (formulir, kunci, f"{formulir}{kunci}", day),
    )


def come_in(db, *, tahap, wilayah, terima):
    at = int(terima[-2:])
    db.run(
        "INSERT INTO masuk (kode, tahun, urut, dari, nomor, tanggal, terima, hal,"
        " program, tahap, wilayah, sha256, entri) VALUES (?, 2016, ?, 'D', ?, ?, ?,"
        " 'h', 2016, ?, ?, 'x', ?)",
        (terima, at, terima, terima, terima, tahap, wilayah, at),
    )


def test_every_stage_has_a_row_and_the_source_plans_each():
    keys = [each.key for each in load_plan()]
    assert keys == sorted(keys)
    assert {tahap for tahap, _ in keys} == {f"T0{number}" for number in range(1, 10)}
    found = plan_year(2016, Facts())
    assert all(found[key] for key in keys)
    assert find_last_day(("T02", 1), 2016) == date(2016, 3, 31)
    assert find_last_day(("T03", 1), 2016) == date(2016, 4, 15)


def test_an_office_without_records_sees_the_plan_of_the_source(db):
    rows = {
        r.key: r for r in make_overview(db, 2017, wilayah=None, on=date(2017, 1, 1))
    }
    assert {row.keadaan for row in rows.values()} == {"rencana"}
    assert months(rows["T01", 1]) == {1: "rencana", 2: "rencana"}
    assert months(rows["T09", 1]) == {6: "rencana", 12: "rencana"}
    assert rows["T06", 1].jumlah == 0


def test_a_deadline_that_is_over_is_told_in_its_month(db):
    before = read(db, on=date(2016, 3, 31))["T02", 1]
    assert (before.keadaan, months(before)[3]) == ("rencana", "rencana")
    after = read(db, on=date(2016, 4, 1))["T02", 1]
    assert (after.keadaan, months(after)[3]) == ("lewat", "lewat")


def test_lists_count_by_their_letters_and_late_ones_are_marked(db):
    letter(db, "02.1", "33.19/DISDIK-33/1", "2016-03-14")
    one = read(db)["T02", 1]
    assert (one.selesai, one.jumlah, one.keadaan) == (1, 2, "lewat")
    letter(db, "02.1", "33.19/DISDIK-33.19/1", "2016-04-02")
    both = read(db)["T02", 1]
    assert (both.selesai, both.keadaan) == (2, "lambat")
    assert months(both) == {1: "rencana", 2: "rencana", 3: "selesai", 4: "lambat"}


def test_what_is_dated_later_is_not_done_yet(db):
    assert read(db, on=date(2016, 3, 29))["T01", 1].keadaan == "rencana"
    assert read(db, on=date(2016, 3, 30))["T01", 1].keadaan == "selesai"


def test_rows_of_kegiatan_take_the_place_of_the_months(db):
    row = read(db, on=date(2016, 1, 1))["T09", 1]
    assert months(row) == {11: "rencana"}
    assert row.waktu == "30 November 2016"
    db.run(
        "INSERT INTO kegiatan (tahun, tahap, wilayah, urut, mulai)"
        " VALUES (2016, 'T09', '33', 1, '2016-06-20')"
    )
    two = read(db, on=date(2016, 1, 1))["T09", 1]  # that of the province counts, too
    assert (months(two), two.jumlah) == ({6: "rencana", 11: "rencana"}, 2)


def test_of_two_times_the_first_that_is_over_is_told(db):
    db.run("DELETE FROM notula WHERE tahap = 'T09'")
    db.run("DELETE FROM kegiatan WHERE tahap = 'T09'")
    july = read(db, on=date(2016, 7, 1))["T09", 1]
    assert (july.keadaan, months(july)) == ("lewat", {6: "lewat", 12: "rencana"})


def test_monitoring_follows_the_training_by_months(db):
    db.run("DELETE FROM kegiatan WHERE tahap = 'T08'")
    first, second = (read(db)["T08", which] for which in (1, 2))
    assert (list(months(first)), list(months(second))) == ([6], [8])
    assert first.tenggat == date(2016, 6, 30)


def test_visits_are_counted_for_schools_that_are_appointed(db):
    npsn = models(db)
    for one in npsn:
        visit(db, one, 1, "2016-07-26")
    other = "SELECT npsn FROM sekolah WHERE npsn NOT IN (SELECT npsn FROM"
    visit(db, db.value(f"{other} sekolah_program)"), 1, "2016-07-26")
    row = read(db)["T06", 1]
    assert (row.selesai, row.jumlah, row.keadaan) == (len(npsn), len(npsn), "selesai")
    assert months(row) == {7: "selesai"}
    assert read(db)["T06", 2].keadaan == "lewat"


def test_a_school_that_failed_asks_for_no_visit(db):
    whole = read(db)["T06", 1].jumlah
    db.run(
        "UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn = ?", (models(db)[0],)
    )
    assert read(db)["T06", 1].jumlah == whole - 1


def test_an_imbas_is_reached_once(db):
    (model, imbas) = db.rows(
        "SELECT model, npsn FROM sekolah_ditetapkan WHERE model IS NOT NULL"
    )[0].values()
    for ke, day in ((1, "2016-07-26"), (2, "2016-09-06")):
        visit(db, model, ke, day)
        db.run(
            "INSERT INTO pengimbasan (tahun, model, npsn, ke, hadir)"
            " VALUES (2016, ?, ?, ?, 1)",
            (model, imbas, ke),
        )
    row = read(db)["T07", 1]
    assert (row.selesai, months(row)[7]) == (1, "selesai")
    assert months(row)[9] == "rencana"


@pytest.mark.parametrize(
    "wilayah", ['{"subjek": "33.19"}', '{"penerbit": "33"}', '{"subjek": ["33.19"]}']
)
def test_support_is_a_letter_that_came_in_for_the_region(db, wilayah):
    come_in(db, tahap="T01", wilayah=wilayah, terima="2016-04-06")
    assert read(db)["T01", 2].keadaan == "selesai"


def test_letters_of_other_stages_and_regions_are_no_support(db):
    come_in(db, tahap="T02", wilayah='{"subjek": "33.19"}', terima="2016-04-06")
    come_in(db, tahap="T01", wilayah='{"subjek": "33.74"}', terima="2016-04-07")
    come_in(db, tahap="T01", wilayah="{}", terima="2016-04-08")
    assert read(db)["T01", 2].keadaan == "lewat"


def test_a_decree_of_the_province_appoints_the_schools_of_each_region(db):
    assert read(db)["T03", 2].keadaan == "lewat"
    letter(db, "SKS", "33", "2016-04-15")
    assert read(db)["T03", 2].keadaan == "selesai"


def test_a_region_with_candidates_alone_is_asked_about_them_alone(db):
    whole = read(db, None)
    assert whole["T04", 1].jumlah == 20
    assert whole["T03", 1].keadaan == "selesai"
    alone = read(db, SEMARANG)
    assert (alone["T04", 1].selesai, alone["T04", 1].jumlah) == (3, 3)
    assert alone["T02", 1].keadaan == "lewat"


def test_of_regions_the_worst_is_told(db):
    db.run(
        "INSERT INTO kegiatan (tahun, tahap, wilayah, mulai)"
        " VALUES (2016, 'T01', ?, '2016-02-10')",
        (SEMARANG,),
    )
    row = read(db, "33")["T01", 1]
    assert (row.selesai, row.jumlah, row.keadaan) == (1, 2, "lewat")
    assert months(row) == {2: "lewat", 3: "selesai"}
    assert row.waktu is None


def test_a_code_of_another_year_is_the_same_region(db):
    rows = make_overview(db, 2016, wilayah="031900", on=END)  # as Dapodik spells it
    assert [row.as_row() for row in rows] == [
        row.as_row() for row in make_overview(db, 2016, wilayah=KUDUS, on=END)
    ]


def test_terminal_sheet_paper_and_json_say_the_same(db):
    row = read(db, on=date(2016, 8, 1))["T03", 1]
    assert spell_months(row) == "· · · ✓ · · · · · · · ·"
    assert as_sheet(row)["Apr"] == "✓"
    assert as_sheet(row)["Keadaan"] == "✓ selesai"
    assert as_paper(row)["apr"] == "■"
    assert as_paper(row)["waktu"] == "4 s.d. 8 April 2016"
    assert json.loads(json.dumps(row.as_row()))["bulan"][3] == "selesai"
