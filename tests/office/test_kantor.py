from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from formulir.cli.main import run
from formulir.office import founding
from formulir.office.founding import (
    FolderOccupiedError,
    KantorUnmakeableError,
    found_kantor,
    list_unfinished,
)
from formulir.office.kantor import (
    KantorMalformedError,
    find_kantor,
    make_kode,
    open_kantor,
)
from formulir.office.owners import KantorMissingError
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
    assert list(kantor.folder.parent.iterdir()) == [kantor.folder]


def test_the_key_is_for_its_owner_only(kantor):
    assert stat.S_IMODE(kantor.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(kantor.key.parent.stat().st_mode) == 0o700


def test_an_office_is_never_made_over_something(tmp_path, kantor):
    with pytest.raises(FolderOccupiedError, match="is not empty; name a new folder"):
        found_kantor(kantor.folder)
    (tmp_path / "berkas").write_text("x", encoding="utf-8")
    with pytest.raises(FolderOccupiedError, match="is not empty; name a new folder"):
        found_kantor(tmp_path / "berkas")


@pytest.mark.parametrize("name", ["k.baru", "k.formulir-init-punyaku"])
def test_what_lies_beside_an_office_stays_whatever_it_is_called(tmp_path, name):
    found_kantor(tmp_path / name)
    before = sorted(path for path in tmp_path.rglob("*"))
    found_kantor(tmp_path / "k")
    assert set(before) <= set(tmp_path.rglob("*"))
    assert open_kantor(tmp_path / name).nama == name


def test_an_office_may_be_made_in_an_empty_folder_and_through_a_link(tmp_path):
    (tmp_path / "kosong").mkdir()
    (tmp_path / "k").symlink_to("kosong")
    found_kantor(tmp_path / "k")
    assert open_kantor(tmp_path / "k").nama == "kosong"


def test_what_a_killed_attempt_has_left_is_told_and_stays(tmp_path, capfd):
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from formulir.office import founding\n"
        "founding.load_wilayah = lambda db: os.kill(os.getpid(), signal.SIGKILL)\n"
        "founding.found_kantor(Path(sys.argv[1]))\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "k")], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    (half,) = tmp_path.iterdir()
    assert list_unfinished(tmp_path / "k") == [half]
    assert run(["init", str(tmp_path / "k")]) == 0
    assert f"{half} is left of an 'init' that was killed" in capfd.readouterr().err
    assert (half / "kunci" / "arsip.pem").exists()


def test_an_attempt_that_fails_takes_its_own_folder_away(tmp_path, monkeypatch):
    def refuse(_db):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(founding, "load_wilayah", refuse)
    with pytest.raises(KantorUnmakeableError, match="No space left"):
        found_kantor(tmp_path / "k")
    assert list(tmp_path.iterdir()) == []


def test_an_attempt_that_goes_on_is_not_called_killed(tmp_path, monkeypatch):
    seen = []

    def look(_db):
        seen.append((list(tmp_path.iterdir()), list_unfinished(tmp_path / "k")))

    monkeypatch.setattr(founding, "load_tahap", look)
    found_kantor(tmp_path / "k")
    ((beside, killed),) = seen
    assert len(beside) == 1
    assert killed == []


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
nama = 1
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
        "nama: must be text in quotes",
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
        "mengetahui_atasan = true\n"
    )
    path.write_text(f"{path.read_text('utf-8')}{text}", encoding="utf-8")
    assert open_kantor(kantor.folder).settings == Settings(
        menit_per_jp=45,
        nilai_lulus=75.5,
        bobot_sikap=10,
        bernomor=("01.3",),
        mengetahui_atasan=True,
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
