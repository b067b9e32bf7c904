"""Letters of later steps are for appointed schools: issue refuses all others."""

from __future__ import annotations

import pytest

from formulir.office.kantor import open_kantor
from formulir.records.schedule.make import schedule
from tests.kantor import formulir, make_kantor, make_printer

WHERE = ("--tahun", "2016", "--wilayah", "33.19")


@pytest.fixture
def kantor(tmp_path):
    kantor = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    with open_kantor(kantor).open_catatan() as db:
        schedule(db, "SPMI-2016-1", menit_per_jp=60)
    return kantor


def issue(kantor, kode, day="2016-05-02"):
    return formulir(kantor, "issue", "--formulir", kode, *WHERE, "--tanggal", day)


def count_numbers(kantor):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        return db.value("SELECT count(*) FROM nomor")


@pytest.mark.parametrize("kode", ["LV", "SKS", "J4.1", "T06", "T09"])
def test_without_a_verification_no_number_is_spent_and_the_sheet_is_named(
    kantor, kode, capfd
):
    with open_kantor(kantor).open_catatan() as db:
        for table in ("verval_kriteria", "verval", "penutupan"):
            db.run(f"DELETE FROM {table}")
    capfd.readouterr()
    assert issue(kantor, kode) == 3
    assert "formulir form verval -o verval.xlsx --isi --tahun 2016" in (
        capfd.readouterr().err
    )
    assert count_numbers(kantor) == 0


def test_a_training_with_a_school_that_failed_is_refused_by_name(kantor, capfd):
    with open_kantor(kantor).open_catatan() as db:
        db.run("UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn = '99000017'")
    capfd.readouterr()
    assert issue(kantor, "J4.1") == 3
    told = capfd.readouterr().err
    assert "99000017 SD 3 Contoh Colomukti: sends 6 participant(s), but is not" in told


def test_the_decree_follows_the_report_and_waits_for_replacements(kantor, capfd):
    assert issue(kantor, "SKS") == 3
    assert "LV of 33.19 is not issued; issue it first" in capfd.readouterr().err
    assert issue(kantor, "LV", "2016-04-11") == 0
    capfd.readouterr()
    assert issue(kantor, "SKS", "2016-04-14") == 3  # the list is not closed by then
    told = capfd.readouterr().err
    assert "99000036" in told
    assert "99000047" in told
    assert "proposes a replacement as usulan_ke 2" in told
    assert issue(kantor, "SKS", "2016-04-15") == 0
