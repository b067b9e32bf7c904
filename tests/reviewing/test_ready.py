"""What is ready: name by name, and what stands in the way of whom."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.issuing.gather import Request, gather
from formulir.issuing.preflight import Checked
from formulir.issuing.reserving import reserve
from formulir.model import Cell, Fault
from formulir.office.kantor import open_kantor
from formulir.records.forms.cell import find_cell, is_whole, keep_within
from formulir.reviewing.ready.marks import read_marks
from formulir.reviewing.ready.seri import read_seri
from tests.kantor import add_kind, formulir, issue, make_kantor, make_printer

DAY = date(2016, 3, 14)


@pytest.fixture
def folder(tmp_path):
    printer = make_printer(tmp_path)
    return make_kantor(tmp_path / "kantor", printer=printer)


def ask(folder, kode, tanggal=DAY, **more):
    asked = {"tahun": 2016, "wilayah": "33.19", "tanggal": tanggal}
    return read_marks(open_kantor(folder), Request(formulir=kode, **asked | more))


def change(folder, sql, *params):
    with open_kantor(folder).open_catatan() as db, db.writing():
        db.run(sql, params)


def read(folder, sql):
    with open_kantor(folder).open_catatan(read_only=True) as db:
        return db.rows(sql)


def test_the_numbers_that_are_foreseen_are_those_that_are_taken(folder):
    add_kind(folder, "X1")
    for kunci in ("99000041", "99000031"):
        assert issue(folder, "X1", "--kunci", kunci) == 0
    words = ("--tahun", "2016", "--lewati", "5-6", "--alasan", "rusak")
    assert formulir(folder, "numbers", "--seri", "LPMP", *words) == 0
    found = ask(folder, "X1")
    (seen,) = found.numbers
    assert (found.issued, seen.count, seen.after) == (2, 28, None)
    assert issue(folder, "X1") == 0
    taken = read(
        folder,
        "SELECT nomor FROM nomor WHERE seri = 'LPMP' AND status = 'terbit'"
        " ORDER BY urut",
    )
    assert (seen.first, seen.last) == (taken[2]["nomor"], taken[-1]["nomor"])
    assert ask(folder, "X1").letters == []


def test_a_date_before_the_last_one_is_foreseen_as_going_back(folder):
    add_kind(folder, "X1")
    assert issue(folder, "X1", "--kunci", "99000041") == 0
    (seen,) = ask(folder, "X1", tanggal=date(2016, 3, 1)).numbers
    assert seen.after == "2016-03-14"


def test_a_letter_that_is_reserved_for_another_date_waits(folder):
    add_kind(folder, "X1")
    kantor = open_kantor(folder)
    one = Request(formulir="X1", tahun=2016, tanggal=DAY, kunci=frozenset({"99000041"}))
    with kantor.open_catatan() as db:
        batch = gather(kantor, db, one)
        checked = Checked(batch=batch, lampiran={}, warnings=[])
        (reserved,) = reserve(kantor, db, checked, one)
    found = ask(folder, "X1", tanggal=date(2016, 3, 15))
    (held,) = found.held
    assert held.kunci == "99000041"
    assert "2016-03-14" in str(held.faults[0])
    (seen,) = found.numbers
    assert seen.count == len(found.ready)
    assert seen.first != reserved.nomor
    assert ask(folder, "X1").held == []


def test_a_rule_that_is_broken_in_one_region_holds_its_letters_alone(folder):
    assert ask(folder, "02.3").held == []
    row = read(folder, "SELECT usulan, model, npsn FROM usulan_imbas LIMIT 1")[0]
    change(folder, "UPDATE sekolah SET bentuk = 'SMK' WHERE npsn = ?", row["npsn"])
    found = ask(folder, "02.3")
    # All letters are of this region, so it is told of the whole, and all wait.
    assert found.is_held
    assert found.ready == []
    assert any(row["model"] in str(fault.place) for fault in found.general)


def test_an_office_without_a_name_holds_the_letters_that_it_issues(folder):
    sql = "UPDATE instansi SET berlaku_dari = '2016-06-01' WHERE kode = 'DISDIK-33.19'"
    change(folder, sql)
    found = ask(folder, "02.1", wilayah=None)
    assert len(found.letters) == 2
    assert [one.kunci for one in found.held] == ["33.19/DISDIK-33.19/1"]
    assert [one.kunci for one in found.ready] == ["33.19/DISDIK-33/1"]
    cells = [find_cell(one, tahun=2016) for one in found.held[0].faults]
    assert any(
        cell.tabel == "instansi" and cell.row.get("kode") == "DISDIK-33.19"
        for cell in cells
        if cell is not None
    )


def tell_attached(folder):
    found = ask(folder, "01.1", wilayah=None)
    return [
        fault.reason
        for one in found.held
        for fault in one.faults
        if "attachment" in fault.place and "LibreOffice" not in fault.reason
    ]


def test_an_attachment_holds_its_letter_until_its_file_is_back(folder):
    sql = "SELECT berkas FROM lampiran WHERE formulir = '01.1' AND berkas LIKE '%.pdf'"
    path = folder / "berkas" / read(folder, sql)[0]["berkas"]
    data = path.read_bytes()
    assert tell_attached(folder) == []
    path.unlink()
    (reason,) = tell_attached(folder)
    assert f"{path.name} is missing" in reason
    path.write_bytes(data + b"x")
    (reason,) = tell_attached(folder)
    assert f"{path.name} was changed" in reason
    path.write_bytes(data)
    assert tell_attached(folder) == []


def test_a_template_that_is_wrong_holds_everything(folder):
    add_kind(folder, "X1")
    path = folder / "templates" / "X1" / "konteks.sql"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("'nama'", "'namax'"), encoding="utf-8")
    found = ask(folder, "X1")
    assert found.is_held
    assert found.letters == []


@pytest.mark.parametrize(
    ("place", "tabel", "row", "kolom"),
    [
        ("calon SB-01 Dra. Contoh", "calon", {"tahun": "2016", "kode": "SB-01"}, ""),
        ("sekolah 99000046", "sekolah", {"npsn": "99000046"}, ""),
        ("instansi LPMP: cap", "instansi", {"kode": "LPMP"}, "cap"),
        ("seri LPMP: pola", "seri", {"kode": "LPMP"}, "pola"),
        ("kelas F-1/A", "kelas", {"pelatihan": "F-1", "kode": "A"}, ""),
    ],
)
def test_a_place_names_its_cell(place, tabel, row, kolom):
    cell = find_cell(Fault(place=place, reason="x"), tahun=2016)
    assert (cell.tabel, cell.row, cell.kolom) == (tabel, row, kolom)


@pytest.mark.parametrize("place", ["tanggal", "02.3 99000046", "templates/02.3", ""])
def test_a_place_that_is_no_cell_is_none(place):
    assert find_cell(Fault(place=place, reason="x"), tahun=2016) is None


def test_a_cell_that_is_known_is_named_by_its_key(folder):
    known = {"npsn": "99000041", "nama": "SMA", "alamat": "Jalan"}
    fault = Fault(place="x", reason="y", cell=Cell(tabel="sekolah", row=known))
    cell = find_cell(fault, tahun=2016)
    assert cell.row == {"npsn": "99000041"}
    assert is_whole(cell)
    with open_kantor(folder).open_catatan(read_only=True) as db:
        for codes, kept in (({"33.19"}, 1), ({"33.20"}, 0)):
            own = keep_within(db, [fault], frozenset(codes), tahun=2016)
            assert len(list(own)) == kept


def test_a_series_is_its_offices_own(folder):
    with open_kantor(folder).open_catatan(read_only=True) as db:
        every = {one.seri: one for one in read_seri(db, tanggal=DAY)}
        kudus = read_seri(db, tanggal=DAY, codes={"33.19"})
    assert {"LPMP", "DISDIK-33.19"} <= every.keys()
    assert [one.seri for one in kudus] == ["DISDIK-33.19"]
    assert every["LPMP"].urut == 1
