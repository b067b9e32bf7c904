from __future__ import annotations

import pytest

from formulir.office.founding import found_kantor, import_sheet
from formulir.office.kantor import open_kantor
from formulir.records.importing.ingest import ImportOptions
from tests.press.stamps import COVERING, FIT

HEADINGS = "kode,berlaku_dari,jenis,wilayah,induk,nama,alamat,kota,cap,lambang\n"
ROW = "LPMP,2016-01-01,lpmp,33,Kementerian,LPMP,Jalan,Semarang,{},{}\n"


@pytest.fixture
def take(tmp_path):
    """Found an office, and give what imports a picture of it, dry if it is told so."""
    found_kantor(tmp_path / "kantor")
    kantor = open_kantor(tmp_path / "kantor")

    def take(data, name="cap.png", *, mark="cap", dry_run=False):
        (tmp_path / name).write_bytes(data)
        sheet = tmp_path / "instansi.csv"
        cells = (name, "") if mark == "cap" else ("", name)
        sheet.write_text(HEADINGS + ROW.format(*cells), "utf-8")
        options = ImportOptions(dry_run=dry_run)
        result = import_sheet(kantor, "instansi", sheet, options=options)
        return result, list(kantor.berkas.iterdir())

    return take


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_stamp_that_would_hide_text_is_no_part_of_an_office(take, dry_run):
    result, stored = take(COVERING["photograph"], "foto.jpg", dry_run=dry_run)
    (fault,) = result.rejected
    assert fault.place == "instansi.csv:2:cap"
    assert "would hide the text under it; scan it on white paper" in fault.reason
    assert not result.written
    assert stored == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_stamp_on_white_is_taken_with_a_warning_at_its_cell(take, dry_run):
    result, stored = take(FIT["JPEG on white"], "cap.jpg", dry_run=dry_run)
    (warning,) = result.warnings
    assert warning.place == "instansi.csv:2:cap"
    assert "was made clear" in warning.reason
    assert result.rejected == []
    assert len(stored) == (not dry_run)


def test_an_emblem_may_be_opaque_and_is_stored_in_silence(take):
    result, stored = take(FIT["PNG on white"], mark="lambang")
    assert result.warnings == result.rejected == []
    assert len(stored) == 1


def test_a_file_that_only_begins_as_a_picture_is_a_fault(take):
    result, stored = take(FIT["PNG on white"][:100])
    assert "cannot be read" in result.rejected[0].reason
    assert stored == []


def test_a_stored_name_is_not_looked_at_again(take):
    _, (stored,) = take(FIT["PNG on white"])
    again, _ = take(b"", stored.name)
    assert again.same == 1
    assert again.warnings == again.rejected == []
