"""Letters as files: readable, to the byte, nothing overwritten, nothing unsaid."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256

import pytest

from formulir.archive.find import iter_entries
from formulir.archive.objects import ObjekTamperedError, object_path
from formulir.cli.main import run
from formulir.handing.handing import hand_folder, hand_zip
from formulir.handing.letters import SerahNoneError, Wanted
from formulir.handing.package import FolderTakenError
from tests.handing.test_naming import assert_safe
from tests.kantor import formulir

MODELS = Wanted(formulir=["02.2"], tahun=2016)
BOTH = Wanted(formulir=["02.2", "02.3"], tahun=2016, wilayah="33.19")


def digests(kantor):
    """Give the digest of each letter in the log by its code."""
    return {
        entri.isi["kode"]: entri.isi["sha256"]
        for entri in iter_entries(kantor.archive)
        if entri.isi["tindakan"] == "terbit"
    }


def last_act(kantor):
    *_, last = iter_entries(kantor.archive)
    return last.isi


def test_a_folder_gets_each_letter_to_the_byte_under_a_name_that_people_read(
    kantor, tmp_path
):
    handed = hand_folder(kantor, MODELS, tmp_path / "surat")
    assert handed.written == 6
    assert "02.2 SMA Negeri 2 Contoh Bae (99000038).pdf" in handed.names
    found = {sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "surat").iterdir()}
    act = last_act(kantor)
    assert found == {digests(kantor)[kode] for kode in act["surat"]}
    assert (act["tindakan"], act["cara"]) == ("serah", "folder")
    assert act["oleh"] == kantor.oleh


def test_what_is_there_to_the_byte_is_left_and_no_act_is_written_again(
    kantor, tmp_path
):
    hand_folder(kantor, MODELS, tmp_path)
    before = last_act(kantor)
    again = hand_folder(kantor, MODELS, tmp_path)
    assert (again.written, len(again.names)) == (0, 6)
    assert last_act(kantor) == before
    (tmp_path / again.names[0]).unlink()
    assert hand_folder(kantor, MODELS, tmp_path).written == 1


def test_other_files_of_the_same_names_are_all_told_and_nothing_is_written(
    kantor, tmp_path
):
    names = hand_folder(kantor, MODELS, tmp_path / "a").names
    target = tmp_path / "b"
    target.mkdir()
    (target / names[1]).write_bytes(b"lain")
    (target / names[2]).symlink_to(tmp_path / "a" / names[2])
    (target / names[3]).mkdir()
    before = last_act(kantor)
    with pytest.raises(FolderTakenError) as caught:
        hand_folder(kantor, MODELS, target)
    assert len(caught.value.faults) == 3
    assert sorted(p.name for p in target.iterdir()) == sorted(names[1:4])
    assert last_act(kantor) == before


def test_a_zip_unpacks_on_windows_and_holds_the_letters_to_the_byte(kantor, tmp_path):
    path = tmp_path / "surat.zip"
    handed = hand_zip(kantor, BOTH, path)
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        infos = file.infolist()
        for info in infos:
            assert_safe(info.filename)
            assert info.filename.isascii() or info.flag_bits & 0x800
            assert info.date_time[:3] == (2016, 3, 14)
        found = {sha256(file.read(info)).hexdigest() for info in infos}
    assert [info.filename for info in infos] == handed.names
    assert len({name.casefold() for name in handed.names}) == 36
    act = last_act(kantor)
    assert found == {digests(kantor)[kode] for kode in act["surat"]}
    sidik = sha256(path.read_bytes()).hexdigest()
    assert act["berkas"] == [{"nama": "surat.zip", "sidik": sidik}]
    hand_zip(kantor, BOTH, tmp_path / "lagi.zip")
    assert (tmp_path / "lagi.zip").read_bytes() == path.read_bytes()


def test_a_title_in_the_records_leads_nowhere(place, tmp_path, capsys):
    """The name of a school is what somebody typed; the paper keeps it as it is."""
    sheet = tmp_path / "sekolah.csv"
    sheet.write_text(
        "npsn,nama,bentuk,status,wilayah\n"
        '99000038,"../../SMA ""N"" 1: <Bae>/X?. ",SMA,N,33.19\n',
        encoding="utf-8",
    )
    assert formulir(place, "import", "sekolah", str(sheet), "--sisakan") == 0
    assert (
        formulir(place, "void", kode_of(place, "99000038"), "--alasan", "nama", "--ya")
        == 0
    )
    where = ("--formulir", "02.2", "--tahun", "2016", "--tanggal", "2016-03-14")
    assert formulir(place, "issue", *where, "--kunci", "99000038") == 0
    target = tmp_path / "dalam" / "surat"
    words = ("--formulir", "02.2", "--tahun", "2016", "--kunci", "99000038")
    assert formulir(place, "get", *words, "-d", str(target)) == 0
    (only,) = target.iterdir()
    assert_safe(only.name)
    assert only.name.endswith("(99000038).pdf")
    assert [p.name for p in (tmp_path / "dalam").iterdir()] == ["surat"]
    capsys.readouterr()


def kode_of(place, kunci):
    """Return the code of the letter 02.2 with a key."""
    from formulir.office.kantor import open_kantor  # noqa: PLC0415 - after the fixture

    for entri in iter_entries(open_kantor(place).archive):
        if entri.isi.get("kunci") == kunci and entri.isi["tindakan"] == "terbit":
            return entri.isi["kode"]
    raise AssertionError(kunci)


def test_a_void_letter_is_left_out_and_told(place, tmp_path, capsys):
    kode = kode_of(place, "99000038")
    assert formulir(place, "void", kode, "--alasan", "salah", "--ya") == 0
    capsys.readouterr()
    words = ("--formulir", "02.2", "--tahun", "2016", "-o", str(tmp_path / "a.zip"))
    assert formulir(place, "get", *words) == 0
    out = capsys.readouterr()
    assert f"02.2 99000038: letter {kode} is VOID (BATAL), it is left out" in out.err
    assert "99000038" not in out.out
    assert "5 letter(s) written" in out.err
    only = ("--formulir", "02.2", "--tahun", "2016", "--kunci", "99000038", "-d", "x")
    assert formulir(place, "get", *only) == 3
    assert "serah-none" in capsys.readouterr().err


def test_a_letter_that_was_changed_is_never_handed_out(kantor, tmp_path):
    kode, sha = digests(kantor).popitem()
    path = object_path(kantor.archive.root, sha, "pdf")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    assert kode
    for hand, target in ((hand_zip, "a.zip"), (hand_folder, "a")):
        with pytest.raises(ObjekTamperedError):
            hand(kantor, BOTH, tmp_path / target)
        assert not (tmp_path / target).exists()
    assert last_act(kantor)["tindakan"] != "serah"


def test_what_is_asked_wrongly_is_told_before_anything_is_done(place, capsys):
    for words in (
        ["get"],
        ["get", "--formulir", "02.2", "-d", "x"],
        ["get", "--formulir", "02.2", "--tahun", "2016"],
        ["get", "--formulir", "02.2", "--tahun", "2016", "-d", "x", "-o", "y.zip"],
        ["get", "--formulir", "02.2", "--tahun", "2016", "-o", "y.rar"],
        ["get", "19", "--formulir", "02.2"],
        ["get", "--formulir", "02.2", "--tahun", "2016", "--signed", "-d", "x"],
        ["bundle", "--formulir", "02.2", "--tahun", "2016"],
        ["bundle", "--formulir", "02.2", "--tahun", "2016", "-o", "y.txt"],
    ):
        assert run(["--kantor", str(place), *words]) == 2, words
    capsys.readouterr()


def test_history_tells_of_a_letter_that_it_was_handed_out(place, tmp_path, capsys):
    kode = kode_of(place, "99000038")
    words = ("--formulir", "02.2", "--tahun", "2016", "-o", str(tmp_path / "a.zip"))
    assert formulir(place, "get", *words) == 0
    capsys.readouterr()
    assert formulir(place, "history", kode, "--json") == 0
    acts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [act["tindakan"] for act in acts][-1] == "serah"
    assert formulir(place, "verify") == 0


def test_nothing_in_force_is_told(kantor, tmp_path):
    with pytest.raises(SerahNoneError, match=r"02\.2 of 2015"):
        hand_zip(kantor, Wanted(formulir=["02.2"], tahun=2015), tmp_path / "a.zip")
