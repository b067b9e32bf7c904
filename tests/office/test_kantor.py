from __future__ import annotations

import stat
from zoneinfo import ZoneInfo

import pytest

from formulir.office.founding import (
    FolderOccupiedError,
    KantorUnmakeableError,
    found_kantor,
)
from formulir.office.kantor import (
    KantorMalformedError,
    KantorMissingError,
    find_kantor,
    make_kode,
    open_kantor,
)
from formulir.records.store import CatatanUnreadableError
from formulir.settings import Settings


@pytest.fixture
def kantor(tmp_path):
    found_kantor(tmp_path / "LPMP Contoh")
    return open_kantor(tmp_path / "LPMP Contoh")


def test_an_office_is_made_whole(kantor):
    assert kantor.nama == "LPMP Contoh"
    assert kantor.zona == ZoneInfo("Asia/Jakarta")
    with kantor.open_catatan(read_only=True) as db:
        assert db.rows("SELECT count(*) AS n FROM tahap")[0]["n"] == 15
        assert db.rows("SELECT count(*) AS n FROM wilayah")[0]["n"] > 550
    assert not kantor.folder.with_name("LPMP Contoh.baru").exists()


def test_the_key_is_for_its_owner_only(kantor):
    assert stat.S_IMODE(kantor.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(kantor.key.parent.stat().st_mode) == 0o700


def test_an_office_is_never_made_over_something(tmp_path, kantor):
    with pytest.raises(FolderOccupiedError, match="is not empty; name a new folder"):
        found_kantor(kantor.folder)
    (tmp_path / "berkas").write_text("x", encoding="utf-8")
    with pytest.raises(FolderOccupiedError, match="is not empty; name a new folder"):
        found_kantor(tmp_path / "berkas")


def test_half_an_office_of_a_crash_is_cleared_away(tmp_path):
    (tmp_path / "k.baru").mkdir()
    (tmp_path / "k.baru" / "kantor.toml").write_text("separuh", encoding="utf-8")
    found_kantor(tmp_path / "k")
    assert open_kantor(tmp_path / "k").nama == "k"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "berkas").write_text("x", encoding="utf-8")
    with pytest.raises(KantorUnmakeableError, match="cannot be made"):
        found_kantor(tmp_path / "berkas" / "k")


def test_the_office_is_the_named_one_the_environments_or_the_nearest(
    tmp_path, kantor, monkeypatch
):
    monkeypatch.delenv("FORMULIR_KANTOR", raising=False)
    assert find_kantor(kantor.folder) == kantor.folder
    monkeypatch.chdir(kantor.folder / "templates")
    assert find_kantor(None) == kantor.folder
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KantorMissingError, match="name an office with --kantor"):
        find_kantor(None)
    monkeypatch.setenv("FORMULIR_KANTOR", str(kantor.folder))
    assert find_kantor(None) == kantor.folder


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nama = ", "Invalid value"),
        ('nama = "a"\nasal = "b"\n', "zona"),
        ('nama = "a"\nasal = "b"\nzona = "Asia/Antah"\n', "zona"),
    ],
)
def test_settings_that_cannot_be_read_are_told(kantor, text, reason):
    (kantor.folder / "kantor.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KantorMalformedError, match=reason):
        open_kantor(kantor.folder)


def test_every_fault_of_the_settings_is_told_in_one_answer(kantor):
    path = kantor.folder / "kantor.toml"
    text = """\
asal = 7
zona = "Asia"
alamat_verifikasi = "ftp://contoh"
menit_per_jp = true
nilai_lulsu = 75
bernomor = "01.3"
bobot_pascates = -1
"""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KantorMalformedError) as caught:
        open_kantor(kantor.folder)
    file, _, told = str(caught.value).partition(".toml: ")
    assert f"{file}.toml" == str(path)
    assert told.split("; ") == [
        "nama: is missing (text in quotes)",
        "asal: must be text in quotes",
        "zona: must be a time zone such as Asia/Jakarta",
        "alamat_verifikasi: must be a short http:// or https:// address",
        "bobot_pascates: must be a number from 0 on",
        "menit_per_jp: must be a whole number from 1 on",
        "bernomor: must be a list of words in quotes",
        "nilai_lulsu: is not known here, did you mean nilai_lulus?",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nilai_lulus = nan", "nilai_lulus: must be a number from 0 on"),
        ("bobot_pascates = 0\nbobot_praktik = 0", "bobot_pascates: must not be 0"),
        ("menit_per_jp = 0", "menit_per_jp: must be a whole number from 1 on"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(kantor, line, reason):
    path = kantor.folder / "kantor.toml"
    path.write_text(f"{path.read_text('utf-8')}{line}\n", encoding="utf-8")
    with pytest.raises(KantorMalformedError, match=reason):
        open_kantor(kantor.folder)


def test_the_decisions_of_an_office_are_read_as_it_made_them(kantor):
    path = kantor.folder / "kantor.toml"
    text = (
        'menit_per_jp = 45\nnilai_lulus = 75.5\nbobot_sikap = 10\nbernomor = ["01.3"]\n'
    )
    path.write_text(f"{path.read_text('utf-8')}{text}", encoding="utf-8")
    assert open_kantor(kantor.folder).settings == Settings(
        menit_per_jp=45, nilai_lulus=75.5, bobot_sikap=10, bernomor=("01.3",)
    )


def test_a_lost_record_store_is_a_fault_and_never_an_empty_one(kantor):
    kantor.catatan.unlink()
    with (
        pytest.raises(CatatanUnreadableError, match="cannot be opened"),
        kantor.open_catatan(),
    ):
        pass
    assert not kantor.catatan.exists()


def test_codes_differ_and_can_be_read_aloud():
    codes = {make_kode() for _ in range(1000)}
    assert len(codes) == 1000
    assert not set("".join(codes)) & set("ILOU")
