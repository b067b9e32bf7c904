"""An office of version 0.1.0 goes on: it opens, verifies, counts, issues, verifies.

``tests/data/kantor-0.1.0.tar.gz`` was made by that version: letters of three kinds, one
void, one replaced by hand, a return, an incoming letter.
"""

from __future__ import annotations

import json
import tarfile

import pytest

from formulir.office.filing import reconcile
from tests.conftest import ROOT
from tests.kantor import add_kind, issue, make_printer
from tests.reviewing.test_insider import findings, hand_edit
from tests.terima import Meja

PACKED = ROOT / "tests" / "data" / "kantor-0.1.0.tar.gz"

INVENTED = """
INSERT INTO nomor (seri, tahun, urut, nomor, tanggal, surat, status, dipesan_pada)
VALUES ('LPMP', 2016, 2, '0002/CTH.33/PM/2016', '2016-03-14', 3, 'batal',
    '2026-11-25T23:03:10Z')
"""


@pytest.fixture
def meja(tmp_path):
    return unpack(tmp_path)


def unpack(tmp_path):
    with tarfile.open(PACKED) as file:
        file.extractall(tmp_path, filter="data")
    folder = tmp_path / "kantor-0.1.0"
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    printer = make_printer(tmp_path)
    with (folder / "kantor.toml").open("a", encoding="utf-8") as file:
        file.write(f'libreoffice = "{printer}"\npython_uno = "{printer}"\n')
    return Meja(folder=folder)


@pytest.fixture(scope="module", params=[False, True])
def grown(request, tmp_path_factory):
    """The office, its tables brought up to date; and followed, or not yet."""
    meja = unpack(tmp_path_factory.mktemp("dulu"))
    with meja.kantor.open_catatan() as db:  # which brings the tables up to date
        if request.param:
            reconcile(meja.kantor, db)
    return meja


def test_it_verifies_before_anything_is_written(meja, capfd):
    log = meja.log()
    assert meja.sound() == []
    assert meja.run("verify") == 0
    assert meja.run("numbers", "--tahun", "2016") == 0
    assert meja.log() == log
    assert "15 entries" in capfd.readouterr().out


def test_it_issues_one_more_letter_and_verifies(meja, capfd):
    add_kind(meja.folder, "02.9")
    assert meja.run("numbers", "--tahun", "2016", "--json") == 0
    before = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    # The clock of the machine may be behind that of the one that made the office.
    assert issue(meja.folder, "02.9", "--jam-mundur") == 0
    capfd.readouterr()
    assert meja.run("numbers", "--tahun", "2016", "--json") == 0
    after = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    own = [row for row in after if row["seri"] == "LPMP"]
    assert sum(row["count"] for row in before) == 5
    assert own[0]["first"] == "0001/CTH.33/PM/2016"
    assert own[0]["count"] > 1
    assert own[0]["gaps"] == []
    assert meja.sound() == []
    buku, pesan = meja.acts("buku", "pesan")
    assert (buku["riwayat_lama"], buku["surat_lama"]) == (1, 12)
    assert len(pesan["surat"]) == own[0]["count"] - 1
    kode = meja.letters("02.2")[0]["kode"]
    assert meja.run("void", kode, "--alasan", "keliru", "--ya") == 0
    assert meja.sound() == []


def test_a_run_that_writes_nothing_leaves_it_sound(meja):
    with meja.kantor.open_catatan() as db:
        reconcile(meja.kantor, db)
        assert db.value("SELECT entri FROM kepala") == 15
    assert meja.sound() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE surat SET status = 'dipesan', ganti = 'x' WHERE status = 'batal'",
        "UPDATE surat SET status = 'batal' WHERE id = 1",
        "UPDATE surat SET hal = 'x' WHERE id = 1",
        "UPDATE surat SET nomor_luar = '9' WHERE id = 3",
        "UPDATE surat SET alasan = 'x' WHERE status = 'batal'",
        "UPDATE nomor SET nomor = '0009/X' WHERE urut = 2 AND seri = 'DISDIK-33'",
        "UPDATE nomor SET status = 'batal' WHERE seri = 'LPMP'",
        "UPDATE nomor SET tanggal = '2016-03-13' WHERE seri = 'LPMP'",
        "UPDATE kembali SET sah = 0",
        "UPDATE masuk SET disposisi = 'x'",
        "DELETE FROM nomor WHERE seri = 'LPMP'",
        "DELETE FROM riwayat",
        "DELETE FROM surat WHERE id = 12",
        INVENTED,
    ],
)
def test_what_was_changed_by_hand_is_found(grown, sql):
    before = grown.kantor.catatan.read_bytes()
    hand_edit(grown.kantor, sql)
    found = findings(grown.kantor)
    grown.kantor.catatan.write_bytes(before)
    assert found


@pytest.mark.parametrize("state", ["dipesan", "batal"])
def test_what_it_never_logged_is_a_remark(meja, state):
    insert = (
        "INSERT INTO surat SELECT 13, '02.2', 2016, 'x', 'K0DE-0000-0001', tanggal,"
    )
    insert += f" hal, tujuan, penanda_tangan, lampiran, NULL, '{state}', NULL, NULL"
    with meja.kantor.open_catatan() as db:
        columns = len(db.rows("PRAGMA table_info(surat)")) - 14
        hand_edit(meja.kantor, insert + ", NULL" * columns + " FROM surat WHERE id = 1")
        hand_edit(meja.kantor, "UPDATE kepala SET surat = 13")
    assert findings(meja.kantor) == []
