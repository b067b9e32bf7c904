"""A preview's folder: an earlier preview is replaced, what is somebody's is kept."""

from __future__ import annotations

import pytest

from formulir.reviewing.preview.folder import PratinjauOccupiedError, open_folder


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "kantor" / "archive").mkdir(parents=True)
    return tmp_path / "kantor" / "archive"


@pytest.fixture
def make(tmp_path, archive):
    path = tmp_path / "pratinjau"
    return lambda where=path: open_folder(where, kode="02.3", closed=archive)


def names(folder):
    return sorted(path.name for path in folder.path.iterdir())


def test_a_folder_is_made_and_filled(make):
    folder = make()
    folder.write("02.3-01.pdf", b"satu")
    assert (folder.path / "02.3-01.pdf").read_bytes() == b"satu"


def test_an_earlier_preview_is_replaced_and_all_else_is_kept(make):
    folder = make()
    for name in ("02.3-01.pdf", "02.3-01-1.png", "02.3-01-1-lama.png", "index.txt"):
        folder.write(name, b"dulu")
    (folder.path / "catatan.txt").write_text("punya kami")
    (folder.path / "01.1-01.pdf").write_text("jenis lain")
    assert names(make()) == [".pratinjau", "01.1-01.pdf", "catatan.txt"]


def test_what_a_killed_preview_left_is_cleared_away(make):
    folder = make()
    folder.write("02.3-01.pdf", b"satu")
    with (folder.path / ".pratinjau").open("a") as file:
        file.write("02.3-02.pdf\n")  # killed before the file, or in the middle of it
    (folder.path / "02.3-02.pdf").write_bytes(b"du")
    assert names(make()) == [".pratinjau"]


@pytest.mark.parametrize("name", ["02.3-01.pdf", "02.3-07-2.png", "index.txt"])
def test_a_foreign_file_is_never_overwritten(make, tmp_path, name):
    folder = tmp_path / "pratinjau"
    folder.mkdir()
    (folder / name).write_text("orang lain")
    with pytest.raises(PratinjauOccupiedError, match=name):
        make()
    assert (folder / name).read_text() == "orang lain"
    assert [path.name for path in folder.iterdir()] == [name]


def test_a_file_that_appears_meanwhile_is_not_overwritten(make):
    folder = make()
    (folder.path / "02.3-01.pdf").write_text("orang lain")
    with pytest.raises(PratinjauOccupiedError):
        folder.write("02.3-01.pdf", b"contoh")
    assert (folder.path / "02.3-01.pdf").read_text() == "orang lain"


def test_a_list_that_names_what_no_preview_makes_is_not_believed(make, tmp_path):
    folder = tmp_path / "pratinjau"
    folder.mkdir()
    kept = tmp_path / "02.3-01.pdf"
    for path in (kept, folder / "surat.docx"):
        path.write_text("penting")
    lines = ["../02.3-01.pdf", "surat.docx", str(kept), "", "."]
    (folder / ".pratinjau").write_text("\n".join(lines))
    make()
    assert kept.read_text() == (folder / "surat.docx").read_text() == "penting"


def test_links_are_not_followed(make, tmp_path):
    folder, kept = tmp_path / "pratinjau", tmp_path / "penting"
    kept.write_text("02.3-01.pdf\n")
    folder.mkdir()
    (folder / ".pratinjau").symlink_to(kept)
    (folder / "02.3-01.pdf").symlink_to(kept)
    make().write("02.3-01.pdf", b"contoh")
    assert kept.read_text() == "02.3-01.pdf\n"


def test_neither_a_file_nor_the_archive_is_taken_for_a_folder(make, tmp_path, archive):
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(PratinjauOccupiedError, match="is no folder"):
        make(tmp_path / "berkas")
    for where in (archive, archive / "objects" / "x", tmp_path / "kantor/x/../archive"):
        with pytest.raises(PratinjauOccupiedError, match="lies in the archive"):
            make(where)
    assert list(archive.iterdir()) == []


def test_a_list_that_cannot_be_read_is_refused(make, tmp_path):
    (tmp_path / "pratinjau").mkdir()
    (tmp_path / "pratinjau" / ".pratinjau").write_bytes(b"\xff\xfe")
    with pytest.raises(PratinjauOccupiedError, match=r"holds a \.pratinjau"):
        make()
