"""The files that came with records: hashed, missed, told when they are strays."""

from __future__ import annotations

import shutil

import pytest

from formulir.issuing.archiving import _read_attached
from formulir.issuing.plan import _read_picture
from formulir.office.founding import found_kantor, import_samples
from formulir.office.kantor import open_kantor
from formulir.records.cells.berkas import BerkasSpoiltError
from formulir.records.ledger.agenda import prove_nomor
from formulir.reviewing.berkas import check_berkas
from tests.conftest import ROOT
from tests.kantor import formulir

AGAIN = "import table lampiran again, with the file beside it"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("berkas") / "kantor"
    found_kantor(folder)
    import_samples(open_kantor(folder))
    return folder


@pytest.fixture
def kantor(founded, tmp_path):
    shutil.copytree(founded, tmp_path / "kantor")
    return open_kantor(tmp_path / "kantor")


def check(kantor):
    with kantor.open_catatan(read_only=True) as db:
        return check_berkas(kantor, db)


def find_attached(kantor):
    with kantor.open_catatan(read_only=True) as db:
        (name, *_) = db.values("SELECT berkas FROM lampiran WHERE formulir = '01.1'")
    return kantor.berkas / name


def import_again(kantor):
    sheet = str(ROOT / "samples" / "lampiran.csv")
    return formulir(kantor.folder, "import", "lampiran", sheet)


def test_the_files_of_a_sound_office_are_what_their_names_promise(kantor):
    assert len(list(kantor.berkas.iterdir())) > 3
    assert check(kantor) == []


def test_a_changed_and_a_missing_file_are_faults_with_table_file_and_cure(kantor):
    path = find_attached(kantor)
    path.write_bytes(path.read_bytes() + b"x")
    changed = check(kantor)
    assert {fault.place.split()[0] for fault in changed} == {"lampiran"}
    assert all(f"berkas/{path.name} was changed" in fault.reason for fault in changed)
    assert all(fault.reason.endswith(AGAIN) for fault in changed)
    path.unlink()
    missing = check(kantor)
    assert len(missing) == len(changed)
    assert f"berkas/{path.name} is missing; {AGAIN}" == missing[0].reason
    assert not missing[0].warning


def test_a_picture_is_a_fault_of_its_office(kantor):
    with kantor.open_catatan(read_only=True) as db:
        (name, *_) = db.values("SELECT cap FROM instansi WHERE cap IS NOT NULL")
    (kantor.berkas / name).write_bytes(b"lain")
    (fault, *_) = check(kantor)
    assert fault.place.startswith("instansi ")
    assert fault.place.endswith(": cap")
    assert "import table instansi again" in fault.reason


def test_a_file_that_cannot_be_read_is_a_fault_and_others_go_on(kantor):
    path = find_attached(kantor)
    path.unlink()
    path.mkdir()
    (fault, *_) = check(kantor)
    assert "cannot be read: Is a directory" in fault.reason


def test_what_no_record_names_is_a_warning(kantor):
    (kantor.berkas / "abc.pdf.baru").write_bytes(b"")
    (fault,) = check(kantor)
    assert (fault.place, fault.warning) == ("berkas/abc.pdf.baru", True)


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_spoilt_attachment_stops_a_batch_before_a_number_and_an_import_mends_it(
    kantor, capfd, damage
):
    path = find_attached(kantor)
    whole = path.read_bytes()
    path.unlink()
    if damage == "changed":
        path.write_bytes(whole + b"x")
    where = ("--tahun", "2016", "--wilayah", "33", "--tanggal", "2016-03-21")
    assert formulir(kantor.folder, "propose", *where[:2], "--wilayah", "33.19") == 0
    assert formulir(kantor.folder, "issue", "--formulir", "01.1", *where) == 3
    told = capfd.readouterr().err
    words = "was changed" if damage == "changed" else "is missing"
    assert f"berkas/{path.name} {words}" in told
    assert AGAIN in told
    with kantor.open_catatan(read_only=True) as db:
        assert prove_nomor(db, tahun=2016) == []
    assert import_again(kantor) == 0
    assert path.read_bytes() == whole
    assert check(kantor) == []


@pytest.mark.parametrize("read", [_read_attached, _read_picture])
def test_what_is_spoilt_after_it_was_looked_through_is_no_bug(kantor, read):
    path = find_attached(kantor)
    read(path)
    path.write_bytes(b"lain")
    _read_picture.cache_clear()
    with pytest.raises(BerkasSpoiltError, match="was changed: its SHA") as told:
        read(path)
    assert told.value.exit_code == 3
    assert "the letters keep their numbers" in str(told.value)
