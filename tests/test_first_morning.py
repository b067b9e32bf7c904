"""A clerk's first morning, and a school year's first region: sheets, few commands."""

from __future__ import annotations

import pytest

from formulir.cli.main import run
from formulir.office.kantor import open_kantor
from tests.kantor import make_printer
from tests.pagi import AGAM, KANTOR, TIM, list_calon, list_sekolah
from tests.workbook import type_rows

COMMANDS_MORNING, COMMANDS_REGION = 12, 6


class Desk:
    """Types commands, and counts them."""

    def __init__(self, folder, capfd):
        self.kantor = folder / "kantor"
        self.folder = folder
        self.typed = []
        self._capfd = capfd

    def type(self, *words, code=0):
        self._capfd.readouterr()
        self.typed.append(words)
        whose = [] if words[0] == "init" else ["--kantor", str(self.kantor)]
        found = run([*whose, *words])
        told = self._capfd.readouterr()
        assert found == code, (words, told.out, told.err)
        return told.out + told.err

    def path(self, name):
        return self.folder / f"{name}.xlsx"

    def count(self, kode):
        with open_kantor(self.kantor).open_catatan(read_only=True) as db:
            asked = (
                "SELECT count(*) FROM surat WHERE formulir = ? AND status = 'terbit'"
            )
            return db.value(asked, (kode,))


@pytest.fixture
def desk(tmp_path, capfd):
    return Desk(tmp_path, capfd)


def use_printer(desk, printer):
    with (desk.kantor / "kantor.toml").open("a", encoding="utf-8") as file:
        file.write(f'libreoffice = "{printer}"\npython_uno = "{printer}"\n')


def work_through_the_morning(desk, *, count, printer=None):
    desk.type("init", str(desk.kantor))
    if printer:
        use_printer(desk, printer)
    desk.type("form", "kantor", "-o", str(desk.path("kantor")))
    type_rows(desk.path("kantor"), KANTOR)
    desk.type("import", "kantor", str(desk.path("kantor")))
    desk.type("form", "calon", "-o", str(desk.path("calon")))
    sheets = {"Calon dan berkas": list_calon(count), "Tim evaluasi": TIM}
    type_rows(desk.path("calon"), sheets)
    desk.type("import", "calon", str(desk.path("calon")))
    told = desk.type("next", "--tahun", "2016")
    for kode in ("01.1", "01.2", "01.3"):
        assert f"$ formulir issue --formulir {kode} --tahun 2016" in told
        desk.type(
            *("issue", "--formulir", kode, "--tahun", "2016"),
            *("--tanggal", "2016-03-22", "--ya"),
        )


def test_a_first_morning_takes_two_sheets_and_few_commands(desk, tmp_path):
    work_through_the_morning(desk, count=8, printer=make_printer(tmp_path))
    assert len(desk.typed) <= COMMANDS_MORNING
    assert [desk.count(kode) for kode in ("01.1", "01.2", "01.3")] == [2, 8, 1]
    again = desk.type("import", "calon", str(desk.path("calon")))
    assert again.splitlines() == [
        "calon: new 0  changed 0  same 8",
        "berkas: new 0  changed 0  same 24",
        "evaluasi: new 0  changed 0  same 8",
        "evaluasi_kriteria: new 0  changed 0  same 56",
        "tim: new 0  changed 0  same 3",
    ]
    told = desk.type("next", "--tahun", "2016")
    assert "$ formulir issue --formulir 01.4 --tahun 2016" in told
    assert " surat yang sudah terbit belum kembali ditandatangani: " in told
    assert "01.2 8" in told


def issue_region(desk, *, sekolah):
    """Do a year's first region: one sheet, and what makes letters of it."""
    before = len(desk.typed)
    desk.type("form", "dinas", "-o", str(desk.path("dinas")))
    sheets = {"Data sekolah": list_sekolah(sekolah)} | {
        name: [row for row in rows if row["Nama kantor"] == AGAM]
        for name, rows in KANTOR.items()
    }
    type_rows(desk.path("dinas"), sheets)
    desk.type("import", "dinas", str(desk.path("dinas")))
    year = ("--tahun", "2017", "--wilayah", "13.06")
    desk.type("propose", *year, "--kuota", "4")
    for kode in ("02.1", "02.2", "02.3"):
        desk.type("issue", "--formulir", kode, *year, "--tanggal", "2017-03-21", "--ya")
    return len(desk.typed) - before


def test_a_first_region_takes_one_sheet_and_few_commands(desk, tmp_path):
    desk.type("init", str(desk.kantor))
    use_printer(desk, make_printer(tmp_path))
    desk.type("form", "kantor", "-o", str(desk.path("kantor")))
    lpmp = {name: rows[:1] for name, rows in KANTOR.items()}
    type_rows(desk.path("kantor"), lpmp)
    desk.type("import", "kantor", str(desk.path("kantor")))
    assert issue_region(desk, sekolah=64) <= COMMANDS_REGION
    assert [desk.count(kode) for kode in ("02.1", "02.2", "02.3")] == [1, 4, 20]
    told = desk.type("next", "--tahun", "2017", "--wilayah", "13.06")
    assert "02.1 1, 02.2 4, 02.3 20." in told


@pytest.mark.office
@pytest.mark.thorough
def test_the_morning_prints_on_paper(desk):
    work_through_the_morning(desk, count=2)
    assert [desk.count(kode) for kode in ("01.1", "01.2", "01.3")] == [2, 2, 1]
