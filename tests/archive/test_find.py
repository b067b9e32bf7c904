"""Finding letters, whatever state the index is in."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from formulir.archive.find import find_entries, find_kode, iter_entries
from formulir.archive.folder import HeadTamperedError, LogTamperedError, open_archive
from formulir.archive.index.current import CheckpointStaleError, IndexStaleError
from formulir.archive.objects import object_path
from formulir.archive.words import Search

NOBODY = 65534


@pytest.fixture
def filled(office, surat):
    office.append(
        surat.terbit(1),
        surat.terbit(2, tahap="T04.1", wilayah={"subjek": "33.20"}),
        surat.terbit(3, tahun=2017, formulir="01.4", nomor="0394/E5.2/PL/2017"),
    )
    office.append(surat.batal(1))
    return office


def snapshot(office):
    """Return what every sort of search finds."""
    return [
        office.find(**wanted)
        for wanted in (
            {},
            {"teks": ("bae",)},
            {"teks": ("0394/E5.2",)},
            {"tahap": "T04"},
            {"wilayah": frozenset({"33.19"})},
            {"status": "batal"},
            {"status": "terbit"},
            {"formulir": "01.4", "tahun": 2017},
        )
    ]


def test_every_search_finds_what_it_should(filled):
    one, two, three = (f"KODE-000{number}" for number in (1, 2, 3))
    assert snapshot(filled) == [
        [three, two, one],
        [three, two, one],
        [three],
        [two],
        [three, one],
        [one],
        [three, two],
        [three],
    ]


def test_a_letter_carries_its_line_and_its_status(filled, surat):
    (found,) = find_entries(filled.archive, Search(status="batal"))
    assert found.entri == 0
    assert found.isi["status"] == "batal"
    assert found.isi["tindakan"] == "terbit"
    assert found.isi["sha256"] == surat.terbit(1).isi["sha256"]


def test_codes_are_looked_up_and_unknown_ones_left_out(filled):
    found = find_kode(filled.archive, ["KODE-0001", "KODE-0003", "KODE-0009"])
    assert {kode: entri.isi["status"] for kode, entri in found.items()} == {
        "KODE-0001": "batal",
        "KODE-0003": "terbit",
    }


def test_later_acts_change_the_status_of_a_letter(filled, surat):
    filled.append(surat.act(tindakan="ditandatangani", kode="KODE-0002"))
    filled.append(surat.act(tindakan="ditandatangani", kode="KODE-0003"))
    assert filled.find(status="ditandatangani") == ["KODE-0003", "KODE-0002"]
    assert filled.find(status="terbit") == []
    assert filled.find(teks=("bae",)) == ["KODE-0003", "KODE-0002", "KODE-0001"]


def test_an_act_without_a_code_is_on_no_letter_and_not_searched(office, surat):
    office.append(surat.act(tindakan="catat", hal="Pemeriksaan"))
    assert find_entries(office.archive, Search(teks=("pemeriksaan",))) == []
    assert find_entries(office.archive, Search()) == []


def break_by_deleting(path):
    path.unlink()


def break_by_garbage(path):
    path.write_bytes(b"garbage" * 1000)


def break_by_emptying(path):
    path.write_bytes(b"")


def break_by_cutting(path):
    os.truncate(path, path.stat().st_size // 2)


def execute(path, *statements):
    conn = sqlite3.connect(path)
    for statement in statements:
        conn.execute(statement)
    conn.commit()
    conn.close()


def break_by_version(path):
    execute(path, "PRAGMA user_version = 99")


def break_by_tree(path):
    execute(path, "UPDATE simpul SET hash = zeroblob(32) WHERE posisi = 6")


def break_by_end(path):
    execute(path, "UPDATE keadaan SET size_bytes = size_bytes - 10")


def break_by_size(path):
    execute(path, "UPDATE keadaan SET banyak = 1000")


def break_by_state(path):
    execute(path, "DELETE FROM keadaan")


def break_by_offset(path):
    execute(path, "UPDATE entri SET awal = awal + 1")


def break_by_places(path):
    execute(path, "DELETE FROM entri")


def break_by_words(path):
    execute(path, "DELETE FROM cari_data WHERE id > 10")


BREAKS = [
    break_by_deleting,
    break_by_garbage,
    break_by_emptying,
    break_by_cutting,
    break_by_version,
    break_by_tree,
    break_by_end,
    break_by_size,
    break_by_state,
    break_by_offset,
    break_by_places,
    break_by_words,
]


@pytest.mark.parametrize("break_index", BREAKS)
def test_a_broken_index_is_rebuilt_and_the_searches_find_the_same(filled, break_index):
    before = snapshot(filled)
    break_index(filled.root / "index.db")
    if break_index is break_by_end:  # no search asks where the log ends, an append does
        filled.append()
    assert snapshot(filled) == before
    assert filled.verify().findings == ()
    assert filled.verify().notices == ()


@pytest.mark.parametrize("break_index", BREAKS)
def test_an_append_upon_a_broken_index_loses_nothing(filled, surat, break_index):
    break_index(filled.root / "index.db")
    assert filled.append(surat.batal(1), surat.batal(2))[1].entri == 4
    codes = [entri.isi["kode"][-1] for entri in iter_entries(filled.archive)]
    assert codes == list("12312")
    (filled.root / "index.db").unlink()  # its words may be wrong as before
    assert filled.verify().findings == ()


def test_an_index_that_lags_is_brought_up_to_date(filled, surat):
    index = filled.root / "index.db"
    lagging = index.read_bytes()
    filled.append(surat.terbit(4), surat.batal(2))
    after = snapshot(filled)
    index.write_bytes(lagging)
    assert snapshot(filled) == after
    assert filled.verify().findings == ()


def test_the_index_of_another_archive_is_thrown_away(filled, tmp_path):
    before = snapshot(filled)
    other = tmp_path / "other.db"
    shutil.copy(filled.root / "index.db", other)
    execute(
        other,
        "UPDATE simpul SET hash = randomblob(32)",
        "UPDATE keadaan SET banyak = banyak + 7",
    )
    shutil.copy(other, filled.root / "index.db")
    assert snapshot(filled) == before


def test_a_lost_context_keeps_no_letter_from_being_found(filled, surat):
    for number in (1, 2):
        object_path(filled.root, *surat.terbit(number).objects[1].nama).unlink()
    (filled.root / "index.db").unlink()
    assert filled.find(teks=("pernyataan",)) == ["KODE-0003", "KODE-0002", "KODE-0001"]
    assert filled.find(teks=("bae",)) == ["KODE-0003"]
    assert [fault.reason[:7] for fault in filled.verify().findings] == ["missing"] * 2


def test_an_older_checkpoint_put_back_is_told_and_nothing_is_cut(filled, surat):
    checkpoint, log = filled.root / "checkpoint", filled.root / "log.jsonl"
    old = checkpoint.read_bytes()
    filled.append(surat.terbit(4))
    new, content = checkpoint.read_bytes(), log.read_bytes()
    checkpoint.write_bytes(old)
    with pytest.raises(CheckpointStaleError, match="covers 4 entries, but 5"):
        filled.append(surat.terbit(5))
    with pytest.raises(
        CheckpointStaleError, match="covers 4 entries, but 5 were committed"
    ):
        filled.find()
    assert log.read_bytes() == content
    finding = filled.verify().findings[0]
    assert str(finding) == "checkpoint: it covers 4 entries, 5 were committed"
    checkpoint.write_bytes(new)
    assert filled.append(surat.terbit(5))[0].entri == 5


def test_a_damaged_line_is_told_by_whoever_reads_it(filled):
    log = filled.root / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"33.20"', b'"33.21"'))
    with pytest.raises(LogTamperedError, match="do not give the root"):
        filled.find(tahap="T04")
    with pytest.raises(LogTamperedError, match="do not give the root"):
        list(iter_entries(filled.archive))


def test_a_line_that_is_no_line_is_told_with_its_number(filled):
    log = filled.root / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"33.20"', b'"33.20,'))
    with pytest.raises(LogTamperedError, match="entri 1: not JSON"):
        list(iter_entries(filled.archive))
    (filled.root / "index.db").unlink()
    with pytest.raises(LogTamperedError, match="entri 1: not JSON"):
        filled.find()


@pytest.mark.parametrize("end", [0, 1, 500, -1])
def test_a_log_that_was_cut_is_told(filled, surat, end):
    log = filled.root / "log.jsonl"
    log.write_bytes(log.read_bytes()[:end])
    with pytest.raises(LogTamperedError, match="the log ends here"):
        list(iter_entries(filled.archive))
    with pytest.raises(LogTamperedError, match="the log ends here"):
        filled.append(surat.terbit(4))


def test_a_missing_log_is_told(filled, surat):
    (filled.root / "log.jsonl").unlink()
    with pytest.raises(LogTamperedError, match="missing"):
        filled.append(surat.terbit(4))
    with pytest.raises(LogTamperedError, match="missing"):
        filled.find()


def test_a_badly_signed_checkpoint_is_told(filled):
    checkpoint = filled.root / "checkpoint"
    checkpoint.write_bytes(checkpoint.read_bytes().replace(b"\n4\n", b"\n3\n"))
    with pytest.raises(HeadTamperedError, match="signature does not hold"):
        filled.find()


@pytest.fixture
def others(filled):
    """Be someone who may read the archive and not write it."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(filled.root, folder / "archive")
    folder.chmod(0o755)
    root = folder / "archive"
    for path in (root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        yield root
        os.seteuid(0)
    else:
        yield root
    for path in (root, *root.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def test_whoever_may_only_read_can_search_and_verify(others, filled):
    arsip = open_archive(others, asal=filled.archive.verifier.asal)
    reader = type(filled)(archive=arsip, key=filled.key)
    assert reader.find() == ["KODE-0003", "KODE-0002", "KODE-0001"]
    report = reader.verify()
    assert (report.findings, report.notices) == ((), ())


def test_whoever_may_only_read_is_told_when_the_index_must_be_written(others, filled):
    arsip = open_archive(others, asal=filled.archive.verifier.asal)
    os.seteuid(os.getuid())
    others.chmod(0o755)
    (others / "index.db").unlink()
    others.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(NOBODY)
    with pytest.raises(
        IndexStaleError, match=r"missing or damaged.*ermission|.*unable"
    ):
        find_kode(arsip, ["KODE-0001"])


def test_searching_writes_nothing_but_the_index(filled):
    (filled.root / "index.db").unlink()
    kept = {name: (filled.root / name).stat() for name in filled.files()}
    filled.find(teks=("bae",))
    filled.verify()
    for name, stat in kept.items():
        now = (filled.root / name).stat()
        assert (now.st_mtime_ns, now.st_size) == (stat.st_mtime_ns, stat.st_size)
