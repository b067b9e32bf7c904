"""A writer is killed inside a commit: whoever only reads must not suffer for it.

The children here write with a cache of a page, so that SQLite has to put half of what
they change into the file before the end, and then kill themselves. What they leave is
what a kill inside a commit leaves: a file half written, and the journal with which it
is taken back.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pytest

from formulir.archive.index import catch_up, current
from formulir.archive.index.file import FILE
from formulir.office.filing import void_surat
from formulir.office.kantor import open_kantor
from formulir.records.store import open_store
from tests.kantor import add_kind, formulir, issue, make_kantor, make_printer

NOBODY = 65534
FORK = get_context("fork")


def change_ledger(folder, _kode):
    """Change the ledger, and be killed before the end."""
    db = open_store(folder / "catatan.db")
    db.conn.execute("PRAGMA cache_size = 1")
    db.conn.execute("BEGIN IMMEDIATE")
    db.run("UPDATE wilayah SET nama = nama || ' yang tidak pernah ada'")
    db.run("DROP TRIGGER surat_fixed")
    db.run("UPDATE surat SET hal = hal || ' yang tidak pernah ada'")
    os.kill(os.getpid(), signal.SIGKILL)


def change_index(folder, kode):
    """Void a letter, and be killed while the index takes it over."""
    true = current.connect_index

    def connect_index(path, *, read_only):
        conn = true(path, read_only=read_only)
        conn.execute("PRAGMA cache_size = 1")
        return conn

    def kill(reached, checkpoint, _state):
        if checkpoint.size == first:
            return
        rows = ((10**9 + number, bytes(500)) for number in range(500))
        reached.conn.executemany("INSERT INTO simpul VALUES (?, ?)", rows)
        os.kill(os.getpid(), signal.SIGKILL)

    current.connect_index = connect_index
    kantor = open_kantor(folder)
    first = current.with_index(kantor.archive, lambda now: now.checkpoint.size)
    catch_up._check_end = kill
    void_surat(kantor, kode, alasan="uji")


READING = {
    "verify": ("verify",),
    "numbers": ("numbers", "--tahun", "2016"),
    "status": ("status", "--tahun", "2016", "--wilayah", "33.19"),
    "agenda": ("agenda", "--tahun", "2016"),
    "find": ("find", "--tahun", "2016"),
    "get": ("get", "{kode}", "-o", "{out}/surat.pdf"),
    "context": ("get", "{kode}", "--context"),
    "form": ("form", "sekolah", "-o", "{out}/sekolah.xlsx", "--isi", "--timpa"),
}
"""Every command that reads an office and writes nothing in it."""


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """Issue some letters, and give the office and the code of one."""
    home = tmp_path_factory.mktemp("hot")
    folder = make_kantor(home / "kantor", printer=make_printer(home))
    add_kind(folder, "X1")
    assert issue(folder, "X1") == 0
    lines = (folder / "archive" / "log.jsonl").read_text("utf-8").splitlines()
    kode = next(isi["kode"] for isi in map(json.loads, lines) if "kode" in isi)
    out = home / "out"
    out.mkdir()
    for words in READING.values():  # who becomes somebody else can import no more
        assert ask(folder, words, kode, out) == 0
    return folder, kode


@pytest.fixture
def shared(issued):
    """Give a copy of the office in a folder that others may look into."""
    home = Path(tempfile.mkdtemp())
    home.chmod(0o777)
    shutil.copytree(issued[0], home / "kantor")
    (home / "out").mkdir()
    (home / "out").chmod(0o777)
    yield home / "kantor", issued[1], home / "out"
    for path in (home, *home.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(home)


@pytest.fixture
def close():
    """Make an office one that may only be read, and be somebody who may not write."""

    def close(folder):
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)

    yield close
    os.seteuid(os.getuid())


def ask(folder, words, kode, out):
    return formulir(folder, *(word.format(kode=kode, out=out) for word in words))


def kill_inside(change, folder, kode):
    """Let a child be killed inside a commit, and give the file that it changed."""
    child = FORK.Process(target=change, args=(folder, kode))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    files = {"change_ledger": "catatan.db", "change_index": f"archive/{FILE}"}
    return folder / files[change.__name__]


def is_hot(path):
    """Tell whether whoever may only read fails at a file."""
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK
    finally:
        conn.close()
    return False


FEW = {
    ("verify", "ledger", "writable"),
    ("verify", "index", "read-only"),
    ("numbers", "ledger", "writable"),
    ("status", "ledger", "read-only"),
    ("agenda", "ledger", "read-only"),
    ("find", "index", "writable"),
    ("find", "index", "read-only"),
    ("get", "index", "writable"),
    ("context", "index", "read-only"),
    ("form", "ledger", "writable"),
}
"""Each command once, and each store hot where one may write and where one may not."""


def list_cases():
    for name in READING:
        for change, store in ((change_ledger, "ledger"), (change_index, "index")):
            for closed, access in ((False, "writable"), (True, "read-only")):
                case = (name, store, access)
                marks = () if case in FEW else pytest.mark.thorough
                yield pytest.param(name, change, closed, id="-".join(case), marks=marks)


@pytest.mark.parametrize(("name", "change", "closed"), [*list_cases()])
def test_each_reading_command_reads_right_after_a_kill_inside_a_commit(
    shared, close, capfd, change, closed, name
):
    folder, kode, out = shared
    assert ask(folder, READING[name], kode, out) == 0
    healthy = capfd.readouterr().out
    path = kill_inside(change, folder, kode)
    assert is_hot(path)
    for file in out.iterdir():
        file.unlink()  # it is of who wrote it before
    if closed:
        close(folder)
    code = ask(folder, READING[name], kode, out)
    told = capfd.readouterr()
    if name == "verify" and change is change_index:
        # The letter is void in both stores, and the index alone is behind.
        assert (code, "verified: " in told.out) == (0, True), told
        assert "DOES NOT" not in told.out
        return
    assert code == 0, told.err
    assert "tidak pernah ada" not in told.out
    if change is change_ledger:
        assert told.out == healthy
    if closed:
        assert is_hot(path)


def test_a_rollback_by_a_reader_is_the_rollback_of_a_writer(shared):
    folder, kode, _ = shared
    before = (folder / "catatan.db").read_bytes()
    path = kill_inside(change_ledger, folder, kode)
    assert path.read_bytes() != before
    with open_kantor(folder).open_catatan(read_only=True) as db:
        assert (
            db.value("SELECT count(*) FROM wilayah WHERE nama LIKE '%tidak pernah ada'")
            == 0
        )
    assert not is_hot(path)
    assert path.read_bytes()[:24] == before[:24]
    assert not path.with_name("catatan.db-journal").exists()


def test_a_reader_that_holds_the_ledger_open_outlives_a_kill_inside_a_commit(shared):
    folder, kode, _ = shared
    asked = "SELECT count(*) FROM wilayah WHERE nama LIKE '%tidak pernah ada'"
    with open_kantor(folder).open_catatan(read_only=True) as db:
        assert db.value(asked) == 0
        assert is_hot(kill_inside(change_ledger, folder, kode))
        assert db.value(asked) == 0
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.run("DELETE FROM wilayah")


def test_an_index_that_may_not_be_read_is_a_notice(shared, capfd):
    folder, kode, out = shared
    index = folder / "archive" / FILE
    index.chmod(0)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        assert ask(folder, READING["verify"], kode, out) == 0
    finally:
        os.seteuid(os.getuid())
    assert "warning: index.db: it cannot be read" in capfd.readouterr().err
