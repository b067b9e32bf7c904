"""Appending: numbers, once and only once, cheaply, under a lock."""

from __future__ import annotations

import fcntl
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from formulir.archive.checkpoint import Checkpoint, sign_checkpoint
from formulir.archive.find import find_kode, iter_entries
from formulir.archive.folder import (
    ArsipExistsError,
    ArsipMissingError,
    AsalMalformedError,
    HeadTamperedError,
    create_archive,
    load_checkpoint,
    open_archive,
)
from formulir.archive.keys import KunciExposedError, create_key, load_key
from formulir.archive.log import KunciForeignError
from formulir.archive.merkle import Frontier, hash_leaf
from formulir.archive.objects import ObjekMissingError, StoredObject
from formulir.ground.disk import DiskFailedError


def test_an_empty_archive_verifies(office):
    assert office.verify().findings == ()
    assert office.files() == ["checkpoint", "lock", "log.jsonl", "log.pub"]
    assert office.find() == []
    assert list(iter_entries(office.archive)) == []


def test_an_archive_is_never_made_over_another(office, tmp_path):
    with pytest.raises(ArsipExistsError, match="choose another folder"):
        create_archive(office.root, asal="x", key=tmp_path / "other.pem")
    assert not (tmp_path / "other.pem").exists()


def test_an_archive_cannot_bear_any_name(tmp_path):
    with pytest.raises(AsalMalformedError, match="no spaces"):
        create_archive(tmp_path / "a", asal="LPMP Jateng", key=tmp_path / "k")


def test_an_archive_opens_under_its_own_name_only(office, surat, tmp_path):
    assert open_archive(office.root, asal=surat.asal) == office.archive
    with pytest.raises(HeadTamperedError, match=r"not of lain\.example"):
        open_archive(office.root, asal="lain.example")
    with pytest.raises(
        ArsipMissingError, match="no archive, or one that was not copied whole"
    ):
        open_archive(tmp_path, asal=surat.asal)


def test_entries_are_numbered_in_order(office, surat):
    first = office.append(surat.terbit(1), surat.terbit(2))
    second = office.append(surat.batal(1))
    assert [entri.entri for entri in first + second] == [0, 1, 2]
    assert list(iter_entries(office.archive)) == first + second
    assert first[0].isi["saat"] == "2016-03-14T01:02:03Z"


def test_the_log_holds_the_lines_and_the_checkpoint_their_root(office, surat):
    for number in range(5):
        office.append(surat.terbit(number))
    lines = (office.root / "log.jsonl").read_bytes().split(b"\n")[:-1]
    frontier = Frontier()
    for line in lines:
        frontier.add(hash_leaf(line))
    checkpoint = load_checkpoint(office.archive)
    assert (checkpoint.size, checkpoint.root) == (5, frontier.root())


def test_an_act_that_happens_once_is_recorded_once(office, surat):
    first = office.append(surat.terbit(1), surat.terbit(1), surat.terbit(2))
    assert [entri.entri for entri in first] == [0, 0, 1]
    before = (office.root / "checkpoint").read_bytes()
    assert office.append(surat.terbit(2, hal="lain")) == [first[2]]
    assert (office.root / "checkpoint").read_bytes() == before
    void = office.append(surat.batal(1), surat.batal(1))
    assert [entri.entri for entri in void] == [2, 2]
    assert office.append(surat.batal(1), surat.terbit(1)) == [void[0], first[0]]


def test_an_act_that_may_be_repeated_is_recorded_each_time(office, surat):
    act = surat.act(tindakan="terima", kode="KODE-0001")
    assert [entri.entri for entri in office.append(act, act)] == [0, 1]
    assert office.append(act)[0].entri == 2


def test_nothing_to_record_writes_nothing(office):
    before = {path: path.stat().st_mtime_ns for path in office.root.iterdir()}
    assert office.append() == []
    after = {path: path.stat().st_mtime_ns for path in before}
    assert before == after


def test_a_key_open_to_others_signs_nothing(office, surat):
    office.key.chmod(0o644)
    with pytest.raises(KunciExposedError, match="is open to others"):
        office.append(surat.terbit(1))
    assert office.objects() == []


def test_the_key_of_another_archive_signs_nothing(office, surat, tmp_path):
    office.key.rename(tmp_path / "away.pem")
    create_key(office.key)
    with pytest.raises(KunciForeignError, match=r"log\.pub"):
        office.append(surat.terbit(1))
    assert office.objects() == []


def test_an_act_must_bring_what_it_refers_to(office, surat):
    act = surat.act(tindakan="terima", sha256="ab" * 32)
    with pytest.raises(ObjekMissingError, match="objects/ab/"):
        office.append(act)
    stray = StoredObject(data=b"x", ekstensi="pdf")
    act = type(act)(isi={"tindakan": "terima"}, objects=[stray])
    with pytest.raises(ValueError, match="does not name it"):
        office.append(act)
    assert office.verify().entri == 0


def test_what_the_archive_has_need_not_be_brought_again(office, surat):
    terbit = surat.terbit(1)
    office.append(terbit)
    again = type(terbit)(isi={**terbit.isi, "tindakan": "kirim"})
    assert office.append(again)[0].entri == 1


def test_an_act_that_no_line_can_say_writes_nothing(office, surat):
    with pytest.raises(ValueError, match=r"1\.5"):
        office.append(surat.terbit(1), surat.terbit(2, harga=1.5))
    assert office.objects() == []
    assert office.verify().entri == 0


def test_a_full_disk_is_the_machines_fault_and_loses_nothing(office, surat):
    office.append(surat.terbit(1))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(DiskFailedError, match=r"log\.jsonl|File too large"):
            office.append(surat.terbit(2), surat.terbit(3, hal="x" * 150_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    report = office.verify()
    assert report.findings == ()
    assert report.entri == 1
    assert {fault.place for fault in report.notices} >= {"log.jsonl"}
    office.append(surat.terbit(3))
    report = office.verify()
    assert (report.entri, report.findings, report.notices) == (2, (), ())
    assert find_kode(office.archive, ["KODE-0002"]) == {}


def change_index(office, statement):
    with closing(sqlite3.connect(office.root / "index.db")) as conn, conn:
        conn.execute(statement)


def test_an_index_that_lies_about_a_past_act_is_rebuilt_inside_the_append(
    office, surat
):
    first = office.append(surat.terbit(1), surat.terbit(2), surat.terbit(3))
    change_index(office, "UPDATE entri SET awal = awal + 1 WHERE entri = 0")
    # Only whoever looks for that act finds the lie; by then the append is under way.
    again, more = office.append(surat.terbit(1), surat.terbit(4))
    assert (again, more.entri) == (first[0], 3)
    report = office.verify()
    assert (report.entri, report.findings, report.notices) == (4, (), ())


def spoil_index(root):
    (root / "index.db").write_bytes(b"garbage" * 1000)


def refuse_index(root):
    """Leave a journal that cannot be written, as a disk that refuses does."""
    (root / "index.db-journal").mkdir()


def refuse_intent(root):
    """Let there be a folder where the intent was, which no file's removal removes."""
    (root / "tunda").unlink()
    (root / "tunda").mkdir()


@pytest.mark.parametrize("fail", [spoil_index, refuse_index, refuse_intent])
def test_a_fault_after_the_commit_is_no_failed_append(office, surat, fail):
    office.append(surat.terbit(1))
    steps = []

    def break_after_commit(step):
        steps.append(step)
        if step == "checkpoint":
            fail(office.root)

    assert office.append(surat.terbit(2), after=break_after_commit)[0].entri == 1
    assert steps[-2:] == ["checkpoint", "end"]
    assert load_checkpoint(office.archive).size == 2
    for stray in ("index.db-journal", "tunda"):
        if (office.root / stray).is_dir():
            (office.root / stray).rmdir()
    assert office.append(surat.terbit(2), surat.terbit(3))[1].entri == 2
    report = office.verify()
    assert (report.entri, report.findings, report.notices) == (3, (), ())


CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import conftest
from formulir.archive.folder import open_archive
root, kunci, first = Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
office = conftest.Office(open_archive(root, asal=conftest.ASAL), kunci)
print("ready", flush=True)
sys.stdin.readline()
for number in range(first, first + 30, 3):
    office.append(*(conftest.Letters.terbit(number + n) for n in range(3)))
"""


def test_two_who_append_at_once_share_no_number_and_lose_none(office):
    here = str(Path(__file__).parent)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, here, office.root, office.key, first],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for first in ("0", "20")  # ten letters are asked for by both
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
    for child in children:
        child.communicate(b"\n", timeout=60)
        assert child.returncode == 0
    codes = [entri.isi["kode"] for entri in iter_entries(office.archive)]
    assert sorted(codes) == [f"KODE-{number:04}" for number in range(50)]
    report = office.verify()
    assert (report.entri, report.findings, report.notices) == (50, (), ())


def test_nobody_else_gets_the_lock_before_an_append_is_done(office, surat):
    steps = []

    def try_lock(step):
        steps.append(step)
        with (office.root / "lock").open("rb") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    office.append(surat.terbit(1), after=try_lock)
    assert (steps[0], steps[-1]) == ("tunda", "end")
    with (office.root / "lock").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def fill(office, count):
    """Give an archive many entries at once, each of another letter."""
    frontier = Frontier()
    with (office.root / "log.jsonl").open("wb") as file:
        for entri in range(count):
            line = (
                f'{{"entri":{entri},"kode":"X-{entri}","saat":"2016-03-14T00:00:00Z",'
                f'"tindakan":"terbit"}}'
            ).encode()
            frontier.add(hash_leaf(line))
            file.write(line + b"\n")
    head = Checkpoint(
        asal=office.archive.verifier.asal, size=count, root=frontier.root()
    )
    signed = sign_checkpoint(head, load_key(office.key))
    (office.root / "checkpoint").write_bytes(signed)
    assert list(find_kode(office.archive, ["X-0"])) == ["X-0"]


def count_bytes(office, letters):
    """Count the bytes that an append reads and writes, by the kernel's account."""

    def read():
        lines = Path("/proc/self/io").read_text().splitlines()
        return [int(line.split()[1]) for line in lines[:2]]

    before = read()
    office.append(*letters)
    return [after - base for after, base in zip(read(), before, strict=True)]


def test_appending_to_forty_thousand_costs_what_it_costs_to_a_hundred(
    office, surat, tmp_path
):
    large = type(office)(
        archive=create_archive(
            tmp_path / "large", asal=surat.asal, key=tmp_path / "large.pem"
        ),
        key=tmp_path / "large.pem",
    )
    fill(office, 100)
    fill(large, 40_000)
    letters = [surat.terbit(number) for number in range(50)]
    small_read, small_written = count_bytes(office, letters)
    large_read, large_written = count_bytes(large, letters)
    # The forty thousand lines take 3 MB: not even a fifth of them may be read.
    assert (large.root / "log.jsonl").stat().st_size > 3_000_000
    assert large_read - small_read < 600_000
    assert large_written < 2 * small_written + 500_000
