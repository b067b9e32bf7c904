"""Verifying: all damage is found, and located; traces of a crash are no damage."""

from __future__ import annotations

import os
import shutil
import sqlite3

import pytest

from formulir.archive.checkpoint import Checkpoint, sign_checkpoint
from formulir.archive.find import find_kode
from formulir.archive.intent import write_intent
from formulir.archive.keys import create_key, load_key
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.archive.objects import StoredObject, object_path
from formulir.archive.verify import verify


@pytest.fixture
def filled(office, surat):
    office.append(surat.terbit(1), surat.terbit(2))
    office.append(surat.batal(1))
    return office


def places(report):
    return [fault.place for fault in report.findings]


def first(report):
    return str(report.findings[0])


def overwrite(path, data):
    path.chmod(0o644)
    path.write_bytes(data)


ALL = pytest.param(1, id="all", marks=pytest.mark.thorough)
"""The step that leaves nothing out."""


def turn(path, at, mask):
    """Turn bits of one byte of a file; give the way back."""
    data = path.read_bytes()
    turned = bytearray(data)
    turned[at] ^= mask
    overwrite(path, bytes(turned))
    return lambda: path.write_bytes(data)


def test_a_sound_archive_has_no_faults_and_its_figures_are_right(filled):
    report = filled.verify()
    sizes = [(filled.root / name).stat().st_size for name in filled.objects()]
    log_bytes = (filled.root / "log.jsonl").stat().st_size
    assert (report.findings, report.notices) == ((), ())
    assert (report.entri, report.objects) == (3, len(sizes)) == (3, 5)
    assert report.size_bytes == sum(sizes) + log_bytes


def test_progress_counts_the_entries(filled, surat):
    told = []
    verify(filled.root, asal=surat.asal, progress=lambda *step: told.append(step))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_verifying_needs_no_private_key(filled):
    filled.key.unlink()
    assert filled.verify().findings == ()


@pytest.mark.parametrize("step", [3, ALL])
@pytest.mark.parametrize("mask", [0x01, pytest.param(0xFF, marks=pytest.mark.thorough)])
def test_every_byte_of_the_log_that_is_turned_is_found_in_its_line(filled, mask, step):
    log = filled.root / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    start = 0
    for entri, line in enumerate(lines):
        for at in range(start, start + len(line), step):
            back = turn(log, at, mask)
            report = filled.verify()
            assert places(report)[0] == f"log.jsonl, entri {entri}", at
            back()
        start += len(line)
    assert filled.verify().findings == ()


@pytest.mark.parametrize("step", [5, ALL])
def test_a_turned_byte_of_the_log_is_found_without_the_index(filled, step):
    (filled.root / "index.db").unlink()
    log = filled.root / "log.jsonl"
    for at in range(0, log.stat().st_size, step):
        back = turn(log, at, 0x01)
        assert places(filled.verify())[0].startswith("log.jsonl"), at
        back()


@pytest.mark.parametrize("step", [7, ALL])
@pytest.mark.parametrize("name", ["checkpoint", "log.pub"])
def test_every_byte_of_the_head_that_is_turned_is_found(filled, name, step):
    path = filled.root / name
    for at in range(path.stat().st_size):
        for bit in range(at % step, 8, step):  # a bit or two of each, or all
            back = turn(path, at, 1 << bit)
            assert places(filled.verify())[0] == name, (at, bit)
            back()
    assert filled.verify().findings == ()


def test_every_byte_of_an_object_that_is_turned_is_found_there(filled):
    for name in filled.objects():
        path = filled.root / name
        for at in range(path.stat().st_size):
            back = turn(path, at, 0x01)
            report = filled.verify()
            assert places(report) == [name], at
            assert "changed: its SHA-256 is" in first(report)
            back()


@pytest.mark.parametrize(
    ("step", "least"), [(173, 9), pytest.param(61, 28, marks=pytest.mark.thorough)]
)
def test_a_turned_byte_of_the_index_is_found_or_lies_in_room_that_no_row_uses(
    filled, step, least
):
    index = filled.root / "index.db"
    found = 0
    for at in range(0, index.stat().st_size, step):
        back = turn(index, at, 0xFF)
        report = filled.verify()
        assert set(places(report)) <= {"index.db"}, at
        found += len(report.findings)
        back()
    assert found > least


@pytest.mark.parametrize("step", [199, pytest.param(67, marks=pytest.mark.thorough)])
def test_a_turned_byte_of_the_index_never_invents_a_letter(filled, step):
    index = filled.root / "index.db"
    for at in range(8, index.stat().st_size, step):
        back = turn(index, at, 0xFF)
        # A letter may be missed until the index is deleted; what is found is true.
        codes = ["KODE-0001", "KODE-0002"]
        for kode, entri in find_kode(filled.archive, codes).items():
            assert entri.isi["kode"] == kode, at
        assert set(filled.find(teks=("bae",), tahun=2016)) <= set(codes), at
        back()


@pytest.mark.parametrize("step", [1024, pytest.param(256, marks=pytest.mark.thorough)])
def test_a_turned_byte_of_the_index_never_spoils_an_append(
    filled, surat, tmp_path, step
):
    pristine = tmp_path / "pristine"
    shutil.copytree(filled.root, pristine)
    for at in range(0, (filled.root / "index.db").stat().st_size, step):
        turn(filled.root / "index.db", at + at // 256 % 256, 0xFF)
        filled.append(surat.terbit(3), surat.batal(3))
        (filled.root / "index.db").unlink()
        report = filled.verify()
        assert (report.entri, report.findings) == (5, ()), at
        shutil.rmtree(filled.root)
        shutil.copytree(pristine, filled.root)


def test_an_act_recorded_twice_is_found(office, surat):
    office.append(surat.terbit(1))
    (office.root / "index.db").unlink()
    line = (office.root / "log.jsonl").read_bytes().replace(b'"entri":0', b'"entri":1')
    with (office.root / "log.jsonl").open("ab") as log:
        log.write(line)
    frontier = Frontier()
    for leaf in (office.root / "log.jsonl").read_bytes().splitlines():
        frontier.add(hash_leaf(leaf))
    head = Checkpoint(asal=surat.asal, size=2, root=frontier.root())
    signed = sign_checkpoint(head, load_key(office.key))
    (office.root / "checkpoint").write_bytes(signed)
    assert first(office.verify()) == "log.jsonl, entri 1: a second terbit of KODE-0001"


def test_a_missing_object_is_found_with_the_entry_that_needs_it(filled, surat):
    path = object_path(filled.root, *surat.terbit(2).objects[0].nama)
    path.unlink()
    report = filled.verify()
    assert first(report).startswith(f"objects/{path.parent.name}/{path.name}: missing")
    assert first(report).endswith("entri 1 refers to it")


def test_an_object_that_slipped_in_is_found(filled):
    objek = StoredObject(data=b"forged", ekstensi="pdf")
    path = object_path(filled.root, *objek.nama)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(objek.data)
    assert first(filled.verify()).endswith("slipped in: no entry refers to it")


@pytest.mark.parametrize(
    "name",
    ["objects/x", "objects/ab/x.pdf", "objects/ab/cd/e.pdf", "objects/.hidden"],
)
def test_anything_else_among_the_objects_is_found(filled, name):
    path = filled.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    assert places(filled.verify()) == [name]


def test_an_object_exchanged_for_a_link_is_found(filled, tmp_path):
    name = filled.objects()[0]
    path = filled.root / name
    os.replace(path, tmp_path / "elsewhere")  # noqa: PTH105 - the same as a thief does
    path.symlink_to(tmp_path / "elsewhere")
    assert places(filled.verify()) == [name]


def test_a_folder_exchanged_for_a_link_is_found(filled, tmp_path):
    folder = (filled.root / filled.objects()[0]).parent
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert places(filled.verify()) == [f"objects/{folder.name}"]


def test_a_pipe_in_an_object_s_place_is_missing_and_is_not_waited_for(filled):
    path = filled.root / filled.objects()[0]
    path.unlink()
    os.mkfifo(path)
    assert "missing" in first(filled.verify())


def test_a_folder_called_tunda_excuses_nothing(filled):
    (filled.root / "tunda").mkdir()
    (filled.root / "objects" / "x").write_bytes(b"")
    assert places(filled.verify()) == ["objects/x"]


def test_what_tunda_lists_is_a_remark(filled):
    objek = StoredObject(data=b"left", ekstensi="pdf")
    write_intent(filled.root, size=3, objects=[objek.nama])
    path = object_path(filled.root, *objek.nama)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(objek.data)
    path.with_name(path.name + ".baru").write_bytes(b"le")
    report = filled.verify()
    assert report.findings == ()
    assert len(report.notices) == 2
    (filled.root / "tunda").write_bytes(b"garbage")
    report = filled.verify()
    assert len(report.findings) == 2
    assert report.notices[0].place == "tunda"


def test_bytes_beyond_the_checkpoint_are_a_remark(filled):
    with (filled.root / "log.jsonl").open("ab") as log:
        log.write(b'{"entri":3')
    report = filled.verify()
    assert report.findings == ()
    assert [fault.place for fault in report.notices] == ["log.jsonl"]


@pytest.mark.parametrize("name", ["log.jsonl", "checkpoint", "log.pub"])
def test_a_missing_file_is_found(filled, name):
    (filled.root / name).unlink()
    assert places(filled.verify())[0].startswith(name)


def test_a_folder_that_is_no_archive_is_reported_not_raised(tmp_path):
    report = verify(tmp_path / "nothing", asal="x")
    assert places(report) == ["log.pub"]


def test_a_log_that_was_cut_is_found_where_it_ends(filled):
    log = filled.root / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    for kept in range(3):
        log.write_bytes(b"".join(lines[:kept]) + lines[kept][:-1])
        assert first(filled.verify()) == (
            f"log.jsonl, entri {kept}: the log ends here, the checkpoint covers 3 lines"
        )


def test_a_line_taken_out_is_found(filled):
    log = filled.root / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + lines[2])
    assert places(filled.verify())[0] == "log.jsonl, entri 1"


def test_two_lines_exchanged_are_found(filled):
    log = filled.root / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[1] + lines[0] + lines[2])
    assert places(filled.verify()) == ["log.jsonl, entri 0", "log.jsonl, entri 1"]


def test_a_well_spelled_change_is_proved_by_the_index_or_told_as_a_whole(filled):
    log = filled.root / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"20317302"', b'"20317303"'))
    assert "entri 1: this is not the line that was signed" in first(filled.verify())
    (filled.root / "index.db").unlink()
    assert first(filled.verify()) == (
        "log.jsonl: its lines do not give the signed root over 3 lines"
    )


def test_many_faults_are_counted(filled, surat):
    filled.append(*(surat.terbit(number) for number in range(10, 30)))
    log = filled.root / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"hal":"P', b'"hal":"Q'))
    findings = filled.verify().findings
    assert len(findings) == 11
    assert findings[-1].reason == "and 12 more like this"


def test_another_name_or_another_key_is_found(filled, surat, tmp_path):
    assert places(verify(filled.root, asal="lain.example")) == ["log.pub"]
    other = create_key(tmp_path / "other.pem")
    path = filled.root / "log.pub"
    verifier = type(filled.archive.verifier)(asal=surat.asal, public=other.public)
    path.write_bytes(
        f"{surat.asal}+{verifier.key_id.hex()}+".encode()
        + path.read_bytes().split(b"+", 2)[2]
    )
    assert places(filled.verify()) == ["log.pub"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entri SET tindakan = 'lain' WHERE entri = 1",
        "UPDATE entri SET kode = 'KODE-0002' WHERE entri = 0",
        "UPDATE entri SET awal = awal + 1 WHERE entri = 1",
        "DELETE FROM entri WHERE entri = 1",
        "UPDATE simpul SET hash = zeroblob(32) WHERE posisi = 0",
        "UPDATE simpul SET hash = zeroblob(32) WHERE posisi = 2",
        "UPDATE simpul SET hash = zeroblob(32) WHERE posisi = 3",
        "UPDATE keadaan SET banyak = 99",
        "INSERT INTO cari (rowid, kata) VALUES (1, 'forged')",
        "INSERT INTO cari (cari, rowid, kata) VALUES ('delete', 1, 'bae')",
        "INSERT INTO cari (cari, rowid, kata) VALUES ('delete', 0, 's=batal')",
        "PRAGMA user_version = 9",
        "DROP TABLE simpul",
    ],
)
def test_an_index_that_says_something_else_may_be_deleted(filled, statement):
    conn = sqlite3.connect(filled.root / "index.db", isolation_level=None)
    conn.execute(statement)
    conn.close()
    report = filled.verify()
    assert places(report) == ["index.db"]
    assert "it may be deleted" in first(report)
    (filled.root / "index.db").unlink()
    report = filled.verify()
    assert report.findings == ()
    assert [fault.place for fault in report.notices] == ["index.db"]


def test_an_index_that_lags_is_a_remark(filled, surat):
    index = filled.root / "index.db"
    lagging = index.read_bytes()
    filled.append(surat.terbit(3))
    index.write_bytes(lagging)
    report = filled.verify()
    assert report.findings == ()
    assert "lags: 3 of 4" in str(report.notices[0])


def test_an_append_meanwhile_is_no_damage(filled, surat):
    def interrupt(done, _total):
        if done == 2:
            filled.append(surat.terbit(7), surat.batal(2))

    report = verify(filled.root, asal=surat.asal, progress=interrupt)
    assert report.entri == 3
    assert report.findings == ()
    assert filled.verify().findings == ()
