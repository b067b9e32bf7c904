"""The book of numbers in a world that is not ours alone."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3

import pytest

from formulir.archive.find import iter_entries
from formulir.office.kantor import open_kantor
from tests.conftest import ROOT
from tests.kantor import add_kind, formulir, issue, make_kantor, make_printer

SERI = "LPMP"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """An office with a numbered kind of its own, X.1, of which nothing is issued."""
    folder = tmp_path_factory.mktemp("buku")
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder))
    add_kind(kantor, "X.1")
    return kantor


@pytest.fixture
def kantor(founded, tmp_path):
    shutil.copytree(founded, tmp_path / "kantor")
    return tmp_path / "kantor"


def write(path, heading, *rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heading.split(","), *rows])
    return str(path)


def keys(kantor, count):
    db = open_kantor(kantor).open_catatan(read_only=True)
    with db as store:
        asked = "SELECT npsn FROM usulan_imbas ORDER BY npsn"
        return sorted(set(store.values(asked)))[:count]


def issue_some(kantor, *npsn, words=()):
    chosen = [word for each in npsn for word in ("--kunci", each)]
    return issue(kantor, "X.1", *chosen, *words)


def correct(kantor, names):
    """Correct the names of schools, as a clerk does: in a sheet."""
    with (ROOT / "samples/sekolah.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["npsn"] in names]
    changed = [row | {"nama": names[row["npsn"]]} for row in rows]
    path = kantor.parent / "koreksi.csv"
    write(path, ",".join(changed[0]), *(row.values() for row in changed))
    assert formulir(kantor, "import", "sekolah", str(path)) == 0


def numbers(kantor):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        asked = (
            "SELECT nomor, status FROM nomor WHERE seri = 'LPMP' ORDER BY urut, sisipan"
        )
        return [tuple(row.values()) for row in db.rows(asked)]


def act_names(kantor):
    return [e.isi["tindakan"] for e in iter_entries(open_kantor(kantor).archive)]


def set_seri(kantor, tmp_path, *rows):
    heading = "kode,berlaku_dari,instansi,pola,isi,mulai"
    path = write(tmp_path / "seri.csv", heading, *rows)
    return formulir(kantor, "import", "seri", path)


def catat(kantor, nomor, *words, tanggal="2016-03-01"):
    return formulir(
        *(kantor, "numbers", "--catat", nomor, "--seri", SERI, "--tanggal", tanggal),
        *("--hal", "Undangan", "--tujuan", "Kepala SD Contoh", *words),
    )


LPMP = ("LPMP", "2010-01-01", "LPMP", "{urut:04}/{unit}/{hal}/{tahun}", "unit=CTH.33")


def test_a_series_begins_where_the_office_stands_and_only_in_its_first_year(
    kantor, tmp_path
):
    one, two = keys(kantor, 2)
    assert set_seri(kantor, tmp_path, (*LPMP, "123")) == 0
    assert issue_some(kantor, one) == 0
    later = ("--tahun", "2016", "--tanggal", "2017-01-09", "--kunci", two)
    assert formulir(kantor, "issue", "--formulir", "X.1", *later) == 0
    assert [nomor for nomor, _ in numbers(kantor)] == [
        "0001/CTH.33/PM/2017",
        "0123/CTH.33/PM/2016",
    ]
    assert formulir(kantor, "numbers", "--tahun", "2016") == 0
    assert formulir(kantor, "numbers", "--tahun", "2017") == 0
    assert formulir(kantor, "verify") == 0


def test_what_is_given_outside_is_never_given_again_and_stands_in_the_book(
    kantor, tmp_path, capfd
):
    one, two = keys(kantor, 2)
    assert issue_some(kantor, one) == 0
    assert catat(kantor, "0002/CTH.33/PM/2016", tanggal="2016-03-14") == 0
    assert catat(kantor, "0002/CTH.33/PM/2016", tanggal="2016-03-14") == 0  # the same
    sheet = write(
        tmp_path / "tangan.csv",
        "nomor,tanggal,perihal,kepada,oleh",
        ("0003/CTH.33/PM/2016", "2016-03-14", "Undangan", "Kepala A", "Tuti"),
        ("0003a/CTH.33/PM/2016", "2016-03-14", "Undangan lagi", "Kepala B", "Tuti"),
    )
    assert formulir(kantor, "numbers", "--catat", sheet, "--seri", SERI) == 0
    assert issue_some(kantor, two) == 0
    assert numbers(kantor) == [
        ("0001/CTH.33/PM/2016", "terbit"),
        ("0002/CTH.33/PM/2016", "luar"),
        ("0003/CTH.33/PM/2016", "luar"),
        ("0003a/CTH.33/PM/2016", "luar"),
        ("0004/CTH.33/PM/2016", "terbit"),
    ]
    assert formulir(kantor, "numbers", "--tahun", "2016") == 0
    assert formulir(kantor, "verify") == 0
    capfd.readouterr()
    book = tmp_path / "agenda.csv"
    assert formulir(kantor, "agenda", "--tahun", "2016", "-o", str(book)) == 0
    with book.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["nomor"]: row for row in csv.DictReader(file, delimiter=";")}
    outside = rows["0003/CTH.33/PM/2016"]
    assert (outside["tujuan"], outside["status"]) == ("Kepala A", "luar")
    assert outside["keterangan"] == "dinomori di luar program"


def test_a_number_that_is_not_spelled_so_or_is_given_is_told_with_its_row(
    kantor, tmp_path, capfd
):
    (one,) = keys(kantor, 1)
    assert issue_some(kantor, one) == 0
    before = numbers(kantor)
    sheet = write(
        tmp_path / "tangan.csv",
        "seri,nomor,tanggal,hal,tujuan",
        (SERI, "2/CTH.33/2016", "2016-03-14", "a", "b"),
        (SERI, "0001/CTH.33/PM/2016", "2016-03-14", "a", "b"),
        (SERI, "0005/CTH.33/PM/2015", "2016-03-14", "a", "b"),
        (SERI, "0006/CTH.33/PM/2016", "2016-03-14", "a", "b"),
    )
    assert formulir(kantor, "numbers", "--catat", sheet) == 3
    told = capfd.readouterr().err
    assert "tangan.csv:2:nomor: 2/CTH.33/2016 is not spelled as series LPMP" in told
    assert "tangan.csv:3:nomor: 0001/CTH.33/PM/2016 is number" in told
    assert "tangan.csv:4:nomor: 0005/CTH.33/PM/2015 is not spelled" in told
    assert numbers(kantor) == before


def test_numbers_before_one_that_was_given_outside_are_missing_until_told(
    kantor, capfd
):
    (one,) = keys(kantor, 1)
    assert catat(kantor, "0004/CTH.33/PM/2016") == 0
    assert formulir(kantor, "numbers", "--tahun", "2016") == 3
    assert "LPMP 2016: missing 1-3" in capfd.readouterr().err
    assert formulir(kantor, "verify") == 0  # nothing was changed by hand
    for words in (("--lewati", "1-2"), ("--lewati", "3", "--alasan", " ")):
        asked = ("numbers", "--tahun", "2016", "--seri", SERI, *words)
        assert formulir(kantor, *asked) == 2  # why?
    leave = ("numbers", "--tahun", "2016", "--seri", SERI, "--alasan", "salah cetak")
    assert formulir(kantor, *leave, "--lewati", "1-3") == 0
    assert formulir(kantor, *leave, "--lewati", "3-5") == 3  # 4 is given
    assert formulir(kantor, "numbers", "--tahun", "2016") == 0
    assert issue_some(kantor, one) == 0
    assert numbers(kantor)[-1] == ("0005/CTH.33/PM/2016", "terbit")
    assert formulir(kantor, "verify") == 0


def test_numbers_left_out_ahead_are_stepped_over(kantor):
    one, two, three = keys(kantor, 3)
    leave = ("numbers", "--tahun", "2016", "--seri", SERI, "--alasan", "bagian umum")
    assert formulir(kantor, *leave, "--lewati", "2-3") == 0
    assert formulir(kantor, "numbers", "--tahun", "2016") == 0
    assert issue_some(kantor, one, two, three) == 0
    given = [nomor[:4] for nomor, status in numbers(kantor) if status == "terbit"]
    assert given == ["0001", "0004", "0005"]
    assert formulir(kantor, "verify") == 0


def test_a_back_dated_letter_is_inserted_behind_a_number_with_a_reason(kantor, capfd):
    one, two, three = keys(kantor, 3)
    assert issue_some(kantor, one) == 0
    later = ("--tahun", "2016", "--tanggal", "2016-03-18", "--kunci", two)
    assert formulir(kantor, "issue", "--formulir", "X.1", *later) == 0
    insert = ("issue", "--formulir", "X.1", "--tahun", "2016", "--kunci", three)
    why = ("--alasan", "surat tertinggal")
    assert formulir(kantor, *insert, "--sisipan", "1a") == 2  # why?
    for sisipan, tanggal, told in (
        ("9a", "2016-03-16", "no number 9"),
        ("1a", "2016-03-10", "is of 2016-03-14, after"),
        ("1a", "2016-03-21", "is of 2016-03-18, before"),
    ):
        asked = ("--sisipan", sisipan, "--tanggal", tanggal)
        assert formulir(kantor, *insert, *why, *asked) == 3
        assert told in capfd.readouterr().err
    asked = ("--sisipan", "0001a", "--tanggal", "2016-03-16")
    assert formulir(kantor, *insert, *why, *asked) == 0
    assert [nomor for nomor, _ in numbers(kantor)] == [
        "0001/CTH.33/PM/2016",
        "0001a/CTH.33/PM/2016",
        "0002/CTH.33/PM/2016",
    ]
    assert formulir(kantor, "verify") == 0


def test_two_series_of_one_office_that_can_spell_the_same_number_are_refused(
    kantor, tmp_path, capfd
):
    other = ("LAIN", "2016-01-01", "LPMP", "{urut}/{unit}/{hal}/{tahun}", "unit=CTH.33")
    assert set_seri(kantor, tmp_path, (*other, "")) == 3
    assert "can spell the same number as series LPMP" in capfd.readouterr().err
    apart = (*other[:4], "unit=CTH.34", "")
    elsewhere = ("D", "2016-01-01", "DISDIK-33", *other[3:], "")
    assert set_seri(kantor, tmp_path, apart, elsewhere) == 0


def test_one_table_decides_the_code_of_the_subject_and_what_has_no_effect_is_told(
    kantor, tmp_path, capfd
):
    one, two, three = keys(kantor, 3)
    seri = (*LPMP[:4], "unit=CTH.33; hal=PP; sub=9", "")
    assert set_seri(kantor, tmp_path, seri) == 0
    assert issue_some(kantor, one) == 0
    told = capfd.readouterr().err
    assert "hal=PP is used for all letters of the series" in told
    assert "sub=9 has no effect" in told
    rows = [
        ("X.1", "*", "*", "hal", "2016-01-01", "UN"),
        ("X.1", "*", "LPMP", "hal", "2016-03-15", "KP"),
    ]
    path = write(
        tmp_path / "kode.csv",
        "formulir,golongan,instansi,token,berlaku_dari,nilai",
        *rows,
    )
    assert formulir(kantor, "import", "kode_hal", path) == 0
    assert issue_some(kantor, two) == 0
    later = ("--tahun", "2016", "--tanggal", "2016-03-16", "--kunci", three)
    assert formulir(kantor, "issue", "--formulir", "X.1", *later) == 0
    assert [nomor for nomor, _ in numbers(kantor)] == [
        "0001/CTH.33/PP/2016",
        "0002/CTH.33/UN/2016",
        "0003/CTH.33/KP/2016",
    ]
    odd = (*LPMP[:4], "unit=A; urut=123", "")
    assert set_seri(kantor, tmp_path, odd) == 3
    assert "'urut' is no code that a pattern can name" in capfd.readouterr().err


def test_an_older_ledger_is_refused_before_a_number_is_given_twice(kantor, capfd):
    one, two = keys(kantor, 2)
    old = kantor.parent / "lama.db"
    shutil.copy(kantor / "catatan.db", old)
    assert issue_some(kantor, one) == 0
    lines = (kantor / "archive/log.jsonl").read_bytes()
    shutil.copy(old, kantor / "catatan.db")
    assert issue_some(kantor, two) == 6
    assert "catatan-older: the archive names act" in capfd.readouterr().err
    assert catat(kantor, "0007/CTH.33/PM/2016") == 6
    assert (kantor / "archive/log.jsonl").read_bytes() == lines
    assert numbers(kantor) == []
    assert formulir(kantor, "verify") == 6


def test_an_older_archive_is_refused_before_a_line_is_written(kantor, capfd):
    one, two = keys(kantor, 2)
    shutil.copytree(kantor / "archive", kantor.parent / "lama")
    assert issue_some(kantor, one) == 0
    capfd.readouterr()
    shutil.rmtree(kantor / "archive")
    shutil.copytree(kantor.parent / "lama", kantor / "archive")
    given = numbers(kantor)
    for asked in ((two,), (one,)):
        assert issue_some(kantor, *asked) == 6
        told = capfd.readouterr().err
        assert "arsip-older: the archive holds" in told
        assert "before" not in told
    assert numbers(kantor) == given
    assert formulir(kantor, "verify") == 6


def test_an_archive_that_went_another_way_is_refused(kantor, capfd):
    one, two = keys(kantor, 2)
    twin = kantor.parent / "kembar"
    shutil.copytree(kantor, twin)
    assert issue_some(kantor, one) == 0
    assert issue_some(twin, two) == 0
    shutil.rmtree(kantor / "archive")
    shutil.copytree(twin / "archive", kantor / "archive")
    assert issue_some(kantor, two) == 6
    assert "kepala-forked" in capfd.readouterr().err
    assert formulir(kantor, "verify") == 6


def test_a_void_forged_in_the_ledger_is_found_and_never_signed(kantor, capfd):
    one, two = keys(kantor, 2)
    assert issue_some(kantor, one) == 0
    before = act_names(kantor)
    with sqlite3.connect(kantor / "catatan.db") as conn:
        (kode,) = conn.execute("SELECT kode FROM surat").fetchone()
        conn.execute("UPDATE surat SET status = 'batal', alasan = 'x', pembatal = 'y'")
        conn.execute("UPDATE nomor SET status = 'batal'")
        conn.execute(
            "INSERT INTO riwayat (saat, oleh, tindakan, rincian, peran, versi, segel)"
            " SELECT saat, oleh, 'batal', ?, peran, versi, segel FROM riwayat"
            " ORDER BY id DESC LIMIT 1",
            [json.dumps({"kode": kode, "nomor": None, "alasan": "x"})],
        )
    conn.close()
    assert issue_some(kantor, two) == 6
    assert "act-forged" in capfd.readouterr().err
    assert act_names(kantor) == before
    assert formulir(kantor, "verify") == 6
    assert "bears no seal of the archive's key" in capfd.readouterr().err


def test_a_letter_whose_record_was_corrected_is_told_and_replaced_in_one_act(
    kantor, tmp_path, capfd
):
    one, two = keys(kantor, 2)
    assert issue_some(kantor, one, two) == 0
    assert formulir(kantor, "check", "--tahun", "2016", "--berubah") == 0
    correct(kantor, {one: "SD Contoh Terkoreksi"})
    capfd.readouterr()
    assert formulir(kantor, "check", "--tahun", "2016", "--berubah") == 3
    told = capfd.readouterr().err
    assert told.startswith(f"changed: X.1 {one} 0001/CTH.33/PM/2016: ")
    assert "SD Contoh Terkoreksi" in told
    assert f"X.1 {two}" not in told
    assert formulir(kantor, "status", "--tahun", "2016") == 0
    assert "1 letter(s) in force differ from their records" in capfd.readouterr().err
    ask = ("replace", "0001/CTH.33/PM/2016", "--alasan", "nama dikoreksi")
    ask += ("--tanggal", "2016-03-15")
    assert formulir(kantor, *ask) == 3  # nobody can be asked
    assert "nobody is at a terminal to be asked" in capfd.readouterr().err
    assert formulir(kantor, *ask, "--ya") == 0
    old, new = act_names(kantor)[-2:]
    assert (old, new) == ("batal", "terbit")
    lines = list(iter_entries(open_kantor(kantor).archive))[-2:]
    assert lines[0].isi["pengganti"] == lines[1].isi["kode"]
    assert lines[1].isi["ganti"] == lines[0].isi["kode"]
    assert lines[1].isi["nomor"] == "0003/CTH.33/PM/2016"
    assert formulir(kantor, "check", "--tahun", "2016", "--berubah") == 0
    assert formulir(kantor, "verify") == 0
    capfd.readouterr()
    assert formulir(kantor, *ask, "--ya") == 3
    assert "stands in its place" in capfd.readouterr().err
    target = tmp_path / "x.pdf"
    assert formulir(kantor, "get", "0001/CTH.33/PM/2016", "-o", str(target)) == 0
    told = capfd.readouterr().err
    assert "this letter is VOID (BATAL): nama dikoreksi" in told
    assert f"formulir get {lines[1].isi['kode']}" in told
    untouched = target.read_bytes()
    word = ("get", "0001/CTH.33/PM/2016", "--tanda", "-o", str(target))
    assert formulir(kantor, *word) == 0
    assert target.read_bytes() != untouched
    assert formulir(kantor, "get", "0003/CTH.33/PM/2016", "--tanda") == 3


def test_letters_whose_records_were_corrected_are_replaced_together(kantor, capfd):
    one, two, three = keys(kantor, 3)
    assert issue_some(kantor, one, two, three) == 0
    correct(kantor, {one: "SD Contoh Satu Baru", three: "SD Contoh Tiga Baru"})
    assert issue(kantor, "X.1", "--ganti") == 2  # why?
    assert issue(kantor, "X.1", "--ganti", "--alasan", "nama dikoreksi") == 0
    states = [status for _, status in numbers(kantor)]
    assert sorted(states) == ["batal"] * 2 + ["terbit"] * 3
    assert issue(kantor, "X.1", "--ganti", "--alasan", "nama dikoreksi") == 0
    assert "no letter in force differs" in capfd.readouterr().err
    assert formulir(kantor, "verify") == 0


def test_voiding_shows_the_letter_and_asks_first(kantor, capfd):
    one, _ = keys(kantor, 2)
    assert issue_some(kantor, one) == 0
    capfd.readouterr()
    ask = ("void", "0001/CTH.33/PM/2016", "--alasan", "keliru")
    assert formulir(kantor, *ask) == 3
    told = capfd.readouterr().err
    assert f"void X.1 {one} 0001/CTH.33/PM/2016" in told
    assert numbers(kantor)[0][1] == "terbit"
    assert formulir(kantor, *ask, "--ya") == 0
    assert numbers(kantor)[0][1] == "batal"
    assert formulir(kantor, "verify") == 0


def test_a_reserved_number_that_is_called_off_is_in_the_signed_log(kantor):
    one, two = keys(kantor, 2)
    correct(kantor, {one: "SD GAGAL CETAK Contoh"})
    assert issue_some(kantor, one) != 0
    assert issue_some(kantor, two) == 0
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        waiting = db.values("SELECT kode FROM surat WHERE status = 'dipesan'")
    for kode in waiting:
        assert formulir(kantor, "void", kode, "--alasan", "tidak jadi", "--ya") == 0
        assert act_names(kantor)[-1] == "urung"
    assert formulir(kantor, "numbers", "--tahun", "2016") == 0
    assert formulir(kantor, "verify") == 0


def test_the_history_tells_who_did_what_to_a_letter_and_to_a_record(kantor, capfd):
    one, _ = keys(kantor, 2)
    with (kantor / "kantor.toml").open("a", encoding="utf-8") as file:
        name = open_kantor(kantor).oleh
        file.write(f'peran = ["{name}=arsiparis"]\n')
    assert issue_some(kantor, one) == 0
    word = ("void", "0001/CTH.33/PM/2016", "--alasan", "keliru", "--ya")
    assert formulir(kantor, *word) == 0
    capfd.readouterr()
    assert formulir(kantor, "history", "0001/CTH.33/PM/2016", "--json") == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [row["tindakan"] for row in rows] == ["pesan", "terbit", "batal"]
    assert {(row["oleh"], row["peran"]) for row in rows} == {(name, "arsiparis")}
    assert formulir(kantor, "history", "calon", "2016", "33.19-01", "--json") == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [row["rincian"]["tabel"] for row in rows] == ["calon"]
    assert formulir(kantor, "history", "TIDAK-ADA-SURAT") == 3


def test_a_clock_that_ran_ahead_once_is_set_right_by_one_recorded_act(kantor, capfd):
    one, two, three = keys(kantor, 3)
    assert issue_some(kantor, one) == 0
    with sqlite3.connect(kantor / "catatan.db") as conn:
        conn.execute("UPDATE kepala SET saat = '2099-01-01T00:00:00Z'")
    conn.close()
    assert issue_some(kantor, two) == 5
    assert "pass --jam-mundur" in capfd.readouterr().err
    void = ("void", "0001/CTH.33/PM/2016", "--alasan", "keliru", "--ya")
    assert formulir(kantor, *void) == 5  # the same clock
    assert issue_some(kantor, two, words=("--jam-mundur",)) == 0
    assert issue_some(kantor, three) == 0  # from then on it counts again
    assert formulir(kantor, *void) == 0
    assert act_names(kantor).count("jam mundur") == 1


def test_an_appointment_waits_for_the_marks_to_be_issued(kantor, capfd):
    ask = ("issue", "--tahun", "2016", "--tanggal", "2016-04-22")
    assert formulir(kantor, *ask, "--formulir", "01.7", "--dry-run") == 3
    assert "01.6 of FASDA-2016-1 is not issued; issue it first" in (
        capfd.readouterr().err
    )


def test_a_copy_of_an_office_that_numbers_is_told_before_it_does(kantor, capfd):
    one, two, three = keys(kantor, 3)
    assert issue_some(kantor, one) == 0
    twin = kantor.parent / "salinan"
    shutil.copytree(kantor, twin)
    assert issue_some(kantor, two) == 0
    assert "these records are a copy" not in capfd.readouterr().err
    assert issue_some(twin, three) == 0
    assert "these records are a copy" in capfd.readouterr().err
    assert act_names(twin).count("pindah") == 1
    assert issue_some(twin, two) == 0
    assert "these records are a copy" not in capfd.readouterr().err
    assert formulir(twin, "verify") == 0


def test_a_day_off_and_another_year_are_told_before_a_number_is_spent(kantor, capfd):
    (one,) = keys(kantor, 1)
    ask = ("issue", "--formulir", "X.1", "--tahun", "2016", "--kunci", one)
    for day, word in (
        ("2016-03-13", "Minggu, 13 Maret 2016 is a day off (hari Minggu)"),
        ("25 Maret 2016", "is a day off (Wafat"),
        ("17/8/2015", "is not in 2016, the year of the letters"),
    ):
        assert formulir(kantor, *ask, "--tanggal", day, "--dry-run") == 0
        assert word in capfd.readouterr().err
    assert formulir(kantor, *ask, "--tanggal", "Senin, 14 Maret 2016", "--dry-run") == 0
    assert "warning: tanggal" not in capfd.readouterr().err
    assert numbers(kantor) == []


def test_a_date_far_ahead_is_asked_about_before_a_number_is_spent(kantor, capfd):
    (one,) = keys(kantor, 1)
    ask = ("issue", "--formulir", "X.1", "--tahun", "2016", "--kunci", one)
    assert formulir(kantor, *ask, "--tanggal", "2062-03-25") == 3
    assert "days from today? nobody is at a terminal" in capfd.readouterr().err
    assert numbers(kantor) == []
