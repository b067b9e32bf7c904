"""Objects: named by their bytes, written once."""

from __future__ import annotations

from hashlib import sha256

import pytest

from formulir.archive.objects import (
    ObjekMissingError,
    ObjekTamperedError,
    StoredObject,
    delete_objects,
    object_path,
    read_object,
    read_object_name,
    select_new,
    write_objects,
)

OBJEK = StoredObject(data=b"%PDF-1.7", ekstensi="pdf")


def write(root, *daftar):
    (root / "objects").mkdir(exist_ok=True)
    steps = []
    write_objects(root, select_new(root, daftar), after=steps.append)
    return steps


def test_an_object_is_named_by_its_bytes(tmp_path):
    write(tmp_path, OBJEK)
    sha = sha256(OBJEK.data).hexdigest()
    path = tmp_path / "objects" / sha[:2] / f"{sha[2:]}.pdf"
    assert object_path(tmp_path, sha, "pdf") == path
    assert path.read_bytes() == OBJEK.data == read_object(tmp_path, sha, "pdf")


def test_an_object_may_be_taken_from_a_file_that_holds_it(tmp_path):
    source = tmp_path / "tumpukan.pdf"
    source.write_bytes(OBJEK.data)
    objek = StoredObject(data=source, ekstensi="pdf")
    assert objek.nama == OBJEK.nama
    write(tmp_path, objek)
    path = object_path(tmp_path, *OBJEK.nama)
    assert path.read_bytes() == OBJEK.data
    assert path.stat().st_mode & 0o222 == 0


def test_a_file_that_was_changed_meanwhile_becomes_no_object(tmp_path):
    source = tmp_path / "tumpukan.pdf"
    source.write_bytes(OBJEK.data)
    objek = StoredObject(data=source, ekstensi="pdf")
    source.write_bytes(b"%PDF-1.6")
    with pytest.raises(ObjekTamperedError, match="was changed"):
        write(tmp_path, objek)
    assert not object_path(tmp_path, *objek.nama).exists()


def test_an_object_cannot_be_written_to(tmp_path):
    write(tmp_path, OBJEK)
    assert object_path(tmp_path, *OBJEK.nama).stat().st_mode & 0o222 == 0


def test_the_same_bytes_are_written_once(tmp_path):
    assert write(tmp_path, OBJEK, OBJEK).count("object") == 1
    assert write(tmp_path, OBJEK) == ["folders"]


def test_all_bytes_are_on_the_disk_before_the_first_name(tmp_path):
    other = StoredObject(data=b"{}", ekstensi="json")
    steps = write(tmp_path, OBJEK, other)
    assert steps == ["temporary object"] * 2 + ["object"] * 2 + ["folders"]


def test_damage_is_told_when_reading_and_before_building_on_it(tmp_path):
    write(tmp_path, OBJEK)
    path = object_path(tmp_path, *OBJEK.nama)
    path.chmod(0o644)
    path.write_bytes(b"%PDF-1.6")
    with pytest.raises(ObjekTamperedError, match="was changed"):
        read_object(tmp_path, *OBJEK.nama)
    with pytest.raises(ObjekTamperedError, match="was changed"):
        select_new(tmp_path, [OBJEK])


def test_a_missing_object_is_told(tmp_path):
    with pytest.raises(ObjekMissingError, match="is missing"):
        read_object(tmp_path, *OBJEK.nama)


def test_half_written_objects_are_deleted_too(tmp_path):
    write(tmp_path, OBJEK)
    path = object_path(tmp_path, *OBJEK.nama)
    path.with_name(path.name + ".baru").write_bytes(b"%P")
    delete_objects(tmp_path, [OBJEK.nama, StoredObject(data=b"", ekstensi="x").nama])
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ab" * 32,
        "AB" * 32 + ".pdf",
        "ab" * 31 + ".pdf",
        "ab" * 32 + ".",
        "ab" * 32 + ".PDF",
        "ab" * 32 + ".a/b",
        "../" + "ab" * 32 + ".pdf",
        "ab" * 32 + ".pdf\n",
        "ab" * 32 + ".extension9",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(text):
    with pytest.raises(ValueError, match="is no name of an object"):
        read_object_name(text)
